package media

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// RTP is the header of the real-time transport protocol, RFC 3550 section 5.1, with its extension. Padding is the end of the payload: [RTP.Pad] says how much of it. No port is RTP's but by agreement, so it is decoded on its
// registered port and where it is registered.
type RTP struct {
	Version       uint8          `bits:"2,default=2"`
	Padding       bool           `bits:"1"`
	Extension     bool           `bits:"1"`
	CSRCCount     uint8          `bits:"4,count=CSRC"`
	Marker        bool           `bits:"1"`
	PayloadType   RTPPayloadType `bits:"7,next=rtp"`
	Seq           uint16         `bits:"16"`
	Timestamp     uint32         `bits:"32"` // in units of the payload type's clock
	SSRC          uint32         `bits:"32"`
	CSRC          []uint32       `bits:"*,each=32"` // contributing sources
	Profile       uint16         `bits:"16,if=Extension"`
	ExtensionLen  uint16         `bits:"16,if=Extension,len=ExtensionData/4"`
	ExtensionData []byte         `bits:"*,if=Extension"`
}

// RTPPayloadType says what the payload is. Those from 96 on have a meaning in a session only.
type RTPPayloadType uint8

func (t RTPPayloadType) String() string {
	return iana.Name("\n0 PCMU\n3 GSM\n4 G723\n5 DVI4 8000\n6 DVI4 16000\n7 LPC\n8 PCMA\n9 G722\n10 L16 stereo\n11 L16\n12 QCELP\n13 CN\n14 MPA\n15 G728\n16 DVI4 11025\n17 DVI4 22050\n18 G729\n25 CelB\n26 JPEG"+
		"\n28 nv\n31 H261\n32 MPV\n33 MP2T\n34 H263\n", uint32(t))
}

// Recognizes asks for the version, and for a payload type that is not one of RTCP's.
func (*RTP) Recognizes(data []byte) bool {
	return len(data) >= 12 && data[0]>>6 == 2 && (data[1]&0x7f < 64 || data[1]&0x7f >= 96)
}

// Pad is the number of bytes of padding at the end of the payload.
func (r *RTP) Pad(payload []byte) int {
	if !r.Padding || len(payload) == 0 || int(payload[len(payload)-1]) > len(payload) {
		return 0
	}
	return int(payload[len(payload)-1])
}

// RTPElement is an element of a header extension, RFC 8285.
type RTPElement struct {
	ID   uint8
	Data []byte
}

// Elements are those of a header extension with elements of one or of two bytes; none where it has another profile.
func (r *RTP) Elements() []RTPElement {
	var out []RTPElement
	for b := r.ExtensionData; len(b) > 0; {
		id, n, head := b[0]>>4, int(b[0]&15)+1, 1
		switch {
		case b[0] == 0:
			b = b[1:]
			continue
		case r.Profile>>4 == 0x100 && len(b) > 1:
			id, n, head = b[0], int(b[1]), 2
		case r.Profile != 0xbede, id == 15, id == 0: // 0 with a length ends the list, RFC 8285 section 4.2
			return out
		}
		if head+n > len(b) {
			return out
		}
		out = append(out, RTPElement{id, b[head : head+n : head+n]})
		b = b[head+n:]
	}
	return out
}

func (r *RTP) String() string {
	return fmt.Sprintf("RTP %s, seq %d, time %d, ssrc %#08x", r.PayloadType, r.Seq, r.Timestamp, r.SSRC)
}

// RTCP is a packet of the control protocol of RTP, RFC 3550 section 6 and RFC 4585 section 6.1. Several stand in a datagram. What Count counts depends on the type; it is not set when a packet is built.
type RTCP struct {
	Version uint8        `bits:"2,default=2"`
	Padding bool         `bits:"1"`
	Count   uint8        `bits:"5"` // of reports, chunks or sources; of feedback and applications the subtype
	Type    RTCPType     `bits:"8"`
	Length  uint16       `bits:"16,len=header/4-1"`
	SSRC    uint32       `bits:"32,if=Type>=200&&Type<=201||Type>=204&&Type<=207"` // of the sender
	Sender  *RTCPSender  `bits:"*,if=Type==200"`
	Media   uint32       `bits:"32,if=Type==205||Type==206"` // the source that feedback is about
	Name    [4]byte      `bits:"32,if=Type==204"`
	Reports []RTCPReport `bits:"*,fit,if=Type==200||Type==201"`
	Rest    []byte       `bits:"*"` // chunks, sources and a reason, feedback, data, extensions, padding: see Chunks, Sources
}

