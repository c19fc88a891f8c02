package reassembly

// FragmentPolicy is how a receiver treats fragments that overlap. Policies are data; a user's own one is as good.
type FragmentPolicy struct {
	Name string
	// Overlap says who keeps the bytes that fragments share, where Drop lets both in.
	Overlap Rule
	// Drop says when an overlap is the end of the datagram.
	Drop DropRule
	// Forever says that what comes later of a datagram that was dropped is dropped too: RFC 5722.
	Forever bool
}

// DropRule says which overlaps are the end of a datagram.
type DropRule uint8

// Rules for dropping datagrams.
const (
	DropNever   DropRule = iota // the overlap rule decides
	DropPartial                 // but a fragment is ignored that holds nothing new
	DropOther                   // but a fragment is ignored that has the extent of one that is held
	DropAlways
)

// Policies of systems for fragments. Sources are those named at [Rule], RFC 791, RFC 5722 and RFC 8200 section 4.5.
var (
	FragmentsFirst    = &FragmentPolicy{Name: "first", Overlap: RuleFirst}
	FragmentsLast     = &FragmentPolicy{Name: "last", Overlap: RuleLast}
	FragmentsBSD      = &FragmentPolicy{Name: "bsd", Overlap: RuleBSD}
	FragmentsBSDRight = &FragmentPolicy{Name: "bsd-right", Overlap: RuleBSDRight}
	FragmentsOldLinux = &FragmentPolicy{Name: "linux", Overlap: RuleLinuxFragments} // up to 4.18
	FragmentsWindows  = &FragmentPolicy{Name: "windows", Overlap: RuleWindowsFragments}
	FragmentsSolaris  = &FragmentPolicy{Name: "solaris", Overlap: RuleSolarisFragments}
	FragmentsLinux    = &FragmentPolicy{Name: "linux-modern", Drop: DropPartial} // since 4.19
	FragmentsGVisor   = &FragmentPolicy{Name: "gvisor", Drop: DropOther}
	FragmentsRFC5722  = &FragmentPolicy{Name: "rfc5722", Drop: DropAlways, Forever: true}
)

// FragmentPolicies returns the policies of systems.
func FragmentPolicies() []*FragmentPolicy {
	return []*FragmentPolicy{
		FragmentsFirst, FragmentsLast, FragmentsBSD, FragmentsBSDRight, FragmentsOldLinux, FragmentsWindows, FragmentsSolaris, FragmentsLinux,
		FragmentsGVisor, FragmentsRFC5722,
	}
}

// FragmentEventKind is what a [FragmentEvent] tells.
type FragmentEventKind uint8

// Kinds of events of fragments.
const (
	// FragmentOverlap: a fragment overlaps what is held, Length bytes at Offset.
	FragmentOverlap FragmentEventKind = iota
	// FragmentConflict: New differs from Old at Offset; NewWins says which of them counts.
	FragmentConflict
	// FragmentTooLong: a fragment was dropped that ends behind the greatest length of a datagram (ping of death).
	FragmentTooLong
	// FragmentLength: a fragment was dropped that is empty, or has a length, not a multiple of 8, that only the last may have.
	FragmentLength
	// FragmentCut: a fragment was dropped that was not captured whole.
	FragmentCut
	// FragmentEnds: a fragment ends behind the end of the datagram, or is another end.
	FragmentEnds
	// FragmentOverlapLimit: a fragment was dropped as it overlapped too many that are held.
	FragmentOverlapLimit
	// FragmentDropped: the datagram was dropped, by the policy.
	FragmentDropped
	// FragmentTimeout: the datagram did not become whole in time. Length bytes of it were there.
	FragmentTimeout
	// FragmentEvicted: the datagram's memory was needed for another one. Length bytes of it were there.
	FragmentEvicted
	// FragmentFlushed: it was not whole at the end of the capture.
	FragmentFlushed
	// FragmentTiny: the first fragment is too short for the header of TCP or UDP (RFC 1858, RFC 3128).
	FragmentTiny
	fragmentEvents
)

var fragmentEventNames = [...]string{
	"overlap", "conflict", "too long", "length", "cut", "ends", "overlap limit", "dropped", "timeout", "evicted", "flushed", "tiny",
}

// String is the name in lower case.
func (k FragmentEventKind) String() string {
	if int(k) < len(fragmentEventNames) {
		return fragmentEventNames[k]
	}
	return "unknown"
}
