package layers

import (
	"bytes"
	"fmt"
	"math"
	"net"
	"net/netip"
	"slices"

	"github.com/wiretag/wiretag/codec"
)

// DHCPv4 is a message of the Dynamic Host Configuration Protocol (RFC 2131, RFC 2132)
// or of BOOTP (RFC 951, RFC 1542), which has no magic cookie and no options then.
//
// Options stand where the bytes are: those in ServerName and File (option 52), and
// the parts of split ones (RFC 3396), are put together by [DHCPv4.Joined].
type DHCPv4 struct {
	Op           DHCPv4Op       `bits:"8"`
	HardwareType uint8          `bits:"8"` // as in ARP: 1 Ethernet
	HardwareLen  uint8          `bits:"8"` // bytes of HardwareAddr that count
	Hops         uint8          `bits:"8"` // relay agents passed
	XID          uint32         `bits:"32"`
	Secs         uint16         `bits:"16"` // seconds since the client began
	Broadcast    bool           `bits:"1"`  // the client wants broadcast answers
	Reserved     uint16         `bits:"15"`
	ClientAddr   netip.Addr     `bits:"32"` // ciaddr
	YourAddr     netip.Addr     `bits:"32"` // yiaddr
	ServerAddr   netip.Addr     `bits:"32"` // siaddr, the next server
	RelayAddr    netip.Addr     `bits:"32"` // giaddr
	HardwareAddr [16]byte       `bits:"128"`
	ServerName   [64]byte       `bits:"512"`
	File         [128]byte      `bits:"1024"`
	NoCookie     DHCPv4NoCookie `bits:"*"`            // BOOTP: the magic cookie 99.130.83.99 is missing
	Vendor       DHCPv4Vendor   `bits:"*,if=IsBOOTP"` // all after the fixed part
	Options      []DHCPv4Option `bits:"*,if=!IsBOOTP,last=Type==255"`
	Padding      []byte         `bits:"*,if=!IsBOOTP"` // after the end option, or from an option on that does not fit
}

// Err tells whether more bytes of HardwareAddr count than it has, RFC 2131 section 2.
func (d *DHCPv4) Err() error {
	if int(d.HardwareLen) > len(d.HardwareAddr) {
		return codec.ErrLength
	}
	return nil
}

// DHCPv4Option is an option (RFC 2132 section 2). Pad (0) and end (255) are one byte long.
// Data is what counts; [DHCPv4Option.View] decodes it.
type DHCPv4Option struct {
	Type   DHCPv4OptionType `bits:"8"`
	Length uint8            `bits:"8,if=Type!=0&&Type!=255,len=Data"`
	Data   []byte           `bits:"*,if=Type!=0&&Type!=255,union=Type"`
}

// View decodes the data: a pointer to a struct, such as *[DHCPv4Addresses], or nil
// for types that have none. Data split over several options is put together by [DHCPv4.View].
func (o *DHCPv4Option) View() (any, error) { return codec.View(o, "Data") }

// NewDHCPv4Option returns an option with the encoding of one of the structs that [DHCPv4Option.View] gives.
func NewDHCPv4Option(typ DHCPv4OptionType, value any) (DHCPv4Option, error) {
	data, err := contents(value, math.MaxUint8)
	return DHCPv4Option{Type: typ, Length: uint8(len(data)), Data: data}, err
}

// DHCPv4Op is the direction of a message.
type DHCPv4Op uint8

// Directions.
const (
	DHCPv4Request DHCPv4Op = 1 // from a client
	DHCPv4Reply   DHCPv4Op = 2
)

// String gives the name, or op and the number.
func (o DHCPv4Op) String() string { return dnsName([]string{1: "Request", "Reply"}, "op", uint64(o)) }

// dhcpv4Cookie is 99.130.83.99 (RFC 1497).
const dhcpv4Cookie = "\x63\x82\x53\x63"

