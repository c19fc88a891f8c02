package capture

import (
	"context"
	"errors"
	"sync"
)

// Group is several sources that share the packets of one interface: each packet is seen by one of them. Packages of live
// capture make groups with their OpenGroup.
type Group struct {
	members []LiveSource
}

// NewGroup makes a group of sources that already share their packets.
func NewGroup(members ...LiveSource) *Group { return &Group{members: members} }

// Members are the sources. Each is read by one goroutine.
func (g *Group) Members() []LiveSource { return g.members }

// Stats are the sums over all members.
func (g *Group) Stats() (Stats, error) {
	var sum Stats
	for i, m := range g.members {
		s, err := m.Stats()
		if err != nil {
			return sum, err
		}
		sum.Received += s.Received
		sum.Dropped += s.Dropped
		sum.Freezes += s.Freezes
		if i == 0 { // the interface is the same for all
			sum.InterfaceDropped = s.InterfaceDropped
		}
	}
	return sum, nil
}

// Close closes all members.
func (g *Group) Close() error {
	var errs []error
	for _, m := range g.members {
		errs = append(errs, m.Close())
	}
	return errors.Join(errs...)
}

// Run calls read for each member in a goroutine of its own and waits for all. The first error, and the end of ctx, cancels the context of the
// others, which capture.Packets and closing notice. The result is the first error, or the cause of ctx.
func (g *Group) Run(ctx context.Context, read func(ctx context.Context, member int, src LiveSource) error) error {
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	for i, m := range g.members {
		all.Go(func() {
			if err := read(inner, i, m); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	return context.Cause(inner)
}
