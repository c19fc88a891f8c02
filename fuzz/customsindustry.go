package fuzz

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/wiretag/wiretag/layers/enterprise"
	"github.com/wiretag/wiretag/layers/industry"
	"github.com/wiretag/wiretag/layers/link"
)

// industryValues are makers for the layers of controllers and of what logs packets.
func industryValues() Customs {
	return Customs{
		reflect.TypeFor[industry.LCMChannel]():  func(e *Entropy) any { return industry.LCMChannel(strings.Repeat("c", e.Intn(9))) },
		reflect.TypeFor[link.NFLOGAttributes](): func(e *Entropy) any { return nflog(e) },
		reflect.TypeFor[enterprise.FIXMessage](): func(e *Entropy) any {
			body := fmt.Sprintf("35=%d\x01", e.Intn(9))
			return enterprise.FIXMessage(fmt.Sprintf("8=FIX.4.2\x019=%d\x01%s10=000\x01", len(body), body))
		},
		reflect.TypeFor[enterprise.NBName](): func(e *Entropy) any {
			return enterprise.NBName("\x20" + strings.Repeat("CA", 16) + "\x00")
		},
	}
}

// nflog makes attributes without a packet.
func nflog(e *Entropy) (a link.NFLOGAttributes) {
	for range e.Intn(4) {
		d := e.Bytes(min(e.Size(), 40))
		a.List = append(a.List, link.NFLOGAttribute{Length: uint16(4 + len(d)), Type: link.NFLOGPrefix + link.NFLOGType(e.Intn(9)), Value: d, Padding: make([]byte, -len(d)&3)})
	}
	return a
}
