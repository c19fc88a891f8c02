package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// PFLog is the header that OpenBSD's packet filter writes, LINKTYPE_PFLOG (struct pfloghdr of net/if_pflog.h). Length does not count the padding to four
// bytes. Numbers are in network order; systems write headers of different lengths, whose later fields are in Rest.
type PFLog struct {
	Length    uint8    `bits:"8"`
	Family    uint8    `bits:"8,next=family"` // as the system numbers it
	Action    PFAction `bits:"8"`
	Reason    PFReason `bits:"8"`
	Interface [16]byte `bits:"128"` // padded with zeros
	Ruleset   [16]byte `bits:"128"`
	Rule      uint32   `bits:"32"`
	Subrule   uint32   `bits:"32"` // all ones: none
	UID       uint32   `bits:"32"` // of the socket
	PID       uint32   `bits:"32"`
	RuleUID   uint32   `bits:"32"`
	RulePID   uint32   `bits:"32"`
	Direction uint8    `bits:"8"` // 0 both, 1 in, 2 out
	Rest      PFRest   `bits:"*"`
}

// PFAction is what was done with a packet.
type PFAction uint8

func (a PFAction) String() string {
	return name([]string{"pass", "block", "scrub", "noscrub", "nat", "nonat", "binat", "nobinat", "rdr", "nordr", "synproxy-drop", "defer", "match", "divert", "rt", "afrt"}, a)
}

// PFReason is why.
type PFReason uint8

func (r PFReason) String() string {
	return name([]string{"match", "bad-offset", "fragment", "short", "normalize", "memory", "bad-timestamp", "congestion", "ip-option", "proto-cksum", "state-mismatch", "state-insert", "state-limit", "src-limit", "synproxy", "translate", "no-route"}, r)
}

// PFRest is what stands between the fields and the packet: later fields, and padding. It ends where Length, rounded up to four bytes, says.
type PFRest []byte

// pfFixed is the length of the fields.
const pfFixed = 61

// DecodeField takes what belongs to the header.
func (r *PFRest) DecodeField(layer []byte, at int) (int, error) {
	n := 0
	if len(layer) > 0 {
		n = max((int(layer[0])+3)&^3, pfFixed) - pfFixed
	}
	if n > len(layer)-at {
		return n, codec.ErrTruncated
	}
	*r = layer[at : at+n : at+n]
	return n, nil
}

// AppendField appends the bytes; deriving lengths makes the header one of OpenBSD's, with 3 bytes of padding, where there are none.
func (r PFRest) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	if derive&codec.Lengths != 0 && dst[start] == 0 && len(r) == 0 {
		dst[start] = pfFixed
		return append(dst, 0, 0, 0), nil
	}
	if max((int(dst[start])+3)&^3, pfFixed) != pfFixed+len(r) && derive != codec.Nothing {
		return dst, codec.ErrLength
	}
	return append(dst, r...), nil
}

// InterfaceName is the name of the interface.
func (p *PFLog) InterfaceName() string { return text(p.Interface[:]) }

// RulesetName is the name of the ruleset.
func (p *PFLog) RulesetName() string { return text(p.Ruleset[:]) }

// text is b up to the first zero.
func text(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}

func (p *PFLog) String() string {
	return fmt.Sprintf("PFLog %s on %s, rule %d, reason %s", p.Action, p.InterfaceName(), p.Rule, p.Reason)
}
