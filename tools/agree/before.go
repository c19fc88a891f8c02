package main

import (
	"reflect"
	"slices"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers/tls"
)

// later are messages that have another form since version 1.3 of TLS, or are only there. Which version there is, its ServerHello says.
var later = []reflect.Type{
	reflect.TypeFor[*tls.Certificate13](), reflect.TypeFor[*tls.CertificateRequest13](), reflect.TypeFor[*tls.NewSessionTicket13](), reflect.TypeFor[*tls.CompressedCertificate](),
	reflect.TypeFor[*tls.EncryptedExtensions](),
}

// before is what goes before a packet in its conversation, so that tshark knows what it is: it is not counted. It is nil if nothing has to.
func before(b *fuzz.Built) []byte {
	record := slices.IndexFunc(b.Layers, func(l any) bool { _, ok := l.(*tls.TLS); return ok })
	if record < 0 || !slices.ContainsFunc(b.Layers, func(l any) bool { return slices.Contains(later, reflect.TypeOf(l)) }) {
		return nil
	}
	version := tls.Extension{Type: tls.ExtSupportedVersions, Data: []byte{3, 4}}
	parts := append(slices.Clone(b.Layers[:record]), &tls.TLS{Version: tls.TLS12}, &tls.Handshake{},
		&tls.ServerHello{Version: tls.TLS12, CipherSuite: 0x1301, Extensions: tls.Extensions{Present: true, List: []tls.Extension{version}}})
	data, err := codec.Encoder{Derive: codec.All, Links: b.Links}.Marshal(parts...)
	if err != nil {
		return nil
	}
	return data
}
