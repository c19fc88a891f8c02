package layers

import (
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// ICMPv4Echo is an echo request or reply, RFC 792 page 14; the data is its payload.
type ICMPv4Echo struct {
	ID  uint16 `bits:"16"`
	Seq uint16 `bits:"16"`
}

// ICMPv4Unreachable is a destination unreachable message, RFC 792 page 4. The datagram that could
// not be delivered follows, as far as it is quoted, and behind it perhaps an [ICMPExtension].
type ICMPv4Unreachable struct {
	Unused uint8 `bits:"8"`
	// Length is that of the quoted datagram in units of 4 bytes where an
	// extension follows, else 0 (RFC 4884 section 4.1).
	Length uint8  `bits:"8"`
	MTU    uint16 `bits:"16"` // of the next hop, where fragmentation is needed (RFC 1191)
}

// ICMPv4SourceQuench asks to send less, RFC 792 page 10; RFC 6633 forbids it.
type ICMPv4SourceQuench struct {
	Unused uint32 `bits:"32"`
}

// ICMPv4Redirect names a better router, RFC 792 page 12.
type ICMPv4Redirect struct {
	Gateway netip.Addr `bits:"32"`
}

// ICMPv4RouterAdvertisement is a router advertisement, RFC 1256 section 3.1.
type ICMPv4RouterAdvertisement struct {
	NumAddrs  uint8               `bits:"8,count=Routers"`
	EntrySize uint8               `bits:"8,default=2"` // in units of 4 bytes; only 2 is decoded
	Lifetime  uint16              `bits:"16"`          // seconds
	Routers   []ICMPv4RouterEntry `bits:"*"`
}

// ICMPv4RouterEntry is one address of a router.
type ICMPv4RouterEntry struct {
	Addr       netip.Addr `bits:"32"`
	Preference int32      `bits:"32"` // higher is better
}

// ICMPv4RouterSolicitation asks for router advertisements, RFC 1256 section 3.2.
type ICMPv4RouterSolicitation struct {
	Reserved uint32 `bits:"32"`
}

// ICMPv4TimeExceeded is a time exceeded message, RFC 792 page 6. Length is as in
// [ICMPv4Unreachable].
type ICMPv4TimeExceeded struct {
	Unused  uint8  `bits:"8"`
	Length  uint8  `bits:"8"`
	Unused2 uint16 `bits:"16"`
}

// ICMPv4ParameterProblem is a parameter problem message, RFC 792 page 8. Length is as in
// [ICMPv4Unreachable].
type ICMPv4ParameterProblem struct {
	Pointer uint8  `bits:"8"` // the byte of the quoted datagram at which the error was found
	Length  uint8  `bits:"8"`
	Unused  uint16 `bits:"16"`
}

// ICMPv4Timestamp is a timestamp request or reply, RFC 792 page 16. Times are in
// milliseconds since midnight UT, unless the top bit is set.
type ICMPv4Timestamp struct {
	ID        uint16 `bits:"16"`
	Seq       uint16 `bits:"16"`
	Originate uint32 `bits:"32"`
	Receive   uint32 `bits:"32"`
	Transmit  uint32 `bits:"32"`
}

// ICMPv4Information is an information request or reply, RFC 792 page 18.
type ICMPv4Information struct {
	ID  uint16 `bits:"16"`
	Seq uint16 `bits:"16"`
}

// ICMPv4AddressMask is an address mask request or reply, RFC 950 appendix I.
type ICMPv4AddressMask struct {
	ID   uint16     `bits:"16"`
	Seq  uint16     `bits:"16"`
	Mask netip.Addr `bits:"32"`
}

// ICMPv4Traceroute is a traceroute message, RFC 1393 section 2.3.
type ICMPv4Traceroute struct {
	ID           uint16 `bits:"16"`
	Unused       uint16 `bits:"16"`
	OutboundHops uint16 `bits:"16"`
	ReturnHops   uint16 `bits:"16"`
	Speed        uint32 `bits:"32"` // bytes per second
	MTU          uint32 `bits:"32"` // bytes
}

// NextLayer is opaque: the data that comes back.
func (*ICMPv4Echo) NextLayer([]byte) codec.Key { return codec.Key{} }

// NextLayer is the quoted datagram.
func (*ICMPv4Unreachable) NextLayer(payload []byte) codec.Key { return quoted(payload) }

// NextLayer is the quoted datagram.
func (*ICMPv4SourceQuench) NextLayer(payload []byte) codec.Key { return quoted(payload) }

// NextLayer is the quoted datagram.
func (*ICMPv4Redirect) NextLayer(payload []byte) codec.Key { return quoted(payload) }

// NextLayer is the quoted datagram.
func (*ICMPv4TimeExceeded) NextLayer(payload []byte) codec.Key { return quoted(payload) }

// NextLayer is the quoted datagram.
func (*ICMPv4ParameterProblem) NextLayer(payload []byte) codec.Key { return quoted(payload) }

// quoted is the key of an IPv4 datagram inside an error message.
func quoted(payload []byte) codec.Key {
	if len(payload) == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "ip", Value: uint64(IPProtocolIPv4)}
}

// PayloadLength is Length, where there is one.
func (m *ICMPv4Unreachable) PayloadLength(have int) (int, bool) { return quote(m.Length, 4, have) }

// PayloadLength is Length, where there is one.
func (m *ICMPv4TimeExceeded) PayloadLength(have int) (int, bool) { return quote(m.Length, 4, have) }

// PayloadLength is Length, where there is one.
func (m *ICMPv4ParameterProblem) PayloadLength(have int) (int, bool) { return quote(m.Length, 4, have) }

// FixPayloadLength sets Length where it is not 0.
func (m *ICMPv4Unreachable) FixPayloadLength(packet []byte, header int) error {
	return fixQuote(packet, header, 1, 4)
}

// FixPayloadLength sets Length where it is not 0.
func (m *ICMPv4TimeExceeded) FixPayloadLength(packet []byte, header int) error {
	return fixQuote(packet, header, 1, 4)
}

// FixPayloadLength sets Length where it is not 0.
func (m *ICMPv4ParameterProblem) FixPayloadLength(packet []byte, header int) error {
	return fixQuote(packet, header, 1, 4)
}

// quote is the length of a quoted datagram of n units, if there are as many bytes. Routers that
// do not know RFC 4884 may leave anything in the field.
func quote(n uint8, unit, have int) (int, bool) {
	return int(n) * unit, n != 0 && int(n)*unit <= have
}

// fixQuote sets the length at packet[at] unless it is 0 or the payload is not a whole number of units.
func fixQuote(packet []byte, header, at, unit int) error {
	n := len(packet) - header
	if packet[at] == 0 || n%unit != 0 || n == 0 {
		return nil
	}
	if n /= unit; n > 255 {
		return codec.ErrRange
	}
	packet[at] = uint8(n)
	return nil
}
