package afpacket

import (
	"fmt"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// Sizes of the receive ring.
const (
	DefaultBuffer    = 32 << 20  // bytes of a ring, if Live.Buffer is 0
	DefaultBlock     = 512 << 10 // bytes; less in small rings, up to 4 MiB where Live.Delay is long
	DefaultDelay     = 10 * time.Millisecond
	MaxSnapLen       = 256 << 10 // bytes kept of a packet, if Live.SnapLen is 0
	largestPacket    = 64 << 10  // without the jumbo offloads that no default interface has
	ethPAll          = 0x0003    // ETH_P_ALL
	longestRun       = 64        // frames of version 2 that are taken together
	plainBatch       = 32        // packets that a Socket reads in one call
	maxDelay         = time.Hour
	heldTime         = 500 * time.Millisecond // of packets that a ring holds at least: a block is handed over after Live.Delay, however empty
	leastBlocks      = 8
	leastBlock       = 64 << 10
	largestBlock     = 4 << 20 // the kernel's pieces of memory are no longer
	defaultSendBytes = 4 << 20
)

// Version of the ring.
type Version uint8

// Versions.
const (
	// VersionAuto is V3, and V2 where V3 cannot: with Live.Immediate, since V3 hands out blocks and not packets.
	VersionAuto Version = iota
	V2
	V3
)

// String is "auto", "TPACKET_V2" or "TPACKET_V3".
func (v Version) String() string {
	switch v {
	case V2:
		return "TPACKET_V2"
	case V3:
		return "TPACKET_V3"
	}
	return "auto"
}

// Option is a setting of AF_PACKET that capture.Live does not have.
type Option func(*config)

type config struct {
	live              capture.Live
	blockSize, blocks int
	frameSize         int
	version           Version
	protocol          uint16
	fanout            *Fanout
	insertVLAN        bool
	vnet              bool
	cooked            capture.LinkType
	isCooked          bool
	busy              time.Duration
	busyBudget        int
	preferBusy        bool
	bypass            bool
	hash              bool
}

// WithBlocks sets the size of a block of the ring in bytes, a multiple of the page size, and the number of blocks, at least 2. A block is handed over
// when it is full or Live.Delay has passed. It takes the place of Live.Buffer.
func WithBlocks(size, count int) Option {
	return func(c *config) { c.blockSize, c.blocks = size, count }
}

// WithFrameSize sets the size of a frame of a version 2 ring in bytes, a multiple of 16. Longer packets are cut, and Info says so. The default holds
// Live.SnapLen bytes, or 64 KiB.
func WithFrameSize(bytes int) Option { return func(c *config) { c.frameSize = bytes } }

// WithVersion chooses the version of the ring.
func WithVersion(v Version) Option { return func(c *config) { c.version = v } }

// WithProtocol restricts the packets to those of one EtherType. The kernel gives no outgoing packets then.
func WithProtocol(etherType uint16) Option { return func(c *config) { c.protocol = etherType } }

// WithFanout joins a group of sockets. OpenGroup makes a whole one.
func WithFanout(f Fanout) Option { return func(c *config) { c.fanout = &f } }

// WithVLANInserted puts the VLAN tag that the kernel took out of a packet back into its bytes, in place. Info.VLAN is empty then.
func WithVLANInserted() Option { return func(c *config) { c.insertVLAN = true } }

// WithVNetHeader asks for the header of virtio network devices with each packet: offloaded checksums and segmentation. Details has it. On a
// Sender, WriteVNet takes it.
func WithVNetHeader() Option { return func(c *config) { c.vnet = true } }

// WithCooked gives packets without their link-layer header, behind a Linux cooked header: LinkTypeLinuxSLL or LinkTypeLinuxSLL2. The latter is the
// default where the packets of all interfaces are read.
func WithCooked(link capture.LinkType) Option {
	return func(c *config) { c.cooked, c.isCooked = link, true }
}

// WithBusyPoll lets waiting reads poll the driver for so long, in whole microseconds (SO_BUSY_POLL). It needs CAP_NET_ADMIN. A budget above 0 is the number of packets
// for each poll, prefer asks the driver to keep its interrupts off meanwhile.
func WithBusyPoll(d time.Duration, prefer bool, budget int) Option {
	return func(c *config) { c.busy, c.preferBusy, c.busyBudget = d, prefer, budget }
}

// WithHash asks a version 3 ring for the hash of each packet's flow, which the kernel computes where the card does not. Details has it.
func WithHash() Option { return func(c *config) { c.hash = true } }

// WithQueueBypass hands packets that are sent to the driver at once, without queueing discipline and traffic control. What the driver
// cannot take is lost, which WritePacket reports.
func WithQueueBypass() Option { return func(c *config) { c.bypass = true } }

func newConfig(live capture.Live, opts []Option) (*config, error) {
	c := &config{live: live, protocol: ethPAll}
	for _, o := range opts {
		o(c)
	}
	if c.live.SnapLen == 0 {
		c.live.SnapLen = MaxSnapLen
	}
	if c.live.Delay == 0 {
		c.live.Delay = DefaultDelay
	}
	if c.version == VersionAuto {
		c.version = V3
		if live.Immediate {
			c.version = V2
		}
	}
	return c, c.check()
}

func (c *config) check() error {
	l := &c.live
	switch {
	case l.SnapLen < 0 || l.SnapLen > MaxSnapLen:
		return fmt.Errorf("afpacket: snap length %d: 0 to %d bytes", l.SnapLen, MaxSnapLen)
	case l.Buffer < 0:
		return fmt.Errorf("afpacket: buffer of %d bytes", l.Buffer)
	case l.Delay < 0 || l.Delay > maxDelay:
		return fmt.Errorf("afpacket: delay %v: up to %v", l.Delay, maxDelay)
	case l.Direction > capture.Outbound:
		return fmt.Errorf("afpacket: direction %d", l.Direction)
	case c.version > V3:
		return fmt.Errorf("afpacket: version %d of rings", c.version)
	case c.version == V3 && l.Immediate:
		return fmt.Errorf("afpacket: %v cannot deliver packets at once, %v can", V3, V2)
	case c.isCooked && c.cooked != capture.LinkTypeLinuxSLL && c.cooked != capture.LinkTypeLinuxSLL2:
		return fmt.Errorf("afpacket: %v is not a cooked link type", c.cooked)
	case c.isCooked && c.vnet:
		return fmt.Errorf("afpacket: cooked packets have no virtio network header")
	case c.busy < 0 || c.busyBudget < 0 || c.busyBudget > 1<<16-1:
		return fmt.Errorf("afpacket: busy polling for %v with a budget of %d packets", c.busy, c.busyBudget)
	case c.live.Clock > capture.HardwareClock:
		return fmt.Errorf("afpacket: clock %d", c.live.Clock)
	case c.fanout != nil:
		return c.fanout.check()
	}
	return nil
}
