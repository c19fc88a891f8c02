package pfring

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/wiretag/wiretag/capture"
)

// OpenGroup opens n rings on an interface, 1 to 64, which share its packets: by addresses, protocol and ports, if WithCluster says nothing else. Its number is one that is free, unless
// one is given. With a Queue that is fixed the members take it and those behind it. n is usually the number of processors; Group.Run reads each ring in a goroutine of its
// own. No member captures anything before all have joined.
func OpenGroup(name string, n int, live capture.Live, opts ...Option) (*capture.Group, error) {
	cfg, err := newConfig(live, append(opts[:len(opts):len(opts)], groupDefaults))
	if err != nil {
		return nil, err
	}
	return openGroup(system{}, name, n, cfg)
}

// groupDefaults completes the cluster of a group. It is the last of its options.
func groupDefaults(c *config) {
	cluster := Cluster{Distribution: ClusterFiveTuple}
	if c.cluster != nil {
		cluster = *c.cluster
	}
	if cluster.ID == 0 {
		c.group, cluster.ID = true, 1
		cluster.Fixed = true
	}
	c.cluster = &cluster
}

func openGroup(k kernel, name string, n int, cfg *config) (*capture.Group, error) {
	if n < 1 || n > mostQueues {
		return nil, fmt.Errorf("pfring: group of %d rings: 1 to %d", n, mostQueues)
	}
	if cfg.cluster.Fixed && cfg.cluster.Queue+n > mostQueues {
		return nil, fmt.Errorf("pfring: group of %d rings from queue %d on: %d queues", n, cfg.cluster.Queue, mostQueues)
	}
	const tries = 8
	for try := 1; ; try++ {
		if cfg.group {
			cfg.cluster.ID = 1 + rand.Uint32N(largestCluster)
		}
		rings, err := openMembers(k, name, n, cfg)
		if err == nil {
			return start(rings, cfg)
		}
		if !cfg.group || try == tries || !errors.Is(err, ErrQueueTaken) {
			return nil, err
		}
	}
}

// openMembers opens the rings, none of them active.
func openMembers(k kernel, name string, n int, cfg *config) ([]*Ring, error) {
	var rings []*Ring
	for i := range n {
		one, cluster := *cfg, *cfg.cluster
		one.cluster, one.inactive = &cluster, true
		if cluster.Fixed {
			cluster.Queue += i
		}
		r, err := open(k, name, &one)
		if err != nil {
			return nil, errors.Join(err, capture.NewGroup(members(rings)...).Close())
		}
		rings = append(rings, r)
	}
	return rings, nil
}

func members(rings []*Ring) []capture.LiveSource {
	list := make([]capture.LiveSource, len(rings))
	for i, r := range rings {
		list[i] = r
	}
	return list
}

// start activates the members.
func start(rings []*Ring, cfg *config) (*capture.Group, error) {
	g := capture.NewGroup(members(rings)...)
	for _, r := range rings {
		if !cfg.inactive {
			if err := r.Activate(); err != nil {
				return nil, errors.Join(err, g.Close())
			}
		}
	}
	return g, nil
}
