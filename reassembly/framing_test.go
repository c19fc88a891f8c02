package reassembly

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// cutUp feeds the two directions of a connection to messages, in segments of random length, turn by turn.
func cutUp(t *testing.T, f Framer, most int, turns ...string) (got []string, lost []error) {
	for _, size := range []int{1, 2, 3, 7, 50, 1460} {
		var now []string
		lost = nil
		a, err := NewAssembler(Config{Open: func(c *Conn) Stream {
			return &Messages{
				Conn: c, Framer: f, Max: most,
				Message: func(m *Message) {
					text := string(m.Bytes)
					if m.Missing != 0 {
						text += fmt.Sprintf("+%d", m.Missing)
					}
					now = append(now, m.Direction.String()[:1]+" "+text)
				},
				Lost: func(_ Direction, err error) { lost = append(lost, err) },
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		seq := [2]uint32{100, 200}
		a.Add(&Segment{Key: testKey, Flags: flagSYN, Seq: 99})
		a.Add(&Segment{Key: testKey.Reverse(), Flags: flagSYN | flagACK, Seq: 199, Ack: 100})
		for _, turn := range turns {
			d, text := 0, turn[2:]
			key := testKey
			if turn[0] == 's' {
				d, key = 1, key.Reverse()
			}
			if text == "FIN" {
				a.Add(&Segment{Key: key, Flags: flagACK | flagFIN, Seq: seq[d], Ack: seq[1-d]})
				continue
			}
			for part := range slices.Chunk([]byte(text), size) {
				a.Add(&Segment{Key: key, Flags: flagACK, Seq: seq[d], Ack: seq[1-d], Payload: part})
				seq[d] += uint32(len(part))
			}
		}
		a.Flush()
		if got != nil && !slices.Equal(got, now) {
			t.Errorf("segments of %d bytes: %q, want %q", size, now, got)
		}
		got = now
		if h, ok := f.(*HTTP); ok {
			*h = HTTP{}
		}
		if l, ok := f.(*Delimited); ok {
			l.seen = [2]int{}
		}
	}
	return got, lost
}

// TestFramers: messages are the same however they are cut into segments.
func TestFramers(t *testing.T) {
	long := strings.Repeat("x", 3000)
	for _, c := range []struct {
		name  string
		f     Framer
		max   int
		turns []string
		want  []string
		lost  int
	}{
		{"lines", &Delimited{}, 0, []string{"c HELO\r\nMAIL\r\nRE", "s 250\r\n", "c ST\r\nrest"}, []string{"c HELO\r\n", "c MAIL\r\n", "s 250\r\n", "c REST\r\n", "c rest+-1"}, 0},
		{"delimiter", &Delimited{Delimiter: []byte("||")}, 0, []string{"c a|b||c|||d"}, []string{"c a|b||", "c c||", "c |d+-1"}, 0},
		{"no delimiter", &Delimited{}, 64, []string{"c " + long}, nil, 1},
		{"length", LengthPrefixed{Size: 2, Add: 2}, 0, []string{"c \x00\x03abc\x00\x00\x00\x01", "s \x00\x01z", "c y"}, []string{"c \x00\x03abc", "c \x00\x00", "s \x00\x01z", "c \x00\x01y"}, 0},
		{"length, little-endian", LengthPrefixed{Offset: 1, Size: 4, LittleEndian: true}, 0, []string{"c T\x06\x00\x00\x00aU\x05\x00\x00\x00"}, []string{"c T\x06\x00\x00\x00a", "c U\x05\x00\x00\x00"}, 0},
		{"length, too long", LengthPrefixed{Size: 2, Add: 2}, 100, []string{"c \x0b\xb8" + long + "\x00\x01z"}, []string{"c \x0b\xb8" + long[:98] + "+2902", "c \x00\x01z"}, 0},
		{"length, no sense", LengthPrefixed{Size: 1}, 0, []string{"c \x00abc"}, nil, 1},
		{"tls", TLSRecords{}, 0, []string{"c \x16\x03\x01\x00\x02ab\x17\x03\x03\x00\x01c", "s \x15\x03\x03\x00\x02\x01\x00"}, []string{"c \x16\x03\x01\x00\x02ab", "c \x17\x03\x03\x00\x01c", "s \x15\x03\x03\x00\x02\x01\x00"}, 0},
		{"no tls", TLSRecords{}, 0, []string{"c GET / HTTP/1.1"}, nil, 1},
		{
			"http", &HTTP{}, 0,
			[]string{
				"c GET / HTTP/1.1\r\nHost: a\r\n\r\nHEAD /b HTTP/1.1\r\n\r\nPOST /c HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
				"s HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0a;x=y\r\n0123456789\r\n0\r\nT: 1\r\n\r\n",
				"s HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", "s HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
			},
			[]string{
				"c GET / HTTP/1.1\r\nHost: a\r\n\r\n", "c HEAD /b HTTP/1.1\r\n\r\n", "c POST /c HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
				"s HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0a;x=y\r\n0123456789\r\n0\r\nT: 1\r\n\r\n",
				"s HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", "s HTTP/1.1 100 Continue\r\n\r\n", "s HTTP/1.1 204 No Content\r\n\r\n",
			},
			0,
		},
		{"http until close", &HTTP{}, 0, []string{"c GET / HTTP/1.0\r\n\r\n", "s HTTP/1.0 200 OK\n\n" + long, "s FIN"}, []string{"c GET / HTTP/1.0\r\n\r\n", "s HTTP/1.0 200 OK\n\n" + long}, 0},
		{"http until close, which is not seen", &HTTP{}, 0, []string{"s HTTP/1.0 200 OK\n\n" + long}, []string{"s HTTP/1.0 200 OK\n\n" + long + "+-1"}, 0},
		{"no http", &HTTP{}, 0, []string{"c \x16\x03\x01\x00\x02ab"}, nil, 1},
		{"http, two lengths", &HTTP{}, 0, []string{"c POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"}, nil, 1},
	} {
		got, lost := cutUp(t, c.f, c.max, c.turns...)
		if !slices.Equal(got, c.want) || len(lost) != c.lost {
			t.Errorf("%s: %q, want %q; lost %v", c.name, got, c.want, lost)
		}
		for _, err := range lost {
			if !errors.Is(err, ErrFrame) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
}

// TestHTTPEmptyLines: what goes before a message is looked at once, however it is cut into segments: four times as much takes four times as long.
func TestHTTPEmptyLines(t *testing.T) {
	const n = 60000
	data := []byte(strings.Repeat("\r\n", n/2) + "GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc")
	took := func(n int) time.Duration {
		var h HTTP
		start := time.Now()
		for i := range n {
			if n, err := h.Next(FromClient, data[:i+1], false); n != 0 || err != nil {
				t.Fatal(i, n, err)
			}
		}
		return time.Since(start)
	}
	var short, long time.Duration
	for range 10 {
		if short, long = took(n/4), took(n); long < 8*short {
			break
		}
	}
	if long >= 8*short {
		t.Errorf("%d bytes take %v, %d take %v", n/4, short, n, long)
	}
	var h HTTP
	for i := range data {
		if got, err := h.Next(FromClient, data[:i+1], false); err != nil || (got != 0) != (i >= len(data)-4) || got != 0 && got != int64(len(data)) {
			t.Fatal(i, got, err)
		} else if got != 0 {
			break
		}
	}
}

// TestFramersLong: bodies that are longer than what may be held are skipped, and what follows is found.
func TestFramersLong(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	body := strings.Repeat("0123456789", 1000)
	var chunks strings.Builder
	for at := 0; at < len(body); {
		n := min(1+rnd.IntN(700), len(body)-at)
		fmt.Fprintf(&chunks, "%x\r\n%s\r\n", n, body[at:at+n])
		at += n
	}
	head := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	for _, size := range []int{1, 9, 100, 1460, 20000} {
		var got []int
		text := head + chunks.String() + "0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
		m := &Messages{Framer: &HTTP{}, Max: 256, Message: func(m *Message) { got = append(got, len(m.Bytes), int(m.Missing)) }}
		var kept []byte
		at := int64(0)
		for part := range slices.Chunk([]byte(text), size) {
			kept = append(kept, part...)
			n := m.Data(FromServer, &Chunk{Bytes: kept, Offset: at})
			if n < 0 {
				t.Fatalf("segments of %d bytes: given up at %d", size, at)
			}
			kept, at = kept[n:], at+int64(n)
		}
		if len(kept) != 0 || len(got) != 4 || got[1] == 0 && size < 20000 || got[2] != 40 || got[3] != 0 {
			t.Errorf("segments of %d bytes: messages of %v bytes, %d left", size, got, len(kept))
		}
	}
}

// TestFramersGap: after a gap lines are found again, and lengths are not.
func TestFramersGap(t *testing.T) {
	for _, c := range []struct {
		f          Framer
		text, want string
		lost       int
	}{
		{&Delimited{}, "one\ntwo\nthree\nfour\n", "one\n tw four\n", 0},
		{LengthPrefixed{Size: 1, Add: 1}, "\x03abc\x02d----\x01e", "\x03abc \x02d ", 1},      // the gap ends in an unknown message
		{LengthPrefixed{Size: 1, Add: 1}, "\x03abc\x05d----\x01e", "\x03abc \x05d \x01e", 0}, // it is inside of a known one
	} {
		var got bytes.Buffer
		lost := 0
		a, err := NewAssembler(Config{Open: func(n *Conn) Stream {
			return &Messages{Conn: n, Framer: c.f, Message: func(m *Message) { got.Write(m.Bytes); got.WriteByte(' ') }, Lost: func(Direction, error) { lost++ }}
		}})
		if err != nil {
			t.Fatal(err)
		}
		a.Add(&Segment{Key: testKey, Flags: flagSYN, Seq: 99})
		a.Add(&Segment{Key: testKey, Flags: flagACK, Seq: 100, Payload: []byte(c.text[:6])})
		a.Add(&Segment{Key: testKey, Flags: flagACK, Seq: 110, Payload: []byte(c.text[10:])})
		a.Flush()
		if strings.TrimSpace(got.String()) != strings.TrimSpace(c.want) || lost != c.lost {
			t.Errorf("%T: %q, want %q; lost %d", c.f, got.String(), c.want, lost)
		}
	}
}

// TestDelimitedGap: behind a gap, a delimiter of several bytes is found wherever segments begin.
func TestDelimitedGap(t *testing.T) {
	text := "wo||three||four||"
	for size := 1; size <= len(text); size++ {
		var got []string
		m := &Messages{Framer: &Delimited{Delimiter: []byte("||")}, Message: func(m *Message) { got = append(got, string(m.Bytes)) }}
		m.Event(&Event{Kind: EventGap, Length: 10})
		var kept []byte
		for part := range slices.Chunk([]byte(text), size) {
			kept = append(kept, part...)
			kept = kept[m.Data(FromClient, &Chunk{Bytes: kept}):]
		}
		if want := []string{"three||", "four||"}; !slices.Equal(got, want) || len(kept) > 0 {
			t.Errorf("segments of %d bytes: %q, want %q; %d left", size, got, want, len(kept))
		}
		m.Event(&Event{Kind: EventGap, Length: 10})
		if n := m.Data(FromClient, &Chunk{Bytes: []byte("x|"), Final: true}); n != 2 {
			t.Errorf("%d of the last bytes are used", n)
		}
	}
}

// TestHTTPMethods: requests whose methods are not remembered do not change what the responses to others are taken for.
func TestHTTPMethods(t *testing.T) {
	var h HTTP
	next := func(d Direction, text string) {
		t.Helper()
		if n, err := h.Next(d, []byte(text+"HTTP/1.1 "), false); int(n) != len(text) || err != nil {
			t.Fatalf("%q: %d, %v", text, n, err)
		}
	}
	ask := func(method string) { next(FromClient, method+" / HTTP/1.1\r\n\r\n") }
	const answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
	for range mostMethods + 2 {
		ask("GET")
	}
	next(FromServer, answer+"abc")
	ask("HEAD") // there is room for it now, but not for those before it
	for range mostMethods + 1 {
		next(FromServer, answer+"abc")
	}
	next(FromServer, answer+"abc") // nobody knows that it is that of HEAD
	ask("HEAD")
	next(FromServer, answer)
}

// TestHTTPCodings: a body is in chunks if the last coding says so.
func TestHTTPCodings(t *testing.T) {
	for value, want := range map[string]int{"gzip, chunked": 5, "gzip,Chunked": 5, "chunked": 5, "xchunked": 0, "chunked, gzip": 0, "unchunked, gzip": 0} {
		var h HTTP
		head := "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + value + "\r\n\r\n"
		if want > 0 {
			want += len(head)
		}
		if n, err := h.Next(FromServer, []byte(head+"0\r\n\r\nHTTP/1.1"), false); int(n) != want || err != nil {
			t.Errorf("%s: %d, %v, want %d", value, n, err, want)
		}
	}
}

// TestFramersMemory: what comes behind bytes that there was no memory for is not taken for the beginning of a message.
func TestFramersMemory(t *testing.T) {
	long, rest := strings.Repeat("a", 500), strings.Repeat("b", 60)+"\n"
	for _, c := range []struct {
		per  int64
		want string
		f    Framer
		lost int
	}{
		{1 << 20, long + rest + " ccc\n ", &Delimited{}, 0},
		{1000, long + " ccc\n ", &Delimited{}, 0}, // the beginning is told when there is no room for the end
		{400, "ccc\n ", &Delimited{}, 0},          // there is none for the beginning
		{1000, long + " ", justLines{&Delimited{}}, 1},
		{400, "", justLines{&Delimited{}}, 1},
	} {
		var got strings.Builder
		lost := 0
		a, err := NewAssembler(Config{PerConnection: c.per, Open: func(n *Conn) Stream {
			return &Messages{Conn: n, Framer: c.f, Message: func(m *Message) { got.Write(m.Bytes); got.WriteByte(' ') }, Lost: func(Direction, error) { lost++ }}
		}})
		if err != nil {
			t.Fatal(err)
		}
		a.Add(&Segment{Key: testKey, Flags: flagSYN, Seq: 99})
		a.Add(&Segment{Key: testKey, Flags: flagACK, Seq: 100, Payload: []byte(long)})
		a.Add(&Segment{Key: testKey, Flags: flagACK, Seq: 600, Payload: []byte(rest + "ccc\n")})
		a.Flush()
		if got.String() != c.want || lost != c.lost {
			t.Errorf("%d bytes for a connection: %q, want %q; lost %d", c.per, got.String(), c.want, lost)
		}
	}
}

// justLines cannot find a beginning.
type justLines struct{ lines *Delimited }

func (l justLines) Next(d Direction, data []byte, end bool) (int64, error) {
	return l.lines.Next(d, data, end)
}
