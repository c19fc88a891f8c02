package layers_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// bindVectors gives the messages of testdata/dns_bind.txt, and what dig prints of each.
func bindVectors(t testing.TB, yield func(msg []byte, lines []string)) {
	t.Helper()
	text, err := os.ReadFile("testdata/dns_bind.txt")
	if err != nil {
		t.Fatal(err)
	}
	var msg []byte
	var lines []string
	for _, l := range append(strings.Split(string(text), "\n"), "") {
		switch {
		case strings.HasPrefix(l, "\t"):
			lines = append(lines, l[1:])
			continue
		case strings.HasPrefix(l, "#"):
			continue
		}
		if msg != nil {
			yield(msg, lines)
		}
		if msg, err = hex.DecodeString(l); err != nil {
			t.Fatal(err)
		}
		if l == "" {
			msg = nil
		}
		lines = nil
	}
}

// TestDNSRecordsLikeDig decodes a record of each type and prints it as dig does.
func TestDNSRecordsLikeDig(t *testing.T) {
	types := map[layers.DNSType]bool{}
	bindVectors(t, func(msg []byte, want []string) {
		var d layers.DNS
		if _, err := codec.Unmarshal(msg, &d); err != nil {
			t.Errorf("%v: %v", want, err)
			return
		}
		var got []string
		for _, r := range d.Answers {
			types[r.Type] = true
			if _, isRaw := r.Data.(layers.DNSRaw); isRaw && !strings.Contains(want[0], `\#`) {
				continue // dig has a form of its own for it
			}
			got = append(got, r.Name.String()+" "+r.Type.String()+" "+r.Data.String())
		}
		if d.Answers[0].Type == layers.DNSTypeCERT { // dig has mnemonics for the numbers
			want[0] = strings.NewReplacer("PKIX", "1", "RSASHA256", "8").Replace(want[0])
		}
		slices.Sort(got)
		slices.Sort(want)
		if got != nil && !slices.Equal(got, want) {
			t.Errorf("\nwant %q\ngot  %q", want, got)
		}
		out, err := raw.Marshal(&d)
		if err != nil || !bytes.Equal(out, msg) {
			t.Errorf("%v: verbatim: %v\n%x\n%x", want, err, msg, out)
		}
	})
	if len(types) < 65 {
		t.Errorf("%d types", len(types))
	}
}

// TestDNSCompressionLikeNamed builds the messages of named from names that know nothing of
// them: encoding finds the same pointers.
func TestDNSCompressionLikeNamed(t *testing.T) {
	bindVectors(t, func(msg []byte, want []string) {
		var d layers.DNS
		if _, err := codec.Unmarshal(msg, &d); err != nil {
			t.Fatal(err)
		}
		detach(&d)
		out, err := codec.Marshal(&d)
		if last := len(want) - 1; strings.HasSuffix(want[last], " 30 other.test.") {
			// named writes other.test in full, though the question ends with test.
			tail := "\x00\x1e\x05other\x04test\x00"
			msg = append(bytes.TrimSuffix(msg, []byte("\x00\x0e"+tail)), "\x00\x0a\x00\x1e\x05other\xc0\x1a"...)
		}
		if err != nil || !bytes.Equal(out, msg) {
			t.Errorf("%v: %v\nwant %x\ngot  %x", want, err, msg, out)
		}
	})
}

// detach replaces the names in the message that may be compressed by copies that are not.
func detach(d *layers.DNS) {
	for i := range d.Questions {
		d.Questions[i].Name = d.Questions[i].Name.Clone()
	}
	for r := range d.Resources {
		r.Name = r.Name.Clone()
		switch x := r.Data.(type) {
		case *layers.DNSNS:
			x.Host = x.Host.Clone()
		case *layers.DNSCNAME:
			x.Target = x.Target.Clone()
		case *layers.DNSPTR:
			x.Target = x.Target.Clone()
		case *layers.DNSMB:
			x.Host = x.Host.Clone()
		case *layers.DNSMX:
			x.Exchange = x.Exchange.Clone()
		case *layers.DNSMINFO:
			x.Responsible, x.Errors = x.Responsible.Clone(), x.Errors.Clone()
		case *layers.DNSSOA:
			x.MName, x.RName = x.MName.Clone(), x.RName.Clone()
		}
	}
}
