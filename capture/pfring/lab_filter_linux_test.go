package pfring

import (
	"bytes"
	"encoding/binary"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/bpf"

	wirebpf "github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
)

func compile(t *testing.T, expr string) []bpf.RawInstruction {
	t.Helper()
	p, err := wirebpf.Compile(expr, capture.LinkTypeEthernet, wirebpf.ForSocket())
	if err != nil {
		t.Fatal(err)
	}
	return p.Raw()
}

// labFilter: expressions and programs, programs of one instruction, other ones later, none.
func labFilter(t *testing.T, l *lab) {
	out := wire(t, l.tx)
	ret := func(n uint32) []bpf.RawInstruction { return []bpf.RawInstruction{{Op: 6, K: n}} }
	var even, odd []int
	for i := range 20 {
		if i%2 == 0 {
			even = append(even, i)
		} else {
			odd = append(odd, i)
		}
	}
	r := l.open(t, l.rx, capture.Live{Filter: compile(t, "ether proto 0x88b5 and ether[21] & 1 = 0"), Immediate: true})
	for _, c := range []struct {
		name   string
		filter []bpf.RawInstruction
		want   []int
	}{
		{"even", nil, even},
		{"odd", compile(t, "ether[21] & 1 = 1"), odd},
		{"other protocol", compile(t, "ip"), nil},
		{"ret #0", ret(0), nil},
		{"ret #1, which does not cut", ret(1), upTo(0, 20)},
		{"the tag", l.ours(), upTo(0, 20)},
		{"none", []bpf.RawInstruction{}, upTo(0, 20)},
		{"none again", []bpf.RawInstruction{}, upTo(0, 20)},
	} {
		if c.filter != nil {
			if err := r.SetFilter(c.filter); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
		}
		l.send(t, out, 0, 20, 60)
		l.want(t, c.name, l.collect(t, r, len(c.want)), 60, c.want...)
	}
	if err := r.SetFilter([]bpf.RawInstruction{{Op: 0xffff}, {Op: 0xffff}}); err == nil {
		t.Error("a program that is none was attached")
	}
	none := l.open(t, l.rx, capture.Live{Filter: ret(0), Immediate: true})
	l.send(t, out, 0, 20, 60)
	l.want(t, "opened with ret #0", l.collect(t, none, 0), 60)
}

// flooding sends packets until it is stopped.
func (l *lab) flooding(t *testing.T, size int) (stop func()) {
	out := wire(t, l.tx)
	done := make(chan struct{})
	var side sync.WaitGroup
	side.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			default:
			}
			_ = out.WritePacket(l.frame(i, size), nil)
			if i%50 == 0 {
				time.Sleep(100 * time.Microsecond)
			}
		}
	})
	return func() { close(done); side.Wait() }
}

// labFilterFirst: while packets come all the time, a ring that is opened sees none that its filter leaves out.
func labFilterFirst(t *testing.T, l *lab) {
	defer l.flooding(t, 60)()
	for range 10 {
		r := l.open(t, l.rx, capture.Live{Filter: compile(t, "ether proto 0x88b5 and ether[21] & 7 = 3"), Immediate: true})
		_ = r.SetReadDeadline(time.Now().Add(5 * time.Second))
		for range 100 {
			data, _, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			if len(data) < 22 || data[21]&7 != 3 {
				t.Fatalf("%x", data)
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// tagged puts a tag into a packet.
func tagged(b []byte, tpid, tci uint16) []byte {
	out := append([]byte(nil), b[:12]...)
	out = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(out, tpid), tci)
	return append(out, b[12:]...)
}

// labTagged sends packet i: with VLAN 5 (0), VLAN 6 (1), none (2), VLAN 5 inside 6 (3).
func (l *lab) tagged(i int) []byte {
	b := l.frame(i, 80)
	switch i {
	case 0:
		return tagged(b, 0x8100, 5)
	case 1:
		return tagged(b, 0x8100, 6)
	case 3:
		return tagged(tagged(b, 0x8100, 5), 0x88a8, 6)
	}
	return b
}

func (l *lab) sendTagged(t *testing.T, s capture.Sink) {
	t.Helper()
	for i := range 4 {
		if err := s.WritePacket(l.tagged(i), nil); err != nil {
			t.Fatal(err)
		}
	}
}

// wantTagged checks that there are just these, with their tags.
func (l *lab) wantTagged(t *testing.T, what string, recs []capture.Record, numbers ...int) {
	t.Helper()
	var got []int
	for _, rec := range recs {
		n := l.number(rec.Data)
		got = append(got, n)
		want := l.tagged(n)
		if len(rec.Data) > 14 && n == 3 && !bytes.Equal(rec.Data[12:14], want[12:14]) {
			t.Logf("%s: the outer tag of 802.1ad has TPID %x", what, rec.Data[12:14])
			copy(want[12:14], rec.Data[12:14])
		}
		if !bytes.Equal(rec.Data, want) || rec.Info.VLAN.Present {
			t.Errorf("%s: packet %d: %x, want %x", what, n, rec.Data, want)
		}
	}
	if len(got) != len(numbers) {
		t.Errorf("%s: packets %v, want %v", what, got, numbers)
		return
	}
	for i := range got {
		if got[i] != numbers[i] {
			t.Errorf("%s: packets %v, want %v", what, got, numbers)
			return
		}
	}
}

// labVLAN: tags are in the bytes, and one VLAN can be chosen.
func labVLAN(t *testing.T, l *lab) {
	if l.parameter("keep_vlan_offload", 0) != 0 {
		t.Log("the module loses tags (keep_vlan_offload=1)")
		return
	}
	out := wire(t, l.tx)
	all := l.open(t, l.rx, capture.Live{Immediate: true}, WithVLANInserted())
	l.sendTagged(t, out)
	l.wantTagged(t, "all", l.collect(t, all, 4), 0, 1, 2, 3)
	one := l.open(t, l.rx, capture.Live{Immediate: true}, WithVLAN(5))
	l.sendTagged(t, out)
	recs := l.collect(t, one, 1)
	for i := 0; i < len(recs); i++ { // what the module says of the inner tag is not the same in all versions
		if l.number(recs[i].Data) == 3 {
			t.Log("the inner VLAN counts too")
			recs = append(recs[:i], recs[i+1:]...)
		}
	}
	l.wantTagged(t, "VLAN 5", recs, 0)
}

// labFilterVLAN: an expression about VLANs means the same where the card took the tag out, and where it is in the packet.
func labFilterVLAN(t *testing.T, l *lab) {
	if l.parameter("keep_vlan_offload", 0) != 0 {
		t.Log("the module loses tags (keep_vlan_offload=1)")
		return
	}
	out := wire(t, l.tx)
	for expr, want := range map[string][]int{"vlan 5": {0}, "vlan 6": {1, 3}, "vlan": {0, 1, 3}, "vlan 5 and ether proto 0x88b5": {0}} {
		in := l.open(t, l.rx, capture.Live{Immediate: true, Direction: capture.Inbound, Filter: compile(t, expr)})
		sent := l.open(t, l.tx, capture.Live{Immediate: true, Direction: capture.Outbound, Filter: compile(t, expr)})
		l.sendTagged(t, out)
		l.wantTagged(t, expr+", received", l.collect(t, in, len(want)), want...)
		if l.module.TXCapture {
			l.wantTagged(t, expr+", sent", l.collect(t, sent, len(want)), want...)
		}
		for _, r := range []*Ring{in, sent} {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
