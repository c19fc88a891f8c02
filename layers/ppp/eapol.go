package ppp

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// EAPOL is the header of port access control over LANs, IEEE 802.1X-2020 section 11.3. Frames of type start and logoff have no body, or, in version 3, TLVs, which are not
// decoded, as are those of announcements and MKA.
type EAPOL struct {
	Version uint8     `bits:"8,default=2"`
	Type    EAPOLType `bits:"8,next=eapol"`
	Length  uint16    `bits:"16,len=payload"`
}

// EAPOLType is the kind of an EAPOL frame.
type EAPOLType uint8

// Kinds.
const (
	EAPOLTypeEAP          EAPOLType = 0
	EAPOLTypeStart        EAPOLType = 1
	EAPOLTypeLogoff       EAPOLType = 2
	EAPOLTypeKey          EAPOLType = 3
	EAPOLTypeAlert        EAPOLType = 4 // encapsulated alert
	EAPOLTypeMKA          EAPOLType = 5
	EAPOLTypeAnnouncement EAPOLType = 6 // generic
	EAPOLTypeSpecific     EAPOLType = 7 // specific announcement
	EAPOLTypeRequest      EAPOLType = 8 // announcement request
)

func (t EAPOLType) String() string {
	return iana.NameAt([]string{"EAP", "Start", "Logoff", "Key", "Alert", "MKA", "Announcement", "Announcement (specific)", "Announcement request"}, t)
}

func (e *EAPOL) String() string { return fmt.Sprintf("EAPOL version %d, %s", e.Version, e.Type) }

// EAPOLKey is a key frame, IEEE 802.1X-2020 section 11.9: which descriptor it has, and the descriptor. That of RC4 is of IEEE 802.1X-2004 section
// 7.6, the others are of IEEE 802.11-2020 section 12.7.2. Descriptors of other types are in Other.
type EAPOLKey struct {
	Descriptor KeyDescriptor `bits:"8"`
	RSN        *RSNKey       `bits:"*,if=Descriptor==2||Descriptor==254"`
	RC4        *RC4Key       `bits:"*,if=Descriptor==1"`
	Other      []byte        `bits:"*,if=Descriptor!=1&&Descriptor!=2&&Descriptor!=254"`
}

// Err tells whether key data that is not encrypted is not elements: IEEE 802.11-2020 section 12.7.2. In WPA, nothing says that the data of group keys is encrypted, which it always is.
func (k *EAPOLKey) Err() error {
	r := k.RSN
	if r == nil || r.EncryptedData || k.Descriptor == KeyDescriptorWPA && !r.Pairwise {
		return nil
	}
	for b := r.Data; len(b) > 0; b = b[2+int(b[1]):] {
		if len(b) < 2 || len(b) < 2+int(b[1]) {
			return codec.ErrLength
		}
	}
	return nil
}

// KeyDescriptor is the type of a key descriptor.
type KeyDescriptor uint8

// Types of key descriptors.
const (
	KeyDescriptorRC4 KeyDescriptor = 1
	KeyDescriptorRSN KeyDescriptor = 2
	KeyDescriptorWPA KeyDescriptor = 254
)

func (d KeyDescriptor) String() string {
	if d == KeyDescriptorWPA {
		return "WPA"
	}
	return iana.NameAt([]string{"", "RC4", "RSN"}, d)
}

// RSNKey is the key descriptor of WPA and RSN. Nothing in it says how long the MIC is: it is as long as the length of the key data
// behind it makes it, and that is what is written.
type RSNKey struct {
	Reserved1     uint8    `bits:"2"`
	SMK           bool     `bits:"1"`
	EncryptedData bool     `bits:"1"` // the key data is encrypted
	Request       bool     `bits:"1"`
	Error         bool     `bits:"1"`
	Secure        bool     `bits:"1"`
	HasMIC        bool     `bits:"1"`
	Ack           bool     `bits:"1"`
	Install       bool     `bits:"1"`
	Index         uint8    `bits:"2"` // WPA
	Pairwise      bool     `bits:"1"`
	Version       uint8    `bits:"3"` // 1 HMAC-MD5 and RC4, 2 HMAC-SHA1 and AES, 3 AES-CMAC, 0 by the key management
	KeyLength     uint16   `bits:"16"`
	ReplayCounter uint64   `bits:"64"`
	Nonce         [32]byte `bits:"256"`
	IV            [16]byte `bits:"128"`
	RSC           uint64   `bits:"64"` // receive sequence counter
	KeyID         uint64   `bits:"64"` // reserved in RSN
	MIC           KeyMIC   `bits:"*"`
	DataLength    uint16   `bits:"16,len=Data"`
	Data          KeyData  `bits:"*"` // elements of 802.11, or opaque if encrypted
}

