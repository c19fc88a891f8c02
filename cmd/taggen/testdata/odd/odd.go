// Package odd has structs for which no code can be written, or only a part of it.
package odd

import (
	"net/netip"

	"github.com/wiretag/wiretag/layers"
)

// Of is generic.
type Of[T any] struct {
	N    uint8      `bits:"8"`
	Addr netip.Addr `bits:"32"`
}

// Generic has a generic struct in it, and an address.
type Generic struct {
	Addr netip.Addr `bits:"128"`
	In   Of[string] `bits:"*"`
}

// Within has a layer in it that measures its payload, which it has not there.
type Within struct {
	IP layers.IPv4 `bits:"*"`
}
