package tls

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// DTLS is a record of DTLS, RFC 6347 section 4.1 and RFC 9147 section 4. Several may follow each other in a datagram. What belongs to an epoch other than
// 0 is encrypted and is payload. Records with a connection ID, RFC 9146, are not recognized: the length of the ID is not in them. Encrypted records
// of DTLS 1.3, which have another header, are payload.
type DTLS struct {
	Type    ContentType `bits:"8,next=dtls"`
	Version Version     `bits:"16"`
	Epoch   uint16      `bits:"16"`
	Seq     uint64      `bits:"48"`
	Length  uint16      `bits:"16,len=payload"`
}

// Recognizes looks at type, version and length.
func (*DTLS) Recognizes(data []byte) bool { return isDTLS(data) }

// Repeats reports whether another record follows.
func (*DTLS) Repeats(rest []byte) bool { return isDTLS(rest) }

// NextLayer is by the type, in epoch 0.
func (d *DTLS) NextLayer([]byte) codec.Key {
	if d.Epoch != 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "dtls", Value: uint64(d.Type)}
}

func isDTLS(b []byte) bool {
	if len(b) < 13 {
		return false
	}
	switch Version(binary.BigEndian.Uint16(b[1:])) {
	case DTLS10, DTLS12, DTLS13, DTLSOpenSSL:
	default:
		return false
	}
	n := int(binary.BigEndian.Uint16(b[11:]))
	if b[1] == 1 && 13+n != len(b) && (len(b) < 16+n || b[13+n]-20 > 6 || b[14+n] != 1 || b[15+n] != 0) {
		return false // a version that is common in other data: the record has to fill the datagram, or be followed by another
	}
	if ContentType(b[0]) == ContentACK {
		return n >= 2 && n <= maxRecord
	}
	return plausible(ContentType(b[0]), n)
}

func (d *DTLS) String() string {
	return fmt.Sprintf("DTLS %s, %s, epoch %d seq %d, %d bytes", d.Version, d.Type, d.Epoch, d.Seq, d.Length)
}
