package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"path/filepath"
	"strconv"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/web"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// record is what the library says of one packet, in the words of tshark.
type record struct {
	File   string           `json:"file"`
	I      int              `json:"i"`
	T      any              `json:"t"`
	Cap    int              `json:"cap"`
	Len    int              `json:"len"`
	LT     int              `json:"lt"`
	Sha    string           `json:"sha"`
	Layers [][3]any         `json:"layers"`
	F      map[string][]any `json:"f"`
	Err    string           `json:"err,omitempty"`

	owner map[string]string // by field: the layer that gave it first
}

// endRecord closes the records of a file.
type endRecord struct {
	File    string `json:"file"`
	End     bool   `json:"end"`
	Packets int    `json:"packets"`
	Err     string `json:"err,omitempty"`
}

// mostPackets is how many packets of a file the truth has.
const mostPackets = 2000

// decodeFile decodes a capture and calls yield for each of its first packets.
func decodeFile(corpus, file string, yield func(*record) error) (endRecord, error) {
	end := endRecord{File: file, End: true}
	r, err := pcapio.Open(filepath.Join(corpus, "captures", filepath.FromSlash(file)))
	if err != nil {
		end.Err = err.Error()
		return end, nil
	}
	defer r.Close()
	var e emitter
	e.view.Init(packet.Remember(packet.NewConversations(1 << 14)))
	for {
		data, info, err := r.Next()
		if errors.Is(err, io.EOF) {
			return end, nil
		}
		if err != nil {
			end.Err = err.Error()
			return end, nil
		}
		if end.Packets++; end.Packets > mostPackets {
			continue
		}
		rec := e.packet(data, info)
		rec.File, rec.I = file, end.Packets
		if err := yield(rec); err != nil {
			return end, err
		}
	}
}

// shortSha is the first 16 hexadecimal digits of the SHA-256 of b.
func shortSha(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:8])
}

// timeOf is a time in nanoseconds: a number, text where it is out of the range of int64, nil if there is none.
func timeOf(t capture.Timestamp) any {
	if ns, ok := t.UnixNano(); ok {
		return ns
	}
	if ns := t.Nanoseconds(); ns != nil {
		return ns.String()
	}
	return nil
}

// emitter turns decoded packets into records. It is used again for every packet.
type emitter struct {
	view packet.View
	rec  *record
	sums map[int]codec.Checksum // by layer: the first checksum
	wire []int                  // by layer: bytes of its payload on the wire, as far as lengths say
	v6   bool                   // the innermost network layer so far is IPv6
	err  []bool                 // by layer: it is inside an ICMP error message
	frag []bool                 // by layer: it is a part of a fragment
	web  bool                   // tshark's name of what carries HTTP/2 and WebSocket was given

	tls13       map[string]bool        // connections of the file with TLS 1.3
	quicKeys    map[string][]byte      // by client: what the keys of its Initial packets follow from
	quicIDs     map[string]int         // by endpoint: the length of the connection IDs that it has chosen
	quicStreams map[string]*quicStream // handshakes of QUIC, by endpoints and key

	at    packet.Layer
	limit int // bits of the layer that were decoded
	room  int // bytes of the layer on the wire
}

func (e *emitter) packet(data []byte, info *capture.Info) *record {
	e.rec = &record{
		T: timeOf(info.Time), Cap: len(data), Len: int(info.Length), LT: int(info.LinkType), Sha: shortSha(data),
		Layers: [][3]any{}, F: map[string][]any{}, owner: map[string]string{},
	}
	v := &e.view
	if err := v.Decode(data, info.LinkType); err != nil {
		e.rec.Err = err.Error()
	}
	e.sums = map[int]codec.Checksum{}
	for c := range v.Checksums() {
		if _, ok := e.sums[c.Layer.Index()]; !ok {
			e.sums[c.Layer.Index()] = c.Checksum
		}
	}
	e.wire, e.err, e.frag, e.v6, e.web = e.wire[:0], e.err[:0], e.frag[:0], false, false
	for l := range v.Layers() {
		e.layer(l, max(len(data), int(info.Length)))
	}
	return e.rec
}

// decoded is how many bits of a layer that failed were decoded: what is there of a
// layer that is cut short, otherwise all up to the field that contradicts.
func decoded(l packet.Layer) int {
	var err *codec.Error
	if !errors.As(l.Err(), &err) || errors.Is(err, codec.ErrTruncated) {
		return 8 * len(l.Header())
	}
	width := 1
	for _, f := range l.Type().Schema().Fields {
		if f.Name == err.Field {
			width = f.Width
		}
	}
	return (err.Bit - 8*l.Offset() + width + 7) &^ 7
}

// layer gives the name and the fields of one layer.
func (e *emitter) layer(l packet.Layer, length int) {
	e.at, e.limit, e.room = l, math.MaxInt, length
	inError, inFragment := false, false
	if p, ok := l.Parent(); ok {
		e.room = e.wire[p.Index()]
		inError, inFragment = e.err[p.Index()], e.frag[p.Index()]
	}
	if f, ok := l.Value().(packet.Fragmenter); ok {
		inFragment = inFragment || f.IsFragment()
	}
	if l.Failed() {
		e.limit = decoded(l)
	}
	e.err = append(e.err, inError || quotes(l.Value()))
	e.frag = append(e.frag, inFragment)
	e.wire = append(e.wire, e.payloadRoom())
	e.carrier(l)
	e.name(l.Name(), l.Offset(), len(l.Header()))
	e.fields(l.Value())
}

// carrier gives the name of HTTP before frames of HTTP/2 and of WebSocket: tshark hands them on from there.
func (e *emitter) carrier(l packet.Layer) {
	switch l.Value().(type) {
	case *web.HTTP2Preface, *web.HTTP2, *web.WebSocket:
		if !e.web {
			e.web = true
			e.name("HTTPCarrier", l.Offset(), 0)
		}
	}
}

func (e *emitter) name(name string, off, header int) {
	e.rec.Layers = append(e.rec.Layers, [3]any{name, off, header})
}

// put gives a field that ends at a byte of the layer, if it was decoded.
func (e *emitter) put(end int, name string, v any) {
	if 8*end <= e.limit {
		if e.rec.owner[name] == "" {
			e.rec.owner[name] = e.at.Name()
		}
		e.rec.F[name] = append(e.rec.F[name], v)
	}
}

// quoted reports whether the layer is inside an ICMP error message, not the message itself.
func (e *emitter) quoted() bool {
	p, ok := e.at.Parent()
	return ok && e.err[p.Index()]
}

// status is the state of the layer's checksum as tshark numbers it.
func (e *emitter) status(end int, name string) {
	if 8*end > e.limit {
		return
	}
	c, ok := e.sums[e.at.Index()]
	v := 2
	switch {
	case !ok:
	case c.State == codec.SumGood:
		v = 1
	case c.State == codec.SumBad, c.Reason == packet.SumOffloaded: // tshark does not ask why it is bad
		v = 0
	case c.State == codec.SumAbsent:
		v = 3
		if e.v6 && !e.quoted() {
			v = 4
		}
	}
	e.put(end, name, v)
}

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// mac writes six bytes with colons; ok is false for another number of bytes.
func mac(b []byte) (string, bool) {
	if len(b) != 6 {
		return "", false
	}
	s := make([]byte, 0, 17)
	for i, c := range b {
		if i > 0 {
			s = append(s, ':')
		}
		if c < 16 {
			s = append(s, '0')
		}
		s = strconv.AppendUint(s, uint64(c), 16)
	}
	return string(s), true
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
