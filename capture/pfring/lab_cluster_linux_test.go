package pfring

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// datagram is packet n of flow 0 to 7: UDP over IPv4, whose payload says which it is.
func (l *lab) datagram(n, flow int) []byte {
	b := make([]byte, 14+20+8+12)
	copy(b, "\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01\x08\x00")
	ip := b[14:]
	copy(ip, "\x45\x00\x00\x28\x00\x00\x40\x00\x40\x11\x00\x00\xc6\x33\x64\x01\xc6\x33\x64\x02")
	sum := uint32(0)
	for i := 0; i < 20; i += 2 {
		sum += uint32(binary.BigEndian.Uint16(ip[i:]))
	}
	binary.BigEndian.PutUint16(ip[10:], ^uint16(sum+sum>>16))
	binary.BigEndian.PutUint16(ip[20:], uint16(10000+flow))
	binary.BigEndian.PutUint16(ip[22:], 9)
	binary.BigEndian.PutUint16(ip[24:], 20)
	binary.BigEndian.PutUint32(ip[28:], l.tag)
	binary.BigEndian.PutUint32(ip[32:], uint32(n))
	binary.BigEndian.PutUint32(ip[36:], uint32(flow))
	return b
}

// flows counts the datagrams of the test by flow until none comes for a while.
func (l *lab) flows(t *testing.T, r capture.LiveSource) (counts [8]int, total int) {
	t.Helper()
	for {
		_ = r.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		b, _, err := r.Next()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return counts, total
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(b) == 54 && b[23] == 17 && binary.BigEndian.Uint32(b[42:]) == l.tag {
			counts[b[53]&7]++
			total++
		}
	}
}

func (l *lab) sendFlows(t *testing.T, out capture.Sink, n int) {
	for i := range n {
		if err := out.WritePacket(l.datagram(i, i%8), nil); err != nil {
			t.Error(err)
		}
		if i%100 == 99 {
			time.Sleep(time.Millisecond) // the queue of the other end has 1000 places
		}
	}
}

// labClusters: each way of distribution, with two members.
func labClusters(t *testing.T, l *lab) {
	const n = 400
	out := wire(t, l.tx)
	for d := ClusterFlow; d <= lastKind; d++ {
		id := 20000 + uint32(os.Getpid()%1000)*14 + uint32(d)
		var rings [2]*Ring
		for i := range rings {
			rings[i] = l.open(t, l.rx, capture.Live{Direction: capture.Inbound}, WithCluster(Cluster{ID: id, Distribution: d}))
		}
		l.sendFlows(t, out, n)
		a, m := l.flows(t, rings[0])
		b, k := l.flows(t, rings[1])
		switch {
		case d == ClusterBothAddresses:
			if m+k < n || m+k > 2*n {
				t.Errorf("%v: %d and %d packets of %d", d, m, k, n)
			}
		case m+k != n:
			t.Errorf("%v: %d and %d packets of %d", d, m, k, n)
		case d == ClusterRoundRobin:
			if m < n/4 || k < n/4 {
				t.Errorf("%v: %d and %d packets", d, m, k)
			}
		default:
			for flow := range a {
				if a[flow] != 0 && b[flow] != 0 {
					t.Errorf("%v: flow %d is split, %d and %d", d, flow, a[flow], b[flow])
				}
			}
			if ports := d == ClusterFlow || d == ClusterFourTuple || d == ClusterFiveTuple || d == ClusterFiveTupleOrMAC; ports && (m == 0 || k == 0) {
				t.Errorf("%v: all eight flows in one member: %d and %d", d, m, k)
			}
			if d == ClusterTwoTuple && m != 0 && k != 0 {
				t.Errorf("%v: one pair of addresses in two members: %d and %d", d, m, k)
			}
		}
		for _, r := range rings {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// labQueues: places in a cluster, those that are taken, and modules without them.
func labQueues(t *testing.T, l *lab) {
	id := 10000 + uint32(os.Getpid()%10000)
	at := func(q int) Option {
		return WithCluster(Cluster{ID: id, Distribution: ClusterFiveTuple, Queue: q, Fixed: true})
	}
	if l.module.SlotVersion < slotQueues {
		if _, err := l.try(l.rx, capture.Live{}, at(0)); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("a queue on slot version %d: %v", l.module.SlotVersion, err)
		}
		return
	}
	one := l.open(t, l.rx, capture.Live{Direction: capture.Inbound}, at(1))
	if _, err := l.try(l.rx, capture.Live{Direction: capture.Inbound}, at(1)); !errors.Is(err, ErrQueueTaken) {
		t.Errorf("a queue that is taken: %v", err)
	}
	zero := l.open(t, l.rx, capture.Live{Direction: capture.Inbound}, at(0))
	l.sendFlows(t, wire(t, l.tx), 400)
	_, m := l.flows(t, zero)
	_, k := l.flows(t, one)
	if m+k != 400 || m == 0 || k == 0 {
		t.Errorf("%d and %d packets of 400", m, k)
	}
	if r, err := l.try("any", capture.Live{}, at(2)); err == nil {
		t.Error("all interfaces joined a cluster")
		r.Close()
	}
}

// labGroup: a whole group, each packet is read by one.
func labGroup(t *testing.T, l *lab) {
	const n = 4000
	cfg, err := newConfig(capture.Live{Direction: capture.Inbound}, []Option{groupDefaults})
	if err != nil {
		t.Fatal(err)
	}
	g, err := openGroup(l.k, l.rx, 4, cfg)
	if err != nil {
		t.Fatal(err)
	}
	out := wire(t, l.tx)
	go func() {
		time.Sleep(50 * time.Millisecond)
		l.sendFlows(t, out, n)
	}()
	var total atomic.Int64
	seen := make([]atomic.Bool, n)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err = g.Run(ctx, func(ctx context.Context, _ int, src capture.LiveSource) error {
		for rec, err := range capture.Packets(ctx, src) {
			if err != nil {
				return err
			}
			b := rec.Data
			if len(b) != 54 || binary.BigEndian.Uint32(b[42:]) != l.tag {
				continue
			}
			if seen[binary.BigEndian.Uint32(b[46:])].Swap(true) {
				t.Error("a packet came twice")
			}
			if total.Add(1) == n {
				time.AfterFunc(50*time.Millisecond, cancel)
			}
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || total.Load() != n {
		t.Errorf("%d packets of %d, %v", total.Load(), n, err)
	}
	if st, err := g.Stats(); err != nil || st.Received < n || st.Dropped != 0 {
		t.Errorf("%+v, %v", st, err)
	}
	if err := g.Close(); err != nil {
		t.Error(err)
	}
}
