package tls

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// ClientHello begins a handshake, RFC 8446 section 4.1.2 and RFC 5246 section 7.4.1.2. Extensions may be missing, or be cut where the message goes
// on in another segment. Version is that of TLS 1.2 at most: see [ClientHello.Versions].
type ClientHello struct {
	Version            Version       `bits:"16"`
	Random             [32]byte      `bits:"256"` // before TLS 1.3 the first four bytes may be a time
	SessionIDLength    uint8         `bits:"8,len=SessionID"`
	SessionID          []byte        `bits:"*"`
	CipherSuitesLength uint16        `bits:"16,len=CipherSuites"`
	CipherSuites       []CipherSuite `bits:"*,each=16"`
	CompressionLength  uint8         `bits:"8,len=CompressionMethods"`
	CompressionMethods []byte        `bits:"*"`
	Extensions         Extensions    `bits:"*"`
}

// LayerName is the name of the layer.
func (*ClientHello) LayerName() string { return "TLSClientHello" }

// ServerName is the host that is asked for (SNI), "" if none is.
func (h *ClientHello) ServerName() string { return h.Extensions.serverName() }

// Protocols are what ALPN offers.
func (h *ClientHello) Protocols() []string { return h.Extensions.protocols() }

// Versions are what the client speaks, GREASE included, in its order of preference; Version, where the extension is missing.
func (h *ClientHello) Versions() []Version {
	if v, ok := view[*SupportedVersions](&h.Extensions, ExtSupportedVersions); ok {
		return v.List
	}
	return []Version{h.Version}
}

func (h *ClientHello) String() string {
	return fmt.Sprintf("ClientHello %s %q, %d cipher suites, %d extensions", h.Version, h.ServerName(), len(h.CipherSuites), len(h.Extensions.List))
}

// DTLSClientHello begins a handshake of DTLS, RFC 6347 section 4.2.1 and RFC 9147 section 5.3. Cookie is what a HelloVerifyRequest asked to be sent back.
type DTLSClientHello struct {
	Version            Version       `bits:"16"`
	Random             [32]byte      `bits:"256"`
	SessionIDLength    uint8         `bits:"8,len=SessionID"`
	SessionID          []byte        `bits:"*"`
	CookieLength       uint8         `bits:"8,len=Cookie"`
	Cookie             []byte        `bits:"*"`
	CipherSuitesLength uint16        `bits:"16,len=CipherSuites"`
	CipherSuites       []CipherSuite `bits:"*,each=16"`
	CompressionLength  uint8         `bits:"8,len=CompressionMethods"`
	CompressionMethods []byte        `bits:"*"`
	Extensions         Extensions    `bits:"*"`
}

// ServerName is the host that is asked for (SNI), "" if none is.
func (h *DTLSClientHello) ServerName() string { return h.Extensions.serverName() }

// Protocols are what ALPN offers.
func (h *DTLSClientHello) Protocols() []string { return h.Extensions.protocols() }

func (h *DTLSClientHello) String() string {
	return fmt.Sprintf("DTLSClientHello %s, %d cipher suites, %d extensions", h.Version, len(h.CipherSuites), len(h.Extensions.List))
}

// ServerHello is the answer, RFC 8446 section 4.1.3 and RFC 5246 section 7.4.1.3. With TLS 1.3 it may be a HelloRetryRequest.
// The form that drafts of TLS 1.3 before the 22nd had is not decoded.
type ServerHello struct {
	Version           Version     `bits:"16"`
	Random            [32]byte    `bits:"256"`
	SessionIDLength   uint8       `bits:"8,len=SessionID"`
	SessionID         []byte      `bits:"*"`
	CipherSuite       CipherSuite `bits:"16"`
	CompressionMethod uint8       `bits:"8"`
	Extensions        Extensions  `bits:"*"`
}

// LayerName is the name of the layer.
func (*ServerHello) LayerName() string { return "TLSServerHello" }

// retry is the random value that makes a HelloRetryRequest of a ServerHello: SHA-256 of "HelloRetryRequest".
const retry = "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c"

// Err tells whether a ServerHello has a group alone where its key should be, RFC 8446 section 4.2.8.
func (h *ServerHello) Err() error {
	for _, x := range h.Extensions.List {
		if x.Type == ExtKeyShare && len(x.Data) < 4 && !h.IsHelloRetryRequest() {
			return codec.ErrLength
		}
	}
	return nil
}

// IsHelloRetryRequest reports whether the client is asked for another ClientHello.
func (h *ServerHello) IsHelloRetryRequest() bool { return string(h.Random[:]) == retry }

// Selected is the version that was chosen.
func (h *ServerHello) Selected() Version {
	if e := h.Extensions.Get(ExtSupportedVersions); e != nil {
		if v, err := e.ServerView(); err == nil {
			if s, ok := v.(*SelectedVersion); ok {
				return s.Version
			}
		}
	}
	return h.Version
}

func (h *ServerHello) String() string {
	name := "ServerHello"
	if h.IsHelloRetryRequest() {
		name = "HelloRetryRequest"
	}
	return fmt.Sprintf("%s %s %s", name, h.Selected(), h.CipherSuite)
}

// HelloVerifyRequest asks a client of DTLS to show that it gets answers, RFC 6347 section 4.2.1.
type HelloVerifyRequest struct {
	Version      Version `bits:"16"`
	CookieLength uint8   `bits:"8,len=Cookie"`
	Cookie       []byte  `bits:"*"`
}

// LayerName is the name of the layer.
func (*HelloVerifyRequest) LayerName() string { return "DTLSHelloVerifyRequest" }

func (h *HelloVerifyRequest) String() string {
	return fmt.Sprintf("HelloVerifyRequest %s, cookie of %d bytes", h.Version, len(h.Cookie))
}

// helloExtensions is where the extensions of a ClientHello or ServerHello begin; false if b ends before them.
func helloExtensions(b []byte, client bool) (int, bool) {
	at := 34
	skip := func(size int) bool {
		if at+size > len(b) {
			return false
		}
		n := int(b[at])
		if size == 2 {
			n = n<<8 | int(b[at+1])
		}
		at += size + n
		return at <= len(b)
	}
	if !skip(1) {
		return 0, false
	}
	if !client {
		at += 3
		return at, at <= len(b)
	}
	ok := skip(2) && skip(1)
	return at, ok
}
