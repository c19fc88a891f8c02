package routing

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// NLPID is the first byte of the packets of OSI's network layer, ISO/IEC TR 9577: it says which protocol the packet is of. The standards count it as a
// part of that protocol's header; Frame Relay (RFC 2427) has it in a header of its own.
type NLPID struct {
	ID uint8 `bits:"8,next=nlpid"`
}

// NLPIDPadded is the same behind a byte that Cisco's HDLC, RFC 1547 section 4.3.1, puts before it.
type NLPIDPadded struct {
	Padding uint8 `bits:"8"`
	ID      uint8 `bits:"8,next=nlpid"`
}

// ISIS is the header that all packets of IS-IS begin with, ISO/IEC 10589 section 9 and RFC 1142, behind the NLPID. Packets with system identifiers of
// another length than six bytes are not decoded further.
type ISIS struct {
	HeaderLength uint8    `bits:"8"` // with the NLPID, up to the TLVs
	Version      uint8    `bits:"8,default=1"`
	IDLength     uint8    `bits:"8"` // 0 is 6 bytes, 255 none
	Reserved     uint8    `bits:"3"`
	Type         ISISType `bits:"5,next=isis"`
	Version2     uint8    `bits:"8,default=1"`
	Reserved2    uint8    `bits:"8"`
	MaxAreas     uint8    `bits:"8"` // 0 is 3
}

// Err tells whether the fields of every PDU do not fit into the length, identifiers have one that is not allowed, or there is no such type: ISO 10589 section 9.5.
func (i *ISIS) Err() error {
	switch {
	case i.HeaderLength < 8:
		return codec.ErrLength
	case i.IDLength > 8 && i.IDLength < 255, isisHeaders[i.Type&31] == 0:
		return codec.ErrRange
	}
	return nil
}

// ISISType is the type of a packet.
type ISISType uint8

// Types of packets.
const (
	ISISL1Hello      ISISType = 15
	ISISL2Hello      ISISType = 16
	ISISPointToPoint ISISType = 17
	ISISL1LSP        ISISType = 18
	ISISL2LSP        ISISType = 20
	ISISL1CSNP       ISISType = 24
	ISISL2CSNP       ISISType = 25
	ISISL1PSNP       ISISType = 26
	ISISL2PSNP       ISISType = 27
)

func (t ISISType) String() string {
	return iana.NameAt([]string{
		15: "L1 LAN hello", 16: "L2 LAN hello", 17: "point-to-point hello", 18: "L1 LSP", 20: "L2 LSP", 24: "L1 CSNP", 25: "L2 CSNP", 26: "L1 PSNP", 27: "L2 PSNP",
	}, t)
}

// isisHeaders are the lengths of headers, with the NLPID.
var isisHeaders = [32]uint8{15: 27, 16: 27, 17: 20, 18: 27, 20: 27, 24: 33, 25: 33, 26: 17, 27: 17}

// NextLayer is by type, if system identifiers have six bytes.
func (i *ISIS) NextLayer([]byte) codec.Key {
	if i.IDLength != 0 && i.IDLength != 6 {
		return codec.Key{}
	}
	return codec.Key{Table: "isis", Value: uint64(i.Type)}
}

// PayloadLength leaves the extent to what is inside.
func (*ISIS) PayloadLength(int) (int, bool) { return 0, false }

// FixPayloadLength sets the length of the header, which follows from the type.
func (*ISIS) FixPayloadLength(packet []byte, header int) error {
	if n := isisHeaders[packet[3]&31]; n != 0 && len(packet) > header && (packet[2] == 0 || packet[2] == 6) {
		packet[0] = n
	}
	return nil
}

// ISISLANHello is a hello packet on a LAN, ISO/IEC 10589 section 9.5, RFC 1142.
type ISISLANHello struct {
	Reserved    uint8     `bits:"6"`
	CircuitType uint8     `bits:"2"` // 1 level 1, 2 level 2, 3 both
	Source      SystemID  `bits:"48"`
	HoldingTime uint16    `bits:"16"` // seconds
	PDULength   uint16    `bits:"16,len=header+8"`
	Reserved2   uint8     `bits:"1"`
	Priority    uint8     `bits:"7"`
	LANID       NodeID    `bits:"56"` // of the designated IS
	TLVs        []ISISTLV `bits:"*"`
	Rest        []byte    `bits:"*"` // what is no TLV
}

