package enterprise

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/osi"
)

// DCERPC is the common header of connection-oriented DCE RPC, C706 (The Open Group) section 12.6.3.1 and [MS-RPCE] section 2.2.2. Numbers are in the byte order that DataRep says: one of two fields for each is
// there. Several fragments may follow each other in a segment.
type DCERPC struct {
	Version      uint8      `bits:"8,default=5"`
	Minor        uint8      `bits:"8"`
	Type         DCERPCType `bits:"8"`
	Flags        uint8      `bits:"8"` // 1 first, 2 last fragment, 4 cancel pending, 16 multiplex, 32 did not execute, 64 maybe, 128 object
	Integers     uint8      `bits:"4"` // data representation: 0 big-endian, 1 little-endian
	Characters   uint8      `bits:"4"` // 0 ASCII, 1 EBCDIC
	Floats       uint8      `bits:"8"` // 0 IEEE, 1 VAX, 2 Cray, 3 IBM
	Reserved     uint16     `bits:"16"`
	Length       uint16     `bits:"16,le,if=Integers==1,len=packet"`
	AuthLength   uint16     `bits:"16,le,if=Integers==1"`
	CallID       uint32     `bits:"32,le,if=Integers==1"`
	LengthBE     uint16     `bits:"16,if=Integers!=1,len=packet"`
	AuthLengthBE uint16     `bits:"16,if=Integers!=1"`
	CallIDBE     uint32     `bits:"32,if=Integers!=1"`
}

// DCERPCType is the type of a fragment.
type DCERPCType uint8

func (t DCERPCType) String() string {
	return iana.Name("\n0 request\n1 ping\n2 response\n3 fault\n4 working\n5 nocall\n6 reject\n7 ack\n8 cl_cancel\n9 fack\n10 cancel_ack\n11 bind\n12 bind_ack\n13 bind_nak\n14 alter_context\n15 alter_context_resp"+
		"\n16 auth3\n17 shutdown\n18 co_cancel\n19 orphaned\n", uint64(t))
}

// Recognizes looks at version, type, data representation and length.
func (*DCERPC) Recognizes(data []byte) bool { return isDCERPC(data) }

// Repeats reports whether another fragment follows.
func (*DCERPC) Repeats(rest []byte) bool { return isDCERPC(rest) }

func isDCERPC(b []byte) bool {
	if len(b) < 16 || b[0] != 5 || b[1] > 1 || b[2] > 19 || b[4]&0xee != 0 || b[5] > 3 || b[6] != 0 || b[7] != 0 {
		return false
	}
	n := binary.BigEndian.Uint16(b[8:])
	if b[4]&0x10 != 0 {
		n = binary.LittleEndian.Uint16(b[8:])
	}
	return n >= 16
}

// NextLayer is none.
func (*DCERPC) NextLayer([]byte) codec.Key { return codec.Key{} }

func (d *DCERPC) String() string {
	return fmt.Sprintf("DCERPC %s, call %d", d.Type, d.CallID+d.CallIDBE)
}

// RPCRecord is the mark of a fragment of a record of ONC RPC over TCP, RFC 5531 section 11.
type RPCRecord struct {
	Last   bool   `bits:"1"`
	Length uint32 `bits:"31,len=payload"`
}

// Recognizes looks at the length and at the message behind it.
func (*RPCRecord) Recognizes(data []byte) bool { return isRPCRecord(data) }

// Repeats reports whether another record follows.
func (*RPCRecord) Repeats(rest []byte) bool { return isRPCRecord(rest) }

func isRPCRecord(b []byte) bool {
	if len(b) < 28 {
		return false
	}
	n := binary.BigEndian.Uint32(b) & 0x7fffffff
	return n >= 24 && n < 1<<24 && isRPC(b[4:])
}

// NextLayer is a message.
func (*RPCRecord) NextLayer(payload []byte) codec.Key {
	if len(payload) < 8 {
		return codec.Key{}
	}
	return codec.Key{Table: "rpcrecord"}
}

// RPCData is what a port of ONC RPC (RFC 5531 section 11) has that does not begin a record: the middle of one that began in another segment. It has no header:
// all is payload.
type RPCData struct{}

// Middle says that it is not the beginning of a conversation.
func (*RPCData) Middle() {}

// NextLayer says that nothing is known of the payload.
func (*RPCData) NextLayer([]byte) codec.Key { return codec.Key{} }

func (*RPCData) String() string { return "RPC data" }

// RPC is a message of ONC RPC, RFC 5531 section 9. Results have no number of their program: what follows replies is payload, unless conversations are remembered.
type RPC struct {
	XID         uint32     `bits:"32"`
	Type        uint32     `bits:"32"` // 0 call, 1 reply
	RPCVersion  uint32     `bits:"32,if=Type==0,default=2"`
	Program     RPCProgram `bits:"32,if=Type==0,next=rpc"`
	Version     uint32     `bits:"32,if=Type==0"`
	Procedure   uint32     `bits:"32,if=Type==0"`
	Credential  *RPCAuth   `bits:"*,if=Type==0"`
	ReplyStatus uint32     `bits:"32,if=Type==1"` // 0 accepted, 1 denied
	Verifier    *RPCAuth   `bits:"*,if=Type==0||Type==1&&ReplyStatus==0"`
	Accept      RPCAccept  `bits:"32,if=Type==1&&ReplyStatus==0"`
	Reject      uint32     `bits:"32,if=Type==1&&ReplyStatus!=0"` // 0 RPC version mismatch, 1 authentication error
	Low         uint32     `bits:"32,if=Type==1&&(ReplyStatus==0&&Accept==2||ReplyStatus!=0&&Reject==0)"`
	High        uint32     `bits:"32,if=Type==1&&(ReplyStatus==0&&Accept==2||ReplyStatus!=0&&Reject==0)"`
	AuthStatus  uint32     `bits:"32,if=Type==1&&ReplyStatus!=0&&Reject==1"`
}

