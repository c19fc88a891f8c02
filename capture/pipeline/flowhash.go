package pipeline

import (
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/packet"
)

// NewFlowHash returns a function for Config.Hash: packets of a connection, in both directions, have the same number. Fragments have that of their addresses, like all
// packets without ports; so they stay in order among themselves, but not with whole packets of the same connection. The function is for one goroutine. Numbers are keyed: nobody outside
// can choose packets that all go to one worker.
func NewFlowHash() func(rec capture.Record) uint64 {
	seed := flow.NewSeed()
	v := new(packet.View)
	var r packet.FlowReader
	return func(rec capture.Record) uint64 {
		v.Decode(rec.Data, rec.Info.LinkType)
		if !r.Read(v, rec.Info) {
			return 0
		}
		return r.Packet.Key.FastHash(seed)
	}
}
