package layers

import (
	"encoding/base64"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// DNSSVCB is the data of SVCB and HTTPS: how to reach a service (RFC 9460).
type DNSSVCB struct {
	Priority uint16        `bits:"16"` // 0: an alias of Target
	Target   DNSFullName   `bits:"*"`  // the root: the owner itself
	Params   []DNSSvcParam `bits:"*"`  // in the order of their keys, each once
}

// DNSSvcParam is a parameter of a service. Value is what counts; [DNSSvcParam.View] decodes it.
type DNSSvcParam struct {
	Key    DNSSvcKey `bits:"16"`
	Length uint16    `bits:"16,len=Value"`
	Value  []byte    `bits:"*,union=Key"`
}

// DNSSvcKey is the key of a parameter (IANA "Service Parameter Keys").
type DNSSvcKey uint16

// Parameter keys.
const (
	DNSSvcMandatory     DNSSvcKey = 0
	DNSSvcALPN          DNSSvcKey = 1
	DNSSvcNoDefaultALPN DNSSvcKey = 2
	DNSSvcPort          DNSSvcKey = 3
	DNSSvcIPv4Hint      DNSSvcKey = 4
	DNSSvcECH           DNSSvcKey = 5
	DNSSvcIPv6Hint      DNSSvcKey = 6
	DNSSvcDoHPath       DNSSvcKey = 7 // RFC 9461
	DNSSvcOHTTP         DNSSvcKey = 8 // RFC 9540
	DNSSvcTLSGroups     DNSSvcKey = 9
)

var dnsSvcKeys = [...]string{
	"mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath", "ohttp", "tls-supported-groups",
}

// String gives the registered name, or key and the number.
func (k DNSSvcKey) String() string { return dnsName(dnsSvcKeys[:], "key", uint64(k)) }

// Members gives the parameters with a struct of their own.
func (DNSSvcParam) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(DNSSvcMandatory): (*DNSSvcKeyList)(nil),
		uint64(DNSSvcALPN):      (*DNSSvcALPNList)(nil),
		uint64(DNSSvcPort):      (*DNSSvcPortNumber)(nil),
		uint64(DNSSvcIPv4Hint):  (*DNSSvcIPv4List)(nil),
		uint64(DNSSvcIPv6Hint):  (*DNSSvcIPv6List)(nil),
		uint64(DNSSvcDoHPath):   (*DNSSvcTemplate)(nil),
		uint64(DNSSvcTLSGroups): (*DNSSvcGroupList)(nil),
	}}
}

// View decodes the value: a pointer to a struct, such as *[DNSSvcALPNList], or
// nil for keys that have none.
func (p *DNSSvcParam) View() (any, error) { return codec.View(p, "Value") }

// NewDNSSvcParam returns a parameter with the encoding of one of the structs that [DNSSvcParam.View] gives.
func NewDNSSvcParam(key DNSSvcKey, value any) (DNSSvcParam, error) {
	data, err := contents(value, math.MaxUint16)
	return DNSSvcParam{Key: key, Length: uint16(len(data)), Value: data}, err
}

// DNSSvcKeyList is the value of mandatory: keys that a client must know.
type DNSSvcKeyList struct {
	Keys []DNSSvcKey `bits:"*,each=16"`
}

// DNSSvcALPNList is the value of alpn: protocols of application-layer negotiation.
type DNSSvcALPNList struct {
	Protocols []DNSString `bits:"*"`
}

// DNSSvcPortNumber is the value of port.
type DNSSvcPortNumber struct {
	Port uint16 `bits:"16"`
}

// DNSSvcIPv4List is the value of ipv4hint.
type DNSSvcIPv4List struct {
	Addrs []netip.Addr `bits:"*,each=32"`
}

// DNSSvcIPv6List is the value of ipv6hint.
type DNSSvcIPv6List struct {
	Addrs []netip.Addr `bits:"*,each=128"`
}

// DNSSvcTemplate is the value of dohpath: a URI template.
type DNSSvcTemplate struct {
	Template string `bits:"*"`
}

// DNSSvcGroupList is the value of tls-supported-groups: named groups of TLS.
type DNSSvcGroupList struct {
	Groups []uint16 `bits:"*,each=16"`
}

// Param returns the parameter with a key, nil if there is none.
func (d *DNSSVCB) Param(key DNSSvcKey) *DNSSvcParam {
	for i := range d.Params {
		if d.Params[i].Key == key {
			return &d.Params[i]
		}
	}
	return nil
}

func (d *DNSSVCB) String() string {
	b := fmt.Appendf(nil, "%d %v", d.Priority, d.Target)
	for i := range d.Params {
		b = append(append(b, ' '), d.Params[i].String()...)
	}
	return string(b)
}

// String gives the parameter in presentation format.
func (p *DNSSvcParam) String() string {
	key := p.Key.String()
	if len(p.Value) == 0 {
		return key
	}
	if p.Key == DNSSvcECH {
		return key + "=" + base64.StdEncoding.EncodeToString(p.Value)
	}
	v, err := p.View()
	if s, ok := v.(fmt.Stringer); ok && err == nil {
		return key + "=" + s.String()
	}
	return key + "=" + DNSString(p.Value).String()
}

func joinText[T any](list []T, text func(T) string) string { return joinWith(",", list, text) }

// joinWith puts texts together, and ends with "..." after 16 KiB.
func joinWith[T any](between string, list []T, text func(T) string) string {
	var b []byte
	for i, x := range list {
		if i > 0 {
			b = append(b, between...)
		}
		if len(b) > dnsMaxText {
			b = append(b, "..."...)
			break
		}
		b = append(b, text(x)...)
	}
	return string(b)
}

func (l *DNSSvcKeyList) String() string { return joinText(l.Keys, DNSSvcKey.String) }

// String gives the protocols in quotes with commas between them.
func (l *DNSSvcALPNList) String() string {
	s := joinText(l.Protocols, func(p DNSString) string {
		return strings.NewReplacer(`\`, `\\`, `,`, `\,`).Replace(string(p))
	})
	return DNSString(s).String()
}
func (p *DNSSvcPortNumber) String() string { return strconv.Itoa(int(p.Port)) }
func (l *DNSSvcIPv4List) String() string   { return joinText(l.Addrs, netip.Addr.String) }
func (l *DNSSvcIPv6List) String() string   { return joinText(l.Addrs, netip.Addr.String) }
func (t *DNSSvcTemplate) String() string   { return t.Template }
func (l *DNSSvcGroupList) String() string {
	return joinText(l.Groups, func(g uint16) string { return strconv.Itoa(int(g)) })
}
