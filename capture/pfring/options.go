package pfring

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// Defaults and bounds.
const (
	// DefaultSnapLen is the number of bytes kept of a packet if Live.SnapLen is 0, and the most that are kept: no packet is longer without the jumbo offloads that no default
	// interface has.
	DefaultSnapLen = 65600
	// MaxSnapLen is the largest Live.SnapLen that is accepted, the same as in package afpacket.
	MaxSnapLen = 256 << 10
	// DefaultWatermark is the number of packets that wake a reader.
	DefaultWatermark = 128
	DefaultDelay     = 10 * time.Millisecond

	maxDelay        = time.Hour
	longestName     = 15 // IFNAMSIZ without the zero byte
	longestApp      = 63
	allChannels     = 1<<64 - 1
	mostChannels    = 64
	mostSampling    = 1<<32 - 1
	mostWatermark   = 1<<16 - 1
	largestVLAN     = 4094
	anyInterface    = "any"
	mostInstruction = 4096
)

// Option is a setting of PF_RING that capture.Live does not have.
type Option func(*config)

type config struct {
	live        capture.Live
	more        []string // interfaces besides the first
	application string
	sampling    int
	watermark   int
	channels    uint64
	vlan        int
	hasVLAN     bool
	cluster     *Cluster
	inactive    bool
	longHeader  bool // of packets; there are no uses for it but tests
	group       bool // the queue of the cluster may be left out where the module knows none
	err         error
}

// WithInterfaces reads more interfaces than the one that is opened. Sending, promiscuous mode of later calls, counters of losses and what happens to an interface are about that one.
func WithInterfaces(names ...string) Option {
	return func(c *config) { c.more = append(c.more, names...) }
}

// WithApplicationName gives the name that the module shows for the socket in /proc/net/pf_ring, 1 to 63 bytes.
func WithApplicationName(name string) Option {
	return func(c *config) {
		if c.application = name; name == "" || len(name) > longestApp || strings.ContainsRune(name, 0) {
			c.fail(fmt.Errorf("pfring: name of an application %q: 1 to %d bytes, none of them zero", name, longestApp))
		}
	}
}

// WithSampling takes one packet of n, which one of each n is random. Those that are left out are counted neither as received nor as dropped. 1: all.
func WithSampling(n int) Option {
	return func(c *config) {
		if c.sampling = n; n < 1 || uint64(n) > mostSampling {
			c.fail(fmt.Errorf("pfring: one packet of %d", n))
		}
	}
}

// WithWatermark sets how many packets wake a waiting reader, 1 to 65535; the module bounds it by half the number of slots of the ring. Live.Delay bounds how long fewer packets
// wait. The default is DefaultWatermark, and 1 with Live.Immediate.
func WithWatermark(packets int) Option {
	return func(c *config) {
		if c.watermark = packets; packets < 1 || packets > mostWatermark {
			c.fail(fmt.Errorf("pfring: watermark of %d packets: 1 to %d", packets, mostWatermark))
		}
	}
}

// WithVLAN restricts the packets to those of one VLAN, 1 to 4094, as the outer or the inner tag. It cannot be had with Live.Direction of capture.Outbound.
func WithVLAN(id int) Option {
	return func(c *config) {
		if c.vlan, c.hasVLAN = id, true; id < 1 || id > largestVLAN {
			c.fail(fmt.Errorf("pfring: VLAN %d: 1 to %d", id, largestVLAN))
		}
	}
}

// WithChannels restricts the packets to those of some hardware queues of the interface, 0 to 63.
func WithChannels(queues ...int) Option {
	return func(c *config) {
		c.channels = 0
		for _, q := range queues {
			if q < 0 || q >= mostChannels {
				c.fail(fmt.Errorf("pfring: channel %d: 0 to %d", q, mostChannels-1))
				return
			}
			c.channels |= 1 << q
		}
		if c.channels == 0 {
			c.fail(fmt.Errorf("pfring: no channels"))
		}
	}
}

// WithCluster joins a group of sockets. OpenGroup makes a whole one.
func WithCluster(c Cluster) Option { return func(cfg *config) { cfg.cluster = &c } }

// WithVLANInserted has no effect: the module puts tags back into the bytes of packets in any case, unless it was loaded with keep_vlan_offload=1. Programs that read with package
// afpacket too say it there.
func WithVLANInserted() Option { return func(*config) {} }

// WithInactive opens a ring that captures nothing before Ring.Activate.
func WithInactive() Option { return func(c *config) { c.inactive = true } }

// fail keeps the first error of options.
func (c *config) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func newConfig(live capture.Live, opts []Option) (*config, error) {
	c := &config{live: live, sampling: 1, channels: allChannels}
	for _, o := range opts {
		o(c)
	}
	if c.live.SnapLen == 0 {
		c.live.SnapLen = DefaultSnapLen
	}
	if c.live.Delay == 0 {
		c.live.Delay = DefaultDelay
	}
	if c.watermark == 0 {
		c.watermark = DefaultWatermark
		if live.Immediate {
			c.watermark = 1
		}
	}
	return c, c.check()
}

func (c *config) check() error {
	l := &c.live
	switch {
	case c.err != nil:
		return c.err
	case l.SnapLen < 0 || l.SnapLen > MaxSnapLen:
		return fmt.Errorf("pfring: snap length %d: 0 to %d bytes", l.SnapLen, MaxSnapLen)
	case l.Buffer < 0:
		return fmt.Errorf("pfring: buffer of %d bytes", l.Buffer)
	case l.Delay < 0 || l.Delay > maxDelay:
		return fmt.Errorf("pfring: delay %v: up to %v", l.Delay, maxDelay)
	case l.Direction > capture.Outbound:
		return fmt.Errorf("pfring: direction %d", l.Direction)
	case l.Immediate && c.watermark > 1:
		return fmt.Errorf("pfring: packets are not delivered at once with a watermark of %d", c.watermark)
	case c.hasVLAN && l.Direction == capture.Outbound:
		return fmt.Errorf("pfring: the module does not choose sent packets by VLAN")
	case len(l.Filter) > mostInstruction:
		return fmt.Errorf("pfring: filter of %d instructions, at most %d", len(l.Filter), mostInstruction)
	case c.live.Clock > capture.HardwareClock:
		return fmt.Errorf("pfring: clock %d", c.live.Clock)
	case c.cluster != nil:
		return c.cluster.check()
	}
	return nil
}

// bucket is the number of bytes that the ring keeps of a packet.
func (c *config) bucket() int { return min(c.live.SnapLen, DefaultSnapLen) }

// isZeroCopy reports names that are not those of interfaces but of drivers which only closed libraries know.
func isZeroCopy(name string) bool {
	prefix, _, found := strings.Cut(name, ":")
	return found && slices.Contains([]string{"zc", "nt", "mlx", "dna", "accolade", "fiberblaze", "endace", "exanic", "myri", "netcope", "xilinx"}, prefix)
}
