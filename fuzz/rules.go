package fuzz

import (
	"fmt"
	"strings"
)

// Rule is a kind of rule that tags declare, as a mutation breaks it.
type Rule uint8

// The rules.
const (
	LengthZero    Rule = iota // a length is 0 where something has to be there
	LengthSmall               // a length is less than what is always there
	LengthShort               // a length is one unit less than it should be
	LengthLong                // a length is one unit more than it should be
	LengthBeyond              // a length reaches beyond the end of what is around it, by one unit
	LengthLargest             // a length is the largest that its field holds
	CountShort                // a count is one less
	CountLong                 // a count is one more
	CountLargest              // a count is the largest that its field holds
	Constant                  // a constant has another value
	Checksum                  // a checksum is wrong by a bit
	ChecksumZero              // a checksum is zero where that has no meaning
	Reserved                  // a reserved field or padding is not zero
	NextUnknown               // the number of the next layer is one that stands for nothing
	NextOther                 // the number of the next layer stands for another one
	MemberUnknown             // the number that selects a form stands for none
	Endless                   // the element that ends a list is missing
	Loop                      // a compressed name refers to itself
	Truncated                 // the packet ends early
	rules
)

var ruleNames = [rules]string{
	"length zero", "length too small", "length one less", "length one more", "length beyond what is around it", "length largest",
	"count one less", "count one more", "count largest", "constant changed", "checksum wrong", "checksum zero", "reserved bits set",
	"next layer unknown", "next layer another", "form unknown", "list without end", "compression loop", "truncated",
}

func (r Rule) String() string {
	if r < rules {
		return ruleNames[r]
	}
	return fmt.Sprintf("rule %d", uint8(r))
}

// Rules are all rules.
func Rules() (all []Rule) {
	for r := range rules {
		all = append(all, r)
	}
	return all
}

// Mutation is a packet in which one rule is broken.
type Mutation struct {
	Rule  Rule
	Layer int    // index of the layer in the packet; -1 where the whole packet is cut
	Name  string // of the layer
	Field string // the field's path in the layer, as in Options[1].Length
	Was   uint64 // the field's value, or the length of the packet
	Is    uint64 // what it was changed to
	Data  []byte // the packet, with all that does not belong to the rule as it should be
}

// String says which rule was broken where, as in "IPv4.IHL: length too small: 4, was 5".
func (m Mutation) String() string {
	where := strings.TrimSuffix(m.Name+"."+m.Field, ".")
	if m.Layer < 0 {
		where = "packet"
	}
	return fmt.Sprintf("%s: %s: %d, was %d", where, m.Rule, m.Is, m.Was)
}

// reserved reports whether a field is one that has to be zero: the tags do not tell, its name does.
func reserved(name string) bool {
	for _, s := range [...]string{"Reserved", "Unused", "MBZ", "MustBeZero", "Spare"} {
		if strings.HasPrefix(name, s) {
			return true
		}
	}
	return false
}
