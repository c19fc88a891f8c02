package enterprise

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// OpenVPNTCP is the length in front of packets of OpenVPN over TCP, "OpenVPN Wire Protocol" (openvpn.net) section 3. Several packets may follow each other in a segment.
type OpenVPNTCP struct {
	Length uint16 `bits:"16,len=payload"`
}

// Recognizes looks at length and opcode.
func (*OpenVPNTCP) Recognizes(data []byte) bool { return isOpenVPNTCP(data) }

// Repeats reports whether another packet follows.
func (*OpenVPNTCP) Repeats(rest []byte) bool { return isOpenVPNTCP(rest) }

func isOpenVPNTCP(b []byte) bool {
	return len(b) >= 3 && binary.BigEndian.Uint16(b) > 0 && isOpenVPN(b[2:])
}

// NextLayer is a packet.
func (*OpenVPNTCP) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "openvpn", Value: openVPNPacket}
}

// OpenVPN is a packet of OpenVPN, "OpenVPN Wire Protocol" (openvpn.net) section 3. What follows the identifier of the session depends on the options of both
// sides: an [OpenVPNControl] or [OpenVPNAck], with an [OpenVPNAuth] in front of it where there is a key for that. With the option tls-crypt it is encrypted, as data are.
type OpenVPN struct {
	Opcode    OpenVPNOpcode `bits:"5"`
	KeyID     uint8         `bits:"3"`
	PeerID    uint32        `bits:"24,if=Opcode==9"`
	SessionID uint64        `bits:"64,if=Opcode!=6&&Opcode!=9"`
}

const openVPNData OpenVPNOpcode = 6

// Numbers in the dispatch table openvpn.
const (
	openVPNPacket   = 0 // behind the length of TCP
	openVPNReliable = 1 // what makes the control channel reliable
	openVPNTLS      = 2 // contents of the control channel
)

// OpenVPNOpcode is the kind of a packet.
type OpenVPNOpcode uint8

func (o OpenVPNOpcode) String() string {
	return iana.Name("\n1 CONTROL_HARD_RESET_CLIENT_V1\n2 CONTROL_HARD_RESET_SERVER_V1\n3 CONTROL_SOFT_RESET_V1\n4 CONTROL_V1\n5 ACK_V1\n6 DATA_V1\n7 CONTROL_HARD_RESET_CLIENT_V2"+
		"\n8 CONTROL_HARD_RESET_SERVER_V2\n9 DATA_V2\n10 CONTROL_HARD_RESET_CLIENT_V3\n11 CONTROL_WKC_V1\n", uint64(o))
}

// Recognizes looks at the opcode.
func (*OpenVPN) Recognizes(data []byte) bool { return isOpenVPN(data) }

func isOpenVPN(b []byte) bool { return len(b) > 0 && b[0]>>3 >= 1 && b[0]>>3 <= 11 }

// NextLayer is what both sides agree with, if the packet is of the control channel.
func (o *OpenVPN) NextLayer([]byte) codec.Key {
	if o.Opcode >= 1 && o.Opcode <= 8 && o.Opcode != openVPNData {
		return codec.Key{Table: "openvpn", Value: openVPNReliable}
	}
	return codec.Key{}
}

func (o *OpenVPN) String() string { return fmt.Sprintf("OpenVPN %s, key %d", o.Opcode, o.KeyID) }

// OpenVPNControl is a part of the control channel, "OpenVPN Wire Protocol" (openvpn.net) section 3.3: packets that it acknowledges, its own number, and as payload a part of a stream of TLS. Packets that begin a session have none.
type OpenVPNControl struct {
	AckCount        uint8    `bits:"8,count=Acks"`
	Acks            []uint32 `bits:"*,each=32"`        // packets of the other side that have come
	RemoteSessionID uint64   `bits:"64,if=AckCount>0"` // of the other side
	PacketID        uint32   `bits:"32"`               // from 0 in each session
}

// OpenVPNAck acknowledges packets of the control channel and says nothing else, "OpenVPN Wire Protocol" (openvpn.net) section 3.3.
type OpenVPNAck struct {
	AckCount        uint8    `bits:"8,count=Acks"`
	Acks            []uint32 `bits:"*,each=32"`
	RemoteSessionID uint64   `bits:"64,if=AckCount>0"`
}

// OpenVPNAuth authenticates what follows with HMAC-SHA1, "OpenVPN Wire Protocol" (openvpn.net) section 3.2: the option tls-auth with the digest that is usual. Which digest it is the packet does not say; it is told by what follows.
type OpenVPNAuth struct {
	HMAC     [20]byte `bits:"160"`
	ReplayID uint32   `bits:"32"` // number of the packet, from 1
	NetTime  uint32   `bits:"32"` // seconds since 1970 when the sender began
}

