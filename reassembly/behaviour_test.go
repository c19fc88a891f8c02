package reassembly

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/flow"
)

const handshake = `
c S 99
s SA 199 100
c A 100 200
`

// TestBehaviour: what is told of connections that are not plain.
func TestBehaviour(t *testing.T) {
	policy := func(p Policy) Config { return Config{Policy: &p} }
	for _, c := range []struct {
		name   string
		conf   Config
		script string
		want   string
	}{
		{
			"a connection",
			Config{},
			handshake + "c A 100 200 get\ns A 200 103 ok\ns FA 202 103\nc FA 103 203\ns A 203 104\nc A 104 203",
			`open 40000; c 0 "get"; s 0 "ok"; s end 2+0; c end 3+0; close fin`,
		},
		{
			"the last byte of a FIN comes first",
			Config{},
			handshake + "c FA 103 200 d\nc A 100 200 abc\ns FA 200 105",
			`open 40000; c 0 "abc"; c 3 "d"; c end 4+0; s end 0+0; close fin`,
		},
		{"a half-open connection is not told", Config{}, "c S 99\nc S 99\nflush", ``},
		{"a port scan", Config{}, "c S 99\ns RA 0 100\nc S 99\nflush", ``},
		{"refused with data", Config{}, handshake + "c A 100 200 hi\ns RA 200 102\nadvance t=3s", `open 40000; c 0 "hi"; s reset 0+0; close reset`},

		{"data in a SYN, confirmed", Config{}, "c S 99 0 hello\ns SA 199 105\nc A 105 200 more", `open 40000; c 0 "hello"; c 5 "more"`},
		{"data in a SYN, not confirmed", Config{}, "c S 99 0 hello\ns SA 199 100\nc A 100 200 hallo", `open 40000; c syn data 0+5; c 0 "hallo"`},
		{"data in a SYN, one side", Config{}, "c S 99 0 hello\nc A 105 200 more", `open 40000; c 0 "hello"; c 5 "more"`},
		{"data in a SYN, ignored", policy(Policy{IgnoreSYNData: true}), "c S 99 0 hello\ns SA 199 100\nc A 100 200 hallo", `open 40000; c syn data 0+5; c 0 "hallo"`},
		{"data in a SYN-ACK", Config{}, "c S 99\ns SA 199 100 banner\nc A 100 206 x", `open 40000; s 0 "banner"; c 0 "x"`},
		{"simultaneous open", Config{}, "c S 99\ns S 199\nc SA 99 200\ns SA 199 100\nc A 100 200 a\ns A 200 101 b", `open 40000; c 0 "a"; s 0 "b"`},

		{
			"keep-alive",
			Config{},
			handshake + "c A 100 200 abc\ns A 200 103\nc A 102 200\nc A 102 200 z\nc A 103 200 d",
			`open 40000; c 0 "abc"; c keep-alive 2+0; c keep-alive 2+1; c 3 "d"`,
		},
		{
			"zero-window probe",
			Config{},
			handshake + "c A 100 200 abc\ns A 200 103 w=0\nc A 103 200 d\ns A 200 103 w=0\nc A 103 200 d\ns A 200 104 w=10\nc A 104 200 ef",
			`open 40000; c 0 "abc"; c window probe 3+1; c 3 "d"; c keep-alive 3+1; c 4 "ef"`,
		},

		{"urgent, inline", Config{}, handshake + "c AU 100 200 abXcd u=3", `open 40000; c 0 "abXcd"`},
		{"urgent, apart", policy(Policy{Urgent: UrgentApart}), handshake + "c AU 100 200 abXcd u=3", `open 40000; c 0 "ab"; c urgent 2+1 X; c 3 "cd"`},
		{"urgent, dropped", policy(Policy{Urgent: UrgentDrop}), handshake + "c AU 100 200 abX u=3\nc A 103 200 cd", `open 40000; c 0 "ab"; c 3 "cd"`},
		{"urgent, a gap", policy(Policy{Urgent: UrgentGap}), handshake + "c AU 100 200 Xcd u=1", `open 40000; c gap 0+1 urgent; c 1 "cd"`},
		{"urgent, out of order", policy(Policy{Urgent: UrgentApart}), handshake + "c AU 102 200 cXe u=2\nc A 100 200 ab", `open 40000; c 0 "ab"; c 2 "c"; c urgent 3+1 X; c 4 "e"`},
		{"urgent, in another segment", policy(Policy{Urgent: UrgentApart}), handshake + "c AU 100 200 ab u=4\nc A 102 200 cXe", `open 40000; c 0 "ab"; c 2 "c"; c urgent 3+1 X; c 4 "e"`},

		{"a reset in the window", Config{}, handshake + "c A 100 200 abc\nc R 110\nc A 103 200 d\nc R 104\nflush", `open 40000; c 0 "abc"; c bad reset 10+0 true; c 3 "d"; c reset 4+0; close reset`},
		{"a reset out of it", Config{}, handshake + "c A 100 200 abc\nc R 7\nc R 90000\nc A 103 200 d", `open 40000; c 0 "abc"; c bad reset -93+0 false; c bad reset 89900+0 false; c 3 "d"`},
		{"a reset in the window, RFC 793", policy(Policy{Reset: ResetWindow}), handshake + "c A 100 200 abc\nc R 110", `open 40000; c 0 "abc"; c reset 10+0`},
		{"a reset anywhere behind, HP-UX 11", policy(Policy{Reset: ResetNext}), handshake + "c A 100 200 abc\nc R 99\nc R 90000", `open 40000; c 0 "abc"; c bad reset -1+0 false; c reset 89900+0`},
		{"a reset after data that were lost", Config{}, handshake + "c A 100 200 abc\nc A 106 200 ghi\nc R 109", `open 40000; c 0 "abc"; c reset 9+0; c gap 3+3 end; c 6 "ghi"`},
		{"data after a reset that was none", policy(Policy{Reset: ResetAny}), handshake + "c A 100 200 abc\nc R 7\nc A 103 200 d t=5s", `open 40000; c 0 "abc"; c reset -93+0; close reset; open 40000; c midstream 0+0; c 0 "d"`},

		{"data under way at a reset", Config{}, handshake + "c A 100 200 abc\ns R 200\nc A 103 200 d\ns R 200\nc S 5000\ns SA 7000 5001\nc A 5001 7001 new", `open 40000; c 0 "abc"; s reset 0+0; c 3 "d"; close reset; open 40000; c 0 "new"`},

		{"an acknowledgement of the connection before", Config{}, "c S 99\ns A 7000000 5000000\ns SA 199 100\nc A 100 200 x\ns A 200 101 y", `open 40000; c 0 "x"; s 0 "y"`},
		{"data of the connection before", Config{}, "c S 99\ns A 7000000 2000000000 old\ns SA 199 100\nc A 100 200 x\ns A 200 101 y", `open 40000; c 0 "x"; s 0 "y"`},
		{"data without the SYN-ACK", Config{}, "c S 99\nc A 100 200 x\ns A 200 101 y", `open 40000; c 0 "x"; s midstream 0+0; s 0 "y"`},
		{"midstream", Config{}, "c A 500 900 abc\ns A 900 503 x\nc A 503 901 d", `open 40000; c midstream 0+0; c 0 "abc"; s midstream 0+0; s 0 "x"; c 3 "d"`},
		{"midstream, the server first", Config{}, "s A 900 500 x\nc A 500 901 abc", `open 80; c midstream 0+0; c 0 "x"; s midstream 0+0; s 0 "abc"`},
		{"midstream, a SYN-ACK", Config{}, "s SA 199 100\nc A 100 200 x\ns A 200 101 y", `open 40000; c midstream 0+0; c 0 "x"; s 0 "y"`},
		{"midstream, a keep-alive first", Config{}, "c A 499 900\nc A 500 900 abc", `open 40000; c midstream 0+0; c 0 "abc"`},
		{"midstream, not wanted", Config{NoMidstream: true}, "c A 500 900 abc\n" + handshake + "c A 100 200 x", `open 40000; c 0 "x"`},
		{"one side", Config{}, "c S 99\nc A 100 200 abc\nc A 106 300 ghi\nc A 103 300 def\nc FA 109 300\nadvance t=300s", `open 40000; c 0 "abc"; c 3 "def"; c 6 "ghi"; c end 9+0; close timeout`},
		{"from a reset on, nothing", Config{}, "c R 100\nc R 100\nflush", ``},

		{
			"reuse after the end",
			Config{},
			handshake + "c FA 100 200\ns FA 200 101\nc A 101 201\nc S 5000\ns SA 7000 5001\nc A 5001 7001 new",
			`open 40000; c end 0+0; s end 0+0; close fin; open 40000; c 0 "new"`,
		},
		{"late segments after the end", Config{}, handshake + "c FA 100 200 x\ns FA 200 102\nc A 102 201\nc FA 100 200 x\ns FA 200 102\nflush", `open 40000; c 0 "x"; c end 1+0; s end 0+0; close fin`},
		{"reuse while open", Config{}, handshake + "c A 100 200 old\nc S 5000\ns SA 7000 5001\nc A 5001 7001 new", `open 40000; c 0 "old"; c bad syn 4901+0; close reused; open 40000; c 0 "new"`},
		{"reuse while open, one side", Config{}, "c S 99\nc A 100 1 old\nc S 5000\nc A 5001 1 new", `open 40000; c 0 "old"; c bad syn 4901+0; close reused; open 40000; c 0 "new"`},
		{"a SYN that nobody answers", Config{}, handshake + "c A 100 200 old\nc S 5000\nc A 103 200 more", `open 40000; c 0 "old"; c bad syn 4901+0; c 3 "more"`},
		{"reuse after half a close", Config{}, handshake + "c FA 100 200 x\nc S 5000\ns SA 7000 5001\nc A 5001 7001 new", `open 40000; c 0 "x"; c end 1+0; close reused; open 40000; c 0 "new"`},
		{"a SYN again", Config{}, handshake + "c S 99\ns SA 199 100\nc A 100 200 x", `open 40000; c 0 "x"`},

		{"timestamps", Config{CheckStamps: true}, handshake + "c A 100 200 abc ts=10\nc A 103 200 xxx ts=7\nc A 103 200 def ts=11\nc A 106 200 g ts=10", `open 40000; c 0 "abc"; c old timestamp 3+3; c 3 "def"; c 6 "g"`},
		{"timestamps, strict", Config{CheckStamps: true, Policy: PolicyBSD}, handshake + "c A 100 200 abc ts=10\nc A 103 200 xxx ts=9\nc A 103 200 xxx ts=0", `open 40000; c 0 "abc"; c old timestamp 3+3; c old timestamp 3+3`},
		{"timestamps, zero", Config{CheckStamps: true, Policy: PolicyWindows}, handshake + "c A 100 200 abc ts=10\nc A 103 200 def ts=0", `open 40000; c 0 "abc"; c 3 "def"`},
		{"window", Config{CheckWindow: true}, "c S 99 ws=2\ns SA 199 100 ws=1\nc A 100 200\ns A 200 100 w=10\nc A 100 200 *20\nc A 120 200 x", `open 40000; c 0 "xxxxxxxxxxxxxxxxxxxx"; c 20 "x"`},
		{"out of the window", Config{CheckWindow: true}, "c S 99 ws=2\ns SA 199 100 ws=1\nc A 100 200\ns A 200 100 w=10\nc A 101 200 *20", `open 40000; c out of window 1+20`},
		{"checksum", Config{}, handshake + "c A 100 200 evil bad\nc A 100 200 good", `open 40000; c checksum 0+4; c 0 "good"`},
		{"checksum, before there is a connection", Config{}, "c S 55 bad\nc A 56 1 data bad\n" + handshake + "c A 100 200 good", `open 40000; c 0 "good"`},
		{"checksum, the first of its side", Config{}, handshake + "c A 100 200 get\ns A 90000 103 bad\ns A 90000 103 evil bad\ns A 200 103 good", `open 40000; c 0 "get"; s checksum 89800+0; s checksum 89800+4; s 0 "good"`},
		{"checksum, the first of its side in the midst", Config{}, "c A 100 200 get\ns A 90000 103 evil bad\ns A 200 103 good", `open 40000; c midstream 0+0; c 0 "get"; s checksum 89800+4; s midstream 0+0; s 0 "good"`},
		{"checksum, not wanted", Config{KeepChecksumErrors: true}, handshake + "c A 100 200 evil bad", `open 40000; c 0 "evil"`},
		{"far ahead", Config{}, handshake + "c A 2000000000 200 x\nc A 100 200 abc", `open 40000; c out of window 1999999900+1; c 0 "abc"`},
		{"after the FIN", Config{}, handshake + "c FA 100 200 abc\nc A 103 200 def\nc FA 110 200", `open 40000; c 0 "abc"; c end 3+0; c after fin 3+3; c after fin 10+0`},
		{"a FIN inside", Config{}, handshake + "c A 105 200 fgh\nc FA 102 200\nc A 100 200 abcde", `open 40000; c after fin 2+0; c 0 "abcde"; c 5 "fgh"`},

		{"acknowledged, but not captured", Config{}, handshake + "c A 103 200 def\ns A 200 106\nc A 106 200 g t=2s", `open 40000; c gap 0+3 acknowledged; c 3 "def"; c 6 "g"`},
		{
			"a FIN before the first data, whose place was guessed",
			Config{},
			"c A 100 205\ns FA 210 100\ns A 200 100 abcde\ns A 205 100 fghij\nc A 100 211\nc FA 100 211",
			`open 40000; c midstream 0+0; s midstream 0+0; s 0 "abcde"; s 5 "fghij"; s end 10+0; c end 0+0; close fin`,
		},
		{
			"a FIN where the data were guessed to begin",
			Config{},
			"c A 100 205\ns FA 205 100\ns A 200 100 abcde\ns FA 205 100\nc FA 100 206",
			`open 40000; c midstream 0+0; s midstream 0+0; s end 0+0; c end 0+0; close fin`,
		},
		{"acknowledged before it was captured", Config{}, handshake + "c A 103 200 def\ns A 200 106\nc A 100 200 abc", `open 40000; c 0 "abc"; c 3 "def"`},
		{"not in time", Config{}, handshake + "c A 103 200 def\nadvance t=20s\nadvance t=31s\nc A 106 200 g", `open 40000; c gap 0+3 timeout; c 3 "def"; c 6 "g"`},
		{"idle", Config{Idle: time.Minute}, handshake + "c A 100 200 abc\nadvance t=62s", `open 40000; c 0 "abc"; close timeout`},
		{"cut by the capture", Config{}, handshake + "c A 100 200 abc miss=5\nc A 108 200 ijk", `open 40000; c 0 "abc"; c gap 3+5 snapshot; c 8 "ijk"`},
		{"a connection without patience", Config{PerConnection: 1000}, handshake + "c A 103 200 *500\nc A 700 200 *400", `open 40000; c gap 0+3 limit; c 3 "xxxx…500"`},
		{"larger than any packet", Config{}, handshake + "c A 200100 200 tail\nc A 100 200 *200000", `open 40000; c 0 "xxxx…65536"; c 65536 "xxxx…65536"; c 131072 "xxxx…65536"; c 196608 "xxxx…3392"; c 200000 "tail"`},

		{"a difference in what is held", Config{}, handshake + "c A 103 200 def\nc A 102 200 cXXf\nc A 100 200 ab", `open 40000; c conflict 3+2 de/XX true false; c 0 "ab"; c 2 "cXXf"`},
		{"a difference from what was handed over", Config{History: 4}, handshake + "c A 100 200 abcdef\nc A 100 200 XbcXef\nc A 106 200 g", `open 40000; c 0 "abcdef"; c conflict 3+1 d/X false true; c 6 "g"`},
	} {
		got := strings.Join(run(t, c.conf, c.script), "; ")
		if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// TestKeep: what a stream has not used comes again with what follows, and each byte knows its packet.
func TestKeep(t *testing.T) {
	var lines []string
	var times []int64
	use := func(n int) int { return n / 2 }
	conf := Config{Open: func(*Conn) Stream { return timed{logger{&lines, use}, &times} }}
	run(t, conf, handshake+"c A 100 200 abcd t=1s\nc A 104 200 ef t=2s\nc A 106 200 gh t=3s\nc A 110 200 kl t=4s\nflush")
	want := []string{`c 0 "abcd"`, `c 2 "cdef"`, `c 4 "efgh"`, `c 6 "gh" final`, `c gap 8+2 end`, `c 10 "kl"`, `c 11 "l" final`, "close flush"}
	if !slices.Equal(lines, want) {
		t.Errorf("%q, want %q", lines, want)
	}
	// The last byte of each chunk, and the first.
	if want := []int64{1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 4}; !slices.Equal(times, want) {
		t.Errorf("%v, want %v", times, want)
	}
}

// timed notes the times of the first and the last byte of each chunk, in seconds.
type timed struct {
	logger
	times *[]int64
}

func (s timed) Data(d Direction, c *Chunk) int {
	first, _ := c.At(0)
	last, _ := c.At(len(c.Bytes) - 1)
	*s.times = append(*s.times, (first-1e18)/1e9, (last-1e18)/1e9)
	return s.logger.Data(d, c)
}

// TestIgnore: a stream that wants nothing more of a direction gets nothing, and its data are not held.
func TestIgnore(t *testing.T) {
	var lines []string
	conf := Config{Open: func(*Conn) Stream { return logger{&lines, func(int) int { return -1 }} }}
	run(t, conf, handshake+"c A 100 200 abc\nc A 200 200 def\nc FA 203 200\ns A 200 100 x\ns FA 201 204")
	if want := []string{`c 0 "abc"`, `c end 103+0`, `s 0 "x"`, `s end 1+0`, "close fin"}; !slices.Equal(lines, want) {
		t.Errorf("%q, want %q", lines, want)
	}
}

// TestAdvance: time goes on where a hole is waited for longer than a connection may be idle, and packets come.
func TestAdvance(t *testing.T) {
	conf := Config{Idle: 10 * time.Second, Hole: time.Minute}
	got := strings.Join(run(t, conf, handshake+"c A 103 200 d\nadvance t=8s\nc A 104 200 e t=9s\nadvance t=12s\nc A 105 200 f t=18s\nadvance t=27s\nadvance t=29s\nflush"), "; ")
	if want := `open 40000; c gap 0+3 end; c 3 "d"; c 4 "e"; c 5 "f"; close timeout`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestClockEnds: time that is as late as can be ends connections, and does not hold up the program for ever.
func TestClockEnds(t *testing.T) {
	for _, before := range []int64{0, 1e9, 20e9, 100e9, 700e9} {
		closed := 0
		a, err := NewAssembler(Config{Open: func(*Conn) Stream { return hoarder{} }})
		if err != nil {
			t.Fatal(err)
		}
		for i, time := range []int64{0, math.MaxInt64 - before, math.MinInt64, math.MaxInt64 - before, 0, math.MaxInt64 / 2} {
			a.Add(&Segment{Key: testKey, Flags: flagACK, Seq: uint32(100 + 2*i), Time: time, Payload: []byte{1}})
			a.Add(&Segment{Key: sourceOf(i), Flags: flagSYN, Seq: uint32(100 + 2*i), Time: time})
			a.Advance(time + before/2)
			closed = int(a.Stats().Closed[ReasonTimeout])
		}
		if closed == 0 {
			t.Errorf("%d ns before the end: nothing was closed", before)
		}
	}
}

func TestClockBound(t *testing.T) {
	var c clock
	for range 1000 {
		c.tick(0)
		c.tick(math.MaxInt64 / 2)
	}
	if c.now != mostClock {
		t.Errorf("the clock is at %d", c.now)
	}
}

// TestKeepBounded: what a stream does not use takes no more memory than there may be, also where it comes byte by byte, and each has its time.
func TestKeepBounded(t *testing.T) {
	for name, c := range map[string]struct {
		conns, size int
		conf        Config
		most        int64
	}{
		"one connection": {1, 40000, Config{PerConnection: 64 << 10}, 64 << 10},
		"no bound":       {1, 40000, Config{PerConnection: 1 << 30}, MinMemory / 4},
		"some":           {20, 4000, Config{}, MinMemory / 4},
		"many":           {4000, 3, Config{History: 1}, MinMemory / 4},
	} {
		conf := c.conf
		conf.Memory = MinMemory
		conf.Open = func(*Conn) Stream { return hoarder{} }
		a, err := NewAssembler(conf)
		if err != nil {
			t.Fatal(err)
		}
		most := int64(0)
		for i := range c.size {
			for k := range c.conns {
				a.Add(&Segment{Key: sourceOf(k), Flags: flagACK, Seq: uint32(100 + i), Window: 1000, Time: int64(i), Number: uint64(i), Payload: attackPayload[:1]})
				most = max(most, a.Stats().Held)
			}
		}
		if most > c.most || most < c.most/4 {
			t.Errorf("%s: %d bytes are held, of %d", name, most, c.most)
		}
		a.Flush()
		if held := a.Stats().Held; held != 0 {
			t.Errorf("%s: %d bytes are held at the end", name, held)
		}
	}
}

// hoarder is a stream that uses nothing.
type hoarder struct{}

func (hoarder) Data(Direction, *Chunk) int { return 0 }
func (hoarder) Event(*Event)               {}
func (hoarder) Close(Reason)               {}

// TestNeighbours: hosts whose addresses differ in single bits use one port, and their segments alternate. Each has its stream.
func TestNeighbours(t *testing.T) {
	const hosts, rounds = 64, 3
	got := map[flow.Key][]byte{}
	a, err := NewAssembler(Config{Open: func(c *Conn) Stream { return collector{got, c.Key()} }})
	if err != nil {
		t.Fatal(err)
	}
	key := func(host int) flow.Key {
		k := testKey
		k.Flow = flow.New(flow.IPv4([4]byte{192, 0, 2, byte(host)}), flow.IPv4([4]byte{198, 51, 100, 255}))
		return k
	}
	for round := range rounds {
		for i := range hosts {
			a.Add(&Segment{Key: key(i), Time: 1e18, Flags: flagACK, Seq: uint32(100 + round), Ack: 200, Payload: []byte{byte(i)}})
		}
	}
	a.Flush()
	if len(got) != hosts {
		t.Errorf("%d connections, want %d", len(got), hosts)
	}
	for i := range hosts {
		if want := bytes.Repeat([]byte{byte(i)}, rounds); !bytes.Equal(got[key(i)], want) {
			t.Errorf("host %d: %x, want %x", i, got[key(i)], want)
		}
	}
}

// collector keeps the data of connections.
type collector struct {
	data map[flow.Key][]byte
	key  flow.Key
}

func (c collector) Data(_ Direction, k *Chunk) int {
	c.data[c.key] = append(c.data[c.key], k.Bytes...)
	return len(k.Bytes)
}

func (collector) Event(*Event) {}
func (collector) Close(Reason) {}
