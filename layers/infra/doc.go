// Package infra holds the layers of the services that keep a network running: time (NTP), management (SNMP), logs (syslog), and files for
// machines that start (TFTP).
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package infra

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
