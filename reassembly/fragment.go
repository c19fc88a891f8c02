package reassembly

import (
	"encoding/binary"
	"net/netip"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
)

// fragment is a fragment as it was found in a packet.
type fragment struct {
	src, dst netip.Addr
	outer    flow.Flow
	network  uint32
	data     []byte // the packet
	payload  []byte
	info     *capture.Info
	time     int64
	number   uint64
	header   int // place of the IP header
	length   int // of all before the payload
	nextAt   int // IPv6: place of the number that names the fragment header
	offset   int
	id       uint32
	vlan     [2]uint16
	protocol uint8
	more     bool
	cut      bool
	version6 bool
}

// find finds the outermost fragment of a packet.
func (f *fragment) find(p Decoded) bool {
	var outer flow.Flow
	for i := range p.Len() {
		l := p.Layer(i)
		if l.Failed() {
			return false
		}
		switch v := l.Value().(type) {
		case *layers.IPv4:
			if v.IsFragment() {
				*f = fragment{
					src: v.Src, dst: v.Dst, outer: outer, payload: l.Payload(), header: l.Offset(), length: l.Offset() + len(l.Header()),
					offset: v.FragBytes(), id: uint32(v.ID), protocol: uint8(v.Protocol), more: v.Flags&layers.IPv4MoreFragments != 0, cut: l.Cut(),
				}
				f.data = p.Data()
				return true
			}
			outer = flow.New(flow.IP(v.Src), flow.IP(v.Dst))
			f.src = v.Src
		case *layers.IPv6:
			f.src, f.dst, f.header, f.nextAt, f.cut = v.Src, v.Dst, l.Offset(), l.Offset()+6, l.Cut()
			f.outer, outer = outer, flow.New(flow.IP(v.Src), flow.IP(v.Dst))
		case *layers.IPv6HopByHop, *layers.IPv6Destination, *layers.IPv6Routing:
			f.nextAt = l.Offset()
		case *layers.IPv6Fragment:
			if v.IsFragment() && f.src.Is6() {
				f.payload, f.length, f.offset = l.Payload(), l.Offset(), v.FragBytes()
				f.id, f.protocol, f.more, f.version6, f.data = v.ID, uint8(v.NextHeader), v.More, true, p.Data()
				return true
			}
			f.nextAt = l.Offset()
		case *layers.ICMPv4, *layers.ICMPv6:
			return false // what follows is quoted
		}
	}
	return false
}

// vlans takes the VLAN tags around the IP header.
func (f *fragment) vlans(p Decoded, info *capture.Info) {
	n := 0
	if info.VLAN.Present {
		f.vlan[0] = info.VLAN.ID()
		n = 1
	}
	for i := range p.Len() {
		l := p.Layer(i)
		if l.Offset() >= f.header || n == len(f.vlan) {
			return
		}
		if v, ok := l.Value().(*layers.Dot1Q); ok {
			f.vlan[n] = v.VLAN
			n++
		}
	}
}

// networks takes the identifier of the innermost tunnel around the IP header: hosts of several networks may have the same addresses.
func (f *fragment) networks(p Decoded) {
	for i := range p.Len() {
		l := p.Layer(i)
		if l.Offset() >= f.header {
			return
		}
		h := l.Header()
		switch l.Name() {
		case "VXLAN", "VXLANGPE", "Geneve":
			if len(h) >= 8 {
				f.network = binary.BigEndian.Uint32(h[4:]) >> 8
			}
		case "GRE":
			at := 4
			if len(h) > 0 && h[0]&0xc0 != 0 { // behind a checksum and an offset
				at = 8
			}
			if len(h) >= at+4 && h[0]&0x20 != 0 && h[1]&7 == 0 {
				f.network = binary.BigEndian.Uint32(h[at:])
			}
		}
	}
}

// pair is what the fragments of a datagram have in common. Protocols of IPv6 fragments may differ, RFC 8200 section 4.5.
func (f *fragment) pair() flow.Pair {
	k := flow.Key{Flow: flow.New(flow.IP(f.src), flow.IP(f.dst)), SrcPort: uint16(f.id >> 16), DstPort: uint16(f.id), VLAN: f.vlan, Tunnel: flow.Tunnel{ID: f.network}}
	if !f.version6 {
		k.Protocol = f.protocol
	}
	_, side, _ := k.Pair() // addresses are of one kind
	k.EtherType = uint16(side) + 1
	p, _, _ := k.Pair()
	return p
}

