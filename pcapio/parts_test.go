package pcapio_test

import (
	"bytes"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// TestBlockParts: blocks that are written to a file come back with their fields and padding, and are appended byte for byte.
func TestBlockParts(t *testing.T) {
	file := filepath.Join(t.TempDir(), "blocks.pcapng")
	w, err := pcapio.CreateBlocks(file)
	if err != nil {
		t.Fatal(err)
	}
	var names capture.Options
	if err := names.Add(pcapio.NameIPv4, append([]byte{192, 0, 2, 1}, "host.example\x00"...)); err != nil {
		t.Fatal(err)
	}
	ifc := &pcapio.Interface{LinkType: capture.LinkTypeEthernet, SnapLen: 64}
	if err := ifc.Options.Add(pcapio.OptionInterfaceDescription, []byte("the first")); err != nil {
		t.Fatal(err)
	}
	content := []pcapio.Content{
		&pcapio.Section{VersionMajor: 1, Length: -1}, ifc,
		&pcapio.SimplePacket{Length: 5, Data: []byte("hello"), Padding: []byte{1, 2, 3}},
		&pcapio.NameResolution{Records: names},
		&pcapio.Journal{Entry: []byte("MESSAGE=x\n"), Padding: []byte{4, 5}},
		&pcapio.ObsoletePacket{Length: 3, Data: []byte("abc"), Padding: []byte{6}},
		&pcapio.Secrets{Type: pcapio.SecretsTLS, Data: []byte("keys!"), Padding: []byte{7, 8, 9}},
	}
	for _, c := range content {
		if err := w.Write(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := pcapio.OpenBlocks(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var all []byte
	for i := 0; ; i++ {
		b, err := r.Next()
		if err == io.EOF {
			if i != len(content) || int64(len(all)) != w.Size() {
				t.Errorf("%d blocks, %d bytes; want %d, %d", i, len(all), len(content), w.Size())
			}
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if all, err = b.AppendTo(all); err != nil {
			t.Fatal(err)
		}
		d, err := b.Decode()
		if err != nil {
			t.Fatal(err)
		}
		blockPart(t, d)
	}
	if got, ok := r.Interface(0); !ok || got.Description() != "the first" || got.SnapLen != 64 {
		t.Errorf("%+v, %v", got, ok)
	}
	if got, ok := r.Interface(1); ok {
		t.Errorf("interface 1: %+v", got)
	}
}

// blockPart looks at the fields of a block.
func blockPart(t *testing.T, d pcapio.Content) {
	t.Helper()
	data, padding, want := []byte(nil), []byte(nil), ""
	switch d := d.(type) {
	case *pcapio.SimplePacket:
		data, padding, want = d.Captured(64), d.Padding, "hello\x01\x02\x03"
		if len(d.Data) < 5 {
			t.Errorf("%d bytes of data", len(d.Data))
		}
	case *pcapio.NameResolution:
		data, _ = d.Records.Get(pcapio.NameIPv4)
		want = "\xc0\x00\x02\x01host.example\x00"
	case *pcapio.Journal:
		data, padding, want = d.Entry, d.Padding, "MESSAGE=x\n\x04\x05"
	case *pcapio.ObsoletePacket:
		data, padding, want = d.Data, d.Padding, "abc\x06"
	case *pcapio.Secrets:
		data, padding, want = d.Data, d.Padding, "keys!\x07\x08\x09"
	}
	if got := string(data) + string(padding); got != want {
		t.Errorf("%T: %q, want %q", d, got, want)
	}
}

// TestInterfaceTicks: a time, and what a block with a resolution of a millisecond says for it.
func TestInterfaceTicks(t *testing.T) {
	var ifc pcapio.Interface
	if err := ifc.Options.Add(pcapio.OptionInterfaceResolution, []byte{3}); err != nil {
		t.Fatal(err)
	}
	at := capture.TimestampOf(time.UnixMilli(1_700_000_000_123))
	if ticks, ok := ifc.Ticks(at); !ok || ticks != 1_700_000_000_123 || ifc.Time(ticks) != at {
		t.Errorf("%d, %v; back %v", ticks, ok, ifc.Time(ticks))
	}
}

// TestIndexLatest: the latest time is that of the packet in the middle.
func TestIndexLatest(t *testing.T) {
	var out bytes.Buffer
	w, err := pcapio.NewWriter(&out, pcapio.Header{LinkType: capture.LinkTypeEthernet, SnapLen: pcapio.DefaultSnapLen})
	if err != nil {
		t.Fatal(err)
	}
	for _, sec := range []int64{5, 9, 7} {
		if err := w.WritePacket(make([]byte, 60), &capture.Info{Time: capture.Unix(sec, 0), CaptureLength: 60, Length: 60, LinkType: capture.LinkTypeEthernet}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := pcapio.NewReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	x, err := pcapio.NewIndex(r)
	if err != nil || x.Latest() != capture.Unix(9, 0) || x.Packets() != 3 {
		t.Errorf("%v, %d packets, %v", x.Latest(), x.Packets(), err)
	}
}

// TestCustomOptionCopyable: draft-ietf-opsawg-pcapng section 3.5: the codes from 2988 on may be copied, those from 19372 on not.
func TestCustomOptionCopyable(t *testing.T) {
	for code, want := range map[uint16]bool{2988: true, 2989: true, 19372: false, 19373: false} {
		if got := (pcapio.CustomOption{Code: code}).Copyable(); got != want {
			t.Errorf("%d: %v", code, got)
		}
	}
}
