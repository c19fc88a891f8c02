package main

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/layers/transport"
)

// transport gives the fields of the protocols of package transport.
func (e *emitter) transport(v any) {
	switch l := v.(type) {
	case *transport.SCTP:
		e.put(2, "sctp.srcport", uint16(l.SrcPort))
		e.put(4, "sctp.dstport", uint16(l.DstPort))
		e.put(8, "sctp.verification_tag", l.VerificationTag)
		e.put(12, "sctp.checksum", bits.ReverseBytes32(l.Checksum)) // tshark reads it big-endian
		e.put(12, "sctp.checksum.status", 2)                        // tshark verifies it only if it is told to
	case *transport.SCTPChunk:
		e.put(1, "sctp.chunk_type", uint8(l.Type))
		e.put(2, "sctp.chunk_flags", l.Flags)
		e.put(4, "sctp.chunk_length", l.Length)
		if l.IsData() {
			e.put(16, "sctp.data_payload_proto_id", uint32(l.PPID))
		}
	case *transport.UDPLite:
		e.put(2, "udp.srcport", uint16(l.SrcPort))
		e.put(4, "udp.dstport", uint16(l.DstPort))
		e.put(8, "udp.checksum", l.Checksum)
		e.status(8, "udp.checksum.status")
	case *transport.QUIC:
		e.quic(l)
	case *transport.DCCP:
		e.put(2, "dccp.srcport", uint16(l.SrcPort))
		e.put(4, "dccp.dstport", uint16(l.DstPort))
		e.put(9, "dccp.type", uint8(l.Type))
	}
}

// quic gives the fields of QUIC. Which connection IDs a packet with a short header has, tshark knows from the packets before.
func (e *emitter) quic(l *transport.QUIC) {
	e.put(1, "quic.header_form", number(l.Long))
	src, dst := e.endpoints()
	if !l.Long {
		if id := l.ShortDCID(e.at.Payload(), e.quicIDs[dst]); len(id) > 0 {
			e.put(1, "quic.dcid", hexOf(id))
		}
		return
	}
	e.put(5, "quic.version", uint32(l.Version))
	if !l.IsNegotiation() && l.Version != transport.QUICv2 { // tshark has another field for it then
		e.put(1, "quic.long.packet_type", uint8(l.Type))
	}
	if len(l.DCID) > 0 {
		e.put(6, "quic.dcid", hexOf(l.DCID))
	}
	if len(l.SCID) > 0 {
		e.put(6, "quic.scid", hexOf(l.SCID))
	}
	if e.quicIDs == nil {
		e.quicIDs = map[string]int{}
	}
	e.quicIDs[src] = len(l.SCID)
	if l.IsInitial() {
		e.opens(l, src, dst)
	}
}

// handshake gives the fields of the messages of TLS that are whole in b, but for those that were given before. It returns how many there are.
func (e *emitter) handshake(b []byte, given int) (n int) {
	for ; len(b) > 0; n++ {
		var h tls.Handshake
		body, err := codec.Unmarshal(b, &h)
		if err != nil || len(body) < int(h.Length) {
			return n
		}
		if n >= given {
			e.tls(&h)
			switch h.Type {
			case tls.TypeClientHello:
				e.message(body, &tls.ClientHello{})
			case tls.TypeServerHello:
				e.message(body, &tls.ServerHello{})
			}
		}
		b = b[4+len(body):]
	}
	return n
}

// message gives the fields of one message.
func (e *emitter) message(body []byte, v any) {
	if _, err := codec.Unmarshal(body, v); err == nil {
		e.tls(v)
	}
}

// opens decrypts an Initial packet and gives the part of the TLS handshake that is in it. The keys follow from the first packet of the client.
func (e *emitter) opens(l *transport.QUIC, src, dst string) {
	packet := append(bytes.Clone(e.at.Header()), e.at.Payload()...)
	try := func(id []byte, fromServer bool) bool {
		i, err := l.OpenInitial(packet, id, fromServer)
		if err != nil {
			return false
		}
		frames, _ := i.Crypto()
		if e.quicStreams == nil {
			e.quicStreams = map[string]*quicStream{}
		}
		s := e.quicStreams[src+dst+string(id)]
		if s == nil {
			s = &quicStream{}
			e.quicStreams[src+dst+string(id)] = s
		}
		if s.add(frames) && l.Version.String() != "Q050" { // which has a handshake of its own
			e.name("QUICCrypto", -1, 0)
			s.given = max(s.given, e.handshake(s.joined(), s.given))
		}
		if !fromServer {
			if e.quicKeys == nil {
				e.quicKeys = map[string][]byte{}
			}
			e.quicKeys[src] = bytes.Clone(id)
		}
		return true
	}
	if id, ok := e.quicKeys[dst]; ok {
		try(id, true)
	} else if id, ok := e.quicKeys[src]; !ok || !try(id, false) {
		try(l.DCID, false)
	}
}

// quicStream is one direction of the handshake of a connection: tshark puts CRYPTO frames of several packets together.
type quicStream struct {
	frames []transport.QUICCrypto // by their offsets
	given  int                    // messages whose fields were given
}

// add takes the frames of a packet and reports whether one begins where none did before: tshark hands on no data twice.
func (s *quicStream) add(frames []transport.QUICCrypto) (found bool) {
	for _, f := range frames {
		i, seen := slices.BinarySearchFunc(s.frames, f, func(a, b transport.QUICCrypto) int { return cmp.Compare(a.Offset, b.Offset) })
		if !seen {
			found = true
			s.frames = slices.Insert(s.frames, i, transport.QUICCrypto{Offset: f.Offset, Data: bytes.Clone(f.Data)})
		}
	}
	return found
}

// joined are the bytes from the first on, as far as they follow each other.
func (s *quicStream) joined() (out []byte) {
	for _, f := range s.frames {
		have := uint64(len(out))
		if f.Offset <= have && f.Offset+uint64(len(f.Data)) > have {
			out = append(out, f.Data[have-f.Offset:]...)
		}
	}
	return out
}

// endpoints are those of the flows that a layer is in, without those of the link, which differ by direction where a capture was made anonymous.
func (e *emitter) endpoints() (src, dst string) {
	for l, ok := e.at, true; ok; l, ok = l.Parent() {
		if f, ok := l.Flow(); ok && l.Role() != layers.RoleLink {
			a, b := f.Endpoints()
			src, dst = src+a.String()+" ", dst+b.String()+" "
		}
	}
	return src, dst
}
