package pcapio_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// ngFile writes a file with every kind of block; the reader's answer is wantNg.
func ngFile(t testing.TB, options ...pcapio.WriterOption) []byte {
	t.Helper()
	var file bytes.Buffer
	w := must(pcapio.NewNgWriter(&file, append(options, pcapio.WithSection(pcapio.SectionOptions{
		Comments: []string{"made by a test"}, Hardware: "a machine", OS: "a system", Application: "go test",
	}))...))(t)
	eth := must(w.AddInterface(capture.LinkTypeEthernet, 128, &pcapio.InterfaceOptions{
		Name: "eth0", Description: "the first", Speed: new(uint64(1e9)), FCSLength: new(uint8(4)), OS: "Linux",
		IPv4:   []pcapio.IPv4Interface{{Addr: netip.MustParseAddr("192.0.2.1"), Mask: [4]byte{255, 255, 255, 0}}},
		IPv6:   []pcapio.IPv6Interface{{Addr: netip.MustParseAddr("2001:db8::1"), PrefixLen: 64}},
		MAC:    &pcapio.MAC{2, 0, 0, 0, 0, 1},
		Filter: &pcapio.Filter{Kind: pcapio.FilterText, Value: []byte("ip or ip6")},
	}))(t)
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(w.WriteNames([]pcapio.NameRecord{
		pcapio.NewNameRecord(netip.MustParseAddr("192.0.2.1"), "example.org", "www.example.org"),
		pcapio.NewNameRecord(netip.MustParseAddr("2001:db8::1"), "example.org"),
	}, &pcapio.NameOptions{Server: "ns.example.org", IPv4: netip.MustParseAddr("192.0.2.53")}))
	check(w.WriteSecrets(pcapio.SecretsTLS, []byte("CLIENT_RANDOM 00 11\n")))
	check(w.WritePacket(make([]byte, 60), &capture.Info{
		Time: at(1_700_000_000, 123_456_789), CaptureLength: 60, Length: 64, Interface: eth, LinkType: 1,
		Flags: capture.MakeFlags(capture.Outbound, capture.ReceptionBroadcast, 4), Dropped: 3,
	}))
	packet := pcapio.PacketOptions{
		Comments: []string{"first", "second"}, Hashes: []pcapio.Hash{{Algorithm: pcapio.HashCRC32, Value: []byte{1, 2, 3, 4}}},
		PacketID: new(uint64(0x1122334455667788)), Queue: new(uint32(5)),
		Verdicts: []pcapio.Verdict{{Kind: pcapio.VerdictXDP, Number: 2}},
		Process:  &pcapio.ProcessThread{Process: 7, Thread: 8},
		Custom:   []pcapio.CustomOption{{Code: capture.OptionCustomText, PEN: 32473, Value: []byte("custom")}},
	}
	list := must(packet.Encode(false))(t)
	pico := must(w.AddInterface(capture.LinkTypeRaw, 0, &pcapio.InterfaceOptions{
		Name: "pico", Resolution: new(pcapio.Resolution(12)), TimeOffset: new(int64(1_699_999_000)),
	}))(t)
	check(w.WritePacket([]byte("abc"), &capture.Info{
		Time: capture.Timestamp{Sec: 1_700_000_000, Nsec: 1, Frac: 1 << 63, Set: true}, CaptureLength: 3, Length: 3,
		Interface: pico, LinkType: capture.LinkTypeRaw, Options: list,
	}))
	check(w.WritePacket(make([]byte, 128), &capture.Info{CaptureLength: 128, Length: 200, LinkType: 1, Flags: 4 << 5}))
	check(w.Write(&pcapio.Journal{Entry: []byte("MESSAGE=hello\n__REALTIME_TIMESTAMP=1700000000000000\n")}))
	check(w.Write(&pcapio.Custom{PEN: 32473, Data: []byte("custom block")}))
	check(w.Write(&pcapio.Custom{PEN: 32473, Data: []byte("private"), NoCopy: true}))
	check(w.WriteStatistics(eth, at(1_700_000_001, 0), &pcapio.StatisticsOptions{
		Comments: []string{"counted"}, Received: new(uint64(100)), InterfaceDropped: new(uint64(2)), OSDropped: new(uint64(1)),
		Start: new(pcapio.Ticks(1_700_000_000_000_000_000)), End: new(pcapio.Ticks(1_700_000_001_000_000_000)),
	}))
	check(w.Close())
	if w.Size() != int64(file.Len()) || w.Packets() != 3 {
		t.Errorf("%d packets, size %d of %d", w.Packets(), w.Size(), file.Len())
	}
	return file.Bytes()
}

