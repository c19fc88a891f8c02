package dumptext

import "encoding/binary"

// l2tpAttribute is what an attribute is called, and what prints its value; false is for one that is too short.
type l2tpAttribute struct {
	name  string
	print func(p *Printer, v []byte) bool
}

var l2tpAttributes = map[uint16]l2tpAttribute{
	0:  {"MSGTYPE", (*Printer).l2tpMessage},
	1:  {"RESULT_CODE", (*Printer).l2tpResult},
	2:  {"PROTO_VER", (*Printer).l2tpVersion},
	3:  {"FRAMING_CAP", func(p *Printer, v []byte) bool { return p.l2tpBits(v, "A", "S") }},
	4:  {"BEARER_CAP", func(p *Printer, v []byte) bool { return p.l2tpBits(v, "A", "D") }},
	5:  {"TIE_BREAKER", (*Printer).l2tpTie},
	6:  {"FIRM_VER", (*Printer).l2tpShort},
	7:  {"HOST_NAME", (*Printer).l2tpText},
	8:  {"VENDOR_NAME", (*Printer).l2tpText},
	9:  {"ASSND_TUN_ID", (*Printer).l2tpShort},
	10: {"RECV_WIN_SIZE", (*Printer).l2tpShort},
	11: {"CHALLENGE", (*Printer).l2tpBytes},
	12: {"Q931_CC", (*Printer).l2tpCause},
	13: {"CHALLENGE_RESP", func(p *Printer, v []byte) bool { return len(v) >= 16 && p.l2tpBytes(v[:16]) }},
	14: {"ASSND_SESS_ID", (*Printer).l2tpShort},
	15: {"CALL_SER_NUM", (*Printer).l2tpLong},
	16: {"MINIMUM_BPS", (*Printer).l2tpLong},
	17: {"MAXIMUM_BPS", (*Printer).l2tpLong},
	18: {"BEARER_TYPE", func(p *Printer, v []byte) bool { return p.l2tpBits(v, "A", "D") }},
	19: {"FRAMING_TYPE", func(p *Printer, v []byte) bool { return p.l2tpBits(v, "A", "S") }},
	20: {"PACKET_PROC_DELAY", func(p *Printer, _ []byte) bool { return p.also("obsolete") }},
	21: {"CALLED_NUMBER", (*Printer).l2tpText},
	22: {"CALLING_NUMBER", (*Printer).l2tpText},
	23: {"SUB_ADDRESS", (*Printer).l2tpText},
	24: {"TX_CONN_SPEED", (*Printer).l2tpLong},
	25: {"PHY_CHANNEL_ID", (*Printer).l2tpLong},
	26: {"INI_RECV_LCP", (*Printer).l2tpBytes},
	27: {"LAST_SENT_LCP", (*Printer).l2tpBytes},
	28: {"LAST_RECV_LCP", (*Printer).l2tpBytes},
	29: {"PROXY_AUTH_TYPE", (*Printer).l2tpAuthentication},
	30: {"PROXY_AUTH_NAME", (*Printer).l2tpText},
	31: {"PROXY_AUTH_CHAL", (*Printer).l2tpBytes},
	32: {"PROXY_AUTH_ID", func(p *Printer, v []byte) bool { return len(v) >= 2 && p.l2tpNumber(uint64(v[1])) }},
	33: {"PROXY_AUTH_RESP", (*Printer).l2tpBytes},
	34: {"CALL_ERRORS", (*Printer).l2tpErrors},
	35: {"ACCM", (*Printer).l2tpACCM},
	36: {"RANDOM_VECTOR", (*Printer).l2tpBytes},
	37: {"PRIVATE_GRP_ID", (*Printer).l2tpText},
	38: {"RX_CONN_SPEED", (*Printer).l2tpLong},
	39: {"SEQ_REQUIRED", nil},
	46: {"PPP_DISCON_CC", (*Printer).l2tpDisconnect},
}

var l2tpMessages = map[uint16]string{
	1: "SCCRQ", 2: "SCCRP", 3: "SCCCN", 4: "StopCCN", 6: "HELLO", 7: "OCRQ", 8: "OCRP", 9: "OCCN", 10: "ICRQ", 11: "ICRP", 12: "ICCN", 14: "CDN", 15: "WEN", 16: "SLI",
}

