// Package tags holds the grammar of the bits struct tags: it parses them, checks
// them against the Go types they stand on, and gives the result as a [Schema].
//
// A struct whose fields carry bits tags describes a wire format. Fields follow
// each other, most significant bit first, and every bit on the wire has a field:
//
//	type VLAN struct {
//		Priority uint8  `bits:"3"`
//		DEI      bool   `bits:"1"`
//		ID       uint16 `bits:"12"`
//		Type     uint16 `bits:"16,next=ethertype"`
//	}
//
// The whole grammar, with an example for each word, is in docs/tags.md.
package tags
