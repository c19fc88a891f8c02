package dot11

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// SAE is what an authentication of algorithm SAE has before its elements, IEEE 802.11-2020 section
// 9.4.1 and table 9-41. The first message, commit, has a group, a token where the peer asked for one,
// a scalar and an element of the group; the second, confirm, a counter and a confirmation. The lengths follow from the
// group, so that all of it behind the number is one field.
type SAE struct {
	Group       uint16 `bits:"16,le,if=^Sequence==1"` // IANA's number of the finite cyclic group
	SendConfirm uint16 `bits:"16,le,if=^Sequence!=1"` // how many confirmations were sent
	Values      []byte `bits:"*"`                     // commit: token, scalar, element; confirm: confirmation; then elements
}

// HasSAE reports whether the SAE field is there: in both messages, unless the status refuses them. A refusal of the group
// repeats its number.
func (a *Auth) HasSAE() bool {
	if a.Algorithm != AuthSAE {
		return false
	}
	switch a.Status {
	case StatusSuccess, StatusTokenRequired, StatusUnsupportedGroup, StatusHashToElement, StatusPKUsed:
		return true
	}
	return false
}

// saeSizes are the bytes of a scalar and of a group element.
var saeSizes = map[uint16][2]int{
	15: {384, 384}, 16: {512, 512}, 17: {768, 768}, 18: {1024, 1024},
	19: {32, 64}, 20: {48, 96}, 21: {66, 132}, 25: {24, 48}, 26: {28, 56}, 27: {28, 56}, 28: {32, 64}, 29: {48, 96}, 30: {64, 128},
}

// Commit takes the values of a commit message apart. Where the status asks for a token, that is all there is. A token that
// precedes the scalar is told from it by what is left over. Ok is false where the
// group is not known or the message is too short.
func (s *SAE) Commit() (token, scalar, element []byte, ok bool) {
	size, known := saeSizes[s.Group]
	n := size[0] + size[1]
	if !known || len(s.Values) < n {
		return nil, nil, nil, false
	}
	at := 0
	if rest := len(s.Values) - n; rest > 0 && !isElements(s.Values[n:]) {
		at = rest
	}
	return s.Values[:at:at], s.Values[at : at+size[0] : at+size[0]], s.Values[at+size[0] : at+n : at+n], true
}

// FILSKey is what an authentication of FILS with forward secrecy or with public keys has before its elements, IEEE 802.11-2020 section 9.3.3.11: a
// key for the exchange of Diffie and Hellman.
type FILSKey struct {
	Group  uint16 `bits:"16,le"` // IANA's number of the finite cyclic group
	Values []byte `bits:"*"`     // an element of the group, then elements
}

// HasFILSKey reports whether the FILS field is there: in the first message, and in the second one if it says success.
func (a *Auth) HasFILSKey() bool {
	return (a.Algorithm == AuthFILSPFS || a.Algorithm == AuthFILSPK) && (a.Sequence == 1 || a.Sequence == 2 && a.Status == StatusSuccess)
}

// Split takes the values apart. Ok is false where the group is not known, or what it says is not there.
func (k *FILSKey) Split() (key []byte, elements []Element, ok bool) {
	size, known := saeSizes[k.Group]
	if !known || len(k.Values) < size[1] {
		return nil, nil, false
	}
	var list ElementList
	if _, err := codec.Unmarshal(k.Values[size[1]:], &list); err != nil {
		return nil, nil, false
	}
	return k.Values[:size[1]:size[1]], list.Elements, len(list.Rest) == 0
}

// Err tells whether the values cannot be taken apart.
func (k *FILSKey) Err() error {
	if _, _, ok := k.Split(); !ok {
		return codec.ErrLength
	}
	return nil
}

// isElements reports whether b is a list of whole elements.
func isElements(b []byte) bool {
	for len(b) >= 2 && len(b) >= 2+int(b[1]) {
		b = b[2+int(b[1]):]
	}
	return len(b) == 0
}

// AuthAlgorithm is an authentication algorithm number, section 9.4.1.1.
type AuthAlgorithm uint16

// Authentication algorithms.
const (
	AuthOpen      AuthAlgorithm = 0
	AuthSharedKey AuthAlgorithm = 1
	AuthFT        AuthAlgorithm = 2
	AuthSAE       AuthAlgorithm = 3
	AuthFILS      AuthAlgorithm = 4 // shared key, without forward secrecy
	AuthFILSPFS   AuthAlgorithm = 5 // shared key, with forward secrecy
	AuthFILSPK    AuthAlgorithm = 6 // public key
	AuthPASN      AuthAlgorithm = 7
	AuthLEAP      AuthAlgorithm = 0x80 // Cisco's network EAP
)

var authNames = [...]string{"Open System", "Shared Key", "FT", "SAE", "FILS", "FILS PFS", "FILS Public Key", "PASN", 0x80: "Network EAP"}

// String gives the name, or the number.
func (a AuthAlgorithm) String() string { return iana.NameAt(authNames[:], a) }