// ISISHello is a hello packet on a point-to-point link, ISO/IEC 10589 section 9.7, RFC 1142.
type ISISHello struct {
	Reserved    uint8     `bits:"6"`
	CircuitType uint8     `bits:"2"`
	Source      SystemID  `bits:"48"`
	HoldingTime uint16    `bits:"16"` // seconds
	PDULength   uint16    `bits:"16,len=header+8"`
	CircuitID   uint8     `bits:"8"`
	TLVs        []ISISTLV `bits:"*"`
	Rest        []byte    `bits:"*"` // what is no TLV
}

// ISISLSP is a link state packet, ISO/IEC 10589 section 9.8, RFC 1142.
type ISISLSP struct {
	PDULength uint16    `bits:"16,len=header+8"`
	Lifetime  uint16    `bits:"16"` // seconds that remain, 0 purges
	ID        LSPID     `bits:"64"`
	Seq       uint32    `bits:"32"`
	Checksum  uint16    `bits:"16,sum=lsp,zero=absent"` // from ID on; there is none when the LSP is purged
	Partition bool      `bits:"1"`                      // P: repairs partitions
	Attached  uint8     `bits:"4"`                      // ATT: to other areas, by error, expense, delay and default metric
	Overload  bool      `bits:"1"`                      // LSPDBOL
	ISType    uint8     `bits:"2"`                      // 1 level 1, 3 level 2
	TLVs      []ISISTLV `bits:"*"`
	Rest      []byte    `bits:"*"` // what is no TLV
}

// ISISCSNP is a complete sequence numbers packet, ISO/IEC 10589 section 9.10, RFC 1142.
type ISISCSNP struct {
	PDULength uint16    `bits:"16,len=header+8"`
	Source    NodeID    `bits:"56"`
	Start     LSPID     `bits:"64"`
	End       LSPID     `bits:"64"`
	TLVs      []ISISTLV `bits:"*"`
	Rest      []byte    `bits:"*"` // what is no TLV
}

// ISISPSNP is a partial sequence numbers packet, ISO/IEC 10589 section 9.12, RFC 1142.
type ISISPSNP struct {
	PDULength uint16    `bits:"16,len=header+8"`
	Source    NodeID    `bits:"56"`
	TLVs      []ISISTLV `bits:"*"`
	Rest      []byte    `bits:"*"` // what is no TLV
}

// SystemID identifies a system.
type SystemID [6]byte

func (s SystemID) String() string { return fmt.Sprintf("%x.%x.%x", s[:2], s[2:4], s[4:]) }

// NodeID identifies a system and a pseudonode, 0 for the system itself.
type NodeID [7]byte

func (n NodeID) String() string { return fmt.Sprintf("%v.%02x", SystemID(n[:6]), n[6]) }

// LSPID identifies a fragment of what a node says.
type LSPID [8]byte

func (l LSPID) String() string { return fmt.Sprintf("%v-%02x", NodeID(l[:7]), l[7]) }

// Sum is the checksum: Fletcher's, from the identifier on.
func (*ISISLSP) Sum(alg string) func(data []byte, at, n int) uint64 {
	if alg != "lsp" {
		return nil
	}
	return func(data []byte, at, _ int) uint64 { return codec.FletcherSum(data[4:], at-4) }
}

// ISISTLV is a part of a packet. Value is typed by View.
type ISISTLV struct {
	Type   ISISTLVType `bits:"8"`
	Length uint8       `bits:"8,len=Value"`
	Value  []byte      `bits:"*,union=Type"`
}

// View decodes Value. It returns nil for unknown types and for those that are opaque bytes.
func (t *ISISTLV) View() (any, error) { return codec.View(t, "Value") }

// Members gives the types of View.
func (ISISTLV) Members(string) tags.Members { return tags.Members{Types: isisMembers()} }

func (n *NLPID) String() string { return fmt.Sprintf("NLPID %#02x", n.ID) }

func (n *NLPIDPadded) String() string { return fmt.Sprintf("NLPIDPadded %#02x", n.ID) }

func (i *ISIS) String() string { return "ISIS " + i.Type.String() }

func (h *ISISLANHello) String() string {
	return fmt.Sprintf("ISISLANHello %v, LAN %v, %d TLVs", h.Source, h.LANID, len(h.TLVs))
}

func (h *ISISHello) String() string {
	return fmt.Sprintf("ISISHello %v, %d TLVs", h.Source, len(h.TLVs))
}

func (l *ISISLSP) String() string {
	return fmt.Sprintf("ISISLSP %v, seq %#08x, %d TLVs", l.ID, l.Seq, len(l.TLVs))
}

func (c *ISISCSNP) String() string {
	return fmt.Sprintf("ISISCSNP %v, %v to %v", c.Source, c.Start, c.End)
}

func (p *ISISPSNP) String() string { return fmt.Sprintf("ISISPSNP %v", p.Source) }
