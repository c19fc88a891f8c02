package pfring

import (
	"errors"
	"fmt"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// activate lets the module put packets into the ring.
func (r *Ring) activate() error {
	if err := r.set(soActivate, 1, 0); err != nil {
		return fmt.Errorf("activating: %w", err)
	}
	r.idle.Store(false)
	return nil
}

// Activate begins capturing again after Deactivate, or for the first time with WithInactive.
func (r *Ring) Activate() error { return r.exclusive(r.activate) }

// Deactivate stops capturing. Packets that are in the ring stay there to be read. A reader waits as long as the ring is not active.
func (r *Ring) Deactivate() error {
	// Polling would activate the ring, so there is no reader doing it when it stops, and none will.
	before := r.idle.Swap(true)
	err := r.exclusive(func() error { return r.set(soDeactivate, 1, 0) })
	if err != nil {
		r.idle.Store(before)
	}
	return err
}

// SetFilter replaces the filter of an open ring; an empty one takes all packets. Packets that wait in the ring were chosen by the old one.
func (r *Ring) SetFilter(code []bpf.RawInstruction) error {
	return r.control(func() error {
		switch {
		case r.module.QuickMode:
			return fmt.Errorf("pfring: %s: filter: %w", r.name, ErrQuickMode)
		case len(code) > 0:
			return wrap(r.name, r.attachFilter(code))
		}
		err := r.set(soDetachFilter, 4, 0)
		if errors.Is(err, unix.ENOENT) { // there was none
			return nil
		}
		return wrap(r.name, err)
	})
}

// SetPromiscuous switches the promiscuous mode of the interface that was opened. The module counts: it ends when nobody wants it any more.
func (r *Ring) SetPromiscuous(on bool) error {
	if r.index == 0 {
		return fmt.Errorf("pfring: promiscuous mode: it takes one interface")
	}
	value := uint64(0)
	if on {
		value = 1
	}
	return r.control(func() error { return wrap(r.name, r.set(soPromiscuous, 4, value)) })
}

func wrap(name string, err error) error {
	if err != nil {
		return fmt.Errorf("pfring: %s: %w", name, err)
	}
	return nil
}
