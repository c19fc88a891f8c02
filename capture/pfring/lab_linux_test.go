package pfring

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"golang.org/x/net/bpf"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
)

// lab is a veth pair and a module to capture on it.
type lab struct {
	k      kernel
	rx, tx string
	module Module
	tag    uint32 // of the packets of a test
}

// labTests run on a module.
var labTests = []struct {
	name string
	run  func(t *testing.T, l *lab)
}{
	{"Read", labRead},
	{"SnapLen", labSnapLen},
	{"Direction", labDirection},
	{"Promiscuous", labPromiscuous},
	{"Sampling", labSampling},
	{"Watermark", labWatermark},
	{"Application", labApplication},
	{"VLAN", labVLAN},
	{"Channels", labChannels},
	{"Interfaces", labInterfaces},
	{"Any", labAny},
	{"Loopback", labLoopback},
	{"Filter", labFilter},
	{"FilterFirst", labFilterFirst},
	{"FilterVLAN", labFilterVLAN},
	{"Stats", labStats},
	{"Full", labFull},
	{"Clusters", labClusters},
	{"Queues", labQueues},
	{"Group", labGroup},
	{"Send", labSend},
	{"SendLimits", labSendLimits},
	{"Activate", labActivate},
	{"Deadline", labDeadline},
	{"Close", labClose},
	{"CloseLent", labCloseLent},
	{"Events", labEvents},
	{"Deleted", labDeleted},
	{"Errors", labErrors},
}

// shown are the files of sockets in the module's directory of this namespace. Their names begin with the number of the thread that opened the socket, which may be any of the process.
func shown() []string {
	files, _ := filepath.Glob("/proc/thread-self/net/pf_ring/*-*.*")
	return files
}

// try opens a ring, a small one if nothing else is said: tests have several at once.
func (l *lab) try(name string, live capture.Live, opts ...Option) (*Ring, error) {
	if live.SnapLen == 0 {
		live.SnapLen = 1600
	}
	cfg, err := newConfig(live, opts)
	if err != nil {
		return nil, err
	}
	return open(l.k, name, cfg)
}

// open opens a ring that is closed with the test.
func (l *lab) open(t *testing.T, name string, live capture.Live, opts ...Option) *Ring {
	t.Helper()
	r, err := l.try(name, live, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// wire opens a packet socket, for sending without the module.
func wire(t *testing.T, name string) *afpacket.Socket {
	t.Helper()
	s, err := afpacket.OpenSocket(name, capture.Live{Direction: capture.Inbound, Buffer: 8 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// frame is packet n of the test: Ethernet to all with an experimental EtherType (IEEE 802, 0x88b5), the test's tag, the number.
func (l *lab) frame(n, size int) []byte {
	b := make([]byte, max(size, 22))
	copy(b, "\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01\x88\xb5")
	binary.BigEndian.PutUint32(b[14:], l.tag)
	binary.BigEndian.PutUint32(b[18:], uint32(n))
	for i := 22; i < len(b); i++ {
		b[i] = byte(n + i)
	}
	return b
}

// number of a packet of the test; -1: it is another.
func (l *lab) number(b []byte) int {
	for len(b) >= 16 && (b[12] == 0x81 && b[13] == 0 || b[12] == 0x88 && b[13] == 0xa8) {
		b = append(b[:12:12], b[16:]...)
	}
	if len(b) < 22 || b[12] != 0x88 || b[13] != 0xb5 || binary.BigEndian.Uint32(b[14:]) != l.tag {
		return -1
	}
	return int(binary.BigEndian.Uint32(b[18:]))
}

// ours is a filter for the packets of the test.
func (l *lab) ours() []bpf.RawInstruction {
	return []bpf.RawInstruction{{Op: 0x20, K: 14}, {Op: 0x15, Jf: 1, K: l.tag}, {Op: 6, K: 0xffff}, {Op: 6}}
}

// send sends packets from to-1.
func (l *lab) send(t *testing.T, s capture.Sink, from, to, size int) {
	t.Helper()
	for i := from; i < to; i++ {
		err := s.WritePacket(l.frame(i, size), nil)
		for errors.Is(err, capture.ErrQueueFull) {
			time.Sleep(time.Millisecond)
			err = s.WritePacket(l.frame(i, size), nil)
		}
		if err != nil {
			t.Fatalf("packet %d: %v", i, err)
		}
		if i%100 == 99 {
			time.Sleep(time.Millisecond) // the queue of the other end has 1000 places
		}
	}
}

// collect reads packets of the test until there are n, or none has come for a while. They are kept.
func (l *lab) collect(t *testing.T, r capture.LiveSource, n int) (recs []capture.Record) {
	t.Helper()
	patience := 5 * time.Second
	if n == 0 {
		patience = time.Second // a loaded machine takes its time
	}
	end := time.Now().Add(patience)
	for {
		_ = r.SetReadDeadline(end)
		data, info, err := r.Next()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return recs
		}
		if err != nil {
			t.Fatalf("after %d packets: %v", len(recs), err)
		}
		if l.number(data) < 0 {
			continue
		}
		recs = append(recs, capture.Record{Data: data, Info: info}.Clone())
		if len(recs) == n { // what should not be there comes at once
			end = time.Now().Add(100 * time.Millisecond)
		}
	}
}

// want checks that there are just these packets, in this order.
func (l *lab) want(t *testing.T, what string, recs []capture.Record, size int, numbers ...int) {
	t.Helper()
	var got []int
	for _, rec := range recs {
		n := l.number(rec.Data)
		got = append(got, n)
		if !bytes.Equal(rec.Data, l.frame(n, size)) {
			t.Errorf("%s: packet %d: %x", what, n, rec.Data)
			return
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(numbers) {
		t.Errorf("%s: packets %v, want %v", what, short(got), short(numbers))
	}
}

func short(list []int) string {
	if len(list) > 30 {
		return fmt.Sprintf("%v … (%d)", list[:30], len(list))
	}
	return fmt.Sprint(list)
}

func upTo(from, to int) (list []int) {
	for i := from; i < to; i++ {
		list = append(list, i)
	}
	return list
}

func ifc(t *testing.T, name string) *netif.Interface {
	t.Helper()
	i, err := netif.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// eventually asks until the answer is yes.
func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for range 100 {
		if f() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("not in two seconds: %s", what)
}

// parameter of the module, as a number.
func (l *lab) parameter(name string, otherwise int) int {
	n, err := strconv.Atoi(l.k.parameter(name))
	if err != nil {
		return otherwise
	}
	return n
}
