package transport

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// QUIC is the header of a QUIC packet, RFC 9000 section 17, in its long and its short form: version 1, version 2 (RFC 9369), the drafts from 22 on, which is
// where the long header got its form (RFC 8999), and Google's last versions, Q050 to T051. Several may stand in a datagram. What is protected, which is the packet number and the lower bits of the first
// byte too, is payload. In the short form the connection ID is a part of that: its length is in no packet. [QUIC.OpenInitial] reads Initial packets, whose keys are no secret.
type QUIC struct {
	Long      bool          `bits:"1"`
	Fixed     bool          `bits:"1"` // a 1, but in version negotiation and where it is greased, RFC 9287
	Type      QUICType      `bits:"2"` // of a short header: the spin bit and a reserved bit
	Protected uint8         `bits:"4"` // the upper half is reserved, the lower one the length of the packet number, less one, or the key phase
	Version   QUICVersion   `bits:"32,if=Long"`
	DCIDLen   uint8         `bits:"8,if=Long,len=DCID"`
	DCID      []byte        `bits:"*,if=Long"` // destination connection ID
	SCIDLen   uint8         `bits:"8,if=Long,len=SCID"`
	SCID      []byte        `bits:"*,if=Long"` // source connection ID
	Token     QUICToken     `bits:"*,if=IsInitial"`
	Length    QUICVarint    `bits:"*,if=HasLength"` // of the packet number and the protected payload
	Versions  []QUICVersion `bits:"*,each=32,if=IsNegotiation"`
	Retry     []byte        `bits:"*,if=IsRetry"` // token, and integrity tag in the last 16 bytes
}

// QUICType is the type of a packet with a long header. The numbers are those of version 1; version 2 has others.
type QUICType uint8

// Types of packets, in version 1.
const (
	QUICInitialPacket QUICType = 0
	QUICZeroRTT       QUICType = 1
	QUICHandshake     QUICType = 2
	QUICRetry         QUICType = 3
)

func (t QUICType) String() string {
	return iana.NameAt([]string{"Initial", "0-RTT", "Handshake", "Retry"}, t)
}

// QUICVersion is a version of QUIC.
type QUICVersion uint32

// Versions.
const (
	QUICNegotiation QUICVersion = 0
	QUICv1          QUICVersion = 1
	QUICv2          QUICVersion = 0x6b3343cf
	QUICDraft       QUICVersion = 0xff000000 // and the number of the draft
)

// IsGreased reports whether the version is one of those that nobody has: they ask for version negotiation, RFC 9000 section 15.
func (v QUICVersion) IsGreased() bool { return v&0x0f0f0f0f == 0x0a0a0a0a }

// Draft is the number of the draft, 0 if it is none. Facebook's mvfst has versions of its own for some of them.
func (v QUICVersion) Draft() int {
	switch {
	case v>>8 == QUICDraft>>8:
		return int(v & 0xff)
	case v == 0xfaceb001:
		return 22
	case v == 0xfaceb002 || v == 0xfaceb00e:
		return 27
	}
	return 0
}

// google reports whether it is one of Google's versions with the long header of the drafts.
func (v QUICVersion) google() bool { return v == 0x51303530 || v>>8 == 0x543035 } // Q050, T05x

// known reports whether the version has the form of version 1 behind the connection IDs.
func (v QUICVersion) known() bool {
	return v == QUICv1 || v == QUICv2 || v.Draft() >= 22 || v.google() || v.IsGreased()
}

func (v QUICVersion) String() string {
	switch {
	case v == QUICNegotiation:
		return "negotiation"
	case v == QUICv1:
		return "1"
	case v == QUICv2:
		return "2"
	case v>>8 == QUICDraft>>8:
		return fmt.Sprintf("draft-%d", v.Draft())
	case v.google():
		return string(binary.BigEndian.AppendUint32(nil, uint32(v)))
	}
	return fmt.Sprintf("%#08x", uint32(v))
}

// Kind is the type in the numbers of version 1.
func (q *QUIC) Kind() QUICType {
	if q.Version == QUICv2 {
		return (q.Type + 3) & 3
	}
	return q.Type
}

// IsNegotiation reports whether it is a version negotiation packet.
func (q *QUIC) IsNegotiation() bool { return q.Long && q.Version == QUICNegotiation }

// IsInitial reports whether it is an Initial packet.
func (q *QUIC) IsInitial() bool {
	return q.Long && q.Version.known() && q.Kind() == QUICInitialPacket
}

