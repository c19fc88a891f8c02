// Package industry holds what controllers, sensors and the boards of servers speak: Modbus, EtherNet/IP with CIP, RMCP with ASF and IPMI,
// LCM, and others.
//
// Requests and responses of several of these protocols have different forms under the same number, and only the connection tells which is
// which. A layer knows nothing of the connection; such messages have a view for each.
package industry

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
