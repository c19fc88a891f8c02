package dumptext

import "encoding/binary"

// dhcpTag is what an option is called and the form of its value: a text, i addresses,
// l numbers of 32 bits, L with a sign, s of 16 bits, b truth values, B bytes,
// p pairs of addresses, $ a form of its own, ? by its length.
type dhcpTag struct {
	name string
	form byte
}

// dhcpTags are the options that have a name.
var dhcpTags = [256]dhcpTag{
	0: {"PAD", '?'}, 1: {"Subnet-Mask", 'i'}, 2: {"Time-Zone", 'L'}, 3: {"Default-Gateway", 'i'},
	4: {"Time-Server", 'i'}, 5: {"IEN-Name-Server", 'i'}, 6: {"Domain-Name-Server", 'i'}, 7: {"LOG", 'i'},
	8: {"CS", 'i'}, 9: {"LPR-Server", 'i'}, 10: {"IM", 'i'}, 11: {"RL", 'i'}, 12: {"Hostname", 'a'},
	13: {"BS", 's'}, 14: {"DP", 'a'}, 15: {"Domain-Name", 'a'}, 16: {"SS", 'i'}, 17: {"RP", 'a'}, 18: {"EP", 'a'},
	19: {"IPF", 'b'}, 20: {"SRT", 'b'}, 21: {"PF", 'p'}, 22: {"RSZ", 's'}, 23: {"TTL", 'B'},
	24: {"MTU-Timeout", 'l'}, 25: {"MTU-Table", 's'}, 26: {"MTU", 's'}, 27: {"LSN", 'b'}, 28: {"BR", 'i'},
	29: {"MD", 'b'}, 30: {"MS", 'b'}, 31: {"Router-Discovery", 'b'}, 32: {"RSA", 'i'}, 33: {"Static-Route", 'p'},
	34: {"UT", 'b'}, 35: {"AT", 'l'}, 36: {"IE", 'b'}, 37: {"TT", 'B'}, 38: {"KI", 'l'}, 39: {"KG", 'b'},
	40: {"YD", 'a'}, 41: {"YS", 'i'}, 42: {"NTP", 'i'}, 43: {"Vendor-Option", 'B'},
	44: {"Netbios-Name-Server", 'i'}, 45: {"WDD", 'i'}, 46: {"Netbios-Node", '$'}, 47: {"Netbios-Scope", 'a'},
	48: {"XFS", 'i'}, 49: {"XDM", 'i'}, 50: {"Requested-IP", 'i'}, 51: {"Lease-Time", 'l'}, 52: {"OO", '$'},
	53: {"DHCP-Message", '$'}, 54: {"Server-ID", 'i'}, 55: {"Parameter-Request", '$'}, 56: {"MSG", 'a'},
	57: {"MSZ", 's'}, 58: {"RN", 'l'}, 59: {"RB", 'l'}, 60: {"Vendor-Class", 'a'}, 61: {"Client-ID", '$'},
	64: {"N+D", 's'}, 65: {"N+S", 'i'}, 66: {"TFTP", 'a'}, 67: {"BF", 'a'}, 68: {"MH", 'i'}, 69: {"SMTP", 'i'},
	70: {"POP3", 'i'}, 71: {"NNTP", 'i'}, 72: {"WWW", 'i'}, 73: {"FG", 'i'}, 74: {"IRC", 'i'}, 75: {"STS", 'i'},
	76: {"STDA", 'i'}, 77: {"User-Class", '$'}, 78: {"SLP-DA", 'B'}, 79: {"SLP-SCOPE", 'B'}, 80: {"SLP-NA", 'a'},
	81: {"FQDN", '$'}, 82: {"Agent-Information", '$'}, 83: {"ARMT", 'B'}, 88: {"TZSTR", 'a'}, 89: {"FQDNS", 'B'},
	90: {"AUTH", 'B'}, 91: {"Last-Transaction-Time", 'L'}, 92: {"Associated-IP", 'i'}, 93: {"ARCH", 's'},
	94: {"NDI", 'B'}, 95: {"LDAP", 'a'}, 97: {"GUID", 'B'}, 98: {"UAP", 'a'}, 100: {"POSIX-TZ", 'a'},
	101: {"TZ-Name", 'a'}, 112: {"NI", 'i'}, 113: {"NITAG", 'a'}, 114: {"URL", 'a'}, 116: {"NOAUTO", 'b'},
	117: {"NSSEARCH", 's'}, 118: {"SUBNET", 'i'}, 121: {"Classless-Static-Route", '$'},
	150: {"TFTP-Server-Address", 'i'}, 161: {"MUD-URL", 'a'}, 249: {"Classless-Static-Route-Microsoft", '$'},
	255: {"END", '?'},
}

func dhcpName(tag uint8) string {
	if s := dhcpTags[tag].name; s != "" {
		return s
	}
	return "Unknown"
}

// dhcpOption prints the value of an option.
func (p *Printer) dhcpOption(tag uint8, v []byte) {
	form := dhcpTags[tag].form
	if form == 0 || form == '?' {
		switch {
		case len(v)%4 == 0:
			form = 'l'
		case len(v)%2 == 0:
			form = 's'
		default:
			form = 'B'
		}
	}
	switch form {
	case 'a':
		p.quoted(v)
		return
	case 'b':
		p.dhcpTruths(v)
		return
	case 'B':
		p.dhcpBytes(v)
		return
	case '$':
		v = p.dhcpSpecial(tag, v)
	default:
		v = p.dhcpList(form, v)
	}
	if len(v) > 0 {
		p.text("\n\t  trailing data length ", uint64(len(v)))
	}
}

func (p *Printer) quoted(v []byte) {
	p.str(`"`)
	p.printable(v)
	p.str(`"`)
}

// dhcpList prints a list of numbers or addresses, and gives what is left over.
func (p *Printer) dhcpList(form byte, v []byte) []byte {
	size := map[byte]int{'s': 2, 'p': 8}[form]
	if size == 0 {
		size = 4
	}
	for first := true; len(v) >= size; v = v[size:] {
		if !first {
			p.str(",")
		}
		first = false
		switch form {
		case 'i':
			p.host4(v[:4])
		case 'l':
			p.num(uint64(binary.BigEndian.Uint32(v)))
		case 'L':
			p.int(int(int32(binary.BigEndian.Uint32(v))))
		case 's':
			p.num(uint64(binary.BigEndian.Uint16(v)))
		case 'p':
			p.str("(")
			p.host4(v[:4])
			p.str(":")
			p.host4(v[4:8])
			p.str(")")
		}
	}
	return v
}

func (p *Printer) dhcpTruths(v []byte) {
	for i, c := range v {
		if i > 0 {
			p.str(",")
		}
		switch c {
		case 0:
			p.str("N")
		case 1:
			p.str("Y")
		default:
			p.num(uint64(c))
			p.str("?")
		}
	}
}

func (p *Printer) dhcpBytes(v []byte) {
	for i, c := range v {
		if i > 0 {
			p.str(".")
		}
		p.num(uint64(c))
	}
}
