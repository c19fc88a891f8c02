package layers

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"

	"github.com/wiretag/wiretag/codec"
)

// DHCPv6 is a message of the Dynamic Host Configuration Protocol for IPv6 (RFC 8415 section 8), or one between relay agents and servers
// (section 9), which holds another message in an option: see [DHCPv6.Relayed]. Over TCP a [DHCPv6TCP] stands before it (RFC 5460).
type DHCPv6 struct {
	Type     DHCPv6MessageType `bits:"8"`
	XID      uint32            `bits:"24,if=!IsRelay"` // transaction; flags of the messages that carry DHCPv4
	HopCount uint8             `bits:"8,if=IsRelay"`
	LinkAddr netip.Addr        `bits:"128,if=IsRelay"` // names the link of the client
	PeerAddr netip.Addr        `bits:"128,if=IsRelay"` // of the client or of the relay agent from which the message came
	Options  []DHCPv6Option    `bits:"*"`
	Rest     []byte            `bits:"*"` // from an option on that does not fit
}

// DHCPv6Option is an option, RFC 8415 section 21.1. Data is what counts; [DHCPv6Option.View] decodes it.
type DHCPv6Option struct {
	Code   DHCPv6OptionCode `bits:"16"`
	Length uint16           `bits:"16,len=Data"`
	Data   []byte           `bits:"*,union=Code"`
}

// Err tells whether a default mapping rule or the prefix of a softwire is not one prefix: RFC 7598 section 4.3, RFC 8539 section 5.1.
func (o *DHCPv6Option) Err() error {
	if o.Code != 91 && o.Code != 137 {
		return nil
	}
	v, err := o.View()
	if p, ok := v.(*DHCPv6Prefixes); err == nil && ok && len(p.Prefixes) != 1 {
		return codec.ErrCount
	}
	return nil
}

// View decodes the data: a pointer to a struct, such as *[DHCPv6IA], or nil for options that have none. Options that hold messages give a *[DHCPv6] and a *[DHCPv4].
func (o *DHCPv6Option) View() (any, error) {
	var m any
	switch o.Code {
	case DHCPv6OptionRelayMessage:
		m = &DHCPv6{}
	case DHCPv6OptionDHCPv4Message:
		m = &DHCPv4{}
	default:
		return codec.View(o, "Data")
	}
	_, err := codec.Unmarshal(o.Data, m)
	return m, err
}

// NewDHCPv6Option returns an option with the encoding of one of the structs that [DHCPv6Option.View] gives.
func NewDHCPv6Option(code DHCPv6OptionCode, value any) (DHCPv6Option, error) {
	data, err := contents(value, math.MaxUint16)
	return DHCPv6Option{Code: code, Length: uint16(len(data)), Data: data}, err
}

// DHCPv6TCP stands before each message in a stream, RFC 5460 section 5.1. The next layer is a [DHCPv6] of Length bytes. Where a segment holds
// several messages, the next DHCPv6TCP follows.
type DHCPv6TCP struct {
	Length uint16 `bits:"16,len=payload"`
}

// Links is the table that NextLayer refers to.
func (*DHCPv6TCP) Links() *codec.Links { return Links() }

// NextLayer is the message.
func (t *DHCPv6TCP) NextLayer([]byte) codec.Key { return codec.Key{Table: "dhcpv6tcp"} }

// Recognizes asks for a length with room for a message, and for the type of one.
func (*DHCPv6TCP) Recognizes(data []byte) bool {
	return len(data) >= 3 && binary.BigEndian.Uint16(data) >= 4 && (&DHCPv6{}).Recognizes(data[2:])
}

// Repeats reports whether rest, what follows the message in its segment, begins another one.
func (t *DHCPv6TCP) Repeats(rest []byte) bool { return t.Recognizes(rest) }

// String gives the length.
func (t *DHCPv6TCP) String() string { return fmt.Sprintf("DHCPv6TCP length %d", t.Length) }

// IsRelay reports whether the message is one between relay agents and servers.
func (d *DHCPv6) IsRelay() bool {
	return d.Type == DHCPv6RelayForward || d.Type == DHCPv6RelayReply
}

// Recognizes asks for a known type.
func (*DHCPv6) Recognizes(data []byte) bool {
	return len(data) > 0 && data[0] != 0 && data[0] <= byte(DHCPv6AddrRegReply)
}

// Option returns the first option of a code, nil if there is none.
func (d *DHCPv6) Option(code DHCPv6OptionCode) *DHCPv6Option { return dhcpv6Option(d.Options, code) }

func dhcpv6Option(list []DHCPv6Option, code DHCPv6OptionCode) *DHCPv6Option {
	for i := range list {
		if list[i].Code == code {
			return &list[i]
		}
	}
	return nil
}

