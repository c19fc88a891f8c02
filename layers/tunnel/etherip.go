package tunnel

import "github.com/wiretag/wiretag/codec"

// EtherIP carries an Ethernet frame in an IP packet, RFC 3378 section 2. The version is 3; another one is not refused.
type EtherIP struct {
	Version  uint8  `bits:"4,default=3"`
	Reserved uint16 `bits:"12"`
}

// NextLayer is the Ethernet frame inside.
func (*EtherIP) NextLayer([]byte) codec.Key { return ethernet }

func (*EtherIP) String() string { return "EtherIP" }
