package afpacket

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// Sender sends through a ring that it shares with the kernel. WritePacket collects packets there and calls the kernel once for many; Flush does so at
// once. Several goroutines may use it.
type Sender struct {
	conn  conn // not embedded: it receives nothing, and has no methods for that
	opts  sendConfig
	lock  sync.Mutex
	m     *mapping
	kick  func(fd uintptr) bool
	errno error // of the last kick

	frameBytes, framesPerBlock, frames int
	head, tail                         int // where the next packet goes, and the first that the kernel has not taken
	pending                            int // packets between them
	room                               bool
	stats                              SendStats
	failed                             error // of a packet that was refused since the last call returned
	ending                             atomic.Bool
}

const (
	sendOffset      = 32 // of the packet in a frame: TPACKET2_HDRLEN less struct sockaddr_ll
	sendBatch       = 64
	linkAndTags     = 14 + 2*tagLength
	retryFull       = 50 * time.Microsecond
	statusAvailable = 0
	statusRequest   = 1
	statusSending   = 2
	statusWrong     = 4
)

// OpenSender opens an interface for sending. It needs CAP_NET_RAW. It receives nothing.
func OpenSender(name string, opts ...SendOption) (*Sender, error) {
	s := new(Sender)
	for _, o := range opts {
		o(&s.opts)
	}
	cfg, err := newConfig(capture.Live{}, nil)
	if err != nil {
		return nil, err
	}
	cfg.protocol, cfg.version, cfg.bypass, cfg.vnet = 0, V2, s.opts.bypass, s.opts.vnet
	if err = s.conn.init(name, cfg); err == nil {
		err = s.prepare()
	}
	if err == nil {
		err = s.bind()
	}
	if err != nil {
		s.conn.abandon()
		if s.m != nil {
			_ = s.m.close()
		}
		return nil, fmt.Errorf("afpacket: %s: %w", name, err)
	}
	s.kick = s.kickOnce
	return s, nil
}

// prepare makes the ring.
func (s *Sender) prepare() error {
	if s.conn.index == 0 || s.conn.cfg.isCooked {
		return errors.New("sending takes an interface with a link layer")
	}
	longest := s.opts.frame
	if longest == 0 {
		mtu, err := s.conn.mtu()
		if err != nil {
			return err
		}
		longest = mtu + linkAndTags
	}
	if longest < 0 || longest > 1<<20 || s.opts.bytes < 0 || s.opts.bytes > 1<<30 || s.opts.batch < 0 {
		return fmt.Errorf("packets of %d bytes, a ring of %d bytes, batches of %d", longest, s.opts.bytes, s.opts.batch)
	}
	if s.opts.batch == 0 {
		s.opts.batch = sendBatch
	}
	return s.mapRing(longest)
}

func (s *Sender) mapRing(longest int) error {
	s.frameBytes = (sendOffset + vnetLength + longest + llSize + 127) &^ 127
	page := os.Getpagesize()
	block := max((s.frameBytes+page-1)/page*page, 16*page)
	bytes := s.opts.bytes
	if bytes == 0 {
		bytes = defaultSendBytes
	}
	count := max((bytes+block-1)/block, 1)
	s.framesPerBlock = block / s.frameBytes
	s.frames = s.framesPerBlock * count
	s.opts.batch = min(s.opts.batch, max(s.frames/2, 1))
	if err := s.conn.set(unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V2); err != nil {
		return fmt.Errorf("%v: %w", V2, err)
	}
	err := unix.SetsockoptTpacketReq(s.conn.fd, unix.SOL_PACKET, unix.PACKET_TX_RING, &unix.TpacketReq{
		Block_size: uint32(block), Block_nr: uint32(count), Frame_size: uint32(s.frameBytes), Frame_nr: uint32(s.frames),
	})
	if err != nil {
		return fmt.Errorf("ring of %d blocks of %d bytes: %w", count, block, err)
	}
	// What is under way counts as the socket's memory: a packet of the ring and its administration.
	if s.conn.set(unix.SOL_SOCKET, unix.SO_SNDBUFFORCE, 2*block*count) != nil {
		_ = s.conn.set(unix.SOL_SOCKET, unix.SO_SNDBUF, 2*block*count)
	}
	if s.m, err = newMapping(s.conn.fd, block, count); err != nil {
		return os.NewSyscallError("mmap", err)
	}
	return nil
}

func (c *conn) mtu() (int, error) {
	ifr, err := unix.NewIfreq(c.name)
	if err == nil {
		err = unix.IoctlIfreq(c.fd, unix.SIOCGIFMTU, ifr)
	}
	if err != nil {
		return 0, os.NewSyscallError("SIOCGIFMTU", err)
	}
	return int(ifr.Uint32()), nil
}

