package tunnel

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// Teredo carries an IPv6 packet over UDP and IPv4, RFC 4380 section 5.1.1. It has no header of its own. A [TeredoAuth], a [TeredoOrigin],
// or both in this order may stand in its place, in front of the IPv6 packet.
type Teredo struct{}

// TeredoAuth is the authentication encapsulation, RFC 4380 section 5.1.1.
type TeredoAuth struct {
	Indicator    uint16 `bits:"16,const=1"`
	ClientIDLen  uint8  `bits:"8,len=ClientID"`
	AuthLen      uint8  `bits:"8,len=Value"`
	ClientID     []byte `bits:"*"`
	Value        []byte `bits:"*"`
	Nonce        uint64 `bits:"64"`
	Confirmation uint8  `bits:"8"`
}

// TeredoOrigin is the origin indication, RFC 4380 section 5.1.1: the client as the server sees it, with all bits
// inverted on the wire. Addr gives it as it is.
type TeredoOrigin struct {
	Indicator uint16  `bits:"16,const=0"`
	Port      uint16  `bits:"16"`
	IPv4      [4]byte `bits:"32"`
}

// Recognizes looks for the version of an IPv6 packet.
func (*Teredo) Recognizes(data []byte) bool { return len(data) > 0 && data[0]>>4 == 6 }

// Recognizes looks for the indicator.
func (*TeredoAuth) Recognizes(data []byte) bool { return len(data) > 1 && data[0] == 0 && data[1] == 1 }

// Recognizes looks for the indicator.
func (*TeredoOrigin) Recognizes(data []byte) bool {
	return len(data) > 1 && data[0] == 0 && data[1] == 0
}

// NextLayer is the IPv6 packet inside.
func (*Teredo) NextLayer(payload []byte) codec.Key { return ipv6Inside(payload) }

// NextLayer is an origin indication or an IPv6 packet.
func (*TeredoAuth) NextLayer(payload []byte) codec.Key {
	if (*TeredoOrigin)(nil).Recognizes(payload) {
		return codec.Key{Table: "teredo"}
	}
	return ipv6Inside(payload)
}

// NextLayer is the IPv6 packet inside.
func (*TeredoOrigin) NextLayer(payload []byte) codec.Key { return ipv6Inside(payload) }

// ipv6Inside is the key of IPv6, the only version that Teredo carries.
func ipv6Inside(payload []byte) codec.Key {
	if len(payload) == 0 || payload[0]>>4 != 6 {
		return codec.Key{}
	}
	return byVersion(payload)
}

// Addr is the address and port of the client.
func (o *TeredoOrigin) Addr() netip.AddrPort {
	a := o.IPv4
	for i := range a {
		a[i] = ^a[i]
	}
	return netip.AddrPortFrom(netip.AddrFrom4(a), ^o.Port)
}

// SetAddr sets Port and IPv4, from an IPv4 address; of another one only the port counts, the address is 0.0.0.0.
func (o *TeredoOrigin) SetAddr(a netip.AddrPort) {
	o.Port, o.IPv4 = ^a.Port(), [4]byte{}
	if addr := a.Addr().Unmap(); addr.Is4() {
		o.IPv4 = addr.As4()
	}
	for i := range o.IPv4 {
		o.IPv4[i] ^= 0xff
	}
}

func (*Teredo) String() string { return "Teredo" }

func (a *TeredoAuth) String() string { return fmt.Sprintf("TeredoAuth nonce %#016x", a.Nonce) }

func (o *TeredoOrigin) String() string { return fmt.Sprintf("TeredoOrigin %s", o.Addr()) }
