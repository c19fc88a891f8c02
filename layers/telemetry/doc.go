// Package telemetry holds what routers, switches and hosts report of the traffic that they see: sFlow, whose datagrams have counters and the first bytes of
// packets, and NetFlow and IPFIX, which have records of flows.
//
// Records of NetFlow version 9 and of IPFIX are described by templates, which come in other messages: Templates, which the caller owns, keeps them and reads the records.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package telemetry

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
