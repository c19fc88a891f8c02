package flow

import (
	"slices"
	"testing"
	"time"
)

// step is a packet of a TCP connection, from the client or from the server.
type step struct {
	server  bool
	flags   uint16
	seq     uint32
	ack     uint32
	payload uint32
	at      int64 // ms
	want    State
}

func play(t *testing.T, conf Config, steps []step) (ended []Record) {
	t.Helper()
	table := collect(t, conf, &ended)
	for i, s := range steps {
		k := tcpKey(5000)
		if s.server {
			k = k.Reverse()
		}
		add(t, table, Packet{Key: k, Time: s.at * ms, Length: 54 + s.payload, TCP: true, Flags: s.flags, Seq: s.seq, Ack: s.ack, Payload: s.payload})
		var r Record
		if !table.Lookup(k, &r) || r.State != s.want {
			t.Errorf("packet %d: state %v, want %v", i, r.State, s.want)
		}
	}
	table.Flush()
	return ended
}

const (
	syn, synAck, ack, push, fin, rst = flagSYN, flagSYN | flagACK, flagACK, flagACK | 8, flagFIN | flagACK, flagRST
)

func TestConnection(t *testing.T) {
	got := play(t, Config{}, []step{
		{false, syn, 1000, 0, 0, 0, StateSynSent},
		{true, synAck, 9000, 1001, 0, 30, StateSynReceived},
		{false, ack, 1001, 9001, 0, 35, StateEstablished},
		{false, push, 1001, 9001, 100, 40, StateEstablished},
		{true, ack, 9001, 1101, 0, 60, StateEstablished},      // 20 ms
		{true, push, 9001, 1101, 1000, 61, StateEstablished},  //
		{true, push, 10001, 1101, 1000, 62, StateEstablished}, //
		{false, ack, 1101, 11001, 0, 68, StateEstablished},    // 7 ms after the first
		{false, push, 1101, 11001, 100, 100, StateEstablished},
		{false, push, 1101, 11001, 100, 400, StateEstablished}, // sent again: it cannot be timed
		{true, ack, 11001, 1201, 0, 430, StateEstablished},
		{false, fin, 1201, 11001, 0, 500, StateHalfClosed},
		{true, ack, 11001, 1202, 0, 540, StateHalfClosed}, // 40 ms
		{true, fin, 11001, 1202, 0, 550, StateClosing},
		{false, ack, 1202, 11002, 0, 554, StateClosed}, // 4 ms
		{false, ack, 1202, 11002, 0, 555, StateClosed},
	})
	want := Record{
		Key: tcpKey(5000), First: time.Unix(0, 0).UTC(), Last: time.Unix(0, 555*ms).UTC(), State: StateClosed, Reason: ReasonFlush,
		Src: Side{9, 9*54 + 300, 0x1b, RTT{5 * time.Millisecond, 4 * time.Millisecond, 5093700}},
		Dst: Side{7, 7*54 + 2000, 0x1b, RTT{30 * time.Millisecond, 20 * time.Millisecond, 30156200}},
	}
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if rtt, ok := got[0].RTT(); rtt != 35*time.Millisecond || !ok {
		t.Errorf("round trip %v, %v", rtt, ok)
	}
}

