package example

import (
	"net/netip"
	"time"
)

// Named has fields with names that the code for it needs, or that are no ASCII.
type Named struct {
	Codec   uint8         `bits:"4"`
	Binary  uint8         `bits:"4"`
	Start   uint16        `bits:"16,len=Ok"`
	Ok      []byte        `bits:"*"`
	Slices  uint16        `bits:"16,count=In"`
	Time    time.Duration `bits:"48"`
	Netip   netip.Addr    `bits:"32"`
	In      []uint32      `bits:"*,each=32"`
	Derive  bool          `bits:"1"`
	X       uint8         `bits:"7"`
	Dst     *Übung        `bits:"*,if=Derive"`
	Of      Of[uint8]     `bits:"*"`
	Limit   int64         `bits:"64,if=X>64"`
	Trailer uint32        `bits:"32,le,trailer"`
}

// Übung has a name that begins with a letter of two bytes.
type Übung struct {
	Größe  uint8  `bits:"8,len=Inhalt"`
	Inhalt []byte `bits:"*"`
}

// Of is generic: there is no code for it.
type Of[T any] struct {
	N uint8 `bits:"8"`
}

// Plain is the same without a generic struct inside, so that there is code for it.
type Plain struct {
	Time   time.Duration `bits:"64"`
	Codec  uint16        `bits:"16,le"`
	Binary uint32        `bits:"24"`
	Übung  Übung         `bits:"*"`
	Slices []uint16      `bits:"*,each=16"`
}
