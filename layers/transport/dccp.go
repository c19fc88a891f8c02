package transport

import (
	"fmt"
	"strconv"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// DCCP is the header of the datagram congestion control protocol, RFC 4340 section 5: the generic header with sequence numbers of 24 or 48 bits, the acknowledgement number that all
// types but Request and Data have, the service code of Request, Response and Listen (RFC 5596), the reason of a Reset, and options.
type DCCP struct {
	SrcPort          DCCPPort      `bits:"16,flow=src"`
	DstPort          DCCPPort      `bits:"16,flow=dst"`
	DataOffset       uint8         `bits:"8,len=header/4"`
	CCVal            uint8         `bits:"4"`
	ChecksumCoverage uint8         `bits:"4"` // CsCov: 0 all of the data, 1 none, n the first 4(n-1) bytes
	Checksum         uint16        `bits:"16,sum=inetpart:pseudo"`
	Reserved         uint8         `bits:"3"`
	Type             DCCPType      `bits:"4"`
	Extended         bool          `bits:"1"` // X: the sequence number has 48 bits
	Seq24            uint32        `bits:"24,if=!Extended"`
	Reserved2        uint8         `bits:"8,if=Extended"`
	Seq48            uint64        `bits:"48,if=Extended"`
	Reserved3        uint8         `bits:"8,if=HasAck&&!Extended"`
	Ack24            uint32        `bits:"24,if=HasAck&&!Extended"`
	Reserved4        uint16        `bits:"16,if=HasAck&&Extended"`
	Ack48            uint64        `bits:"48,if=HasAck&&Extended"`
	ServiceCode      uint32        `bits:"32,if=Type<2||Type==10"`
	ResetCode        DCCPResetCode `bits:"8,if=Type==7"`
	ResetData        [3]byte       `bits:"24,if=Type==7"`
	Options          []DCCPOption  `bits:"*"`
	Padding          []byte        `bits:"*,pad=4"` // and what is no option
}

// Err tells whether the sequence number is short in a packet that begins, ends or synchronizes a connection: those with data and acknowledgements alone may have it so, RFC 4340 section 5.1.
func (d *DCCP) Err() error {
	if !d.Extended && d.Type != DCCPData && d.Type != DCCPAck && d.Type != DCCPDataAck {
		return codec.ErrRange
	}
	return nil
}

// DCCPPort is a port of DCCP.
type DCCPPort uint16

func (p DCCPPort) String() string { return strconv.Itoa(int(p)) }

// DCCPType is the type of a packet.
type DCCPType uint8

// Types of packets.
const (
	DCCPRequest  DCCPType = 0
	DCCPResponse DCCPType = 1
	DCCPData     DCCPType = 2
	DCCPAck      DCCPType = 3
	DCCPDataAck  DCCPType = 4
	DCCPCloseReq DCCPType = 5
	DCCPClose    DCCPType = 6
	DCCPReset    DCCPType = 7
	DCCPSync     DCCPType = 8
	DCCPSyncAck  DCCPType = 9
	DCCPListen   DCCPType = 10 // RFC 5596
)

func (t DCCPType) String() string {
	return iana.NameAt([]string{"Request", "Response", "Data", "Ack", "DataAck", "CloseReq", "Close", "Reset", "Sync", "SyncAck", "Listen"}, t)
}

// DCCPResetCode is why a connection is reset.
type DCCPResetCode uint8

func (c DCCPResetCode) String() string {
	return iana.NameAt([]string{
		"Unspecified", "Closed", "Aborted", "No Connection", "Packet Error", "Option Error", "Mandatory Error", "Connection Refused", "Bad Service Code", "Too Busy", "Bad Init Cookie",
		"Aggression Penalty",
	}, c)
}

// HasAck reports whether there is an acknowledgement number.
func (d *DCCP) HasAck() bool {
	return d.Type != DCCPRequest && d.Type != DCCPData && d.Type != DCCPListen
}

// Covers is what ChecksumCoverage says: the header, and data.
func (*DCCP) Covers(packet []byte) int {
	if len(packet) < 6 || packet[5]&15 == 0 {
		return len(packet)
	}
	n := int(packet[5] & 15)
	return 4*int(packet[4]) + 4*(n-1)
}

// Seq is the sequence number, of 48 bits or the lower 24 of them.
func (d *DCCP) Seq() uint64 {
	if d.Extended {
		return d.Seq48
	}
	return uint64(d.Seq24)
}

// Ack is the acknowledgement number, in the same form.
func (d *DCCP) Ack() uint64 {
	if d.Extended {
		return d.Ack48
	}
	return uint64(d.Ack24)
}

// NextLayer is by the ports.
func (d *DCCP) NextLayer([]byte) codec.Key { return codec.Key{Table: "dccp", Value: uint64(d.DstPort)} }

func (d *DCCP) String() string {
	return fmt.Sprintf("DCCP %d > %d, %s, seq %d", d.SrcPort, d.DstPort, d.Type, d.Seq())
}

// DCCPOption is an option, RFC 4340 section 5.8; those of types below 32 are this byte alone. Value is typed by View.
type DCCPOption struct {
	Type   DCCPOptionType `bits:"8"`
	Length uint8          `bits:"8,if=Type>=32,len=self"`
	Value  []byte         `bits:"*,if=Type>=32,union=Type"`
}

// DCCPOptionType is the type of an option. Those from 128 on belong to the congestion control of the connection.
type DCCPOptionType uint8

// Types of options.
const (
	DCCPPadding       DCCPOptionType = 0
	DCCPMandatory     DCCPOptionType = 1
	DCCPSlowReceiver  DCCPOptionType = 2
	DCCPChangeL       DCCPOptionType = 32
	DCCPConfirmL      DCCPOptionType = 33
	DCCPChangeR       DCCPOptionType = 34
	DCCPConfirmR      DCCPOptionType = 35
	DCCPInitCookie    DCCPOptionType = 36
	DCCPNDPCount      DCCPOptionType = 37
	DCCPAckVector0    DCCPOptionType = 38
	DCCPAckVector1    DCCPOptionType = 39
	DCCPDataDropped   DCCPOptionType = 40
	DCCPTimestamp     DCCPOptionType = 41
	DCCPTimestampEcho DCCPOptionType = 42
	DCCPElapsedTime   DCCPOptionType = 43
	DCCPDataChecksum  DCCPOptionType = 44
)

func (t DCCPOptionType) String() string { return iana.Name(dccpOptionNames, t) }

const dccpOptionNames = "\n0 Padding\n1 Mandatory\n2 Slow Receiver\n32 Change L\n33 Confirm L\n34 Change R\n35 Confirm R\n36 Init Cookie\n37 NDP Count\n38 Ack Vector [Nonce 0]" +
	"\n39 Ack Vector [Nonce 1]\n40 Data Dropped\n41 Timestamp\n42 Timestamp Echo\n43 Elapsed Time\n44 Data Checksum\n46 Multipath\n192 Loss Event Rate\n193 Loss Intervals\n194 Receive Rate\n"

// View decodes Value as the type asks for; nil where there is no form for it.
func (o *DCCPOption) View() (any, error) { return codec.View(o, "Value") }

// Members gives the types of View.
func (DCCPOption) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(DCCPTimestamp): (*DCCPTime)(nil), uint64(DCCPTimestampEcho): (*DCCPTimeEcho)(nil), uint64(DCCPDataChecksum): (*DCCPDataSum)(nil),
		uint64(DCCPAckVector0): (*DCCPAckVector)(nil), uint64(DCCPAckVector1): (*DCCPAckVector)(nil), uint64(DCCPDataDropped): (*DCCPDropped)(nil),
		192: (*DCCPDataSum)(nil), 194: (*DCCPDataSum)(nil), // of CCID 3, RFC 4342: inverse of the loss rate; bytes a second
	}
	for t := DCCPChangeL; t <= DCCPConfirmR; t++ {
		m[uint64(t)] = (*DCCPFeature)(nil)
	}
	return tags.Members{Types: m}
}

