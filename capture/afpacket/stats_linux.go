package afpacket

import (
	"errors"
	"os"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// statistics adds up the counters of a socket, which the kernel sets to zero whenever they are read.
type statistics struct {
	mu         sync.Mutex
	sum        capture.Stats
	unreported uint64 // of the dropped packets, those that no Info.Dropped has yet
	current    string // the name that the interface had when it was last looked at
	lastSecond uint32 // of a packet, when it was
	lastCount  uint32 // the same for reading the counters
}

// countEvery is how often a busy reader reads the kernel's counters, in seconds of packet time: they have 32 bits, and wrap around after
// seven minutes at ten million packets a second.
const countEvery = 60

func (c *conn) startStatistics() {
	if c.current == "" {
		c.current, _ = interfaceName(c.fd, c.index)
	}
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
	c.unreported += uint64(drops)
	return nil
}

// lost takes the number of packets that were dropped and not reported yet.
func (c *conn) lost(fd int) uint64 {
	if c.count(fd) != nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.unreported
	c.unreported = 0
	return n
}

// Stats says what was received and lost since the socket was opened. Any goroutine may call it, also after Close.
func (c *conn) Stats() (capture.Stats, error) {
	err := c.control(c.count)
	if err != nil && !errors.Is(err, capture.ErrClosed) {
		return capture.Stats{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sum, nil
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
