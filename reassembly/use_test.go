package reassembly_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/reassembly"
)

var useKey = flow.Key{Flow: flow.New(flow.IPv4([4]byte{192, 0, 2, 1}), flow.IPv4([4]byte{192, 0, 2, 2})), SrcPort: 40000, DstPort: 80, Protocol: 6}

// used is a stream that keeps what it gets.
type used struct {
	conn   *reassembly.Conn
	text   [2]strings.Builder
	events []reassembly.Event
	final  int
	why    reassembly.Reason
	keep   bool // uses nothing before the end
}

func (u *used) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	if c.Final {
		u.final++
	} else if u.keep {
		return 0
	}
	u.text[d].Write(c.Bytes)
	return len(c.Bytes)
}

func (u *used) Event(e *reassembly.Event) {
	x := *e
	x.Old, x.New = slices.Clone(e.Old), slices.Clone(e.New)
	u.events = append(u.events, x)
}
func (u *used) Close(why reassembly.Reason) { u.why = why }

// event is the first event of a kind.
func (u *used) event(kind reassembly.EventKind) *reassembly.Event {
	for i := range u.events {
		if u.events[i].Kind == kind {
			return &u.events[i]
		}
	}
	return nil
}

// talk opens a connection of client 100 and server 500 and gives what the client sends. The zero Flags of a segment are ACK.
func talk(t *testing.T, c reassembly.Config, sent ...reassembly.Segment) (*used, reassembly.Stats) {
	t.Helper()
	u := new(used)
	c.Open = func(conn *reassembly.Conn) reassembly.Stream { u.conn = conn; return u }
	a, err := reassembly.NewAssembler(c)
	if err != nil {
		t.Fatal(err)
	}
	all := append([]reassembly.Segment{
		{Key: useKey, Seq: 99, Flags: 0x02, Window: 1000, Scale: 1},
		{Key: useKey.Reverse(), Seq: 499, Ack: 100, Flags: 0x12, Window: 1000, Scale: 1},
		{Key: useKey, Seq: 100, Ack: 500, Flags: 0x10, Window: 1000},
		{Key: useKey.Reverse(), Seq: 500, Ack: 100, Flags: 0x10, Window: 1000},
	}, sent...)
	for i := range all {
		s := &all[i]
		s.Number = uint64(i + 1)
		if s.Key == (flow.Key{}) {
			s.Key = useKey
		}
		if s.Flags == 0 {
			s.Flags, s.Ack = 0x10, 500
		}
		if s.Window == 0 {
			s.Window = 1000
		}
		if s.Time == 0 {
			s.Time = int64(i) * 1e6
		}
		a.Add(s)
	}
	a.Flush()
	return u, a.Stats()
}

// data is a segment of the client.
func data(seq uint32, text string) reassembly.Segment {
	return reassembly.Segment{Seq: seq, Payload: []byte(text)}
}