// greatest is the greatest length of a datagram behind the fixed header of IPv6, and of one of IPv4 as a whole.
const greatest = 65535

// valid checks the lengths of a fragment.
func (d *Defragmenter) valid(f *fragment) bool {
	n := len(f.payload)
	e := FragmentEvent{Offset: f.offset, Length: n}
	header := f.length - f.header
	if f.version6 {
		header -= 40
	}
	switch {
	case f.cut:
		e.Kind = FragmentCut
	case n == 0 || f.more && n%8 != 0:
		e.Kind = FragmentLength
	case header+f.offset+n > greatest:
		e.Kind = FragmentTooLong
	default:
		if least := leastHeader(f.protocol); f.offset == 0 && n < least {
			e.Kind = FragmentTiny
			d.tell(e)
		}
		return true
	}
	d.tell(e)
	return false
}

// leastHeader is the length of the header that a first fragment should hold, bytes.
func leastHeader(protocol uint8) int {
	switch protocol {
	case 6:
		return 20
	case 17:
		return 8
	}
	return 0
}

// take takes a fragment.
func (d *Defragmenter) take(f *fragment) Outcome {
	if !d.valid(f) {
		return Dropped
	}
	pair := f.pair()
	hash := d.hash(&pair)
	n, g := d.find(&pair, &f.outer, hash)
	if n == 0 {
		if n, g = d.begin(f, &pair, hash); n == 0 {
			return Dropped
		}
	}
	d.at = g
	if g.dropped {
		return Dropped
	}
	switch d.hold(f, g) {
	case fateDrop:
		d.drop(n, g)
		return Dropped
	case fateIgnore:
		return Dropped
	}
	if g.end < 0 || g.covered < g.end || g.prefix == 0 {
		return Held
	}
	d.complete(f, g)
	d.forget(n, g)
	d.stats.Complete++
	return Complete
}

func (d *Defragmenter) find(p *flow.Pair, outer *flow.Flow, hash uint32) (uint32, *datagram) {
	x := &d.index
	for i := x.home(hash); ; i = x.next(i) {
		s := x.slots[i]
		if s.n == 0 {
			return 0, nil
		}
		if s.hash == hash {
			if g := d.datagrams.at(s.n); g.pair.Equal(p) && g.outer == *outer {
				return s.n, g
			}
		}
	}
}

// begin makes a new datagram.
func (d *Defragmenter) begin(f *fragment, p *flow.Pair, hash uint32) (uint32, *datagram) {
	for d.index.count >= d.conf.Datagrams {
		if !d.evict(nil) {
			return 0, nil
		}
	}
	n := d.datagrams.take()
	for n == 0 {
		if !d.evict(nil) {
			return 0, nil
		}
		n = d.datagrams.take()
	}
	for !d.index.add(hash, n) {
		if !d.evict(nil) {
			d.datagrams.put(n)
			return 0, nil
		}
	}
	g := d.datagrams.at(n)
	*g = datagram{pair: *p, outer: f.outer, start: f.time, end: -1, id: f.id, version6: f.version6, credit: firstCredit, policy: uint8(d.policies.of(f.dst))}
	g.seen = d.clock.now
	w := &d.wheels[0]
	if f.version6 {
		w = &d.wheels[1]
	}
	w.add(n, g.seen)
	return n, g
}

func (d *Defragmenter) policy(g *datagram) *FragmentPolicy {
	if int(g.policy) == len(d.policies)-1 && g.version6 {
		return d.conf.Policy6
	}
	return d.policies[g.policy].Policy
}

// drop ends a datagram by the policy.
func (d *Defragmenter) drop(n uint32, g *datagram) {
	d.tell(FragmentEvent{Kind: FragmentDropped, Length: int(g.covered)})
	if !d.policy(g).Forever {
		d.forget(n, g)
		return
	}
	d.empty(g)
	g.dropped = true
}

