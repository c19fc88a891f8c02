package mobile

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// NS is a PDU of the network service of the Gb interface over IP, 3GPP TS 48.016 section 9. NS-UNITDATA carries BSSGP; the other types have information elements, and the
// subnetwork service control PDUs some fields between them that have no identifier.
type NS struct {
	Type          NSType `bits:"8,next=gprsns"`
	Spare         uint8  `bits:"6,if=Type==0"`
	ConfirmChange bool   `bits:"1,if=Type==0"`  // C: the change of the flow is confirmed
	RequestChange bool   `bits:"1,if=Type==0"`  // R: a change of the flow is requested
	BVCI          uint16 `bits:"16,if=Type==0"` // BSSGP virtual connection identifier: 0 signalling, 1 point to multipoint
	EndFlag       uint8  `bits:"8,if=Type==15"` // 1: no further SNS-CONFIG follows
	Entity        NSIE   `bits:"*,if=HasTransaction"`
	Transaction   uint8  `bits:"8,if=HasTransaction"`
	IEs           []NSIE `bits:"*,if=Type!=0"`
	Rest          []byte `bits:"*,if=Type!=0"` // what is no information element
}

// NSType is the type of a PDU.
type NSType uint8

// Types of PDUs, 3GPP TS 48.016 section 10.3.7.
const (
	NSUnitData        NSType = 0
	NSReset           NSType = 2
	NSResetAck        NSType = 3
	NSStatus          NSType = 8
	NSAlive           NSType = 10
	NSAliveAck        NSType = 11
	NSSNSAck          NSType = 12
	NSSNSAdd          NSType = 13
	NSSNSChangeWeight NSType = 14
	NSSNSConfig       NSType = 15
	NSSNSDelete       NSType = 17
	NSSNSSize         NSType = 18
)

func (t NSType) String() string { return iana.Name(nsTypes, t) }

const nsTypes = "\n0 NS-UNITDATA\n2 NS-RESET\n3 NS-RESET-ACK\n4 NS-BLOCK\n5 NS-BLOCK-ACK\n6 NS-UNBLOCK\n7 NS-UNBLOCK-ACK\n8 NS-STATUS\n10 NS-ALIVE\n11 NS-ALIVE-ACK\n12 SNS-ACK\n13 SNS-ADD" +
	"\n14 SNS-CHANGEWEIGHT\n15 SNS-CONFIG\n16 SNS-CONFIG-ACK\n17 SNS-DELETE\n18 SNS-SIZE\n19 SNS-SIZE-ACK\n"

// HasTransaction reports whether the PDU has a transaction identifier, behind that of the entity: SNS-ACK, SNS-ADD, SNS-CHANGEWEIGHT and SNS-DELETE have one.
func (n *NS) HasTransaction() bool {
	switch n.Type {
	case NSSNSAck, NSSNSAdd, NSSNSChangeWeight, NSSNSDelete:
		return true
	}
	return false
}

// Recognizes asks for a type, for zeros and a PDU of BSSGP in user data, and in other types for elements that are whole.
func (*NS) Recognizes(data []byte) bool {
	if len(data) == 0 {
		return false
	}
	b, t := data[1:], NSType(data[0])
	switch {
	case t == NSUnitData:
		return len(b) > 3 && b[0]&^3 == 0 && (*BSSGP)(nil).Recognizes(b[3:])
	case t == 1 || t == 9 || t > 19:
		return false
	case t == NSAlive || t == NSAliveAck:
		return len(b) == 0
	case t == NSSNSConfig:
		b = b[min(1, len(b)):]
	case (&NS{Type: t}).HasTransaction():
		n, err := new(NSIE).DecodeField(b, 0)
		if err != nil || len(b) == n {
			return false
		}
		b = b[n+1:]
	}
	for len(b) > 0 {
		var e NSIE
		n, err := e.DecodeField(b, 0)
		if err != nil || e.Type > NSIPAddress {
			return false
		}
		b = b[n:]
	}
	return true
}

// Err tells whether something is no information element.
func (n *NS) Err() error {
	if len(n.Rest) > 0 {
		return codec.ErrLength
	}
	return nil
}

