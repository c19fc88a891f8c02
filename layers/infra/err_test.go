package infra_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/infra"
)

// TestErr: lengths of values of SNMP, items of NTP's mode 7, and an empty message of syslog.
func TestErr(t *testing.T) {
	value := func(typ infra.SNMPValueType, b ...byte) *infra.SNMPVarBind {
		return &infra.SNMPVarBind{Type: typ, Value: infra.SNMPContent{Data: b}}
	}
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{value(infra.SNMPInteger, 1, 2, 3, 4), true},
		{value(infra.SNMPInteger, 0, 2, 3, 4, 5), false},
		{value(infra.SNMPCounter32, 0, 2, 3, 4, 5), true},
		{value(infra.SNMPCounter32, 1, 2, 3, 4, 5), false},
		{value(infra.SNMPNull), true},
		{value(infra.SNMPNull, 0), false},
		{value(infra.SNMPIPAddress, 1, 2, 3), false},
		{value(infra.SNMPObjectID), false},
		{value(0x30, 0), false},
		{&infra.SNMPTrapV1{Agent: infra.SNMPContent{Data: make([]byte, 4)}, Time: infra.SNMPContent{Data: []byte{0}}}, true},
		{&infra.SNMPTrapV1{Time: infra.SNMPContent{Data: []byte{0}}}, false},
		{&infra.NTPPrivate{Items: 2, ItemSize: 4, Data: make([]byte, 8)}, true},
		{&infra.NTPPrivate{Items: 2, ItemSize: 4, Data: make([]byte, 7)}, false},
		{&infra.Syslog{Priority: "13", Message: []byte("x")}, true},
		{&infra.Syslog{Priority: "13"}, false},
		{infra.BERObjectID{Content: []byte{0x2b, 6}}, true},
		{infra.BERObjectID{}, false},
		{infra.BERObjectID{Content: []byte{0x2b, 0x86}}, false},
		{infra.BERObjectID{Content: []byte{0x2b, 0x80, 1}}, false},
		{&infra.SNMPGlobal{Flags: infra.BEROctets{Data: []byte{4}}}, true},
		{&infra.SNMPGlobal{}, false},
		{&infra.SNMP{Version: infra.BERInteger{Value: 3}, Global: infra.SNMPGlobal{SecurityModel: infra.BERInteger{Value: 3}}}, false},
		{&infra.SNMP{Version: infra.BERInteger{Value: 3}, Global: infra.SNMPGlobal{SecurityModel: infra.BERInteger{Value: 4}}}, true},
		{&infra.NTPPrivate{Authenticated: true, Data: make([]byte, 28)}, true},
		{&infra.NTPPrivate{Authenticated: true, Data: make([]byte, 27)}, false},
		{&infra.NTPPrivate{Authenticated: true, Response: true}, true},
		{&infra.NTPPrivate{Items: 1}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
