package dumptext

import (
	"bytes"
	"encoding/binary"
)

// Ports of services.
const (
	tftpPort     = 69
	ntpPort      = 123
	syslogPort   = 514
	snmpPort     = 161
	snmpTrapPort = 162
	dhcp6Client  = 546
	dhcp6Server  = 547
)

// services prints a payload of length bytes, of which data was captured, by its ports, and reports whether it can.
func (p *Printer) services(is func(uint16) bool, data []byte, length int) bool {
	switch {
	case is(tftpPort):
		p.tftp(data, length)
	case is(syslogPort):
		p.syslog(data, length)
	case is(ntpPort):
		p.ntp(data, length)
	case is(1812), is(1813), is(1645), is(1646), is(1700), is(3799):
		p.radius(data, length)
	case is(sflowPort):
		p.sflow(data, length)
	case is(snmpPort), is(snmpTrapPort):
		p.snmp(data, length)
	case is(ripPort):
		p.rip(data, length)
	case is(ripngPort):
		p.ripng(data, length)
	case is(dhcp6Client), is(dhcp6Server):
		p.dhcp6(data, length)
	case is(l2tpPort):
		p.l2tp(data, length)
	default:
		return false
	}
	return true
}

func (p *Printer) syslog(data []byte, length int) {
	facilities := [...]string{
		"kernel", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "security", "console", "cron",
		"local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
	}
	severities := [...]string{"emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"}
	pri, n := 0, 1
	for ; n < 4 && n < len(data) && data[0] == '<' && data[n] >= '0' && data[n] <= '9'; n++ {
		pri = pri*10 + int(data[n]-'0')
	}
	switch {
	case len(data) == 0, data[0] == '<' && n >= len(data):
		p.short("syslog")
		return
	case data[0] != '<' || data[n] != '>':
		p.str(" (invalid)")
		return
	}
	facility := "unknown"
	if f := pri >> 3; f < len(facilities) {
		facility = facilities[f]
	}
	if p.opt.Verbose > 0 {
		p.text("SYSLOG, length: ", uint64(length))
		p.text("\n\tFacility "+facility+" (", uint64(pri>>3))
		p.text("), Severity "+severities[pri&7]+" (", uint64(pri&7))
		p.str(")\n\tMsg: ")
		p.printable(data[n+1:])
		if p.opt.Verbose > 1 {
			p.hexdump(data)
		}
		if len(data) < length {
			p.short("syslog")
		}
		return
	}
	p.str("SYSLOG " + facility)
	if pri>>3 >= len(facilities) {
		p.text(" (", uint64(pri>>3))
		p.str(")")
	}
	p.str("." + severities[pri&7])
	p.text(", length: ", uint64(length))
}

func (p *Printer) tftp(data []byte, length int) {
	p.text("TFTP, length ", uint64(length))
	if len(data) < 2 {
		p.short("tftp")
		return
	}
	op := binary.BigEndian.Uint16(data)
	names := [...]string{1: " RRQ", 2: " WRQ", 3: " DATA", 4: " ACK", 5: " ERROR", 6: " OACK"}
	if op == 0 || int(op) >= len(names) {
		p.text(", tftp-#", uint64(op))
		return
	}
	p.str(",")
	p.str(names[op])
	data = data[2:]
	switch op {
	case 1, 2:
		p.tftpRequest(data, length-2)
	case 3, 4:
		if len(data) < 2 {
			p.short("tftp")
			return
		}
		p.text(" block ", uint64(binary.BigEndian.Uint16(data)))
	case 5:
		p.tftpError(data)
	case 6:
		p.tftpOptions(data)
	}
}

// tftpRequest prints what a request of length bytes is about.
func (p *Printer) tftpRequest(data []byte, length int) {
	if length <= 0 {
		p.short("tftp")
		return
	}
	have := len(data)
	p.str(` "`)
	data, whole := p.upTo(data)
	p.str(`"`)
	if !whole {
		p.short("tftp")
		return
	}
	if len(data) == 0 && have == length {
		p.short("tftp")
		return
	}
	p.str(" ")
	if data, whole = p.upTo(data); !whole {
		p.short("tftp")
		return
	}
	p.tftpOptions(data)
}

// tftpOptions prints names and values.
func (p *Printer) tftpOptions(data []byte) {
	for len(data) > 0 {
		if data[0] != 0 {
			p.str(" ")
		}
		whole := false
		if data, whole = p.upTo(data); !whole {
			p.short("tftp")
			return
		}
	}
}

func (p *Printer) tftpError(data []byte) {
	if len(data) < 2 {
		p.short("tftp")
		return
	}
	names := [...]string{"EUNDEF", "ENOTFOUND", "EACCESS", "ENOSPACE", "EBADOP", "EBADID", "EEXISTS", "ENOUSER"}
	code := int(binary.BigEndian.Uint16(data))
	if data = data[2:]; len(data) == 0 {
		p.short("tftp")
		return
	}
	p.str(" ")
	if code < len(names) {
		p.str(names[code] + ` "`)
	} else {
		p.text("tftp-err-#", uint64(code))
		p.str(` " "`)
	}
	_, whole := p.upTo(data)
	p.str(`"`)
	if !whole {
		p.short("tftp")
	}
}

// upTo prints text up to a zero byte, and returns what is behind it.
func (p *Printer) upTo(data []byte) (rest []byte, whole bool) {
	before, after, ok := bytes.Cut(data, []byte{0})
	if !ok {
		p.printable(data)
		return nil, false
	}
	p.printable(before)
	return after, true
}
