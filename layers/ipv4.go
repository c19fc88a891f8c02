package layers

import (
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// IPv4 is the Internet header, RFC 791 section 3.1, with the fields of RFC 2474
// and RFC 3168 for the type of service. A Length of zero stands for all there is: hosts leave
// it to their network card that way. Of fragments, the first is decoded further and
// the others are opaque.
type IPv4 struct {
	Version    uint8        `bits:"4,const=4"`
	IHL        uint8        `bits:"4,len=header/4"`
	DSCP       uint8        `bits:"6"`
	ECN        ECN          `bits:"2"`
	Length     uint16       `bits:"16,len=packet,zero=rest"`
	ID         uint16       `bits:"16"`
	Flags      IPv4Flags    `bits:"3"`
	FragOffset uint16       `bits:"13"`
	TTL        uint8        `bits:"8"`
	Protocol   IPProtocol   `bits:"8,next=ip,nextif=FragOffset==0"`
	Checksum   uint16       `bits:"16,sum=inet"`
	Src        netip.Addr   `bits:"32,flow=src"`
	Dst        netip.Addr   `bits:"32,flow=dst"`
	Options    []IPv4Option `bits:"*,last=Type==0"`
	Padding    []byte       `bits:"*,pad=4"`
}

// IPv4Flags are the three flags of fragmentation.
type IPv4Flags uint8

// Flags of IPv4.
const (
	IPv4MoreFragments IPv4Flags = 1
	IPv4DontFragment  IPv4Flags = 2
	IPv4Evil          IPv4Flags = 4 // reserved, RFC 3514 has a use for it
)

func (f IPv4Flags) String() string {
	if f == 0 {
		return "none"
	}
	return flagNames([]string{"MF", "DF", "Evil"}, uint64(f))
}

// ECN is the explicit congestion notification field, RFC 3168 section 5.
type ECN uint8

// Codepoints of ECN.
const (
	ECNNotCapable ECN = 0
	ECNCapable1   ECN = 1 // ECT(1): L4S, RFC 9331
	ECNCapable0   ECN = 2 // ECT(0)
	ECNCongestion ECN = 3 // congestion experienced
)

func (e ECN) String() string { return iana.NameAt([]string{"Not-ECT", "ECT(1)", "ECT(0)", "CE"}, e) }

// Links is the table that Protocol refers to.
func (*IPv4) Links() *codec.Links { return Links() }

// PseudoHeader sets the addresses of the ends: where the datagram has a source route that is
// not yet at its end, the last address there is the destination (RFC 1122 section 4.1.3.4).
func (p *IPv4) PseudoHeader(ps *codec.Pseudo) {
	ps.Src, ps.Dst = p.Src, p.Dst
	if len(p.Options) > 0 {
		p.sourceRoute(ps)
	}
}

// sourceRoute sets the destination to the end of a source route, if there is one.
func (p *IPv4) sourceRoute(ps *codec.Pseudo) {
	for i := range p.Options {
		if a, ok := p.Options[i].finalHop(); ok {
			ps.Dst = a
		}
	}
}

// TOS is the second byte of the header, DSCP and ECN, as RFC 791 named it.
func (p *IPv4) TOS() uint8 { return p.DSCP<<2 | uint8(p.ECN&3) }

// SetTOS sets DSCP and ECN.
func (p *IPv4) SetTOS(v uint8) { p.DSCP, p.ECN = v>>2, ECN(v&3) }

// IsFragment reports whether the datagram is a part of a larger one.
func (p *IPv4) IsFragment() bool { return p.FragOffset != 0 || p.Flags&IPv4MoreFragments != 0 }

// FragBytes is the place of a fragment's payload in that of the whole datagram, in bytes.
func (p *IPv4) FragBytes() int { return int(p.FragOffset) * 8 }

// Option returns the first option of a type, nil if there is none.
func (p *IPv4) Option(t IPv4OptionType) *IPv4Option {
	for i := range p.Options {
		if p.Options[i].Type == t {
			return &p.Options[i]
		}
	}
	return nil
}

func (p *IPv4) String() string {
	s := fmt.Sprintf("IPv4 %s > %s, %s, ttl %d, id %d, length %d", p.Src, p.Dst, p.Protocol, p.TTL, p.ID, p.Length)
	if p.IsFragment() {
		s += fmt.Sprintf(", fragment at %d", p.FragBytes())
	}
	return s
}
