package routing

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// BFD is a control packet of Bidirectional Forwarding Detection, RFC 5880 section 4.1. Intervals are in microseconds. The echo function has packets
// of a form that only their sender knows.
type BFD struct {
	Version                   uint8    `bits:"3,default=1"`
	Diag                      BFDDiag  `bits:"5"`
	State                     BFDState `bits:"2"`
	Poll                      bool     `bits:"1"`
	Final                     bool     `bits:"1"`
	ControlPlaneIndependent   bool     `bits:"1"`
	AuthPresent               bool     `bits:"1"`
	Demand                    bool     `bits:"1"`
	Multipoint                bool     `bits:"1"`
	DetectMult                uint8    `bits:"8"`
	Length                    uint8    `bits:"8,len=header"`
	MyDiscriminator           uint32   `bits:"32"`
	YourDiscriminator         uint32   `bits:"32"`
	DesiredMinTxInterval      uint32   `bits:"32"`
	RequiredMinRxInterval     uint32   `bits:"32"`
	RequiredMinEchoRxInterval uint32   `bits:"32"`
	Auth                      *BFDAuth `bits:"*,if=AuthPresent"`
	Rest                      []byte   `bits:"*"` // what Length counts beside that
}

// BFDAuth is the authentication section, RFC 5880 sections 4.2 to 4.4.
type BFDAuth struct {
	Type     BFDAuthType `bits:"8"`
	Length   uint8       `bits:"8,len=self"`
	KeyID    uint8       `bits:"8,if=Type!=0"`
	Reserved uint8       `bits:"8,if=Type>=2&&Type<=5"`
	Seq      uint32      `bits:"32,if=Type>=2&&Type<=5"`
	Data     []byte      `bits:"*"` // the password, or the digest
}

// Err tells whether password or digest have a length that their type does not, RFC 5880 sections 4.2 to 4.4.
func (a *BFDAuth) Err() error {
	least, most := 1, 16
	switch a.Type {
	case BFDSimplePassword:
	case BFDKeyedMD5, BFDMeticulousKeyedMD5:
		least = 16
	case BFDKeyedSHA1, BFDMeticulousKeyedSHA1:
		least, most = 20, 20
	default:
		return codec.ErrRange
	}
	if n := len(a.Data); n < least || n > most {
		return codec.ErrLength
	}
	return nil
}

// BFDDiag is why the session last changed its state.
type BFDDiag uint8

// Diagnostic codes, from IANA's registry.
const (
	BFDNoDiagnostic        BFDDiag = 0
	BFDTimeExpired         BFDDiag = 1 // control detection time expired
	BFDEchoFailed          BFDDiag = 2
	BFDNeighborDown        BFDDiag = 3 // neighbor signaled session down
	BFDForwardingReset     BFDDiag = 4 // forwarding plane reset
	BFDPathDown            BFDDiag = 5
	BFDConcatenatedDown    BFDDiag = 6 // concatenated path down
	BFDAdminDownDiag       BFDDiag = 7
	BFDReverseConcatenated BFDDiag = 8 // reverse concatenated path down
	BFDMisconnectivity     BFDDiag = 9 // mis-connectivity defect, RFC 6428
)

func (d BFDDiag) String() string {
	return iana.NameAt([]string{
		"no diagnostic", "control detection time expired", "echo function failed", "neighbor signaled session down", "forwarding plane reset", "path down",
		"concatenated path down", "administratively down", "reverse concatenated path down", "mis-connectivity defect",
	}, d)
}

// BFDState is the state of a session.
type BFDState uint8

// States.
const (
	BFDAdminDown BFDState = 0
	BFDDown      BFDState = 1
	BFDInit      BFDState = 2
	BFDUp        BFDState = 3
)

func (s BFDState) String() string { return iana.NameAt([]string{"AdminDown", "Down", "Init", "Up"}, s) }

// BFDAuthType is a kind of authentication.
type BFDAuthType uint8

// Kinds of authentication.
const (
	BFDSimplePassword      BFDAuthType = 1
	BFDKeyedMD5            BFDAuthType = 2
	BFDMeticulousKeyedMD5  BFDAuthType = 3
	BFDKeyedSHA1           BFDAuthType = 4
	BFDMeticulousKeyedSHA1 BFDAuthType = 5
)

func (t BFDAuthType) String() string {
	return iana.NameAt([]string{"reserved", "simple password", "keyed MD5", "meticulous keyed MD5", "keyed SHA1", "meticulous keyed SHA1"}, t)
}

// Recognizes asks for a version and a length that there are.
func (*BFD) Recognizes(data []byte) bool {
	return len(data) > 0 && data[0]>>5 <= 1 && (len(data) < 4 || data[3] >= 24)
}

func (b *BFD) String() string {
	return fmt.Sprintf("BFD %s, diag %s, %#08x > %#08x", b.State, b.Diag, b.MyDiscriminator, b.YourDiscriminator)
}
