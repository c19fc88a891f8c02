package afpacket

import (
	"fmt"

	"golang.org/x/net/bpf"
)

// FanoutMode says how a fanout group distributes packets among its sockets (PACKET_FANOUT of packet(7)).
type FanoutMode uint8

// Modes, with the kernel's numbers.
const (
	FanoutHash     FanoutMode = 0 // by flow, the same socket for both directions
	FanoutBalance  FanoutMode = 1 // in turn
	FanoutCPU      FanoutMode = 2 // by the processor that the packet arrived on
	FanoutRollover FanoutMode = 3 // the first socket until it is full, then the next
	FanoutRandom   FanoutMode = 4 // at random
	FanoutQueue    FanoutMode = 5 // by the hardware queue that it arrived on
	FanoutCBPF     FanoutMode = 6 // a classic BPF program gives the number of the socket
	FanoutEBPF     FanoutMode = 7 // an extended BPF program does
)

var modeNames = [...]string{"hash", "balance", "cpu", "rollover", "random", "queue", "cbpf", "ebpf"}

// String is the name of the mode in lower case.
func (m FanoutMode) String() string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return fmt.Sprintf("mode %d", uint8(m))
}

// Fanout describes a group of sockets that share packets. All members must state the same mode and flags.
type Fanout struct {
	Mode FanoutMode
	// ID is the number of the group in its network namespace, 0 to 65535. With Unique the kernel chooses one that is free, and Ring.FanoutID tells
	// it; only the first member does that.
	ID     uint16
	Unique bool
	// Defragment joins IPv4 fragments before they are distributed, so that all of a flow go to one socket. Whole datagrams are delivered then.
	Defragment bool
	// Rollover gives packets to another socket if that of their flow is full.
	Rollover bool
	// IgnoreOutgoing leaves out packets that are sent.
	IgnoreOutgoing bool
	// Program is for FanoutCBPF: what it returns, modulo the number of sockets, is the number of the socket, in the order of joining.
	Program []bpf.RawInstruction
	// ProgramFD is for FanoutEBPF: the file descriptor of a loaded program of the type BPF_PROG_TYPE_SOCKET_FILTER. It may be closed when the
	// group is open.
	ProgramFD int
	// MaxMembers is the most sockets of the group, up to 65536; 0: 256. The first member decides.
	MaxMembers int
}

// RolloverStats count what FanoutRollover and Fanout.Rollover did.
type RolloverStats struct {
	All    uint64 // packets that were given to another socket
	Huge   uint64 // of these, packets of a flow that takes most of its socket's room
	Failed uint64 // packets for which no socket had room
}

func (f *Fanout) check() error {
	switch {
	case f.Mode > FanoutEBPF:
		return fmt.Errorf("afpacket: fanout %v", f.Mode)
	case f.Unique && f.ID != 0:
		return fmt.Errorf("afpacket: fanout with a unique and a given number, %d", f.ID)
	case f.Mode == FanoutCBPF && len(f.Program) == 0:
		return fmt.Errorf("afpacket: fanout %v needs a program", f.Mode)
	case len(f.Program) > mostInstructions:
		return fmt.Errorf("afpacket: fanout program of %d instructions, at most %d", len(f.Program), mostInstructions)
	case f.MaxMembers < 0 || f.MaxMembers > 1<<16:
		return fmt.Errorf("afpacket: fanout of %d members", f.MaxMembers)
	}
	return nil
}

// Flags of PACKET_FANOUT, above the mode.
const (
	fanoutRollover       = 0x1000
	fanoutUnique         = 0x2000
	fanoutIgnoreOutgoing = 0x4000
	fanoutDefragment     = 0x8000
)

// number is the argument of PACKET_FANOUT: identifier, mode, flags.
func (f *Fanout) number() uint32 {
	flags := uint32(f.Mode)
	for _, b := range []struct {
		on  bool
		bit uint32
	}{
		{f.Rollover, fanoutRollover},
		{f.Unique, fanoutUnique},
		{f.IgnoreOutgoing, fanoutIgnoreOutgoing},
		{f.Defragment, fanoutDefragment},
	} {
		if b.on {
			flags |= b.bit
		}
	}
	return uint32(f.ID) | flags<<16
}
