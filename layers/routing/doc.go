// Package routing holds the layers of routing protocols and of what stands around them: group membership (IGMP), OSPF, RIP, BGP, IS-IS and
// the rest of OSI's network layer, PIM, EIGRP, router redundancy (VRRP, HSRP), BFD.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package routing

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
