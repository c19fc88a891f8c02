package pcapio_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

func at(sec int64, nsec uint32) capture.Timestamp {
	return capture.Timestamp{Sec: sec, Nsec: nsec, Set: true}
}

func wantPackets(t *testing.T, list []got, want ...got) {
	t.Helper()
	if len(list) != len(want) {
		t.Fatalf("%d packets, want %d: %+v", len(list), len(want), list)
	}
	for i := range want {
		g, w := list[i], want[i]
		w.info.CaptureLength = uint32(len(w.data))
		g.info.Options, w.info.Options = capture.Options{}, capture.Options{}
		if g.data != w.data || !equalInfo(g.info, w.info) {
			t.Errorf("packet %d: %+v\nwant %+v", i+1, g, w)
		}
	}
}

// equalInfo compares all but the options.
func equalInfo(a, b capture.Info) bool {
	return a.Time == b.Time && a.CaptureLength == b.CaptureLength && a.Length == b.Length && a.Interface == b.Interface &&
		a.LinkType == b.LinkType && a.VLAN == b.VLAN && a.Flags == b.Flags && a.Dropped == b.Dropped
}

func TestPcapVariants(t *testing.T) {
	for name, build := range bothOrders {
		for _, c := range []struct {
			magic  uint32
			format pcapio.Format
			first  capture.Timestamp
		}{
			{0xa1b2c3d4, pcapio.Pcap, at(1_700_000_000, 999_999_000)},
			{0xa1b23c4d, pcapio.PcapNano, at(1_700_000_000, 999_999)},
		} {
			w := build().pcap(c.magic, 2, 4, -3600, 6, 65535, 228)
			w.record(1_700_000_000, 999_999, 3, 60, "abc").record(0xffffffff, 1, 0, 0, "")
			list, r, err := readAll(bytes.NewReader(w.b))
			if err != io.EOF {
				t.Fatal(name, err)
			}
			h := r.Header()
			want := pcapio.Header{
				Format: c.format, BigEndian: name == "big-endian", VersionMajor: 2, VersionMinor: 4,
				LinkType: capture.LinkTypeIPv4, SnapLen: 65535, ThisZone: -3600, SigFigs: 6, Network: 228,
			}
			h.Options, want.Options = capture.Options{}, capture.Options{}
			if h.Format != want.Format || h.BigEndian != want.BigEndian || h.ThisZone != want.ThisZone ||
				h.SigFigs != want.SigFigs || h.SnapLen != want.SnapLen || h.Network != want.Network ||
				h.LinkType != want.LinkType || h.VersionMajor != 2 || h.VersionMinor != 4 || r.LinkType() != want.LinkType {
				t.Errorf("%s: header %+v\nwant %+v", name, h, want)
			}
			second := at(0xffffffff, 1000)
			if c.format == pcapio.PcapNano {
				second.Nsec = 1
			}
			wantPackets(
				t, list,
				got{"abc", capture.Info{Time: c.first, Length: 60, LinkType: capture.LinkTypeIPv4}},
				got{"", capture.Info{Time: second, LinkType: capture.LinkTypeIPv4}},
			)
			if s, err := r.Stats(); err != nil || s.Received != 2 {
				t.Errorf("stats %+v, %v", s, err)
			}
		}
	}
}

func TestPcapModified(t *testing.T) {
	for name, build := range bothOrders {
		w := build().pcap(0xa1b2cd34, 2, 4, 0, 0, 100, 1)
		for kind := range byte(6) {
			w.u32(7, 8, 2, 9, 0x10000+uint32(kind)).u16(0x0800).bytes(kind, 0, 'h', 'i')
		}
		list, r, err := readAll(bytes.NewReader(w.b))
		if err != io.EOF || r.Header().Format != pcapio.PcapModified {
			t.Fatal(name, r.Header().Format, err)
		}
		want := make([]got, 6)
		for i, flags := range []capture.Flags{1 | 1<<2, 1 | 3<<2, 1 | 2<<2, 1 | 4<<2, 2, 0} {
			want[i] = got{"hi", capture.Info{
				Time: at(7, 8000), Length: 9, LinkType: 1, Interface: 0x10000 + i, Flags: flags,
			}}
		}
		wantPackets(t, list, want...)
	}
}

// TestPcapLengthOrder checks the order of the lengths in files of old versions, as libpcap 1.10.3 reads them.
func TestPcapLengthOrder(t *testing.T) {
	for _, c := range []struct {
		major, minor uint16
		a, b         uint32
		data         string
		length       uint32
	}{
		{2, 4, 2, 5, "xy", 5},
		{2, 4, 2, 1, "xy", 1}, // captured more than there was: delivered
		{2, 3, 2, 5, "xy", 5},
		{2, 3, 5, 2, "xy", 5},
		{2, 2, 5, 2, "xy", 5},
		{2, 1, 1, 2, "xy", 1},
		{543, 0, 5, 2, "xy", 5},
		{2, 5, 2, 5, "xy", 5},
		{1, 4, 2, 5, "xy", 5},
	} {
		for name, build := range bothOrders {
			w := build().pcap(0xa1b2c3d4, c.major, c.minor, 0, 0, 100, 1).record(1, 2, c.a, c.b, c.data)
			list, _, err := readAll(bytes.NewReader(w.b))
			if err != io.EOF {
				t.Errorf("%s version %d.%d: %v", name, c.major, c.minor, err)
			}
			wantPackets(t, list, got{c.data, capture.Info{Time: at(1, 2000), Length: c.length, LinkType: 1}})
		}
	}
}

