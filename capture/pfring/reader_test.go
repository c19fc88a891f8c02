package pfring

import (
	"bytes"
	"errors"
	"runtime"
	"sync"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

// forms are the versions of slots with both headers of each.
var forms = []struct {
	name   string
	slot   uint16
	header int
}{
	{"18 short", 18, 48},
	{"18 long", 18, 191},
	{"20 short", 20, 48},
	{"20 long", 20, 209},
	{"21 short", 21, 48},
	{"21 long", 21, 209},
}

func newTestReader(t testing.TB, p *producer) *reader {
	t.Helper()
	r, err := newReader(p.mem, p.header)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// next takes a packet if there is one; run after run.
func (r *reader) next(t testing.TB) (*packetHeader, []byte) {
	if r.left == 0 {
		r.release()
		if err := r.begin(); err != nil {
			t.Fatal(err)
		}
		if r.left == 0 {
			return nil, nil
		}
	}
	h, data := r.take()
	if h == nil {
		t.Fatal("damaged")
	}
	return h, data
}

// TestReaderFields: every field of a header, with cut packets.
func TestReaderFields(t *testing.T) {
	for _, f := range forms {
		p := heapRing(f.slot, f.header, 100, 64)
		r := newTestReader(t, p)
		long := bytes.Repeat([]byte{7}, 150)
		for _, k := range []packet{
			{data: []byte("abc"), nanoseconds: 1700000000_123456789, flags: 17, received: 1, port: 3, device: 0x405, index: 9, hash: 0xdeadbeef},
			{data: long, wire: 1500, nanoseconds: 1700000001_000000001, stamp: 5_000000007, index: -2},
			{},
		} {
			if !p.put(&k) {
				t.Fatal("no room")
			}
			h, data := r.next(t)
			want := k.data[:min(len(k.data), 100)]
			if h == nil || !bytes.Equal(data, want) || cap(data) != len(data) || h.length != uint32(max(k.wire, len(k.data))) || h.flags != k.flags || h.received != k.received ||
				h.port != k.port || h.device != k.device || h.index != k.index || h.hash != k.hash {
				t.Fatalf("%s: %+v %x, want %+v", f.name, h, data, k)
			}
			ts := h.kernelTime()
			if nsec := k.nanoseconds % 1e9; k.stamp == 0 && uint64(ts.Nsec) != nsec || k.stamp != 0 && uint64(ts.Nsec) != nsec/1000*1000 || uint64(ts.Sec) != k.nanoseconds/1e9 {
				t.Errorf("%s: kernel's time %v of %d", f.name, ts, k.nanoseconds)
			}
			d := h.details()
			if clock := d.Clock(); (clock == capture.HardwareClock) != (k.stamp != 0) {
				t.Errorf("%s: clock %d, %+v", f.name, clock, d)
			}
			if k.stamp != 0 && (d.Stamp.Sec != 5 || d.Stamp.Nsec != 7) {
				t.Errorf("%s: the card's time %v", f.name, d.Stamp)
			}
			if k.flags != 0 && (!d.Flags.VLANReinserted() || !d.Flags.ChecksumOffloaded() || d.Flags.ChecksumValid() || d.Flags.MoreFragments() || d.Flags.LaterFragment()) {
				t.Errorf("%s: flags %#x", f.name, d.Flags)
			}
		}
		if h, _ := r.next(t); h != nil {
			t.Errorf("%s: a packet of an empty ring: %+v", f.name, h)
		}
	}
}

// TestReaderFull fills a ring: what is there stays, the rest is lost and counted. Packets that are shorter than a slot take less.
func TestReaderFull(t *testing.T) {
	for _, size := range []int{60, 1000, 1536} {
		p := heapRing(21, 48, 1536, 64)
		r := newTestReader(t, p)
		data := make([]byte, size)
		sent, next := uint64(0), uint64(0)
		for range 5 {
			for range 2000 {
				pattern(data, sent)
				p.put(&packet{data: data, nanoseconds: sent})
				sent++
			}
			put, lost := p.counted()
			if put+lost != sent || lost == 0 {
				t.Fatalf("%d bytes: %d put, %d lost of %d", size, put, lost, sent)
			}
			if slots := uint64(len(p.slots)) / p.slotLen; size == 60 && put-next < 10*slots {
				t.Errorf("%d packets in %d slots", put-next, slots)
			}
			n := uint64(0)
			for h, b := r.next(t); h != nil; h, b = r.next(t) {
				number := h.nanoseconds
				if number < next || !matches(b, number) || len(b) != size {
					t.Fatalf("%d bytes: packet %d damaged", size, number)
				}
				next = number + 1
				n++
			}
			if r.done != put {
				t.Fatalf("%d bytes: %d read of %d", size, r.done, put)
			}
			next = sent
		}
		if p.insert == 0 {
			t.Log("the offset is 0 by chance")
		}
	}
}

// TestReaderRace: the module writes in one goroutine, the reader reads in another; the race detector watches the memory between them.
func TestReaderRace(t *testing.T) {
	const packets = 20000
	for _, f := range forms {
		p := heapRing(f.slot, f.header, 300, 32)
		r := newTestReader(t, p)
		var side sync.WaitGroup
		side.Go(func() {
			b := make([]byte, 300)
			for n := range uint64(packets) {
				d := b[:length(n, 0, 300)]
				pattern(d, n)
				for !p.room() {
					runtime.Gosched()
				}
				p.put(&packet{data: d, nanoseconds: n})
			}
		})
		for n := uint64(0); n < packets; {
			h, b := r.next(t)
			if h == nil {
				runtime.Gosched()
				continue
			}
			if h.nanoseconds != n || len(b) != length(n, 0, 300) || !matches(b, n) {
				t.Fatalf("%s: packet %d: %+v", f.name, n, h)
			}
			n++
		}
		side.Wait()
		r.release()
		if _, lost := p.counted(); lost != 0 || *p.word(offRead) != packets || *p.word(offRemove) != p.insert {
			t.Errorf("%s: %d lost, %d given back, offsets %d and %d", f.name, lost, *p.word(offRead), *p.word(offRemove), p.insert)
		}
	}
}

// TestReaderDamage: memory that contradicts itself is reported, and not followed.
func TestReaderDamage(t *testing.T) {
	ring := func() *producer {
		p := heapRing(21, 48, 100, 64)
		for n := range uint64(10) {
			p.put(&packet{data: make([]byte, 60), nanoseconds: n})
		}
		return p
	}
	for name, damage := range map[string]func(p *producer){
		"version of nothing":    func(p *producer) { order.PutUint32(p.mem[8:], 0) },
		"slots too small":       func(p *producer) { order.PutUint32(p.mem[8:], 144) },
		"slots not aligned":     func(p *producer) { order.PutUint32(p.mem[8:], 153) },
		"packets too large":     func(p *producer) { order.PutUint32(p.mem[12:], 1<<31) },
		"too many slots":        func(p *producer) { order.PutUint32(p.mem[4:], 1<<31) },
		"no slots":              func(p *producer) { order.PutUint32(p.mem[4:], 0) },
		"offset not aligned":    func(p *producer) { *p.word(offRemove) = 4 },
		"offset behind the end": func(p *producer) { *p.word(offRemove) = uint64(len(p.slots)) - 8 },
		"offset without end":    func(p *producer) { *p.word(offRemove) = 1<<64 - 8 },
	} {
		p := ring()
		damage(p)
		if _, err := newReader(p.mem, 48); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := newReader(make([]byte, 100), 48); !errors.Is(err, ErrDamaged) {
		t.Errorf("100 bytes: %v", err)
	}
	for name, n := range map[string]uint64{"fewer than before": 1<<64 - 1, "more than fit": 1 << 20} {
		p := ring()
		r := newTestReader(t, p)
		*p.word(offPut) = n
		if err := r.begin(); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, damage := range map[string]func(slot []byte){
		"too long":     func(b []byte) { order.PutUint32(b[16:], 101) },
		"much longer":  func(b []byte) { order.PutUint32(b[16:], 1<<32-1) },
		"shorter":      func(b []byte) { order.PutUint32(b[16:], 59) },
		"no trailer":   func(b []byte) { b[48+60] = 0 },
		"half trailer": func(b []byte) { b[48+61] = 0 },
	} {
		p := ring()
		damage(p.slots[3*112:])
		r := newTestReader(t, p)
		if err := r.begin(); err != nil {
			t.Fatal(err)
		}
		for i := range 4 {
			if h, _ := r.take(); (h == nil) != (i == 3) {
				t.Errorf("%s: packet %d: %+v", name, i, h)
			}
		}
	}
}

// TestReaderAllocs: reading allocates nothing.
func TestReaderAllocs(t *testing.T) {
	p := heapRing(21, 48, 1536, 64)
	r := newTestReader(t, p)
	k := packet{data: make([]byte, 100)}
	if n := testing.AllocsPerRun(5000, func() {
		p.put(&k)
		if h, _ := r.next(t); h == nil {
			t.Fatal("no packet")
		}
	}); n != 0 {
		t.Errorf("%v allocations a packet", n)
	}
}

// FuzzReader reads rings with anything in them: it ends, within bounds, and what it gives is within the memory.
func FuzzReader(f *testing.F) {
	for _, form := range forms {
		p := heapRing(form.slot, form.header, 64, 2)
		for n := range uint64(20) {
			p.put(&packet{data: make([]byte, n), nanoseconds: n})
		}
		f.Add(p.mem[:104], p.mem[4096:4112], p.slots[:2048], byte(form.header))
	}
	f.Fuzz(func(t *testing.T, first, second, slots []byte, header byte) {
		mem := heap(16384)
		copy(mem[:4096], first)
		copy(mem[4096:8192], second)
		copy(mem[8192:], slots)
		r, err := newReader(mem, int(header))
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		for runs := 0; ; runs++ {
			if err := r.begin(); err != nil || r.left == 0 {
				break
			}
			for r.left > 0 {
				h, data := r.take()
				if h == nil {
					return
				}
				if uint64(len(data)) > r.dataLen || r.at%8 != 0 || r.at+r.slotLen > uint64(len(r.slots)) {
					t.Fatalf("%d bytes, next at %d", len(data), r.at)
				}
			}
			r.release()
			if runs > 1000 {
				t.Fatalf("%d runs for %d packets", runs, r.done)
			}
		}
	})
}
