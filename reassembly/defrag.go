package reassembly

import (
	"fmt"
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/packet"
)

// The defaults of a [FragmentConfig].
const (
	DefaultFragmentMemory = 8 << 20
	DefaultTimeout4       = 30 * time.Second // as Linux; RFC 1122 section 3.3.2 has 60 to 120 seconds
	DefaultTimeout6       = 60 * time.Second // RFC 8200 section 4.5
	DefaultDatagrams      = 8192
	DefaultFragments      = 8192
)

// MinFragmentMemory is the least memory that a [Defragmenter] works with, in bytes.
const MinFragmentMemory = 512 << 10

// FragmentConfig says how a [Defragmenter] works. The zero FragmentConfig is a good one.
type FragmentConfig struct {
	// Policy is that of IPv4 receivers that are in no prefix of Targets, Policy6 that of IPv6 receivers. nil is FragmentsLinux,
	// and FragmentsRFC5722 for IPv6. The longest prefix counts.
	Policy, Policy6 *FragmentPolicy
	Targets         []Target[FragmentPolicy]

	// Memory bounds the bytes that are taken in all, at least [MinFragmentMemory]; 0 stands for [DefaultFragmentMemory]. When they are used up, the datagram
	// goes that has waited longest.
	Memory int64
	// Datagrams bounds the number of datagrams that are not whole, and Fragments that of the fragments of one. 0 stands for the default.
	Datagrams, Fragments int

	// Timeout4 and Timeout6 end a datagram that is not whole that long after its first fragment came, by the times of packets.
	Timeout4, Timeout6 time.Duration

	// Event is called, if it is not nil, with what is odd. The event is valid during the call.
	Event func(*FragmentEvent)

	// Seed is the key of the hash. The zero Seed stands for a random one.
	Seed flow.Seed
}

// FragmentEvent is something about a datagram that is not in order. It is told also where the datagram becomes whole.
type FragmentEvent struct {
	Kind     FragmentEventKind
	NewWins  bool
	Src, Dst netip.Addr
	ID       uint32
	Offset   int
	Length   int
	Old, New []byte
	// Time and Number are those of the fragment by which it became known; Number is 0 if there is none.
	Time   int64
	Number uint64
}

func (c *FragmentConfig) check() error {
	if err := durations(duration{"Timeout4", &c.Timeout4, DefaultTimeout4}, duration{"Timeout6", &c.Timeout6, DefaultTimeout6}); err != nil {
		return err
	}
	if c.Memory == 0 {
		c.Memory = DefaultFragmentMemory
	}
	if c.Datagrams == 0 {
		c.Datagrams = DefaultDatagrams
	}
	if c.Fragments == 0 {
		c.Fragments = DefaultFragments
	}
	if c.Memory < MinFragmentMemory || c.Datagrams < 0 || c.Fragments < 0 || len(c.Targets) > 254 {
		return fmt.Errorf("reassembly: Memory is %d bytes, at least %d are needed, Datagrams %d, Fragments %d, %d Targets: %w", c.Memory, MinFragmentMemory, c.Datagrams, c.Fragments, len(c.Targets), ErrConfig)
	}
	if c.Policy == nil {
		c.Policy = FragmentsLinux
	}
	if c.Policy6 == nil {
		c.Policy6 = FragmentsRFC5722
	}
	if c.Seed == (flow.Seed{}) {
		c.Seed = flow.NewSeed()
	}
	return nil
}

// Outcome is what has become of a packet.
type Outcome uint8

// Outcomes.
const (
	Whole    Outcome = iota // it is no fragment, or one that is a whole datagram (RFC 6946)
	Held                    // it is a fragment of a datagram that is not whole yet
	Dropped                 // it is a fragment that does not count
	Complete                // it was the last fragment of a datagram that was missing
)

// Datagram is a datagram that has become whole, as a packet: the layers around it and its header are those of the first fragment, options
// included, with lengths and checksums put right. If it does not fit into a tunnel as a whole, it is the IP datagram alone, of link type
// [capture.LinkTypeRaw]. It is valid until the next fragment is added.
type Datagram struct {
	// Data is the packet, and Payload its end that came in fragments. Info is that of the packet by which it became whole, with other lengths.
	Data    []byte
	Payload []byte
	Info    capture.Info
	// Numbers are those of the packets whose bytes it holds, in the order of their places.
	Numbers []uint64
	// First is the time of its first fragment, ns since 1970.
	First int64
}

