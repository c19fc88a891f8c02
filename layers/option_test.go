package layers_test

import (
	"errors"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// TestOptionsTooLong: what no length of an option can say is an error, and one byte less is not.
func TestOptionsTooLong(t *testing.T) {
	type made struct {
		n   int
		err error
	}
	for name, c := range map[string]struct {
		most int
		make func(b []byte) made
	}{
		"TCP":    {253, func(b []byte) made { o, err := layers.NewTCPOption(254, b); return made{len(o.Data), err} }},
		"IPv4":   {253, func(b []byte) made { o, err := layers.NewIPv4Option(30, b); return made{len(o.Data), err} }},
		"IPv6":   {255, func(b []byte) made { o, err := layers.NewIPv6Option(30, b); return made{len(o.Data), err} }},
		"NDP":    {2038, func(b []byte) made { o, err := layers.NewNDPOption(253, b); return made{len(o.Data), err} }},
		"DHCPv4": {255, func(b []byte) made { o, err := layers.NewDHCPv4Option(224, b); return made{len(o.Data), err} }},
		"DHCPv6": {65535, func(b []byte) made { o, err := layers.NewDHCPv6Option(65000, b); return made{len(o.Data), err} }},
		"EDNS":   {65535, func(b []byte) made { o, err := layers.NewDNSOption(65001, b); return made{len(o.Data), err} }},
		"SVCB":   {65535, func(b []byte) made { o, err := layers.NewDNSSvcParam(65280, b); return made{len(o.Value), err} }},
	} {
		if m := c.make(make([]byte, c.most)); m.err != nil || m.n != c.most {
			t.Errorf("%s of %d bytes: %d, %v", name, c.most, m.n, m.err)
		}
		if m := c.make(make([]byte, c.most+1)); !errors.Is(m.err, codec.ErrRange) {
			t.Errorf("%s of %d bytes: %d, %v", name, c.most+1, m.n, m.err)
		}
	}
}
