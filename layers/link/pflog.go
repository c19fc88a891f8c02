package link

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// PFLog is the header that OpenBSD's packet filter writes, LINKTYPE_PFLOG (struct pfloghdr of net/if_pflog.h). Length does not count the padding to four
// bytes.
type PFLog struct {
	Length  uint8       `bits:"8,len=Fields+1"`
	Fields  PFLogFields `bits:"*"`
	Padding []byte      `bits:"*,pad=4"`
}

// PFLogFields are the fields of PFLog behind its length. Numbers are in network order, and Rest has those that some systems add.
type PFLogFields struct {
	Family    uint8    `bits:"8"` // of the packet, as the system numbers it
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
	Rest      []byte   `bits:"*"`
}

// PFAction is what was done with a packet.
type PFAction uint8

func (a PFAction) String() string {
	return iana.NameAt([]string{"pass", "block", "scrub", "noscrub", "nat", "nonat", "binat", "nobinat", "rdr", "nordr", "synproxy-drop", "defer", "match", "divert", "rt", "afrt"}, a)
}

// PFReason is why.
type PFReason uint8

func (r PFReason) String() string {
	return iana.NameAt([]string{"match", "bad-offset", "fragment", "short", "normalize", "memory", "bad-timestamp", "congestion", "ip-option", "proto-cksum", "state-mismatch", "state-insert", "state-limit", "src-limit", "synproxy", "translate", "no-route"}, r)
}

// NextLayer is by the family.
func (p *PFLog) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "family", Value: uint64(p.Fields.Family)}
}

// InterfaceName is the name of the interface.
func (p *PFLog) InterfaceName() string { return text(p.Fields.Interface[:]) }

// RulesetName is the name of the ruleset.
func (p *PFLog) RulesetName() string { return text(p.Fields.Ruleset[:]) }

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
	return fmt.Sprintf("PFLog %s on %s, rule %d, reason %s", p.Fields.Action, p.InterfaceName(), p.Fields.Rule, p.Fields.Reason)
}
