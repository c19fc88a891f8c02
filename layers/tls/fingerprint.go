package tls

import (
	"crypto/md5" // JA3 is defined so
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// offer is what fingerprints are made of.
type offer struct {
	transport byte
	version   Version
	suites    []CipherSuite
	ext       *Extensions
}

func (h *ClientHello) offer() offer { return offer{'t', h.Version, h.CipherSuites, &h.Extensions} }

func (h *DTLSClientHello) offer() offer {
	return offer{'d', h.Version, h.CipherSuites, &h.Extensions}
}

// JA3 is the fingerprint of that name: MD5, in hexadecimal, of [ClientHello.JA3String].
func (h *ClientHello) JA3() string { return sum(h.offer().ja3()) }

// JA3String is what JA3 is made of: version, cipher suites, types of extensions, groups and point formats, in decimal, without GREASE.
func (h *ClientHello) JA3String() string { return h.offer().ja3() }

// JA4 is the fingerprint of that name for a hello over TCP: [ClientHello.JA4String] with its last two parts hashed, the first 12 hexadecimal
// digits of their SHA-256.
func (h *ClientHello) JA4() string { return h.offer().ja4(true) }

// JA4String is JA4 without the hashes (JA4_r).
func (h *ClientHello) JA4String() string { return h.offer().ja4(false) }

// JA4QUIC is JA4 for a hello over QUIC.
func (h *ClientHello) JA4QUIC() string {
	o := h.offer()
	o.transport = 'q'
	return o.ja4(true)
}

// JA3 is the same for DTLS.
func (h *DTLSClientHello) JA3() string { return sum(h.offer().ja3()) }

// JA4 is the same for DTLS.
func (h *DTLSClientHello) JA4() string { return h.offer().ja4(true) }

func sum(s string) string {
	m := md5.Sum([]byte(s))
	return hex.EncodeToString(m[:])
}

func (o offer) ja3() string {
	b := strconv.AppendUint(nil, uint64(o.version), 10)
	b = join(append(b, ','), o.suites)
	var types []ExtensionType
	for i := range o.ext.List {
		types = append(types, o.ext.List[i].Type)
	}
	b = join(append(b, ','), types)
	b = append(b, ',')
	if g, ok := view[*SupportedGroups](o.ext, ExtSupportedGroups); ok {
		b = join(b, g.List)
	}
	b = append(b, ',')
	if p, ok := view[*PointFormats](o.ext, ExtPointFormats); ok {
		for i, f := range p.List {
			if i > 0 {
				b = append(b, '-')
			}
			b = strconv.AppendUint(b, uint64(f), 10)
		}
	}
	return string(b)
}

// join appends numbers in decimal, without GREASE.
func join[T ~uint16](b []byte, list []T) []byte {
	first := true
	for _, v := range list {
		if IsGREASE(uint16(v)) {
			continue
		}
		if !first {
			b = append(b, '-')
		}
		first = false
		b = strconv.AppendUint(b, uint64(v), 10)
	}
	return b
}

// hexes gives numbers in hexadecimal, without GREASE and those that are left out.
func hexes[T ~uint16](list []T, sorted bool, without ...T) []string {
	var out []string
	for _, v := range list {
		if !IsGREASE(uint16(v)) && !slices.Contains(without, v) {
			out = append(out, fmt.Sprintf("%04x", uint16(v)))
		}
	}
	if sorted {
		slices.Sort(out)
	}
	return out
}

func (o offer) ja4(hashed bool) string {
	var types []ExtensionType
	for i := range o.ext.List {
		types = append(types, o.ext.List[i].Type)
	}
	suites := hexes(o.suites, true)
	name := "i"
	if o.ext.Get(ExtServerName) != nil {
		name = "d"
	}
	head := fmt.Sprintf("%c%s%s%02d%02d%s", o.transport, o.ja4Version(), name, min(len(suites), 99), min(len(hexes(types, false)), 99), o.ja4Protocol())
	ext := strings.Join(hexes(types, true, ExtServerName, ExtALPN), ",")
	if s, ok := view[*SignatureSchemes](o.ext, ExtSignatureAlgorithms); ok && len(s.List) > 0 {
		ext += "_" + strings.Join(hexes(s.List, false), ",")
	}
	list := strings.Join(suites, ",")
	if !hashed {
		return head + "_" + list + "_" + ext
	}
	return head + "_" + ja4Hash(list) + "_" + ja4Hash(ext)
}

func ja4Hash(s string) string {
	if s == "" {
		return "000000000000"
	}
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:6])
}

// ja4Version is the highest version that is offered.
func (o offer) ja4Version() string {
	best := o.version
	if v, ok := view[*SupportedVersions](o.ext, ExtSupportedVersions); ok {
		best = 0
		for _, v := range v.List {
			if IsGREASE(uint16(v)) {
				continue
			}
			if best == 0 || (v>>8 == 0xfe) == (v < best) { // those of DTLS count down
				best = v
			}
		}
	}
	switch best {
	case SSL20:
		return "s2"
	case SSL30:
		return "s3"
	case TLS10, TLS11, TLS12, TLS13:
		return "1" + strconv.Itoa(int(best)-0x301)
	case DTLS10:
		return "d1"
	case DTLS12:
		return "d2"
	case DTLS13:
		return "d3"
	}
	return "00"
}

// ja4Protocol is the first and last character of the first protocol of ALPN.
func (o offer) ja4Protocol() string {
	p := o.ext.protocols()
	if len(p) == 0 || p[0] == "" {
		return "00"
	}
	first, last := p[0][0], p[0][len(p[0])-1]
	if alphanumeric(first) && alphanumeric(last) {
		return string([]byte{first, last})
	}
	return fmt.Sprintf("%x%x", first>>4, last&15)
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