// IsRetry reports whether it is a Retry packet.
func (q *QUIC) IsRetry() bool { return q.Long && q.Version.known() && q.Kind() == QUICRetry }

// HasLength reports whether the header says how long the packet is.
func (q *QUIC) HasLength() bool { return q.Long && q.Version.known() && q.Kind() != QUICRetry }

// RetryToken is the token of a Retry packet.
func (q *QUIC) RetryToken() []byte { return q.Retry[:max(0, len(q.Retry)-16):max(0, len(q.Retry)-16)] }

// ShortDCID is the destination connection ID of a packet with a short header, n bytes long, which the receiver knows.
func (q *QUIC) ShortDCID(payload []byte, n int) []byte {
	if q.Long || n > len(payload) || n < 0 {
		return nil
	}
	return payload[:n:n]
}

// shortest is the least that a packet with a short header has: its first byte, a packet number, four bytes for the sample and the tag.
const shortest = 21

// Recognizes looks for a version that is known, or the fixed bit of a short header.
func (*QUIC) Recognizes(data []byte) bool {
	if len(data) < 7 {
		return false
	}
	if data[0]&0x80 == 0 {
		return data[0]&0x40 != 0 && len(data) >= shortest
	}
	v := QUICVersion(binary.BigEndian.Uint32(data[1:]))
	src := 6 + int(data[5])
	if src >= len(data) {
		return false
	}
	end := src + 1 + int(data[src])
	if v == QUICNegotiation {
		return len(data) >= end+4 && (len(data)-end)%4 == 0
	}
	return v.known() && data[0]&0x40 != 0 && data[5] <= 20 && data[src] <= 20 && end <= len(data)
}

// Repeats reports whether another packet of the connection follows: one with a long header and the same IDs, or one with a short header.
func (q *QUIC) Repeats(rest []byte) bool {
	if len(rest) < shortest || !q.HasLength() {
		return false
	}
	if rest[0]&0x80 == 0 {
		return rest[0]&0x40 != 0
	}
	n := int(rest[5])
	return QUICVersion(binary.BigEndian.Uint32(rest[1:])) == q.Version && 6+n <= len(rest) && string(rest[6:6+n]) == string(q.DCID)
}

// PayloadLength is what Length says, nothing where the header is all.
func (q *QUIC) PayloadLength(have int) (int, bool) {
	if !q.HasLength() {
		return 0, false
	}
	return int(min(q.Length.Value, 1<<30)), true
}

// FixPayloadLength sets Length, in as many bytes as it has.
func (*QUIC) FixPayloadLength(packet []byte, header int) error {
	var q QUIC
	if packet[0]&0x80 == 0 || len(packet) < 5 {
		return nil
	}
	q.Long, q.Type, q.Version = true, QUICType(packet[0]>>4&3), QUICVersion(binary.BigEndian.Uint32(packet[1:]))
	if !q.HasLength() {
		return nil
	}
	at, n := q.lengthAt(packet[:header])
	if n == 0 {
		return nil
	}
	size := uint64(len(packet) - header)
	if size >= 1<<(8*n-2) {
		return codec.ErrRange
	}
	putVarint(packet[at:at+n], size)
	return nil
}

// lengthAt is where Length stands in a header, and in how many bytes: none if the lengths before it do not lead there, as in headers that
// are encoded as they stand.
func (q *QUIC) lengthAt(header []byte) (at, n int) {
	at = 5
	for range 2 { // connection identifiers
		if at >= len(header) {
			return 0, 0
		}
		at += 1 + int(header[at])
	}
	if q.IsInitial() && at < len(header) {
		token, n := varint(header[at:])
		if at += n; n == 0 || token > uint64(len(header)-at) {
			return 0, 0
		}
		at += int(token)
	}
	if at >= len(header) {
		return 0, 0
	}
	_, n = varint(header[at:])
	return at, n
}

// NextLayer is none: what follows is protected.
func (*QUIC) NextLayer([]byte) codec.Key { return codec.Key{} }

func (q *QUIC) String() string {
	if !q.Long {
		return "QUIC protected"
	}
	if !q.Version.known() {
		return fmt.Sprintf("QUIC version %s, dcid %x, scid %x", q.Version, q.DCID, q.SCID)
	}
	return fmt.Sprintf("QUIC %s, version %s, dcid %x, scid %x", q.Kind(), q.Version, q.DCID, q.SCID)
}
