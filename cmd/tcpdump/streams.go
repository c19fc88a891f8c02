package main

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/reassembly"
)

// streamFlags are the values of the flags about streams.
type streamFlags struct {
	follow, dir string
	defrag      bool
}

// following says which streams are wanted, and in which form.
type following struct {
	stream uint64
	form   string // ascii, hex or raw; "": nothing is to be printed
	dir    string // "": nothing is to be written
	defrag bool
}

func (f *streamFlags) following() (following, error) {
	out := following{dir: f.dir, defrag: f.defrag || f.dir != "" || f.follow != ""}
	if f.follow == "" {
		return out, nil
	}
	words := strings.Split(f.follow, ",")
	if len(words) == 2 {
		words = append(words, "ascii")
	}
	if len(words) != 3 || words[0] != "tcp" || words[2] != "ascii" && words[2] != "hex" && words[2] != "raw" {
		return out, fmt.Errorf("--follow %s: want tcp,N or tcp,N,FORM, where FORM is ascii, hex or raw", f.follow)
	}
	n, err := strconv.ParseUint(words[1], 10, 64)
	if err != nil {
		return out, fmt.Errorf("--follow %s: %s is no number of a stream", f.follow, words[1])
	}
	out.stream, out.form = n, words[2]
	return out, nil
}

// wanted reports whether streams are followed, instead of packets printed.
func (f *following) wanted() bool { return f.form != "" || f.dir != "" }

// streams puts streams together and prints or writes them.
type streams struct {
	following
	a    *reassembly.Assembler
	r    reassembly.SegmentReader
	v    packet.View
	out  *bufio.Writer
	dirs *streamDir
	err  error
}

// newStreams begins, with out for what is printed.
func (f *following) newStreams(out *bufio.Writer) (s *streams, err error) {
	s = &streams{following: *f, out: out}
	s.r.Flow.Inner = true
	if f.dir != "" {
		if s.dirs, err = newStreamDir(f.dir); err != nil {
			return nil, err
		}
	}
	// In a file, only the bounds of memory end a wait.
	s.a, err = reassembly.NewAssembler(reassembly.Config{
		Open: s.open, Idle: reassembly.Never, HalfClosed: reassembly.Never, Hole: reassembly.Never, Embryonic: reassembly.Never,
	})
	return s, err
}

