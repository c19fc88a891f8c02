package tls

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// TLSData is what a port of TLS has that does not begin a record (RFC 8446 section 5.1): the middle of one that began in another segment. It has no header:
// all is payload.
type TLSData struct{}

// Recognizes refuses what begins with a word, as requests of text protocols do.
func (*TLSData) Recognizes(data []byte) bool {
	for _, c := range data[:min(len(data), 4)] {
		if letter := c|0x20 >= 'a' && c|0x20 <= 'z'; !letter && c != ' ' && c != '-' && c != '/' {
			return true
		}
	}
	return len(data) < 4
}

// NextLayer says that nothing is known of the payload.
func (*TLSData) NextLayer([]byte) codec.Key { return codec.Key{} }

func (*TLSData) String() string { return "TLS data" }

// Continuations returns the rows of [TLSData]. They stand behind those of all other layers.
func Continuations() []codec.Link {
	var rows []codec.Link
	for _, p := range tcpOnly {
		rows = append(rows, codec.Link{Table: "tcp", Key: uint64(p), Layer: (*TLSData)(nil)})
	}
	return rows
}

// Guesses returns the layers that are looked for on any port: type, version and length of a record are like nothing else.
func Guesses() []osi.Guess {
	return []osi.Guess{
		{Table: "tcp", Layer: (*TLS)(nil), First: osi.Bytes(byte(ContentChangeCipherSpec), byte(ContentHeartbeat))},
		{Table: "udp", Layer: (*DTLS)(nil), First: osi.Bytes(byte(ContentChangeCipherSpec), byte(ContentACK))},
	}
}
