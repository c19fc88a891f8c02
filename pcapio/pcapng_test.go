package pcapio_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

const micros2023 = 1_700_000_000_123_456

// section2 writes a section with all kinds of blocks and four packets; the reader's answer is wantSection.
func section2(w *builder) *builder {
	w.section(func() { w.option(4, []byte("hand")...) })
	w.iface(1, 96, func() { w.option(2, []byte("eth0")...) }, func() { w.option(13, 4) })
	w.block(0xbad, func() { w.u32(1, 2, 3) }) // unknown
	w.iface(228, 0, func() { w.option(9, 9) }, func() { w.option(14, w.order.AppendUint64(nil, 1<<64-100)...) })
	w.enhanced(0, micros2023, 3, 60, "abc")
	w.block(4, func() { w.u16(1, 5).bytes(10, 0, 0, 1, 'a', 0, 0, 0).u32(0) })      // names
	w.block(10, func() { w.u32(0x544c534b, 5).bytes([]byte("secret\x00\x00")...) }) // secrets
	w.simple(100, string(make([]byte, 96)))
	w.block(0xbad0, func() { w.u32(32473).bytes('x') })                               // custom
	w.block(5, func() { w.u32(1, 0, 0).option(5, w.order.AppendUint64(nil, 11)...) }) // statistics
	w.enhanced(
		1, 1_700_000_000_000_000_005, 5, 5, "defgh",
		func() { w.option(1, []byte("first")...) },
		func() { w.option(2, w.order.AppendUint32(nil, 2|3<<2|1<<24)...) },
		func() { w.option(4, w.order.AppendUint64(nil, 1<<40)...) },
		func() { w.option(1, []byte("second")...) },
		func() { w.option(0) },
	)
	w.block(2, func() { w.u16(0, 7).u32(0, 1_000_001, 2, 9).bytes('i', 'j') }) // obsolete
	w.packetEnd()
	return w
}

func wantSection() []got {
	return []got{
		{"abc", capture.Info{Time: at(1_700_000_000, 123_456_000), Length: 60, LinkType: 1, Flags: 4 << 5}},
		{string(make([]byte, 96)), capture.Info{Length: 100, LinkType: 1, Flags: 4 << 5}},
		{"defgh", capture.Info{
			Time: at(1_699_999_900, 5), Length: 5, LinkType: 228, Interface: 1, Dropped: 1 << 40, Flags: 2 | 3<<2 | 1<<24,
		}},
		{"ij", capture.Info{Time: at(1, 1000), Length: 9, LinkType: 1, Dropped: 7, Flags: 4 << 5}},
	}
}

func TestPcapngBlocks(t *testing.T) {
	for name, build := range bothOrders {
		w := section2(build())
		list, r, err := readAll(bytes.NewReader(w.b))
		if err != io.EOF {
			t.Fatal(name, err)
		}
		wantPackets(t, list, wantSection()...)
		if c := slices.Collect(list[2].info.Comments()); !slices.Equal(c, []string{"first", "second"}) {
			t.Errorf("comments %q", c)
		}
		if n := list[0].info.CommentCount() + list[1].info.CommentCount() + list[3].info.CommentCount(); n != 0 {
			t.Errorf("%d comments on the other packets", n)
		}
		h := r.Header()
		if h.Format != pcapio.Pcapng || h.BigEndian != (name == "big-endian") || h.VersionMajor != 1 || h.VersionMinor != 0 ||
			h.LinkType != 1 || h.SnapLen != 96 || h.Section != 0 || h.SectionLength != -1 {
			t.Errorf("%s: header %+v", name, h)
		}
		if v, _ := h.Options.Get(pcapio.OptionSectionApplication); string(v) != "hand" {
			t.Errorf("application %q", v)
		}
		i := r.Interfaces()
		if len(i) != 2 || i[0].Name() != "eth0" || i[0].FCSLength() != 4 || i[0].SnapLen != 96 || i[0].Resolution() != 6 ||
			i[1].Resolution() != 9 || i[1].TimeOffset() != -100 || i[1].LinkType != 228 || i[1].Name() != "" {
			t.Errorf("%s: interfaces %+v", name, i)
		}
		for id, want := range map[int]bool{-1: false, 0: true, 1: true, 2: false} {
			if one, ok := r.Interface(id); ok != want || ok && one.LinkType != i[id].LinkType {
				t.Errorf("%s: interface %d: %+v, %v", name, id, one, ok)
			}
		}
		if s, err := r.Stats(); err != nil || s != (capture.Stats{Received: 4, InterfaceDropped: 11}) {
			t.Errorf("%s: stats %+v, %v", name, s, err)
		}
	}
}

