package afpacket_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/internal/netlab"
)

// frame makes packet number n: an Ethernet frame of an experimental EtherType (IEEE 802, 0x88b5) to the broadcast address.
func frame(n, size int) []byte {
	b := make([]byte, size)
	copy(b, "\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01\x88\xb5")
	binary.BigEndian.PutUint32(b[14:], uint32(n))
	for i := 18; i < size; i++ {
		b[i] = byte(n + i)
	}
	return b
}

// open opens a ring that is closed with the test.
func open(t testing.TB, name string, live capture.Live, opts ...afpacket.Option) *afpacket.Ring {
	t.Helper()
	r, err := afpacket.Open(name, live, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	_ = r.SetReadDeadline(time.Now().Add(10 * time.Second))
	return r
}

// send sends frames 0 to n-1.
func send(t testing.TB, s capture.Sink, n, size int) {
	t.Helper()
	for i := range n {
		if err := s.WritePacket(frame(i, size), nil); err != nil {
			t.Fatalf("packet %d: %v", i, err)
		}
	}
}

// expect reads frames 0 to n-1.
func expect(t testing.TB, src capture.LiveSource, n, size int) {
	t.Helper()
	for i := range n {
		data, info, err := src.Next()
		if err != nil {
			t.Fatalf("packet %d: %v", i, err)
		}
		if want := frame(i, size); !bytes.Equal(data, want) || info.Length != uint32(size) || info.CaptureLength != uint32(size) {
			t.Fatalf("packet %d: %x, %+v; want %x", i, data, info, want)
		}
	}
}

// none checks that no packet comes for a while.
func none(t testing.TB, src capture.LiveSource) {
	t.Helper()
	_ = src.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if data, _, err := src.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("%x, %v; want no packet", data, err)
	}
	_ = src.SetReadDeadline(time.Now().Add(10 * time.Second))
}

func TestRing(t *testing.T) {
	for _, version := range []afpacket.Version{afpacket.V2, afpacket.V3} {
		t.Run(version.String(), func(t *testing.T) {
			netlab.Isolate(t)
			netlab.Veth(t, "va", "vb")
			r := open(t, "vb", capture.Live{}, afpacket.WithVersion(version), afpacket.WithFrameSize(2048))
			s := open(t, "va", capture.Live{Direction: capture.Inbound})
			const n = 5000
			start := time.Now()
			send(t, s, n, 200)
			expect(t, r, n, 200)
			none(t, r)
			if st, err := r.Stats(); err != nil || st != (capture.Stats{Received: n}) {
				t.Errorf("%+v, %v", st, err)
			}
			if time.Since(start) > 5*time.Second {
				t.Errorf("took %v", time.Since(start))
			}
		})
	}
}

func TestSocket(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	r, err := afpacket.OpenSocket("vb", capture.Live{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	_ = r.SetReadDeadline(time.Now().Add(10 * time.Second))
	s := open(t, "va", capture.Live{Direction: capture.Inbound})
	const n = 5000
	send(t, s, n, 200)
	expect(t, r, n, 200)
	none(t, r)
	if st, err := r.Stats(); err != nil || st != (capture.Stats{Received: n}) {
		t.Errorf("%+v, %v", st, err)
	}
}
