// Package link holds the layers of links other than Ethernet's own: what bridges and neighbours say to each other (STP, LLDP, CDP, slow protocols,
// and others), and the headers that captures put in front of packets (PFLOG, PKTAP, PPI, NFLOG, USB, SocketCAN).
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package link

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