// TestPcapngSections has a section in each byte order; the second one describes its interfaces anew.
func TestPcapngSections(t *testing.T) {
	w := section2(bothOrders["little-endian"]())
	w.order = bothOrders["big-endian"]().order
	section2(w)
	w.section().iface(113, 0).enhanced(0, 1, 1, 1, "z")
	list, r, err := readAll(bytes.NewReader(w.b))
	if err != io.EOF {
		t.Fatal(err)
	}
	want := append(append(wantSection(), wantSection()...),
		got{"z", capture.Info{Time: at(0, 1000), Length: 1, LinkType: 113}})
	wantPackets(t, list, want...)
	if h := r.Header(); h.Section != 2 || r.LinkType() != 1 || len(r.Interfaces()) != 1 || !h.BigEndian {
		t.Errorf("header %+v, link type %v", h, r.LinkType())
	}
	if s, _ := r.Stats(); s != (capture.Stats{Received: 9, InterfaceDropped: 22}) {
		t.Errorf("stats %+v", s)
	}
}

func TestPcapngBlockCallback(t *testing.T) {
	w := section2(bothOrders["big-endian"]())
	var seen []string
	_, _, err := readAll(bytes.NewReader(w.b), pcapio.WithBlocks(func(b pcapio.Block) error {
		if !b.BigEndian || len(b.Body) != cap(b.Body) {
			t.Errorf("block %+v", b)
		}
		if !bytes.Equal(b.Body, w.b[b.Offset+8:int(b.Offset)+8+len(b.Body)]) {
			t.Errorf("block at %d has another body", b.Offset)
		}
		seen = append(seen, fmt.Sprintf("%x:%d", uint32(b.Type), len(b.Body)))
		return nil
	}))
	want := []string{"a0d0d0a:24", "1:24", "bad:12", "1:28", "4:16", "a:16", "bad0:8", "5:24"}
	if err != io.EOF || !slices.Equal(seen, want) {
		t.Errorf("blocks %v, want %v (%v)", seen, want, err)
	}

	stop := errors.New("enough")
	list, _, err := readAll(bytes.NewReader(w.b), pcapio.WithBlocks(func(b pcapio.Block) error {
		if b.Type == 4 {
			return stop
		}
		return nil
	}))
	if !errors.Is(err, stop) || len(list) != 1 {
		t.Errorf("%d packets, error %v", len(list), err)
	}
}

// TestPcapngTruncated cuts a file at every byte: the packets before the cut, then an error with the offset of the
// block, or a clean end.
func TestPcapngTruncated(t *testing.T) {
	for name, build := range bothOrders {
		w := section2(build())
		whole := blockEnds(w)
		for cut := range len(w.b) {
			packets, start, need := 0, 0, 0
			for _, end := range w.ends {
				if end <= cut {
					packets++
				}
			}
			for _, end := range whole {
				if end <= cut {
					start = end
				} else if need == 0 {
					need = end - start
				}
			}
			list, _, err := readAll(bytes.NewReader(w.b[:cut]))
			if len(list) != packets {
				t.Fatalf("%s cut at %d: %d packets, want %d (%v)", name, cut, len(list), packets, err)
			}
			left := int64(cut - start)
			switch {
			case cut < 4:
				wantError(t, err, pcapio.ErrTruncated, 0, 4, left)
			case left == 0:
				if err != io.EOF {
					t.Fatalf("%s cut at %d: %v, want EOF", name, cut, err)
				}
			case left < 12:
				wantError(t, err, pcapio.ErrTruncated, int64(start), 12, left)
			default:
				wantError(t, err, pcapio.ErrTruncated, int64(start), int64(need), left)
			}
		}
	}
}

// blockEnds walks the blocks of a sound file.
func blockEnds(w *builder) (ends []int) {
	for at := 0; at < len(w.b); {
		at += int(w.order.Uint32(w.b[at+4:]))
		ends = append(ends, at)
	}
	return ends
}

