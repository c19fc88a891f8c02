package layers

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
