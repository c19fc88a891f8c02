package layers

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// MPTCP is the contents of the multipath TCP option, RFC 8684 section 3. Data is what
// depends on Subtype: View decodes it.
type MPTCP struct {
	Subtype MPTCPSubtype `bits:"4"`
	// Low is the version in MP_CAPABLE, flags or reserved bits in the others.
	Low  uint8  `bits:"4"`
	Data []byte `bits:"*,union=Subtype"`
}

// Err tells whether the version of an MP_CAPABLE is one that there is not, RFC 8684 section 3.1.
func (m *MPTCP) Err() error {
	if m.Subtype == MPTCPCapable && m.Low > 1 {
		return codec.ErrRange
	}
	return nil
}

// MPTCPSubtype is what a multipath TCP option is about.
type MPTCPSubtype uint8

// Subtypes of the multipath TCP option.
const (
	MPTCPCapable    MPTCPSubtype = 0
	MPTCPJoin       MPTCPSubtype = 1
	MPTCPDSS        MPTCPSubtype = 2 // data sequence signal
	MPTCPAddAddr    MPTCPSubtype = 3
	MPTCPRemoveAddr MPTCPSubtype = 4
	MPTCPPrio       MPTCPSubtype = 5
	MPTCPFail       MPTCPSubtype = 6
	MPTCPFastClose  MPTCPSubtype = 7
	MPTCPReset      MPTCPSubtype = 8
)

var mptcpNames = [...]string{"MP_CAPABLE", "MP_JOIN", "DSS", "ADD_ADDR", "REMOVE_ADDR", "MP_PRIO", "MP_FAIL", "MP_FASTCLOSE", "MP_TCPRST"}

func (s MPTCPSubtype) String() string { return iana.NameAt(mptcpNames[:], s) }

// Members gives the types of View.
func (MPTCP) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(MPTCPCapable):    (*MPTCPCapableOption)(nil),
		uint64(MPTCPJoin):       (*MPTCPJoinOption)(nil),
		uint64(MPTCPDSS):        (*MPTCPDSSOption)(nil),
		uint64(MPTCPAddAddr):    (*MPTCPAddAddrOption)(nil),
		uint64(MPTCPRemoveAddr): (*MPTCPRemoveAddrOption)(nil),
		uint64(MPTCPFail):       (*MPTCPFailOption)(nil),
		uint64(MPTCPFastClose):  (*MPTCPFastCloseOption)(nil),
		uint64(MPTCPReset):      (*MPTCPResetOption)(nil),
	}}
}

// View decodes Data as what the subtype asks for, such as [*MPTCPDSSOption]. It
// returns nil where Data has no structure that is known here.
func (m *MPTCP) View() (any, error) { return codec.View(m, "Data") }

// NewMPTCP returns a multipath TCP option with the contents of v, a struct that View
// returns for the subtype, or a []byte. Low is the version or the flags beside the subtype.
func NewMPTCP(s MPTCPSubtype, low uint8, v any) (TCPOption, error) {
	b, err := codec.Marshal(v)
	if err != nil {
		return TCPOption{}, err
	}
	return NewTCPOption(TCPOptionMPTCP, &MPTCP{Subtype: s, Low: low, Data: b})
}

// MPTCPCapableOption is the rest of MP_CAPABLE, RFC 8684 section 3.1: the SYN of version 1 has no
// key, SYN/ACK the sender's, and the third packet both and perhaps data.
type MPTCPCapableOption struct {
	Checksum   bool     `bits:"1"` // A: data checksums are required
	Extensible bool     `bits:"1"` // B: 0
	NoAddress  bool     `bits:"1"` // C: do not open subflows to this address
	Reserved   uint8    `bits:"4"` // D to G
	HMACSHA256 bool     `bits:"1"` // H
	Keys       []uint64 `bits:"*,each=64,fit"`
	// Data is the length of the payload, and its checksum where one is required.
	Data []byte `bits:"*"`
}

// MPTCPJoinOption is the rest of MP_JOIN, RFC 8684 section 3.2. Data is, by its
// length, a token and a random number (8 bytes), a truncated HMAC and a random number
// (12), or a whole HMAC (20).
type MPTCPJoinOption struct {
	AddressID uint8  `bits:"8"`
	Data      []byte `bits:"*"`
}

// MPTCPDSSOption is the rest of DSS, RFC 8684 section 3.3.
type MPTCPDSSOption struct {
	Reserved  uint8  `bits:"3"`
	Fin       bool   `bits:"1"` // F: end of the data
	Seq8      bool   `bits:"1"` // m: sequence numbers have 8 bytes
	Mapping   bool   `bits:"1"` // M: the mapping is there
	Ack8      bool   `bits:"1"` // a: the acknowledgement has 8 bytes
	HasAck    bool   `bits:"1"` // A: it is there
	Ack32     uint32 `bits:"32,if=HasAck&&!Ack8"`
	Ack64     uint64 `bits:"64,if=HasAck&&Ack8"`
	Seq32     uint32 `bits:"32,if=Mapping&&!Seq8"`
	Seq64     uint64 `bits:"64,if=Mapping&&Seq8"`
	SubSeq    uint32 `bits:"32,if=Mapping"` // relative to the subflow's first
	DataLen   uint16 `bits:"16,if=Mapping"` // bytes, 0 for all that follows
	CheckData []byte `bits:"*"`             // checksum, if it was agreed
}

// MPTCPAddAddrOption is the rest of ADD_ADDR, RFC 8684 section 3.4.1. Data is an
// address of 4 or 16 bytes, perhaps a port, and an HMAC of 8 bytes unless the option is an echo
// (the lowest of the bits beside the subtype).
type MPTCPAddAddrOption struct {
	AddressID uint8  `bits:"8"`
	Data      []byte `bits:"*"`
}

// AddrPort takes the address and port, 0 where there is none, out of Data.
func (a *MPTCPAddAddrOption) AddrPort() (ap netip.AddrPort, ok bool) {
	n := len(a.Data) &^ 7
	if n != 16 && n != 24 {
		n = 4
	} else {
		n = 16
	}
	if len(a.Data) < n {
		return ap, false
	}
	ip, _ := netip.AddrFromSlice(a.Data[:n])
	port := uint16(0)
	if rest := a.Data[n:]; len(rest)%8 == 2 {
		port = uint16(rest[0])<<8 | uint16(rest[1])
	}
	return netip.AddrPortFrom(ip, port), true
}

// MPTCPRemoveAddrOption is the rest of REMOVE_ADDR, RFC 8684 section 3.4.2: one
// byte for each address.
type MPTCPRemoveAddrOption struct {
	AddressIDs []byte `bits:"*"`
}

// MPTCPFailOption is the rest of MP_FAIL, RFC 8684 section 3.7.
type MPTCPFailOption struct {
	Reserved uint8  `bits:"8"`
	Seq      uint64 `bits:"64"` // data sequence number
}

// MPTCPFastCloseOption is the rest of MP_FASTCLOSE, RFC 8684 section 3.5.
type MPTCPFastCloseOption struct {
	Reserved uint8  `bits:"8"`
	Key      uint64 `bits:"64"` // of the receiver
}

// MPTCPResetOption is the rest of MP_TCPRST, RFC 8684 section 3.6.
type MPTCPResetOption struct {
	Reason uint8 `bits:"8"`
}
