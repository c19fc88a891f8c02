package main

import (
	"encoding/hex"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/aaa"
	"github.com/wiretag/wiretag/layers/infra"
	"github.com/wiretag/wiretag/layers/ppp"
)

// infra gives the fields of the services of a network.
func (e *emitter) infra(v any) {
	switch l := v.(type) {
	case *infra.TFTP:
		e.put(2, "tftp.opcode", uint16(l.Opcode))
	case *layers.DHCPv6:
		e.dhcpv6(l)
	case *aaa.RADIUS:
		e.radius(l)
	case *aaa.Diameter:
		e.put(5, "diameter.flags", number(l.Request)<<7|number(l.Proxiable)<<6|number(l.Error)<<5|number(l.Retransmitted)<<4|int(l.Reserved))
		e.put(8, "diameter.cmd.code", uint32(l.Command))
		e.put(12, "diameter.applicationId", uint32(l.Application))
	case *infra.SNMP:
		e.snmp(l)
	case *infra.Syslog:
		if l.Priority != "" {
			e.put(3, "syslog.facility", uint8(l.Facility()))
			e.put(3, "syslog.level", uint8(l.Severity()))
		}
	case *infra.NTP:
		e.put(1, "ntp.flags", uint8(l.Leap)<<6|l.Version<<3|uint8(l.Mode))
		e.put(1, "ntp.flags.li", uint8(l.Leap))
		e.put(1, "ntp.flags.vn", l.Version)
		e.put(1, "ntp.flags.mode", uint8(l.Mode))
		e.put(2, "ntp.stratum", l.Stratum)
		e.put(3, "ntp.ppoll", uint8(l.Poll))
		e.put(4, "ntp.precision", uint8(l.Precision))
		e.put(16, "ntp.refid", hex.EncodeToString(l.RefID[:]))
	case *infra.NTPControl:
		e.put(1, "ntp.flags", uint8(l.Leap)<<6|l.Version<<3|uint8(l.Mode))
		e.put(1, "ntp.flags.li", uint8(l.Leap))
		e.put(1, "ntp.flags.vn", l.Version)
		e.put(1, "ntp.flags.mode", uint8(l.Mode))
	case *infra.NTPPrivate:
		e.put(1, "ntp.flags", number(l.Response)<<7|number(l.More)<<6|int(l.Version)<<3|int(l.Mode))
		e.put(1, "ntp.flags.vn", l.Version)
		e.put(1, "ntp.flags.mode", uint8(l.Mode))
	}
}

// dhcpv6 gives the fields of a message and of those that it relays.
func (e *emitter) dhcpv6(l *layers.DHCPv6) {
	e.dhcpv6Message(l)
	for o := range l.AllOptions {
		e.put(5, "dhcpv6.option.type", uint16(o.Code))
		if m, err := o.View(); err == nil && o.Code == layers.DHCPv6OptionRelayMessage {
			e.dhcpv6Message(m.(*layers.DHCPv6))
		}
	}
}

func (e *emitter) dhcpv6Message(l *layers.DHCPv6) {
	e.put(1, "dhcpv6.msgtype", uint8(l.Type))
	if !l.IsRelay() {
		e.put(4, "dhcpv6.xid", l.XID)
	}
}

// radius gives the fields of a packet and of the one of EAP that its attributes hold, which tshark has as another layer.
func (e *emitter) radius(l *aaa.RADIUS) {
	e.put(1, "radius.code", uint8(l.Code))
	e.put(2, "radius.id", l.ID)
	e.put(4, "radius.length", l.Length)
	e.put(20, "radius.authenticator", hex.EncodeToString(l.Authenticator[:]))
	data := l.EAPMessage()
	if len(data) == 0 {
		return
	}
	last := e.rec.Layers[len(e.rec.Layers)-1]
	e.rec.Layers = append(e.rec.Layers, [3]any{"EAP", last[1], last[2]})
	var x ppp.EAP
	_, _ = codec.Unmarshal(data, &x) // what is there counts
	e.put(20, "eap.code", uint8(x.Code))
	e.put(20, "eap.id", x.ID)
	if x.HasType() && len(data) > 4 {
		e.put(20, "eap.type", uint8(x.Type))
	}
}

// snmp gives the fields of versions 1 and 2; tshark has others for version 3.
func (e *emitter) snmp(l *infra.SNMP) {
	if l.IsV3() {
		return
	}
	e.put(5, "snmp.version", l.Version.Value)
	if len(l.Community.Data) > 0 {
		e.put(7+len(l.Community.Data), "snmp.community", string(l.Community.Data))
	}
}