// Err tells whether there are less reports, sources or chunks than Count says, or no feedback or padding, or the name of an application is not of letters that
// can be read: RFC 3550 sections 6.4 to 6.7, RFC 4585 section 6; or whether padding does not say how long it is, chunks or blocks of extended reports are not whole (RFC 3611 section 3), or
// feedback has not the length of its type (RFC 2032 section 5.2).
func (r *RTCP) Err() error {
	switch r.Type {
	case RTCPSenderReport, RTCPReceiverReport:
		if len(r.Reports) < int(r.Count) {
			return codec.ErrCount
		}
	case RTCPSourceDesc, RTCPBye:
		if len(r.Rest) < 4*int(r.Count) {
			return codec.ErrCount
		}
	case rtcpRSI: // addresses, and a time
		if len(r.Rest) < 16 {
			return codec.ErrLength
		}
	case rtcpFIR, rtcpNACK:
		if want := 4 * int(r.Type-rtcpFIR+1); len(r.Rest) != want {
			return codec.ErrLength
		}
	}
	if feedback := r.Type == RTCPFeedback || r.Type == RTCPPayloadSpecific && r.Count != 1; (feedback || r.Padding) && len(r.Rest) == 0 {
		return codec.ErrLength
	}
	if n := len(r.Rest); r.Padding && (r.Rest[n-1] == 0 || r.Rest[n-1]%4 != 0 || int(r.Rest[n-1]) > n) {
		return codec.ErrLength
	}
	if r.Type == RTCPExtended && !whole(r.Rest[:len(r.Rest)-r.padding()]) || r.Type == RTCPSourceDesc && !r.described() {
		return codec.ErrLength
	}
	for _, c := range r.Name {
		if r.Type == RTCPApp && (c < ' ' || c > '~') {
			return codec.ErrRange
		}
	}
	return nil
}

// described reports whether there are as many chunks as Count says, and each is ended by a zero, RFC 3550 section 6.5.
func (r *RTCP) described() bool {
	at := 0
	for range r.Count {
		for at += 4; at+1 < len(r.Rest) && r.Rest[at] != 0; {
			at += 2 + int(r.Rest[at+1])
		}
		if at >= len(r.Rest) || r.Rest[at] != 0 {
			return false
		}
		at = (at + 4) &^ 3
	}
	return true
}

// padding is how many bytes of Rest are padding: the last one says it.
func (r *RTCP) padding() int {
	if !r.Padding || len(r.Rest) == 0 {
		return 0
	}
	return min(len(r.Rest), int(r.Rest[len(r.Rest)-1]))
}

// whole reports whether b is blocks of extended reports, RFC 3611 section 3: a type, a byte of its own, and how many words follow.
func whole(b []byte) bool {
	for len(b) >= 4 && len(b) >= 4+4*int(binary.BigEndian.Uint16(b[2:])) {
		b = b[4+4*int(binary.BigEndian.Uint16(b[2:])):]
	}
	return len(b) == 0
}

// RTCPType is the type of a packet.
type RTCPType uint8

// Types of packets, from the registry of IANA.
const (
	rtcpFIR             RTCPType = 192 // RFC 2032 section 5.2
	rtcpNACK            RTCPType = 193
	RTCPSenderReport    RTCPType = 200
	RTCPReceiverReport  RTCPType = 201
	RTCPSourceDesc      RTCPType = 202
	RTCPBye             RTCPType = 203
	RTCPApp             RTCPType = 204
	RTCPFeedback        RTCPType = 205 // transport layer
	RTCPPayloadSpecific RTCPType = 206
	RTCPExtended        RTCPType = 207 // RFC 3611
	rtcpRSI             RTCPType = 209 // RFC 5760 section 7.1
)

func (t RTCPType) String() string {
	return iana.Name("\n192 FIR\n193 NACK\n195 IJ\n200 SR\n201 RR\n202 SDES\n203 BYE\n204 APP\n205 RTPFB\n206 PSFB\n207 XR\n208 AVB\n209 RSI\n210 TOKEN\n211 IDMS\n212 RGRS\n213 SNM\n", t)
}

// RTCPSender is what a sender has sent.
type RTCPSender struct {
	NTPTime uint64 `bits:"64"`
	RTPTime uint32 `bits:"32"`
	Packets uint32 `bits:"32"`
	Octets  uint32 `bits:"32"`
}

