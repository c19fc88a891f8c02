package routing

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// PIMHello is a hello message, RFC 7761 section 4.9.2.
type PIMHello struct {
	Options []PIMOption `bits:"*"`
	Rest    []byte      `bits:"*"` // what is no option
}

// PIMOption is an option of a hello message. Value is typed by View.
type PIMOption struct {
	Type   PIMOptionType `bits:"16"`
	Length uint16        `bits:"16,len=Value"`
	Value  []byte        `bits:"*,union=Type"`
}

// PIMOptionType is the type of a PIMOption, from IANA's registry.
type PIMOptionType uint16

// Types of options.
const (
	PIMHoldTime            PIMOptionType = 1
	PIMLANPruneDelay       PIMOptionType = 2
	PIMDRPriority          PIMOptionType = 19
	PIMGenerationID        PIMOptionType = 20
	PIMStateRefreshCapable PIMOptionType = 21
	PIMBidirectional       PIMOptionType = 22
	PIMAddressList         PIMOptionType = 24
	PIMJoinAttributes      PIMOptionType = 26
	PIMOldAddressList      PIMOptionType = 65001
)

func (t PIMOptionType) String() string {
	return iana.NameAt([]string{
		1: "hold time", 2: "LAN prune delay", 19: "DR priority", 20: "generation ID", 21: "state refresh capable", 22: "bidirectional capable", 24: "address list",
		26: "join attribute",
	}, t)
}

// PIMSeconds is a time in seconds; 0xffff is for ever.
type PIMSeconds struct {
	Value uint16 `bits:"16"`
}

// PIMPruneDelay is what routers on a LAN agree on, RFC 7761 section 4.3.3, in milliseconds.
type PIMPruneDelay struct {
	Suppress    bool   `bits:"1"` // T: join suppression can be disabled
	Propagation uint16 `bits:"15"`
	Override    uint16 `bits:"16"`
}

// PIMWord is a number of 32 bits: a priority or a random number.
type PIMWord struct {
	Value uint32 `bits:"32"`
}

// PIMRefreshCapable says that state refresh messages are understood, RFC 3973 section 4.7.5.2.
type PIMRefreshCapable struct {
	Version  uint8  `bits:"8"`
	Interval uint8  `bits:"8"` // seconds
	Reserved uint16 `bits:"16"`
}

// PIMAddresses are further addresses of the interface.
type PIMAddresses struct {
	Addrs []PIMAddress `bits:"*"`
}

// Members gives the types of View.
func (PIMOption) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(PIMHoldTime): (*PIMSeconds)(nil), uint64(PIMLANPruneDelay): (*PIMPruneDelay)(nil), uint64(PIMDRPriority): (*PIMWord)(nil),
		uint64(PIMGenerationID): (*PIMWord)(nil), uint64(PIMStateRefreshCapable): (*PIMRefreshCapable)(nil), uint64(PIMAddressList): (*PIMAddresses)(nil),
		uint64(PIMOldAddressList): (*PIMAddresses)(nil),
	}}
}

// View decodes Value. It returns nil for unknown types and for those without a value.
func (o *PIMOption) View() (any, error) { return codec.View(o, "Value") }

// PIMRegister is what stands before a packet that is sent to the RP, RFC 7761 section 4.9.3.
type PIMRegister struct {
	Border   bool   `bits:"1"`
	Null     bool   `bits:"1"` // the packet is a header only
	Reserved uint32 `bits:"30"`
}

// NextLayer is the packet.
func (*PIMRegister) NextLayer(payload []byte) codec.Key {
	if len(payload) == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "ipversion", Value: uint64(payload[0] >> 4)}
}

// PIMRegisterStop answers a register message, RFC 7761 section 4.9.4.
type PIMRegisterStop struct {
	Group  PIMGroup   `bits:"*"`
	Source PIMAddress `bits:"*"`
}

// PIMJoinPrune joins and leaves trees, RFC 7761 section 4.9.5; graft messages, RFC 3973 section 4.7.7, have the same form.
type PIMJoinPrune struct {
	Upstream  PIMAddress       `bits:"*"`
	Reserved  uint8            `bits:"8"`
	NumGroups uint8            `bits:"8,count=Groups"`
	HoldTime  uint16           `bits:"16"` // seconds
	Groups    []PIMJoinedGroup `bits:"*"`
}

// PIMJoinedGroup are the sources of a group that are joined and pruned.
type PIMJoinedGroup struct {
	Group     PIMGroup    `bits:"*"`
	NumJoined uint16      `bits:"16,count=Joined"`
	NumPruned uint16      `bits:"16,count=Pruned"`
	Joined    []PIMSource `bits:"*"`
	Pruned    []PIMSource `bits:"*"`
}