// bind chooses the interface, with protocol 0, which means that nothing is received.
func (s *Sender) bind() error {
	if err := unix.Bind(s.conn.fd, &unix.SockaddrLinklayer{Ifindex: s.conn.index}); err != nil {
		return s.conn.bindError(err)
	}
	return s.conn.adopt()
}

// frame is the memory of frame i.
func (s *Sender) frame(i int) []byte {
	at := i/s.framesPerBlock*s.m.block + i%s.framesPerBlock*s.frameBytes
	return s.m.mem[at : at+s.frameBytes : at+s.frameBytes]
}

// WritePacket puts one packet into the ring, from its link-layer header on, and waits for room there. A tag in info.VLAN is put into the packet. An error may be that of
// a packet written before. Flush sends what is left.
func (s *Sender) WritePacket(data []byte, info *capture.Info) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	if err := s.put(nil, data, info); err != nil {
		return err
	}
	return s.flushFull()
}

// WriteVNet is WritePacket with a virtio network header, on a Sender that was opened with WithSendVNetHeader.
func (s *Sender) WriteVNet(h *VNetHeader, data []byte) error {
	s.lock.Lock()
	defer s.lock.Unlock()
	if !s.opts.vnet {
		return errors.New("afpacket: the sender was opened without WithSendVNetHeader")
	}
	if err := s.put(h, data, nil); err != nil {
		return err
	}
	return s.flushFull()
}

// WriteBatch sends packets and says how many the interface took: all, if the error is nil. Those behind the first that it did not take are not sent, or are still in the
// ring when the deadline is over.
func (s *Sender) WriteBatch(packets [][]byte) (int, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if err := s.flush(); err != nil {
		return 0, err
	}
	before := s.stats.Sent
	err := s.putAll(packets)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) && !errors.Is(err, capture.ErrClosed) {
		s.withdraw()
	}
	return int(s.stats.Sent - before), err
}

// putAll sends packets up to the first that has no place in the ring, or that the interface does not take.
func (s *Sender) putAll(packets [][]byte) error {
	for _, p := range packets {
		if _, err := s.length(p, false); err != nil {
			if e := s.flush(); e != nil {
				return e
			}
			return err
		}
		if err := s.put(nil, p, nil); err != nil {
			return err
		}
		if err := s.flushFull(); err != nil {
			return err
		}
	}
	return s.flush()
}

// withdraw takes the packets that the kernel has not taken out of the ring.
func (s *Sender) withdraw() {
	for i := s.tail; s.pending > 0; s.pending-- {
		storeStatus(s.frame(i), statusAvailable)
		i = s.next(i)
		s.stats.Queued--
	}
	s.head = s.tail
}

// Flush sends what WritePacket collected. The interface has taken it all if the error is nil.
func (s *Sender) Flush() error {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.flush()
}

func (s *Sender) flushFull() error {
	if s.pending < s.opts.batch {
		return nil
	}
	return s.flush()
}

// put writes one packet into the frame at the head, when it is free.
func (s *Sender) put(h *VNetHeader, data []byte, info *capture.Info) error {
	if s.ending.Load() {
		return capture.ErrClosed
	}
	tagged := info != nil && info.VLAN.Present && len(data) >= macPair
	n, err := s.length(data, tagged)
	if err != nil {
		return err
	}
	f := s.frame(s.head)
	for loadStatus(f) != statusAvailable {
		if err := s.waitForRoom(); err != nil {
			return err
		}
	}
	b := f[sendOffset:]
	if s.opts.vnet {
		clear(b[:vnetLength])
		if h != nil {
			h.put(b)
		}
		b = b[vnetLength:]
	}
	if tagged {
		copy(b, data[:macPair])
		copy(b[macPair:], tagBytes(info.VLAN))
		b, data = b[macPair+tagLength:], data[macPair:]
	}
	copy(b, data)
	word.PutUint32(f[v2Length:], uint32(n))
	storeStatus(f, statusRequest)
	s.head = s.next(s.head)
	s.pending++
	s.stats.Queued++
	return nil
}

// length is that of a packet in the ring.
func (s *Sender) length(data []byte, tagged bool) (int, error) {
	n := len(data)
	if tagged {
		n += tagLength
	}
	if s.opts.vnet {
		n += vnetLength
	}
	if len(data) == 0 || n > s.frameBytes-sendOffset-llSize {
		return 0, fmt.Errorf("afpacket: %s: packet of %d bytes: 1 to %d", s.conn.name, len(data), s.frameBytes-sendOffset-llSize-vnetLength)
	}
	return n, nil
}

