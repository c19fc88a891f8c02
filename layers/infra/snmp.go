package infra

import (
	"bytes"
	"cmp"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// SNMP is a message of the Simple Network Management Protocol: version 1, RFC 1157 section 4; 2c, RFC 1901 section 3; 3, RFC 3412 section 6, with the user-based
// security model, RFC 3414. It is in ASN.1's basic encoding rules: lengths that are longer than they have to be keep their form, and structs are sequences, whose tag and length are not
// fields of their own.
type SNMP struct {
	Form      BERLength   `bits:"-"` // of the sequence's length
	Version   BERInteger  `bits:"*"` // 0 is version 1, 1 is 2c, 3 is 3
	Community BEROctets   `bits:"*,if=HasCommunity"`
	Global    SNMPGlobal  `bits:"*,if=IsV3"`
	Security  BEROctets   `bits:"*,if=IsV3"` // of the security model: see User
	Scoped    SNMPScoped  `bits:"*,if=IsPlain"`
	Encrypted BEROctets   `bits:"*,if=IsEncrypted"`
	Type      SNMPPDUType `bits:"8,if=HasCommunity"`
	PDU       SNMPPDU     `bits:"*,if=HasCommunity,union=Type"`
}

// Versions, as they are numbered in messages.
const (
	SNMPv1  = 0
	SNMPv2c = 1
	SNMPv3  = 3
)

// SNMPGlobal is the header of version 3, RFC 3412 section 6.
type SNMPGlobal struct {
	Form          BERLength  `bits:"-"`
	ID            BERInteger `bits:"*"` // matches requests and responses
	MaxSize       BERInteger `bits:"*"` // bytes that the sender takes
	Flags         BEROctets  `bits:"*"` // one byte: 1 authenticated, 2 encrypted, 4 a report is wanted
	SecurityModel BERInteger `bits:"*"` // 3 is the user-based one
}

// Err tells whether there is not one byte of flags, RFC 3412 section 6.
func (g *SNMPGlobal) Err() error {
	if len(g.Flags.Data) != 1 {
		return codec.ErrLength
	}
	return nil
}

// SNMPScoped is what version 3 may encrypt, RFC 3412 section 6.
type SNMPScoped struct {
	Form          BERLength   `bits:"-"`
	ContextEngine BEROctets   `bits:"*"`
	ContextName   BEROctets   `bits:"*"`
	Type          SNMPPDUType `bits:"8"`
	PDU           SNMPPDU     `bits:"*,union=Type"`
}

// SNMPUser is the value of Security of the user-based security model, RFC 3414 section 2.4.
type SNMPUser struct {
	Form           BERLength  `bits:"-"`
	EngineID       BEROctets  `bits:"*"`
	EngineBoots    BERInteger `bits:"*"`
	EngineTime     BERInteger `bits:"*"` // seconds since the last boot
	UserName       BEROctets  `bits:"*"`
	Authentication BEROctets  `bits:"*"` // digest, 12 bytes of MD5 and SHA-1, up to 48
	Privacy        BEROctets  `bits:"*"` // salt of the encryption
}

// SNMPPDU is a protocol data unit: *[SNMPRequest], *[SNMPBulk], *[SNMPTrapV1], or [SNMPRaw] where it has another form.
type SNMPPDU interface{ snmpPDU() }

// SNMPRaw is a PDU as bytes behind its tag.
type SNMPRaw []byte

// SNMPPDUType is the tag of a PDU.
type SNMPPDUType uint8

// Kinds of PDUs, RFC 3416 section 3.
const (
	SNMPGet      SNMPPDUType = 0xa0
	SNMPGetNext  SNMPPDUType = 0xa1
	SNMPResponse SNMPPDUType = 0xa2
	SNMPSet      SNMPPDUType = 0xa3
	SNMPTrap     SNMPPDUType = 0xa4 // of version 1
	SNMPGetBulk  SNMPPDUType = 0xa5
	SNMPInform   SNMPPDUType = 0xa6
	SNMPTrapV2   SNMPPDUType = 0xa7
	SNMPReport   SNMPPDUType = 0xa8
)

func (t SNMPPDUType) String() string {
	if t < SNMPGet || t > SNMPReport {
		return fmt.Sprintf("%#02x", uint8(t))
	}
	return iana.NameAt([]string{"GetRequest", "GetNextRequest", "Response", "SetRequest", "Trap", "GetBulkRequest", "InformRequest", "SNMPv2-Trap", "Report"}, t-SNMPGet)
}

// members are the kinds of PDUs with their structs.
func snmpMembers() tags.Members {
	m := tags.Members{Types: map[uint64]any{uint64(SNMPTrap): (*SNMPTrapV1)(nil), uint64(SNMPGetBulk): (*SNMPBulk)(nil)}, Raw: SNMPRaw(nil)}
	for _, t := range [...]SNMPPDUType{SNMPGet, SNMPGetNext, SNMPResponse, SNMPSet, SNMPInform, SNMPTrapV2, SNMPReport} {
		m.Types[uint64(t)] = (*SNMPRequest)(nil)
	}
	return m
}

// Members gives the kinds of PDUs.
func (SNMP) Members(string) tags.Members { return snmpMembers() }

// Members gives the kinds of PDUs.
func (SNMPScoped) Members(string) tags.Members { return snmpMembers() }

// SNMPRequest is the PDU of requests, responses, traps of version 2, and reports.
type SNMPRequest struct {
	Form        BERLength    `bits:"-"`
	RequestID   BERInteger   `bits:"*"`
	ErrorStatus BERInteger   `bits:"*"` // see SNMPError
	ErrorIndex  BERInteger   `bits:"*"` // of the variable that is to blame, from 1
	VarBinds    SNMPVarBinds `bits:"*"`
}

// SNMPBulk is the PDU that asks for many variables.
type SNMPBulk struct {
	Form           BERLength    `bits:"-"`
	RequestID      BERInteger   `bits:"*"`
	NonRepeaters   BERInteger   `bits:"*"`
	MaxRepetitions BERInteger   `bits:"*"`
	VarBinds       SNMPVarBinds `bits:"*"`
}

// SNMPTrapV1 is the PDU of a trap of version 1, RFC 1157 section 4.1.6.
type SNMPTrapV1 struct {
	Form         BERLength    `bits:"-"`
	Enterprise   BERObjectID  `bits:"*"`
	AgentType    uint8        `bits:"8,const=64"`
	Agent        SNMPContent  `bits:"*"` // an IPv4 address
	GenericTrap  BERInteger   `bits:"*"` // 0 cold start, 1 warm start, 2 link down, 3 link up, 4 authentication failure, 5 EGP neighbour lost, 6 specific
	SpecificTrap BERInteger   `bits:"*"`
	TimeType     uint8        `bits:"8,const=67"`
	Time         SNMPContent  `bits:"*"` // hundredths of seconds since the agent started
	VarBinds     SNMPVarBinds `bits:"*"`
}

// SNMPVarBinds is a list of variables.
type SNMPVarBinds struct {
	Form BERLength     `bits:"-"`
	List []SNMPVarBind `bits:"*"`
}

// Err tells whether the address is none of IPv4, or the time has no length of a number: RFC 1157 section 4.1.6.
func (t *SNMPTrapV1) Err() error {
	return cmp.Or(snmpErr(SNMPIPAddress, t.Agent.Data), snmpErr(SNMPTimeTicks, t.Time.Data))
}

// Err tells whether there is no such type, or the value has a length that its type does not allow: RFC 3416 section 3, RFC 2578 section 7.1.
func (v *SNMPVarBind) Err() error { return snmpErr(v.Type, v.Value.Data) }

func snmpErr(t SNMPValueType, b []byte) error {
	least, most := 1, 1<<16
	switch t {
	case SNMPInteger:
		most = 4
	case SNMPCounter32, SNMPGauge32, SNMPTimeTicks, 0x47:
		if most = 4; len(b) > 0 && b[0] == 0 { // it has no sign
			most = 5
		}
	case SNMPOctetString, SNMPOpaque, snmpNsapAddress:
		least = 0
	case SNMPNull, SNMPNoSuchObject, SNMPNoSuchInstance, SNMPEndOfMIBView:
		least, most = 0, 0
	case SNMPObjectID:
		return objectIDErr(b)
	case SNMPIPAddress:
		least, most = 4, 4
	case SNMPCounter64:
		most = 9
	default:
		return codec.ErrRange
	}
	if len(b) < least || len(b) > most {
		return codec.ErrLength
	}
	return nil
}

// SNMPVarBind is the name of a variable and its value.
type SNMPVarBind struct {
	Form  BERLength     `bits:"-"`
	Name  BERObjectID   `bits:"*"`
	Type  SNMPValueType `bits:"8"`
	Value SNMPContent   `bits:"*"`
}

func (*SNMPRequest) snmpPDU() {}
func (*SNMPBulk) snmpPDU()    {}
func (*SNMPTrapV1) snmpPDU()  {}
func (SNMPRaw) snmpPDU()      {}

// HasCommunity reports whether the message is of version 1 or 2.
func (s *SNMP) HasCommunity() bool { return s.Version.Value >= SNMPv1 && s.Version.Value < SNMPv3 }

// IsV3 reports whether the message is of version 3. One of another version is an error.
func (s *SNMP) IsV3() bool { return s.Version.Value == SNMPv3 }

// IsPlain reports whether the PDU of version 3 is not encrypted.
func (s *SNMP) IsPlain() bool { return s.IsV3() && !s.Global.Private() }

// IsEncrypted reports whether the PDU of version 3 is encrypted.
func (s *SNMP) IsEncrypted() bool { return s.IsV3() && s.Global.Private() }

// Private reports whether the flags say that the PDU is encrypted.
func (g *SNMPGlobal) Private() bool { return len(g.Flags.Data) == 1 && g.Flags.Data[0]&2 != 0 }

// Err tells whether the parameters of the user-based security model are not what they should be, RFC 3414 section 2.4.
func (s *SNMP) Err() error {
	_, err := s.User()
	return err
}

// User decodes the parameters of the user-based security model. It is nil for other models and versions.
func (s *SNMP) User() (*SNMPUser, error) {
	if !s.IsV3() || s.Global.SecurityModel.Value != 3 {
		return nil, nil
	}
	u := &SNMPUser{}
	_, err := codec.Unmarshal(s.Security.Data, u)
	return u, err
}

// Unit is the PDU with its type, wherever the version has it; nil if it is encrypted.
func (s *SNMP) Unit() (SNMPPDUType, SNMPPDU) {
	if s.IsPlain() {
		return s.Scoped.Type, s.Scoped.PDU
	}
	return s.Type, s.PDU
}

// Recognizes asks for a sequence that begins with a version.
func (*SNMP) Recognizes(data []byte) bool {
	var l BERLength
	size, _, err := l.sequence(data)
	if err != nil || len(data) < size+3 {
		return false
	}
	return bytes.HasPrefix(data[size:], []byte{berInteger, 1}) && data[size+2] <= SNMPv3 || data[size] == berInteger && data[size+1] > 0x80
}

func (s *SNMP) String() string {
	version := map[int64]string{SNMPv1: "v1", SNMPv2c: "v2c", 2: "v2", SNMPv3: "v3"}[s.Version.Value]
	t, pdu := s.Unit()
	text := fmt.Sprintf("SNMP%s %s", version, t)
	if s.IsEncrypted() {
		text = fmt.Sprintf("SNMP%s encrypted, %d bytes", version, len(s.Encrypted.Data))
	}
	if s.HasCommunity() {
		text += " community " + s.Community.String()
	}
	if p, ok := pdu.(fmt.Stringer); ok {
		text += " " + p.String()
	}
	return text
}
