package afpacket

import (
	"errors"
	"os"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/netif"
)

// statistics adds up the counters of a socket, which the kernel sets to zero whenever they are read.
type statistics struct {
	mu         sync.Mutex
	sum        capture.Stats
	unreported atomic.Uint64 // of the dropped packets, those that no Info.Dropped has yet
	current    string        // the name that the interface had when it was last looked at
	namespace  uint64        // cookie of the network namespace
	before     uint64        // packets that the interface had lost when it was opened
	lastSecond uint32        // of a packet, when it was
	lastCount  uint32        // the same for reading the counters
}

// countEvery is how often a busy reader reads the kernel's counters, in seconds of packet time: they have 32 bits, and wrap around after
// seven minutes at ten million packets a second.
const countEvery = 60

func (c *conn) startStatistics() {
	c.current, _ = interfaceName(c.fd, c.index)
	c.namespace, _ = unix.GetsockoptUint64(c.fd, unix.SOL_SOCKET, unix.SO_NETNS_COOKIE)
	c.before = c.interfaceLost()
}

// count adds what the kernel counted since the last time.
func (c *conn) count(fd int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var packets, drops, freezes uint32
	if c.cfg.version == V3 && c.isRing {
		st, err := unix.GetsockoptTpacketStatsV3(fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
		if err != nil {
			return os.NewSyscallError("PACKET_STATISTICS", err)
		}
		packets, drops, freezes = st.Packets, st.Drops, st.Freeze_q_cnt
	} else {
		st, err := unix.GetsockoptTpacketStats(fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
		if err != nil {
			return os.NewSyscallError("PACKET_STATISTICS", err)
		}
		packets, drops = st.Packets, st.Drops
	}
	c.sum.Received += uint64(packets) - uint64(drops) // packets are all that passed the filter
	c.sum.Dropped += uint64(drops)
	c.sum.Freezes += uint64(freezes)
	c.unreported.Add(uint64(drops))
	return nil
}

// lost takes the number of packets that were dropped and not reported yet. losing says that there are some that the kernel has not told of.
func (c *conn) lost(fd int, losing bool) uint64 {
	if losing {
		_ = c.count(fd)
	}
	if c.unreported.Load() == 0 {
		return 0
	}
	return c.unreported.Swap(0)
}

// Stats says what was received and lost since the socket was opened. Any goroutine may call it, also after Close.
func (c *conn) Stats() (capture.Stats, error) {
	err := c.control(c.count)
	if err != nil && !errors.Is(err, capture.ErrClosed) {
		return capture.Stats{}, err
	}
	lost := c.interfaceLost()
	c.mu.Lock()
	defer c.mu.Unlock()
	if lost > c.before {
		c.sum.InterfaceDropped = max(c.sum.InterfaceDropped, lost-c.before)
	}
	return c.sum, nil
}

// interfaceLost is the number of packets that the interface could not keep since it exists; 0 if the calling thread is in another network namespace, where it cannot be
// asked for.
func (c *conn) interfaceLost() uint64 {
	if c.index == 0 {
		return 0
	}
	s, err := netif.Counters(c.index, c.namespace)
	if err != nil {
		return 0
	}
	return s.Lost()
}

// second is called by readers with the time of a packet, in seconds. Once in a second it looks whether the interface has another name, once in a
// minute it reads the counters.
func (c *conn) second(now uint32) error {
	if now == c.lastSecond {
		return nil
	}
	c.lastSecond = now
	return c.control(func(fd int) error {
		if now-c.lastCount >= countEvery {
			c.lastCount = now
			if err := c.count(fd); err != nil {
				return err
			}
		}
		return c.renamed(fd)
	})
}
