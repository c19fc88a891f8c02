package tunnel

import (
	"fmt"

	"github.com/wiretag/wiretag/layers/iana"
)

// AYIYA is the header of Anything In Anything, draft-massar-v6ops-ayiya-02 section 4: a tunnel in UDP with an identity and a signature, which is not verified. The identity has two to the
// power of IDLen bytes; more than 64 are a part of the payload.
type AYIYA struct {
	IDLen      uint8           `bits:"4"`
	IDType     uint8           `bits:"4"` // 0 none, 1 an integer (mostly an IPv6 address), 2 text
	SigLen     uint8           `bits:"4,len=Signature/4"`
	HashMethod uint8           `bits:"4"` // 0 none, 1 MD5, 2 SHA-1
	AuthMethod uint8           `bits:"4"` // 0 none, 1 shared secret, 2 public key
	Opcode     AYIYAOpcode     `bits:"4"`
	Next       iana.IPProtocol `bits:"8,next=ip,nextif=IDLen<7"`
	Epoch      uint32          `bits:"32"` // seconds since 1970
	ID1        uint8           `bits:"8,if=IDLen==0"`
	ID2        uint16          `bits:"16,if=IDLen==1"`
	ID4        uint32          `bits:"32,if=IDLen==2"`
	ID8        uint64          `bits:"64,if=IDLen==3"`
	ID16       [16]byte        `bits:"128,if=IDLen==4"`
	ID32       [32]byte        `bits:"256,if=IDLen==5"`
	ID64       [64]byte        `bits:"512,if=IDLen==6"`
	Signature  []byte          `bits:"*"`
}

// AYIYAOpcode says what is to be done with a packet.
type AYIYAOpcode uint8

func (o AYIYAOpcode) String() string {
	return iana.Name("\n0 none\n1 forward\n2 echo request\n3 echo request and forward\n4 echo response\n5 MOTD\n6 query request\n7 query response\n", uint64(o))
}

// Recognizes looks at the forms that the draft has.
func (*AYIYA) Recognizes(data []byte) bool {
	return len(data) >= 8 && data[0]>>4 < 7 && data[0]&15 <= 2 && data[1]&15 <= 2 && data[2]>>4 <= 2 && data[2]&15 <= 7
}

func (a *AYIYA) String() string { return fmt.Sprintf("AYIYA %s, %s", a.Opcode, a.Next) }