// Defragmenter makes whole datagrams of fragments of IPv4 and IPv6. [NewDefragmenter] makes one.
type Defragmenter struct {
	conf      FragmentConfig
	policies  targets[FragmentPolicy]
	datagrams pool[datagram]
	index     index
	store     store
	wheels    [2]wheel // IPv4, IPv6
	clock     clock
	due       int64
	number    uint64
	stats     FragmentStats
	now       *fragment
	at        *datagram
	tellOf    func(*clash)
	event     FragmentEvent
	out       Datagram
	made      bool // out is of the last packet
	data      []byte
	first     packet.View
	budget    *budget
}

// FragmentStats are counters of a [Defragmenter].
type FragmentStats struct {
	Packets   uint64
	Fragments uint64
	Complete  uint64
	Events    [fragmentEvents]uint64
	Open      int   // datagrams that are not whole
	Memory    int64 // bytes that are taken
}

// datagram is one that is not whole.
type datagram struct {
	links
	pair     flow.Pair
	outer    flow.Flow // the addresses of the IP packet around it
	start    int64     // time of the first fragment that came
	queue    queue
	prefix   buffer // the frame of the first fragment up to its payload, 0: it has not come
	link     capture.LinkType
	length   int32 // of the prefix
	header   int32 // place of the IP header in it
	end      int32 // of the payload, -1: not known
	covered  int32 // bytes of the payload that are held
	id       uint32
	credit   int16
	policy   uint8
	dropped  bool
	version6 bool
	next     uint8 // the protocol that the first fragment names, IPv6
	nextAt   int32 // where the prefix names the fragment header
}

const datagramSlab = 28672

// NewDefragmenter returns a defragmenter that holds nothing, or what is wrong with the configuration.
func NewDefragmenter(c FragmentConfig) (*Defragmenter, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	d := &Defragmenter{conf: c, budget: &budget{limit: c.Memory}}
	d.policies = targetsOf(c.Targets, c.Policy)
	d.datagrams.size, d.datagrams.budget = datagramSlab, d.budget
	d.index.init(d.budget)
	d.store.init(d.budget, flow.Key{}.FastHash(c.Seed))
	of := func(n uint32) *links { return &d.datagrams.at(n).links }
	d.wheels[0].init(0, int64(c.Timeout4), of)
	d.wheels[1].init(1, int64(c.Timeout6), of)
	d.tellOf = d.conflict
	return d, nil
}

// Stats returns the counters.
func (d *Defragmenter) Stats() FragmentStats {
	s := d.stats
	s.Open, s.Memory = d.index.count, d.budget.used.Load()
	return s
}

// Datagram is the one that the packet of the last Decode or Add made whole, nil if it made none.
func (d *Defragmenter) Datagram() *Datagram {
	if !d.made {
		return nil
	}
	return &d.out
}

// mostNested is how many times fragments inside a datagram that was put together are looked at.
const mostNested = 8

// Decode decodes a packet into v, or, where the packet makes a datagram whole, that datagram, fragments inside it included. It returns false
// where v holds nothing that is to be looked at: a fragment whose datagram is not whole. Info is that of the packet; the
// view gets it. Packets are numbered from 1 on.
func (d *Defragmenter) Decode(v *packet.View, data []byte, info *capture.Info) bool {
	d.number++
	return d.decode(v, data, info, d.number)
}

func (d *Defragmenter) decode(v *packet.View, data []byte, info *capture.Info, number uint64) bool {
	joined := false
	for range mostNested {
		_ = v.Decode(data, info.LinkType) // what is wrong is for the user of the view
		v.SetInfo(info)
		switch d.Add(v, info, number) {
		case Whole:
			d.made = joined
			return true
		case Complete:
			joined = true
			data, info = d.out.Data, &d.out.Info
		default:
			return false
		}
	}
	d.made = false
	return false
}

// Add takes a decoded packet, of which it reads the first fragment that is not inside another one or quoted in an error. Number is for the user:
// datagrams and events say which packets they are about.
func (d *Defragmenter) Add(p Decoded, info *capture.Info, number uint64) Outcome {
	d.stats.Packets++
	d.made = false
	var f fragment
	if !f.find(p) {
		return Whole
	}
	d.stats.Fragments++
	f.info, f.number = info, number
	if ns, ok := info.Time.UnixNano(); ok {
		f.time = ns
	}
	f.vlans(p, info)
	f.networks(p)
	now := d.clock.tick(f.time)
	d.now = &f
	if now >= d.due {
		d.expire(expireSome)
	}
	out := d.take(&f)
	d.now, d.at = nil, nil
	d.made = out == Complete
	return out
}

