package layers_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// kept reports whether a decoding error left every byte in some field.
func kept(err error) bool {
	var e *codec.Error
	return err == nil || errors.As(err, &e) && e.Recovered
}

// FuzzDNS: what decodes is written back as it was. With everything derived it means the same, and deriving
// again changes nothing.
func FuzzDNS(f *testing.F) {
	bindVectors(f, func(msg []byte, _ []string) { f.Add(msg) })
	f.Fuzz(func(t *testing.T, msg []byte) {
		in := bytes.Clone(msg)
		var d, again layers.DNS
		rest, err := codec.Unmarshal(msg, &d)
		text := d.String()
		if !bytes.Equal(in, msg) {
			t.Fatal("decoding wrote to its input")
		}
		if !kept(err) {
			return
		}
		if out, err := raw.Marshal(&d, rest); err != nil || !bytes.Equal(out, in) {
			t.Fatalf("verbatim: %v\n%x\n%x", err, in, out)
		}
		if err != nil || strings.Contains(text, ".<") || strings.HasSuffix(text, "...") {
			return
		}
		out, err := codec.Marshal(&d)
		if err != nil {
			t.Fatalf("derived: %v", err)
		}
		if _, err := codec.Unmarshal(out, &again); err != nil || again.String() != text {
			t.Fatalf("derived: %v\n%s\n%s", err, text, &again)
		}
		if twice, err := codec.Marshal(&again); err != nil || !bytes.Equal(twice, out) {
			t.Fatalf("derived again: %v\n%x\n%x", err, out, twice)
		}
	})
}

// FuzzDHCPv4: what decodes is written back as it was, derived too; so are the views of options.
func FuzzDHCPv4(f *testing.F) {
	for _, msg := range dnsmasqVectors(f) {
		f.Add(msg[236:], msg[44:236])
	}
	f.Fuzz(func(t *testing.T, tail, names []byte) {
		msg := make([]byte, 236, 236+len(tail))
		copy(msg[44:236], names)
		msg = append(msg, tail...)
		var d layers.DHCPv4
		if _, err := codec.Unmarshal(msg, &d); !kept(err) {
			t.Fatal(err) // the fixed part is whole
		}
		for _, e := range []codec.Encoder{{Derive: codec.Nothing}, {Derive: codec.All}} {
			if out, err := e.Marshal(&d); err != nil || !bytes.Equal(out, msg) {
				t.Fatalf("derive %b: %v\n%x\n%x", e.Derive, err, msg, out)
			}
		}
		size := 0
		for o := range d.AllOptions {
			size += 2 + len(o.Data)
			_ = o.String()
			v, err := o.View()
			if err != nil || v == nil {
				continue
			}
			if out, err := raw.Marshal(v); err != nil || !bytes.Equal(out, o.Data) {
				t.Fatalf("%d: %v\n%x\n%x", o.Type, err, o.Data, out)
			}
		}
		if size > len(msg) {
			t.Fatalf("options of %d bytes in %d", size, len(msg))
		}
		_, _ = d.View(layers.DHCPv4OptionDomainSearch)
		_, _, _ = d.ServerNameText(), d.FileText(), d.MessageType()
	})
}
