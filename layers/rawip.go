package layers

import "github.com/wiretag/wiretag/codec"

// RawIP is the layer of captures that begin with an IP header of either version,
// LINKTYPE_RAW: it has no bytes of its own, the payload's first four bits decide.
type RawIP struct{}

// Links is the table that decides.
func (*RawIP) Links() *codec.Links { return Links() }

// NextLayer is by the version in the payload.
func (*RawIP) NextLayer(payload []byte) codec.Key {
	if len(payload) == 0 {
		return codec.Key{}
	}
	return codec.Key{Table: "ipversion", Value: uint64(payload[0] >> 4)}
}
