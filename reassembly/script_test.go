package reassembly

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// logger is a stream that writes down what it is told.
type logger struct {
	lines *[]string
	use   func(n int) int // how much of n bytes is used
}

func (l logger) add(format string, args ...any) {
	*l.lines = append(*l.lines, fmt.Sprintf(format, args...))
}

func (l logger) Data(d Direction, c *Chunk) int {
	text := string(c.Bytes)
	if len(text) > 40 {
		text = fmt.Sprintf("%s…%d", text[:4], len(text))
	}
	final := ""
	if c.Final {
		final = " final"
	}
	l.add("%c %d %q%s", d.String()[0], c.Offset, text, final)
	if l.use != nil {
		return l.use(len(c.Bytes))
	}
	return len(c.Bytes)
}

func (l logger) Event(e *Event) {
	s := fmt.Sprintf("%c %v %d+%d", e.Direction.String()[0], e.Kind, e.Offset, e.Length)
	switch e.Kind {
	case EventGap:
		s += " " + e.Why.String()
	case EventConflict:
		s += fmt.Sprintf(" %s/%s %v %v", e.Old, e.New, e.NewWins, e.Delivered)
	case EventUrgent:
		s += " " + string(e.New)
	case EventBadReset:
		s += fmt.Sprintf(" %v", e.InWindow)
	}
	l.add("%s", s)
}

func (l logger) Close(why Reason) { l.add("close %v", why) }

// run feeds segments, one a line: side (c, s), flags (letters, - for none), seq, ack, data in Go's or no quotes, and words: w=window, u=urgent pointer, ts=
// timestamp, ws=window scale, miss=bytes not captured, t=seconds, bad (checksum). "flush" and "advance t=" are calls.
func run(t *testing.T, conf Config, script string) []string {
	t.Helper()
	var lines []string
	if conf.Open == nil {
		conf.Open = func(c *Conn) Stream {
			lines = append(lines, fmt.Sprintf("open %d", c.Key().SrcPort))
			return logger{lines: &lines}
		}
	}
	a, err := NewAssembler(conf)
	if err != nil {
		t.Fatal(err)
	}
	now := int64(1e18)
	for line := range strings.Lines(script) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		s := Segment{Key: testKey, Window: 1000}
		s.parse(t, words, &now)
		switch words[0] {
		case "flush":
			a.Flush()
			continue
		case "advance":
			a.Advance(now)
			continue
		case "s":
			s.Key = s.Key.Reverse()
		}
		s.Time = now
		a.Add(&s)
	}
	return lines
}

func (s *Segment) parse(t *testing.T, words []string, now *int64) {
	t.Helper()
	number := func(w string) uint32 {
		n, err := strconv.ParseUint(w, 0, 32)
		if err != nil {
			t.Fatal(err)
		}
		return uint32(n)
	}
	place := 0
	for _, w := range words[1:] {
		name, value, option := strings.Cut(w, "=")
		switch {
		case w == "bad":
			s.BadChecksum = true
		case option && name == "t":
			d, err := time.ParseDuration(value)
			if err != nil {
				t.Fatal(err)
			}
			*now = 1e18 + int64(d)
		case option && name == "w":
			s.Window = uint16(number(value))
		case option && name == "u":
			s.Urgent = uint16(number(value))
		case option && name == "ts":
			s.Stamp, s.HasStamp = number(value), true
		case option && name == "ws":
			s.Scale = uint8(number(value)) + 1
		case option && name == "miss":
			s.Missing = number(value)
		case place == 0:
			for i, c := range "FSRPAU" {
				if strings.ContainsRune(w, c) {
					s.Flags |= 1 << i
				}
			}
			place++
		case place == 1:
			s.Seq = number(w)
			place++
		case place == 2:
			s.Ack = number(w)
			place++
		default:
			if n, ok := strings.CutPrefix(w, "*"); ok {
				w = strings.Repeat("x", int(number(n)))
			}
			s.Payload = []byte(w)
		}
	}
}
