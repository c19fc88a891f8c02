package aaa

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// Links returns who follows whom, as far as these layers have a part in it. Ports are hints: each of these layers looks at its data too.
func Links() []codec.Link {
	return []codec.Link{
		{Table: "udp", Key: 1812, Layer: (*RADIUS)(nil)},
		{Table: "udp", Key: 1813, Layer: (*RADIUS)(nil)}, // accounting
		{Table: "udp", Key: 3799, Layer: (*RADIUS)(nil)}, // changes of authorization
		{Table: "udp", Key: 1645, Layer: (*RADIUS)(nil)}, // before there were numbers from IANA
		{Table: "udp", Key: 1646, Layer: (*RADIUS)(nil)},
		{Table: "udp", Key: 1700, Layer: (*RADIUS)(nil)}, // changes, Cisco's
		{Table: "tcp", Key: 3868, Layer: (*Diameter)(nil)},
		{Table: "sctp", Key: 46, Layer: (*Diameter)(nil)},
	}
}

// Roles returns the roles of these layers.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*RADIUS)(nil), Role: osi.Application},
		{Layer: (*Diameter)(nil), Role: osi.Application},
	}
}
