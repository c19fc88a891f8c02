package capture

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/net/bpf"
)

// Live says how an interface is to be read, in the terms that all packages of live capture share: those below capture open
// an interface with its name, a Live, and options of their own, and give a [LiveSource]. A program that goes from one to
// another changes the name of the package. The zero value means whole packets of both directions, not promiscuous.
type Live struct {
	// SnapLen is the number of bytes kept of each packet; 0: all of them.
	SnapLen int
	// Promiscuous asks the interface for all packets that it sees. Interfaces count such wishes: closing takes back
	// this one only.
	Promiscuous bool
	// AllMulticast asks the interface for all groups.
	AllMulticast bool
	// Filter is attached before the first packet can be seen: bpf.Program.Raw of an expression that was compiled with
	// bpf.ForSocket. Empty: all packets. What it returns, bytes to keep, is bounded by SnapLen.
	Filter []bpf.RawInstruction
	// Direction restricts the packets to those that come in or go out; DirectionUnknown: both.
	Direction Direction
	// Buffer is the size in bytes of the kernel's memory for packets that wait; 0: the package's default.
	Buffer int
	// Delay is how long a packet may wait for others, to be delivered together with them; 0: the package's default.
	Delay time.Duration
	// Immediate delivers each packet when it arrives, at the price of more time per packet.
	Immediate bool
	// Clock chooses who notes the time of packets. The hardware's clock is switched on for all packets of the interface (SIOCSHWTSTAMP, which needs
	// CAP_NET_ADMIN); where there is none that is an error. It stays on, since others may use it. The packages' Details say for each packet whose
	// time it has.
	Clock Clock
}

// Clock says who notes the time of a packet.
type Clock uint8

// Clocks.
const (
	KernelClock   Clock = iota // the kernel, when it gets the packet from the driver
	HardwareClock              // the network card, in the time of its own clock
)

// LiveSource is an open interface. Besides what the methods of Source promise:
//
// An error that passes does not end the source, and Next may be called again: os.ErrDeadlineExceeded, and an
// *InterfaceError of ErrDown or ErrRenamed. Stats may be called by any goroutine. Close may be called at any time by any goroutine; data
// that is lent then stays as it is until the reader's next call.
type LiveSource interface {
	Source
	BatchSink

	// NextBatch waits for a packet as Next does and then gives as many as have arrived, at most len(recs). All are lent until
	// the next call of Next or NextBatch. The number is at least 1 if the error is nil and len(recs) is not 0.
	NextBatch(recs []Record) (int, error)

	// SetReadDeadline sets the time at which waiting ends with os.ErrDeadlineExceeded; zero: never. It may be called while
	// another goroutine waits.
	SetReadDeadline(t time.Time) error

	// Interface is the name of the interface as it was opened, and its index; 0 for all interfaces.
	Interface() (name string, index int)
}

// What happens to an interface while it is read. They stand in an InterfaceError.
var (
	ErrDown    = errors.New("interface is down")
	ErrGone    = errors.New("interface has disappeared")
	ErrRenamed = errors.New("interface has been renamed")
)

// InterfaceError says what happened to an interface. ErrDown and ErrRenamed are reported once each time, and reading may go on: packets
// come again when the interface is up. A new name is noticed with the first packets that come under it, at most a second late; an interface is
// down, and reported so, while it gets one. ErrGone is the end.
type InterfaceError struct {
	Name    string // as it was opened
	Index   int
	NewName string // of a renamed interface
	Err     error  // ErrDown, ErrGone, ErrRenamed
}

func (e *InterfaceError) Error() string {
	if e.NewName != "" {
		return fmt.Sprintf("capture: %s (index %d): %v, to %s", e.Name, e.Index, e.Err, e.NewName)
	}
	return fmt.Sprintf("capture: %s (index %d): %v", e.Name, e.Index, e.Err)
}

// Unwrap returns Err.
func (e *InterfaceError) Unwrap() error { return e.Err }
