package pcapio_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// FuzzBlocks: whatever is read block by block is written as the same bytes, as it is and decoded and encoded, in its own
// byte order and through the other one; packets are those that a Reader returns.
func FuzzBlocks(f *testing.F) {
	f.Add(ngFile(f))
	f.Add(ngFile(f, pcapio.WithBigEndian()))
	for _, build := range bothOrders {
		f.Add(section2(section2(build())).b)
		f.Add(oddBlocks(build()).b)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		original := bytes.Clone(file)
		if _, _, err := roundTrip(file); err != nil {
			t.Fatal(err)
		}
		samePacketsAsReader(t, file)
		if !bytes.Equal(file, original) {
			t.Fatal("the input was written to")
		}
	})
}

// oddBlocks writes blocks that no sound program writes and that are kept all the same.
func oddBlocks(w *builder) *builder {
	w.block(0x0a0d0d0a, func() {
		w.u32(0x1a2b3c4d).u16(1, 7).u32(0, 12345)                                   // a section length that is wrong
		w.u16(4, 3).bytes('a', 'p', 'p', 0xff).u16(0, 9).bytes(1, 2, 3, 4, 5, 6, 7) // padding, an end mark with a length, a tail
	})
	w.block(1, func() { w.u16(1, 0xaaaa).u32(5).u16(9, 1).bytes(6, 1, 2, 3) }) // reserved bits, no end mark
	w.block(6, func() {
		w.u32(0, 0, 1, 3, 3).bytes('a', 'b', 'c', 0xee).u16(2, 4).u32(1).u16(2, 4).u32(2).u16(4, 2).bytes(1, 2, 3, 4)
	})
	w.block(3, func() { w.u32(100).bytes([]byte("abcde\x01\x02\x03")...) })         // cut by the snapshot length
	w.block(4, func() { w.u16(1, 5).bytes(1, 2, 3, 4, 'x', 1, 2, 3) })              // no end mark, name without a zero byte
	w.block(4, func() { w.u16(0, 8).u16(3, 2).bytes(1, 2, 0xff, 0xff) })            // an end mark with a length, an option
	w.block(10, func() { w.u32(0x544c534b, 3).bytes(1, 2, 3, 4).u16(0, 1).u32(9) }) // padding, a tail
	w.block(9, func() { w.bytes('A', '=', 'b', '\n', 'C', 0, 0, 0) })
	w.block(9, func() {})
	w.block(9, func() { w.u32(0, 0) })
	w.block(0x40000bad, func() { w.u32(32473, 1) })
	w.block(0xbad, func() { w.u32(32473) })
	return w.block(0x80000001, func() { w.u32(1, 2, 3) })
}

func TestOddBlocks(t *testing.T) {
	for order, build := range bothOrders {
		w := oddBlocks(build())
		if blocks, opaque, err := roundTrip(w.b); blocks != 13 || opaque != 0 || err != nil {
			t.Errorf("%s: %d blocks, %d opaque, %v", order, blocks, opaque, err)
		}
	}
}

// samePacketsAsReader reads the packets block by block and with a Reader.
func samePacketsAsReader(t *testing.T, file []byte) {
	want, _, _ := readAll(bytes.NewReader(file))
	r, err := pcapio.NewBlockReader(bytes.NewReader(file))
	if err != nil {
		return
	}
	n := 0
	for b, err := range r.Blocks() {
		if err != nil {
			break
		}
		if !b.Type.Packet() {
			if _, _, err := r.Packet(); !errors.Is(err, pcapio.ErrNoPacket) {
				t.Fatalf("%v: %v", b.Type, err)
			}
			continue
		}
		if data, info, err := r.Packet(); err == nil && n < len(want) {
			if a := (got{string(data), info.Clone()}); !reflect.DeepEqual(a, want[n]) {
				t.Fatalf("packet %d: %+v, want %+v", n+1, a, want[n])
			}
		}
		n++
	}
	if n < len(want) {
		t.Fatalf("%d packets, want %d", n, len(want))
	}
}

// FuzzResync: going on behind damage ends, delivers at least what is delivered without it, and accounts for every byte.
func FuzzResync(f *testing.F) {
	for _, build := range bothOrders {
		f.Add(section2(section2(build())).b)
		f.Add(build().section().iface(1, 0).bytes(1, 2, 3, 4).enhanced(0, 1, 4, 4, "abcd").b)
	}
	f.Fuzz(resync)
}

func resync(t *testing.T, file []byte) {
	before, _, first := readAll(bytes.NewReader(file))
	last, total := int64(0), int64(0)
	after, r, err := readAll(bytes.NewReader(file), pcapio.WithResync(func(e *pcapio.Error, skipped int64) {
		if e.Offset < last || skipped <= 0 {
			t.Fatalf("%d bytes at %d after %d", skipped, e.Offset, last)
		}
		last = e.Offset + skipped
		total += skipped
	}))
	if r == nil || r.Header().Format != pcapio.Pcapng {
		return
	}
	if len(after) < len(before) || first == io.EOF && err != io.EOF || r.Compression() == pcapio.Plain && last > int64(len(file)) {
		t.Fatalf("%d packets, %v; without it %d, %v; %d bytes left out up to %d", len(after), err, len(before), first, total, last)
	}
	for i := range before {
		if !reflect.DeepEqual(before[i], after[i]) {
			t.Fatalf("packet %d: %+v, want %+v", i+1, after[i], before[i])
		}
	}
}

