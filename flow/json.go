package flow

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"
)

// AppendJSON appends the record as a JSON object on one line, without a newline. The names are stable; new ones may be
// added:
//
//	first, last                   times of the packets, RFC 3339 with nanoseconds, UTC
//	src, dst                      addresses as by [Endpoint.AppendText]; left out if they are no part of the key
//	src_port, dst_port            of protocols that have them and of ICMP; left out if both are 0
//	protocol                      number of the protocol in IP; left out if 0
//	ethertype                     of frames that hold no IP packet; left out if 0
//	vlan                          [outer] or [outer, inner]; left out if there is none
//	tunnel                        as by [Tunnel.String]; left out if there is none
//	src_packets, src_bytes        what the source has sent
//	dst_packets, dst_bytes        what the destination has sent
//	tcp_state                     as by [State.String]; this and what follows up to continued only of TCP
//	src_tcp_flags, dst_tcp_flags  all flags seen, as a number
//	rtt_ns                        [Record.RTT]; this and the following: left out if there is none
//	src_handshake_ns, src_rtt_min_ns, src_rtt_ns, dst_handshake_ns, dst_rtt_min_ns, dst_rtt_ns
//	                              [RTT] of the two sides, in nanoseconds
//	midstream, continued          true, or left out
//	reason                        as by [Reason.String]; left out while the flow is open
func (r *Record) AppendJSON(dst []byte) []byte {
	dst = append(dst, `{"first":"`...)
	dst = r.First.UTC().AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, `","last":"`...)
	dst = r.Last.UTC().AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, '"')
	dst = r.Key.appendJSON(dst)
	dst = appendNumber(dst, "src_packets", r.Src.Packets)
	dst = appendNumber(dst, "src_bytes", r.Src.Bytes)
	dst = appendNumber(dst, "dst_packets", r.Dst.Packets)
	dst = appendNumber(dst, "dst_bytes", r.Dst.Bytes)
	if r.State != StateNone {
		dst = r.appendTCP(dst)
	}
	for _, b := range [...]struct {
		name string
		set  bool
	}{{"midstream", r.Midstream}, {"continued", r.Continued}} {
		if b.set {
			dst = append(append(append(dst, `,"`...), b.name...), `":true`...)
		}
	}
	if r.Reason != ReasonNone {
		dst = appendString(dst, "reason", r.Reason.String())
	}
	return append(dst, '}')
}

func (k *Key) appendJSON(dst []byte) []byte {
	for i, e := range [...]Endpoint{k.Flow.src, k.Flow.dst} {
		if e.IsValid() {
			dst = append(append(append(dst, `,"`...), [...]string{"src", "dst"}[i]...), `":"`...)
			dst = append(e.appendText(dst), '"')
		}
	}
	if k.SrcPort != 0 || k.DstPort != 0 {
		dst = appendNumber(dst, "src_port", uint64(k.SrcPort))
		dst = appendNumber(dst, "dst_port", uint64(k.DstPort))
	}
	dst = appendSome(dst, "protocol", uint64(k.Protocol))
	dst = appendSome(dst, "ethertype", uint64(k.EtherType))
	if k.VLAN != [2]uint16{} {
		dst = append(dst, `,"vlan":[`...)
		dst = strconv.AppendUint(dst, uint64(k.VLAN[0]), 10)
		if k.VLAN[1] != 0 {
			dst = strconv.AppendUint(append(dst, ','), uint64(k.VLAN[1]), 10)
		}
		dst = append(dst, ']')
	}
	if k.Tunnel != (Tunnel{}) {
		dst = appendString(dst, "tunnel", k.Tunnel.String())
	}
	return dst
}

func (r *Record) appendTCP(dst []byte) []byte {
	dst = appendString(dst, "tcp_state", r.State.String())
	dst = appendNumber(dst, "src_tcp_flags", uint64(r.Src.Flags))
	dst = appendNumber(dst, "dst_tcp_flags", uint64(r.Dst.Flags))
	if rtt, ok := r.RTT(); ok {
		dst = appendSome(dst, "rtt_ns", uint64(rtt))
	}
	dst = appendSome(dst, "src_handshake_ns", uint64(r.Src.RTT.Handshake))
	dst = appendSome(dst, "src_rtt_min_ns", uint64(r.Src.RTT.Min))
	dst = appendSome(dst, "src_rtt_ns", uint64(r.Src.RTT.Smooth))
	dst = appendSome(dst, "dst_handshake_ns", uint64(r.Dst.RTT.Handshake))
	dst = appendSome(dst, "dst_rtt_min_ns", uint64(r.Dst.RTT.Min))
	return appendSome(dst, "dst_rtt_ns", uint64(r.Dst.RTT.Smooth))
}

