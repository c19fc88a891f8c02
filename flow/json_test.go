package flow

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestRecordJSON(t *testing.T) {
	r := Record{
		Key:   Key{Flow: New(client, server), SrcPort: 5000, DstPort: 443, Protocol: 6, VLAN: [2]uint16{10, 20}, Tunnel: Tunnel{TunnelVXLAN, 7}},
		First: time.Unix(1700000000, 1).UTC(), Last: time.Unix(1700000060, 500000000).UTC(),
		Src:   Side{Packets: 10, Bytes: 1000, Flags: 0x1b, RTT: RTT{Handshake: 5 * time.Millisecond, Min: 4 * time.Millisecond, Smooth: 6 * time.Millisecond}},
		Dst:   Side{Packets: 8, Bytes: 20000, Flags: 0x12, RTT: RTT{Handshake: 30 * time.Millisecond, Min: 20 * time.Millisecond, Smooth: 25 * time.Millisecond}},
		State: StateHalfClosed, Reason: ReasonIdle, Continued: true,
	}
	const want = `{"first":"2023-11-14T22:13:20.000000001Z","last":"2023-11-14T22:14:20.5Z","src":"198.51.100.10","dst":"203.0.113.80","src_port":5000,"dst_port":443,"protocol":6,` +
		`"vlan":[10,20],"tunnel":"vxlan:7","src_packets":10,"src_bytes":1000,"dst_packets":8,"dst_bytes":20000,"tcp_state":"half-closed","src_tcp_flags":27,"dst_tcp_flags":18,` +
		`"rtt_ns":35000000,"src_handshake_ns":5000000,"src_rtt_min_ns":4000000,"src_rtt_ns":6000000,"dst_handshake_ns":30000000,"dst_rtt_min_ns":20000000,"dst_rtt_ns":25000000,"continued":true,"reason":"idle"}`
	if got := string(r.AppendJSON(nil)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	const least = `{"first":"1970-01-01T00:00:00Z","last":"1970-01-01T00:00:00Z","src":"00:00:5e:00:53:01","ethertype":2054,"vlan":[1],"src_packets":1,"src_bytes":60,"dst_packets":0,"dst_bytes":0}`
	frame := Record{Key: Key{Flow: New(MAC([6]byte{0, 0, 0x5e, 0, 0x53, 1}), Endpoint{}), EtherType: 0x806, VLAN: [2]uint16{1}}, First: time.Unix(0, 0), Last: time.Unix(0, 0), Src: Side{Packets: 1, Bytes: 60}}
	if got := string(frame.AppendJSON(nil)); got != least {
		t.Errorf("got  %s\nwant %s", got, least)
	}
}

func TestRecordJSONBothWays(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	d := func() time.Duration { return time.Duration(rnd.Int64N(1e12)) }
	for range 2000 {
		r := Record{
			Key: randomKey(rnd), First: time.Unix(0, rnd.Int64()).UTC(), Last: time.Unix(0, -rnd.Int64()).UTC(), Reason: Reason(rnd.IntN(len(reasonNames))),
			Src: Side{Packets: rnd.Uint64(), Bytes: rnd.Uint64()}, Dst: Side{Packets: rnd.Uint64()}, Continued: rnd.IntN(2) == 0,
		}
		if r.Key.VLAN[0] == 0 {
			r.Key.VLAN[1] = 0
		}
		if r.State = State(rnd.IntN(len(stateNames))); r.State != StateNone {
			r.Src.Flags, r.Dst.Flags, r.Src.RTT, r.Dst.RTT = uint16(rnd.IntN(4096)), 1, RTT{d(), d(), d()}, RTT{d(), d(), d()}
		}
		line, err := json.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		var again Record
		if err := json.Unmarshal(line, &again); err != nil || again != r {
			t.Fatalf("%s: %+v, was %+v, %v", line, again, r, err)
		}
	}
	for _, bad := range []string{`[]`, `{"src":"1.2"}`, `{"tunnel":"x"}`, `{"tunnel":"gre:99999999999"}`, `{"vlan":[1,2,3]}`, `{"reason":"?"}`, `{"tcp_state":"?"}`} {
		if err := new(Record).UnmarshalJSON([]byte(bad)); err == nil {
			t.Errorf("%s is a record", bad)
		}
	}
}

type failing struct{ n int }

var errDisk = errors.New("disk full")

func (f *failing) Write([]byte) (int, error) { f.n++; return 0, errDisk }

func TestJSONWriter(t *testing.T) {
	var out bytes.Buffer
	w := NewJSONWriter(&out)
	table, err := NewTable(Config{End: w.Write})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 1000 {
		add2(t, table, Packet{Key: udpKey(uint16(i))})
	}
	table.Flush()
	early := out.Len()
	if err := w.Flush(); err != nil || early < jsonBuffer || out.Len() == early {
		t.Errorf("%d bytes, %d after Flush, %v", early, out.Len(), err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	var r Record
	if len(lines) != 1000 || json.Unmarshal([]byte(lines[999]), &r) != nil || r.Key.SrcPort != 999 {
		t.Errorf("%d lines, the last is %s", len(lines), lines[len(lines)-1])
	}
	f := &failing{}
	w = NewJSONWriter(f)
	w.Write(&r)
	err = w.Flush()
	w.Write(&r)
	if again := w.Flush(); !errors.Is(err, errDisk) || again != err || f.n != 1 {
		t.Errorf("%v, then %v, %d writes", err, again, f.n)
	}
}

func TestTunnelText(t *testing.T) {
	for text, want := range map[string]Tunnel{"none": {}, "ip": {TunnelIP, 0}, "vxlan:100": {TunnelVXLAN, 100}, "gre:0": {TunnelGRE, 0}, "ip:4": {TunnelIP, 4}} {
		got, err := ParseTunnel(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%q is %v, %v", text, got, err)
		}
	}
	if s := TunnelType(77).String() + State(77).String() + Reason(77).String(); s != "777777" {
		t.Errorf("numbers without a name: %s", s)
	}
}
