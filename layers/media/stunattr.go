package media

import (
	"encoding/binary"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// STUNAttribute is an attribute, RFC 8489 section 14. Its length does not count the padding. Value is typed by View.
type STUNAttribute struct {
	Type    STUNAttributeType `bits:"16"`
	Length  uint16            `bits:"16,len=Value"`
	Value   []byte            `bits:"*,union=Type"`
	Padding []byte            `bits:"*,pad=4"`
}

// STUNAttributeType is the type of an attribute. Those below 0x8000 have to be understood.
type STUNAttributeType uint16

// Types of attributes, from the registry of IANA.
const (
	STUNMappedAddress     STUNAttributeType = 0x0001
	STUNUsername          STUNAttributeType = 0x0006
	STUNMessageIntegrity  STUNAttributeType = 0x0008
	STUNErrorCode         STUNAttributeType = 0x0009
	STUNUnknownAttributes STUNAttributeType = 0x000a
	STUNChannelNumber     STUNAttributeType = 0x000c
	STUNLifetime          STUNAttributeType = 0x000d
	STUNXorPeerAddress    STUNAttributeType = 0x0012
	STUNDataAttribute     STUNAttributeType = 0x0013
	STUNRealm             STUNAttributeType = 0x0014
	STUNNonce             STUNAttributeType = 0x0015
	STUNXorRelayedAddress STUNAttributeType = 0x0016
	STUNAddressFamily     STUNAttributeType = 0x0017
	STUNEvenPort          STUNAttributeType = 0x0018
	STUNTransport         STUNAttributeType = 0x0019
	STUNXorMappedAddress  STUNAttributeType = 0x0020
	STUNPriority          STUNAttributeType = 0x0024
	STUNUseCandidate      STUNAttributeType = 0x0025
	STUNSoftware          STUNAttributeType = 0x8022
	STUNAlternateServer   STUNAttributeType = 0x8023
	STUNFingerprint       STUNAttributeType = 0x8028
	STUNICEControlled     STUNAttributeType = 0x8029
	STUNICEControlling    STUNAttributeType = 0x802a
	STUNResponseOrigin    STUNAttributeType = 0x802b
	STUNOtherAddress      STUNAttributeType = 0x802c
)

func (t STUNAttributeType) String() string { return iana.Name(stunAttributes, t) }

const stunAttributes = "\n1 MAPPED-ADDRESS\n2 RESPONSE-ADDRESS\n3 CHANGE-REQUEST\n4 SOURCE-ADDRESS\n5 CHANGED-ADDRESS\n6 USERNAME\n7 PASSWORD\n8 MESSAGE-INTEGRITY\n9 ERROR-CODE\n10 UNKNOWN-ATTRIBUTES" +
	"\n11 REFLECTED-FROM\n12 CHANNEL-NUMBER\n13 LIFETIME\n16 BANDWIDTH\n18 XOR-PEER-ADDRESS\n19 DATA\n20 REALM\n21 NONCE\n22 XOR-RELAYED-ADDRESS\n23 REQUESTED-ADDRESS-FAMILY\n24 EVEN-PORT" +
	"\n25 REQUESTED-TRANSPORT\n26 DONT-FRAGMENT\n27 ACCESS-TOKEN\n28 MESSAGE-INTEGRITY-SHA256\n29 PASSWORD-ALGORITHM\n30 USERHASH\n32 XOR-MAPPED-ADDRESS\n34 RESERVATION-TOKEN\n36 PRIORITY" +
	"\n37 USE-CANDIDATE\n38 PADDING\n39 RESPONSE-PORT\n42 CONNECTION-ID\n32768 ADDITIONAL-ADDRESS-FAMILY\n32769 ADDRESS-ERROR-CODE\n32770 PASSWORD-ALGORITHMS\n32771 ALTERNATE-DOMAIN" +
	"\n32772 ICMP\n32802 SOFTWARE\n32803 ALTERNATE-SERVER\n32805 TRANSACTION-TRANSMIT-COUNTER\n32807 CACHE-TIMEOUT\n32808 FINGERPRINT\n32809 ICE-CONTROLLED\n32810 ICE-CONTROLLING" +
	"\n32811 RESPONSE-ORIGIN\n32812 OTHER-ADDRESS\n32813 ECN-CHECK\n32814 THIRD-PARTY-AUTHORIZATION\n32816 MOBILITY-TICKET\n49239 GOOG-NETWORK-INFO\n"

// View decodes Value as the type asks for; nil where there is no form for it.
func (a *STUNAttribute) View() (any, error) { return codec.View(a, "Value") }

// Members gives the types of View.
func (STUNAttribute) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(STUNErrorCode): (*STUNErrorValue)(nil), 0x8001: (*STUNErrorValue)(nil), uint64(STUNUnknownAttributes): (*STUNTypes)(nil), uint64(STUNChannelNumber): (*STUNChannel)(nil),
		uint64(STUNAddressFamily): (*STUNFamily)(nil), 0x8000: (*STUNFamily)(nil), uint64(STUNTransport): (*STUNFamily)(nil), uint64(STUNEvenPort): (*STUNEven)(nil),
		29: (*STUNAlgorithm)(nil), 0x8002: (*STUNAlgorithms)(nil), 0x8004: (*STUNICMP)(nil), uint64(STUNICEControlled): (*STUNLong)(nil), uint64(STUNICEControlling): (*STUNLong)(nil),
	}
	for _, t := range [...]STUNAttributeType{STUNXorPeerAddress, STUNXorRelayedAddress, STUNXorMappedAddress} {
		m[uint64(t)] = (*STUNXorAddress)(nil)
	}
	for _, t := range [...]STUNAttributeType{STUNMappedAddress, 2, 4, 5, 11, STUNAlternateServer, STUNResponseOrigin, STUNOtherAddress} {
		m[uint64(t)] = (*STUNAddress)(nil)
	}
	for _, t := range [...]STUNAttributeType{STUNUsername, STUNRealm, STUNNonce, STUNSoftware, 0x8003} {
		m[uint64(t)] = (*STUNText)(nil)
	}
	for _, t := range [...]STUNAttributeType{3, STUNLifetime, STUNPriority, STUNFingerprint, 42, 0x8027} { // change request, connection ID, cache timeout
		m[uint64(t)] = (*STUNWord)(nil)
	}
	return tags.Members{Types: m}
}