func TestStates(t *testing.T) {
	for name, test := range map[string]struct {
		steps     []step
		reasons   []Reason
		midstream bool
	}{
		"refused":      {[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {true, rst | ack, 0, 2, 0, 1, StateReset}}, []Reason{ReasonFlush}, false},
		"midstream":    {[]step{{true, push, 1, 1, 5, 0, StateEstablished}, {false, ack, 1, 6, 0, 1, StateEstablished}}, []Reason{ReasonFlush}, true},
		"SYN not seen": {[]step{{true, synAck, 1, 1, 0, 0, StateSynReceived}, {false, ack, 1, 2, 0, 1, StateEstablished}}, []Reason{ReasonFlush}, true},
		"SYN-ACK not seen": {
			[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {false, ack, 2, 100, 0, 1, StateEstablished}, {true, ack, 100, 2, 0, 2, StateEstablished}},
			[]Reason{ReasonFlush},
			false,
		},
		"blind reset": {
			[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {true, synAck, 1, 2, 0, 1, StateSynReceived}, {true, rst, 1 << 30, 0, 0, 2, StateSynReceived}, {true, rst, 2, 0, 0, 3, StateReset}},
			[]Reason{ReasonFlush},
			false,
		},
		"reset while closing": {[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {false, fin, 2, 1, 0, 1, StateHalfClosed}, {false, rst, 3, 0, 0, 2, StateReset}}, []Reason{ReasonFlush}, false},
		"ports used again": {
			[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {true, rst | ack, 0, 2, 0, 1, StateReset}, {false, syn, 5, 0, 0, 2, StateSynSent}},
			[]Reason{ReasonReused, ReasonFlush},
			false,
		},
		"ports and sequence numbers used again": {
			[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {false, fin, 2, 1, 0, 1, StateHalfClosed}, {true, fin, 1, 3, 0, 1, StateClosing}, {false, ack, 3, 2, 0, 1, StateClosed}, {false, syn, 1, 0, 0, 2, StateSynSent}},
			[]Reason{ReasonReused, ReasonFlush},
			false,
		},
		"refused, tried again": {
			[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {true, rst | ack, 0, 2, 0, 1, StateReset}, {false, syn, 1, 0, 0, 2, StateReset}, {true, synAck, 70, 2, 0, 3, StateSynReceived}, {false, ack, 2, 71, 0, 4, StateEstablished}},
			[]Reason{ReasonFlush},
			false,
		},
		"another SYN":  {[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {false, syn, 77, 0, 0, 1, StateSynSent}}, []Reason{ReasonReused, ReasonFlush}, false},
		"SYN repeated": {[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {false, syn, 1, 0, 0, 1, StateSynSent}}, []Reason{ReasonFlush}, false},
		"both open": {
			[]step{{false, syn, 1, 0, 0, 0, StateSynSent}, {true, syn, 9, 0, 0, 1, StateSynSent}, {false, synAck, 1, 10, 0, 2, StateSynReceived}, {true, synAck, 9, 2, 0, 2, StateSynReceived}, {false, ack, 2, 10, 0, 3, StateEstablished}},
			[]Reason{ReasonFlush},
			false,
		},
		"sequence numbers wrap": {
			[]step{
				{false, syn, 1<<32 - 2, 0, 0, 0, StateSynSent},
				{true, synAck, 1<<32 - 1, 1<<32 - 1, 0, 1, StateSynReceived},
				{false, ack, 1<<32 - 1, 0, 0, 2, StateEstablished},
				{false, fin, 1<<32 - 1, 0, 10, 3, StateHalfClosed},
				{true, fin, 0, 10, 0, 4, StateClosing},
				{false, ack, 10, 1, 0, 5, StateClosed},
			},
			[]Reason{ReasonFlush},
			false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := play(t, Config{}, test.steps)
			var reasons []Reason
			for _, r := range got {
				reasons = append(reasons, r.Reason)
			}
			if !slices.Equal(reasons, test.reasons) || got[0].Midstream != test.midstream || !test.midstream && got[0].Key != tcpKey(5000) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// A SYN that is sent again gives no time for the handshake: which one was answered is not known.
func TestRepeatedHandshake(t *testing.T) {
	got := play(t, Config{}, []step{
		{false, syn, 1, 0, 0, 0, StateSynSent},
		{false, syn, 1, 0, 0, 1000, StateSynSent},
		{true, synAck, 1, 2, 0, 1010, StateSynReceived},
		{false, ack, 2, 2, 0, 1015, StateEstablished},
	})
	if r := got[0]; r.Dst.RTT != (RTT{}) || r.Src.RTT.Handshake != 5*time.Millisecond {
		t.Errorf("%+v", r)
	}
	if _, ok := got[0].RTT(); ok {
		t.Error("a round trip without one half")
	}
}
