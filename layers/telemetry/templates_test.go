package telemetry_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers/telemetry"
)

// TestNetFlow9: templates, options templates and their records.
func TestNetFlow9(t *testing.T) {
	var ts telemetry.Templates
	var got []string
	for r, err := range ts.NetFlow9(vectors.Layer[telemetry.NetFlow9](t, "netflow-9")) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.String())
	}
	flow := "FlowRecord 256 sourceIPv4Address=192.0.2.1 destinationIPv4Address=198.51.100.2 protocolIdentifier=6 packetDeltaCount=10"
	want := []string{flow, flow, "FlowRecord 257 scopeSystem=00000001 samplingInterval=100 samplingAlgorithm=2"}
	if fmt.Sprint(got) != fmt.Sprint(want) || ts.Len() != 2 {
		t.Errorf("%d templates, records\n%s\nwant\n%s", ts.Len(), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestIPFIX: fields of variable length, of another direction, of an enterprise; records are written as they were.
func TestIPFIX(t *testing.T) {
	m := vectors.Layer[telemetry.IPFIX](t, "ipfix")
	var ts telemetry.Templates
	var got []string
	wire := map[uint16][]byte{}
	for r, err := range ts.IPFIX(m) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.String())
		b, err := r.Append(wire[r.Template.ID])
		if err != nil {
			t.Fatal(err)
		}
		wire[r.Template.ID] = b
		if a := r.Get("sourceIPv4Address"); r.Template.ID == 256 && a != netip.MustParseAddr("192.0.2.1") {
			t.Errorf("sourceIPv4Address %v", a)
		}
	}
	want := []string{
		"FlowRecord 256 sourceIPv4Address=192.0.2.1 destinationIPv4Address=198.51.100.2 protocolIdentifier=6 packetDeltaCount=10",
		"FlowRecord 258 sourceIPv4Address=192.0.2.1 interfaceName=eth0 reverseOctetDeltaCount=7 6871/101=0009",
		"FlowRecord 259 meteringProcessId=1 exportedMessageTotalCount=5",
	}
	want[2] = strings.Replace(want[2], "meteringProcessId", telemetry.ElementByID(144).Name, 1)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("records\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, s := range m.Sets {
		if s.ID > 255 && !bytes.Equal(wire[s.ID], s.Data) {
			t.Errorf("set %d: %x written as %x", s.ID, s.Data, wire[s.ID])
		}
	}
}

// TestTemplatesAreBounded: what is not known, too much, or empty, is an error of its set.
func TestTemplatesAreBounded(t *testing.T) {
	set := func(id uint16, v any) telemetry.IPFIXSet {
		b, err := codec.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return telemetry.IPFIXSet{ID: id, Data: b}
	}
	template := func(id, size uint16) telemetry.IPFIXSet {
		return set(2, &telemetry.IPFIXTemplates{List: []telemetry.FlowTemplate{{ID: id, Fields: []telemetry.FlowField{{Element: 1, Length: size}}}}})
	}
	sparse := set(2, &telemetry.IPFIXTemplates{List: []telemetry.FlowTemplate{{ID: 256, Fields: append(make([]telemetry.FlowField, 2), telemetry.FlowField{Element: 1, Length: 1})}}})
	gone := set(2, &telemetry.IPFIXTemplates{List: []telemetry.FlowTemplate{{ID: 256}}})
	for _, c := range []struct {
		name    string
		sets    []telemetry.IPFIXSet
		records int
		err     error
	}{
		{"no template", []telemetry.IPFIXSet{{ID: 256, Data: []byte{1, 2, 3, 4}}}, 0, telemetry.ErrNoTemplate},
		{"another template", []telemetry.IPFIXSet{template(257, 4), {ID: 256, Data: []byte{1, 2, 3, 4}}}, 0, telemetry.ErrNoTemplate},
		{"withdrawn", []telemetry.IPFIXSet{template(256, 4), gone, {ID: 256, Data: []byte{1, 2, 3, 4}}}, 0, telemetry.ErrNoTemplate},
		{"too many", []telemetry.IPFIXSet{template(256, 4), template(257, 4), template(258, 4)}, 0, telemetry.ErrTooManyTemplates},
		{"empty records", []telemetry.IPFIXSet{template(256, 0), {ID: 256, Data: []byte{1, 2, 3, 4}}}, 0, telemetry.ErrRecord},
		{"more empty fields than bytes", []telemetry.IPFIXSet{sparse, {ID: 256, Data: []byte{1, 2, 3, 4}}}, 0, telemetry.ErrRecord},
		{"cut variable length", []telemetry.IPFIXSet{template(256, 0xffff), {ID: 256, Data: []byte{1, 2, 3, 4}}}, 1, telemetry.ErrRecord},
		{"padding", []telemetry.IPFIXSet{template(256, 3), {ID: 256, Data: []byte{1, 2, 3, 4}}}, 1, nil},
	} {
		ts := telemetry.Templates{Limit: 2}
		records := 0
		var failed error
		for _, err := range ts.IPFIX(&telemetry.IPFIX{Sets: c.sets}) {
			if err != nil {
				failed = err
			} else {
				records++
			}
		}
		if records != c.records || !errors.Is(failed, c.err) || ts.Len() > 2 {
			t.Errorf("%s: %d records, %v, %d templates; want %d, %v", c.name, records, failed, ts.Len(), c.records, c.err)
		}
	}
}