// fate is what becomes of a fragment.
type fate uint8

const (
	fateHeld fate = iota
	fateIgnore
	fateDrop
)

// hold takes a fragment into its datagram.
func (d *Defragmenter) hold(f *fragment, g *datagram) fate {
	from, to := int64(f.offset), int64(f.offset+len(f.payload))
	if out := d.ends(f, g, to); out != fateHeld {
		return out
	}
	g.credit = min(g.credit+creditEach, mostCredit)
	if int(g.queue.count) >= d.conf.Fragments || !d.store.overlapping(&g.queue, from, to, int(g.credit)) {
		g.credit = 0
		d.tell(FragmentEvent{Kind: FragmentOverlapLimit, Offset: f.offset, Length: len(f.payload)})
		return fateIgnore
	}
	g.credit -= int16(len(d.store.found))
	shared := d.store.shared(from, to)
	if shared > 0 {
		d.tell(FragmentEvent{Kind: FragmentOverlap, Offset: f.offset, Length: shared})
		if out := d.judge(d.policy(g).Drop, f, from, to, shared); out != fateHeld {
			return out
		}
	}
	if f.offset == 0 && g.prefix == 0 && !d.keepPrefix(f, g) {
		return fateIgnore
	}
	same := d.store.has(from, to)
	var r room
	if !same {
		var ok bool
		for r, ok = d.store.room(len(f.payload)); !ok; r, ok = d.store.room(len(f.payload)) {
			if !d.evict(g) {
				return fateIgnore
			}
		}
	}
	out := d.store.resolve(d.policy(g).Overlap, from, f.payload, true, d.tellOf)
	if !same {
		d.store.fill(&g.queue, r, from, out, f.time, f.number)
	}
	g.covered += int32(len(f.payload) - shared)
	return fateHeld
}

// ends compares the end of a fragment with that of the datagram.
func (d *Defragmenter) ends(f *fragment, g *datagram, to int64) fate {
	most := int64(0)
	if g.queue.root != 0 {
		most = d.store.pieces.at(g.queue.root).most
	}
	beyond := g.end >= 0 && (to > int64(g.end) || !f.more && to != int64(g.end)) || !f.more && g.end < 0 && most > to
	if !beyond {
		if !f.more {
			g.end = int32(to)
		}
		return fateHeld
	}
	d.tell(FragmentEvent{Kind: FragmentEnds, Offset: f.offset, Length: len(f.payload)})
	switch {
	case d.policy(g).Drop != DropNever:
		return fateDrop
	case g.end >= 0:
		return fateIgnore
	}
	g.end = int32(to) // what is behind it does not count
	d.store.overlapping(&g.queue, 0, to, 1<<30)
	g.covered = int32(d.store.shared(0, to))
	return fateHeld
}

// judge decides about a fragment that shares bytes with what is held.
func (d *Defragmenter) judge(rule DropRule, f *fragment, from, to int64, shared int) fate {
	switch {
	case rule == DropNever:
		return fateHeld
	case rule == DropPartial && shared == len(f.payload), rule == DropOther && d.store.has(from, to):
		d.store.resolve(RuleFirst, from, f.payload, false, d.tellOf)
		return fateIgnore
	}
	return fateDrop
}

// shared is how many bytes from one place to another the pieces in s.found hold.
func (s *store) shared(from, to int64) int {
	n := int64(0)
	for _, i := range s.found {
		p := s.pieces.at(i)
		if a, b := max(from, p.start), min(to, p.end); b > a {
			n += b - a
			from = b
		}
	}
	return int(n)
}

// keepPrefix keeps what stands before the payload of the first fragment.
func (d *Defragmenter) keepPrefix(f *fragment, g *datagram) bool {
	if f.length > blockSize {
		return false
	}
	b := d.store.data.take(f.length)
	for b == 0 {
		if !d.evict(g) {
			return false
		}
		b = d.store.data.take(f.length)
	}
	copy(d.store.data.bytes(b, f.length), f.data[:f.length])
	g.prefix, g.length, g.header, g.nextAt = b, int32(f.length), int32(f.header), int32(f.nextAt)
	g.next, g.link = f.protocol, f.info.LinkType
	return true
}
