// Package ppp holds the layers of point-to-point links and of the access to networks: PPP with its control and authentication protocols, PPPoE, EAP and
// EAPOL, Cisco HDLC, Frame Relay, L2TP.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package ppp

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
