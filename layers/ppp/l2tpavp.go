package ppp

// L2TPKind is the kind of a control message.
type L2TPKind struct {
	Message L2TPMessage `bits:"16"`
}

// L2TPShort is a number of 16 bits.
type L2TPShort struct {
	Value uint16 `bits:"16"`
}

// L2TPWord is a number of 32 bits. Of capabilities and types the lowest two bits count: asynchronous or analog is 2 in the kinds of framing and bearer, 1 the other.
type L2TPWord struct {
	Value uint32 `bits:"32"`
}

// L2TPLong is a number of 64 bits.
type L2TPLong struct {
	Value uint64 `bits:"64"`
}

// L2TPText is text: a name or a number to be dialed.
type L2TPText struct {
	Text string `bits:"*"`
}

// L2TPResult says why a tunnel or call ended, RFC 2661 section 4.4.2.
type L2TPResult struct {
	Result uint16 `bits:"16"`
	Error  []byte `bits:"*"` // a code of 16 bits and a message, both optional
}

// L2TPRevision is the version of the protocol, 1.0.
type L2TPRevision struct {
	Version  uint8 `bits:"8"`
	Revision uint8 `bits:"8"`
}

// L2TPCause is why a call was disconnected, in the words of Q.931.
type L2TPCause struct {
	Code    uint16 `bits:"16"`
	Message uint8  `bits:"8"`
	Text    []byte `bits:"*"`
}

// L2TPErrors are the errors of a call's line.
type L2TPErrors struct {
	Reserved         uint16 `bits:"16"`
	CRCErrors        uint32 `bits:"32"`
	FramingErrors    uint32 `bits:"32"`
	HardwareOverruns uint32 `bits:"32"`
	BufferOverruns   uint32 `bits:"32"`
	TimeoutErrors    uint32 `bits:"32"`
	AlignmentErrors  uint32 `bits:"32"`
}

// L2TPCharacterMap are the control characters that are escaped.
type L2TPCharacterMap struct {
	Reserved uint16 `bits:"16"`
	Send     uint32 `bits:"32"`
	Receive  uint32 `bits:"32"`
}

// L2TPPseudowires are the types of pseudowires that are supported.
type L2TPPseudowires struct {
	Types []uint16 `bits:"*,each=16"`
}