// waitForRoom sends what is there and waits until the first frame of the ring is free.
func (s *Sender) waitForRoom() error {
	if err := s.flush(); err != nil {
		return err
	}
	s.room = true
	defer func() { s.room = false }()
	return s.call()
}

// flush calls the kernel until it has taken all packets.
func (s *Sender) flush() error {
	for s.pending > 0 {
		before := s.pending
		if err := s.call(); err != nil {
			return err
		}
		s.account()
		switch {
		case s.failed != nil:
			err := s.failed
			s.failed = nil
			return err
		case s.errno == unix.ENOBUFS:
			s.stats.Full++
			time.Sleep(retryFull)
		case s.errno != nil && s.errno != unix.EAGAIN:
			return s.fail()
		case s.errno == nil && s.pending == before:
			return fmt.Errorf("afpacket: %s: the kernel takes nothing from the transmit ring", s.conn.name)
		}
	}
	return nil
}

// fail says what an error of the kernel means.
func (s *Sender) fail() error {
	var err error
	if e := s.conn.control(func(fd int) error { err = s.conn.failure(fd, s.errno); return nil }); e != nil {
		return e
	}
	return err
}

// call runs the kick under the poller, which minds deadline and closing.
func (s *Sender) call() error {
	err := s.conn.closing(s.conn.raw.Write(s.kick))
	if errors.Is(err, os.ErrDeadlineExceeded) && s.ending.Load() {
		return capture.ErrClosed // the deadline is that of Close
	}
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) && !errors.Is(err, capture.ErrClosed) {
		s.conn.pause()
		err = nil
	}
	return err
}

// kickOnce asks the kernel to send. It returns false to wait for the socket to be writable: when nothing could be taken, or there is no room.
func (s *Sender) kickOnce(fd uintptr) bool {
	if s.room {
		return loadStatus(s.frame(s.head)) == statusAvailable
	}
	_, _, errno := unix.Syscall6(unix.SYS_SENDTO, fd, 0, 0, unix.MSG_DONTWAIT, 0, 0)
	s.errno = nil
	if errno != 0 {
		s.errno = errno
	}
	if errno == unix.EINTR {
		return s.kickOnce(fd)
	}
	return errno != unix.EAGAIN || loadStatus(s.frame(s.tail)) != statusRequest
}

// account counts the packets that the kernel has taken since the last time.
func (s *Sender) account() {
	for s.pending > 0 {
		f := s.frame(s.tail)
		status := loadStatus(f)
		switch {
		case status&statusWrong != 0:
			s.stats.Rejected++
			s.failed = fmt.Errorf("afpacket: %s: the kernel refuses a packet of %d bytes: %w", s.conn.name, word.Uint32(f[v2Length:]), s.errno)
			s.drop()
			continue
		case status == statusRequest:
			return
		default:
			s.stats.Sent++
			s.stats.Bytes += uint64(word.Uint32(f[v2Length:]))
			if s.opts.vnet {
				s.stats.Bytes -= vnetLength
			}
		}
		s.tail = s.next(s.tail)
		s.pending--
	}
}

func (s *Sender) next(i int) int {
	if i++; i == s.frames {
		return 0
	}
	return i
}

// drop takes the packet at the tail out of the ring. The kernel comes back to the frame of a packet that it refused, so those behind it move up.
func (s *Sender) drop() {
	i := s.tail
	for n := s.next(i); n != s.head; i, n = n, s.next(n) {
		copy(s.frame(i)[v2Length:], s.frame(n)[v2Length:])
		storeStatus(s.frame(i), statusRequest)
	}
	storeStatus(s.frame(i), statusAvailable)
	s.head = i
	s.pending--
}

// LinkType is what the first bytes of packets are.
func (s *Sender) LinkType() capture.LinkType { return s.conn.link }

// Interface is the name of the interface as it was opened, and its index.
func (s *Sender) Interface() (name string, index int) { return s.conn.Interface() }

// SetWriteDeadline sets the time at which waiting for room ends with os.ErrDeadlineExceeded; zero: never.
func (s *Sender) SetWriteDeadline(t time.Time) error { return s.conn.SetWriteDeadline(t) }

// SendStats says what was sent since the sender was opened.
func (s *Sender) SendStats() SendStats {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.stats
}

// Close sends what is left, as far as the kernel takes it at once, and closes the socket. A goroutine that waits for room gets capture.ErrClosed.
func (s *Sender) Close() error {
	s.ending.Store(true)
	_ = s.SetWriteDeadline(time.Now().Add(closeTime))
	_ = s.Flush()
	if s.conn.closed.Swap(true) {
		return nil
	}
	err := s.conn.file.Close()
	s.lock.Lock()
	defer s.lock.Unlock()
	return errors.Join(err, s.m.close())
}

const closeTime = 100 * time.Millisecond
