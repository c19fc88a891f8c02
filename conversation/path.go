package conversation

import (
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/layers"
)

// Side is one of the two ends of a conversation.
type Side uint8

// The two sides.
const (
	Client Side = iota // opens the connection
	Server
)

// Other is the other side.
func (s Side) Other() Side { return 1 - s }

// String is "client" or "server".
func (s Side) String() string { return [...]string{"client", "server"}[s&1] }

// Path is the network between a client and a server, and the point in its middle where packets are captured. The zero value
// is a good network.
type Path struct {
	// Start is the time of the first packet; the zero Time is 2024-01-01T00:00:00Z.
	Start time.Time
	// Latency is how long a packet takes from one side to the other, without the time for its bits, at most a day; 0 is 2 ms.
	Latency time.Duration
	// Jitter is added to it: a random time from 0 to Jitter, at most a day, which does not reorder packets.
	Jitter time.Duration
	// Bandwidth in bits a second, in each direction; 0 is 100 Mbit/s.
	Bandwidth int64
	// MTU is the size of the largest IP packet that a host sends, bytes; 0 is 1500. TCP segments are made to fit. The layers of
	// Outside are not counted.
	MTU int
	// Fragment is the size of the largest IP fragment, bytes, where it is smaller than MTU: larger IP packets are cut. 0 is MTU. A
	// datagram that is larger than the MTU is always cut.
	Fragment int
	// Faults of the path.
	Faults Faults
	// Outside gives the layers around the IP packets that a side sends, outermost first, pointers to layers. It is asked once for
	// each side of a conversation. Nil is Ethernet with locally administered addresses.
	Outside func(from Side) []any
	// Seed of everything that is random.
	Seed uint64
}

// Faults are the shares of packets to which something happens, 0 to 1.
type Faults struct {
	Loss      float64 // lost, half of them before the point of capture
	Reorder   float64 // held back, so that later ones overtake
	Duplicate float64 // there twice
	// Overlap is the share of TCP segments that begin with bytes that were sent before.
	Overlap float64
	// Conflict makes these bytes others than those that were sent before. The receiver keeps what came first.
	Conflict bool
}

const (
	defaultLatency   = 2 * time.Millisecond
	defaultBandwidth = 100_000_000
	defaultMTU       = 1500
	// maxDelay is far from what an int64 of nanoseconds holds, also after all waiting for what is lost.
	maxDelay = 24 * time.Hour
	// minMTU leaves room for the largest headers and eight bytes.
	minMTU = 128
)

// defaults fills in what is zero.
func (p Path) defaults() Path {
	if p.Start.IsZero() {
		p.Start = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if p.Latency <= 0 {
		p.Latency = defaultLatency
	}
	p.Latency = min(p.Latency, maxDelay)
	p.Jitter = min(max(p.Jitter, 0), maxDelay)
	if p.Bandwidth <= 0 {
		p.Bandwidth = defaultBandwidth
	}
	if p.MTU == 0 {
		p.MTU = defaultMTU
	}
	p.MTU = min(max(p.MTU, minMTU), 65535)
	if p.Fragment == 0 {
		p.Fragment = p.MTU
	}
	p.Fragment = min(max(p.Fragment, minMTU), p.MTU)
	return p
}

// ethernet is what stands around the packets where Path says nothing: the addresses are made of those of IP.
func ethernet(from, to netip.Addr, kind layers.EtherType) []any {
	h := &layers.Ethernet{Src: localMAC(from), Dst: localMAC(to), Type: kind}
	if h.Src == h.Dst { // of networks where both have the same number
		switch from.Compare(to) {
		case -1:
			h.Dst[1] = 1
		case 1:
			h.Src[1] = 1
		}
	}
	return []any{h}
}

// localMAC is a locally administered address with the last bytes of an IP address.
func localMAC(a netip.Addr) layers.MAC {
	b := a.As16()
	return layers.MAC{2, 0, b[12], b[13], b[14], b[15]}
}