// Advance moves the clock to a time, ns since 1970, and gives up the datagrams whose time has come.
func (d *Defragmenter) Advance(time int64) {
	d.clock.tick(time)
	d.expire(1 << 30)
}

// Flush gives up all datagrams, for the end of a capture.
func (d *Defragmenter) Flush() {
	for i := range d.wheels {
		for n := d.wheels[i].earliest(); n != 0; n = d.wheels[i].earliest() {
			d.giveUp(n, FragmentFlushed)
		}
	}
}

func (d *Defragmenter) expire(limit int) {
	for i := range d.wheels {
		w := &d.wheels[i]
		for n := w.due(d.clock.now); n != 0; n = w.due(d.clock.now) {
			if limit--; limit < 0 {
				return
			}
			if g := d.datagrams.at(n); d.clock.now-g.seen < w.timeout {
				w.remove(n)
				w.add(n, g.seen)
				continue
			}
			d.giveUp(n, FragmentTimeout)
		}
	}
	d.due = min((d.wheels[0].at+1)*d.wheels[0].width, (d.wheels[1].at+1)*d.wheels[1].width)
}

// giveUp ends a datagram that is not whole.
func (d *Defragmenter) giveUp(n uint32, why FragmentEventKind) {
	g := d.datagrams.at(n)
	if !g.dropped {
		now, at := d.now, d.at
		d.now, d.at = nil, g
		d.tell(FragmentEvent{Kind: why, Length: int(g.covered)})
		d.now, d.at = now, at
	}
	d.forget(n, g)
}

// forget takes a datagram away.
func (d *Defragmenter) forget(n uint32, g *datagram) {
	if g.class != none {
		d.wheels[g.class].remove(n)
	}
	d.empty(g)
	d.index.remove(d.hash(&g.pair), n)
	d.datagrams.put(n)
}

// empty gives back what a datagram holds.
func (d *Defragmenter) empty(g *datagram) {
	d.store.clear(&g.queue)
	if g.prefix != 0 {
		d.store.data.put(g.prefix)
		g.prefix = 0
	}
}

// evict gives up the datagram that has waited longest, but not keep. False: there is none.
func (d *Defragmenter) evict(keep *datagram) bool {
	n := d.oldest()
	if n == 0 {
		return false
	}
	if g := d.datagrams.at(n); g == keep {
		w := &d.wheels[g.class]
		w.remove(n)
		other := d.oldest()
		w.add(n, g.seen)
		if n = other; n == 0 {
			return false
		}
	}
	d.giveUp(n, FragmentEvicted)
	return true
}

// oldest is the datagram that has waited longest, 0 if there is none.
func (d *Defragmenter) oldest() uint32 {
	a, b := d.wheels[0].earliest(), d.wheels[1].earliest()
	if a == 0 || b != 0 && d.datagrams.at(b).seen < d.datagrams.at(a).seen {
		return b
	}
	return a
}

func (d *Defragmenter) hash(p *flow.Pair) uint32 { return uint32(p.FastHash(d.conf.Seed) >> 32) }

// tell tells of an event.
func (d *Defragmenter) tell(e FragmentEvent) {
	d.stats.Events[e.Kind]++
	if d.conf.Event == nil {
		return
	}
	e.Time = d.clock.now + d.clock.shift
	if f := d.now; f != nil {
		e.Time, e.Number, e.ID, e.Src, e.Dst = f.time, f.number, f.id, f.src, f.dst
	} else if g := d.at; g != nil {
		key := g.pair.Key(int(g.pair.Key(0).EtherType) - 1)
		src, dst := key.Flow.Endpoints()
		e.ID = g.id
		e.Src, _ = src.Addr()
		e.Dst, _ = dst.Addr()
	}
	d.event = e
	d.conf.Event(&d.event)
}

func (d *Defragmenter) conflict(x *clash) {
	d.tell(FragmentEvent{Kind: FragmentConflict, Offset: int(x.offset), Length: len(x.old), Old: x.old, New: x.new, NewWins: x.newWins})
}