// Message is the number of the message in the four-way handshake, 1 to 4, or in the group key handshake, 1 or 2; 0 if it is in neither.
func (k *RSNKey) Message() int {
	switch {
	case k.Request || k.Error || k.SMK:
		return 0
	case k.Ack && !k.HasMIC && k.Pairwise:
		return 1
	case k.Ack && k.HasMIC && k.Pairwise:
		return 3
	case k.Ack && k.HasMIC:
		return 1
	case k.HasMIC && !k.Pairwise:
		return 2
	case k.HasMIC && (k.Secure || len(k.Data) == 0):
		return 4
	case k.HasMIC:
		return 2
	}
	return 0
}

// KeyMIC is a message integrity code: 16 bytes, or 24 or 32 where the key management has longer ones, or none.
type KeyMIC []byte

// DecodeField takes the first length that makes the length of the key data right, or 16 bytes if none does.
func (m *KeyMIC) DecodeField(layer []byte, at int) (int, error) {
	n := 16
	for _, try := range [...]int{16, 24, 32, 0} {
		if i := at + try; i+2 <= len(layer) && int(binary.BigEndian.Uint16(layer[i:])) == len(layer)-i-2 {
			n = try
			break
		}
	}
	if len(layer)-at < n {
		*m = nil
		return n, codec.ErrTruncated
	}
	*m = layer[at : at+n : at+n]
	return n, nil
}

// AppendField appends the code.
func (m KeyMIC) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	switch len(m) {
	case 0, 16, 24, 32:
		return append(dst, m...), nil
	}
	return dst, fmt.Errorf("%d bytes: %w", len(m), codec.ErrLength)
}

// KeyData is the data of a key frame.
type KeyData []byte

// DecodeField takes what the length leaves.
func (d *KeyData) DecodeField(layer []byte, at int) (int, error) {
	*d = layer[at:len(layer):len(layer)]
	return len(layer) - at, nil
}

// AppendField appends the data. Unless nothing is derived, the MIC before them has to be found again with its length.
func (d KeyData) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	const mic = 77 // where it stands in the layer
	length := len(dst) - 2
	dst = append(dst, d...)
	if derive&codec.Lengths == 0 || len(d) > math.MaxUint16 || binary.BigEndian.Uint16(dst[length:]) != 0 { // the length is still to come, or stands as it was set
		return dst, nil
	}
	binary.BigEndian.PutUint16(dst[length:], uint16(len(d)))
	var m KeyMIC
	n, _ := m.DecodeField(dst[start:], mic)
	clear(dst[length : length+2])
	if n != length-start-mic {
		return dst, fmt.Errorf("the MIC reads as one of %d bytes: %w", n, codec.ErrRange)
	}
	return dst, nil
}

// RC4Key is the key descriptor of dynamic WEP keys.
type RC4Key struct {
	Length        uint16   `bits:"16"` // of the key
	ReplayCounter uint64   `bits:"64"`
	IV            [16]byte `bits:"128"`
	Unicast       bool     `bits:"1"`
	Index         uint8    `bits:"7"`
	Signature     [16]byte `bits:"128"`
	Key           []byte   `bits:"*"` // encrypted; absent if it is taken from the session key
}

// Err tells whether a key is there that is shorter or longer than Length says.
func (k *RC4Key) Err() error {
	if n := len(k.Key); n > 0 && n != int(k.Length) || k.Length > 32 {
		return codec.ErrLength
	}
	return nil
}

func (k *EAPOLKey) String() string { return "EAPOLKey " + k.Descriptor.String() }
