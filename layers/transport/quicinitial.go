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

// initialKeys are what a version derives the keys of Initial packets with: RFC 9001 section 5.2, RFC 9369 section 3.3.
func (v QUICVersion) initialKeys() (salt, label string) {
	switch {
	case v == QUICv2:
		return "\x0d\xed\xe3\xde\xf7\x00\xa6\xdb\x81\x93\x81\xbe\x6e\x26\x9d\xcb\xf9\xbd\x2e\xd9", "quicv2 "
	case v == QUICv1, v.Draft() >= 33:
		return "\x38\x76\x2c\xf7\xf5\x59\x34\xb3\x4d\x17\x9a\xe6\xa4\xc8\x0c\xad\xcc\xbb\x7f\x0a", "quic "
	case v.Draft() >= 29:
		return "\xaf\xbf\xec\x28\x99\x93\xd2\x4c\x9e\x97\x86\xf1\x9c\x61\x11\xe0\x43\x90\xa8\x99", "quic "
	case v.Draft() >= 23:
		return "\xc3\xee\xf7\x12\xc7\x2e\xbb\x5a\x11\xa7\xd2\x43\x2b\xb4\x63\x65\xbe\xf9\xf5\x02", "quic "
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
	secret, err := hkdf.Extract(sha256.New, dcid, []byte(salt))
	if err != nil {
		return nil, fmt.Errorf("transport: %w", err)
	}
	secret = expand(secret, side, 32)
	packet = slices.Clone(packet)
	header := len(packet) - n
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
	return &QUICInitial{pn, frames}, nil
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

// Crypto lists the CRYPTO frames, in the order of their offsets. The data are parts of i.Frames.
func (i *QUICInitial) Crypto() ([]QUICCrypto, error) {
	var out []QUICCrypto
	b := i.Frames
	number := func() uint64 {
		v, n := varint(b)
		if n == 0 {
			b = nil
			return 0
		}
		b = b[n:]
		return v
	}
	for len(b) > 0 {
		switch t := number(); t {
		case 0, 1: // PADDING, PING
		case 2, 3: // ACK
			number()
			number()
			ranges := number()
			number()
			for ; ranges > 0 && len(b) > 0; ranges-- {
				number()
				number()
			}
			for range 3 * (t - 2) { // counts of ECN
				number()
			}
		case 6: // CRYPTO
			at, n := number(), number()
			if n > uint64(len(b)) {
				return out, ErrQUICFrame
			}
			out = append(out, QUICCrypto{at, b[:n:n]})
			b = b[n:]
		case 0x1c: // CONNECTION_CLOSE
			number()
			number()
			if n := number(); n <= uint64(len(b)) {
				b = b[n:]
			}
		default:
			return out, ErrQUICFrame
		}
	}
	slices.SortStableFunc(out, func(x, y QUICCrypto) int { return cmp.Compare(x.Offset, y.Offset) })
	return out, nil
}

// Handshake joins the CRYPTO frames: the handshake messages from the first on, as far as they are in this packet.
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
