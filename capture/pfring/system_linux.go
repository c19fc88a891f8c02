package pfring

import (
	"math/bits"
	"os"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture/netif"
)

// system is the kernel that the process runs on.
type system struct{}

// ethPAll is ETH_P_ALL in network byte order.
func ethPAll() int {
	const all = 3
	if order.Uint16([]byte{1, 0}) == 1 {
		return int(bits.ReverseBytes16(all))
	}
	return all
}

func (system) socket() (int, error) {
	return unix.Socket(family, unix.SOCK_RAW|unix.SOCK_CLOEXEC, ethPAll())
}

func (system) close(fd int) error { return unix.Close(fd) }

// bind calls bind(2) itself: x/sys would write the family of packet sockets into the address.
func (system) bind(fd int, address []byte) error {
	// Sound: the kernel reads the bytes before the call returns.
	_, _, errno := unix.Syscall(unix.SYS_BIND, uintptr(fd), uintptr(unsafe.Pointer(&address[0])), uintptr(len(address)))
	return failed(errno)
}

func (system) set(fd, option int, value []byte) error {
	return unix.SetsockoptString(fd, 0, option, string(value))
}

func (system) get(fd, option int, value []byte) error {
	size := uint32(len(value))
	// Sound: the kernel reads and writes at most size bytes before the call returns.
	_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), 0, uintptr(option), uintptr(unsafe.Pointer(&value[0])), uintptr(unsafe.Pointer(&size)), 0)
	return failed(errno)
}

func failed(errno unix.Errno) error {
	if errno != 0 {
		return errno
	}
	return nil
}

func (system) attachFilter(fd int, code []unix.SockFilter) error {
	err := unix.SetsockoptSockFprog(fd, 0, soAttachFilter, &unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]})
	runtime.KeepAlive(code)
	return err
}

// nowhere is the address that sending wants to see and does not read.
var nowhere slotAddress

func (system) send(fd int, data []byte) error {
	// Sound: the kernel reads both before the call returns. Nobody writes to the address.
	_, _, errno := unix.Syscall6(unix.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(&data[0])), uintptr(len(data)), 0,
		uintptr(unsafe.Pointer(&nowhere)), unsafe.Sizeof(nowhere))
	return failed(errno)
}

func (system) event() (int, error) { return unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK) }

func (system) signal(fd int) {
	_, _ = unix.Write(fd, order.AppendUint64(nil, 1)) // it fails if 2⁶⁴-2 signals wait already
}

func (system) drain(fd int) {
	var count [8]byte
	_, _ = unix.Read(fd, count[:]) // it fails if none waits
}

func (system) poll(fds []unix.PollFd, milliseconds int) error {
	_, err := unix.Poll(fds, milliseconds)
	return err
}

func (system) mmap(fd, length int) ([]byte, error) {
	p, err := unix.MmapPtr(fd, 0, nil, uintptr(length), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	// Sound: p is the start of as many bytes, which the kernel has just mapped, and which are not Go's.
	return unsafe.Slice((*byte)(p), length), nil
}

func (system) munmap(mem []byte) error {
	// Sound: it is a whole mapping, of which nobody holds a part.
	return unix.MunmapPtr(unsafe.Pointer(&mem[0]), uintptr(len(mem)))
}

func (system) replace(mem []byte, from, to int) error {
	n := uintptr(len(mem))
	p, err := unix.MmapPtr(-1, 0, nil, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE|unix.MAP_NORESERVE)
	if err != nil {
		return err
	}
	// Sound: p is the start of n bytes, just mapped.
	copy(unsafe.Slice((*byte)(p), n)[from:to], mem[from:to])
	// Sound: both ranges are whole mappings. The kernel moves the one over the other in one step: other threads see the one or the other, never a hole.
	_, err = unix.MremapPtr(p, n, unsafe.Pointer(&mem[0]), n, unix.MREMAP_MAYMOVE|unix.MREMAP_FIXED)
	if err != nil {
		_ = unix.MunmapPtr(p, n)
	}
	return err
}

func (system) control(packet bool) (int, error) {
	if packet {
		return unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0) // it takes no packets
	}
	return unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
}

func (system) index(fd int, name string) (int, error) {
	ifr, err := ask(fd, name, unix.SIOCGIFINDEX)
	if err != nil {
		return 0, err
	}
	return int(ifr.Uint32()), nil
}

func (system) name(fd, index int) (string, error) {
	ifr, err := unix.NewIfreq("")
	if err != nil {
		return "", err
	}
	ifr.SetUint32(uint32(index))
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFNAME, ifr); err != nil {
		return "", err
	}
	return ifr.Name(), nil
}

func (system) hardware(fd int, name string) (uint16, error) {
	ifr, err := ask(fd, name, unix.SIOCGIFHWADDR)
	if err != nil {
		return 0, err
	}
	return ifr.Uint16(), nil
}

func (system) up(fd int, name string) (bool, error) {
	ifr, err := ask(fd, name, unix.SIOCGIFFLAGS)
	if err != nil {
		return false, err
	}
	return ifr.Uint16()&unix.IFF_UP != 0, nil
}

func ask(fd int, name string, request uint) (*unix.Ifreq, error) {
	ifr, err := unix.NewIfreq(name)
	if err != nil {
		return nil, err
	}
	return ifr, unix.IoctlIfreq(fd, request, ifr)
}

func (system) member(fd, index int, kind uint16) error {
	return unix.SetsockoptPacketMreq(fd, unix.SOL_PACKET, unix.PACKET_ADD_MEMBERSHIP, &unix.PacketMreq{Ifindex: int32(index), Type: kind})
}

// stampAll lets the card note the time of all packets. What others have set for sending stays.
func (system) stampAll(fd int, name string) error {
	cfg := unix.HwTstampConfig{}
	if now, err := unix.IoctlGetHwTstamp(fd, name); err == nil {
		if cfg = *now; cfg.Rx_filter == unix.HWTSTAMP_FILTER_ALL {
			return nil
		}
	}
	cfg.Rx_filter = unix.HWTSTAMP_FILTER_ALL
	return unix.IoctlSetHwTstamp(fd, name, &cfg)
}

func (system) namespace(fd int) uint64 {
	cookie, _ := unix.GetsockoptUint64(fd, unix.SOL_SOCKET, unix.SO_NETNS_COOKIE) // 0: not known
	return cookie
}

func (system) lost(index int, namespace uint64) uint64 {
	s, err := netif.Counters(index, namespace)
	if err != nil {
		return 0
	}
	return s.Lost()
}

func (system) parameter(name string) string {
	b, _ := os.ReadFile("/sys/module/pf_ring/parameters/" + name)
	return strings.TrimSpace(string(b))
}
