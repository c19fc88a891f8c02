// Package tls holds the records of TLS and DTLS, with what they carry in the clear: handshake messages with their extensions, alerts,
// changes of cipher and heartbeats. What is encrypted is payload.
//
// Each message is a layer: packet.Get[tls.ClientHello] finds it. Nothing is known here about the connection; so a message is clear if
// it looks like one, and a record that a TCP segment cuts keeps its bytes without being an error. The rows of the
// table of who follows whom are part of layers.Links.
package tls

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
