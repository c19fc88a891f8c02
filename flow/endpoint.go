package flow

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
)

// An Endpoint is one address of one kind. It is comparable, 24 bytes large and
// holds no pointers. The zero Endpoint is not valid; it equals no address.
type Endpoint struct {
	hi, lo uint64 // the address, first byte in the top bits of hi, then zeros
	meta   uint64 // the kind, and the number of bytes in bits 56 to 60
}

// lenShift is where the number of bytes stands in Endpoint.meta.
const lenShift = 56

// fill makes the endpoint of a valid kind and at most MaxSize bytes.
func (k Kind) fill(address []byte) Endpoint {
	var b [MaxSize]byte
	n := copy(b[:], address)
	return Endpoint{
		hi:   binary.BigEndian.Uint64(b[:8]),
		lo:   binary.BigEndian.Uint64(b[8:]),
		meta: uint64(k) | uint64(n)<<lenShift,
	}
}

// MAC returns the endpoint of a 48-bit hardware address.
func MAC(address [6]byte) Endpoint {
	hi := uint64(binary.BigEndian.Uint32(address[:4]))<<32 | uint64(binary.BigEndian.Uint16(address[4:]))<<16
	return Endpoint{hi: hi, meta: uint64(KindMAC) | 6<<lenShift}
}

// HardwareAddr returns the endpoint of a hardware address of 6 bytes (of
// [KindMAC]) or 8 bytes (of [KindEUI64]). It copies the address; any other
// length is an error.
func HardwareAddr(address net.HardwareAddr) (Endpoint, error) {
	switch len(address) {
	case 6:
		return KindMAC.fill(address), nil
	case 8:
		return KindEUI64.fill(address), nil
	}
	return Endpoint{}, fmt.Errorf("flow: hardware address of %d bytes, need 6 or 8: %w", len(address), ErrSize)
}

// IP returns the endpoint of an IP address. The kind follows the address as it
// is: an IPv4 address mapped into IPv6 is an IPv6 endpoint. A zone is left out,
// since it is not on the wire. The zero Addr gives the zero Endpoint.
func IP(address netip.Addr) Endpoint {
	switch {
	case address.Is4():
		return IPv4(address.As4())
	case address.Is6():
		return IPv6(address.As16())
	}
	return Endpoint{}
}

// IPv4 returns the endpoint of an IPv4 address.
func IPv4(address [4]byte) Endpoint {
	return Endpoint{hi: uint64(binary.BigEndian.Uint32(address[:])) << 32, meta: uint64(KindIPv4) | 4<<lenShift}
}

// IPv6 returns the endpoint of an IPv6 address.
func IPv6(address [16]byte) Endpoint {
	return Endpoint{
		hi:   binary.BigEndian.Uint64(address[:8]),
		lo:   binary.BigEndian.Uint64(address[8:]),
		meta: uint64(KindIPv6) | 16<<lenShift,
	}
}

// TCPPort returns the endpoint of a TCP port.
func TCPPort(port uint16) Endpoint { return portOf(KindTCP, port) }

// UDPPort returns the endpoint of a UDP port.
func UDPPort(port uint16) Endpoint { return portOf(KindUDP, port) }

// UDPLitePort returns the endpoint of a UDP-Lite port.
func UDPLitePort(port uint16) Endpoint { return portOf(KindUDPLite, port) }

// SCTPPort returns the endpoint of an SCTP port.
func SCTPPort(port uint16) Endpoint { return portOf(KindSCTP, port) }

// DCCPPort returns the endpoint of a DCCP port.
func DCCPPort(port uint16) Endpoint { return portOf(KindDCCP, port) }

func portOf(k Kind, port uint16) Endpoint {
	return Endpoint{hi: uint64(port) << 48, meta: uint64(k) | 2<<lenShift}
}

// Raw returns the endpoint of any 0 to 16 bytes. It copies them; more bytes are an error.
func Raw(address []byte) (Endpoint, error) { return KindRaw.New(address) }

// Kind returns the kind, zero for the zero Endpoint.
func (e Endpoint) Kind() Kind { return Kind(e.meta &^ (0xff << lenShift)) }

// Len returns the number of bytes of the address, 0 to 16.
func (e Endpoint) Len() int { return int(e.meta >> lenShift) }

// IsValid reports whether e is an address: it is false for the zero Endpoint only.
func (e Endpoint) IsValid() bool { return e.meta != 0 }

// AppendBytes appends the address as it is on the wire.
func (e Endpoint) AppendBytes(dst []byte) []byte {
	b := e.bytes()
	return append(dst, b[:e.Len()]...)
}

// Bytes returns a fresh copy of the address as it is on the wire.
func (e Endpoint) Bytes() []byte { return e.AppendBytes(make([]byte, 0, e.Len())) }

func (e Endpoint) bytes() (b [MaxSize]byte) {
	binary.BigEndian.PutUint64(b[:8], e.hi)
	binary.BigEndian.PutUint64(b[8:], e.lo)
	return b
}

// Addr returns the IP address of an endpoint of [KindIPv4] or [KindIPv6]; ok is
// false for another kind.
func (e Endpoint) Addr() (addr netip.Addr, ok bool) {
	switch e.Kind() {
	case KindIPv4:
		return e.addr(), true
	case KindIPv6:
		return e.addr(), true
	}
	return netip.Addr{}, false
}

// addr reads the bytes of an endpoint of FormAddr as an IP address.
func (e Endpoint) addr() netip.Addr {
	b := e.bytes()
	if e.Len() == 4 {
		return netip.AddrFrom4([4]byte(b[:4]))
	}
	return netip.AddrFrom16(b)
}

// MAC returns the hardware address of an endpoint of [KindMAC]; ok is false for another kind.
func (e Endpoint) MAC() (address [6]byte, ok bool) {
	if e.Kind() != KindMAC {
		return address, false
	}
	b := e.bytes()
	return [6]byte(b[:6]), true
}

// Port returns the port of a TCP, UDP, UDP-Lite, SCTP or DCCP endpoint; ok is
// false for another kind.
func (e Endpoint) Port() (port uint16, ok bool) {
	switch e.Kind() {
	case KindTCP, KindUDP, KindUDPLite, KindSCTP, KindDCCP:
		return uint16(e.hi >> 48), true
	}
	return 0, false
}

// Compare returns -1, 0 or +1: it orders by the name of the kind, then by the
// bytes of the address. It returns 0 exactly when the endpoints are equal.
func (e Endpoint) Compare(other Endpoint) int {
	switch {
	case e.Kind() != other.Kind():
		return cmp.Compare(e.Kind(), other.Kind())
	case e.hi != other.hi:
		return cmp.Compare(e.hi, other.hi)
	case e.lo != other.lo:
		return cmp.Compare(e.lo, other.lo)
	}
	return cmp.Compare(e.meta, other.meta)
}