func (p *Printer) l2tpMessage(v []byte) bool {
	if len(v) < 2 {
		return false
	}
	p.name(l2tpMessages, binary.BigEndian.Uint16(v), "MSGTYPE-#")
	return true
}

var l2tpAuthentications = map[uint16]string{1: "Textual", 2: "CHAP", 3: "PAP", 4: "NoAuth", 5: "MS-CHAPv1"}

func (p *Printer) l2tpAuthentication(v []byte) bool {
	if len(v) < 2 {
		return false
	}
	p.name(l2tpAuthentications, binary.BigEndian.Uint16(v), "AuthType-#")
	return true
}

func (p *Printer) l2tpNumber(n uint64) bool {
	p.num(n)
	return true
}

func (p *Printer) l2tpShort(v []byte) bool {
	return len(v) >= 2 && p.l2tpNumber(uint64(binary.BigEndian.Uint16(v)))
}

func (p *Printer) l2tpLong(v []byte) bool {
	return len(v) >= 4 && p.l2tpNumber(uint64(binary.BigEndian.Uint32(v)))
}

func (p *Printer) l2tpText(v []byte) bool {
	p.printable(v)
	return true
}

func (p *Printer) l2tpBytes(v []byte) bool {
	p.bytesHex(v, 0)
	return true
}

// l2tpBits prints the names of the second lowest bit and the lowest.
func (p *Printer) l2tpBits(v []byte, second, first string) bool {
	if len(v) < 4 {
		return false
	}
	p.flags([]flagName{{2, second}, {1, first}}, binary.BigEndian.Uint32(v), "", "")
	return true
}

func (p *Printer) l2tpVersion(v []byte) bool {
	if len(v) < 2 {
		return false
	}
	p.num(uint64(v[0]))
	p.text(".", uint64(v[1]))
	return true
}

func (p *Printer) l2tpTie(v []byte) bool {
	if len(v) < 8 {
		return false
	}
	p.hex(binary.BigEndian.Uint64(v), 1)
	return true
}

// l2tpMore prints a text behind other values, if there is one.
func (p *Printer) l2tpMore(v []byte) bool {
	if len(v) > 0 {
		p.str(" ")
		p.printable(v)
	}
	return true
}

func (p *Printer) l2tpResult(v []byte) bool {
	if !p.l2tpShort(v) {
		return false
	}
	switch v = v[2:]; len(v) {
	case 0:
		return true
	case 1:
		p.str(" ")
		return false
	}
	p.text("/", uint64(binary.BigEndian.Uint16(v)))
	return p.l2tpMore(v[2:])
}

func (p *Printer) l2tpCause(v []byte) bool {
	if len(v) < 3 {
		return false
	}
	p.l2tpShort(v)
	p.str(", ")
	p.hex(uint64(v[2]), 2)
	return p.l2tpMore(v[3:])
}

func (p *Printer) l2tpErrors(v []byte) bool {
	if len(v) < 2 {
		return false
	}
	v = v[2:] // reserved
	for _, name := range [...]string{"CRCErr=", "FrameErr=", "HardOver=", "BufOver=", "Timeout=", "AlignErr="} {
		if len(v) < 4 {
			return false
		}
		p.text(name, uint64(binary.BigEndian.Uint32(v)))
		p.str(" ")
		v = v[4:]
	}
	return true
}

func (p *Printer) l2tpACCM(v []byte) bool {
	if len(v) < 2 {
		return false
	}
	v = v[2:] // reserved
	for _, name := range [...]string{"send=", "recv="} {
		if len(v) < 4 {
			return false
		}
		p.str(name)
		p.bytesHex(v[:4], 0)
		p.str(" ")
		v = v[4:]
	}
	return true
}

func (p *Printer) l2tpDisconnect(v []byte) bool {
	if len(v) < 5 {
		return false
	}
	p.bytesHex(v[:2], 0)
	p.str(", ")
	p.bytesHex(v[2:4], 0)
	p.str(" ")
	p.name(map[uint16]string{0: "global error", 1: "at peer", 2: "at local"}, uint16(v[4]), "DIRECTION-#")
	return p.l2tpMore(v[5:])
}
