package tls

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// TLS is a record of SSL 3.0 to TLS 1.3, RFC 8446 section 5.1, RFC 5246 section 6.2 and RFC 6101. Several may follow each other in a
// segment. A record that goes on in another segment has the bytes that are there, and is not an error. What is
// encrypted is payload; whether it is follows from its form.
type TLS struct {
	Type    ContentType `bits:"8,next=tls"`
	Version Version     `bits:"16"`
	Length  uint16      `bits:"16,len=payload"`
}

// ContentType is what a record carries.
type ContentType uint8

// Content types, from the registry of IANA.
const (
	ContentChangeCipherSpec ContentType = 20
	ContentAlert            ContentType = 21
	ContentHandshake        ContentType = 22
	ContentApplicationData  ContentType = 23
	ContentHeartbeat        ContentType = 24
	ContentCID              ContentType = 25 // DTLS with connection IDs
	ContentACK              ContentType = 26 // DTLS 1.3
)

func (t ContentType) String() string { return lookup(contentNames[:], t, 20) }

var contentNames = [...]string{"change_cipher_spec", "alert", "handshake", "application_data", "heartbeat", "tls12_cid", "ACK"}

// maxRecord is the most that a record may have: 2^14 bytes, and what compression and encryption may add.
const maxRecord = 1<<14 + 2048

// leastMAC is the shortest code that authenticates what is encrypted: that of HMAC, cut as RFC 6066 section 7 allows.
const leastMAC = 10

// Recognizes looks at type, version and length.
func (*TLS) Recognizes(data []byte) bool { return isRecord(data) }

// Repeats reports whether another record follows.
func (*TLS) Repeats(rest []byte) bool { return isRecord(rest) }

func isRecord(b []byte) bool {
	if len(b) < 5 || b[1] != 3 || b[2] > 4 {
		return false
	}
	return plausible(ContentType(b[0]), int(binary.BigEndian.Uint16(b[3:])))
}

// plausible reports whether a record of a type may be n bytes long.
func plausible(t ContentType, n int) bool {
	switch t {
	case ContentChangeCipherSpec:
		return n == 1 || n > leastMAC && n <= 256 // encrypted, when keys are changed again
	case ContentAlert:
		return n >= 2 && n <= maxRecord
	case ContentHandshake:
		return n >= 4 && n <= maxRecord
	case ContentHeartbeat:
		return n >= 3 && n <= maxRecord
	}
	return t == ContentApplicationData && n <= maxRecord
}

func (t *TLS) String() string {
	return fmt.Sprintf("TLS %s, %s, %d bytes", t.Version, t.Type, t.Length)
}

// ChangeCipherSpec says that what follows is encrypted, RFC 5246 section 7.1.
type ChangeCipherSpec struct {
	Type uint8 `bits:"8,const=1"`
}

// Recognizes looks at length and value.
func (*ChangeCipherSpec) Recognizes(data []byte) bool { return len(data) == 1 && data[0] == 1 }

// LayerName is the name of the layer.
func (*ChangeCipherSpec) LayerName() string { return "TLSChangeCipherSpec" }

func (*ChangeCipherSpec) String() string { return "ChangeCipherSpec" }

// Alert is an alert that is not encrypted, RFC 8446 section 6 and RFC 5246 section 7.2.
type Alert struct {
	Level       AlertLevel       `bits:"8"`
	Description AlertDescription `bits:"8"`
}

// AlertLevel is how bad it is.
type AlertLevel uint8

// Levels of alerts.
const (
	AlertWarning AlertLevel = 1
	AlertFatal   AlertLevel = 2
)

func (l AlertLevel) String() string { return lookup([]string{"warning", "fatal"}, l, 1) }

// AlertDescription is the reason of an alert. Its String is the name in IANA's registry.
type AlertDescription uint8

func (d AlertDescription) String() string { return iana.Name(alertNames, d) }

const alertNames = "\n0 close_notify\n10 unexpected_message\n20 bad_record_mac\n21 decryption_failed\n22 record_overflow\n30 decompression_failure\n40 handshake_failure" +
	"\n41 no_certificate\n42 bad_certificate\n43 unsupported_certificate\n44 certificate_revoked\n45 certificate_expired\n46 certificate_unknown\n47 illegal_parameter" +
	"\n48 unknown_ca\n49 access_denied\n50 decode_error\n51 decrypt_error\n52 too_many_cids_requested\n60 export_restriction\n70 protocol_version\n71 insufficient_security" +
	"\n80 internal_error\n86 inappropriate_fallback\n90 user_canceled\n100 no_renegotiation\n109 missing_extension\n110 unsupported_extension\n111 certificate_unobtainable" +
	"\n112 unrecognized_name\n113 bad_certificate_status_response\n114 bad_certificate_hash_value\n115 unknown_psk_identity\n116 certificate_required\n120 no_application_protocol" +
	"\n121 ech_required\n"

// Recognizes looks at length and level: an encrypted alert is longer.
func (*Alert) Recognizes(data []byte) bool {
	return len(data) == 2 && (data[0] == 1 || data[0] == 2)
}

// LayerName is the name of the layer.
func (*Alert) LayerName() string { return "TLSAlert" }

func (a *Alert) String() string { return fmt.Sprintf("Alert %s %s", a.Level, a.Description) }

// Heartbeat asks for its payload, or gives it back, RFC 6520. The length is checked against what there is.
type Heartbeat struct {
	Type    uint8  `bits:"8"` // 1: request, 2: response
	Length  uint16 `bits:"16,len=Payload"`
	Payload []byte `bits:"*"`
	Padding []byte `bits:"*"` // at least 16 bytes
}

// Recognizes looks at type and length.
func (*Heartbeat) Recognizes(data []byte) bool {
	return len(data) >= 3 && (data[0] == 1 || data[0] == 2) && 3+int(binary.BigEndian.Uint16(data[1:])) <= len(data)
}

// LayerName is the name of the layer.
func (*Heartbeat) LayerName() string { return "TLSHeartbeat" }

// Err tells whether there is as much padding as there has to be: RFC 6520 section 4.
func (h *Heartbeat) Err() error {
	if len(h.Padding) < 16 {
		return codec.ErrLength
	}
	return nil
}

func (h *Heartbeat) String() string { return fmt.Sprintf("Heartbeat %d, %d bytes", h.Type, h.Length) }
