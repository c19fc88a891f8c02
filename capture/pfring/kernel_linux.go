package pfring

import (
	"golang.org/x/sys/unix"
)

// Numbers of the module's options, all of level 0.
const (
	family = 27 // PF_RING; Linux calls it AF_IB

	soAttachFilter  = 26
	soDetachFilter  = 27
	soAddToCluster  = 99
	soRemoveCluster = 100
	soSampling      = 105
	soActivate      = 106
	soBucketLen     = 107
	soChannel       = 108
	soApplication   = 110
	soDirection     = 111
	soDeactivate    = 116
	soWatermark     = 117

	soShortHeader     = 127
	soPromiscuous     = 140
	soVLAN            = 141
	soRingVersion     = 170
	soHeaderLen       = 179
	soBoundAddress    = 177
	soBoundIndex      = 184
	indexAny          = 0x7ffffffe
	indexNone         = 0x7ffffffd
	directionReceived = 1
	directionSent     = 2
)

// kernel is what the package asks of the system. Every call is one system call, or names one: so tests see their order and their exact arguments.
type kernel interface {
	// Sockets of the module.
	socket() (fd int, err error)
	bind(fd int, address []byte) error
	set(fd, option int, value []byte) error
	get(fd, option int, value []byte) error // into value, which is also what the module may read
	attachFilter(fd int, code []unix.SockFilter) error
	send(fd int, data []byte) error
	close(fd int) error

	// Waiting.
	event() (fd int, err error)
	signal(fd int)
	drain(fd int)
	poll(fds []unix.PollFd, milliseconds int) error

	// Memory.
	mmap(fd, length int) ([]byte, error)
	munmap(mem []byte) error
	replace(mem []byte, from, to int) error // all of it by memory of the process, with a copy of this part, in one step

	// Interfaces, asked through a socket of another family, which belongs to the network namespace that it was opened in.
	control(packet bool) (fd int, err error)
	index(fd int, name string) (int, error)
	name(fd, index int) (string, error)
	hardware(fd int, name string) (kind uint16, err error)
	up(fd int, name string) (bool, error)
	member(fd, index int, kind uint16) error
	stampAll(fd int, name string) error
	namespace(fd int) uint64
	lost(index int, namespace uint64) uint64

	// parameter of the module, "" if there is none.
	parameter(name string) string
}