// RPCAuth is a credential or verifier: flavor 0 none, 1 system, 2 short, 3 DH, 6 GSS. Body has at most 400 bytes.
type RPCAuth struct {
	Flavor  uint32 `bits:"32"`
	Length  uint32 `bits:"32,len=Body"`
	Body    []byte `bits:"*"`
	Padding []byte `bits:"*,pad=4"`
}

// RPCProgram is the number of a program.
type RPCProgram uint32

// Programs.
const (
	RPCPortmap RPCProgram = 100000
	RPCNFS     RPCProgram = 100003
	RPCMount   RPCProgram = 100005
)

func (p RPCProgram) String() string {
	return iana.Name("\n100000 portmapper\n100003 nfs\n100004 ypserv\n100005 mountd\n100007 ypbind\n100011 rquotad\n100021 nlockmgr\n100024 status\n100227 nfs_acl\n", uint64(p))
}

// RPCAccept is the result of an accepted call.
type RPCAccept uint32

func (a RPCAccept) String() string {
	return iana.Name("\n0 success\n1 program unavailable\n2 program version mismatch\n3 procedure unavailable\n4 garbage arguments\n5 system error\n", uint64(a))
}

// Recognizes looks at the type, and at the version of a call or the status of a reply.
func (*RPC) Recognizes(data []byte) bool { return isRPC(data) }

func isRPC(b []byte) bool {
	if len(b) < 24 {
		return false
	}
	word := func(i int) uint32 { return binary.BigEndian.Uint32(b[4*i:]) }
	switch word(1) {
	case 0:
		return word(2) == 2 && word(3) >= 100000 && word(3) < 0x80000000 && word(4) < 100 && word(5) < 1000
	case 1:
		return word(2) == 0 && word(3) <= 6 && word(4) <= 400 || word(2) == 1 && word(3) <= 1
	}
	return false
}

// Call is the transaction's number, and for a call the program.
func (r *RPC) Call() (id uint64, key codec.Key, isCall bool) {
	return uint64(r.XID), r.NextLayer(nil), r.Type == 0
}

// NextLayer is by the program of a call.
func (r *RPC) NextLayer([]byte) codec.Key {
	if r.Type != 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "rpc", Value: uint64(r.Program)}
}

func (r *RPC) String() string {
	if r.Type == 0 {
		return fmt.Sprintf("RPC %#x call of %s, version %d, procedure %d", r.XID, r.Program, r.Version, r.Procedure)
	}
	return fmt.Sprintf("RPC %#x reply", r.XID)
}

// NFS are the arguments of a call, or the results, of NFS, RFC 1813 and RFC 7530. The procedure, which says what they are, is in the RPC message.
type NFS struct {
	Arguments []byte `bits:"*"`
}

// Mount are the arguments of a call, or the results, of NFS's mount protocol, RFC 1813 appendix I.
type Mount struct {
	Arguments []byte `bits:"*"`
}

// Portmap are the arguments of a call, or the results, of the port mapper or of rpcbind, RFC 1833 sections 2 and 3.
type Portmap struct {
	Arguments []byte `bits:"*"`
}

// Announces tells where the program that was asked for is: a reply of GETPORT is a port, one of GETADDR an address in text, RFC 5665 section 5.2.3. Whether it is UDP's or TCP's, only the call says.
func (p *Portmap) Announces(_ []byte, yield func(osi.Expected)) {
	addr, port := netip.Addr{}, uint64(0)
	if b := p.Arguments; len(b) == 4 {
		port = uint64(binary.BigEndian.Uint32(b))
	} else if len(b) > 4 {
		n := min(uint64(binary.BigEndian.Uint32(b)), uint64(len(b)-4))
		addr, port = universal(string(b[4 : 4+n]))
	}
	if port == 0 || port > 0xffff {
		return
	}
	if addr.IsUnspecified() {
		addr = netip.Addr{} // any: the sender's
	}
	for _, table := range [...]string{"udp", "tcp"} {
		yield(osi.Expected{Key: codec.Key{Table: table, Value: portRPC}, Addr: addr, Port: uint16(port)})
	}
}

// universal reads an address with the bytes of a port behind it: 192.0.2.1.8.1 is port 2049.
func universal(s string) (netip.Addr, uint64) {
	if len(s) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255.255.255") {
		return netip.Addr{}, 0
	}
	low := strings.LastIndexByte(s, '.')
	if low < 0 {
		return netip.Addr{}, 0
	}
	high := strings.LastIndexByte(s[:low], '.')
	if high < 0 {
		return netip.Addr{}, 0
	}
	a, err := netip.ParseAddr(s[:high])
	h, err2 := strconv.ParseUint(s[high+1:low], 10, 8)
	l, err3 := strconv.ParseUint(s[low+1:], 10, 8)
	if errors.Join(err, err2, err3) != nil {
		return netip.Addr{}, 0
	}
	return a, h<<8 | l
}

// portRPC is the port under which the tables have ONC RPC.
const portRPC = 111
