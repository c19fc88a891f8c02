package layers_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/pcapio"
)

// corpusPayloads calls yield with the UDP and TCP payloads to or from some ports in
// all captures of the conformance corpus whose protocols include one of names.
func corpusPayloads(t *testing.T, names []string, ports map[uint16]bool, yield func(where string, n int, tcp bool, payload []byte)) {
	t.Helper()
	root := os.Getenv("WIRETAG_DATA")
	if root == "" {
		t.Skip("WIRETAG_DATA is not set: no corpus")
	}
	root = filepath.Join(root, "corpus")
	list, err := os.ReadFile(filepath.Join(root, "manifest.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(list) {
		var m struct {
			File      string
			Protocols map[string]int
		}
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		has := false
		for _, n := range names {
			has = has || m.Protocols[n] > 0
		}
		if !has {
			continue
		}
		f, err := os.Open(filepath.Join(root, "captures", m.File))
		if err != nil {
			t.Fatal(err)
		}
		r, err := pcapio.NewReader(f)
		if err != nil {
			f.Close()
			continue
		}
		for n := 1; ; n++ {
			data, info, err := r.Next()
			if err != nil {
				break
			}
			if b, tcp := transportPayload(int(info.LinkType), data, ports); b != nil {
				yield(m.File, n, tcp, b)
			}
		}
		f.Close()
	}
}

// transportPayload finds the payload of UDP or TCP over IP in the common link types.
func transportPayload(link int, b []byte, ports map[uint16]bool) (payload []byte, tcp bool) {
	skip, known := map[int]int{1: 14, 101: 0, 12: 0, 113: 16, 0: 4, 276: 20}[link]
	if !known || len(b) < skip {
		return nil, false
	}
	for link == 1 && len(b) >= skip+4 && binary.BigEndian.Uint16(b[skip-2:]) == 0x8100 {
		skip += 4
	}
	b = b[skip:]
	proto, head := uint8(0), 0
	switch {
	case len(b) >= 20 && b[0]>>4 == 4:
		if binary.BigEndian.Uint16(b[6:])&0x1fff != 0 {
			return nil, false
		}
		proto, head = b[9], int(b[0]&15)*4
		if n := int(binary.BigEndian.Uint16(b[2:])); n >= head && n < len(b) {
			b = b[:n]
		}
	case len(b) >= 40 && b[0]>>4 == 6:
		proto, head = b[6], 40
		if n := 40 + int(binary.BigEndian.Uint16(b[4:])); n < len(b) {
			b = b[:n]
		}
	default:
		return nil, false
	}
	if len(b) < head+8 {
		return nil, false
	}
	b = b[head:]
	if !ports[binary.BigEndian.Uint16(b)] && !ports[binary.BigEndian.Uint16(b[2:])] {
		return nil, false
	}
	switch {
	case proto == 17:
		if n := int(binary.BigEndian.Uint16(b[4:])); n >= 8 && n < len(b) {
			b = b[:n]
		}
		return b[8:], false
	case proto == 6 && len(b) >= 20 && int(b[12]>>4)*4 <= len(b):
		return b[int(b[12]>>4)*4:], true
	}
	return nil, false
}

var raw = codec.Encoder{Derive: codec.Nothing}

// TestDNSCorpus decodes every DNS message of the corpus, writes it again as it
// was, and with everything derived: where all records decode, that gives the same bytes too.
func TestDNSCorpus(t *testing.T) {
	ports := map[uint16]bool{53: true, 5353: true, 5355: true}
	var total, good, recovered, failed, derived, differ int
	kinds := map[string]int{}
	corpusPayloads(t, []string{"dns", "mdns", "llmnr"}, ports, func(where string, n int, tcp bool, b []byte) {
		if tcp {
			if len(b) < 14 || int(binary.BigEndian.Uint16(b)) != len(b)-2 {
				return
			}
			b = b[2:]
		}
		if len(b) == 0 {
			return
		}
		total++
		in := bytes.Clone(b)
		var d layers.DNS
		rest, err := codec.Unmarshal(b, &d)
		if !bytes.Equal(in, b) {
			t.Fatalf("%s %d: decoding wrote to its input", where, n)
		}
		var e *codec.Error
		switch {
		case err == nil:
			good++
		case errors.As(err, &e) && e.Recovered:
			recovered++
		default:
			failed++
			kinds[err.Error()]++
			return
		}
		if err != nil {
			kinds[err.Error()]++
		}
		if len(rest) != 0 {
			t.Errorf("%s %d: %d bytes left over", where, n, len(rest))
		}
		_ = d.String()
		out, err := raw.Marshal(&d)
		if err != nil || !bytes.Equal(out, in) {
			t.Errorf("%s %d: verbatim: %v\n%x\n%x", where, n, err, in, out)
		}
		out, err = codec.Marshal(&d)
		if err != nil {
			t.Errorf("%s %d: derived: %v", where, n, err)
			return
		}
		derived++
		if e == nil && !bytes.Equal(out, in) {
			differ++
		}
	})
	t.Logf("%d messages: %d good, %d recovered, %d failed; of %d derived %d differ", total, good, recovered, failed, derived, differ)
	for k, n := range kinds {
		t.Log(n, k)
	}
	if total < 3000 || failed > total/50 || differ > 0 {
		t.Errorf("too few messages, or too many failures")
	}
}

// TestDHCPv4Corpus does the same for DHCP and BOOTP.
func TestDHCPv4Corpus(t *testing.T) {
	var total, good, recovered int
	kinds := map[string]int{}
	corpusPayloads(t, []string{"dhcp"}, map[uint16]bool{67: true, 68: true}, func(where string, n int, tcp bool, b []byte) {
		if tcp || len(b) == 0 {
			return
		}
		total++
		var d layers.DHCPv4
		_, err := codec.Unmarshal(b, &d)
		var e *codec.Error
		switch {
		case err == nil:
			good++
		case errors.As(err, &e) && e.Recovered:
			recovered++
			kinds[err.Error()]++
		default:
			kinds[err.Error()]++
			return
		}
		_ = d.String()
		for i := range d.Options {
			if _, err := d.Options[i].View(); err != nil {
				kinds[d.Options[i].Type.String()+": "+err.Error()]++
			}
		}
		out, err := raw.Marshal(&d)
		if err != nil || !bytes.Equal(out, b) {
			t.Errorf("%s %d: verbatim: %v\n%x\n%x", where, n, err, b, out)
		}
		out, err = codec.Marshal(&d)
		if err != nil || !bytes.Equal(out, b) {
			t.Errorf("%s %d: derived: %v\n%x\n%x", where, n, err, b, out)
		}
	})
	t.Logf("%d messages: %d good, %d recovered", total, good, recovered)
	for k, n := range kinds {
		t.Log(n, k)
	}
	if good < 240 || recovered > 2 {
		t.Errorf("too few messages, or too many failures")
	}
}
