package reassembly

import (
	"bytes"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// ruleTexts are the rules as the literature words them: whether a new segment from ns to ne takes a byte from an old one from
// os to oe.
var ruleTexts = map[string]func(ns, ne, os, oe int) bool{
	"first": func(_, _, _, _ int) bool { return false },
	"last":  func(_, _, _, _ int) bool { return true },
	"bsd":   func(ns, _, os, _ int) bool { return ns < os },
	"linux": func(ns, ne, os, oe int) bool { return ns < os || ns == os && ne > oe },
	"old-linux": func(ns, ne, os, oe int) bool {
		return ns < os || ns == os && ne >= oe
	},
	"solaris": func(ns, ne, os, oe int) bool {
		if ns > os {
			return ne > oe
		}
		return ne >= oe
	},
}

// ruleSame are policies with the rule of another one.
var ruleSame = map[string]string{
	"vista": "first", "windows": "bsd", "windows2k3": "bsd", "macos": "bsd", "hpux10": "bsd", "irix": "bsd", "hpux11": "solaris",
}

// model is a direction, byte by byte.
type model struct {
	wins  func(ns, ne, os, oe int) bool
	held  [][2]int // extents
	bytes []byte   // 0: nothing
	next  int
	wait  bool // nothing is handed over before the end
}

func (m *model) add(start int, data []byte) {
	end := start + len(data)
	if end <= m.next {
		return
	}
	for len(m.bytes) < end {
		m.bytes = append(m.bytes, 0)
	}
	for i := max(start, m.next); i < end; i++ {
		wins := true
		for _, e := range m.held {
			if e[0] <= i && i < e[1] && !m.wins(start, end, e[0], e[1]) {
				wins = false
			}
		}
		if wins {
			m.bytes[i] = data[i-start]
		}
	}
	if start > m.next || m.wait {
		m.held = append(m.held, [2]int{start, end})
	}
	if m.wait {
		return
	}
	for m.next < len(m.bytes) && m.bytes[m.next] != 0 {
		m.next++
	}
	left := m.held[:0]
	for _, e := range m.held {
		if e[1] > m.next {
			left = append(left, e)
		}
	}
	m.held = left
}

func (m *model) text() []byte { return bytes.ReplaceAll(m.bytes, []byte{0}, []byte{'.'}) }

// schedules is how many random schedules are tried.
func schedules(t *testing.T) int {
	if s := os.Getenv("WIRETAG_SCHEDULES"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if testing.Short() {
		return 5_000
	}
	return 50_000
}

// TestModel: random segments with loss, reordering, repetition, overlap and wrap give what a slow model of the policy gives,
// byte by byte. WIRETAG_SCHEDULES sets how many.
func TestModel(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	r := &recorder{t: t}
	all := Policies()
	engines := make([][2]*Assembler, len(all))
	for i, p := range all {
		for k := range 2 {
			a, err := NewAssembler(Config{Policy: p, HoldUntilAcked: k == 1, Open: func(*Conn) Stream { return r }})
			if err != nil {
				t.Fatal(err)
			}
			engines[i][k] = a
		}
	}
	n := schedules(t)
	for i := range n {
		k := i % len(all)
		name := all[k].Name
		if s, ok := ruleSame[name]; ok {
			name = s
		}
		wait := i/len(all)%2 == 1
		m := &model{wins: ruleTexts[name], wait: wait}
		*r = recorder{t: t}
		schedule(rnd, engines[k][i/len(all)%2], m)
		if got := r.data[FromClient]; !bytes.Equal(got, m.text()) {
			t.Fatalf("schedule %d, %s, wait %v: %q, want %q", i, all[k].Name, wait, got, m.text())
		}
		if len(r.closed) != 1 || r.closed[0] != ReasonFlush {
			t.Fatalf("closed %v", r.closed)
		}
	}
	for _, e := range engines {
		for _, a := range e {
			if s := a.Stats(); s.Held > 2*(blockCost+pieceSlab) || s.Open != 0 {
				t.Errorf("at the end: %+v", s)
			}
		}
	}
	t.Logf("%d schedules", n)
}

// schedule sends random segments of one direction.
func schedule(rnd *rand.Rand, a *Assembler, m *model) {
	isn := uint32(rnd.Uint64())
	if rnd.IntN(2) == 0 {
		isn = -uint32(rnd.IntN(60))
	}
	a.Add(&Segment{Key: testKey, Flags: flagSYN, Seq: isn})
	length, longest := 1+rnd.IntN(100), 1+rnd.IntN(25)
	part := make([]byte, longest)
	for i := range 1 + rnd.IntN(40) {
		start := rnd.IntN(length)
		data := part[:1+rnd.IntN(longest)]
		if rnd.IntN(3) == 0 { // at and up to round places, so that extents meet
			start = start / 5 * 5
			data = part[:max(1, len(data)/5*5)]
		}
		for j := range data {
			data[j] = 'A' + byte(i)
		}
		m.add(start, data)
		a.Add(&Segment{Key: testKey, Flags: flagACK, Seq: isn + 1 + uint32(start), Payload: data})
	}
	a.Flush()
}
