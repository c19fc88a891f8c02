package pfring

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
)

// labSend: packets of a Ring and of a Sender arrive as they are, and are seen by the ring that sends them.
func labSend(t *testing.T, l *lab) {
	const n = 300
	in := wire(t, l.rx)
	ring := l.open(t, l.tx, capture.Live{Immediate: true})
	s, err := openSender(l.k, l.tx, &config{application: "sender", channels: allChannels})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, size := range []int{22, 60, 1000, 1514} {
		for _, out := range []capture.BatchSink{ring, s} {
			l.send(t, out, 0, n, size)
			l.want(t, "sent", l.collect(t, in, n), size, upTo(0, n)...)
		}
		if !l.module.TXCapture {
			continue
		}
		recs := l.collect(t, ring, 2*n)
		l.want(t, "own", recs, size, append(upTo(0, n), upTo(0, n)...)...)
		for _, rec := range recs {
			if rec.Info.Direction() != capture.Outbound {
				t.Fatalf("%+v", rec.Info)
			}
		}
	}
	if st := s.SendStats(); st.Sent != 4*n || st.Rejected != 0 {
		t.Errorf("%+v", st)
	}
	batch := [][]byte{l.frame(1, 60), l.frame(2, 60), l.frame(3, 60)}
	if k, err := s.WriteBatch(batch); k != 3 || err != nil {
		t.Error(k, err)
	}
	l.want(t, "batch", l.collect(t, in, 3), 60, 1, 2, 3)
	tag := &capture.Info{VLAN: capture.VLAN{TCI: 5, TPID: 0x8100, Present: true}}
	if err := s.WritePacket(l.frame(7, 60), tag); err != nil {
		t.Error(err)
	}
	recs := l.collect(t, in, 1)
	if len(recs) != 1 || recs[0].Info.VLAN.ID() != 5 || !bytes.Equal(recs[0].Data, l.frame(7, 60)) {
		t.Errorf("with a tag: %+v", recs)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.WritePacket(l.frame(0, 60), nil); !errors.Is(err, capture.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

// labSendLimits: the longest packet, the shortest, and the deadline.
func labSendLimits(t *testing.T, l *lab) {
	in := wire(t, l.rx)
	s := l.open(t, l.tx, capture.Live{Direction: capture.Inbound})
	mtu := ifc(t, l.tx).MTU
	if mtu > 9000 {
		t.Logf("MTU %d", mtu)
		return
	}
	if err := s.WritePacket(l.frame(1, mtu+14), nil); err != nil {
		t.Error(err)
	}
	l.want(t, "longest", l.collect(t, in, 1), mtu+14, 1)
	if err := s.WritePacket(l.frame(1, mtu+100), nil); !errors.Is(err, unix.EMSGSIZE) {
		t.Errorf("%d bytes: %v", mtu+100, err)
	}
	if err := s.WritePacket(l.frame(1, 60)[:13], nil); err == nil {
		t.Error("13 bytes were sent")
	}
	_ = s.SetWriteDeadline(time.Now().Add(-time.Second))
	if err := s.WritePacket(l.frame(1, 60), nil); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("deadline: %v", err)
	}
	all := l.open(t, "any", capture.Live{})
	if err := all.WritePacket(l.frame(1, 60), nil); err == nil {
		t.Error("all interfaces sent")
	}
}
