package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"time"

	peer "github.com/gopacket/gopacket/afpacket"
	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/capture/netif"
)

const (
	buffer = 32 << 20 // bytes of every receive ring
)

// delay is how long packets wait for a block to be full. What is read while it is in the cache must not wait long.
func (s *settings) delay() time.Duration {
	if s.role == "drain" && s.count <= 1024 {
		return time.Millisecond
	}
	return 64 * time.Millisecond
}

// usage is the processor time of this process.
func usage() (user, system float64) {
	var u unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_SELF, &u) // every Linux has it
	return float64(u.Utime.Nano()), float64(u.Stime.Nano())
}

// packetOf is a frame of an experimental EtherType, which no stack answers.
func packetOf(size int) []byte {
	b := make([]byte, max(size, 60))
	copy(b, "\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01\x88\xb5")
	return b
}

// receive reads until it is interrupted, and then reports.
func receive(s *settings) error {
	var stop atomic.Bool
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	go func() { <-signals; stop.Store(true) }()
	read, _, stats, err := opened(s)
	if err != nil {
		return err
	}
	user, system := usage()
	fmt.Fprintln(os.Stderr, "listening")
	r := report{}
	for !stop.Load() {
		n, err := read()
		if err != nil {
			return err
		}
		r.Packets += n
	}
	u, sys := usage()
	r.User, r.System, r.Touched = u-user, sys-system, sink
	if r.Dropped, err = stats(); err != nil {
		return err
	}
	return json.NewEncoder(os.Stderr).Encode(r)
}

// sink is what the bytes that are looked at go to.
var sink byte

// opened opens the receiver. read reads for a while and says how many packets came; one reads once.
func opened(s *settings) (read, one, dropped func() (uint64, error), err error) {
	if s.kind == receivers[3] || s.kind == receivers[4] {
		return openedPeer(s)
	}
	var src capture.LiveSource
	live := capture.Live{Buffer: buffer, Delay: s.delay()}
	if s.kind == receivers[2] {
		src, err = afpacket.OpenSocket(s.ifc, live)
	} else {
		src, err = afpacket.Open(s.ifc, live)
	}
	if err != nil {
		return nil, nil, nil, err
	}
	dropped = func() (uint64, error) { st, err := src.Stats(); return st.Dropped, err }
	recs := make([]capture.Record, 256)
	one = func() (uint64, error) {
		data, _, err := src.Next()
		if err == nil {
			sink += data[0]
		}
		return 1, err
	}
	if s.kind == receivers[0] {
		one = func() (uint64, error) {
			n, err := src.NextBatch(recs)
			for _, rec := range recs[:n] {
				sink += rec.Data[0]
			}
			return uint64(n), err
		}
	}
	return func() (uint64, error) {
		_ = src.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		defer func() { _ = src.SetReadDeadline(time.Time{}) }()
		return many(one, os.ErrDeadlineExceeded)
	}, one, dropped, nil
}

// many reads up to some thousand times.
func many(one func() (uint64, error), timeout error) (n uint64, err error) {
	for range 5000 {
		k, err := one()
		if errors.Is(err, timeout) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		n += k
	}
	return n, nil
}

func openedPeer(s *settings) (read, one, dropped func() (uint64, error), err error) {
	block := peer.DefaultBlockSize
	if s.kind == receivers[4] {
		block = 4 << 20
	}
	h, err := peer.NewTPacket(peer.OptInterface(s.ifc), peer.OptBlockSize(block), peer.OptNumBlocks(buffer/block),
		peer.OptBlockTimeout(s.delay()), peer.OptPollTimeout(100*time.Millisecond))
	if err != nil {
		return nil, nil, nil, err
	}
	one = func() (uint64, error) {
		data, _, err := h.ZeroCopyReadPacketData()
		if err == nil {
			sink += data[0]
		}
		return 1, err
	}
	return func() (uint64, error) { return many(one, peer.ErrTimeout) }, one, func() (uint64, error) {
		_, v3, err := h.SocketStats()
		return uint64(v3.Drops()), err
	}, nil
}

