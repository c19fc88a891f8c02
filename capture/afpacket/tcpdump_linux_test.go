package afpacket_test

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/internal/netlab"
	"github.com/wiretag/wiretag/pcapio"
)

// startTcpdump starts tcpdump on an interface, writing to a file, and waits until it listens. What is returned stops it and reads the file.
func startTcpdump(t *testing.T, args ...string) func() []capture.Record {
	t.Helper()
	netlab.Need(t, "tcpdump")
	file := filepath.Join(t.TempDir(), "file.pcap")
	cmd := exec.Command("tcpdump", append([]string{"-n", "-U", "--immediate-mode", "-B", "32768", "-s", "2000", "-Z", "root", "-w", file}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 0, 4096)
	for !bytes.Contains(said, []byte("listening on")) {
		n, err := stderr.Read(said[len(said):cap(said)])
		if err != nil {
			t.Fatalf("tcpdump: %s", said)
		}
		said = said[:len(said)+n]
	}
	return func() []capture.Record {
		t.Helper()
		for size, same := int64(-1), 0; same < 5; time.Sleep(60 * time.Millisecond) { // it leaves at once what it has not written
			same++
			if st, err := os.Stat(file); err == nil && st.Size() != size {
				size, same = st.Size(), 0
			}
		}
		_ = cmd.Process.Signal(interrupt)
		_, _ = io.Copy(io.Discard, stderr)
		_ = cmd.Wait()
		r, err := pcapio.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		var recs []capture.Record
		for rec, err := range capture.Packets(context.Background(), r) {
			if err != nil {
				t.Fatal(err)
			}
			recs = append(recs, rec.Clone())
		}
		return recs
	}
}

// mixed makes packets of all sizes, with and without tags.
func mixed(n int) [][]byte {
	rng := rand.New(rand.NewPCG(1, 2))
	packets := make([][]byte, n)
	for i := range packets {
		b := frame(i, 60+rng.IntN(1400))
		switch i % 5 {
		case 1:
			b = tagged(b, 0x8100, uint16(rng.IntN(1<<16)))
		case 2:
			b = tagged(b, 0x88a8, uint16(rng.IntN(1<<16)), 0x8100, uint16(rng.IntN(1<<16)))
		}
		packets[i] = b
	}
	return packets
}

// TestAgainstTcpdump: what tcpdump captures at the same time on the same interface is what is captured here, packet by packet, on the receiving and on the sending
// side, whole, cut and filtered.
func TestAgainstTcpdump(t *testing.T) {
	each(t, func(t *testing.T, open opener) {
		for _, c := range []struct {
			name, on string
			args     []string
			live     capture.Live
			opts     []afpacket.Option
		}{
			{"receiving", "vb", []string{"-i", "vb"}, capture.Live{}, []afpacket.Option{afpacket.WithVLANInserted()}},
			{"sending", "va", []string{"-i", "va"}, capture.Live{}, []afpacket.Option{afpacket.WithVLANInserted()}},
			{"cut", "vb", []string{"-i", "vb", "-s", "70"}, capture.Live{SnapLen: 70}, []afpacket.Option{afpacket.WithVLANInserted()}},
			{"in", "vb", []string{"-i", "vb", "-Q", "in"}, capture.Live{Direction: capture.Inbound}, []afpacket.Option{afpacket.WithVLANInserted()}},
			{"all", "any", []string{"-i", "any"}, capture.Live{}, nil},
		} {
			s := open("va", capture.Live{Direction: capture.Inbound})
			stop := startTcpdump(t, c.args...)
			src := open(c.on, c.live, c.opts...)
			packets := mixed(500)
			for i, p := range packets {
				if err := s.WritePacket(p, nil); err != nil {
					t.Fatal(err)
				}
				if i%50 == 49 {
					time.Sleep(2 * time.Millisecond) // a busy machine loses packets between the interfaces
				}
			}
			_ = src.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
			var ours []capture.Record
			for {
				data, info, err := src.Next()
				if err != nil {
					break
				}
				ours = append(ours, capture.Record{Data: data, Info: info}.Clone())
			}
			theirs := stop()
			src.Close()
			s.Close()
			compare(t, c.name, ours, theirs, len(packets))
		}
	})
}

func compare(t *testing.T, name string, ours, theirs []capture.Record, least int) {
	t.Helper()
	if len(ours) != len(theirs) || len(ours) < least {
		t.Errorf("%s: %d packets, tcpdump has %d, %d were sent", name, len(ours), len(theirs), least)
		return
	}
	wrong := 0
	for i := range ours {
		a, b := ours[i], theirs[i]
		// Each socket notes the time for itself.
		d := a.Info.Time.Sub(b.Info.Time).Abs()
		if !bytes.Equal(a.Data, b.Data) || a.Info.Length != b.Info.Length || a.Info.LinkType != b.Info.LinkType || d > 20*time.Millisecond {
			if wrong++; wrong < 5 {
				t.Errorf("%s: packet %d: %x, %+v\ntcpdump: %x, %+v", name, i, a.Data, a.Info, b.Data, b.Info)
			}
		}
	}
}
