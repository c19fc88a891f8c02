package dumptext

import (
	"encoding/binary"
	"net/netip"

	"github.com/wiretag/wiretag/layers/routing"
)

var ospfKinds = map[uint16]string{1: "Hello", 2: "Database Description", 3: "LS-Request", 4: "LS-Update", 5: "LS-Ack"}

var ospfAuth = map[uint16]string{0: "none", 1: "simple", 2: "MD5"}

var ospfOptions = []flagName{
	{0x01, "MultiTopology"}, {0x02, "External"}, {0x04, "Multicast"}, {0x08, "NSSA"}, {0x10, "LLS"}, {0x20, "Demand Circuit"}, {0x40, "Opaque"}, {0x80, "Up/Down"},
}

var ospfDBFlags = []flagName{{0x04, "Init"}, {0x02, "More"}, {0x01, "Master"}, {0x08, "OOBResync"}}

// ospf prints a packet of open shortest path first, of either version.
func (p *Printer) ospf(data []byte, length int) {
	digest := ospfDigest(data)
	have := len(data) - digest
	if have < 2 || data[0] == 2 && len(data) < 16 {
		p.short([...]string{"ospf2", "ospf3"}[number(p.network.v6)])
		return
	}
	version := data[0]
	p.text("OSPFv", uint64(version))
	p.str(", ")
	if s, ok := ospfKinds[uint16(data[1])]; ok {
		p.str(s)
	} else {
		p.text("unknown packet type (", uint64(data[1]))
		p.str(")")
	}
	length = max(length-digest, 0)
	p.text(", length ", uint64(length))
	if _, ok := ospfKinds[uint16(data[1])]; !ok {
		return
	}
	switch version {
	case 2:
		p.ospf2(data, have, length)
	case 3:
		p.ospf3(data, length)
	}
}

// ospfDigest gives the length of the digest behind a packet, which is not counted, not even among the bytes that were captured.
func ospfDigest(data []byte) int {
	if len(data) >= 16 && data[0] == 2 && data[14] == 0 && data[15] == byte(routing.OSPFAuthCryptographic) {
		return 16
	}
	return 0
}

// area prints the identifier of an area.
func (p *Printer) area(a netip.Addr) {
	if a.IsUnspecified() {
		p.str("Backbone Area")
		return
	}
	p.str("Area ")
	p.host(a)
}

// ospf2 prints the rest of a packet of version 2, of which have bytes are there.
func (p *Printer) ospf2(data []byte, have, length int) {
	if have < 4 {
		if p.opt.Verbose > 0 {
			p.short("ospf2")
		}
		return
	}
	claim := int(binary.BigEndian.Uint16(data[2:]))
	if claim != length && p.opt.Verbose > 0 {
		p.text(" [len ", uint64(claim))
		p.str("]")
	}
	if p.opt.Verbose == 0 {
		return
	}
	if !p.ospfOrigin(data[:have], "ospf2") {
		return
	}
	if have < 24 {
		p.short("ospf2")
		return
	}
	h := layerAt(p, data, &p.dec.ospf2)
	p.str(", Authentication Type: ")
	if s, ok := ospfAuth[uint16(h.AuType)]; ok {
		p.str(s)
	} else {
		p.text("unknown type ", uint64(h.AuType))
	}
	p.text(" (", uint64(h.AuType))
	p.str(")")
	switch h.AuType {
	case routing.OSPFAuthPassword:
		p.str("\n\tSimple text password: ")
		p.untilZero(h.Password[:])
	case routing.OSPFAuthCryptographic:
		p.text("\n\tKey-ID: ", uint64(h.KeyID))
		p.text(", Auth-Length: ", uint64(h.DigestLen))
		p.str(", Crypto Sequence Number: 0x")
		p.hex(uint64(h.CryptoSeq), 8)
	}
	p.ospf2Body(h.Body)
	if len(data) < claim {
		p.short("ospf2")
		return
	}
	if ospfHasLLS(h.Body) {
		p.ospfLLS(h)
	}
}

// ospfHasLLS reports whether the options say that a block of link-local signaling follows.
func ospfHasLLS(b routing.OSPFBody) bool {
	switch b := b.(type) {
	case *routing.OSPFHello:
		return b.Options&routing.OSPFOptionL != 0
	case *routing.OSPFDescription:
		return b.Options&routing.OSPFOptionL != 0
	}
	return false
}

