// Package transport holds transport protocols beside TCP and UDP: SCTP, DCCP, UDP-Lite, RDP, PGM, and QUIC's headers.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package transport

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
