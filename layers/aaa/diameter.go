package aaa

import (
	"encoding/binary"
	"fmt"

	"github.com/wiretag/wiretag/codec"
)

// Diameter is a message of the Diameter protocol, RFC 6733 section 3. A segment of TCP may hold several, and the beginning of another one.
type Diameter struct {
	Version       uint8           `bits:"8,default=1"`
	Length        uint32          `bits:"24,len=header"`
	Request       bool            `bits:"1"` // R
	Proxiable     bool            `bits:"1"` // P
	Error         bool            `bits:"1"` // E
	Retransmitted bool            `bits:"1"` // T
	Reserved      uint8           `bits:"4"`
	Command       DiameterCommand `bits:"24"`
	Application   DiameterApp     `bits:"32"`
	HopByHop      uint32          `bits:"32"` // matches requests and answers
	EndToEnd      uint32          `bits:"32"` // finds duplicates
	AVPs          []DiameterAVP   `bits:"*"`
	Rest          []byte          `bits:"*"` // from an AVP on that does not fit
}

// DiameterAVP is an attribute-value pair, RFC 6733 section 4.1. Data is typed by View.
type DiameterAVP struct {
	Code           uint32 `bits:"32"` // see Name
	VendorSpecific bool   `bits:"1"`  // V: there is a vendor
	Mandatory      bool   `bits:"1"`  // M: who does not know it has to refuse the message
	Protected      bool   `bits:"1"`  // P
	Reserved       uint8  `bits:"5"`
	Length         uint32 `bits:"24,if=!VendorSpecific,len=Data+8"` // without the padding
	VendorLength   uint32 `bits:"24,if=VendorSpecific,len=Data+12"` // the same, where there is a vendor
	Vendor         Vendor `bits:"32,if=VendorSpecific"`
	Data           []byte `bits:"*"`
	Padding        []byte `bits:"*,pad=4"`
}

// DiameterGroup is the value of an AVP that holds others, RFC 6733 section 4.4.
type DiameterGroup struct {
	AVPs []DiameterAVP `bits:"*"`
}

// DiameterCommand is the kind of a message, a request or its answer.
type DiameterCommand uint32

// Commands of RFC 6733; String knows more.
const (
	DiameterCapabilitiesExchange DiameterCommand = 257
	DiameterReAuth               DiameterCommand = 258
	DiameterAA                   DiameterCommand = 265 // RFC 7155
	DiameterEAP                  DiameterCommand = 268 // RFC 4072
	DiameterAccounting           DiameterCommand = 271
	DiameterCreditControl        DiameterCommand = 272 // RFC 8506
	DiameterAbortSession         DiameterCommand = 274
	DiameterSessionTermination   DiameterCommand = 275
	DiameterDeviceWatchdog       DiameterCommand = 280
	DiameterDisconnectPeer       DiameterCommand = 282
)

func (c DiameterCommand) String() string { return named(words().commands, uint32(c)) }

// DiameterApp is an application of Diameter, from IANA's registry.
type DiameterApp uint32

// Applications; String knows more.
const (
	DiameterBase       DiameterApp = 0
	DiameterNASREQ     DiameterApp = 1
	DiameterAcct       DiameterApp = 3
	DiameterCredit     DiameterApp = 4
	DiameterEAPApp     DiameterApp = 5
	DiameterCx         DiameterApp = 16777216 // 3GPP TS 29.229
	DiameterSh         DiameterApp = 16777217 // 3GPP TS 29.329
	DiameterGx         DiameterApp = 16777238 // 3GPP TS 29.212
	DiameterS6a        DiameterApp = 16777251 // 3GPP TS 29.272
	DiameterRelayAgent DiameterApp = 0xffffffff
)

func (a DiameterApp) String() string { return named(words().applications, uint32(a)) }

// Recognizes asks for the version, a length in whole words and reserved bits that are zero.
func (*Diameter) Recognizes(data []byte) bool {
	if len(data) < 20 || data[0] != 1 || data[4]&15 != 0 {
		return false
	}
	n := binary.BigEndian.Uint32(data) & 0xffffff
	return n >= 20 && n%4 == 0
}

