// Package tunnel holds the layers that carry packets inside packets: GRE, ERSPAN, MPLS and pseudowires, VXLAN,
// Geneve, GUE, EtherIP, ESP, Teredo and NSH.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package tunnel

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