func TestPcapOddRecords(t *testing.T) {
	w := bothOrders["little-endian"]().pcap(0xa1b2c3d4, 2, 4, 0, 0, 2, 1|1<<26|2<<28)
	w.record(1, 1_000_000, 3, 3, "abc")            // above the snapshot length, one second in microseconds
	w.record(0xffffffff, 0xffffffff, 1, 0, "d")    // 4294.967295 s carry over
	w.record(5, 999_999, 4, 0xffffffff, "efgh")    // the largest length
	w.record(6, 0, 20, 20, "01234567890123456789") // and back to normal
	list, r, err := readAll(bytes.NewReader(w.b))
	if err != io.EOF {
		t.Fatal(err)
	}
	const fcs4 = 4 << 5
	wantPackets(
		t, list,
		got{"abc", capture.Info{Time: at(2, 0), Length: 3, LinkType: 1, Flags: fcs4}},
		got{"d", capture.Info{Time: at(0xffffffff+4294, 967_295_000), LinkType: 1, Flags: fcs4}},
		got{"efgh", capture.Info{Time: at(5, 999_999_000), Length: 0xffffffff, LinkType: 1, Flags: fcs4}},
		got{"01234567890123456789", capture.Info{Time: at(6, 0), Length: 20, LinkType: 1, Flags: fcs4}},
	)
	h := r.Header()
	if n, ok := h.FCSLength(); n != 4 || !ok {
		t.Errorf("FCS length %d, %v", n, ok)
	}
	h.Network = 1 | 3<<28 // a length, but not said to be one
	if n, ok := h.FCSLength(); n != 0 || ok {
		t.Errorf("FCS length %d, %v without the bit", n, ok)
	}

	w = bothOrders["big-endian"]().pcap(0xa1b23c4d, 2, 4, 0, 0, 2, 1).record(1, 4_294_967_295, 0, 0, "")
	list, _, _ = readAll(bytes.NewReader(w.b))
	wantPackets(t, list, got{"", capture.Info{Time: at(5, 294_967_295), LinkType: 1}})
}

// TestPcapTruncated cuts files at every byte: the packets before the cut, then the error.
func TestPcapTruncated(t *testing.T) {
	for name, build := range bothOrders {
		w := build().pcap(0xa1b2c3d4, 2, 4, 0, 0, 100, 1).record(1, 2, 3, 3, "abc").record(1, 2, 0, 0, "").
			record(1, 2, 5, 5, "defgh")
		for cut := range len(w.b) {
			list, _, err := readAll(bytes.NewReader(w.b[:cut]))
			start, whole := 24, 0
			for _, end := range w.ends {
				if end <= cut {
					start, whole = end, whole+1
				}
			}
			if len(list) != whole {
				t.Fatalf("%s cut at %d: %d packets, want %d", name, cut, len(list), whole)
			}
			left := int64(cut - start)
			switch {
			case cut < 4:
				wantError(t, err, pcapio.ErrTruncated, 0, 4, int64(cut))
			case cut < 24:
				wantError(t, err, pcapio.ErrTruncated, 0, 24, int64(cut))
			case left == 0:
				if err != io.EOF {
					t.Fatalf("%s cut at %d: %v, want EOF", name, cut, err)
				}
			case left < 16:
				wantError(t, err, pcapio.ErrTruncated, int64(start), 16, left)
			default:
				wantError(t, err, pcapio.ErrTruncated, int64(start), []int64{3, 0, 5}[whole], left-16)
			}
		}
	}
}

func TestPcapErrors(t *testing.T) {
	_, _, err := readAll(bytes.NewReader([]byte("\x7fELF and so on")))
	wantError(t, err, pcapio.ErrFormat, 0, 0, 0)
	if want := "pcapio: file header at offset 0: no capture file begins with 0x7f454c46: malformed"; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
	w := bothOrders["little-endian"]().pcap(0xa1b2c3d4, 2, 4, 0, 0, 100, 1).record(1, 2, 3, 3, "abc").
		record(1, 2, 101, 101, "more than the limit")
	list, _, err := readAll(bytes.NewReader(w.b), pcapio.WithLimit(100))
	if len(list) != 1 {
		t.Errorf("%d packets, want 1", len(list))
	}
	wantError(t, err, pcapio.ErrLimit, 24+19, 101, 100)
	wantError(t, err, pcapio.ErrFormat, 24+19, 101, 100)
	_, _, err = readAll(bytes.NewReader(w.b), pcapio.WithLimit(101))
	wantError(t, err, pcapio.ErrTruncated, 24+19, 101, 19)
	if want := "pcapio: record at offset 43: packet data: need 101 bytes, have 19: truncated"; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}
