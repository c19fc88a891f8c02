package tls

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// Handshake is the header of a handshake message, RFC 8446 section 4 and RFC 5246 section 7.4. Several may stand in a record. Messages without contents
// (HelloRequest, ServerHelloDone, EndOfEarlyData) are this header alone. Of a message that goes on in another
// segment or record, a ClientHello or ServerHello is decoded as far as it is there, if its extensions have begun; others stay payload.
type Handshake struct {
	Type   HandshakeType `bits:"8,next=tlshandshake"`
	Length uint32        `bits:"24,len=payload"`
}

// HandshakeType is the type of a handshake message.
type HandshakeType uint8

// Types of handshake messages, from the registry of IANA.
const (
	TypeHelloRequest          HandshakeType = 0
	TypeClientHello           HandshakeType = 1
	TypeServerHello           HandshakeType = 2
	TypeHelloVerifyRequest    HandshakeType = 3
	TypeNewSessionTicket      HandshakeType = 4
	TypeEndOfEarlyData        HandshakeType = 5
	TypeEncryptedExtensions   HandshakeType = 8
	TypeCertificate           HandshakeType = 11
	TypeServerKeyExchange     HandshakeType = 12
	TypeCertificateRequest    HandshakeType = 13
	TypeServerHelloDone       HandshakeType = 14
	TypeCertificateVerify     HandshakeType = 15
	TypeClientKeyExchange     HandshakeType = 16
	TypeFinished              HandshakeType = 20
	TypeCertificateURL        HandshakeType = 21
	TypeCertificateStatus     HandshakeType = 22
	TypeSupplementalData      HandshakeType = 23
	TypeKeyUpdate             HandshakeType = 24
	TypeCompressedCertificate HandshakeType = 25
	TypeMessageHash           HandshakeType = 254
)

func (t HandshakeType) String() string { return iana.Name(handshakeNames, t) }

const handshakeNames = "\n0 hello_request\n1 client_hello\n2 server_hello\n3 hello_verify_request\n4 new_session_ticket\n5 end_of_early_data\n6 hello_retry_request" +
	"\n8 encrypted_extensions\n9 request_connection_id\n10 new_connection_id\n11 certificate\n12 server_key_exchange\n13 certificate_request\n14 server_hello_done\n15 certificate_verify" +
	"\n16 client_key_exchange\n20 finished\n21 certificate_url\n22 certificate_status\n23 supplemental_data\n24 key_update\n25 compressed_certificate\n67 next_protocol\n254 message_hash\n"

// Recognizes tells messages in the clear from encrypted ones, by what the type says about the form.
func (*Handshake) Recognizes(data []byte) bool { return isHandshake(data) }

// Repeats reports whether another message follows.
func (*Handshake) Repeats(rest []byte) bool { return isHandshake(rest) }

// NextLayer is by the type, if all of the message is there, or enough of a hello.
func (h *Handshake) NextLayer(payload []byte) codec.Key {
	if len(payload) < int(h.Length) {
		switch at, ok := helloExtensions(payload, h.Type == TypeClientHello); {
		case h.Type != TypeClientHello && h.Type != TypeServerHello, !ok, len(payload) < at+2:
			return codec.Key{}
		}
	}
	return codec.Key{Table: "tlshandshake", Value: uint64(h.Type)}
}

// LayerName is the name of the layer.
func (*Handshake) LayerName() string { return "TLSHandshake" }

func (h *Handshake) String() string { return fmt.Sprintf("Handshake %s, %d bytes", h.Type, h.Length) }

// isHandshake reports whether b, what is left of a record, begins with a message in the clear.
func isHandshake(b []byte) bool {
	if len(b) < 4 {
		return false
	}
	n := uint24(b[1:])
	body := b[4:min(len(b), 4+n)]
	switch t := HandshakeType(b[0]); t {
	case TypeHelloRequest:
		return len(b) == 4 && n == 0
	case TypeServerHelloDone, TypeEndOfEarlyData:
		return n == 0
	case TypeFinished: // encrypted, but by the null cipher
		return len(b) == 4+n && (n == 12 || n == 36)
	case TypeClientHello, TypeServerHello:
		return n >= 38 && len(body) >= 2 && body[0] == 3 && body[1] <= 4
	case TypeServerKeyExchange:
		return n >= 4 && n <= maxRecord
	case TypeClientKeyExchange:
		return n >= 1 && n <= maxRecord/4
	default:
		return formOf(t, n, body) != formNone
	}
}

