// Package media holds the protocols of real-time media: RTP, RTCP, and STUN with TURN's channels, which open the way for them.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package media

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