// IE is the first information element of a type, nil if there is none.
func (n *NS) IE(t NSIEType) *NSIE {
	if n.HasTransaction() && n.Entity.Type == t {
		return &n.Entity
	}
	for i := range n.IEs {
		if n.IEs[i].Type == t {
			return &n.IEs[i]
		}
	}
	return nil
}

func (n *NS) String() string {
	if n.Type == NSUnitData {
		return fmt.Sprintf("NS %s, BVCI %d", n.Type, n.BVCI)
	}
	return fmt.Sprintf("NS %s, %d elements", n.Type, len(n.IEs))
}

// NSIE is an information element, 3GPP TS 48.016 section 10.3: those of types 7 to 11 have the length that the type says, the others say it themselves in seven or fifteen bits.
type NSIE struct {
	Type  NSIEType
	Wide  bool // the length takes two bytes although one would do
	Value []byte
}

// NSIEType is the type of an information element.
type NSIEType uint8

// Types of information elements, 3GPP TS 48.016 section 10.3.
const (
	NSCause       NSIEType = 0
	NSVCI         NSIEType = 1
	NSPDU         NSIEType = 2
	NSBVCI        NSIEType = 3
	NSEI          NSIEType = 4
	NSIPv4List    NSIEType = 5
	NSIPv6List    NSIEType = 6
	NSMaxVCs      NSIEType = 7
	NSIPv4Count   NSIEType = 8
	NSIPv6Count   NSIEType = 9
	NSResetFlag   NSIEType = 10
	NSIPAddress   NSIEType = 11
	nsIPv4Address          = 1
	nsIPv6Address          = 2
)

func (t NSIEType) String() string {
	return iana.NameAt([]string{
		"Cause", "NS-VCI", "NS PDU", "BVCI", "NSEI", "List of IP4 Elements", "List of IP6 Elements", "Maximum Number of NS-VCs", "Number of IP4 Endpoints",
		"Number of IP6 Endpoints", "Reset Flag", "IP Address",
	}, t)
}

// size is the length of the value of an element whose value begins with first, -1 if the element says it.
func (t NSIEType) size(first byte) int {
	switch t {
	case NSMaxVCs, NSIPv4Count, NSIPv6Count:
		return 2
	case NSResetFlag:
		return 1
	case NSIPAddress:
		switch first {
		case nsIPv4Address:
			return 1 + 4
		case nsIPv6Address:
			return 1 + 16
		}
		return 1
	}
	return -1
}

// DecodeField reads an element.
func (e *NSIE) DecodeField(layer []byte, at int) (int, error) {
	*e = NSIE{}
	b := layer[at:]
	if len(b) < 2 {
		return 2, codec.ErrTruncated
	}
	t := NSIEType(b[0])
	if n := t.size(b[1]); n >= 0 {
		if len(b) <= n {
			return 1 + n, codec.ErrTruncated
		}
		*e = NSIE{Type: t, Value: b[1 : 1+n : 1+n]}
		return 1 + n, nil
	}
	value, wide, n, err := readIndicated(b)
	if err == nil {
		*e = NSIE{t, wide, value}
	}
	return n, err
}

// AppendField writes an element.
func (e NSIE) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	first := byte(0)
	if len(e.Value) > 0 {
		first = e.Value[0]
	}
	switch n := e.Type.size(first); {
	case n < 0:
		return appendIndicated(dst, byte(e.Type), e.Value, e.Wide)
	case n != len(e.Value):
		return dst, codec.ErrLength
	case e.Wide:
		return dst, codec.ErrRange
	}
	return append(append(dst, byte(e.Type)), e.Value...), nil
}

// Err tells whether an element has not the length of its type, 3GPP TS 48.016 section 10.3.
func (e NSIE) Err() error {
	n, ok := map[NSIEType]int{NSCause: 1, NSVCI: 2, NSBVCI: 2, NSEI: 2}[e.Type]
	switch {
	case ok && n != len(e.Value), e.Type == NSIPv4List && len(e.Value)%8 != 0, e.Type == NSIPv6List && len(e.Value)%20 != 0:
		return codec.ErrLength
	case e.Type == NSIPAddress && !e.Addr().IsValid():
		return codec.ErrRange
	}
	return nil
}