// form is one of several forms of a message that differ between versions.
type form uint8

const (
	formNone form = iota
	form10        // up to TLS 1.1
	form12
	form13
)

// formOf finds the form of a message of n bytes that begins with body: the lengths inside have to agree with its own. It is formNone where
// none of them does.
func formOf(t HandshakeType, n int, body []byte) form {
	const missing = -1 << 24 // less than what is left of any message
	word := func(at int) int {
		if at+2 > len(body) {
			return missing
		}
		return int(binary.BigEndian.Uint16(body[at:]))
	}
	long := func(at int) int {
		if at+3 > len(body) {
			return missing
		}
		return uint24(body[at:])
	}
	is := func(ok bool, f form) form {
		if ok {
			return f
		}
		return formNone
	}
	switch t {
	case TypeNewSessionTicket:
		if word(4) == n-6 {
			return form12
		}
		if len(body) > 9 && body[8] <= 64 {
			nonce := 9 + int(body[8])
			ticket := nonce + 2 + max(word(nonce), 0)
			return is(word(nonce) >= 0 && word(ticket) == n-ticket-2, form13)
		}
	case TypeEncryptedExtensions:
		return is(word(0) == n-2, form13)
	case TypeCertificate:
		if long(0) == n-3 {
			return form12
		}
		return is(len(body) > 0 && long(1+int(body[0])) == n-4-int(body[0]), form13)
	case TypeCertificateRequest:
		return requestForm(n, body, word)
	case TypeCertificateVerify:
		if word(0) == n-2 {
			return form10
		}
		return is(word(2) == n-4, form12)
	case TypeCertificateStatus:
		return is(len(body) > 0 && (body[0] == 1 || body[0] == 2) && long(1) == n-4, form12)
	case TypeSupplementalData:
		return is(long(0) == n-3, form12)
	case TypeKeyUpdate:
		return is(n == 1 && len(body) == 1 && body[0] < 2, form13)
	case TypeCompressedCertificate:
		return is(long(5) == n-8, form13)
	}
	return formNone
}

func requestForm(n int, body []byte, word func(int) int) form {
	if len(body) == 0 {
		return formNone
	}
	at := 1 + int(body[0])
	first := word(at)
	if first < 0 {
		return formNone
	}
	if at+2+first == n {
		if body[0] == 0 {
			return form13 // no context, and extensions
		}
		return form10
	}
	if second := word(at + 2 + first); second >= 0 && body[0] > 0 && at+4+first+second == n {
		return form12
	}
	return formNone
}

func uint24(b []byte) int { return int(b[0])<<16 | int(b[1])<<8 | int(b[2]) }

// DTLSHandshake is the header of a handshake message or of a fragment of one, RFC 6347 section 4.2.2 and RFC 9147 section 5.2. The
// contents of a message that is in fragments stay payload.
type DTLSHandshake struct {
	Type           HandshakeType `bits:"8,next=dtlshandshake"`
	Length         uint32        `bits:"24"` // of the message
	MessageSeq     uint16        `bits:"16"`
	FragmentOffset uint32        `bits:"24"`
	FragmentLength uint32        `bits:"24,len=payload"`
}

// Recognizes looks at the lengths.
func (*DTLSHandshake) Recognizes(data []byte) bool { return isDTLSHandshake(data) }

// Repeats reports whether another message follows.
func (*DTLSHandshake) Repeats(rest []byte) bool { return isDTLSHandshake(rest) }

// NextLayer is by the type, if the message is whole.
func (h *DTLSHandshake) NextLayer(payload []byte) codec.Key {
	if h.FragmentOffset != 0 || h.FragmentLength != h.Length || len(payload) < int(h.Length) {
		return codec.Key{}
	}
	return codec.Key{Table: "dtlshandshake", Value: uint64(h.Type)}
}

func isDTLSHandshake(b []byte) bool {
	return len(b) >= 12 && b[0] <= 25 && uint24(b[6:])+uint24(b[9:]) <= uint24(b[1:])
}

func (h *DTLSHandshake) String() string {
	return fmt.Sprintf("DTLSHandshake %s seq %d, bytes %d+%d of %d", h.Type, h.MessageSeq, h.FragmentOffset, h.FragmentLength, h.Length)
}
