package packet_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/crc32"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// TestJSONExact: the JSON form of a packet gives its bytes again, damaged packets included.
func TestJSONExact(t *testing.T) {
	bad, packets, share := 0, 0, uint32(17)
	if os.Getenv("WIRETAG_LONG") == "1" || os.Getenv("WIRETAG_DATA") == "" {
		share = 1
	}
	var text, again []byte
	eachPacket(t, func(file string, n int, v *packet.View, data []byte) {
		if bad > 10 || crc32.ChecksumIEEE(data)%share != 0 {
			return
		}
		packets++
		text = v.AppendJSON(text[:0], n)
		e, err := packet.ParseJSON(text)
		if err != nil {
			bad++
			t.Errorf("%s packet %d: %v: %s", file, n, err, text)
			return
		}
		if out, err := e.Encode(); err != nil || !bytes.Equal(out, data) {
			bad++
			t.Errorf("%s packet %d: %v\n%x\n%x\n%s", file, n, err, out, data, text)
			return
		}
		p, err := e.Packet()
		if err != nil {
			t.Fatal(err)
		}
		if again = p.AppendJSON(again[:0], n); !bytes.Equal(again, text) {
			if v.Len() == 0 || v.Layer(0).Failed() || v.Layer(0).Value() == nil {
				return // bytes alone do not say which layer is the first
			}
			bad++
			t.Errorf("%s packet %d:\n%s\n%s", file, n, again, text)
		}
	})
	t.Logf("%d packets", packets)
}

// TestJSONEdited: fields changed in the text count.
func TestJSONEdited(t *testing.T) {
	name := layers.MustParseDNSName("example.org.")
	data, err := codec.Marshal(&layers.Ethernet{}, &layers.IPv4{TTL: 64}, &layers.UDP{SrcPort: 1000, DstPort: 53},
		&layers.DNS{ID: 7, Questions: []layers.DNSQuestion{{Name: name, Type: layers.DNSTypeA, Class: layers.DNSClassIN}}})
	if err != nil {
		t.Fatal(err)
	}
	p := packet.New(data, capture.LinkTypeEthernet)
	at := time.Date(2024, 2, 29, 12, 0, 0, 123456789, time.UTC)
	p.SetInfo(&capture.Info{Time: capture.TimestampOf(at), CaptureLength: uint32(len(data)), Length: 99})
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var same packet.Packet
	if err := json.Unmarshal(text, &same); err != nil || !bytes.Equal(same.Data(), data) || same.Info().Length != 99 || !same.Info().Time.Time().Equal(at) {
		t.Errorf("%v: %x, %+v", err, same.Data(), same.Info())
	}
	if again, err := json.Marshal(&same); err != nil || !bytes.Equal(again, text) {
		t.Errorf("%v\n%s\n%s", err, again, text)
	}
	for _, c := range []struct {
		from, to string
		check    func(p *packet.Packet) bool
	}{
		{`"TTL":64`, `"TTL":3`, func(p *packet.Packet) bool { return packet.Get[layers.IPv4](p).TTL == 3 }},
		{`"Src":"0.0.0.0"`, `"Src":"192.0.2.9"`, func(p *packet.Packet) bool { return packet.Get[layers.IPv4](p).Src.String() == "192.0.2.9" }},
		{`"Dst":"00:00:00:00:00:00"`, `"Dst":"02:00:00:00:00:01"`, func(p *packet.Packet) bool { return packet.Get[layers.Ethernet](p).Dst[5] == 1 }},
		{`"ID":7`, `"ID":8`, func(p *packet.Packet) bool { return packet.Get[layers.DNS](p).ID == 8 }},
		{`example.org.`, `other.org.`, func(p *packet.Packet) bool {
			return packet.Get[layers.DNS](p).Questions[0].Name.String() == "other.org."
		}},
	} {
		changed := strings.Replace(string(text), c.from, c.to, 1)
		if changed == string(text) {
			t.Fatalf("%s is not in %s", c.from, text)
		}
		e, err := packet.ParseJSON([]byte(changed))
		if err != nil {
			t.Errorf("%s: %v", c.to, err)
			continue
		}
		e.Derive(codec.All)
		if p, err := e.Packet(); err != nil || !c.check(p) || badSums(p) > 0 || p.Err() != nil {
			t.Errorf("%s: %v, %v, %d bad checksums", c.to, err, p, badSums(p))
		}
	}
}

func TestJSONErrors(t *testing.T) {
	for text, want := range map[string]string{
		`{`:                            "packet: unexpected end of JSON input",
		`{"layers":[{"type":"Nope"}]}`: "packet: layer 0, Nope: there is no such layer",
		`{"layers":[{"type":"IPv4","fields":{"TTL":256}}]}`:                                               `packet: layer 0, IPv4: TTL: strconv.ParseUint: parsing "256": value out of range`,
		`{"layers":[{"type":"IPv4","fields":{"Hops":2}}]}`:                                                "packet: layer 0, IPv4: IPv4 has no field Hops",
		`{"layers":[{"type":"IPv4","parent":5}]}`:                                                         "packet: layer 0, IPv4: it cannot be inside layer 5",
		`{"layers":[{"type":"Payload","fields":{"Data":"0x"}}]}`:                                          "packet: layer 0, Payload: encoding/hex: invalid byte: U+0078 'x'",
		`{"layers":[{"type":"IPv4","fields":{"Options":[{"Type":7,"Data":"00"},{"Type":300}]}}]}`:         `packet: layer 0, IPv4: Options: [1]: Type: strconv.ParseUint: parsing "300": value out of range`,
		`{"layers":[` + strings.Repeat(`{"type":"Payload","fields":{"Data":""}},`, 600) + `{"type":""}]}`: "packet: 601 layers are too many",
	} {
		if _, err := packet.ParseJSON([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%.60s: %v", text, err)
		}
	}
}

// FuzzParseJSON: no text makes reading panic, and what is read can be encoded or is refused with an error.
func FuzzParseJSON(f *testing.F) {
	for _, data := range [][]byte{synPacket(f), udpFrame(f), udpFrame(f)[:30]} {
		f.Add(packet.New(data, capture.LinkTypeEthernet).AppendJSON(nil, 1))
	}
	f.Add([]byte(`{"layers":[{"type":"DNS","fields":{"Questions":[{"Name":"a.","Type":1}],"Answers":[{"Name":"b.","Type":1,"Data":{"Addr":"192.0.2.1"}}]}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := packet.ParseJSON(text)
		if err != nil {
			return
		}
		if out, err := e.Encode(); err == nil && len(out) > len(text)*4+1024 {
			t.Errorf("%d bytes of text gave %d", len(text), len(out))
		}
	})
}

// TestJSONTextForList: a text where a field has a list of its own kind is an error.
func TestJSONTextForList(t *testing.T) {
	for _, text := range []string{`"00"`, `""`} {
		if _, err := packet.ParseJSON([]byte(`{"layers":[{"type":"GRE","fields":{"Routes":` + text + `}}]}`)); !errors.Is(err, codec.ErrRange) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
