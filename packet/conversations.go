package packet

import (
	"net/netip"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/osi"
)

// Conversations remembers, from packet to packet, what is spoken between two ports where the ports do not say it:
//
//   - A layer that was recognized on a port of another protocol, or guessed: the conversation then goes on as on that layer's own port. So the middle of a TLS
//     record is found on any port.
//   - What a message announces ([osi.Announcer]): the data connection of FTP, the server's port in TFTP, the media of SDP, another
//     protocol in the same connection of HTTP.
//   - That a conversation was begun on its own port, where its later segments have nothing to be known by ([osi.Middle]): other protocols use the ports of
//     HTTP too, so what comes there before any message of HTTP is a payload.
//   - Calls, for the replies that do not say what they are ([osi.Asker]).
//
// It holds a bounded number of conversations; the longest unmentioned are forgotten first. It is meant for views that see packets in the order
// of their capture, see [Remember], and must not be used by several goroutines at once. Without it, a packet is decoded from what stands in it alone.
type Conversations struct {
	most     int
	now, old map[talk]spoken
	calls    map[call]codec.Key
	earlier  map[call]codec.Key
}

// NewConversations returns an empty memory for so many conversations with announcements, at least 2, and as many calls.
func NewConversations(most int) *Conversations {
	return &Conversations{most: max(most, 2), now: map[talk]spoken{}, calls: map[call]codec.Key{}}
}

// Remember has a view use and extend what is known of conversations.
func Remember(c *Conversations) Option { return func(o *options) { o.talks = c } }

// spoken is what a conversation goes as: a number in a dispatch table, and the layer that was recognized, nil if it was announced.
type spoken struct {
	as codec.Key
	by *entry
}

// talk is a conversation, with the smaller end first; what is announced has one end only.
type talk struct {
	table string
	a, b  netip.AddrPort
}

// call is a call in a conversation. Both ends may call, each with numbers of its own.
type call struct {
	talk talk
	by   netip.AddrPort
	id   uint64
}

// remember puts a value in the younger of two generations; when that is half of all there may be, the older one is forgotten.
func remember[K comparable, V any](now, old *map[K]V, most int, k K, v V) {
	if _, ok := (*now)[k]; !ok && len(*now) >= most/2 {
		*old, *now = *now, map[K]V{}
	}
	(*now)[k] = v
}

// recall looks a key up, and brings it into the younger generation.
func recall[K comparable, V any](now, old *map[K]V, most int, k K) (V, bool) {
	if v, ok := (*now)[k]; ok {
		return v, true
	}
	v, ok := (*old)[k]
	if ok {
		remember(now, old, most, k, v)
	}
	return v, ok
}

func (c *Conversations) learn(k talk, x spoken) { remember(&c.now, &c.old, c.most, k, x) }

// about is what was learned of a conversation, or was announced for one of its ends.
func (c *Conversations) about(k talk) (spoken, bool) {
	if n, ok := recall(&c.now, &c.old, c.most, k); ok {
		return n, true
	}
	for _, end := range [...]netip.AddrPort{k.a, k.b} {
		if n, ok := recall(&c.now, &c.old, c.most, talk{table: k.table, a: end}); ok {
			c.learn(k, n)
			return n, true
		}
	}
	return spoken{}, false
}

// ends are sender and receiver of a transport layer with two ports, which was added last.
func (t *tree) ends(ports *[4]uint64) (src, dst netip.AddrPort, ok bool) {
	var from, to netip.Addr
	for i := t.nodes[len(t.nodes)-1].parent; i >= 0 && !from.IsValid(); i = t.nodes[i].parent {
		switch v := t.nodes[i].value.(type) {
		case *layers.IPv4:
			from, to = v.Src, v.Dst
		case *layers.IPv6:
			from, to = v.Src, v.Dst
		}
	}
	return netip.AddrPortFrom(from, uint16(ports[0])), netip.AddrPortFrom(to, uint16(ports[1])), from.IsValid()
}

// converse is next for a layer with two ports, where conversations are remembered.
func (t *tree) converse(e *entry, ports *[4]uint64, payload []byte) *entry {
	src, dst, ok := t.ends(ports)
	if !ok {
		return t.numbered(e, ports[:2], payload)
	}
	t.src, t.talk = src, talk{e.typ.Table(), src, dst}
	if dst.Compare(src) < 0 {
		t.talk.a, t.talk.b = dst, src
	}
	x, known := t.talks.about(t.talk)
	if !known {
		to := t.begun(e, ports[:2], payload)
		t.noteSpoken(to, ports[:2])
		return to
	}
	if x.by != nil && x.by.continues != nil && x.by.continues.Continues(payload) {
		return x.by
	}
	to := t.snap.under(x.as, payload)
	if to != nil && to.looks {
		if to != x.by {
			t.noteSpoken(to, ports[:2])
		}
		return to
	}
	if other := t.snap.guess(t.talk.table, payload); other != nil {
		t.noteSpoken(other, ports[:2])
		return other
	}
	if to == nil {
		to = t.begun(e, ports[:2], payload)
	}
	return to
}

// begun is numbered without layers that would be the middle of a conversation of which nothing was seen.
func (t *tree) begun(e *entry, ports []uint64, payload []byte) *entry {
	to := t.numbered(e, ports, payload)
	if to != nil && to.middle {
		return t.snap.guess(t.talk.table, payload)
	}
	return to
}

// noteSpoken remembers a layer that was recognized, if the ports are not its own or do not say enough.
func (t *tree) noteSpoken(to *entry, ports []uint64) {
	if to == nil || !to.looks {
		return
	}
	number, ok := t.snap.links.KeyOf(t.talk.table, to.typ.GoType())
	as := codec.Key{Table: t.talk.table, Value: number}
	if ok && (to.continues != nil || !slices.Contains(ports, number) || t.snap.hasMiddle(as)) {
		t.talks.learn(t.talk, spoken{as, to})
	}
}

// heard learns from a message that was decoded.
func (t *tree) heard(value any, payload []byte) {
	switch v := value.(type) {
	case osi.Announcer:
		v.Announces(payload, func(x osi.Expected) {
			if x.Here {
				t.talks.learn(t.talk, spoken{as: x.Key})
				return
			}
			addr := x.Addr
			if !addr.IsValid() {
				addr = t.src.Addr()
			}
			port := x.Port
			if port == 0 {
				port = t.src.Port()
			}
			t.talks.learn(talk{table: x.Key.Table, a: netip.AddrPortFrom(addr, port)}, spoken{as: x.Key})
		})
	case osi.Asker:
		if id, key, isCall := v.Call(); isCall {
			remember(&t.talks.calls, &t.talks.earlier, t.talks.most, call{t.talk, t.src, id}, key)
		}
	}
}

// answers returns what a reply carries, from its call; nil if that is not known.
func (t *tree) answers(value any, payload []byte) *entry {
	v, ok := value.(osi.Asker)
	if !ok {
		return nil
	}
	id, _, isCall := v.Call()
	if isCall {
		return nil
	}
	caller := t.talk.a
	if t.src == caller {
		caller = t.talk.b
	}
	key, ok := recall(&t.talks.calls, &t.talks.earlier, t.talks.most, call{t.talk, caller, id})
	if !ok {
		return nil
	}
	return t.snap.under(key, payload)
}

// Len is how many conversations and announcements are remembered, at most what [NewConversations] was given.
func (c *Conversations) Len() int { return len(c.now) + len(c.old) }
