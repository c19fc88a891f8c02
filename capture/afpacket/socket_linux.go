package afpacket

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// Socket is a packet socket without a ring: packets are copied by recvmmsg(2), up to 32 in a call. It is a capture.LiveSource that takes no memory from the
// kernel but the receive buffer, and costs more time per packet than a Ring.
type Socket struct {
	conn
	receive func(fd uintptr) bool
	err     error
	end     error // of receive

	msgs  []message
	iovs  []unix.Iovec
	slots []slot
	count int // messages of the last call
	at    int // the next one
	infos []capture.Info

	lentCount int
	dropped   uint32 // what the last packet said of lost packets
}

// message is struct mmsghdr.
type message struct {
	header unix.Msghdr
	length uint32
}

// slot is where one packet is received.
type slot struct {
	from    [llSize]byte // struct sockaddr_ll
	control [controlSize]byte
	data    []byte // room in front, then the packet
	aux     auxdata
	start   int // where the packet begins,
	end     int // ends,
	network int // and its network layer begins
}

var _ capture.LiveSource = (*Socket)(nil)

// OpenSocket opens an interface, or all with the name "any", without a ring. It needs CAP_NET_RAW.
func OpenSocket(name string, live capture.Live, opts ...Option) (*Socket, error) {
	cfg, err := newConfig(live, opts)
	if err != nil {
		return nil, err
	}
	s := new(Socket)
	if err = s.init(name, cfg); err == nil {
		err = s.prepare()
	}
	if err == nil {
		err = s.attach()
	}
	if err != nil {
		s.abandon()
		return nil, fmt.Errorf("afpacket: %s: %w", name, err)
	}
	s.allocate()
	return s, nil
}

// prepare asks for what stands beside each packet, and for room.
func (s *Socket) prepare() error {
	if err := s.set(unix.SOL_PACKET, unix.PACKET_AUXDATA, 1); err != nil {
		return fmt.Errorf("PACKET_AUXDATA: %w", err)
	}
	if err := s.set(unix.SOL_SOCKET, unix.SO_RXQ_OVFL, 1); err != nil {
		return fmt.Errorf("SO_RXQ_OVFL: %w", err)
	}
	if err := s.set(unix.SOL_SOCKET, unix.SO_TIMESTAMPNS_NEW, 1); err != nil {
		return fmt.Errorf("SO_TIMESTAMPNS: %w", err)
	}
	if s.cfg.live.Clock == capture.HardwareClock {
		if err := s.set(unix.SOL_SOCKET, unix.SO_TIMESTAMPING_NEW, unix.SOF_TIMESTAMPING_RX_HARDWARE|unix.SOF_TIMESTAMPING_RAW_HARDWARE); err != nil {
			return fmt.Errorf("SO_TIMESTAMPING: %w", err)
		}
	}
	buffer := s.cfg.live.Buffer
	if buffer == 0 {
		buffer = DefaultBuffer
	}
	buffer = min(buffer, 1<<30) / 2 // the kernel doubles it
	if s.set(unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, buffer) != nil {
		// Without CAP_NET_ADMIN there is what net.core.rmem_max allows.
		if err := s.set(unix.SOL_SOCKET, unix.SO_RCVBUF, buffer); err != nil {
			return fmt.Errorf("SO_RCVBUF: %w", err)
		}
	}
	return nil
}

// allocate makes the memory that packets are received in. Of a slot only the pages that packets reach become real.
func (s *Socket) allocate() {
	s.receive = s.receiveOnce
	s.msgs, s.iovs, s.slots = make([]message, plainBatch), make([]unix.Iovec, plainBatch), make([]slot, plainBatch)
	s.infos = make([]capture.Info, plainBatch)
	front := headroom
	if s.cfg.vnet {
		front += vnetLength
	}
	size := front + s.cfg.live.SnapLen
	memory := make([]byte, plainBatch*size)
	for i := range s.slots {
		sl := &s.slots[i]
		sl.data = memory[i*size : (i+1)*size : (i+1)*size]
		h := &s.msgs[i].header
		h.Name = &sl.from[0]
		h.Control = &sl.control[0]
		s.iovs[i].Base = &sl.data[headroom]
		s.iovs[i].SetLen(size - headroom)
		h.Iov = &s.iovs[i]
		h.SetIovlen(1)
	}
}