// DHCPv4NoCookie is true where the magic cookie does not follow the fixed part of a
// message. Otherwise it takes four bytes.
type DHCPv4NoCookie bool

// DecodeField looks whether the cookie is there.
func (c *DHCPv4NoCookie) DecodeField(layer []byte, at int) (int, error) {
	*c = !DHCPv4NoCookie(bytes.HasPrefix(layer[at:], []byte(dhcpv4Cookie)))
	if *c {
		return 0, nil
	}
	return len(dhcpv4Cookie), nil
}

// AppendField writes the cookie.
func (c DHCPv4NoCookie) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	if c {
		return dst, nil
	}
	return append(dst, dhcpv4Cookie...), nil
}

// IsBOOTP reports whether the message has no magic cookie and so no options.
func (d *DHCPv4) IsBOOTP() bool { return bool(d.NoCookie) }

// DHCPv4Vendor is the vendor area of BOOTP, 64 bytes as a rule.
type DHCPv4Vendor []byte

// DecodeField takes all that is left.
func (v *DHCPv4Vendor) DecodeField(layer []byte, at int) (int, error) {
	*v = nil
	if at < len(layer) {
		*v = layer[at:len(layer):len(layer)]
	}
	return len(layer) - at, nil
}

// AppendField writes the bytes.
func (v DHCPv4Vendor) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	return append(dst, v...), nil
}

// ClientHardware is the client's hardware address, HardwareLen bytes but 16 at most. The bytes are d's.
func (d *DHCPv4) ClientHardware() net.HardwareAddr {
	return d.HardwareAddr[:min(int(d.HardwareLen), len(d.HardwareAddr))]
}

// SetClientHardware sets the client's hardware address of 16 bytes at most, and its length.
func (d *DHCPv4) SetClientHardware(a net.HardwareAddr) {
	d.HardwareAddr = [16]byte{}
	d.HardwareLen = uint8(copy(d.HardwareAddr[:], a))
}

// overload is the value of option 52: 1 File holds options, 2 ServerName does.
func (d *DHCPv4) overload() uint8 {
	for i := range d.Options {
		if o := &d.Options[i]; o.Type == DHCPv4OptionOverload && len(o.Data) == 1 {
			return o.Data[0] & 3
		}
	}
	return 0
}

// AllOptions calls yield for every option, in the order in which split ones are put together
// (RFC 3396 section 5): Options, then those in File and in ServerName if option 52 says so.
// Pad and end are left out; an option that does not fit ends its field.
func (d *DHCPv4) AllOptions(yield func(DHCPv4Option) bool) {
	for i := range d.Options {
		if o := d.Options[i]; o.Type != DHCPv4OptionPad && o.Type != DHCPv4OptionEnd && !yield(o) {
			return
		}
	}
	over := d.overload()
	if over&1 != 0 && !dhcpv4Options(d.File[:], yield) {
		return
	}
	if over&2 != 0 {
		dhcpv4Options(d.ServerName[:], yield)
	}
}

// dhcpv4Options goes through the options in a field that is not for them. It
// returns false if yield did.
func dhcpv4Options(b []byte, yield func(DHCPv4Option) bool) bool {
	for len(b) > 0 {
		typ := DHCPv4OptionType(b[0])
		if typ == DHCPv4OptionPad {
			b = b[1:]
			continue
		}
		if typ == DHCPv4OptionEnd || len(b) < 2 || len(b) < 2+int(b[1]) {
			return true
		}
		n := 2 + int(b[1])
		if !yield(DHCPv4Option{Type: typ, Length: b[1], Data: b[2:n:n]}) {
			return false
		}
		b = b[n:]
	}
	return true
}

// Joined returns the data of an option, put together from all its parts (RFC 3396);
// ok is false if the message has none. The bytes are d's where there is one part.
func (d *DHCPv4) Joined(typ DHCPv4OptionType) (data []byte, ok bool) {
	for o := range d.AllOptions {
		if o.Type != typ {
			continue
		}
		if ok {
			data = append(data, o.Data...)
			continue
		}
		data, ok = slices.Clip(o.Data), true
	}
	return data, ok
}

