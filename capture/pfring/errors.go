package pfring

import (
	"errors"
	"fmt"
)

// Reasons for which a ring cannot be opened or read, besides those of the operating system: os.ErrPermission without CAP_NET_RAW, unix.ENOMEM with 512 sockets open.
var (
	// ErrNoModule: the kernel knows no sockets of this family, since the module pf_ring is not loaded.
	ErrNoModule = errors.New("the kernel module pf_ring is not loaded")
	// ErrZeroCopy: the name asks for ZC, or for the driver of a vendor ("zc:eth0", "nt:0"), which only closed libraries can open.
	ErrZeroCopy = errors.New("drivers of ZC and of vendors are closed libraries; the plain name of the interface opens it with one copy")
	// ErrQuickMode: the module was loaded with quick_mode=1 and would ignore what was asked for without a word.
	ErrQuickMode = errors.New("the module runs in quick_mode, which does not do that")
	// ErrNotEthernet: the module takes Ethernet and loopback interfaces only.
	ErrNotEthernet = errors.New("neither an Ethernet nor a loopback interface")
	// ErrQueueTaken: another socket has this queue of the cluster.
	ErrQueueTaken = errors.New("the queue of the cluster is taken")
	// ErrDamaged: the memory of the ring contradicts itself. It is not read any further.
	ErrDamaged = errors.New("the ring is damaged")
)

// VersionError says that the module's packets have a form that this package does not know.
type VersionError struct {
	Module string // version of the module, "7.6.0"
	Slot   int    // version of its slots
	Header int    // bytes in front of a packet, if it is that which is not known; otherwise 0
}

func (e *VersionError) Error() string {
	if e.Header != 0 {
		return fmt.Sprintf("pf_ring module %s has slot version %d with headers of %d bytes; known are %d, and %d or %d", e.Module, e.Slot, e.Header, shortHeader, longHeader8, longHeader)
	}
	return fmt.Sprintf("pf_ring module %s has slot version %d; slot versions 18, 20 and 21 can be read", e.Module, e.Slot)
}

// Is reports whether target is errors.ErrUnsupported.
func (e *VersionError) Is(target error) bool { return target == errors.ErrUnsupported }
