package mobile

import "github.com/wiretag/wiretag/codec"

// Ports of UDP.
const (
	portGTPC     = 2123
	portGTPU     = 2152
	portGTPPrime = 3386
)

// Links returns who follows whom, as far as these layers have a part in it.
func Links() []codec.Link {
	var rows []codec.Link
	for _, p := range [...]uint64{portGTPU, portGTPC} {
		rows = append(rows, codec.Link{Table: "udp", Key: p, Layer: (*GTPv1)(nil)})
	}
	return append(
		rows,
		codec.Link{Table: "udp", Key: portGTPC, Layer: (*GTPv2)(nil)},
		codec.Link{Table: "udp", Key: portGTPPrime, Layer: (*GTPPrime)(nil)},
		codec.Link{Table: "udp", Key: portGTPPrime, Layer: (*GTPv0)(nil)},
	)
}