func TestNgWriter(t *testing.T) {
	for _, big := range []bool{false, true} {
		var options []pcapio.WriterOption
		if big {
			options = append(options, pcapio.WithBigEndian())
		}
		file := ngFile(t, options...)
		var kinds []pcapio.BlockType
		list, r, err := readAll(bytes.NewReader(file), pcapio.WithBlocks(func(b pcapio.Block) error {
			kinds = append(kinds, b.Type)
			return nil
		}))
		if err != io.EOF || len(list) != 3 {
			t.Fatalf("%d packets, %v", len(list), err)
		}
		want := []pcapio.BlockType{
			pcapio.BlockSection, pcapio.BlockInterface, pcapio.BlockNames, pcapio.BlockSecrets, pcapio.BlockInterface,
			pcapio.BlockJournal, pcapio.BlockCustom, pcapio.BlockCustomNoCopy, pcapio.BlockStatistics,
		}
		if !reflect.DeepEqual(kinds, want) {
			t.Errorf("blocks %v, want %v", kinds, want)
		}
		if h := r.Header(); h.BigEndian != big || h.SectionLength != -1 {
			t.Errorf("header %+v", h)
		}
		var o pcapio.PacketOptions
		if err := o.Decode(list[0].info.Options); err != nil || o.Flags == nil || *o.Flags != 2|3<<2|4<<5 || o.DropCount == nil || *o.DropCount != 3 {
			t.Errorf("options %+v, %v", o, err)
		}
		if err := o.Decode(list[1].info.Options); err != nil || *o.PacketID != 0x1122334455667788 || *o.Queue != 5 || o.Flags != nil ||
			o.Verdicts[0].Number != 2 || *o.Process != (pcapio.ProcessThread{Process: 7, Thread: 8}) || o.Custom[0].PEN != 32473 {
			t.Errorf("options %+v, %v", o, err)
		}
		for i := range list {
			list[i].info.Options = capture.Options{}
		}
		wantPackets(t, list,
			got{string(make([]byte, 60)), capture.Info{Time: at(1_700_000_000, 123_456_789), Length: 64, LinkType: 1, Flags: 2 | 3<<2 | 4<<5, Dropped: 3}},
			got{"abc", capture.Info{
				Time: capture.Timestamp{Sec: 1_700_000_000, Nsec: 1, Frac: 1 << 63, Set: true}, Length: 3, Interface: 1, LinkType: capture.LinkTypeRaw,
			}},
			got{string(make([]byte, 128)), capture.Info{Length: 200, LinkType: 1, Flags: 4 << 5}},
		)
		if s, _ := r.Stats(); s.Dropped != 1 || s.InterfaceDropped != 2 {
			t.Errorf("statistics %+v", s)
		}
		if blocks, opaque, err := roundTrip(file); blocks != 12 || opaque != 0 || err != nil {
			t.Errorf("round trip: %d blocks, %d opaque, %v", blocks, opaque, err)
		}
	}
}

