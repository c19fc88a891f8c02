// Package industry holds what controllers, sensors and the boards of servers speak: Modbus, EtherNet/IP with CIP, RMCP with ASF and IPMI,
// LCM, and others.
//
// Requests and responses of several of these protocols have different forms under the same number, and only the connection tells which is
// which. A layer knows nothing of the connection; such messages have a view for each.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package industry

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
