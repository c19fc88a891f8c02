// Package mobile holds protocols of mobile networks: GTP for users' data, for control in versions 1 and 2, and for charging; and those of the Gb interface over IP, which stand
// on each other: NS, BSSGP, LLC, and above it SNDCP for users' data and the messages of mobility and session management.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package mobile

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
