package afpacket

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// simulated is a ring of version 3 that no kernel fills: eight megabytes of blocks with packets of one size.
func simulated(b *testing.B, size int) (r *Ring, packets int, fill func()) {
	const block, blocks = DefaultBlock, 16
	cfg, err := newConfig(capture.Live{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	r = new(Ring)
	r.cfg, r.isRing, r.name, r.index, r.link, r.lastSecond = cfg, true, "none", 7, capture.LinkTypeEthernet, 17e8
	if r.fd, err = unix.MemfdCreate("ring", unix.MFD_CLOEXEC); err == nil {
		err = unix.Ftruncate(r.fd, block*blocks)
	}
	if err != nil {
		b.Fatal(err)
	}
	if r.m, err = newMapping(r.fd, block, blocks); err != nil {
		b.Fatal(err)
	}
	r.file = os.NewFile(uintptr(r.fd), "ring")
	if r.raw, err = r.file.SyscallConn(); err != nil {
		b.Fatal(err)
	}
	r.begin()
	b.Cleanup(func() { _ = r.Close() })
	for i := range blocks {
		packets += fillBlock(r.m.at(i), size)
	}
	return r, packets, func() {
		for i := range blocks {
			storeStatus(r.m.at(i)[blockStatus:], unix.TP_STATUS_USER)
		}
	}
}

// fillBlock writes a block as the kernel does, and returns the number of packets.
func fillBlock(b []byte, size int) (n int) {
	const mac = 82 // where the kernel puts Ethernet packets: behind header and address, for the network layer to be aligned
	step := (mac + size + 15) &^ 15
	for at := blockHeader; at+step <= len(b); at += step {
		h := b[at:]
		word.PutUint32(h[v3Next:], uint32(step))
		word.PutUint32(h[v3Sec:], 17e8)
		word.PutUint32(h[v3Snap:], uint32(size))
		word.PutUint32(h[v3Length:], uint32(size))
		word.PutUint32(h[v3Status:], unix.TP_STATUS_USER)
		word.PutUint16(h[v3Mac:], mac)
		word.PutUint16(h[v3Net:], mac+14)
		n++
	}
	word.PutUint32(b[blockCount:], uint32(n))
	word.PutUint32(b[blockFirst:], blockHeader)
	word.PutUint32(b[blockLast:], 17e8)
	return n
}

// BenchmarkSimulated is reading packets that are in the ring already, without a kernel; the benchmark of the same name in package pfring reads as many bytes.
func BenchmarkSimulated(b *testing.B) {
	for _, size := range []int{60, 1500} {
		for _, batches := range []bool{false, true} {
			name := map[int]string{60: "60", 1500: "1500"}[size] + map[bool]string{false: "/one", true: "/batch"}[batches]
			b.Run(name, func(b *testing.B) {
				r, lap, fill := simulated(b, size)
				recs := make([]capture.Record, 64)
				b.SetBytes(int64(size))
				b.ReportAllocs()
				b.ResetTimer()
				for n, ready := 0, 0; n < b.N; {
					if n >= ready {
						if r.run != nil {
							r.giveBack()
						}
						fill()
						ready += lap
					}
					if !batches {
						if _, _, err := r.Next(); err != nil {
							b.Fatal(err)
						}
						n++
						continue
					}
					got, err := r.NextBatch(recs)
					if err != nil {
						b.Fatal(err)
					}
					n += got
				}
			})
		}
	}
}