// RTCPReport is a report block.
type RTCPReport struct {
	SSRC         uint32 `bits:"32"`
	FractionLost uint8  `bits:"8"`  // in units of 1/256
	Lost         int32  `bits:"24"` // packets
	HighestSeq   uint32 `bits:"32"`
	Jitter       uint32 `bits:"32"`
	LastSR       uint32 `bits:"32"` // the middle of its NTP time
	Delay        uint32 `bits:"32"` // since it was received, in units of 1/65536 s
}

// Recognizes asks for the version, for types there are, and for lengths that fill the datagram. Where it is encrypted (RFC 3711 section 3.4), the first packet is a
// report whose length is that of its blocks, or stands alone in front of an index and a tag, and only its header can be read.
func (*RTCP) Recognizes(data []byte) bool {
	return isReport(data) || isSecured(data) || len(data) >= 8 && isCompound(data)
}

// isCompound reports whether b is packets of types there are, whose lengths fill it.
func isCompound(b []byte) bool {
	for {
		if len(b) < 4 || b[0]>>6 != 2 || b[1] < 192 || b[1] > 213 {
			return false
		}
		n := 4 + 4*int(binary.BigEndian.Uint16(b[2:]))
		if n >= len(b) {
			return n == len(b)
		}
		b = b[n:]
	}
}

// isReport reports whether b begins with a report of a sender or a receiver, which are as long as their blocks.
func isReport(b []byte) bool {
	if len(b) < 8 || b[0]>>6 != 2 || b[1] != byte(RTCPSenderReport) && b[1] != byte(RTCPReceiverReport) {
		return false
	}
	words := 1 + 6*int(b[0]&31)
	if b[1] == byte(RTCPSenderReport) {
		words += 5
	}
	return int(binary.BigEndian.Uint16(b[2:])) == words && 4+4*words <= len(b)
}

// srtcpTrailer is what the transforms of RFC 3711 section 4 put behind a datagram: a flag with an index of 31 bits, and a tag of 80 bits.
const srtcpTrailer = 4 + 10

// isSecured reports whether b is one packet that is encrypted, as the flag says, by a sender that has not sent many.
func isSecured(b []byte) bool {
	n := len(b) - srtcpTrailer
	return n >= 8 && b[0]>>6 == 2 && b[1] >= byte(RTCPSenderReport) && b[1] <= byte(RTCPExtended) &&
		4+4*int(binary.BigEndian.Uint16(b[2:])) == n && binary.BigEndian.Uint32(b[n:])>>16 == 1<<15
}

// Repeats reports whether another packet follows. The last one may be a header alone, such as a BYE of no source.
func (r *RTCP) Repeats(rest []byte) bool { return r.Recognizes(rest) || isCompound(rest) }

// RTCPChunk is what is said of a source.
type RTCPChunk struct {
	SSRC  uint32
	Items []RTPElement // ID: 1 CNAME, 2 NAME, 3 EMAIL, 4 PHONE, 5 LOC, 6 TOOL, 7 NOTE, 8 PRIV
}

// Chunks are those of a source description, RFC 3550 section 6.5, as far as they are whole.
func (r *RTCP) Chunks() []RTCPChunk {
	if r.Type != RTCPSourceDesc {
		return nil
	}
	var out []RTCPChunk
	b := r.Rest[:len(r.Rest)-r.padding()]
	for at := 0; at+4 <= len(b) && len(out) < int(r.Count); at = (at + 4) &^ 3 {
		c := RTCPChunk{SSRC: binary.BigEndian.Uint32(b[at:])}
		for at += 4; at+2 <= len(b) && b[at] != 0; {
			end := at + 2 + int(b[at+1])
			if end > len(b) {
				return out
			}
			c.Items = append(c.Items, RTPElement{b[at], b[at+2 : end : end]})
			at = end
		}
		out = append(out, c)
	}
	return out
}

// Sources are those that leave with a BYE, and its reason, empty if it has none.
func (r *RTCP) Sources() (list []uint32, reason string) {
	if r.Type != RTCPBye {
		return nil, ""
	}
	b := r.Rest[:len(r.Rest)-r.padding()]
	for ; len(list) < int(r.Count) && len(b) >= 4; b = b[4:] {
		list = append(list, binary.BigEndian.Uint32(b))
	}
	if len(b) > 0 && int(b[0]) < len(b) {
		reason = string(b[1 : 1+int(b[0])])
	}
	return list, reason
}

func (r *RTCP) String() string {
	return fmt.Sprintf("RTCP %s, count %d, length %d", r.Type, r.Count, 4*(int(r.Length)+1))
}

// NextLayer of data in a channel is none that could be known.
func (*ChannelData) NextLayer([]byte) codec.Key { return codec.Key{} }