// appendString appends a field whose value needs no escapes.
func appendString(dst []byte, name, value string) []byte {
	dst = append(append(append(dst, `,"`...), name...), `":"`...)
	return append(append(dst, value...), '"')
}

func appendNumber(dst []byte, name string, v uint64) []byte {
	dst = append(append(append(dst, `,"`...), name...), `":`...)
	return strconv.AppendUint(dst, v, 10)
}

// appendSome leaves zero out.
func appendSome(dst []byte, name string, v uint64) []byte {
	if v == 0 {
		return dst
	}
	return appendNumber(dst, name, v)
}

// MarshalJSON gives the object of [Record.AppendJSON].
func (r *Record) MarshalJSON() ([]byte, error) { return r.AppendJSON(nil), nil }

// recordJSON is the object of AppendJSON, for reading it.
type recordJSON struct {
	First       time.Time `json:"first"`
	Last        time.Time `json:"last"`
	Src         Endpoint  `json:"src"`
	Dst         Endpoint  `json:"dst"`
	SrcPort     uint16    `json:"src_port"`
	DstPort     uint16    `json:"dst_port"`
	Protocol    uint8     `json:"protocol"`
	EtherType   uint16    `json:"ethertype"`
	VLAN        []uint16  `json:"vlan"`
	Tunnel      string    `json:"tunnel"`
	SrcPackets  uint64    `json:"src_packets"`
	SrcBytes    uint64    `json:"src_bytes"`
	DstPackets  uint64    `json:"dst_packets"`
	DstBytes    uint64    `json:"dst_bytes"`
	State       State     `json:"tcp_state"`
	SrcFlags    uint16    `json:"src_tcp_flags"`
	DstFlags    uint16    `json:"dst_tcp_flags"`
	SrcShake    int64     `json:"src_handshake_ns"`
	SrcMin      int64     `json:"src_rtt_min_ns"`
	SrcSmooth   int64     `json:"src_rtt_ns"`
	DstShake    int64     `json:"dst_handshake_ns"`
	DstMin      int64     `json:"dst_rtt_min_ns"`
	DstSmooth   int64     `json:"dst_rtt_ns"`
	Midstream   bool      `json:"midstream"`
	IsContinued bool      `json:"continued"`
	Reason      Reason    `json:"reason"`
}

// UnmarshalJSON reads the object of [Record.AppendJSON], with addresses of built-in kinds. Slot becomes 0.
func (r *Record) UnmarshalJSON(data []byte) error {
	var j recordJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("flow: record: %w", err)
	}
	if len(j.VLAN) > 2 {
		return fmt.Errorf("flow: record with %d VLANs: %w", len(j.VLAN), ErrText)
	}
	k := Key{Flow: New(j.Src, j.Dst), SrcPort: j.SrcPort, DstPort: j.DstPort, EtherType: j.EtherType, Protocol: j.Protocol}
	copy(k.VLAN[:], j.VLAN)
	if j.Tunnel != "" {
		var err error
		if k.Tunnel, err = ParseTunnel(j.Tunnel); err != nil {
			return err
		}
	}
	*r = Record{
		Key: k, First: j.First, Last: j.Last, State: j.State, Reason: j.Reason, Midstream: j.Midstream, Continued: j.IsContinued,
		Src: Side{j.SrcPackets, j.SrcBytes, j.SrcFlags, RTT{time.Duration(j.SrcShake), time.Duration(j.SrcMin), time.Duration(j.SrcSmooth)}},
		Dst: Side{j.DstPackets, j.DstBytes, j.DstFlags, RTT{time.Duration(j.DstShake), time.Duration(j.DstMin), time.Duration(j.DstSmooth)}},
	}
	return nil
}

// A JSONWriter writes records as lines of JSON. Several goroutines may use it at once.
type JSONWriter struct {
	mu  sync.Mutex
	w   io.Writer
	buf []byte
	err error
}

// NewJSONWriter returns a writer to w. It collects up to 64 KiB; Flush writes what is left.
func NewJSONWriter(w io.Writer) *JSONWriter { return &JSONWriter{w: w} }

// jsonBuffer is how many bytes are collected.
const jsonBuffer = 64 << 10

// Write writes a record: it fits [Config.End]. After an error it does nothing.
func (j *JSONWriter) Write(r *Record) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return
	}
	j.buf = append(r.AppendJSON(j.buf), '\n')
	if len(j.buf) >= jsonBuffer {
		j.flush()
	}
}

// Flush writes what has been collected and returns the first error of all writing.
func (j *JSONWriter) Flush() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err == nil && len(j.buf) > 0 {
		j.flush()
	}
	return j.err
}

func (j *JSONWriter) flush() {
	if _, err := j.w.Write(j.buf); err != nil {
		j.err = fmt.Errorf("flow: writing records: %w", err)
	}
	j.buf = j.buf[:0]
}
