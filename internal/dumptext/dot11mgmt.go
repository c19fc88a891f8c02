package dumptext

import "github.com/wiretag/wiretag/layers/dot11"

// elements11 are the elements of a frame that are printed.
type elements11 struct {
	ssid               []byte
	rates              []byte
	channel            uint8
	hasSSID, hasDS     bool
	challenge, wasGood bool
}

// The longest of what is printed.
const (
	maxSSID  = 32
	maxRates = 16
)

// parse11 looks for elements, up to the first that is cut or too long.
func parse11(b []byte) (e elements11) {
	for len(b) > 0 {
		if len(b) < 2 || len(b) < 2+int(b[1]) {
			return e
		}
		d := b[2 : 2+int(b[1])]
		switch dot11.ElementID(b[0]) {
		case dot11.ElementSSID:
			if len(d) > maxSSID {
				return e
			}
			if !e.hasSSID {
				e.ssid, e.hasSSID = d, true
			}
		case dot11.ElementRates:
			if len(d) > maxRates {
				return e
			}
			if len(e.rates) == 0 {
				e.rates = d
			}
		case dot11.ElementDSParameters:
			if len(d) == 1 && !e.hasDS {
				e.channel, e.hasDS = d[0], true
			}
		case dot11.ElementChallenge:
			e.challenge = true
		}
		b = b[2+len(d):]
	}
	e.wasGood = true
	return e
}

func (p *Printer) ssid11(e *elements11) {
	if e.hasSSID {
		p.str(" (")
		p.printable(e.ssid)
		p.str(")")
	}
}

func (p *Printer) rates11(e *elements11) {
	for i, r := range e.rates {
		if i == 0 {
			p.str(" [")
		} else {
			p.str(" ")
		}
		p.tenths(5 * int(r&0x7f))
		if r&0x80 != 0 {
			p.str("*")
		}
	}
	if len(e.rates) > 0 {
		p.str(" Mbit]")
	}
}

// channel11 prints the channel and whether the network is encrypted.
func (p *Printer) channel11(e *elements11, capabilities uint16) {
	if e.hasDS {
		p.text(" CH: ", uint64(e.channel))
	}
	if dot11.Capabilities(capabilities)&dot11.CapabilityPrivacy != 0 {
		p.str(", PRIVACY")
	}
}

var managements = [...]string{
	"Assoc Request", "Assoc Response", "ReAssoc Request", "ReAssoc Response", "Probe Request", "Probe Response", "", "", "Beacon", "ATIM",
	"Disassociation", "Authentication", "DeAuthentication", "Action",
}

// dot11Management prints the body of a management frame and reports whether it was whole.
func (p *Printer) dot11Management(h *dot11.Header, b []byte) bool {
	known := int(h.Subtype) < len(managements) && managements[h.Subtype] != ""
	if known {
		p.str(managements[h.Subtype])
	} else {
		p.str("Unhandled Management subtype(")
		p.hex(uint64(h.Subtype), 1)
		p.str(")")
	}
	if h.Protected {
		return p.wep(b)
	}
	if !known {
		return true
	}
	fixed := [...]int{4, 6, 10, 6, 0, 12, 0, 0, 12, 0, 2, 6, 2, 2}[h.Subtype]
	if len(b) < fixed {
		return false
	}
	word := func(at int) uint16 { return uint16(b[at]) | uint16(b[at+1])<<8 }
	var e elements11
	switch h.Subtype {
	case dot11.SubtypeDisassoc, dot11.SubtypeDeauth, dot11.SubtypeATIM, dot11.SubtypeAction:
	default:
		e = parse11(b[fixed:])
	}
	switch h.Subtype {
	case dot11.SubtypeAssocReq, dot11.SubtypeProbeReq:
		p.ssid11(&e)
		p.rates11(&e)
	case dot11.SubtypeReassocReq:
		p.ssid11(&e)
		p.str(" AP : ")
		p.ether(b[4:10])
	case dot11.SubtypeAssocResp, dot11.SubtypeReassocResp:
		p.assocResponse(word(0), word(2), word(4))
	case dot11.SubtypeProbeResp:
		p.ssid11(&e)
		p.rates11(&e)
		p.channel11(&e, word(10))
	case dot11.SubtypeBeacon:
		p.ssid11(&e)
		p.rates11(&e)
		if word(10)&1 != 0 {
			p.str(" ESS")
		} else {
			p.str(" IBSS")
		}
		p.channel11(&e, word(10))
	case dot11.SubtypeAuth:
		p.auth11(word(0), word(2), word(4), e.challenge)
	default:
		return p.leaving(h, b)
	}
	return e.wasGood
}

