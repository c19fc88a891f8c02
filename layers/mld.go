package layers

import (
	"net/netip"

	"github.com/wiretag/wiretag/layers/iana"
)

// MLD is a message of multicast listener discovery version 1, RFC 2710 section 3:
// query, report or done, by the type of the ICMPv6 header.
type MLD struct {
	MaxDelay uint16     `bits:"16"` // milliseconds, in queries
	Reserved uint16     `bits:"16"`
	Group    netip.Addr `bits:"128"` // unspecified in general queries
}

// mldv1Size is the length of an MLD message, without the ICMPv6 header.
const mldv1Size = 20

// MLDv2Query is a query of version 2, RFC 9777 section 5.1.
type MLDv2Query struct {
	MaxCode    uint16       `bits:"16"` // MaxDelay decodes it
	Reserved   uint16       `bits:"16"`
	Group      netip.Addr   `bits:"128"`
	Reserved2  uint8        `bits:"4"`
	Suppress   bool         `bits:"1"` // routers shall not update their timers
	Robustness uint8        `bits:"3"`
	IntervalQC uint8        `bits:"8"` // Interval decodes it
	NumSources uint16       `bits:"16,count=Sources"`
	Sources    []netip.Addr `bits:"*,each=128"`
}

// MLDv2Report is a report of version 2, RFC 9777 section 5.2.
type MLDv2Report struct {
	Reserved   uint16        `bits:"16"`
	NumRecords uint16        `bits:"16,count=Records"`
	Records    []MLDv2Record `bits:"*"`
}

// MLDv2Record is what a listener says about one group, RFC 9777 section 5.2.4.
type MLDv2Record struct {
	Type       MLDv2RecordType `bits:"8"`
	AuxLen     uint8           `bits:"8,len=Aux/4"`
	NumSources uint16          `bits:"16,count=Sources"`
	Group      netip.Addr      `bits:"128"`
	Sources    []netip.Addr    `bits:"*,each=128"`
	Aux        []byte          `bits:"*"`
}

// MLDv2RecordType is the type of a record.
type MLDv2RecordType uint8

// Types of records.
const (
	MLDv2IsInclude MLDv2RecordType = 1
	MLDv2IsExclude MLDv2RecordType = 2
	MLDv2ToInclude MLDv2RecordType = 3
	MLDv2ToExclude MLDv2RecordType = 4
	MLDv2Allow     MLDv2RecordType = 5
	MLDv2Block     MLDv2RecordType = 6
)

var mldv2RecordNames = [...]string{1: "IS_INCLUDE", "IS_EXCLUDE", "TO_INCLUDE", "TO_EXCLUDE", "ALLOW_NEW_SOURCES", "BLOCK_OLD_SOURCES"}

func (t MLDv2RecordType) String() string { return iana.NameAt(mldv2RecordNames[:], t) }

// MaxDelay is the maximum response delay in milliseconds: a code from 32768 on is a
// number of 12 bits with an exponent (RFC 9777 section 5.1.3).
func (q *MLDv2Query) MaxDelay() uint32 {
	c := uint32(q.MaxCode)
	if c < 0x8000 {
		return c
	}
	return (c&0x0fff | 0x1000) << (c>>12&7 + 3)
}

// Interval is the querier's interval in seconds: a code from 128 on is a number of 4
// bits with an exponent (RFC 9777 section 5.1.9).
func (q *MLDv2Query) Interval() uint32 {
	c := uint32(q.IntervalQC)
	if c < 0x80 {
		return c
	}
	return (c&0x0f | 0x10) << (c>>4&7 + 3)
}