// drain reads packets that wait already: some for the caches, then many for the clock.
func drain(s *settings) error {
	runtime.LockOSThread()
	read, one, _, err := opened(s)
	if err != nil {
		return err
	}
	w, err := afpacket.OpenSender(sendSide)
	if err != nil {
		return err
	}
	batch := make([][]byte, batchSize)
	for i := range batch {
		batch[i] = packetOf(s.size)
	}
	r := report{}
	for range max(1<<14/s.count, 4) {
		for range s.count / batchSize {
			if _, err := w.WriteBatch(batch); err != nil {
				return err
			}
		}
		time.Sleep(2 * s.delay()) // the last block is handed over
		alarm := time.AfterFunc(10*time.Second, func() { fmt.Fprintln(os.Stderr, "packets were lost"); os.Exit(1) })
		n, used, err := timed(one, uint64(s.count)*3/4) // some may have been lost on the way
		alarm.Stop()
		if err != nil {
			return err
		}
		if n > 0 && (r.Packets == 0 || used/float64(n) < r.User/float64(r.Packets)) {
			r = report{Packets: n, User: used}
		}
		for n > 0 {
			if n, err = read(); err != nil {
				return err
			}
		}
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

// timed reads so many packets under the clock of the thread.
func timed(one func() (uint64, error), count uint64) (n uint64, used float64, err error) {
	start := threadTime()
	for n < count && err == nil {
		var k uint64
		k, err = one()
		n += k
	}
	return n, float64(threadTime() - start), err
}

// threadTime is the processor time of this thread in nanoseconds.
func threadTime() int64 {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) // every Linux has it
	return t.Nano()
}

// send sends for some seconds, and reports.
func send(s *settings) error {
	write, done, err := openedSender(s)
	if err != nil {
		return err
	}
	user, system := usage()
	start := time.Now()
	length := time.Duration(s.seconds * float64(time.Second))
	sent := uint64(0)
	for {
		now := time.Since(start)
		if now >= length {
			break
		}
		if s.rate > 0 && float64(sent) > now.Seconds()*s.rate {
			time.Sleep(50 * time.Microsecond)
			continue
		}
		n, err := write()
		if err != nil {
			return err
		}
		sent += n
	}
	if err := done(); err != nil {
		return err
	}
	r := report{Packets: sent, Wall: float64(time.Since(start))}
	u, sys := usage()
	r.User, r.System = u-user, sys-system
	return json.NewEncoder(os.Stdout).Encode(r)
}

// batchSize is how many packets a sender is given at once.
const batchSize = 64

func openedSender(s *settings) (write func() (uint64, error), done func() error, err error) {
	data := packetOf(s.size)
	batch := make([][]byte, batchSize)
	for i := range batch {
		batch[i] = data
	}
	done = func() error { return nil }
	single := func(send func() error) func() (uint64, error) {
		return func() (uint64, error) {
			for i := range uint64(batchSize) {
				if err := send(); err != nil {
					return i, err
				}
			}
			return batchSize, nil
		}
	}
	switch s.kind {
	case "transmit ring", "transmit ring, bypass":
		var opts []afpacket.SendOption
		if s.kind != "transmit ring" {
			opts = append(opts, afpacket.WithSendBypass())
		}
		w, err := afpacket.OpenSender(s.ifc, opts...)
		if err != nil {
			return nil, nil, err
		}
		return func() (uint64, error) { n, err := w.WriteBatch(batch); return uint64(n), err }, done, nil
	case "gopacket":
		w, err := peer.NewTPacket(peer.OptInterface(s.ifc))
		if err != nil {
			return nil, nil, err
		}
		return single(func() error { return w.WritePacketData(data) }), done, nil
	}
	w, err := afpacket.OpenSocket(s.ifc, capture.Live{Direction: capture.Inbound})
	if err != nil {
		return nil, nil, err
	}
	if s.kind == "sendmmsg" {
		return func() (uint64, error) { n, err := w.WriteBatch(batch); return uint64(n), err }, done, nil
	}
	return single(func() error { return w.WritePacket(data, nil) }), done, nil
}

// transmitted is what the interface has sent.
func transmitted() (uint64, error) {
	i, err := netif.ByName(sendSide)
	if err != nil {
		return 0, err
	}
	return i.Stats.TxPackets, nil
}
