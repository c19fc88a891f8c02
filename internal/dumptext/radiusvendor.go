package dumptext

import "encoding/binary"

// radiusVendors are the organizations that have a name.
var radiusVendors = map[uint32]string{
	0: "Reserved", 9: "Cisco", 9048: "HiPath", 166: "Shiva", 307: "Livingston", 311: "Microsoft", 43: "3Com", 529: "Ascend", 1584: "Bay", 2636: "Juniper", 4874: "Juniper",
	12951: "Verizon Wireless", 8164: "Starent", 10415: "3GPP", 5535: "3GPP2", 14122: "WISPr", 25622: "UKERNA",
}

func (p *Printer) radiusVendor(v []byte) {
	if len(v) < 4 {
		return
	}
	id := binary.BigEndian.Uint32(v)
	p.str("Vendor: ")
	if s, ok := radiusVendors[id]; ok {
		p.str(s)
	} else {
		p.str("Unknown")
	}
	p.text(" (", uint64(id))
	p.str(")")
	for v = v[4:]; len(v) >= 2; {
		kind, size := v[0], int(v[1])
		p.text("\n\t    Vendor Attribute: ", uint64(kind))
		if size < 2 || size > len(v) {
			p.text(", Length: ", uint64(size))
			p.str([]string{" (bogus, goes past end of vendor-specific attribute)", " (bogus, must be >= 2)"}[number(size < 2)])
			return
		}
		p.text(", Length: ", uint64(size-2))
		p.str(", Value: ")
		p.radiusDots(v[2:size])
		v = v[size:]
	}
}
