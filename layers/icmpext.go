package layers

import "github.com/wiretag/wiretag/codec"

// ICMPExtension is the extension structure behind the quoted datagram of an ICMP error, RFC 4884
// section 7, for ICMPv4 and ICMPv6. It is not reached by a number: decode it from the
// bytes behind the quoted datagram.
type ICMPExtension struct {
	Version  uint8           `bits:"4,const=2"`
	Reserved uint16          `bits:"12"`
	Checksum uint16          `bits:"16,sum=inet:header,zero=absent"`
	Objects  []ICMPExtObject `bits:"*"`
	Rest     []byte          `bits:"*"`
}

// ICMPExtObject is one object of the extension structure, RFC 4884 section 7.
type ICMPExtObject struct {
	Length uint16 `bits:"16,len=self"`
	Class  uint8  `bits:"8"`
	Type   uint8  `bits:"8"`
	Data   []byte `bits:"*"`
}

// Classes of extension objects.
const (
	ICMPExtMPLS      uint8 = 1 // label stack, RFC 4950
	ICMPExtInterface uint8 = 2 // RFC 5837
	ICMPExtQuery     uint8 = 3 // interface identification, RFC 8335
)

// ICMPExtEchoRequest is an extended echo request of ICMPv4 and ICMPv6, RFC 8335 section 2; an [ICMPExtension] with
// the interface follows.
type ICMPExtEchoRequest struct {
	ID       uint16 `bits:"16"`
	Seq      uint8  `bits:"8"`
	Reserved uint8  `bits:"7"`
	Local    bool   `bits:"1"` // the interface is one of the destination's own
}

// ICMPExtEchoReply is an extended echo reply of ICMPv4 and ICMPv6, RFC 8335 section 3.
type ICMPExtEchoReply struct {
	ID       uint16 `bits:"16"`
	Seq      uint8  `bits:"8"`
	State    uint8  `bits:"3"` // of the neighbour cache entry
	Reserved uint8  `bits:"2"`
	Active   bool   `bits:"1"`
	IPv4     bool   `bits:"1"`
	IPv6     bool   `bits:"1"`
}

// NextLayer is opaque: the extension structure.
func (*ICMPExtEchoRequest) NextLayer([]byte) codec.Key { return codec.Key{} }
