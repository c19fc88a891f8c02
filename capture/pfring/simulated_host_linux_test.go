//go:build amd64 || arm64

package pfring

import (
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

func joined(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (m *module) event() (int, error) {
	m.count(1, 0)
	return m.system.event()
}

func (m *module) control(packet bool) (int, error) {
	m.count(1, 0)
	return m.system.control(false)
}

// poll adds the watermark, and activates.
func (m *module) poll(fds []unix.PollFd, milliseconds int) error {
	if len(fds) == 1 {
		return m.system.poll(fds, milliseconds)
	}
	s := m.at(int(fds[1].Fd))
	s.active.Store(true)
	m.system.drain(s.fd)
	s.waits.Store(true)
	if put, _ := s.ring.counted(); put-atomic.LoadUint64(s.ring.word(offRead)) >= s.mark {
		milliseconds = 0
		fds[1].Revents = unix.POLLIN
	}
	err := m.system.poll(fds, milliseconds)
	s.waits.Store(false)
	return err
}

func (m *module) mmap(fd, length int) (mem []byte, err error) {
	if err := m.note("mmap %d", length); err != nil {
		return nil, err
	}
	s := m.at(fd)
	if s.ring == nil {
		header := s.header()
		_, total := ringBytes(header, s.bucket, m.minSlots)
		if s.memory, err = unix.MemfdCreate("ring", unix.MFD_CLOEXEC); err == nil {
			err = unix.Ftruncate(s.memory, int64(total))
		}
		if err != nil {
			return nil, err
		}
		own, err := m.system.mmap(s.memory, int(total))
		if err != nil {
			return nil, err
		}
		s.ring = newProducer(own, m.slot, header, s.bucket)
	}
	if length%pageSize != 0 || length > len(s.ring.mem) {
		return nil, unix.EINVAL
	}
	m.count(0, 1)
	return m.system.mmap(s.memory, length)
}

func (m *module) munmap(mem []byte) error {
	m.count(0, -1)
	return joined(m.note("munmap %d", len(mem)), m.system.munmap(mem))
}

func (m *module) replace(mem []byte, from, to int) error {
	return joined(m.note("replace %d", len(mem)), m.system.replace(mem, from, to))
}

func (m *module) index(_ int, name string) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if i := m.interfaces[name]; i != nil {
		return i.index, nil
	}
	return 0, unix.ENODEV
}

func (m *module) name(_, index int) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name, i := range m.interfaces {
		if i.index == index {
			return name, nil
		}
	}
	return "", unix.ENODEV
}

func (m *module) hardware(_ int, name string) (uint16, error) { return m.interfaces[name].kind, nil }

func (m *module) up(_ int, name string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.interfaces[name].up, nil
}

func (m *module) member(_, index int, kind uint16) error { return m.note("member %d %d", index, kind) }
func (m *module) stampAll(_ int, name string) error      { return m.note("stamp %s", name) }
func (m *module) namespace(int) uint64                   { return 0 }
func (m *module) lost(int, uint64) uint64                { return 0 }
func (m *module) parameter(name string) string           { return m.parameters[name] }

// put gives a packet to the socket, and wakes whoever waits.
func (s *ringSocket) put(k *packet) bool {
	if !s.active.Load() {
		return false
	}
	ok := s.ring.put(k)
	if s.waits.Load() {
		if put, _ := s.ring.counted(); put-atomic.LoadUint64(s.ring.word(offRead)) >= s.mark {
			s.m.system.signal(s.fd)
		}
	}
	return ok
}

// opened opens a ring of the simulated module; the ring is closed with the test.
func (m *module) opened(t testing.TB, name string, cfg *config) (*Ring, *ringSocket) {
	t.Helper()
	r, err := open(m, name, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r, m.at(r.fd)
}
