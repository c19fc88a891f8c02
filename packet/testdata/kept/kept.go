// Package kept does what go vet has to complain about: it keeps packets that are borrowed.
package kept

import "github.com/wiretag/wiretag/packet"

type entry struct {
	last packet.View
}

func assign(v *packet.View) *packet.View {
	kept := *v
	return &kept
}

func pass(v packet.View) int { return v.Len() }

func collect(list []packet.View, v *packet.View) []packet.View { return append(list, *v) }

func store(e *entry, v *packet.View) { *e = entry{last: *v} }

func index(m map[int]packet.View, v *packet.View) { m[0] = *v }

func walk(list []packet.View) (n int) {
	for _, v := range list {
		n += v.Len()
	}
	return n
}