// TestWithdrawAll: the number of the set in the place of a template's withdraws all templates of the domain, or all options templates (RFC 7011 section 8.1).
func TestWithdrawAll(t *testing.T) {
	for set, want := range map[uint16]int{2: 3, 3: 4} {
		var ts telemetry.Templates
		read := func(domain, set uint16, v any) {
			b, err := codec.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range ts.IPFIX(&telemetry.IPFIX{Domain: uint32(domain), Sets: []telemetry.IPFIXSet{{ID: set, Data: b}}}) {
				t.Error(err)
			}
		}
		fields := []telemetry.FlowField{{Element: 1, Length: 4}, {Element: 2, Length: 4}}
		for domain := range uint16(2) {
			read(domain, 2, &telemetry.IPFIXTemplates{List: []telemetry.FlowTemplate{{ID: 256, Fields: fields}, {ID: 257, Fields: fields}}})
			read(domain, 3, &telemetry.IPFIXOptionsTemplates{List: []telemetry.FlowOptions{{ID: 258, ScopeCount: 1, Fields: fields}}})
		}
		if ts.Len() != 6 {
			t.Fatal(ts.Len())
		}
		if set == 2 {
			read(0, 2, &telemetry.IPFIXTemplates{List: []telemetry.FlowTemplate{{ID: 2}}})
			read(1, 2, &telemetry.IPFIXTemplates{List: []telemetry.FlowTemplate{{ID: 257}}})
		} else {
			read(0, 3, &telemetry.IPFIXOptionsTemplates{List: []telemetry.FlowOptions{{ID: 3}}})
			read(1, 3, &telemetry.IPFIXOptionsTemplates{List: []telemetry.FlowOptions{{ID: 3}}})
		}
		if ts.Len() != want {
			t.Errorf("set %d: %d templates are left, want %d", set, ts.Len(), want)
		}
	}
}