// View decodes an option, put together from all its parts, as [DHCPv4Option.View] does.
// It returns nil without an error if the message has none, or the type has no struct.
func (d *DHCPv4) View(typ DHCPv4OptionType) (any, error) {
	data, ok := d.Joined(typ)
	if !ok {
		return nil, nil
	}
	return (&DHCPv4Option{Type: typ, Data: data}).View()
}

// SetOption replaces the data of an option, or adds it before the end option. Data over 255
// bytes is split (RFC 3396). Options in File and ServerName are not touched.
func (d *DHCPv4) SetOption(typ DHCPv4OptionType, data []byte) {
	out := make([]DHCPv4Option, 0, len(d.Options)+2)
	add := func() {
		for first := true; first || len(data) > 0; first = false {
			n := min(len(data), 255)
			out = append(out, DHCPv4Option{Type: typ, Length: uint8(n), Data: data[:n:n]})
			data = data[n:]
		}
	}
	done := false
	for _, o := range d.Options {
		if !done && (o.Type == typ || o.Type == DHCPv4OptionEnd) {
			add()
			done = true
		}
		if o.Type != typ {
			out = append(out, o)
		}
	}
	if !done {
		add()
		out = append(out, DHCPv4Option{Type: DHCPv4OptionEnd})
	}
	d.Options = out
}

// MessageType is the kind of message, 0 for BOOTP.
func (d *DHCPv4) MessageType() DHCPv4MessageType {
	if b, _ := d.Joined(DHCPv4OptionMessageType); len(b) == 1 {
		return DHCPv4MessageType(b[0])
	}
	return 0
}

// Addr is the value of an option that is one IPv4 address: the subnet mask, the
// requested address, the server identifier, ... ok is false if the message has none.
func (d *DHCPv4) Addr(typ DHCPv4OptionType) (a netip.Addr, ok bool) {
	if b, _ := d.Joined(typ); len(b) == 4 {
		return netip.AddrFrom4([4]byte(b)), true
	}
	return netip.Addr{}, false
}

// Text is the value of an option that is a string, such as the host name, without
// zero bytes at the end.
func (d *DHCPv4) Text(typ DHCPv4OptionType) string {
	b, _ := d.Joined(typ)
	return string(bytes.TrimRight(b, "\x00"))
}

// ServerNameText is the name of the server, empty where ServerName holds options.
func (d *DHCPv4) ServerNameText() string {
	if d.overload()&2 != 0 {
		return d.Text(DHCPv4OptionTFTPServerName)
	}
	return dhcpv4Text(d.ServerName[:])
}

// FileText is the name of the boot file, taken from option 67 where File holds options.
func (d *DHCPv4) FileText() string {
	if d.overload()&1 != 0 {
		return d.Text(DHCPv4OptionBootFileName)
	}
	return dhcpv4Text(d.File[:])
}

// dhcpv4Text is the text before the first zero byte.
func dhcpv4Text(b []byte) string {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		b = b[:i]
	}
	return string(b)
}

// String gives the message on one line.
func (d *DHCPv4) String() string {
	b := fmt.Appendf(nil, "DHCPv4 %v %v xid %#x", d.Op, d.ClientHardware(), d.XID)
	for _, f := range [...]struct {
		name string
		addr netip.Addr
	}{{"ciaddr", d.ClientAddr}, {"yiaddr", d.YourAddr}, {"siaddr", d.ServerAddr}, {"giaddr", d.RelayAddr}} {
		if f.addr.IsValid() && !f.addr.IsUnspecified() {
			b = fmt.Appendf(b, " %s %v", f.name, f.addr)
		}
	}
	for o := range d.AllOptions {
		if b = append(b, "; "...); len(b) > dnsMaxText {
			b = append(b, "..."...)
			break
		}
		b = append(b, o.String()...)
	}
	return string(b)
}
