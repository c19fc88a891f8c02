package fuzz

import (
	"bytes"
	"reflect"
	"strconv"

	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/infra"
)

// infraValues makes the values of package infra.
func infraValues() Customs {
	return Customs{
		reflect.TypeFor[layers.DHCPv6Prefix](): func(e *Entropy) any {
			n := e.Intn(129)
			return layers.DHCPv6Prefix{Length: uint8(n), Addr: e.Bytes((n + 7) / 8)}
		},
		reflect.TypeFor[infra.BERInteger](): func(e *Entropy) any {
			if e.Intn(3) > 0 {
				return infra.BERInteger{Value: int64(e.Intn(4))}
			}
			return infra.BERInteger{Value: int64(e.Bits(64)) >> (8 * e.Intn(8))}
		},
		reflect.TypeFor[infra.BEROctets]():   func(e *Entropy) any { return infra.BEROctets{Data: e.Bytes(e.Size())} },
		reflect.TypeFor[infra.BERObjectID](): func(e *Entropy) any { return infra.BERObjectID{Content: e.Bytes(e.Size())} },
		reflect.TypeFor[infra.SNMPContent](): func(e *Entropy) any { return infra.SNMPContent{Data: e.Bytes(e.Size())} },
		reflect.TypeFor[infra.ZString](): func(e *Entropy) any {
			return infra.ZString(bytes.ReplaceAll(e.Bytes(e.Size()), []byte{0}, nil))
		},
		reflect.TypeFor[infra.NTPExtension](): func(e *Entropy) any {
			return infra.NTPExtension{Type: infra.NTPExtensionType(e.Bits(16)), Value: e.Bytes(24 + 4*e.Intn(20))}
		},
		reflect.TypeFor[infra.SyslogPriority](): func(e *Entropy) any { return infra.SyslogPriority(strconv.Itoa(e.Intn(192))) },
		reflect.TypeFor[infra.SyslogVersion]():  func(e *Entropy) any { return infra.SyslogVersion([]string{"", "1", "99"}[e.Intn(3)]) },
		reflect.TypeFor[infra.SyslogToken](): func(e *Entropy) any {
			return infra.SyslogToken([]string{"-", "host", "2003-08-24T05:14:15Z"}[e.Intn(3)])
		},
		reflect.TypeFor[infra.SyslogStructuredData](): func(e *Entropy) any { return structured(e) },
		reflect.TypeFor[infra.SyslogSpace]():          func(e *Entropy) any { return infra.SyslogSpace(e.One(2)) },
		reflect.TypeFor[infra.SyslogBSDTime]():        func(e *Entropy) any { return infra.SyslogBSDTime([]string{"", "Oct  9 22:33:20"}[e.Intn(2)]) },
		reflect.TypeFor[infra.SyslogBSDHost]():        func(e *Entropy) any { return infra.SyslogBSDHost([]string{"host", "192.0.2.1"}[e.Intn(2)]) },
	}
}

// structured makes structured data of syslog.
func structured(e *Entropy) infra.SyslogStructuredData {
	var all []infra.SyslogElement
	for range e.Intn(3) {
		all = append(all, infra.SyslogElement{ID: "id@32473", Params: []infra.SyslogParam{{Name: "name", Value: string(e.Bytes(e.Size()))}}})
	}
	return infra.NewSyslogStructuredData(all...)
}
