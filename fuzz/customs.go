package fuzz

import (
	"maps"
	"net/netip"
	"reflect"
	"strings"

	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/layers/routing"
	"github.com/wiretag/wiretag/layers/tls"
)

// Customs makes values of field types that are their own codec. A type that is not there gets what its DecodeField
// makes of random bytes.
type Customs map[reflect.Type]func(*Entropy) any

func (c Customs) with(more Customs) Customs {
	all := maps.Clone(c)
	maps.Copy(all, more)
	return all
}

// BuiltIn are makers for the built-in layers, where few random bytes are a field.
func BuiltIn() Customs {
	return builtIn().with(infraValues()).with(textValues()).with(industryValues()).with(mobileValues())
}

// ByMethods are the fields of the built-in layers, "Type.Field", that methods derive where no tag says so.
func ByMethods() map[string]bool {
	return map[string]bool{
		"BSSGP.LLC":                          true,
		"CIPIO.Count":                        true,
		"ENIPData.Count":                     true,
		"ENIPList.Count":                     true,
		"IPv6SegmentRoute.LastEntry":         true,
		"ISIS.HeaderLength":                  true,
		"NFLOG.Attributes":                   true,
		"SFlow.Samples":                      true,
		"SFlowCounterSample.Records":         true,
		"SFlowDiscardedPacket.Records":       true,
		"SFlowExpandedCounterSample.Records": true,
		"SFlowExpandedFlowSample.Records":    true,
		"SFlowFlowSample.Records":            true,
	}
}

func builtIn() Customs {
	return Customs{
		reflect.TypeFor[routing.Prefix]():     func(e *Entropy) any { return routing.PrefixOf(e.prefix()) },
		reflect.TypeFor[routing.PIMAddress](): func(e *Entropy) any { return routing.PIMAddress{Addr: e.prefix().Addr()} },
		reflect.TypeFor[layers.DNSName]():     func(e *Entropy) any { return domain(e) },
		reflect.TypeFor[layers.DNSFullName](): func(e *Entropy) any { return domain(e).Full() },
		reflect.TypeFor[layers.DNSString]():   func(e *Entropy) any { return layers.DNSString(e.Bytes(min(255, e.Size()))) },
		reflect.TypeFor[layers.DHCPv4NoCookie](): func(e *Entropy) any {
			return layers.DHCPv4NoCookie(e.One(4) && !e.strict) // BOOTP has 64 bytes there
		},
		reflect.TypeFor[layers.DHCPv4Route]():   func(e *Entropy) any { return route(e) },
		reflect.TypeFor[layers.IPv6Segments]():  func(e *Entropy) any { return segments(e) },
		reflect.TypeFor[tls.Extensions]():       func(e *Entropy) any { return extensions(e) },
		reflect.TypeFor[dot11.RadioTapFields](): func(e *Entropy) any { return radiotap(e) },
		// Elements may end behind any field; what follows one that is there must not be missing.
		reflect.TypeFor[dot11.OneSuite]():   func(e *Entropy) any { return dot11.OneSuite{Present: true, Suite: dot11.Suite(e.Bits(32))} },
		reflect.TypeFor[dot11.Optional16](): func(e *Entropy) any { return dot11.Optional16{Present: true, Value: uint16(e.Bits(16))} },
		reflect.TypeFor[dot11.Suites]():     func(e *Entropy) any { return make(dot11.Suites, e.Intn(4)) },
		reflect.TypeFor[dot11.PMKIDs]():     func(e *Entropy) any { return make(dot11.PMKIDs, e.Intn(3)) },
		reflect.TypeFor[ppp.KeyData](): func(e *Entropy) any {
			d := e.Bytes(e.Size())
			if e.strict { // elements of a vendor
				d = append([]byte{0xdd, byte(4 + len(d)), 0, 0, 0x5e, 0x53}, d...)
			}
			return ppp.KeyData(d)
		},
		reflect.TypeFor[ppp.KeyMIC](): func(e *Entropy) any {
			if e.strict { // longer ones are told by the key management, which is not in the packet
				return ppp.KeyMIC(e.Bytes(16))
			}
			return ppp.KeyMIC(e.Bytes(16 + 8*e.Intn(2)))
		},
	}
}

// domain makes a domain name: labels of a few that repeat, so that names have tails in common, and of any bytes, unless it is to be strict.
func domain(e *Entropy) (n layers.DNSName) {
	const most = 255 // bytes (RFC 1035, section 3.1)
	known := [...]string{"a", "www", "example", "EXAMPLE", "net", strings.Repeat("x", 63)}
	var wire []byte
	for range e.Intn(6) {
		label := []byte(known[e.Intn(len(known))])
		if e.One(3) && !e.strict {
			label = e.Bytes(1 + e.Intn(63))
		}
		if len(wire)+2+len(label) > most {
			break
		}
		wire = append(append(wire, byte(len(label))), label...)
	}
	if wire != nil {
		_, _ = n.DecodeField(append(wire, 0), 0) // these are labels
	}
	return n
}

func route(e *Entropy) layers.DHCPv4Route {
	bits := e.Intn(33)
	var a [4]byte
	copy(a[:(bits+7)/8], e.Bytes(4))
	return layers.DHCPv4Route{Network: netip.PrefixFrom(netip.AddrFrom4(a), bits), Router: netip.AddrFrom4([4]byte(e.Bytes(4)))}
}

func segments(e *Entropy) layers.IPv6Segments {
	s := make(layers.IPv6Segments, 1+min(e.Size(), 255))
	for i := range s {
		s[i] = netip.AddrFrom16([16]byte(e.Bytes(16)))
	}
	return s
}

func extensions(e *Entropy) tls.Extensions {
	x := tls.Extensions{Present: true}
	for range e.Intn(4) {
		d := e.Bytes(min(e.Size(), 99))
		x.List = append(x.List, tls.Extension{Type: tls.ExtensionType(e.Bits(16)), Length: uint16(len(d)), Data: d})
		x.Length += uint16(4 + len(d))
	}
	return x
}

func radiotap(e *Entropy) dot11.RadioTapFields {
	var f dot11.RadioTapFields
	for range 1 + e.Intn(4) {
		b := dot11.RadioTapBit(e.Intn(3))
		_ = f.Set(b, e.Bytes([...]int{8, 1, 1}[b])) // these are their sizes
	}
	return f
}

// prefix makes a prefix of either version of IP.
func (e *Entropy) prefix() netip.Prefix {
	b := e.Bytes(4 + 12*e.Intn(2))
	a, _ := netip.AddrFromSlice(b) // it is of one of the two lengths
	return netip.PrefixFrom(a, e.Intn(8*len(b)+1))
}
