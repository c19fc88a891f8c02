package pfring

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// largestRing is the most memory that a module gives a ring, with some room.
const largestRing = 1 << 33

// prepare does what has to be done before the memory of the ring is made: it freezes the size of slots and the form of headers.
func (s *socket) prepare(bucket int, channels bool) error {
	if err := s.set(soBucketLen, 4, uint64(bucket)); err != nil {
		return fmt.Errorf("snap length of %d bytes: %w", bucket, err)
	}
	if !s.cfg.longHeader {
		if err := s.set(soShortHeader, 4, 1); err != nil {
			return fmt.Errorf("short header: %w", err)
		}
	}
	if err := s.attach(); err != nil {
		return err
	}
	if !channels {
		return nil
	}
	if err := s.set(soChannel, 8, s.cfg.channels); err != nil {
		if s.module.QuickMode && errors.Is(err, unix.EINVAL) {
			return fmt.Errorf("a second socket for the same channels: %w", ErrQuickMode)
		}
		return fmt.Errorf("channels %#x: %w", s.cfg.channels, err)
	}
	return nil
}

// probe maps the first page, which makes the memory of the ring, and looks which version the module is. It returns the size of the ring and the page.
func (s *socket) probe() (total int, page []byte, err error) {
	size := os.Getpagesize()
	if page, err = s.k.mmap(s.fd, size); err != nil {
		return 0, nil, os.NewSyscallError("mmap", err)
	}
	version, all := order.Uint16(page), order.Uint64(page[16:])
	s.module.SlotVersion, s.module.MinSlots = int(version), int(order.Uint32(page[4:]))
	switch {
	case !knownSlots(version):
		err = &VersionError{Module: s.module.Version, Slot: int(version)}
	case all%uint64(size) != 0 || all < infoSize+uint64(size) || all > largestRing:
		err = fmt.Errorf("%w: a ring of %d bytes", ErrDamaged, all)
	}
	if err != nil {
		_ = s.k.munmap(page)
		return 0, nil, err
	}
	return int(all), page, nil
}

// mapRing maps the ring.
func (s *socket) mapRing() (mem []byte, rd *reader, err error) {
	total, page, err := s.probe()
	if err != nil {
		return nil, nil, err
	}
	if err := s.k.munmap(page); err != nil {
		return nil, nil, os.NewSyscallError("munmap", err)
	}
	if mem, err = s.k.mmap(s.fd, total); err != nil {
		return nil, nil, fmt.Errorf("ring of %d bytes: %w", total, os.NewSyscallError("mmap", err))
	}
	var header [2]byte
	if err = s.k.get(s.fd, soHeaderLen, header[:]); err == nil {
		if n := int(order.Uint16(header[:])); !headerKnown(uint16(s.module.SlotVersion), n) {
			err = &VersionError{Module: s.module.Version, Slot: s.module.SlotVersion, Header: n}
		} else {
			rd, err = newReader(mem, n)
		}
	}
	if err != nil {
		_ = s.k.munmap(mem)
		return nil, nil, err
	}
	return mem, rd, nil
}

// configure sets all else, before anything can be captured.
func (s *socket) configure() error {
	c := s.cfg
	direction := uint64(0)
	switch {
	case c.live.Direction == capture.Outbound:
		direction = directionSent
	case c.live.Direction == capture.Inbound, s.loops && len(c.more) == 0 && !s.module.QuickMode:
		direction = directionReceived
	}
	for _, o := range []struct {
		wanted       bool
		option, size int
		value        uint64
		what         string
	}{
		{direction != 0, soDirection, 4, direction, "direction"},
		{true, soWatermark, 2, uint64(c.watermark), "watermark"},
		{c.sampling > 1, soSampling, 4, uint64(c.sampling), "sampling"},
		{c.hasVLAN, soVLAN, 2, uint64(c.vlan), "VLAN"},
	} {
		if o.wanted {
			if err := s.set(o.option, o.size, o.value); err != nil {
				return fmt.Errorf("%s: %w", o.what, err)
			}
		}
	}
	if err := s.applicationName(); err != nil {
		return err
	}
	if len(c.live.Filter) > 0 {
		if err := s.attachFilter(c.live.Filter); err != nil {
			return err
		}
	}
	if err := s.join(); err != nil {
		return err
	}
	if c.live.Promiscuous {
		if err := s.set(soPromiscuous, 4, 1); err != nil {
			return fmt.Errorf("promiscuous mode: %w", err)
		}
	}
	if c.live.Clock == capture.HardwareClock {
		if err := s.k.stampAll(s.ctl, s.name); err != nil {
			return fmt.Errorf("the interface has no clock for all packets (SIOCSHWTSTAMP): %w", err)
		}
	}
	return nil
}

