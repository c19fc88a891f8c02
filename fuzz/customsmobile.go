package fuzz

import (
	"reflect"

	"github.com/wiretag/wiretag/layers/mobile"
)

// mobileValues makes the values of package mobile.
func mobileValues() Customs {
	return Customs{
		reflect.TypeFor[mobile.GTPv1IE](): func(e *Entropy) any {
			sizes := map[mobile.GTPv1IEType]int{mobile.GTPv1Cause: 1, mobile.GTPv1IMSI: 8, mobile.GTPv1Recovery: 1, mobile.GTPv1TEIDData: 4}
			fixed := [...]mobile.GTPv1IEType{mobile.GTPv1Cause, mobile.GTPv1IMSI, mobile.GTPv1Recovery, mobile.GTPv1TEIDData}
			plain := [...]mobile.GTPv1IEType{
				mobile.GTPv1ProtocolConfig, mobile.GTPv1GSNAddress, mobile.GTPv1RATType, mobile.GTPv1TimeZone, mobile.GTPv1IMEI, mobile.GTPv1PrivateExtension,
			}
			if t := fixed[e.Intn(len(fixed))]; e.One(2) {
				return mobile.GTPv1IE{Type: t, Value: e.Bytes(sizes[t])}
			}
			if e.strict { // the others are of forms that are not decoded
				return mobile.GTPv1IE{Type: plain[e.Intn(len(plain))], Value: e.Bytes(e.Size())}
			}
			return mobile.GTPv1IE{Type: mobile.GTPv1IEType(128 + e.Intn(128)), Value: e.Bytes(e.Intn(40))}
		},
		reflect.TypeFor[mobile.GTPv0IE](): func(e *Entropy) any {
			sizes := map[mobile.GTPv0IEType]int{mobile.GTPv0Cause: 1, mobile.GTPv0IMSI: 8, mobile.GTPv0QoS: 3, mobile.GTPv0FlowLabelData: 2}
			fixed := [...]mobile.GTPv0IEType{mobile.GTPv0Cause, mobile.GTPv0IMSI, mobile.GTPv0QoS, mobile.GTPv0FlowLabelData}
			if t := fixed[e.Intn(len(fixed))]; e.One(2) {
				return mobile.GTPv0IE{Type: t, Value: e.Bytes(sizes[t])}
			}
			if e.strict {
				return mobile.GTPv0IE{Type: mobile.GTPv0PrivateExtension, Value: e.Bytes(2 + e.Size())}
			}
			return mobile.GTPv0IE{Type: mobile.GTPv0IEType(128 + e.Intn(128)), Value: e.Bytes(e.Intn(40))}
		},
	}
}
