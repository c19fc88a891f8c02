package dumptext

import "encoding/binary"

// shimPort is where tcpdump takes the data for a shim header of lawful interception, though any client may have the port.
const shimPort = 49152

// shim prints a header of that kind, of a payload of length bytes.
func (p *Printer) shim(data []byte, length int) {
	if len(data) < 4 {
		p.short("bcm_li")
		return
	}
	p.str("BCM-LI-SHIM: ")
	h := binary.BigEndian.Uint32(data)
	pick := func(names []string, i uint32) string {
		if int(i) < len(names) {
			return names[i]
		}
		return "unknown"
	}
	p.str("direction " + pick([]string{"unknown", "unused", "egress", "ingress"}, h>>29))
	p.str(", pkt-type " + pick([]string{"unknown", "unknown", "unknown", "unknown", "undecided", "ipv4", "ipv6", "ethernet"}, h>>25&15))
	p.str(", pkt-subtype " + pick([]string{"unknown", "single VLAN tag", "double VLAN tag", "untagged"}, h>>22&7))
	p.text(", li-id ", uint64(h&0x3fffff))
	if len(data) < length {
		p.short("bcm_li")
	}
}
