// Package dot11 holds the layers of wireless LANs, IEEE 802.11-2020 with the amendments up to 802.11be, and of
// the radio headers that captures of them begin with: radiotap, Prism and AVS.
//
// A frame is a [Header], which has the addresses and the QoS and HT control fields, and what follows it
// by type and subtype: the body of a management frame, what control frames have behind their addresses,
// or data, which is encrypted ([WEP], [TKIP], [CCMP]), an aggregate of several ([AMSDU]), or LLC.
//
// Numbers are little-endian unless a comment says otherwise. The names of layers begin with Dot11; those of the Go types do not.
// Frames of protocol version 1 (802.11ah) have another header: theirs is not decoded, nor that of unknown versions.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package dot11

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