// STUNAddress is a transport address; the family is 1 for IPv4 and 2 for IPv6.
type STUNAddress struct {
	Reserved uint8      `bits:"8"`
	Family   uint8      `bits:"8"`
	Port     uint16     `bits:"16"`
	IPv4     netip.Addr `bits:"32,if=Family==1"`
	IPv6     netip.Addr `bits:"128,if=Family==2"`
}

// STUNXorAddress is a transport address combined with the cookie and the transaction ID, so that middleboxes do not translate it.
type STUNXorAddress struct {
	Reserved uint8  `bits:"8"`
	Family   uint8  `bits:"8"`
	XPort    uint16 `bits:"16"`
	XAddress []byte `bits:"*"`
}

// Addr is the address in a message with that transaction ID. It is not valid where the family or the length is none.
func (x *STUNXorAddress) Addr(transaction [12]byte) netip.AddrPort {
	var key [16]byte
	binary.BigEndian.PutUint32(key[:], stunCookie)
	copy(key[4:], transaction[:])
	b := make([]byte, min(len(x.XAddress), 16))
	for i := range b {
		b[i] = x.XAddress[i] ^ key[i]
	}
	a, ok := netip.AddrFromSlice(b)
	if !ok || !(a.Is4() && x.Family == 1 || a.Is6() && x.Family == 2) {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(a, x.XPort^stunCookie>>16)
}

// NewSTUNXorAddress combines an address with a transaction ID.
func NewSTUNXorAddress(a netip.AddrPort, transaction [12]byte) *STUNXorAddress {
	x := &STUNXorAddress{Family: 2, XPort: a.Port(), XAddress: a.Addr().AsSlice()}
	if a.Addr().Is4() {
		x.Family = 1
	}
	back := x.Addr(transaction) // the same operation
	return &STUNXorAddress{Family: x.Family, XPort: back.Port(), XAddress: back.Addr().AsSlice()}
}

// STUNErrorValue is an error code, of a class of hundreds and a number.
type STUNErrorValue struct {
	Reserved uint32 `bits:"21"` // the family, of an address error code
	Class    uint8  `bits:"3"`
	Number   uint8  `bits:"8"`
	Reason   string `bits:"*"`
}

// Code is the error code, 300 to 699.
func (e *STUNErrorValue) Code() int { return 100*int(e.Class) + int(e.Number) }

// STUNTypes are types of attributes that were not understood.
type STUNTypes struct {
	Types []STUNAttributeType `bits:"*,each=16"`
}

// STUNChannel is the number of a channel.
type STUNChannel struct {
	Channel  uint16 `bits:"16"`
	Reserved uint16 `bits:"16"`
}

// STUNFamily is an address family, 1 for IPv4 and 2 for IPv6, or a protocol number of IP.
type STUNFamily struct {
	Value    uint8  `bits:"8"`
	Reserved uint32 `bits:"24"`
}

// STUNEven asks for an even port, and to reserve the next one.
type STUNEven struct {
	Reserve  bool  `bits:"1"`
	Reserved uint8 `bits:"7"`
}

// STUNAlgorithm is a password algorithm: 1 MD5, 2 SHA-256.
type STUNAlgorithm struct {
	Algorithm  uint16 `bits:"16"`
	Length     uint16 `bits:"16,len=Parameters"`
	Parameters []byte `bits:"*"`
	Padding    []byte `bits:"*,pad=4"`
}

// Err tells whether the algorithm is none that there is, or has parameters: RFC 8489 section 18.5 gives it none.
func (a *STUNAlgorithm) Err() error {
	switch {
	case a.Algorithm != 1 && a.Algorithm != 2:
		return codec.ErrRange
	case len(a.Parameters) > 0:
		return codec.ErrLength
	}
	return nil
}

// STUNAlgorithms are password algorithms, the best first.
type STUNAlgorithms struct {
	List []STUNAlgorithm `bits:"*"`
	Rest []byte          `bits:"*"`
}

// STUNICMP is an ICMP error that a relay has got.
type STUNICMP struct {
	Reserved uint16 `bits:"16"`
	Type     uint8  `bits:"8"`
	Code     uint8  `bits:"8"`
	Data     uint32 `bits:"32"`
}

// STUNText is text: a user name, realm, nonce, software or domain.
type STUNText struct {
	Text string `bits:"*"`
}

// STUNWord is a number: seconds of a lifetime, a priority, a fingerprint, a connection.
type STUNWord struct {
	Value uint32 `bits:"32"`
}

// STUNLong is a tie breaker.
type STUNLong struct {
	Value uint64 `bits:"64"`
}