// PIMBootstrap distributes the RPs, RFC 5059 section 4.1.
type PIMBootstrap struct {
	FragmentTag uint16         `bits:"16"`
	HashMaskLen uint8          `bits:"8"`
	Priority    uint8          `bits:"8"`
	Router      PIMAddress     `bits:"*"`
	Groups      []PIMRPMapping `bits:"*"`
}

// PIMRPMapping are the RPs of a range of groups.
type PIMRPMapping struct {
	Group         PIMGroup `bits:"*"`
	RPCount       uint8    `bits:"8"`           // in all fragments
	FragmentCount uint8    `bits:"8,count=RPs"` // in this one
	Reserved      uint16   `bits:"16"`
	RPs           []PIMRP  `bits:"*"`
}

// PIMRP is a rendezvous point.
type PIMRP struct {
	Addr     PIMAddress `bits:"*"`
	HoldTime uint16     `bits:"16"` // seconds
	Priority uint8      `bits:"8"`  // the lowest is the best
	Reserved uint8      `bits:"8"`
}

// PIMAssert decides who forwards, RFC 7761 section 4.9.6.
type PIMAssert struct {
	Group      PIMGroup   `bits:"*"`
	Source     PIMAddress `bits:"*"`
	RPT        bool       `bits:"1"`
	Preference uint32     `bits:"31"`
	Metric     uint32     `bits:"32"`
}

// PIMCandidateRP offers an RP to the bootstrap router, RFC 5059 section 4.2.
type PIMCandidateRP struct {
	PrefixCount uint8      `bits:"8,count=Groups"`
	Priority    uint8      `bits:"8"`
	HoldTime    uint16     `bits:"16"` // seconds
	RP          PIMAddress `bits:"*"`
	Groups      []PIMGroup `bits:"*"`
}

// PIMStateRefresh keeps pruned branches pruned, RFC 3973 section 4.7.10.
type PIMStateRefresh struct {
	Group      PIMGroup   `bits:"*"`
	Source     PIMAddress `bits:"*"`
	Originator PIMAddress `bits:"*"`
	RPT        bool       `bits:"1"`
	Preference uint32     `bits:"31"`
	Metric     uint32     `bits:"32"`
	MaskLen    uint8      `bits:"8"`
	TTL        uint8      `bits:"8"`
	Pruned     bool       `bits:"1"`
	PruneNow   bool       `bits:"1"`
	AssertOver bool       `bits:"1"`
	Reserved   uint8      `bits:"5"`
	Interval   uint8      `bits:"8"` // seconds
}

// PIMDFElection elects a designated forwarder, RFC 5015 section 3.7. The first offer is the RP and the sender's metric. The upper four bits of the header's flags say what it
// is: 1 offer, 2 winner, 3 backoff, 4 pass.
type PIMDFElection struct {
	Offers   []PIMOffer `bits:"*,fit"`
	Interval []byte     `bits:"*"` // in backoff messages, two bytes, in milliseconds
}

// PIMOffer is an address and the metric of a route.
type PIMOffer struct {
	Addr       PIMAddress `bits:"*"`
	Preference uint32     `bits:"32"`
	Metric     uint32     `bits:"32"`
}

// PIMFlooding tells all routers of sources, RFC 8364 section 3.1.
type PIMFlooding struct {
	Originator PIMAddress       `bits:"*"`
	TLVs       []PIMFloodingTLV `bits:"*"`
}

// PIMFloodingTLV is a part of a flooding message; type 1 lists sources of a group.
type PIMFloodingTLV struct {
	Transitive bool   `bits:"1"`
	Type       uint16 `bits:"15"`
	Length     uint16 `bits:"16,len=Value"`
	Value      []byte `bits:"*,union=Type"`
}

// PIMGroupSources are the active sources of a group, RFC 8364 section 4.1.
type PIMGroupSources struct {
	Group      PIMGroup     `bits:"*"`
	NumSources uint16       `bits:"16,count=Sources"`
	HoldTime   uint16       `bits:"16"` // seconds
	Sources    []PIMAddress `bits:"*"`
}

// Members gives the types of View.
func (PIMFloodingTLV) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{1: (*PIMGroupSources)(nil)}}
}

// View decodes Value. It returns nil for unknown types.
func (t *PIMFloodingTLV) View() (any, error) { return codec.View(t, "Value") }

func (h *PIMHello) String() string { return fmt.Sprintf("PIMHello %d options", len(h.Options)) }

func (r *PIMRegister) String() string { return fmt.Sprintf("PIMRegister null %t", r.Null) }

func (j *PIMJoinPrune) String() string {
	return fmt.Sprintf("PIMJoinPrune upstream %v, %d groups", j.Upstream.Addr, len(j.Groups))
}

func (a *PIMAssert) String() string {
	return fmt.Sprintf("PIMAssert group %v, source %v, metric %d", a.Group.Prefix(), a.Source.Addr, a.Metric)
}
