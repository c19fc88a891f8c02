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
		reflect.TypeFor[mobile.NSIE](): func(e *Entropy) any { return nsElement(e) },
		reflect.TypeFor[mobile.BSSGPIEs](): func(e *Entropy) any {
			var l mobile.BSSGPIEs
			for range e.Intn(4) {
				l = append(l, bssgpElement(e))
			}
			return l
		},
		reflect.TypeFor[mobile.BSSGPLLC](): func(e *Entropy) any { return mobile.BSSGPLLC{Short: e.One(8)} },
		reflect.TypeFor[mobile.SMIE]():     func(e *Entropy) any { return smElement(e) },
		reflect.TypeFor[mobile.GMMIE]():    func(e *Entropy) any { return gmmElement(e) },
	}
}

// nsElement makes an element of NS.
func nsElement(e *Entropy) mobile.NSIE {
	sizes := map[mobile.NSIEType]int{
		mobile.NSCause: 1, mobile.NSVCI: 2, mobile.NSBVCI: 2, mobile.NSEI: 2, mobile.NSMaxVCs: 2, mobile.NSIPv4Count: 2, mobile.NSIPv6Count: 2, mobile.NSResetFlag: 1, mobile.NSIPv4List: 8, mobile.NSIPv6List: 20,
	}
	t := mobile.NSIEType(e.Intn(int(mobile.NSIPAddress) + 1))
	v := e.Bytes(e.Size())
	switch n, ok := sizes[t]; {
	case t == mobile.NSIPAddress:
		v = append([]byte{1}, e.Bytes(4)...)
	case ok && (e.strict || t >= mobile.NSMaxVCs):
		v = e.Bytes(n)
	}
	return mobile.NSIE{Type: t, Wide: t < mobile.NSMaxVCs && !e.strict && len(v) < 128 && e.One(8), Value: v}
}

// bssgpElement makes an element of BSSGP that is no LLC PDU.
func bssgpElement(e *Entropy) mobile.BSSGPIE {
	sizes := map[mobile.BSSGPIEType]int{mobile.BSSGPBVCI: 2, mobile.BSSGPCause: 1, mobile.BSSGPLifetime: 2, mobile.BSSGPTag: 1, mobile.BSSGPTLLI: 4, mobile.BSSGPPTMSI: 4, mobile.BSSGPNSEI: 2}
	plain := [...]mobile.BSSGPIEType{mobile.BSSGPBVCI, mobile.BSSGPCause, mobile.BSSGPLifetime, mobile.BSSGPTag, mobile.BSSGPTLLI, mobile.BSSGPPTMSI, mobile.BSSGPNSEI}
	if t := plain[e.Intn(len(plain))]; e.strict || e.One(2) {
		return mobile.BSSGPIE{Type: t, Value: e.Bytes(sizes[t])}
	}
	t, v := mobile.BSSGPIEType(e.Bits(8)), e.Bytes(e.Size())
	if t == mobile.BSSGPLLCPDU {
		t = mobile.BSSGPAlignment
	}
	return mobile.BSSGPIE{Type: t, Wide: len(v) < 128 && e.One(8), Value: v}
}

// smElement makes an element of session management.
func smElement(e *Entropy) mobile.SMIE {
	switch t := mobile.SMIEType(e.Bits(8)); {
	case t == mobile.SMSAPI:
		return mobile.SMIE{Type: t, Value: e.Bytes(1)}
	case t >= 0x80 && !e.strict:
		return mobile.SMIE{Type: t}
	case e.strict:
		return mobile.SMIE{Type: mobile.SMFlowID, Value: e.Bytes(1)}
	default:
		return mobile.SMIE{Type: t & 0x7f, Value: e.Bytes(min(e.Size(), 255))}
	}
}

// gmmElement makes an element of mobility management whose length does not depend on the message.
func gmmElement(e *Entropy) mobile.GMMIE {
	fixed := map[mobile.GMMIEType]int{mobile.GMMReady: 1, mobile.GMMCauseIE: 1, mobile.GMMRAND: 16, mobile.GMMSRES: 4, mobile.GMMOldArea: 5, mobile.GMMZone: 1, mobile.GMMTime: 7}
	plain := [...]mobile.GMMIEType{mobile.GMMReady, mobile.GMMCauseIE, mobile.GMMRAND, mobile.GMMSRES, mobile.GMMOldArea, mobile.GMMZone, mobile.GMMTime}
	t := mobile.GMMIEType(e.Bits(8))
	switch {
	case e.One(2), e.strict:
		t = plain[e.Intn(len(plain))]
		return mobile.GMMIE{Type: t, Value: e.Bytes(fixed[t])}
	case t >= 0x80:
		return mobile.GMMIE{Type: t}
	case fixed[t] > 0 || t == mobile.GMMSignature || t == mobile.GMMDRX:
		t = mobile.GMMContexts
	}
	return mobile.GMMIE{Type: t, Value: e.Bytes(min(e.Size(), 255))}
}