// TestNgWriterErrors: what cannot be written is not, and the file stays sound.
func TestNgWriterErrors(t *testing.T) {
	var file bytes.Buffer
	w := must(pcapio.NewNgWriter(&file))(t)
	id := must(w.AddInterface(1, 0, &pcapio.InterfaceOptions{Resolution: new(pcapio.Resolution(12))}))(t)
	info := func(change func(*capture.Info)) *capture.Info {
		i := &capture.Info{Time: at(5, 0), CaptureLength: 1, Length: 1, Interface: id, LinkType: 1}
		change(i)
		return i
	}
	for _, c := range []struct {
		info *capture.Info
		want error
	}{
		{info(func(i *capture.Info) { i.Interface = 1 }), pcapio.ErrInterface},
		{info(func(i *capture.Info) { i.Interface = -1 }), pcapio.ErrInterface},
		{info(func(i *capture.Info) { i.LinkType = 2 }), pcapio.ErrLinkType},
		{info(func(i *capture.Info) { i.LinkType, i.CaptureLength, i.Length = 2, 0, 0 }), pcapio.ErrLinkType},
		{info(func(i *capture.Info) { i.Time = at(-1, 0) }), pcapio.ErrTime},
		{info(func(i *capture.Info) { i.Time = at(1<<30, 0) }), pcapio.ErrTime},
		{info(func(i *capture.Info) { i.Options.Raw = []byte{1, 0, 9, 0, 1} }), pcapio.ErrFormat},
	} {
		if err := w.WritePacket([]byte("a"), c.info); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v, want %v", c.info, err, c.want)
		}
	}
	if err := w.WriteStatistics(1, at(0, 0), nil); !errors.Is(err, pcapio.ErrInterface) {
		t.Error(err)
	}
	if _, err := w.AddInterface(capture.LinkTypeNone, 0, nil); !errors.Is(err, pcapio.ErrLinkType) {
		t.Error(err)
	}
	for _, c := range []pcapio.Content{
		&pcapio.EnhancedPacket{Interface: 1}, &pcapio.EnhancedPacket{Interface: 1<<32 - 1}, &pcapio.ObsoletePacket{Interface: 7}, &pcapio.Statistics{Interface: 1},
	} {
		if err := w.Write(c); !errors.Is(err, pcapio.ErrInterface) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if _, err := w.AddInterface(1, 0, &pcapio.InterfaceOptions{Name: string(make([]byte, 1<<16))}); err == nil || w.Interfaces() != 1 {
		t.Error(err)
	}
	if err := w.WritePacket([]byte("a"), info(func(*capture.Info) {})); err != nil {
		t.Error(err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if err := w.WritePacket([]byte("a"), info(func(*capture.Info) {})); !errors.Is(err, capture.ErrClosed) || w.Close() != nil {
		t.Error(err)
	}
	if list, _, err := readAll(&file); err != io.EOF || len(list) != 1 || list[0].info.Time != at(5, 0) {
		t.Errorf("%v, %v", list, err)
	}
}

// TestNgWriterImplied: a source of one kind needs no interface description.
func TestNgWriterImplied(t *testing.T) {
	var file bytes.Buffer
	w := must(pcapio.NewNgWriter(&file))(t)
	if err := w.WritePacket([]byte("abc"), &capture.Info{Time: at(1, 2), CaptureLength: 3, Length: 3, LinkType: 113}); err != nil {
		t.Fatal(err)
	}
	if err := w.WritePacket([]byte("abcd"), &capture.Info{Time: at(1, 3)}); err != nil { // lengths and link type not known
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	list, _, err := readAll(&file)
	if err != io.EOF {
		t.Fatal(err)
	}
	wantPackets(t, list, got{"abc", capture.Info{Time: at(1, 2), Length: 3, LinkType: 113}},
		got{"abcd", capture.Info{Time: at(1, 3), Length: 4, LinkType: 113}})
}

// cutWriter takes so many bytes.
type cutWriter struct {
	bytes.Buffer
	left int
}

func (w *cutWriter) Write(p []byte) (int, error) {
	n := min(len(p), w.left)
	w.Buffer.Write(p[:n])
	w.left -= n
	if n < len(p) {
		return n, io.ErrClosedPipe
	}
	return n, nil
}

// wholeWriter checks that each write ends behind a block.
type wholeWriter struct {
	bytes.Buffer
	t *testing.T
}

func (w *wholeWriter) Write(p []byte) (int, error) {
	w.Buffer.Write(p)
	r, err := pcapio.NewBlockReader(bytes.NewReader(w.Bytes()))
	for err == nil {
		_, err = r.Next()
	}
	if err != io.EOF {
		w.t.Errorf("after a write the file ends with %v", err)
	}
	return len(p), nil
}

func TestNgWriterWhole(t *testing.T) {
	for _, buffer := range []int{0, 1, 100, 1000, 5000} {
		dst := &wholeWriter{t: t}
		w := must(pcapio.NewNgWriter(dst, pcapio.WithWriteBuffer(buffer)))(t)
		for i := range 50 {
			n := i * 37 % 300
			info := &capture.Info{Time: at(int64(i), 0), CaptureLength: uint32(n), Length: uint32(n), LinkType: 1, Flags: capture.Flags(i & 1)}
			if err := w.WritePacket(make([]byte, n), info); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		list, _, err := readAll(&dst.Buffer)
		if len(list) != 50 || err != io.EOF {
			t.Errorf("%d packets, %v", len(list), err)
		}
	}
	// What the destination refuses is refused ever after.
	failing, err := pcapio.NewNgWriter(&cutWriter{left: 100}, pcapio.WithWriteBuffer(0))
	for range 3 {
		if err == nil {
			err = failing.WritePacket([]byte("abc"), &capture.Info{})
		}
	}
	if !errors.Is(err, io.ErrClosedPipe) || !errors.Is(failing.Flush(), io.ErrClosedPipe) {
		t.Error(err)
	}
}

func TestNgWriterAllocs(t *testing.T) {
	w := must(pcapio.NewNgWriter(io.Discard))(t)
	must(w.AddInterface(1, 0, nil))(t)
	must(w.AddInterface(1, 0, &pcapio.InterfaceOptions{Resolution: new(pcapio.Resolution(0x80 | 32))}))(t)
	data, o := make([]byte, 1000), pcapio.PacketOptions{Comments: []string{"c"}, Queue: new(uint32(1))}
	info := capture.Info{Time: at(1_700_000_000, 5), CaptureLength: 1000, Length: 1000, LinkType: 1}
	flags, binary, comment := info, info, info
	flags.Flags, flags.Dropped = 1, 7
	binary.Interface = 1
	comment.Options = must(o.Encode(false))(t)
	for _, i := range []*capture.Info{&info, &flags, &binary, &comment} {
		if n := testing.AllocsPerRun(1000, func() {
			if err := w.WritePacket(data, i); err != nil {
				t.Error(err)
			}
		}); n != 0 {
			t.Errorf("%v allocations for %+v", n, i)
		}
	}
}

// TestSectionLength has the lengths of sections derived where the destination can seek.
func TestSectionLength(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.pcapng")
	w := must(pcapio.CreateNg(path, pcapio.WithSectionLength(), pcapio.WithBigEndian()))(t)
	if err := w.WritePacket([]byte("abc"), &capture.Info{}); err != nil {
		t.Fatal(err)
	}
	first := w.Size()
	if err := w.NewSection(pcapio.SectionOptions{Comments: []string{"second"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	file := must(os.ReadFile(path))(t)
	lengths := func(file []byte) (all []int64) {
		r := must(pcapio.NewBlockReader(bytes.NewReader(file)))(t)
		for b, err := range r.Blocks() {
			if err != nil {
				t.Fatal(err)
			}
			if b.Type == pcapio.BlockSection {
				all = append(all, r.Section().SectionLength)
			}
		}
		return all
	}
	if got := lengths(file); !reflect.DeepEqual(got, []int64{first - 28, 0}) {
		t.Errorf("lengths %v, want %d and 0", got, first-28)
	}
	// A copy without the packet, to a destination that cannot seek: not stated.
	var out bytes.Buffer
	bw := pcapio.NewBlockWriter(&out, pcapio.WithSectionLength())
	r := must(pcapio.NewBlockReader(bytes.NewReader(file)))(t)
	for b, err := range r.Blocks() {
		if err == nil && !b.Type.Packet() {
			err = bw.WriteBlock(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := bw.Close(); err != nil {
		t.Fatal(err)
	}
	if got := lengths(out.Bytes()); !reflect.DeepEqual(got, []int64{-1, -1}) {
		t.Errorf("lengths %v", got)
	}
}

// TestNgWriterRandom writes random packets to random interfaces and reads the same.
func TestNgWriterRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	resolutions := []pcapio.Resolution{0, 3, 6, 9, 10, 12, 18, 0x80, 0x80 | 10, 0x80 | 32, 0x80 | 60}
	for _, big := range []bool{false, true} {
		var options []pcapio.WriterOption
		if big {
			options = append(options, pcapio.WithBigEndian())
		}
		var file bytes.Buffer
		w := must(pcapio.NewNgWriter(&file, append(options, pcapio.WithWriteBuffer(random.IntN(3000)))...))(t)
		var ifaces []pcapio.InterfaceOptions
		var want []got
		for range 2000 {
			if len(ifaces) == 0 || random.IntN(50) == 0 {
				o := pcapio.InterfaceOptions{Resolution: new(resolutions[random.IntN(len(resolutions))])}
				if random.IntN(2) == 0 {
					o.TimeOffset = new(int64(random.Uint64()) >> random.IntN(64))
				}
				if random.IntN(2) == 0 {
					o.FCSLength = new(uint8(random.IntN(16)))
				}
				must(w.AddInterface(capture.LinkType(len(ifaces)), 0, &o))(t)
				ifaces = append(ifaces, o)
			}
			id := random.IntN(len(ifaces))
			o, offset := ifaces[id], int64(0)
			if o.TimeOffset != nil {
				offset = *o.TimeOffset
			}
			data := make([]byte, random.IntN(200)+1)
			info := capture.Info{
				Time:          o.Resolution.Timestamp(random.Uint64()>>random.IntN(64), offset),
				CaptureLength: uint32(len(data)), Length: random.Uint32(), Interface: id, LinkType: capture.LinkType(id),
				Flags: capture.Flags(random.Uint32() & (random.Uint32() & 3 * 0x55555555)), Dropped: random.Uint64() >> 32 * (random.Uint64() & 1),
			}
			if info.Flags.FCSLength() == 0 && o.FCSLength != nil {
				info.Flags |= capture.MakeFlags(0, 0, int(*o.FCSLength))
			}
			if random.IntN(3) == 0 {
				p := pcapio.PacketOptions{Queue: new(random.Uint32()), Comments: []string{"c"}}
				info.Options = must(p.Encode(random.IntN(2) == 0))(t)
			}
			if err := w.WritePacket(data, &info); err != nil {
				t.Fatalf("%+v: %v", info, err)
			}
			want = append(want, got{string(data), info})
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		list, _, err := readAll(&file)
		if err != io.EOF || len(list) != len(want) {
			t.Fatalf("%d packets, %v", len(list), err)
		}
		for i := range list {
			var a, b pcapio.PacketOptions
			if err := errors2(a.Decode(list[i].info.Options), b.Decode(want[i].info.Options)); err != nil || !reflect.DeepEqual(a.Queue, b.Queue) || !reflect.DeepEqual(a.Comments, b.Comments) {
				t.Fatalf("packet %d: %+v, want %+v, %v", i, a, b, err)
			}
			list[i].info.Options, want[i].info.Options = capture.Options{}, capture.Options{}
			if !reflect.DeepEqual(list[i], want[i]) {
				t.Fatalf("packet %d: %+v, want %+v", i, list[i].info, want[i].info)
			}
		}
	}
}

// TestNgWriterMade: a packet of which nothing is said belongs to the first interface, whatever its link type.
func TestNgWriterMade(t *testing.T) {
	var file bytes.Buffer
	w := must(pcapio.NewNgWriter(&file))(t)
	must(w.AddInterface(capture.LinkTypeRaw, 0, nil))(t)
	for _, info := range []*capture.Info{nil, {}, {LinkType: capture.LinkTypeRaw}} {
		if err := w.WritePacket([]byte("a"), info); err != nil {
			t.Errorf("%+v: %v", info, err)
		}
	}
	if err := w.Close(); err != nil || w.Packets() != 3 {
		t.Errorf("%d packets, %v", w.Packets(), err)
	}
}