func TestPcapngMalformed(t *testing.T) {
	start := func(w *builder) *builder { return w.section().iface(1, 10).enhanced(0, 1, 1, 1, "a") }
	const at = 28 + 20 + 36 // offset of what comes next
	for _, c := range []struct {
		name       string
		write      func(w *builder)
		need, have int64
	}{
		{"length 0", func(w *builder) { w.u32(6, 0, 0) }, 0, 0},
		{"length 8", func(w *builder) { w.u32(6, 8, 0) }, 0, 0},
		{"odd length", func(w *builder) { w.u32(6, 34, 0).bytes(make([]byte, 22)...) }, 0, 0},
		{"other length at the end", func(w *builder) { w.u32(77, 16, 0, 20) }, 0, 0},
		{"short enhanced block", func(w *builder) { w.block(6, func() { w.u32(0, 0, 0, 0) }) }, 32, 28},
		{"short packet block", func(w *builder) { w.block(2, func() { w.u32(0, 0, 0, 0) }) }, 32, 28},
		{"short simple block", func(w *builder) { w.block(3, func() {}) }, 16, 12},
		{"short interface block", func(w *builder) { w.block(1, func() { w.u32(1) }) }, 20, 16},
		{"short statistics block", func(w *builder) { w.block(5, func() { w.u32(1) }) }, 24, 16},
		{"short secrets block", func(w *builder) { w.block(10, func() { w.u32(1) }) }, 20, 16},
		{"short section block", func(w *builder) { w.block(0x0a0d0d0a, func() { w.u32(0x1a2b3c4d) }) }, 28, 16},
		{"byte-order magic", func(w *builder) { w.block(0x0a0d0d0a, func() { w.u32(1, 1, 0, 0, 0) }) }, 0, 0},
		{"section version", func(w *builder) { w.block(0x0a0d0d0a, func() { w.u32(0x1a2b3c4d).u16(2, 0).u32(0, 0) }) }, 0, 0},
		{"unknown interface", func(w *builder) { w.enhanced(1, 1, 1, 1, "b") }, 0, 0},
		{"unknown interface, packet block", func(w *builder) { w.block(2, func() { w.u32(0xffffffff, 0, 0, 0, 0) }) }, 0, 0},
		{"captured length", func(w *builder) { w.enhanced(0, 1, 5, 5, "bcde") }, 5, 4},
		{"captured length, packet block", func(w *builder) { w.block(2, func() { w.u32(0, 0, 0, 1<<31, 0) }) }, 1 << 31, 0},
		{"captured length, simple block", func(w *builder) { w.simple(9, "bcdefgh") }, 9, 8},
		{"packet option", func(w *builder) { w.enhanced(0, 1, 1, 1, "b", func() { w.u16(1, 5).u32(0) }) }, 5, 4},
		{"interface option", func(w *builder) { w.iface(1, 1, func() { w.u16(2, 1) }) }, 1, 0},
		{"statistics option", func(w *builder) { w.block(5, func() { w.u32(0, 0, 0).u16(2, 1) }) }, 1, 0},
		{"name record", func(w *builder) { w.block(4, func() { w.u16(1, 9).u32(0, 0) }) }, 9, 8},
		{"name option", func(w *builder) { w.block(4, func() { w.u32(0).u16(2, 1) }) }, 1, 0},
		{"secrets length", func(w *builder) { w.block(10, func() { w.u32(1, 5, 0) }) }, 5, 4},
		{"secrets option", func(w *builder) { w.block(10, func() { w.u32(1, 1, 0).u16(2, 1) }) }, 1, 0},
	} {
		for order, build := range bothOrders {
			w := start(build())
			c.write(w)
			w.enhanced(0, 1, 1, 1, "never")
			list, r, err := readAll(bytes.NewReader(w.b))
			if len(list) != 1 {
				t.Errorf("%s, %s: %d packets, want 1", c.name, order, len(list))
			}
			t.Run(c.name, func(t *testing.T) { wantError(t, err, pcapio.ErrFormat, at, c.need, c.have) })
			if _, _, again := r.Next(); again != err {
				t.Errorf("%s, %s: then %v, want the same error", c.name, order, again)
			}
		}
	}
}

func TestPcapngFirstPacketWithoutInterface(t *testing.T) {
	w := bothOrders["little-endian"]().section().simple(1, "a")
	list, r, err := readAll(bytes.NewReader(w.b))
	if r == nil || len(list) != 0 || r.LinkType() != capture.LinkTypeNone {
		t.Fatal(r, list)
	}
	wantError(t, err, pcapio.ErrFormat, 28, 0, 0)
}