func (s *socket) applicationName() error {
	if s.cfg.application == "" {
		return nil
	}
	if err := s.k.set(s.fd, soApplication, []byte(s.cfg.application)); err != nil {
		return fmt.Errorf("name of the application: %w", err)
	}
	return nil
}

// attachFilter attaches a program. The module takes those of one instruction and ignores them, so they get a second one, which loads what they find in any case.
func (s *socket) attachFilter(code []bpf.RawInstruction) error {
	if len(code) > mostInstruction {
		return fmt.Errorf("filter of %d instructions, at most %d", len(code), mostInstruction)
	}
	prog := make([]unix.SockFilter, 0, len(code)+1)
	if len(code) == 1 {
		prog = append(prog, unix.SockFilter{Code: unix.BPF_LD | unix.BPF_IMM})
	}
	for _, ins := range code {
		prog = append(prog, unix.SockFilter{Code: ins.Op, Jt: ins.Jt, Jf: ins.Jf, K: ins.K})
	}
	if err := s.k.attachFilter(s.fd, prog); err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	return nil
}

// join makes the socket a member of its cluster.
func (s *socket) join() error {
	c := s.cfg.cluster
	if c == nil {
		return nil
	}
	var b []byte
	if s.module.SlotVersion >= slotQueues {
		if c.ID > largestCluster {
			return fmt.Errorf("cluster %d: 1 to %d", c.ID, largestCluster)
		}
		queue, options := uint16(anyQueue), uint32(0)
		if c.Fixed {
			queue = uint16(c.Queue)
		}
		if c.Relaxed {
			options = relaxed
		}
		b = order.AppendUint16(order.AppendUint16(nil, uint16(c.ID)), queue)
		b = order.AppendUint32(order.AppendUint32(b, options), uint32(c.Distribution))
	} else {
		if c.Relaxed || c.Fixed && !s.cfg.group {
			return fmt.Errorf("cluster: pf_ring module %s knows no queues: %w", s.module.Version, errors.ErrUnsupported)
		}
		b = order.AppendUint32(order.AppendUint32(nil, c.ID), uint32(c.Distribution))
	}
	err := s.k.set(s.fd, soAddToCluster, b)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.EBUSY):
		_ = s.k.set(s.fd, soRemoveCluster, nil) // the module leaves the socket in between
		return fmt.Errorf("cluster %d, queue %d: %w: %w", c.ID, c.Queue, ErrQueueTaken, err)
	}
	return fmt.Errorf("cluster %d of %v: %w", c.ID, c.Distribution, err)
}

// ReadModule says which module is loaded. It opens a socket for that, so it takes CAP_NET_RAW, and about a tenth of a second, which the module takes to close it.
func ReadModule() (Module, error) {
	s := new(socket)
	err := s.init(system{}, anyInterface, &config{})
	if errors.Is(err, ErrQuickMode) { // no socket can be bound to all interfaces then, but this one is not bound at all
		err = nil
	}
	if err == nil {
		var page []byte
		if _, page, err = s.probe(); err == nil {
			err = s.k.munmap(page)
		}
	}
	s.abandon()
	if err != nil {
		return s.module, fmt.Errorf("pfring: %w", err)
	}
	if n, e := strconv.Atoi(s.k.parameter("min_num_slots")); e == nil {
		s.module.MinSlots = n
	}
	return s.module, nil
}