// DCCPFeature negotiates a feature, RFC 4340 section 6: 1 the congestion control identifier, 2 allowing short sequence numbers, 3 the sequence window, 4 ECN incapability, 5 the ack ratio,
// 6 ack vectors, 7 the NDP count, 8 the minimum coverage of checksums, 9 checking the data.
type DCCPFeature struct {
	Feature uint8  `bits:"8"`
	Values  []byte `bits:"*"` // of one byte each, the best first, or a number, by the feature
}

// DCCPTime is the sender's time, in units of 10 microseconds.
type DCCPTime struct {
	Time uint32 `bits:"32"`
}

// DCCPTimeEcho gives a timestamp back, and how long it was kept, in units of 10 microseconds, in 0, 2 or 4 bytes.
type DCCPTimeEcho struct {
	Time    uint32 `bits:"32"`
	Elapsed []byte `bits:"*"`
}

// DCCPDataSum is a number of 32 bits: the CRC32c of the data, or a rate.
type DCCPDataSum struct {
	Value uint32 `bits:"32"`
}

// DCCPAckVector says what has been received, from the acknowledgement number backwards, RFC 4340 section 11.4.
type DCCPAckVector struct {
	Runs []DCCPRun `bits:"*"`
}

// DCCPRun are packets of one state: 0 received, 1 received and marked by ECN, 3 not received.
type DCCPRun struct {
	State  uint8 `bits:"2"`
	Length uint8 `bits:"6"` // how many, less one
}

// DCCPDropped says which packets lost their data after they were received, RFC 4340 section 11.7.
type DCCPDropped struct {
	Blocks []DCCPDropBlock `bits:"*"`
}

// DCCPDropBlock is a block of packets: not dropped, or with a drop code 0 protocol constraints, 1 application not listening, 2 receive buffer, 3 corrupt, 7 delivered corrupt.
type DCCPDropBlock struct {
	Dropped bool  `bits:"1"`
	Code    uint8 `bits:"3"` // the upper bits of a run length of 7, if not dropped
	Run     uint8 `bits:"4"`
}