func (s *streams) open(c *reassembly.Conn) reassembly.Stream {
	var out tee
	if s.form != "" && c.Index() == s.stream {
		out = append(out, newPrinted(s, c))
	}
	if s.dirs != nil {
		out = append(out, s.dirs.stream(c))
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// add takes a packet.
func (s *streams) add(data []byte, info *capture.Info) error {
	_ = s.v.Decode(data, info.LinkType) // what cannot be decoded is in no stream
	if s.r.Read(&s.v, info) {
		s.a.Add(&s.r.Segment)
	}
	return s.failed()
}

func (s *streams) failed() error {
	if s.err == nil && s.dirs != nil {
		s.err = s.dirs.err
	}
	return s.err
}

// end ends all streams.
func (s *streams) end() error {
	s.a.Flush()
	if s.dirs != nil {
		s.dirs.close()
	}
	if err := s.failed(); err != nil {
		return err
	}
	if n := s.a.Stats().Begun; s.form != "" && s.stream >= n {
		return fmt.Errorf("there is no TCP stream %d: there are %d", s.stream, n)
	}
	return nil
}

// tee is several streams that get the same.
type tee []reassembly.Stream

func (t tee) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	for _, s := range t {
		s.Data(d, c)
	}
	return len(c.Bytes)
}

func (t tee) Event(e *reassembly.Event) {
	for _, s := range t {
		s.Event(e)
	}
}

func (t tee) Close(why reassembly.Reason) {
	for _, s := range t {
		s.Close(why)
	}
}

// endText is an end as address and port.
func endText(e, port flow.Endpoint) string {
	a, _ := e.Addr()
	b := port.Bytes()
	return netip.AddrPortFrom(a, uint16(b[0])<<8|uint16(b[1])).String()
}

// ends are the texts of client and server.
func ends(c *reassembly.Conn) [2]string {
	k := c.Key()
	src, dst := k.Flow.Endpoints()
	sp, dp := k.Ports().Endpoints()
	return [2]string{endText(src, sp), endText(dst, dp)}
}

// printed is a stream that is printed.
type printed struct {
	s    *streams
	last reassembly.Direction
	any  bool
	cr   bool // the last byte, which was not printed, is a carriage return
	buf  []byte
}

func newPrinted(s *streams, c *reassembly.Conn) *printed {
	if s.form != "raw" {
		e := ends(c)
		fmt.Fprintf(s.out, "tcp stream %d: client %s, server %s\n", c.Index(), e[0], e[1])
	}
	return &printed{s: s}
}

func (p *printed) Data(d reassembly.Direction, c *reassembly.Chunk) int {
	p.turn(d)
	var err error
	switch p.s.form {
	case "raw":
		_, err = p.s.out.Write(c.Bytes)
	case "hex":
		err = p.hex(c)
	default:
		_, err = p.s.out.Write(p.ascii(c.Bytes))
	}
	if err != nil && p.s.err == nil {
		p.s.err = err
	}
	return len(c.Bytes)
}

// turn prints who speaks now.
func (p *printed) turn(d reassembly.Direction) {
	if p.s.form != "raw" && (!p.any || d != p.last) {
		p.rest()
		fmt.Fprintf(p.s.out, "\n--- %v\n", d)
	}
	p.any, p.last = true, d
}

// hex prints bytes with their places in the direction, 16 a line.
func (p *printed) hex(c *reassembly.Chunk) error {
	for i := 0; i < len(c.Bytes); i += 16 {
		part := c.Bytes[i:min(i+16, len(c.Bytes))]
		if _, err := fmt.Fprintf(p.s.out, "%08x  %-32s  %s\n", c.Offset+int64(i), hex.EncodeToString(part), dotted(part)); err != nil {
			return err
		}
	}
	return nil
}

// ascii keeps lines and letters of ASCII. Carriage returns that end no line, which would have a terminal write over what is there, are dots.
func (p *printed) ascii(b []byte) []byte {
	p.buf = p.buf[:0]
	for _, c := range b {
		if p.cr && c == '\n' {
			p.buf = append(p.buf, '\r')
		} else if p.cr {
			p.buf = append(p.buf, '.')
		}
		if p.cr = c == '\r'; p.cr {
			continue
		}
		if c != '\n' && c != '\t' {
			c = byte(dot(rune(c)))
		}
		p.buf = append(p.buf, c)
	}
	return p.buf
}

// rest prints what ascii has left.
func (p *printed) rest() {
	if p.cr {
		p.cr = false
		p.s.out.WriteByte('.')
	}
}

// dot puts a dot in the place of what is no letter of ASCII.
func dot(r rune) rune {
	if r < ' ' || r > '~' {
		return '.'
	}
	return r
}

// dotted has a letter or a dot for each byte.
func dotted(b []byte) string {
	text := make([]byte, len(b))
	for i, c := range b {
		text[i] = byte(dot(rune(c)))
	}
	return string(text)
}

func (p *printed) Event(e *reassembly.Event) {
	if p.s.form == "raw" {
		return
	}
	switch e.Kind {
	case reassembly.EventGap:
		p.rest()
		p.turn(e.Direction)
		fmt.Fprintf(p.s.out, "\n[%d bytes are missing: %v]\n", e.Length, e.Why)
	case reassembly.EventConflict:
		p.rest()
		p.turn(e.Direction)
		fmt.Fprintf(p.s.out, "\n[at %d there are %q and %q]\n", e.Offset, e.Old, e.New)
	}
}

func (p *printed) Close(why reassembly.Reason) {
	if p.s.form != "raw" {
		p.rest()
		fmt.Fprintf(p.s.out, "\n--- the end: %v\n", why)
	}
}

var errBoth = errors.New("--follow and --streams go with no -w, --json or --tree")
