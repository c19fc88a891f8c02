package docs_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/netlab"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// TestWatch runs the tutorial's live capture between two interfaces: to its deadline, and to the end of its context.
func TestWatch(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	s, err := afpacket.OpenSender("va", afpacket.WithSendBatch(1))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var packets [][]byte
	for _, port := range []layers.UDPPort{5300, 5400} {
		data, err := codec.Marshal(&layers.Ethernet{Dst: layers.MAC{2, 0, 0, 0, 0, 2}}, &layers.IPv4{
			TTL: 64, Src: netip.MustParseAddr("192.0.2.1"),
			Dst: netip.MustParseAddr("192.0.2.2"),
		}, &layers.UDP{SrcPort: 4000, DstPort: port}, []byte("hello"))
		if err != nil {
			t.Fatal(err)
		}
		packets = append(packets, data)
	}
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				_, _ = s.WriteBatch(packets)
			}
		}
	}()
	stats, err := watch(t.Context(), "vb", "udp port 5300", time.Second)
	if err != nil || stats.Received == 0 || stats.Received > 60 {
		t.Errorf("%+v, %v", stats, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := watch(ctx, "vb", "udp port 5500", time.Minute); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if _, err := watch(t.Context(), "no such interface", "udp", time.Minute); err == nil {
		t.Error("it opens an interface that there is not")
	}
	if _, err := watch(t.Context(), "vb", "udp port", time.Minute); err == nil {
		t.Error("a wrong filter passes")
	}
}

// TestSend counts what the other side gets.
func TestSend(t *testing.T) {
	netlab.Isolate(t)
	netlab.Veth(t, "va", "vb")
	src, err := afpacket.Open("vb", capture.Live{Immediate: true})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	const n = 100
	stats, err := send("va", n)
	if err != nil || stats.Sent != n {
		t.Fatalf("%+v, %v", stats, err)
	}
	if err := src.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	var v packet.View
	for got := 0; got < n; {
		data, info, err := src.Next()
		if err != nil {
			t.Fatalf("after %d packets: %v", got, err)
		}
		v.Decode(data, info.LinkType)
		udp := packet.Get[layers.UDP](&v)
		if udp == nil || udp.DstPort != 9 {
			continue // of the system
		}
		if int(udp.SrcPort) != 1024+got {
			t.Fatalf("packet %d is from port %d", got, udp.SrcPort)
		}
		for sum := range v.Checksums() {
			if sum.State != codec.SumGood {
				t.Fatalf("%s: %v", sum.Layer.Name(), sum.State)
			}
		}
		got++
	}
}
