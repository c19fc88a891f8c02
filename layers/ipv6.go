package layers

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// IPv6 is the fixed header, RFC 8200 section 3. Extension headers are layers of their
// own. A Length of zero stands for all there is: that of a jumbogram (RFC 2675) is in its
// hop-by-hop header, and hosts leave the length to their network card that way.
type IPv6 struct {
	Version    uint8      `bits:"4,const=6"`
	DSCP       uint8      `bits:"6"`
	ECN        ECN        `bits:"2"`
	FlowLabel  uint32     `bits:"20"`
	Length     uint16     `bits:"16,len=payload,zero=rest"`
	NextHeader IPProtocol `bits:"8,next=ip"`
	HopLimit   uint8      `bits:"8"`
	Src        netip.Addr `bits:"128,flow=src"`
	Dst        netip.Addr `bits:"128,flow=dst"`
}

// Links is the table that NextHeader refers to.
func (*IPv6) Links() *codec.Links { return Links() }

// Recognizes looks at the version. What stands under a number of IPv6 and has another version is some other thing, of which nothing is known.
func (*IPv6) Recognizes(data []byte) bool { return len(data) == 0 || data[0]>>4 == 6 }

// PseudoHeader sets the addresses; extension headers may change them.
func (p *IPv6) PseudoHeader(ps *codec.Pseudo) {
	if ps.Src, ps.Dst = p.Src, p.Dst; !ps.Dst.IsValid() { // a routing header completes it
		ps.Dst = netip.IPv6Unspecified()
	}
}

// TrafficClass is the second byte of the header, DSCP and ECN.
func (p *IPv6) TrafficClass() uint8 { return p.DSCP<<2 | uint8(p.ECN&3) }

// SetTrafficClass sets DSCP and ECN.
func (p *IPv6) SetTrafficClass(v uint8) { p.DSCP, p.ECN = v>>2, ECN(v&3) }

func (p *IPv6) String() string {
	return fmt.Sprintf("IPv6 %s > %s, %s, hop limit %d, length %d", p.Src, p.Dst, p.NextHeader, p.HopLimit, p.Length)
}