// TestNamedPolicies: the lists have every policy, under the name that Snort and Suricata give to it, or a system has.
func TestNamedPolicies(t *testing.T) {
	for p, name := range map[*reassembly.Policy]string{
		reassembly.PolicyFirst: "first", reassembly.PolicyLast: "last", reassembly.PolicyBSD: "bsd", reassembly.PolicyMacOS: "macos", reassembly.PolicyLinux: "linux",
		reassembly.PolicyOldLinux: "old-linux", reassembly.PolicyWindows: "windows", reassembly.PolicyWindows2003: "windows2k3", reassembly.PolicyVista: "vista",
		reassembly.PolicySolaris: "solaris", reassembly.PolicyHPUX10: "hpux10", reassembly.PolicyHPUX11: "hpux11", reassembly.PolicyIRIX: "irix",
	} {
		if p.Name != name || !slices.Contains(reassembly.Policies(), p) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	for p, name := range map[*reassembly.FragmentPolicy]string{
		reassembly.FragmentsFirst: "first", reassembly.FragmentsLast: "last", reassembly.FragmentsBSD: "bsd", reassembly.FragmentsBSDRight: "bsd-right",
		reassembly.FragmentsOldLinux: "linux", reassembly.FragmentsWindows: "windows", reassembly.FragmentsSolaris: "solaris", reassembly.FragmentsLinux: "linux-modern",
		reassembly.FragmentsGVisor: "gvisor", reassembly.FragmentsRFC5722: "rfc5722",
	} {
		if p.Name != name || !slices.Contains(reassembly.FragmentPolicies(), p) {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// TestPolicyOfOnesOwn: a rule that is made of a function decides like the policy that has the same rule, and another one differently.
func TestPolicyOfOnesOwn(t *testing.T) {
	last := &reassembly.Policy{Name: "own", Overlap: reassembly.RuleOf(func(int, int) bool { return true }), Reset: reassembly.ResetAny, Urgent: reassembly.UrgentInline, IgnoreSYNData: true}
	for _, c := range []struct {
		policy *reassembly.Policy
		want   string
	}{{last, "aNEWd"}, {reassembly.PolicyLast, "aNEWd"}, {reassembly.PolicyFirst, "aoldd"}} {
		u, s := talk(t, reassembly.Config{Policy: c.policy}, data(101, "old"), data(101, "NEW"), data(104, "d"), data(100, "a"))
		e := u.event(reassembly.EventConflict)
		if got := u.text[reassembly.FromClient].String(); got != c.want || e == nil || string(e.Old) != "old" || string(e.New) != "NEW" || e.Delivered || e.Number != 6 {
			t.Errorf("%s: %q, %+v", c.policy.Name, got, e)
		}
		if u.conn.Policy(reassembly.FromClient) != c.policy || s.Closed[reassembly.ReasonFlush] != 1 || u.why != reassembly.ReasonFlush {
			t.Errorf("%v, %v", u.conn.Policy(reassembly.FromClient), u.why)
		}
	}
}

// TestChecks: segments that a receiver does not take are dropped where it is asked for, and taken where not.
func TestChecks(t *testing.T) {
	far := data(100+5000, "far")
	old := data(101, "old")
	old.HasStamp, old.Stamp = true, 10
	fresh := data(100, "x")
	fresh.HasStamp, fresh.Stamp = true, 1000
	broken := data(100, "sum")
	broken.BadChecksum = true
	for _, c := range []struct {
		conf reassembly.Config
		sent []reassembly.Segment
		kind reassembly.EventKind
		with string
		none string
	}{
		{reassembly.Config{CheckWindow: true}, []reassembly.Segment{far}, reassembly.EventOutOfWindow, "", "far"},
		{reassembly.Config{CheckStamps: true}, []reassembly.Segment{fresh, old}, reassembly.EventOldTimestamp, "x", "xold"},
		{reassembly.Config{}, []reassembly.Segment{broken}, reassembly.EventChecksum, "", "sum"},
	} {
		u, _ := talk(t, c.conf, slices.Clone(c.sent)...)
		if got := u.text[0].String(); got != c.with || u.event(c.kind) == nil {
			t.Errorf("%v: %q, %+v", c.kind, got, u.events)
		}
		u, _ = talk(t, reassembly.Config{KeepChecksumErrors: true}, slices.Clone(c.sent)...)
		if got := u.text[0].String(); got != c.none || u.event(c.kind) != nil {
			t.Errorf("without %v: %q, %+v", c.kind, got, u.events)
		}
	}
}

// TestHeld: what is not used, or not acknowledged, is held and comes once.
func TestHeld(t *testing.T) {
	ack := reassembly.Segment{Key: useKey.Reverse(), Seq: 500, Ack: 103, Flags: 0x10}
	u, s := talk(t, reassembly.Config{HoldUntilAcked: true, PerConnection: 1 << 16}, data(100, "abc"), ack, data(103, "def"))
	if got := u.text[0].String(); got != "abcdef" || s.Bytes != 6 {
		t.Errorf("%q, %+v", got, s)
	}
	a, err := reassembly.NewAssembler(reassembly.Config{Seed: flow.SeedFrom([16]byte{1}), Open: func(c *reassembly.Conn) reassembly.Stream { u = &used{conn: c, keep: true}; return u }})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []reassembly.Segment{{Key: useKey, Seq: 99, Flags: 0x02}, {Key: useKey, Seq: 100, Flags: 0x10, Payload: []byte("abc")}, {Key: useKey, Seq: 200, Flags: 0x10, Payload: []byte("xyz")}} {
		a.Add(&x)
	}
	if s := a.Stats(); u.conn.Held() == 0 || s.Held == 0 || s.Connected == 0 || s.Open != 1 || u.text[0].Len() != 0 {
		t.Errorf("%d held, %+v", u.conn.Held(), s)
	}
	a.Advance(int64(2 * reassembly.DefaultHole))
	if e := u.event(reassembly.EventGap); e == nil || e.Why != reassembly.GapTimeout || e.Offset != 3 || e.Length != 97 || u.final == 0 || u.text[0].String() != "abc" {
		t.Errorf("%+v, %q", e, u.text[0].String())
	}
	a.Advance(int64(reassembly.DefaultHole+reassembly.DefaultIdle) * 2)
	if u.why != reassembly.ReasonTimeout {
		t.Errorf("%v", u.why)
	}
}

// TestHistory: data that come again are compared with those that were handed over.
func TestHistory(t *testing.T) {
	u, s := talk(t, reassembly.Config{History: 64}, data(100, "abcdef"), data(102, "cXe"))
	if e := u.event(reassembly.EventConflict); e == nil || !e.Delivered || e.Offset != 3 || string(e.Old) != "d" || string(e.New) != "X" || s.Repeated != 3 {
		t.Errorf("%+v, %+v", e, s)
	}
}

// TestHistoryHoles: what was given up was not handed over: nothing is compared with it when it comes late. What is around it is.
func TestHistoryHoles(t *testing.T) {
	conflicts := func(history int, sent ...reassembly.Segment) (got []string) {
		sent = append([]reassembly.Segment{data(100, "ab")}, sent...)
		u, _ := talk(t, reassembly.Config{History: history}, sent...)
		for _, e := range u.events {
			if e.Kind == reassembly.EventConflict {
				got = append(got, fmt.Sprintf("%d %s %s", e.Offset, e.Old, e.New))
			}
		}
		return got
	}
	cut := data(102, "cd") // two bytes behind it were not captured
	cut.Missing = 2
	for _, x := range []struct {
		history int
		late    string
		want    []string
	}{
		{64, "abcdefgh", nil},
		{64, "abcXYZgh", []string{"3 d X"}},
		{64, "XbcdefgX", []string{"0 a X", "7 h X"}},
		{4, "XbcdefgX", []string{"7 h X"}},
		{5, "XXXXXXXX", []string{"3 d X", "6 gh XX"}},
	} {
		if got := conflicts(x.history, cut, data(106, "gh"), data(100, x.late)); !slices.Equal(got, x.want) {
			t.Errorf("%d bytes, %s: %q, want %q", x.history, x.late, got, x.want)
		}
	}
	if got := conflicts(64, data(98, "??aX")); !slices.Equal(got, []string{"1 b X"}) { // from before the beginning
		t.Errorf("%q", got)
	}
	if got := conflicts(64, cut, data(102, "cXef")); !slices.Equal(got, []string{"3 d X"}) { // nothing has come behind the hole
		t.Errorf("%q", got)
	}
}

// TestLimits: configurations that make no sense are errors.
func TestLimits(t *testing.T) {
	if _, err := reassembly.NewAssembler(reassembly.Config{Memory: reassembly.MinMemory - 1}); !errors.Is(err, reassembly.ErrConfig) {
		t.Error(err)
	}
	if _, err := reassembly.NewDefragmenter(reassembly.FragmentConfig{Memory: reassembly.MinFragmentMemory - 1}); !errors.Is(err, reassembly.ErrConfig) {
		t.Error(err)
	}
	if reassembly.DefaultMemory+reassembly.DefaultFragmentMemory != 64<<20 {
		t.Error("the defaults of both are not 64 MiB together")
	}
}

// TestConversationParts: parts of both directions come in order, each with its time and packet; a slow reader of one direction gets a gap.
func TestConversationParts(t *testing.T) {
	var v *reassembly.Conversation
	readers, err := reassembly.NewReaders(reassembly.ReaderConfig{Accept: func(c *reassembly.Conversation) { v = c }, Buffer: reassembly.DefaultReaderBuffer, Memory: reassembly.DefaultReaderMemory, Slow: reassembly.SlowDrop})
	if err != nil {
		t.Fatal(err)
	}
	a, err := reassembly.NewAssembler(reassembly.Config{Open: readers.Open})
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range []reassembly.Segment{
		{Key: useKey, Seq: 99, Flags: 0x02},
		{Key: useKey.Reverse(), Seq: 499, Ack: 100, Flags: 0x12},
		{Key: useKey, Seq: 100, Ack: 500, Flags: 0x10, Payload: []byte("ask")},
		{Key: useKey.Reverse(), Seq: 500, Ack: 103, Flags: 0x10, Payload: []byte("answer")},
		{Key: useKey.Reverse(), Seq: 600, Ack: 103, Flags: 0x10, Payload: []byte("!")},
	} {
		s.Number, s.Time, s.Window = uint64(i+1), int64(i+1)*1000, 1000
		a.Add(&s)
	}
	a.Flush()
	b := make([]byte, 100)
	for _, want := range []reassembly.Part{
		{Direction: reassembly.FromClient, N: 3, Offset: 0, Time: 3000, Number: 3}, {Direction: reassembly.FromServer, N: 6, Offset: 0, Time: 4000, Number: 4},
	} {
		if got, err := v.Next(b); err != nil || got != want {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
	}
	_, err = v.Next(b)
	var gap *reassembly.GapError
	if !errors.As(err, &gap) || gap.Direction != reassembly.FromServer || gap.Offset != 6 || gap.Length != 94 || gap.Why != reassembly.GapEnd {
		t.Errorf("%+v", err)
	}
	if got, err := v.Next(b); err != nil || string(b[:got.N]) != "!" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := v.Next(b); err != io.EOF || v.Reason() != reassembly.ReasonFlush || v.Index() != 0 || v.Start() != 1000 {
		t.Errorf("%v, %v, %d, %d", err, v.Reason(), v.Index(), v.Start())
	}
}