// Next waits for the next packet. It and its Info are lent until the next call of Next or NextBatch; see capture.Source and capture.LiveSource.
func (s *Socket) Next() ([]byte, *capture.Info, error) {
	if s.at == s.count || s.closed.Load() {
		if err := s.advance(); err != nil {
			return nil, nil, err
		}
	}
	i := s.at
	s.at++
	s.lentCount = 1
	return s.packet(i), &s.infos[i], nil
}

// NextBatch waits for a packet and gives all that were received with it, at most len(recs). They are lent until the next call of Next or
// NextBatch.
func (s *Socket) NextBatch(recs []capture.Record) (int, error) {
	if len(recs) == 0 {
		return 0, nil
	}
	if s.at == s.count || s.closed.Load() {
		if err := s.advance(); err != nil {
			return 0, err
		}
	}
	n := min(len(recs), s.count-s.at)
	for k := range n {
		recs[k] = capture.Record{Data: s.packet(s.at), Info: &s.infos[s.at]}
		s.at++
	}
	s.lentCount = n
	return n, nil
}

func (s *Socket) advance() error {
	if s.err != nil {
		return s.err
	}
	s.at, s.count, s.lentCount = 0, 0, 0
	for s.count == 0 {
		s.end = nil
		err := s.raw.Read(s.receive)
		switch {
		case s.closed.Load():
			s.err = capture.ErrClosed
			return s.err
		case errors.Is(err, os.ErrDeadlineExceeded):
			return err
		case err != nil:
			s.pause()
		case errors.Is(s.end, capture.ErrGone):
			s.err = s.end
			return s.err
		case s.end != nil:
			return s.end
		}
	}
	return s.second(uint32(s.infos[0].Time.Sec))
}

// receiveOnce reads what is there, and says whether there was something.
func (s *Socket) receiveOnce(fd uintptr) bool {
	for i := range s.msgs {
		h := &s.msgs[i].header
		h.Namelen = llSize
		h.SetControllen(controlSize)
	}
	// Sound: the messages point to memory that s keeps (allocate), and the kernel writes to it before the call returns.
	n, _, errno := unix.Syscall6(unix.SYS_RECVMMSG, fd, uintptr(unsafe.Pointer(&s.msgs[0])), uintptr(len(s.msgs)), unix.MSG_DONTWAIT, 0, 0)
	switch errno {
	case 0:
		s.count = int(n)
		for i := range s.count {
			s.describe(i)
		}
	case unix.EAGAIN:
		return false
	case unix.EINTR:
		return s.receiveOnce(fd)
	default:
		s.end = s.failure(int(fd), errno)
	}
	return true
}

// Details is what else the kernel says of packet i of those that were lent last: 0 after Next.
func (s *Socket) Details(i int) (Details, error) {
	if i < 0 || i >= s.lentCount {
		return Details{}, fmt.Errorf("afpacket: no packet %d is lent", i)
	}
	sl := &s.slots[s.at-s.lentCount+i]
	d := detailsOf(sl.from[:])
	d.Status, d.Network = Status(sl.aux.status), sl.network-sl.start
	if s.cfg.vnet {
		d.VNet = parseVNet(sl.data[sl.start-vnetLength:])
	}
	return d, nil
}

// Close ends the capture and wakes a reader that waits, which gets capture.ErrClosed. Data that is lent stays as it is until the reader's
// next call.
func (s *Socket) Close() error {
	if !s.shut() {
		return nil
	}
	return s.file.Close()
}
