package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"github.com/wiretag/wiretag/capture"
)

// liveFlags are the values of the flags about interfaces.
type liveFlags struct {
	name, direction, buffer, stamps, user string
	list, types, stampTypes               bool
	noPromiscuous, immediate              bool
}

func (f *liveFlags) set(s *pflag.FlagSet) {
	s.StringVarP(&f.name, "interface", "i", "", "capture on this `interface`: a name, a number of -D, or any")
	s.BoolVarP(&f.list, "list-interfaces", "D", false, "list the interfaces and end")
	s.BoolVarP(&f.types, "list-data-link-types", "L", false, "list the link types of the interface and end")
	s.BoolVarP(&f.noPromiscuous, "no-promiscuous-mode", "p", false, "do not ask the interface for packets to others")
	s.StringVarP(&f.direction, "direction", "Q", "", "only packets that go `in` or out; inout: both")
	s.StringVarP(&f.buffer, "buffer-size", "B", "", "memory for packets that wait, `KiB`")
	s.BoolVar(&f.immediate, "immediate-mode", false, "deliver packets at once")
	s.StringVarP(&f.stamps, "time-stamp-type", "j", "", "clock of the time stamps: `host`, or adapter_unsynced for the card's")
	s.BoolVarP(&f.stampTypes, "list-time-stamp-types", "J", false, "list these and end")
	s.StringVarP(&f.user, "relinquish-privileges", "Z", "", "become this `user` when the interface and the first file are open")
}

// live is what the flags about interfaces ask for.
type live struct {
	name                    string
	list, types, stampTypes bool
	settings                capture.Live
	user                    string
}

// lists reports whether something is listed, without capturing.
func (l *live) lists() bool { return l.list || l.types || l.stampTypes }

const defaultDelay = 100 * time.Millisecond

func (f *liveFlags) live(snapLen uint32) (l live, err error) {
	l = live{name: f.name, list: f.list, types: f.types, stampTypes: f.stampTypes, user: f.user}
	l.settings = capture.Live{
		SnapLen: int(snapLen), Promiscuous: !f.noPromiscuous, Immediate: f.immediate, Delay: defaultDelay,
	}
	switch f.direction {
	case "", "inout":
	case "in":
		l.settings.Direction = capture.Inbound
	case "out":
		l.settings.Direction = capture.Outbound
	default:
		return l, fmt.Errorf("unknown capture direction `%s'", f.direction)
	}
	if f.buffer != "" {
		n, err := strconv.ParseInt(f.buffer, 10, 32)
		if err != nil || n <= 0 || n > 1<<21 {
			return l, fmt.Errorf("invalid packet buffer size %s", f.buffer)
		}
		l.settings.Buffer = int(n) << 10
	}
	switch f.stamps {
	case "", "host":
	case "adapter_unsynced", "adapter":
		l.settings.Clock = capture.HardwareClock
	default:
		return l, fmt.Errorf("invalid time stamp type %s", f.stamps)
	}
	return l, nil
}
