package reassembly

import (
	"bytes"
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"unsafe"

	"github.com/wiretag/wiretag/flow"
)

// dataFile reads a file of the data that tests may use.
func dataFile(t testing.TB, name string) []byte {
	dir := os.Getenv("WIRETAG_DATA")
	if dir == "" {
		t.Skip("WIRETAG_DATA is not set")
	}
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// testKey is a connection between two ends.
var testKey = flow.Key{
	Flow: flow.New(flow.IP(netip.MustParseAddr("192.0.2.1")), flow.IP(netip.MustParseAddr("192.0.2.2"))), SrcPort: 40000, DstPort: 80, Protocol: 6,
}

// recorder is a stream that keeps all it is told.
type recorder struct {
	t      testing.TB
	data   [2][]byte // gaps are '.'
	events []Event
	closed []Reason
}

func (r *recorder) Data(d Direction, c *Chunk) int {
	if c.Offset != int64(len(r.data[d])) {
		r.t.Fatalf("%v: data at %d, want %d", d, c.Offset, len(r.data[d]))
	}
	r.data[d] = append(r.data[d], c.Bytes...)
	return len(c.Bytes)
}

func (r *recorder) Event(e *Event) {
	x := *e
	x.Old, x.New = bytes.Clone(e.Old), bytes.Clone(e.New)
	r.events = append(r.events, x)
	if e.Kind == EventGap {
		if e.Offset != int64(len(r.data[e.Direction])) {
			r.t.Fatalf("%v: a gap at %d, want %d", e.Direction, e.Offset, len(r.data[e.Direction]))
		}
		if e.Length < 1<<20 {
			r.data[e.Direction] = append(r.data[e.Direction], bytes.Repeat([]byte{'.'}, int(e.Length))...)
		}
	}
}

func (r *recorder) Close(why Reason) { r.closed = append(r.closed, why) }

// newTest makes an assembler with one recorder for all connections.
func newTest(t testing.TB, conf Config) (*Assembler, *recorder) {
	r := &recorder{t: t}
	conf.Open = func(*Conn) Stream { return r }
	a, err := NewAssembler(conf)
	if err != nil {
		t.Fatal(err)
	}
	return a, r
}

type tcpVector struct {
	ID       string
	Policy   string
	ISN      []uint32
	Segments []struct {
		Offset  uint32 `json:"seq_offset"`
		Payload string
	}
	AfterEach []string `json:"expect_after_each"`
	Expect    string
	AtOnce    bool `json:"holds_first_byte"`
	Verified  bool
	Steps     map[string]bool `json:"steps_verified"`
}

// TestVectorsTCP: published and derived overlaps of segments, each at four initial sequence numbers.
func TestVectorsTCP(t *testing.T) {
	var file struct{ Cases []tcpVector }
	if err := json.Unmarshal(dataFile(t, "reassembly/tcp-overlap.json"), &file); err != nil {
		t.Fatal(err)
	}
	policies := map[string]*Policy{}
	for _, p := range Policies() {
		policies[p.Name] = p
	}
	verified, runs := 0, 0
	for _, v := range file.Cases {
		if !v.Verified {
			continue
		}
		verified++
		for _, isn := range v.ISN {
			for _, hold := range []bool{false, true} {
				if hold || v.AtOnce {
					v.run(t, policies[v.Policy], isn, hold)
					runs++
				}
			}
		}
	}
	t.Logf("%d of %d cases are verified, %d runs", verified, len(file.Cases), runs)
	if verified < 100 {
		t.Errorf("only %d cases", verified)
	}
}

// run sends the segments of a vector and compares what is handed over at the end.
func (v *tcpVector) run(t *testing.T, p *Policy, isn uint32, hold bool) {
	a, r := newTest(t, Config{Policy: p, HoldUntilAcked: hold})
	a.Add(&Segment{Key: testKey, Flags: flagSYN, Seq: isn})
	a.Add(&Segment{Key: testKey.Reverse(), Flags: flagSYN | flagACK, Seq: 1000, Ack: isn + 1})
	a.Add(&Segment{Key: testKey, Flags: flagACK, Seq: isn + 1, Ack: 1001})
	for i, s := range v.Segments {
		a.Add(&Segment{Key: testKey, Flags: flagACK, Seq: isn + 1 + s.Offset, Ack: 1001, Payload: []byte(s.Payload)})
		if hold && v.Steps["model-T"] && i < len(v.AfterEach) {
			if got := heldText(a); got != v.AfterEach[i] {
				t.Errorf("%s, %s, isn %d, after segment %d: %q, want %q", v.ID, v.Policy, isn, i, got, v.AfterEach[i])
			}
		}
	}
	a.Flush()
	if got := string(r.data[FromClient]); got != v.Expect {
		t.Errorf("%s, %s, isn %d, hold %v: %q, want %q", v.ID, v.Policy, isn, hold, got, v.Expect)
	}
}

// heldText is what a connection's client side would hand over now.
func heldText(a *Assembler) string {
	c := a.conns.at(1)
	q := &c.halves[a.records.at(c.n).client()].queue
	out, at := []byte(nil), int64(0)
	a.store.overlapping(q, 0, 1<<40, 1<<30)
	for _, n := range a.store.found {
		p := a.store.pieces.at(n)
		if p.end <= at {
			continue
		}
		for ; at < p.start; at++ {
			out = append(out, '.')
		}
		out = append(out, a.store.bytes(p, at, p.end)...)
		at = p.end
	}
	return string(out)
}

// TestSizes: what is counted is what is allocated.
func TestSizes(t *testing.T) {
	if unsafe.Sizeof(uintptr(0)) < 8 {
		return // less is allocated than counted there
	}
	for _, s := range []struct {
		name    string
		size    uintptr
		counted int64
	}{
		{"record", unsafe.Sizeof(slab[record]{}), recordSlab},
		{"Conn", unsafe.Sizeof(slab[Conn]{}) + 8, connSlab}, // the allocator keeps a word for what has pointers
		{"piece", unsafe.Sizeof(slab[piece]{}), pieceSlab},
		{"block", blockSize + unsafe.Sizeof(block{}), blockCost},
		{"slot", unsafe.Sizeof(slot{}), slotCost},
		{"mark", unsafe.Sizeof(mark{}), markCost},
		{"extra", unsafe.Sizeof(extra{}), extraCost},
	} {
		real := cap(append([]byte(nil), make([]byte, s.size)...))
		if s.name == "block" || s.name == "slot" || s.name == "mark" || s.name == "extra" { // not one object, or in others
			real = int(s.size)
		}
		if int64(real) > s.counted || int64(real)*11/10 < s.counted && s.name != "extra" {
			t.Errorf("%s: %d bytes, allocated %d, counted %d", s.name, s.size, real, s.counted)
		}
	}
}
