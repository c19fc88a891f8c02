package tls_test

import (
	"encoding/hex"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/packet"
)

// A ClientHello is built from the record on, and read again from the segment.
func Example() {
	names, err := tls.NewExtension(tls.ExtServerName, &tls.ServerNames{List: []tls.ServerName{{Name: "www.example.net"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	data, err := codec.Encoder{Derive: codec.All, Links: layers.Links()}.Marshal(
		&layers.TCP{SrcPort: 50000}, &tls.TLS{Version: tls.TLS10}, &tls.Handshake{},
		&tls.ClientHello{
			Version: tls.TLS12, CipherSuites: []tls.CipherSuite{0xc02f}, CompressionMethods: []byte{0},
			Extensions: tls.Extensions{List: []tls.Extension{names}},
		},
	)
	fmt.Println(hex.EncodeToString(data[20:31]), err)

	p := packet.NewAt(data, codec.Key{Table: "ip", Value: 6})
	hello := packet.Get[tls.ClientHello](p)
	fmt.Println(hello.ServerName(), hello.CipherSuites)
	fmt.Println(hello.JA3String(), hello.JA4())
	// Output:
	// 1603010047010000430303 <nil>
	// www.example.net [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
	// 771,49199,0,, t12d010100_f06271c2b022_000000000000
}

// Guesses find TLS and DTLS on ports that are not theirs.
func Example_otherPorts() {
	r := packet.NewRegistry()
	fmt.Println(packet.RegisterGuess[tls.TLS](r, layers.RoleApplication, 0, "tcp"), packet.RegisterGuess[tls.DTLS](r, layers.RoleApplication, 0, "udp"))
	// Output: <nil> <nil>
}