// OpenVPNAuth256 is [OpenVPNAuth] with HMAC-SHA256, RFC 4868.
type OpenVPNAuth256 struct {
	HMAC     [32]byte `bits:"256"`
	ReplayID uint32   `bits:"32"`
	NetTime  uint32   `bits:"32"`
}

// OpenVPNAuth512 is [OpenVPNAuth] with HMAC-SHA512, RFC 4868.
type OpenVPNAuth512 struct {
	HMAC     [64]byte `bits:"512"`
	ReplayID uint32   `bits:"32"`
	NetTime  uint32   `bits:"32"`
}

// mostAcks is how many packets are acknowledged at once; fewPackets is more than any session of a control channel has.
const (
	mostAcks   = 8
	fewPackets = 1 << 16
)

// reliable is the length of a header that acknowledges packets, 0 if it is none: numbers are small.
func reliable(b []byte) int {
	if len(b) == 0 || b[0] > mostAcks {
		return 0
	}
	end := 1 + 4*int(b[0])
	if len(b) < end {
		return 0
	}
	for at := 1; at < end; at += 4 {
		if binary.BigEndian.Uint32(b[at:]) >= fewPackets {
			return 0
		}
	}
	if b[0] > 0 {
		end += 8
	}
	return end
}

// isAck asks for a packet that acknowledges something and ends there, isControl for one that goes on with a number.
func isAck(b []byte) bool { return len(b) > 1 && reliable(b) == len(b) }

func isControl(b []byte) bool {
	n := reliable(b)
	return n > 0 && len(b) >= n+4 && binary.BigEndian.Uint32(b[n:]) < fewPackets && !isCrypt(b)
}

// isCrypt reports whether b may begin as packets with the option tls-crypt do: with a number, from 1 on, and the time when the sender began, from 2004 on. Packets that acknowledge
// nothing look so behind the number 255 only.
func isCrypt(b []byte) bool {
	return len(b) >= 40 && b[0] == 0 && binary.BigEndian.Uint32(b) > 0 && binary.BigEndian.Uint32(b) < fewPackets && b[4] >= 0x40 && b[4] < 0x90
}

// isAuth asks for a small number and a time behind a digest of n bytes, and for what they authenticate.
func isAuth(b []byte, n int) bool {
	if len(b) < n+8 || binary.BigEndian.Uint32(b[n:]) >= fewPackets || binary.BigEndian.Uint32(b[n+4:]) == 0 {
		return false
	}
	return isAck(b[n+8:]) || isControl(b[n+8:])
}

// Recognizes looks at counts and numbers.
func (*OpenVPNControl) Recognizes(data []byte) bool { return isControl(data) }

// Recognizes looks at counts, numbers and the end.
func (*OpenVPNAck) Recognizes(data []byte) bool { return isAck(data) }

// Recognizes looks at what is behind the digest.
func (*OpenVPNAuth) Recognizes(data []byte) bool { return isAuth(data, 20) }

// Recognizes looks at what is behind the digest.
func (*OpenVPNAuth256) Recognizes(data []byte) bool { return isAuth(data, 32) }

// Recognizes looks at what is behind the digest.
func (*OpenVPNAuth512) Recognizes(data []byte) bool { return isAuth(data, 64) }

// NextLayer is TLS.
func (*OpenVPNControl) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "openvpn", Value: openVPNTLS}
}

// NextLayer is what is authenticated.
func (*OpenVPNAuth) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "openvpn", Value: openVPNReliable}
}

// NextLayer is what is authenticated.
func (*OpenVPNAuth256) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "openvpn", Value: openVPNReliable}
}

// NextLayer is what is authenticated.
func (*OpenVPNAuth512) NextLayer([]byte) codec.Key {
	return codec.Key{Table: "openvpn", Value: openVPNReliable}
}

func (c *OpenVPNControl) String() string {
	return fmt.Sprintf("OpenVPNControl %d, acknowledges %d", c.PacketID, c.Acks)
}

func (a *OpenVPNAck) String() string { return fmt.Sprintf("OpenVPNAck %d", a.Acks) }

func (a *OpenVPNAuth) String() string { return fmt.Sprintf("OpenVPNAuth %d", a.ReplayID) }

func (a *OpenVPNAuth256) String() string { return fmt.Sprintf("OpenVPNAuth256 %d", a.ReplayID) }

func (a *OpenVPNAuth512) String() string { return fmt.Sprintf("OpenVPNAuth512 %d", a.ReplayID) }