func (p *Printer) ospf2Body(body routing.OSPFBody) {
	switch b := body.(type) {
	case *routing.OSPFHello:
		p.ospfOptions(b.Options)
		p.text("\n\t  Hello Timer ", uint64(b.HelloInterval))
		p.text("s, Dead Timer ", uint64(b.DeadInterval))
		p.str("s, Mask ")
		p.host(b.Mask)
		p.text(", Priority ", uint64(b.Priority))
		p.ospfDesignated(b.Designated, b.Backup)
		p.ospfNeighbors(b.Neighbors)
	case *routing.OSPFDescription:
		p.ospfOptions(b.Options)
		p.str(", DD Flags [")
		p.flags(ospfDBFlags, uint32(b.Flags), ", ", "none")
		p.text("], MTU: ", uint64(b.MTU))
		p.str(", Sequence: 0x")
		p.hex(uint64(b.Seq), 8)
		for i := range b.Headers {
			p.ospfHeader(&b.Headers[i])
		}
	case *routing.OSPFRequests:
		for _, r := range b.Requests {
			p.str("\n\t  Advertising Router: ")
			p.host(r.AdvRouter)
			p.str(", ")
			p.ospfLSType(uint16(r.Type), r.LinkStateID)
		}
	case *routing.OSPFUpdate:
		p.text(", ", uint64(b.NumLSAs))
		p.str([]string{" LSA", " LSAs"}[min(b.NumLSAs/2, 1)])
		for i := range b.LSAs {
			p.text("\n\t  LSA #", uint64(i+1))
			p.ospfLSA(&b.LSAs[i])
		}
	case *routing.OSPFAcks:
		for i := range b.Headers {
			p.ospfHeader(&b.Headers[i])
		}
	}
}

// ospfOrigin prints the router and the area of a packet, and reports whether they are there.
func (p *Printer) ospfOrigin(data []byte, protocol string) bool {
	if len(data) < 8 {
		p.short(protocol)
		return false
	}
	p.str("\n\tRouter-ID ")
	p.host4(data[4:8])
	if len(data) < 12 {
		p.short(protocol)
		return false
	}
	p.str(", ")
	p.area(netip.AddrFrom4([4]byte(data[8:])))
	return true
}

func (p *Printer) ospfOptions(o routing.OSPFOptions) {
	p.str("\n\tOptions [")
	p.flags(ospfOptions, uint32(o), ", ", "none")
	p.str("]")
}

func (p *Printer) ospfDesignated(dr, backup netip.Addr) {
	if !dr.IsUnspecified() {
		p.str("\n\t  Designated Router ")
		p.host(dr)
	}
	if !backup.IsUnspecified() {
		p.str(", Backup Designated Router ")
		p.host(backup)
	}
}

func (p *Printer) ospfNeighbors(list []netip.Addr) {
	if len(list) == 0 {
		return
	}
	p.str("\n\t  Neighbor List:")
	for _, n := range list {
		p.str("\n\t    ")
		p.host(n)
	}
}

func (p *Printer) ospfLLS(h *routing.OSPFv2) {
	l, err := h.LLS()
	if l == nil || err != nil {
		return
	}
	p.str("\n\t  LLS: checksum: 0x")
	p.hex(uint64(l.Checksum), 4)
	p.text(", length: ", uint64(l.Length))
	for i := range l.TLVs {
		t := &l.TLVs[i]
		p.str("\n\t    ")
		p.name(map[uint16]string{1: "Extended Options", 2: "MD5 Authentication"}, t.Type, "unknown LLS TLV ")
		p.text(" (", uint64(t.Type))
		p.text("), length: ", uint64(t.Length))
		v, _ := t.View()
		switch v := v.(type) {
		case *routing.OSPFLLSOptions:
			p.str("\n\t      Options: 0x")
			p.hex(uint64(v.Options), 8)
			p.str(" [")
			p.flags([]flagName{{1, "LSDB resync"}, {2, "Restart"}}, v.Options, ", ", "?")
			p.str("]")
		case *routing.OSPFLLSAuth:
			p.str("\n\t      Sequence number: 0x")
			p.hex(uint64(v.Seq), 8)
		}
	}
}