// TestCorpusResync goes on behind the damage of every damaged pcapng file of the corpus.
func TestCorpusResync(t *testing.T) {
	dir := corpusDir(t)
	files := 0
	lines(t, filepath.Join(dir, "manifest.jsonl"), func(line []byte) {
		var m corpusFile
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		if m.ParserError == nil {
			return
		}
		file, err := os.ReadFile(filepath.Join(dir, "captures", m.File))
		if err != nil {
			t.Fatal(err)
		}
		files++
		resync(t, file)
		samePacketsAsReader(t, file)
	})
	if files < 150 {
		t.Fatalf("%d files", files)
	}
}

// TestNgReadAllocs: packets with options cost no memory, whether they are looked at one by one or not, nor do blocks.
func TestNgReadAllocs(t *testing.T) {
	w := bothOrders["big-endian"]().section().iface(1, 0)
	for range 3000 {
		w.enhanced(0, 1, 4, 4, "abcd", func() { w.option(1, 'c').option(2, 0, 0, 0, 1).option(5, 0, 0, 0, 0, 0, 0, 0, 9).option(0) })
	}
	r := must(pcapio.NewReader(bytes.NewReader(w.b)))(t)
	if n := testing.AllocsPerRun(1000, func() {
		_, info, err := r.Next()
		if err != nil || info.Flags != 1 {
			t.Fatal(info, err)
		}
		if id, ok := info.Options.Uint(capture.OptionPacketID); !ok || id != 9 {
			t.Fatal(id, ok)
		}
		if c, ok := info.Options.Get(capture.OptionComment); !ok || string(c) != "c" {
			t.Fatal(c, ok)
		}
	}); n != 0 {
		t.Errorf("%v allocations a packet", n)
	}
	b := must(pcapio.NewBlockReader(bytes.NewReader(w.b)))(t)
	bw := pcapio.NewBlockWriter(io.Discard)
	for range 2 {
		if block, err := b.Next(); err != nil || bw.WriteBlock(block) != nil {
			t.Fatal(err)
		}
	}
	var p pcapio.EnhancedPacket
	if n := testing.AllocsPerRun(1000, func() {
		block, err := b.Next()
		if err == nil {
			err = bw.WriteBlock(block)
		}
		if err == nil {
			err = block.DecodeTo(&p)
		}
		if err != nil || string(p.Data) != "abcd" {
			t.Fatal(p, err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a block", n)
	}
}

// FuzzOptions: whatever a list has, typed values hold all of it, in either byte order; editing keeps what it does not touch.
func FuzzOptions(f *testing.F) {
	f.Add(unhexSeed("0100 0100 61000000 0200 0400 01000000 0700 0900 01ffffffffffffffff000000 0000 0000 cafe"), false)
	f.Add(unhexSeed("0004 0008 c0000201ffffff00 0005 0002 00010000 0bac 0005 00007ed974000000"), true)
	f.Fuzz(func(t *testing.T, raw []byte, big bool) {
		list := capture.Options{Raw: raw, BigEndian: big}
		for _, make := range []func() optionSet{
			func() optionSet { return new(pcapio.SectionOptions) }, func() optionSet { return new(pcapio.InterfaceOptions) },
			func() optionSet { return new(pcapio.PacketOptions) }, func() optionSet { return new(pcapio.NameOptions) },
			func() optionSet { return new(pcapio.StatisticsOptions) }, func() optionSet { return new(pcapio.SecretsOptions) },
		} {
			first, second := make(), make()
			if err := first.Decode(list); (err != nil) != (list.Check() >= 0) {
				t.Fatalf("%T: %v", first, err)
			}
			other, err := first.Encode(!big)
			if err != nil {
				t.Fatalf("%T: %v", first, err)
			}
			if err := second.Decode(other); err != nil {
				t.Fatalf("%T: %v", first, err)
			}
			if !sameButOther(first, second) {
				t.Fatalf("%+v, then %+v", first, second)
			}
		}
		edited := list
		if edited.Set(0x7777, []byte("new")) != nil || edited.Delete(0x7777) < 1 {
			t.Fatal("an option that is not there")
		}
		want := 0
		for o := range list.All() {
			if o.Code != 0x7777 {
				want++
			}
		}
		for range edited.All() {
			want--
		}
		if want != 0 {
			t.Fatalf("%x has %d options fewer: %x", list.Raw, want, edited.Raw)
		}
	})
}

func unhexSeed(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(err)
	}
	return b
}

// sameButOther compares two structs of options; no values and empty ones are the same among the others.
func sameButOther(a, b optionSet) bool {
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		v, w := x.Field(i), y.Field(i)
		if x.Type().Field(i).Name != "Other" {
			if !reflect.DeepEqual(v.Interface(), w.Interface()) {
				return false
			}
			continue
		}
		p, q := v.Interface().([]capture.Option), w.Interface().([]capture.Option)
		if len(p) != len(q) {
			return false
		}
		for i := range p {
			if p[i].Code != q[i].Code || !bytes.Equal(p[i].Value, q[i].Value) {
				return false
			}
		}
	}
	return true
}