// Uint is the value as a number, of elements of up to 8 bytes.
func (e NSIE) Uint() uint64 { return number(e.Value) }

// Cause is the value of a cause in words.
func (e NSIE) Cause() string { return iana.Name(nsCauses, e.Uint()) }

const nsCauses = "\n0 transit network failure\n1 O&M intervention\n2 equipment failure\n3 NS-VC blocked\n4 NS-VC unknown\n5 BVCI unknown on that NSE\n8 semantically incorrect PDU" +
	"\n10 PDU not compatible with the protocol state\n11 protocol error, unspecified\n12 invalid essential IE\n13 missing essential IE\n14 invalid number of IP4 endpoints" +
	"\n15 invalid number of IP6 endpoints\n16 invalid number of NS-VCs\n17 invalid weights\n18 unknown IP endpoint\n19 unknown IP address\n20 IP test failed\n"

// Addr is the address of an IP Address.
func (e NSIE) Addr() netip.Addr {
	if len(e.Value) == 0 {
		return netip.Addr{}
	}
	a, _ := netip.AddrFromSlice(e.Value[1:])
	return a
}

// NSEndpoint is an endpoint in a list of IP elements, 3GPP TS 48.016 sections 10.3.2c and 10.3.2d.
type NSEndpoint struct {
	Addr            netip.AddrPort // of UDP
	SignallingShare uint8          // weight, 0 to 255
	DataShare       uint8
}

// Endpoints are the endpoints of a list of IP elements. What is no whole one at its end is left out.
func (e NSIE) Endpoints() (out []NSEndpoint) {
	size := 4
	if e.Type == NSIPv6List {
		size = 16
	}
	for b := e.Value; len(b) >= size+4; b = b[size+4:] {
		a, _ := netip.AddrFromSlice(b[:size])
		out = append(out, NSEndpoint{netip.AddrPortFrom(a, binary.BigEndian.Uint16(b[size:])), b[size+2], b[size+3]})
	}
	return out
}

// number is b as a number, of its first 8 bytes.
func number(b []byte) (v uint64) {
	for _, c := range b[:min(len(b), 8)] {
		v = v<<8 | uint64(c)
	}
	return v
}

// readIndicator reads a length indicator, 3GPP TS 48.016 section 10.1.2 and 3GPP TS 48.018 section 11.3: its first bit is set if seven bits follow, and not if fifteen do. size is
// how many bytes it takes, or needs.
func readIndicator(b []byte) (length, size int, err error) {
	switch {
	case len(b) == 0:
		return 0, 1, codec.ErrTruncated
	case b[0]&0x80 != 0:
		return int(b[0] & 0x7f), 1, nil
	case len(b) == 1:
		return 0, 2, codec.ErrTruncated
	}
	return int(binary.BigEndian.Uint16(b)), 2, nil
}

// mostShort and mostLong are the largest lengths in one byte and in two.
const (
	mostShort = 0x7f
	mostLong  = 0x7fff
)

// readIndicated reads a type, a length indicator and a value. It returns the bytes that they have, or would need.
func readIndicated(b []byte) (value []byte, wide bool, n int, err error) {
	if len(b) == 0 {
		return nil, false, 1, codec.ErrTruncated
	}
	length, size, err := readIndicator(b[1:])
	head := 1 + size
	switch n = head + length; {
	case err != nil:
		return nil, false, head, err
	case n > len(b):
		return nil, false, n, codec.ErrTruncated
	case length > 0:
		value = b[head:n:n]
	}
	return value, size == 2 && length <= mostShort, n, nil
}

// appendIndicated writes a type, a length indicator and a value.
func appendIndicated(dst []byte, t byte, value []byte, wide bool) ([]byte, error) {
	switch n := len(value); {
	case n > mostLong:
		return dst, codec.ErrLength
	case n > mostShort && wide:
		return dst, codec.ErrRange // it does not do
	case n > mostShort || wide:
		dst = append(dst, t, byte(n>>8), byte(n))
	default:
		dst = append(dst, t, 0x80|byte(n))
	}
	return append(dst, value...), nil
}