// assocResponse prints the identifier and the result of an association.
func (p *Printer) assocResponse(capabilities, status, aid uint16) {
	p.str(" AID(")
	p.hex(uint64(aid&0x3fff), 1)
	p.str(") :")
	if dot11.Capabilities(capabilities)&dot11.CapabilityPrivacy != 0 {
		p.str(" PRIVACY ")
	}
	p.str(": ")
	p.str(statusText(status))
}

func statusText(status uint16) string {
	switch {
	case int(status) >= len(dot11Statuses):
		return "n/a"
	case dot11Statuses[status] == "":
		return "Reserved"
	}
	return dot11Statuses[status]
}

func reasonText(reason uint16) string {
	if int(reason) >= len(dot11Reasons) || dot11Reasons[reason] == "" {
		return "Reserved"
	}
	return dot11Reasons[reason]
}

// auth11 prints an authentication: its status only in odd messages.
func (p *Printer) auth11(algorithm, sequence, status uint16, challenge bool) {
	name := "Reserved"
	if names := [...]string{"Open System", "Shared Key", "EAP"}; int(algorithm) < len(names) {
		name = names[algorithm]
	}
	p.str(" (")
	p.str(name)
	p.str(")-")
	p.hex(uint64(sequence), 1)
	if algorithm == 1 && (sequence == 2 || sequence == 3) {
		p.str(" [Challenge Text] ")
	} else {
		p.str(": ")
	}
	if sequence&1 != 0 {
		p.str(statusText(status))
	}
}

// leaving prints frames that end something, and actions.
func (p *Printer) leaving(h *dot11.Header, b []byte) bool {
	switch h.Subtype {
	case dot11.SubtypeATIM:
		return true
	case dot11.SubtypeDisassoc:
		p.str(": ")
		p.str(reasonText(uint16(b[0]) | uint16(b[1])<<8))
		return true
	}
	if !p.opt.Link {
		p.str(" (")
		p.ether(h.Addr2[:])
		p.str(")")
	}
	p.str(": ")
	if h.Subtype == dot11.SubtypeDeauth {
		p.str(reasonText(uint16(b[0]) | uint16(b[1])<<8))
		return true
	}
	p.action11(b[0], b[1])
	return true
}

var (
	categories11 = map[uint8]string{
		0: "Spectrum Management", 1: "QoS", 2: "DLS", 3: "BA", 7: "HT", 13: "MeshAction", 14: "MultiohopAction", 15: "SelfprotectAction", 127: "Vendor",
	}
	actions11 = map[uint8][]string{
		3: {"ADDBA Request", "ADDBA Response", "DELBA"},
		7: {"TxChWidth", "MIMOPwrSave"},
		13: {
			"MeshLink", "HWMP", "Gate Announcement", "Congestion Control", "MCCA Setup Request", "MCCA Setup Reply", "MCCA Advertisement Request",
			"MCCA Advertisement", "MCCA Teardown", "TBTT Adjustment Request", "TBTT Adjustment Response",
		},
		14: {"Proxy Update", "Proxy Update Confirmation"},
		15: {"", "Peering Open", "Peering Confirm", "Peering Close", "Group Key Inform", "Group Key Acknowledge"},
	}
)

// action11 prints category and action.
func (p *Printer) action11(category, action uint8) {
	name, ok := categories11[category]
	if !ok {
		p.text("Reserved(", uint64(category))
		name = ")"
	}
	p.str(name)
	if names := actions11[category]; int(action) < len(names) && names[action] != "" {
		p.str(" ")
		p.str(names[action])
		return
	}
	p.text(" Act#", uint64(action))
}
