package transport

import (
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// QUICInitial is the contents of an Initial packet.
type QUICInitial struct {
	PacketNumber uint32 // as it is written, in up to 4 bytes
	Frames       []byte

	google bool // frames are Google's
}

// QUICCrypto is a CRYPTO frame, RFC 9000 section 19.6: a part of the stream of TLS handshake messages.
type QUICCrypto struct {
	Offset uint64
	Data   []byte
}

// Errors of Initial packets.
var (
	ErrQUICKeys  = errors.New("transport: the packet does not authenticate with these keys")
	ErrQUICFrame = errors.New("transport: a frame that is cut, or may not be in an Initial packet")
	errQUICForm  = errors.New("transport: no whole Initial packet of a version with known keys")
)

// Salts of Initial packets by version: RFC 9001 section 5.2, RFC 9369 section 3.3.1, section 5.2 of draft-ietf-quic-tls-22, -23 and -29, and those of Google's versions.
const (
	saltV1   = "\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a"
	saltV2   = "\x0d\xed\xe3\xde\xf7\x00\xa6\xdb\x81\x93\x81\xbe\x6e\x26\x9d\xcb\xf9\xbd\x2e\xd9"
	salt29   = "\xaf\xbf\xec\x28\x99\x93\xd2\x4c\x9e\x97\x86\xf1\x9c\x61\x11\xe0\x43\x90\xa8\x99"
	salt23   = "\xc3\xee\xf7\x12\xc7\x2e\xbb\x5a\x11\xa7\xd2\x43\x2b\xb4\x63\x65\xbe\xf9\xf5\x02"
	salt22   = "\x7f\xbc\xdb\x0e\x7c\x66\xbb\xe9\x19\x3a\x96\xcd\x21\x51\x9e\xbd\x7a\x02\x64\x4a"
	saltQ050 = "\x50\x45\x74\xef\xd0\x66\xfe\x2f\x9d\x94\x5c\xfc\xdb\xd3\xa7\xf0\xd3\xb5\x6b\x45"
	saltT050 = "\x7f\xf5\x79\xe5\xac\xd0\x72\x91\x55\x80\x30\x4c\x43\xa2\x36\x7c\x60\x48\x83\x10"
	saltT051 = "\x7a\x4e\xde\xf4\xe7\xcc\xee\x5f\xa4\x50\x6c\x19\x12\x4f\xc8\xcc\xda\x6e\x03\x3d"
)

// initialKeys are the salt and the prefix of the labels that a version derives the keys of Initial packets with; the salt is empty if they are not known. A version that nobody has
// (RFC 9000 section 15) has no salt of its own: clients take that of a version that they speak, which is this one or that of draft 29.
func (v QUICVersion) initialKeys() (salt, label string) {
	switch {
	case v == QUICv2:
		return saltV2, "quicv2 "
	case v == QUICv1, v.Draft() >= 33, v.IsGreased():
		return saltV1, "quic "
	case v.Draft() >= 29:
		return salt29, "quic "
	case v.Draft() >= 23:
		return salt23, "quic "
	case v.Draft() == 22:
		return salt22, "quic "
	case v == 0x51303530:
		return saltQ050, "quic "
	case v == 0x54303530:
		return saltT050, "quic "
	case v == 0x54303531:
		return saltT051, "quic "
	}
	return "", ""
}

// OpenInitial decrypts an Initial packet, which is the bytes of this header and its payload. The keys follow from the destination connection ID of the first packet that the client sent: for that packet it is
// q.DCID, for packets of the server it is not in the packet. It returns bytes of its own, and [ErrQUICKeys] where the ID is another one.
func (q *QUIC) OpenInitial(packet, dcid []byte, fromServer bool) (*QUICInitial, error) {
	salt, label := q.Version.initialKeys()
	n := int(min(q.Length.Value, 1<<20))
	if !q.IsInitial() || salt == "" || n > len(packet) || n < shortest-1 {
		return nil, errQUICForm
	}
	side := "client in"
	if fromServer {
		side = "server in"
	}
	i, err := openInitial(packet, len(packet)-n, dcid, salt, side, label)
	if errors.Is(err, ErrQUICKeys) && q.Version.IsGreased() {
		i, err = openInitial(packet, len(packet)-n, dcid, salt29, side, label)
	}
	if err == nil {
		i.google = q.Version.google()
	}
	return i, err
}

// openInitial decrypts a packet behind its header with the keys that follow from a salt.
func openInitial(packet []byte, header int, dcid []byte, salt, side, label string) (*QUICInitial, error) {
	secret, err := hkdf.Extract(sha256.New, dcid, []byte(salt))
	if err != nil {
		return nil, fmt.Errorf("transport: %w", err)
	}
	secret = expand(secret, side, 32)
	packet = slices.Clone(packet)
	number, err := unmask(packet, header, expand(secret, label+"hp", 16))
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(expand(secret, label+"key", 16))
	if err != nil {
		return nil, fmt.Errorf("transport: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("transport: %w", err)
	}
	nonce := expand(secret, label+"iv", 12)
	pn := binary.BigEndian.Uint32(append(make([]byte, 4-number), packet[header:header+number]...))
	for i := range 4 {
		nonce[8+i] ^= byte(pn >> (24 - 8*i))
	}
	frames, err := aead.Open(nil, nonce, packet[header+number:], packet[:header+number])
	if err != nil {
		return nil, ErrQUICKeys
	}
	return &QUICInitial{PacketNumber: pn, Frames: frames}, nil
}

// unmask removes header protection, RFC 9001 section 5.4, from a packet whose number stands at packet[at:]. It returns the bytes of the number.
func unmask(packet []byte, at int, key []byte) (int, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return 0, fmt.Errorf("transport: %w", err)
	}
	var mask [16]byte
	block.Encrypt(mask[:], packet[at+4:at+20])
	packet[0] ^= mask[0] & 0x0f
	n := int(packet[0]&3) + 1
	for i := range n {
		packet[at+i] ^= mask[1+i]
	}
	return n, nil
}

// expand is HKDF-Expand-Label of TLS 1.3, RFC 8446 section 7.1, without a context.
func expand(secret []byte, label string, n int) []byte {
	label = "tls13 " + label
	info := binary.BigEndian.AppendUint16(nil, uint16(n))
	info = append(info, byte(len(label)))
	info = append(append(info, label...), 0)
	key, err := hkdf.Expand(sha256.New, secret, string(info), n)
	if err != nil { // of a length that SHA-256 cannot give
		return make([]byte, n)
	}
	return key
}

// Crypto lists the CRYPTO frames, in the order of their offsets: those before the first error, if there is one. The data are parts of i.Frames.
func (i *QUICInitial) Crypto() ([]QUICCrypto, error) {
	var out []QUICCrypto
	b, cut := i.Frames, false
	number := func() uint64 {
		v, n := varint(b)
		cut = cut || n == 0
		b = b[n:]
		return v
	}
	bytes := func() (d []byte) {
		n := number()
		if cut = cut || n > uint64(len(b)); cut {
			return nil
		}
		d, b = b[:n:n], b[n:]
		return d
	}
	for len(b) > 0 && !cut {
		if i.google && b[0]>>6 == 1 {
			n := googleACK(b)
			cut = n > len(b)
			b = b[min(n, len(b)):]
			continue
		}
		t := number()
		if i.google && t == 8 {
			t = 6
		}
		switch t {
		case 0, 1: // PADDING, PING
		case 2, 3: // ACK
			number()
			number()
			ranges := number()
			number()
			for ; ranges > 0 && !cut; ranges-- {
				number()
				number()
			}
			for range 3 * (t - 2) { // counts of ECN
				number()
			}
		case 6: // CRYPTO
			if at, data := number(), bytes(); !cut {
				out = append(out, QUICCrypto{at, data})
			}
		case 0x1c: // CONNECTION_CLOSE
			number()
			number()
			bytes()
		default:
			cut = true
		}
	}
	slices.SortStableFunc(out, func(x, y QUICCrypto) int { return cmp.Compare(x.Offset, y.Offset) })
	if cut {
		return out, ErrQUICFrame
	}
	return out, nil
}

// googleACK is the length of an ACK frame of Google's, whose first byte says how wide its numbers are: largest acknowledged, delay, blocks, timestamps ("QUIC Wire Layout Specification",
// chromium.org).
func googleACK(b []byte) int {
	width := [...]int{1, 2, 4, 6}
	block := width[b[0]&3]
	at := 1 + width[b[0]>>2&3] + 2
	if b[0]&0x20 != 0 && at < len(b) {
		at += 1 + int(b[at])*(1+block)
	}
	if at += block; at < len(b) && b[at] > 0 {
		at += 5 + 3*(int(b[at])-1)
	}
	return at + 1
}

// Handshake joins the CRYPTO frames: the handshake messages from the first on, as far as they are in this packet. They are those of TLS, and of Google's own
// handshake in version Q050.
func (i *QUICInitial) Handshake() []byte {
	frames, _ := i.Crypto()
	var out []byte
	for _, f := range frames {
		have := uint64(len(out))
		if f.Offset <= have && f.Offset+uint64(len(f.Data)) > have {
			out = append(out, f.Data[have-f.Offset:]...)
		}
	}
	return out
}
