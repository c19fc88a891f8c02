// Package layers holds the protocol layers: plain structs whose fields carry
// bits tags, read and written by package codec, and the one table of who
// follows whom ([Links]). Ethernet, IP, ICMP, TCP, UDP, DNS and DHCP are here; families of other protocols are in the packages
// below, and their rows in the table, so that they are decoded without being imported.
//
// Slices in a decoded layer are parts of the data that was decoded; they live as long as
// it does. Enumerations have a String method that gives the registered name, or the number.
package layers

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
