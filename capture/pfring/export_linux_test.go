//go:build amd64 || arm64

package pfring

import (
	"sync/atomic"

	"github.com/wiretag/wiretag/capture"
)

// Simulated is a simulated module for tests that name only what users can.
type Simulated struct{ m *module }

// Simulate makes a module with interfaces lo, eth0, eth1 and tun0, of which the last one is none of Ethernet.
func Simulate() *Simulated { return &Simulated{newModule()} }

// Quick loads the module with quick_mode=1.
func (s *Simulated) Quick() { s.m.parameters["quick_mode"] = "1" }

// Open is the function Open on this module.
func (s *Simulated) Open(name string, live capture.Live, opts ...Option) (*Ring, error) {
	cfg, err := newConfig(live, opts)
	if err != nil {
		return nil, err
	}
	return open(s.m, name, cfg)
}

// OpenSender is the function OpenSender on this module.
func (s *Simulated) OpenSender(name string) (*Sender, error) {
	return openSender(s.m, name, &config{channels: allChannels})
}

// Arrival is a packet as the module has it.
type Arrival struct {
	Data        []byte
	Nanoseconds uint64 // since 1970, by the kernel
	Stamp       uint64 // the same by the card; 0: it has none
	Flags       uint32
	Port        byte
	Device      uint16
	Hash        uint32
}

// Arrive gives a packet to a ring, and reports whether the ring took it.
func (s *Simulated) Arrive(r *Ring, a Arrival) bool {
	return s.m.at(r.fd).put(&packet{
		data: a.Data, nanoseconds: a.Nanoseconds, stamp: a.Stamp, flags: a.Flags, received: 1, port: a.Port, device: a.Device, index: int32(r.index), hash: a.Hash,
	})
}

// Refuse counts packets that the interface did not take.
func (s *Simulated) Refuse(tx *Sender, n uint64) {
	atomic.AddUint64(s.m.at(tx.fd).ring.word(offSent+8), n)
}

// Calls are what the module was asked for since the last call: "set 105 0a000000" for an option with its bytes, "filter 06:0:0:0" for a filter.
func (s *Simulated) Calls() []string { return s.m.noted() }
