package ppp

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/ieee"
)

// FrameRelay is the address of a Q.922 frame, RFC 2427 section 3, of two, three or four bytes. The bits EA1 to EA4 say where it ends, so that EA2
// has to be set in frames that are built, unless they have long addresses.
type FrameRelay struct {
	DLCI1    uint8 `bits:"6"` // the upper bits
	Response bool  `bits:"1"` // C/R
	EA1      bool  `bits:"1"` // the address ends
	DLCI2    uint8 `bits:"4"`
	FECN     bool  `bits:"1"`
	BECN     bool  `bits:"1"`
	DE       bool  `bits:"1"`         // may be discarded
	EA2      bool  `bits:"1"`         // the address ends, as most do
	DLCI3    uint8 `bits:"7,if=!EA2"` // with the D/C bit where it is the last byte
	EA3      bool  `bits:"1,if=!EA2"`
	DLCI4    uint8 `bits:"6,if=!EA2&&!EA3"`
	Core     bool  `bits:"1,if=!EA2&&!EA3"` // D/C: not a part of the DLCI
	EA4      bool  `bits:"1,if=!EA2&&!EA3"`
}

// DLCI is the data link connection identifier, of 10, 16 or 23 bits. The last 6 of those are no part of it where the D/C bit is set.
func (f *FrameRelay) DLCI() uint32 {
	v := uint32(f.DLCI1)<<4 | uint32(f.DLCI2)
	switch {
	case f.EA2:
		return v
	case f.EA3 && f.DLCI3&1 == 1:
		return v
	case f.EA3:
		return v<<6 | uint32(f.DLCI3)>>1
	case f.Core:
		return v<<7 | uint32(f.DLCI3)
	}
	return (v<<7|uint32(f.DLCI3))<<6 | uint32(f.DLCI4)
}

// Err tells whether the address ends neither in its first byte nor behind the fourth: RFC 2427 section 3, ITU-T Q.922 section 3.3.
func (f *FrameRelay) Err() error {
	if f.EA1 || !f.EA2 && !f.EA3 && !f.EA4 {
		return codec.ErrLength
	}
	return nil
}

// NextLayer is RFC 2427's header behind unnumbered information, or Cisco's.
func (f *FrameRelay) NextLayer(payload []byte) codec.Key {
	if len(payload) > 0 && payload[0] == 3 {
		return codec.Key{Table: "fr", Value: 0}
	}
	if f.DLCI() == 0 || len(payload) > 0 && payload[0]&^0x10 == 0xaf {
		return codec.Key{} // signalling; exchange identification
	}
	return codec.Key{Table: "fr", Value: 1}
}

func (f *FrameRelay) String() string { return fmt.Sprintf("FrameRelay dlci %d", f.DLCI()) }

// FRMultiprotocol is what says which protocol is in a Frame Relay frame, RFC 2427 section 3: the control field and an NLPID.
type FRMultiprotocol struct {
	Control uint8 `bits:"8,const=3"` // unnumbered information
	NLPID   NLPID `bits:"8,next=nlpid"`
}

// FRInformation is the same with the control field of an information frame, ITU-T Q.922 section 3.5 and RFC 2427 section 3: two bytes with the numbers of a connection that acknowledges.
type FRInformation struct {
	SendSeq    uint8 `bits:"7"`
	Format     uint8 `bits:"1,const=0"`
	ReceiveSeq uint8 `bits:"7"`
	Poll       bool  `bits:"1"`
	NLPID      NLPID `bits:"8,next=nlpid"`
}

// Recognizes asks for a packet of OSI that has no EtherType of Cisco's in front of it.
func (*FRInformation) Recognizes(data []byte) bool {
	if len(data) < 3 || data[0]&1 != 0 || data[2] < byte(NLPIDCLNP) || data[2] > byte(NLPIDISIS) {
		return false
	}
	switch data[0] {
	case 0x08, 0x20, 0x80, 0x86, 0x88, 0xfe:
		return false
	}
	return true
}

func (f *FRInformation) String() string { return "FRInformation " + f.NLPID.String() }

// FRPadded is the NLPID behind a byte of padding, RFC 2427 section 3, which is an NLPID of 0 itself.
type FRPadded struct {
	NLPID NLPID `bits:"8,next=nlpid"`
}

// FRBridged is the SNAP header of bridged frames, RFC 2427 section 4.2.
type FRBridged struct {
	OUI uint32 `bits:"24,const=0x0080c2"` // IEEE 802.1
	PID uint16 `bits:"16,next=bridged"`
}

// Kinds of bridged frames. Token Ring and FDDI have others.
const (
	BridgedEthernetFCS uint16 = 1 // with its frame check sequence
	BridgedEthernet    uint16 = 7
	BridgedFragment    uint16 = 13
	BridgedBPDU        uint16 = 14
)

// Recognizes tells Cisco's type from a control field: no EtherType begins as that of unnumbered information or
// of exchange identification does.
func (*FRCisco) Recognizes(data []byte) bool {
	return len(data) > 0 && data[0] != 3 && data[0]&^0x10 != 0xaf
}

// Recognizes asks for the organisation.
func (*FRBridged) Recognizes(data []byte) bool {
	return len(data) > 2 && data[0] == 0 && data[1] == 0x80 && data[2] == 0xc2
}

func (f *FRBridged) String() string { return fmt.Sprintf("FRBridged pid %d", f.PID) }

func (f *FRPadded) String() string { return "FRPadded " + f.NLPID.String() }

// NLPID is a network layer protocol identifier, ISO/IEC TR 9577.
type NLPID uint8

// Identifiers.
const (
	NLPIDPadding NLPID = 0x00
	NLPIDQ933    NLPID = 0x08
	NLPIDLMI     NLPID = 0x09 // the local management interface that vendors agreed upon before Q.933
	NLPIDSNAP    NLPID = 0x80
	NLPIDCLNP    NLPID = 0x81
	NLPIDESIS    NLPID = 0x82
	NLPIDISIS    NLPID = 0x83
	NLPIDIPv6    NLPID = 0x8e
	NLPIDFRF9    NLPID = 0xb0 // compressed data
	NLPIDFRF12   NLPID = 0xb1 // fragments
	NLPIDIPv4    NLPID = 0xcc
	NLPIDPPP     NLPID = 0xcf
)

func (n NLPID) String() string {
	switch n {
	case NLPIDQ933:
		return "Q.933"
	case NLPIDLMI:
		return "LMI"
	case NLPIDSNAP:
		return "SNAP"
	case NLPIDCLNP:
		return "CLNP"
	case NLPIDESIS:
		return "ES-IS"
	case NLPIDISIS:
		return "IS-IS"
	case NLPIDIPv6:
		return "IPv6"
	case NLPIDFRF9:
		return "FRF.9"
	case NLPIDFRF12:
		return "FRF.12"
	case NLPIDIPv4:
		return "IPv4"
	case NLPIDPPP:
		return "PPP"
	}
	return fmt.Sprintf("0x%02x", uint8(n))
}

func (f *FRMultiprotocol) String() string { return "FRMultiprotocol " + f.NLPID.String() }

// FRCisco is what says which protocol is in a Frame Relay frame as Cisco does it, where RFC 2427 is not used: a protocol of Cisco's HDLC.
type FRCisco struct {
	Protocol ieee.EtherType `bits:"16,next=chdlc"`
}

func (f *FRCisco) String() string { return "FRCisco " + f.Protocol.String() }