// TestTemplatesOfManyFields: there may be as many templates as the limit says only if they are not all as long as a message. What is replaced or withdrawn makes room; a template
// that is not kept does not leave the one that it should have replaced.
func TestTemplatesOfManyFields(t *testing.T) {
	ts := telemetry.Templates{Limit: 1001}
	template := func(id uint16, fields int) error {
		x := telemetry.FlowTemplate{ID: id, Fields: make([]telemetry.FlowField, fields)}
		for i := range x.Fields {
			x.Fields[i] = telemetry.FlowField{Element: 1, Length: 4}
		}
		b, err := codec.Marshal(&telemetry.IPFIXTemplates{List: []telemetry.FlowTemplate{x}})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range ts.IPFIX(&telemetry.IPFIX{Sets: []telemetry.IPFIXSet{{ID: 2, Data: b}}}) {
			return err
		}
		return nil
	}
	for i, c := range []struct {
		id     uint16
		fields int
		err    error
		kept   int
	}{
		{256, 16000, nil, 1}, {257, 16000, nil, 2}, {258, 16000, nil, 3}, {259, 16000, nil, 4}, // 64000
		{256, 16000, nil, 4}, // again
		{260, 1, nil, 5},     // 64001
		{260, 1, nil, 5},     // again
		{261, 16000, telemetry.ErrTooManyTemplates, 5}, //
		{260, 16000, telemetry.ErrTooManyTemplates, 4}, // 64000
		{256, 0, nil, 3},     // withdrawn
		{261, 16000, nil, 4}, //
	} {
		if err := template(c.id, c.fields); !errors.Is(err, c.err) || ts.Len() != c.kept {
			t.Errorf("%d: %v, %d templates; want %v, %d", i, err, ts.Len(), c.err, c.kept)
		}
	}
}

// TestElements: the registry has names that are its own, and values have their types.
func TestElements(t *testing.T) {
	seen := map[string]bool{}
	n := 0
	for id := range uint16(600) {
		e := telemetry.ElementByID(id)
		if e.Name == "" {
			continue
		}
		n++
		if back, ok := telemetry.ElementByName(e.Name); !ok || back != e || seen[e.Name] || e.Type > telemetry.TypeUnsigned256 {
			t.Errorf("%d %s: %v", id, e.Name, back)
		}
		seen[e.Name] = true
	}
	if n < 500 {
		t.Errorf("only %d elements", n)
	}
	for name, want := range map[string]string{
		"octetDeltaCount 0102": "258", "mibObjectValueInteger ff": "-1", "sourceMacAddress 00005e005301": "00:00:5e:00:53:01", "flowStartMilliseconds 0000018bcfe56800": "2023-11-14 22:13:20 +0000 UTC",
		"flowStartSeconds 6553f100": "2023-11-14 22:13:20 +0000 UTC", "flowStartNanoseconds e8fe6f7080000000": "2023-11-14 22:13:04.5 +0000 UTC", "samplingProbability 3fe0000000000000": "0.5", "dataRecordsReliability 02": "false",
		"sourceIPv6Address 20010db8000000000000000000000001": "2001:db8::1", "applicationName 6874": "ht", "sourceIPv4Address 0102": "[1 2]",
	} {
		name, wire, _ := strings.Cut(name, " ")
		b, err := hex.DecodeString(wire)
		e, ok := telemetry.ElementByName(name)
		if v := fmt.Sprint(e.Type.Value(b)); err != nil || !ok || v != want {
			t.Errorf("%s (%s) of %s is %s, want %s", name, e.Type, wire, v, want)
		}
	}
}

// TestSFlowTree: sampled packets are layers inside their records, and building counts samples and records.
func TestSFlowTree(t *testing.T) {
	p := vectors.Packet(t, "sflow-raw-two")
	var got []string
	for l := range p.Layers() {
		got = append(got, fmt.Sprint(l.Depth(), l.Name()))
	}
	want := "[0IPv4 1UDP 2SFlow 3SFlowSample 4SFlowFlowSample 5SFlowFlowRecord 6SFlowRawPacket 7Ethernet 8IPv4 9UDP 10Payload 5SFlowFlowRecord 6SFlowExtendedSwitch 3SFlowSample " +
		"4SFlowFlowSample 5SFlowFlowRecord 6SFlowRawPacket 7IPv4 8UDP 9Payload]"
	have := strings.ReplaceAll(fmt.Sprint(got), " Padding", "")
	if have = strings.ReplaceAll(have, " 6Padding", ""); have != want {
		t.Errorf("layers\n%s\nwant\n%s", have, want)
	}
}
