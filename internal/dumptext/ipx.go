package dumptext

import (
	"bytes"
	"encoding/binary"

	"github.com/wiretag/wiretag/layers/link"
)

// ipxHeader is the length of the header in bytes.
const ipxHeader = 30

// ipx prints a packet of Novell's IPX.
func (p *Printer) ipx(data []byte) {
	if !p.opt.Link {
		p.str("IPX ")
	}
	if len(data) < ipxHeader {
		p.leap("ipx")
		return
	}
	h := layerAt(p, data, &p.dec.ipx)
	p.ipxAddress(h.SrcNetwork, h.Src[:])
	p.str(".")
	p.hex(uint64(h.SrcSocket), 4)
	p.str(" > ")
	p.ipxAddress(h.DstNetwork, h.Dst[:])
	p.str(".")
	p.hex(uint64(h.DstSocket), 4)
	p.str(": ")
	if h.Length < ipxHeader {
		p.text("[length ", uint64(h.Length))
		p.str(" < 30]")
		p.invalid()
		return
	}
	p.ipxPayload(h.DstSocket, data[ipxHeader:], int(h.Length)-ipxHeader)
}

// ipxAddress prints a network and a node in it.
func (p *Printer) ipxAddress(network uint32, node []byte) {
	p.hex(uint64(network), 8)
	p.str(".")
	p.bytesHex(node, ':')
}

func (p *Printer) ipxPayload(socket link.IPXSocket, data []byte, length int) {
	const eigrp = 0x85be
	name := ""
	switch socket {
	case link.IPXSAP:
		p.ipxSAP(data, length)
		return
	case link.IPXRIP:
		p.ipxRIP(data, length)
		return
	case eigrp:
		p.eigrp(data, length)
		return
	case link.IPXNCP:
		name = "ipx-ncp "
	case link.IPXNetBIOS:
		name = "ipx-netbios "
	case link.IPXDiagnostics:
		name = "ipx-diags "
	case link.IPXSMBDatagram:
		name = "ipx-nwlink-dgm "
	default:
		p.str("ipx-#")
		p.hex(uint64(socket), 1)
		p.str(" ")
	}
	p.str(name)
	p.int(length)
}

// ipxSAP prints a message of the service advertising protocol.
func (p *Printer) ipxSAP(data []byte, length int) {
	command, ok := p.ipxCommand(data, length)
	if !ok {
		return
	}
	data, length = data[2:], length-2
	switch command {
	case 1, 3:
		p.str([]string{"ipx-sap-req", "ipx-sap-nearest-req"}[command/2])
		if length > 0 {
			p.ipxType(data)
		}
	case 2, 4:
		p.str([]string{"ipx-sap-resp", "ipx-sap-nearest-resp"}[command/2-1])
		for i := 0; i < 8 && length > 0 && p.ipxService(data, length); i++ {
			data, length = data[ipxService:], length-ipxService
		}
	default:
		p.str("ipx-sap-?")
		p.hex(uint64(command), 1)
	}
}

// ipxCommand reads the number that messages begin with.
func (p *Printer) ipxCommand(data []byte, length int) (command uint16, ok bool) {
	if len(data) < 2 {
		p.leap("ipx")
		return 0, false
	}
	if length < 2 {
		p.text(" [length ", uint64(length))
		p.str(" < 2]")
		p.invalid()
		return 0, false
	}
	return binary.BigEndian.Uint16(data), true
}

// ipxType prints the type of a service.
func (p *Printer) ipxType(data []byte) bool {
	if len(data) < 2 {
		p.leap("ipx")
		return false
	}
	p.str(" ")
	p.hex(uint64(binary.BigEndian.Uint16(data)), 4)
	return true
}

// The lengths of a service and of its name, in bytes.
const (
	ipxService = 2 + ipxName + 14
	ipxName    = 48
)

// ipxService prints a service that is advertised, and reports whether it is whole.
func (p *Printer) ipxService(data []byte, length int) bool {
	if !p.ipxType(data) {
		return false
	}
	p.str(" '")
	data, length = data[2:], length-2
	if length < ipxName {
		p.str("'")
		p.invalid()
		return false
	}
	name, _, ended := bytes.Cut(data[:min(ipxName, len(data))], []byte{0})
	p.printable(name)
	if !ended && len(data) < ipxName {
		p.leap("ipx")
		return false
	}
	p.str("'")
	length -= ipxName
	if len(data) < ipxName+10 {
		p.leap("ipx")
		return false
	}
	if length < 10 {
		p.invalid()
		return false
	}
	data = data[ipxName:]
	p.str(" addr ")
	p.ipxAddress(binary.BigEndian.Uint32(data), data[4:10])
	if len(data) < 14 {
		p.leap("ipx")
		return false
	}
	return true
}

// ipxRIP prints a message of the routing information protocol.
func (p *Printer) ipxRIP(data []byte, length int) {
	command, ok := p.ipxCommand(data, length)
	if !ok {
		return
	}
	most := 1
	switch command {
	case 1:
		p.str("ipx-rip-req")
	case 2:
		p.str("ipx-rip-resp")
		most = 50
	default:
		p.str("ipx-rip-?")
		p.hex(uint64(command), 1)
		return
	}
	data, length = data[2:], length-2
	for ; most > 0 && length > 0; most-- {
		if length < 8 {
			p.invalid()
			return
		}
		if len(data) < 8 {
			p.leap("ipx")
			return
		}
		p.str(" ")
		p.hex(uint64(binary.BigEndian.Uint32(data)), 8)
		p.text("/", uint64(binary.BigEndian.Uint16(data[4:])))
		p.text(".", uint64(binary.BigEndian.Uint16(data[6:])))
		data, length = data[8:], length-8
	}
}