func TestPcapngLimit(t *testing.T) {
	big := func(typ uint32) []byte {
		w := bothOrders["little-endian"]().section().iface(1, 0)
		w.block(typ, func() { w.bytes(make([]byte, 300_000)...) })
		return w.enhanced(0, 1, 1, 1, "a").b
	}
	// Nobody wants a block of type 0xbad: it is skipped without being in memory as a whole.
	list, _, err := readAll(bytes.NewReader(big(0xbad)), pcapio.WithLimit(100), pcapio.WithBuffer(4096))
	if len(list) != 1 || err != io.EOF {
		t.Errorf("%d packets, %v", len(list), err)
	}
	file := big(0xbad)
	_, _, err = readAll(bytes.NewReader(file[:200_000]), pcapio.WithLimit(100))
	wantError(t, err, pcapio.ErrTruncated, 48, 300_012, 200_000-48)
	file[48+300_008]++
	_, _, err = readAll(bytes.NewReader(file), pcapio.WithLimit(100))
	wantError(t, err, pcapio.ErrFormat, 48, 0, 0)
	_, _, err = readAll(bytes.NewReader(big(6)), pcapio.WithLimit(100))
	wantError(t, err, pcapio.ErrLimit, 48, 300_012, 100)
	_, _, err = readAll(bytes.NewReader(big(0xbad)), pcapio.WithLimit(100),
		pcapio.WithBlocks(func(pcapio.Block) error { return nil }))
	wantError(t, err, pcapio.ErrLimit, 48, 300_012, 100)

	// Interfaces stay in memory, so their number is bounded too.
	w := bothOrders["little-endian"]().section()
	for range 1000 {
		w.iface(1, 0)
	}
	_, r, err := readAll(bytes.NewReader(w.b), pcapio.WithLimit(100))
	if !errors.Is(err, pcapio.ErrLimit) || len(r.Interfaces()) != 512 {
		t.Errorf("%d interfaces, %v", len(r.Interfaces()), err)
	}
}

func TestResolution(t *testing.T) {
	const most = 1<<64 - 1
	for _, c := range []struct {
		res    pcapio.Resolution
		ticks  uint64
		offset int64
		want   string // nanoseconds
		text   string
	}{
		{6, micros2023, 0, "1700000000123456000", "10^-6 s"},
		{6, micros2023, -1_700_000_000, "123456000", "10^-6 s"},
		{6, most, 0, "18446744073709551615000", "10^-6 s"},
		{9, most, 0, "18446744073709551615", "10^-9 s"},
		{9, 5, -1, "-999999995", "10^-9 s"},
		{0, 7, 0, "7000000000", "10^-0 s"},
		{0, most, 0, "18446744073709551615000000000", "10^-0 s"},
		{0, most, 1<<63 - 1, "27670116110564327422000000000", "10^-0 s"},
		{0, 1 << 63, -1, "9223372036854775807000000000", "10^-0 s"},
		{0, 0, -1 << 63, "-9223372036854775808000000000", "10^-0 s"},
		{1, 12, 0, "1200000000", "10^-1 s"},
		{3, 1_700_000_000_123, 0, "1700000000123000000", "10^-3 s"},
		{12, 1_700_000_000_123_456_789, 0, "1700000000123456", "10^-12 s"},
		{19, most, 0, "1844674407", "10^-19 s"},
		{20, most, 0, "184467440", "10^-20 s"},
		{28, most, 0, "1", "10^-28 s"},
		{29, most, 3, "3000000000", "10^-29 s"},
		{127, most, 0, "0", "10^-127 s"},
		{0x80, most, 0, "18446744073709551615000000000", "2^-0 s"},
		{0x81, 3, 0, "1500000000", "2^-1 s"},
		{0x80 | 20, 1<<20 + 1<<19, 0, "1500000000", "2^-20 s"},
		{0x80 | 32, 1<<63 | 1<<31, 0, "2147483648500000000", "2^-32 s"},
		{0x80 | 63, most, 0, "1999999999", "2^-63 s"},
		{0x80 | 64, most, 0, "999999999", "2^-64 s"},
		{0x80 | 65, 1 << 63, 0, "250000000", "2^-65 s"},
		{0x80 | 127, most, 0, "0", "2^-127 s"},
	} {
		ts := c.res.Timestamp(c.ticks, c.offset)
		if got := ts.Nanoseconds().String(); got != c.want || c.res.String() != c.text || ts.Nsec > 999_999_999 {
			t.Errorf("%v: %d ticks %+d s: %s (%v), want %s", c.res, c.ticks, c.offset, got, ts, c.want)
		}
	}
}
