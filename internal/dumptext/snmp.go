package dumptext

import (
	"strconv"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/infra"
)

var snmpUnits = map[uint16]string{
	0xa0: "GetRequest", 0xa1: "GetNextRequest", 0xa2: "GetResponse", 0xa3: "SetRequest", 0xa4: "Trap", 0xa5: "GetBulk", 0xa6: "Inform", 0xa7: "V2Trap", 0xa8: "Report",
}

var snmpTraps = map[uint16]string{0: "coldStart", 1: "warmStart", 2: "linkDown", 3: "linkUp", 4: "authenticationFailure", 5: "egpNeighborLoss", 6: "enterpriseSpecific"}

// brace prints a brace around what -v shows as a group.
func (p *Printer) brace(s string) {
	if p.opt.Verbose > 0 {
		p.str(s)
	}
}

// snmp prints a message of network management. A message that is not decoded as a whole prints as cut.
func (p *Printer) snmp(data []byte, length int) {
	p.str(" ")
	h := layerAt(p, data, &p.dec.snmp)
	kind, unit := h.Unit()
	if unit == nil && !h.IsEncrypted() || len(data) < length {
		p.short("snmp")
		return
	}
	version, known := map[int64]string{0: "SNMPv1", 1: "SNMPv2c", 2: "SNMPv2u", 3: "SNMPv3"}[h.Version.Value]
	if !known {
		p.short("snmp")
		return
	}
	if p.opt.Verbose > 0 {
		p.str("{ " + version + " ")
	}
	if h.IsV3() {
		p.snmpSecurity(h)
	} else if c := string(h.Community.Data); c != "public" {
		p.str(`C="`)
		p.printable(h.Community.Data)
		p.str(`" `)
	}
	if unit != nil {
		p.snmpUnit(uint16(kind), unit)
	}
	if h.IsV3() {
		p.brace("} ")
	}
	p.brace("} ")
}

func (p *Printer) snmpSecurity(h *infra.SNMP) {
	p.brace("{ ")
	p.str("F=")
	if f := h.Global.Flags.Data; len(f) == 1 {
		for i, c := range "apr" {
			if f[0]&(1<<i) != 0 {
				p.str(string(c))
			}
		}
	}
	p.str(" ")
	p.brace("} { USM ")
	if u, err := h.User(); err == nil && u != nil {
		if p.opt.Verbose > 0 {
			p.str("B=")
			p.long(u.EngineBoots.Value)
			p.str(" T=")
			p.long(u.EngineTime.Value)
			p.str(" ")
		}
		p.str(`U="`)
		p.printable(u.UserName.Data)
		p.str(`" `)
	}
	if h.IsEncrypted() {
		p.brace("} { ScopedPDU ")
		p.str("[!scoped PDU]")
		p.bytesHex(h.Encrypted.Data, '_')
		return
	}
	p.brace("} { ScopedPDU ")
	p.str("E=")
	for _, c := range h.Scoped.ContextEngine.Data {
		p.str("_")
		p.hex(uint64(c), 2)
	}
	p.str(` C="`)
	p.printable(h.Scoped.ContextName.Data)
	p.str(`" `)
}

func (p *Printer) snmpUnit(kind uint16, unit infra.SNMPPDU) {
	p.brace("{ ")
	p.str(snmpUnits[kind])
	// What is asked for has no value yet.
	asks := kind == 0xa0 || kind == 0xa1 || kind == 0xa5
	switch u := unit.(type) {
	case *infra.SNMPRequest:
		p.snmpLength(codec.Marshal(u))
		p.snmpRequest(u.RequestID.Value)
		if e := u.ErrorStatus.Value; e != 0 {
			p.str(" ")
			p.str(infra.SNMPError(e).String())
			if u.ErrorIndex.Value != 0 {
				p.str("@")
				p.long(u.ErrorIndex.Value)
			}
		} else if u.ErrorIndex.Value != 0 {
			p.str(" @")
			p.long(u.ErrorIndex.Value)
		}
		p.snmpVariables(&u.VarBinds, asks)
	case *infra.SNMPBulk:
		p.snmpLength(codec.Marshal(u))
		p.snmpRequest(u.RequestID.Value)
		p.str(" N=")
		p.long(u.NonRepeaters.Value)
		p.str(" M=")
		p.long(u.MaxRepetitions.Value)
		p.snmpVariables(&u.VarBinds, asks)
	case *infra.SNMPTrapV1:
		p.snmpLength(codec.Marshal(u))
		p.str(" ." + u.Enterprise.String())
		if a, ok := u.Addr(); ok {
			p.str(" ")
			p.host(a)
		}
		p.str(" ")
		p.name(snmpTraps, uint16(u.GenericTrap.Value), "")
		if u.GenericTrap.Value == 6 {
			p.str(" s=")
			p.long(u.SpecificTrap.Value)
		}
		p.text(" ", u.Ticks())
		p.snmpVariables(&u.VarBinds, asks)
	}
	p.brace(" } ")
}

// snmpLength prints the length of a unit's contents, of which an encoding is given with its length in front.
func (p *Printer) snmpLength(b []byte, err error) {
	if err != nil || len(b) == 0 {
		return
	}
	n := len(b) - 1
	if b[0] > 0x80 {
		n -= int(b[0] & 0x7f)
	}
	p.text("(", uint64(n))
	p.str(") ")
}

func (p *Printer) snmpRequest(id int64) {
	if p.opt.Verbose > 0 {
		p.str("R=")
		p.long(id)
		p.str(" ")
	}
}

func (p *Printer) snmpVariables(l *infra.SNMPVarBinds, asks bool) {
	for i := range l.List {
		v := &l.List[i]
		p.str(" ." + v.Name.String())
		p.snmpValue(v, asks)
	}
}

func (p *Printer) snmpValue(v *infra.SNMPVarBind, asks bool) {
	d := v.Value.Data
	switch v.Type {
	case infra.SNMPNull:
		if !asks {
			p.str("=")
		}
		return
	case infra.SNMPNoSuchObject:
		p.str("=[noSuchObject]")
		return
	case infra.SNMPNoSuchInstance:
		p.str("=[noSuchInstance]")
		return
	case infra.SNMPEndOfMIBView:
		p.str("=[endOfMibView]")
		return
	}
	p.str("=")
	switch v.Type {
	case infra.SNMPObjectID:
		id, _ := v.ObjectID()
		p.str("." + id)
	case infra.SNMPOctetString, infra.SNMPOpaque:
		p.snmpOctets(d)
	case infra.SNMPIPAddress:
		if a, ok := v.Addr(); ok {
			p.host(a)
		}
	case infra.SNMPInteger:
		n, _ := v.Int()
		p.buf = strconv.AppendInt(p.buf, n, 10)
	default:
		n, _ := v.Unsigned()
		p.num(n)
	}
}

// snmpOctets prints text in quotes, and what is not text in hexadecimal.
func (p *Printer) snmpOctets(d []byte) {
	text := true
	for i, c := range d {
		if (c < 0x20 || c > 0x7e) && c != '\t' && c != '\n' && c != '\r' && c != '\v' && c != '\f' && !(c == 0 && i == len(d)-1) {
			text = false
		}
	}
	if text {
		p.str(`"`)
		p.printable(d)
		p.str(`"`)
		return
	}
	for i, c := range d {
		if i > 0 {
			p.str("_")
		}
		p.hex(uint64(c), 2)
	}
}