// Relayed decodes the message that a relay message holds, nil if it holds none. It may be a relay message too.
func (d *DHCPv6) Relayed() (*DHCPv6, error) {
	o := d.Option(DHCPv6OptionRelayMessage)
	if o == nil || !d.IsRelay() {
		return nil, nil
	}
	v, err := o.View()
	m, _ := v.(*DHCPv6)
	return m, err
}

// Innermost is the message of the client or for it, which is d itself if it was not relayed. What cannot be decoded ends the search.
func (d *DHCPv6) Innermost() *DHCPv6 {
	for {
		m, err := d.Relayed()
		if m == nil || err != nil {
			return d
		}
		d = m
	}
}

// ClientID and ServerID are the identifiers of the two, nil if they are not there.
func (d *DHCPv6) ClientID() *DHCPv6DUID { return d.duid(DHCPv6OptionClientID) }

// ServerID is the identifier of the server, nil if it is not there.
func (d *DHCPv6) ServerID() *DHCPv6DUID { return d.duid(DHCPv6OptionServerID) }

func (d *DHCPv6) duid(code DHCPv6OptionCode) *DHCPv6DUID {
	o := d.Option(code)
	if o == nil {
		return nil
	}
	v, err := o.View()
	if err != nil {
		return nil
	}
	return v.(*DHCPv6DUID)
}

// AllOptions calls yield for every option, those inside others after the one they are in, with how deep it is: 0 for the message's own. It looks into relayed
// messages too. What does not decode has none inside.
func (d *DHCPv6) AllOptions(yield func(o *DHCPv6Option, depth int) bool) {
	dhcpv6Walk(d.Options, 0, yield)
}

// dhcpv6Depth bounds the nesting that AllOptions follows; RFC 8415 section 7.6 has at most 8 relay agents.
const dhcpv6Depth = 40

func dhcpv6Walk(list []DHCPv6Option, depth int, yield func(*DHCPv6Option, int) bool) bool {
	for i := range list {
		if !yield(&list[i], depth) {
			return false
		}
		if depth < dhcpv6Depth && !dhcpv6Walk(list[i].inside(), depth+1, yield) {
			return false
		}
	}
	return true
}

// inside is the list of options in an option.
func (o *DHCPv6Option) inside() []DHCPv6Option {
	v, _ := o.View()
	switch x := v.(type) {
	case *DHCPv6:
		return x.Options
	case *DHCPv6IA:
		return x.Options
	case *DHCPv6IATA:
		return x.Options
	case *DHCPv6IAAddr:
		return x.Options
	case *DHCPv6IAPrefix:
		return x.Options
	case *DHCPv6Options:
		return x.Options
	case *DHCPv6LeaseQuery:
		return x.Options
	case *DHCPv6RelayData:
		return (&DHCPv6Option{Code: DHCPv6OptionRelayMessage, Data: x.Message}).inside()
	case *DHCPv6LinkLayer:
		return x.Options
	case *DHCPv6AddrSelection:
		return x.Options
	case *DHCPv6MapRule:
		return x.Options
	case *DHCPv6Binding:
		return x.Options
	}
	return nil
}

// String gives the message on one line, with those that it relays as deep as AllOptions goes. It ends with "..." after 16 KiB.
func (d *DHCPv6) String() string { return string(d.appendText(nil, 0)) }

func (d *DHCPv6) appendText(b []byte, depth int) []byte {
	b = fmt.Appendf(b, "DHCPv6 %v", d.Type)
	if d.IsRelay() {
		b = fmt.Appendf(b, " hop %d link %v peer %v", d.HopCount, d.LinkAddr, d.PeerAddr)
	} else {
		b = fmt.Appendf(b, " xid %#x", d.XID)
	}
	for i := range d.Options {
		if b = append(b, "; "...); len(b) > dnsMaxText {
			return append(b, "..."...)
		}
		b = d.Options[i].appendText(b, depth)
	}
	return b
}

// String gives code and value.
func (o *DHCPv6Option) String() string { return string(o.appendText(nil, 0)) }

func (o *DHCPv6Option) appendText(b []byte, depth int) []byte {
	v, err := o.View()
	m, relayed := v.(*DHCPv6)
	ia, group := v.(*DHCPv6IA)
	s, ok := v.(fmt.Stringer)
	b = append(append(b, o.Code.String()...), ' ')
	switch {
	case !ok || err != nil || (relayed || group) && depth == dhcpv6Depth:
		return fmt.Appendf(b, "%x", o.Data)
	case relayed:
		return m.appendText(b, depth+1)
	case group:
		return ia.appendText(b, depth+1)
	}
	return append(b, s.String()...)
}
