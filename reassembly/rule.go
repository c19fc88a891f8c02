package reassembly

// A Rule says which of two overlapping segments or fragments keeps the bytes that they share: a new one, or one that is
// held. It is a set of [Relation]: those in which the new one wins. Where several that are held cover a byte, the new
// one wins it only if it wins against each of them. What counts are the extents as they were sent, not what is left
// of them; so do it BSD's tcp_reass and the out-of-order queue of Linux.
//
// Rules are data. A user's own one is made by [RuleOf] or by joining relations with |.
type Rule uint16

// A Relation is how a new segment or fragment lies to one that is held, which it overlaps. It is one bit, so that relations are
// joined to a [Rule].
type Relation = Rule

// The nine relations: where the new one starts, and where it ends, seen from the one that is held.
const (
	BeforeInside Relation = 1 << iota // it starts before it and ends inside it
	BeforeSame                        // it starts before it and ends with it
	BeforeAfter                       // it starts before it and ends after it
	SameInside
	SameSame // the same extent
	SameAfter
	InsideInside
	InsideSame
	InsideAfter
)

// The rules of systems: Novak and Sturges, Target-Based TCP Stream Reassembly (2007); Novak, Target-Based Fragmentation
// Reassembly (2005); Shankar and Paxson, Active Mapping (2003).
const (
	startsBefore = BeforeInside | BeforeSame | BeforeAfter

	// RuleFirst keeps what came first.
	RuleFirst Rule = 0
	// RuleLast keeps what came last: RFC 791.
	RuleLast = startsBefore | SameInside | SameSame | SameAfter | InsideInside | InsideSame | InsideAfter
	// RuleBSD prefers what starts earlier, and the older one of two that start together.
	RuleBSD = startsBefore
	// RuleBSDRight prefers what ends later, and a new one that covers the old one.
	RuleBSDRight = BeforeSame | BeforeAfter | SameSame | SameAfter | InsideAfter
	// RuleLinux is RuleBSD, but of two that start together the longer one wins, the older one of equals.
	RuleLinux = startsBefore | SameAfter
	// RuleOldLinux is RuleLinux, but the newer one of equals wins.
	RuleOldLinux = startsBefore | SameSame | SameAfter
	// RuleLinuxFragments prefers what starts earlier, and the newer one of two that start together.
	RuleLinuxFragments = startsBefore | SameInside | SameSame | SameAfter
	// RuleWindowsFragments lets a new fragment win that covers the old one at both sides.
	RuleWindowsFragments = BeforeAfter
	// RuleSolaris prefers what ends later, and the newer one of two that end together unless it starts inside.
	RuleSolaris = BeforeSame | BeforeAfter | SameSame | SameAfter | InsideAfter
	// RuleSolarisFragments lets a new fragment win that starts before the old one and covers it.
	RuleSolarisFragments = BeforeSame | BeforeAfter
)

// RuleOf makes a rule of a function: it is asked for each of the nine relations, as the signs (-1, 0, +1) of the new one's start
// less the old one's, and of the new one's end less the old one's, and returns whether the new one wins.
func RuleOf(wins func(start, end int) bool) (r Rule) {
	for start := -1; start <= 1; start++ {
		for end := -1; end <= 1; end++ {
			if wins(start, end) {
				r |= relation(int64(start), 0, int64(end), 0)
			}
		}
	}
	return r
}

// relation is that of what lies from newStart to newEnd to what lies from oldStart to oldEnd.
func relation(newStart, oldStart, newEnd, oldEnd int64) Relation {
	return 1 << (3*compare(newStart, oldStart) + compare(newEnd, oldEnd))
}

// compare is 0, 1, 2 for less, equal, greater.
func compare(a, b int64) int {
	switch {
	case a < b:
		return 0
	case a == b:
		return 1
	}
	return 2
}

// wins reports whether something new from start to end wins against p.
func (r Rule) wins(start, end int64, p *piece) bool {
	return r&relation(start, p.start, end, p.end) != 0
}