// Repeats reports whether rest, what follows the message in its segment, begins another one.
func (d *Diameter) Repeats(rest []byte) bool { return d.Recognizes(rest) }

// AVP returns the first AVP of a code and vendor, nil if there is none.
func (d *Diameter) AVP(vendor Vendor, code uint32) *DiameterAVP {
	for i := range d.AVPs {
		if a := &d.AVPs[i]; a.Code == code && a.Vendor == vendor {
			return a
		}
	}
	return nil
}

// AllAVPs calls yield for every AVP, those in groups behind their group, with how deep it is: 0 for the message's own. It goes at most 40 groups deep.
func (d *Diameter) AllAVPs(yield func(a *DiameterAVP, depth int) bool) { walkAVPs(d.AVPs, 0, yield) }

// deepest is how many groups are looked at inside each other.
const deepest = 40

func walkAVPs(list []DiameterAVP, depth int, yield func(*DiameterAVP, int) bool) bool {
	for i := range list {
		a := &list[i]
		if !yield(a, depth) {
			return false
		}
		if depth >= deepest || a.kind() != "Grouped" {
			continue
		}
		v, err := a.View()
		if g, ok := v.(*DiameterGroup); ok && err == nil && !walkAVPs(g.AVPs, depth+1, yield) {
			return false
		}
	}
	return true
}

func (a *DiameterAVP) kind() string { return kindOf(uint32(a.Vendor), diameterIDs+uint64(a.Code)) }

// Name is the name in the dictionary, or vendor and code.
func (a *DiameterAVP) Name() string {
	return attributeName(uint32(a.Vendor), diameterIDs+uint64(a.Code))
}

// View decodes the data as the dictionary says: a pointer to a struct of this package, such as *[DiameterGroup], or nil for those that are bytes.
func (a *DiameterAVP) View() (any, error) { return view(a.kind(), a.Data) }

// Err tells whether the data have not the form that the dictionary says, RFC 6733 section 4.2.
func (a *DiameterAVP) Err() error {
	_, err := a.View()
	return err
}

// ValueName is the name of the value, if it is one of a list.
func (a *DiameterAVP) ValueName() string {
	return valueName(uint32(a.Vendor), diameterIDs+uint64(a.Code), a.Data)
}

// NewDiameterAVP returns a mandatory AVP with the encoding of one of the structs that [DiameterAVP.View] gives.
func NewDiameterAVP(vendor Vendor, code uint32, value any) (DiameterAVP, error) {
	data, err := codec.Marshal(value)
	return DiameterAVP{Code: code, VendorSpecific: vendor != 0, Vendor: vendor, Mandatory: true, Data: data}, err
}

func (a DiameterAVP) String() string { return string(a.appendText(nil, 0)) }

// appendText appends name and value. What is in too many groups is hexadecimal, as are values that do not decode.
func (a *DiameterAVP) appendText(b []byte, depth int) []byte {
	b = append(append(b, a.Name()...), '=')
	if n := a.ValueName(); n != "" {
		return append(b, n...)
	}
	if a.kind() != "Grouped" {
		return append(b, textOf(a.View, a.Data)...)
	}
	if v, err := a.View(); err == nil && depth < deepest {
		return v.(*DiameterGroup).appendText(b, depth+1)
	}
	return fmt.Appendf(b, "%x", a.Data)
}

func (g *DiameterGroup) String() string { return string(g.appendText(nil, 1)) }

func (g *DiameterGroup) appendText(b []byte, depth int) []byte {
	b = append(b, '[')
	for i := range g.AVPs {
		if i > 0 {
			b = append(b, ' ')
		}
		b = g.AVPs[i].appendText(b, depth)
	}
	return append(b, ']')
}

func (d *Diameter) String() string {
	kind := "answer"
	if d.Request {
		kind = "request"
	}
	return fmt.Sprintf("Diameter %s %s, %s, %d AVPs", d.Command, kind, d.Application, len(d.AVPs))
}
