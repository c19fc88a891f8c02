package reassembly

import (
	"net/netip"
	"slices"
)

// Policy is how a TCP receiver treats what is not plain. Policies are data; the ones here say what systems do, a user's own one
// is as good.
type Policy struct {
	Name string
	// Overlap says who keeps the bytes that segments share, unless they have been handed over.
	Overlap Rule
	// Reset says which resets count.
	Reset ResetRule
	// Urgent says what becomes of urgent data.
	Urgent UrgentRule
	// IgnoreSYNData says that data in a SYN do not count. Otherwise they count once the other side has acknowledged some of them, or the
	// sender has gone on without that.
	IgnoreSYNData bool
	// Stamps is how timestamps that go back are treated, if they are checked (PAWS, RFC 7323 section 5).
	Stamps StampRule
}

// ResetRule says which resets close a connection, by their sequence number.
type ResetRule uint8

// Rules for resets.
const (
	ResetExact  ResetRule = iota // the next one that the receiver expects: RFC 5961 section 3.2
	ResetWindow                  // one in the window: RFC 793
	ResetNext                    // the next one or any behind it
	ResetAny
)

// UrgentRule says what becomes of the byte that the urgent pointer means: the one before it, RFC 6093.
type UrgentRule uint8

// Rules for urgent data.
const (
	UrgentInline UrgentRule = iota // it is a byte like others
	UrgentApart                    // it is not in the stream; [EventUrgent] has it
	UrgentDrop                     // it is not in the stream
	UrgentGap                      // it is a gap of one byte
)

// StampRule is about timestamps that are older than the last one.
type StampRule struct {
	Slack      uint32 // they pass if they are older by that at most
	ZeroPasses bool   // zero passes
}

// Policies of systems. Sources are those named at [Rule]; for resets RFC 5961 and what Snort and Suricata do.
// Where the sources differ (HP-UX 10, IRIX) the rule of BSD is taken.
var (
	PolicyFirst       = &Policy{Name: "first", Overlap: RuleFirst}
	PolicyLast        = &Policy{Name: "last", Overlap: RuleLast}
	PolicyBSD         = &Policy{Name: "bsd", Overlap: RuleBSD}
	PolicyMacOS       = &Policy{Name: "macos", Overlap: RuleBSD}
	PolicyLinux       = &Policy{Name: "linux", Overlap: RuleLinux, Stamps: StampRule{Slack: 1}}
	PolicyOldLinux    = &Policy{Name: "old-linux", Overlap: RuleOldLinux, Reset: ResetWindow, Stamps: StampRule{ZeroPasses: true}}
	PolicyWindows     = &Policy{Name: "windows", Overlap: RuleBSD, Stamps: StampRule{ZeroPasses: true}}
	PolicyWindows2003 = &Policy{Name: "windows2k3", Overlap: RuleBSD, Reset: ResetWindow, Stamps: StampRule{ZeroPasses: true}}
	PolicyVista       = &Policy{Name: "vista", Overlap: RuleFirst, Reset: ResetWindow, Stamps: StampRule{ZeroPasses: true}}
	PolicySolaris     = &Policy{Name: "solaris", Overlap: RuleSolaris, Reset: ResetWindow, Stamps: StampRule{ZeroPasses: true}}
	PolicyHPUX10      = &Policy{Name: "hpux10", Overlap: RuleBSD, Reset: ResetWindow}
	PolicyHPUX11      = &Policy{Name: "hpux11", Overlap: RuleSolaris, Reset: ResetNext}
	PolicyIRIX        = &Policy{Name: "irix", Overlap: RuleBSD, Reset: ResetWindow}
)

// Policies returns the policies of systems.
func Policies() []*Policy {
	return []*Policy{
		PolicyFirst, PolicyLast, PolicyBSD, PolicyMacOS, PolicyLinux, PolicyOldLinux, PolicyWindows, PolicyWindows2003, PolicyVista,
		PolicySolaris, PolicyHPUX10, PolicyHPUX11, PolicyIRIX,
	}
}

// Target is a policy for the receivers in a prefix.
type Target[P any] struct {
	Prefix netip.Prefix
	Policy *P
}

// targets are in the order in which they are tried: longer prefixes first.
type targets[P any] []Target[P]

// targetsOf is a sorted copy, with def for all other addresses at its end.
func targetsOf[P any](list []Target[P], def *P) targets[P] {
	t := slices.Clone(list)
	slices.SortStableFunc(t, func(a, b Target[P]) int { return b.Prefix.Bits() - a.Prefix.Bits() })
	return append(t, Target[P]{Policy: def})
}

// of is the place of the policy for a receiver.
func (t targets[P]) of(receiver netip.Addr) int {
	receiver = receiver.Unmap()
	for i := range t[:len(t)-1] {
		if t[i].Prefix.Contains(receiver) {
			return i
		}
	}
	return len(t) - 1
}
