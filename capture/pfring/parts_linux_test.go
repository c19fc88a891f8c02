//go:build amd64 || arm64

package pfring

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// TestInterfaceEvents: down, up, renamed, deleted, in this order and once each.
func TestInterfaceEvents(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{Immediate: true}))
	soon(r)
	change := func(f func()) {
		m.mu.Lock()
		defer m.mu.Unlock()
		f()
	}
	event := func(want error, name string) {
		t.Helper()
		_, _, err := r.Next()
		var e *capture.InterfaceError
		if !errors.As(err, &e) || !errors.Is(err, want) || e.Name != "eth0" || e.Index != 7 || e.NewName != name {
			t.Fatalf("%v, want %v", err, want)
		}
	}
	change(func() { m.interfaces["eth0"].up = false })
	event(capture.ErrDown, "")
	_ = r.SetReadDeadline(time.Now().Add(600 * time.Millisecond))
	if _, _, err := r.Next(); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("%v, want nothing more", err)
	}
	soon(r)
	change(func() { m.interfaces["eth0"].up = true })
	time.Sleep(300 * time.Millisecond)
	change(func() { m.interfaces["lan0"] = m.interfaces["eth0"]; delete(m.interfaces, "eth0") })
	event(capture.ErrRenamed, "lan0")
	// A reader that has always something to read looks too.
	change(func() { m.interfaces["lan1"] = m.interfaces["lan0"]; delete(m.interfaces, "lan0") })
	s.put(&packet{nanoseconds: 1_000_000_000})
	event(capture.ErrRenamed, "lan1")
	if _, info, err := r.Next(); err != nil || info.Time.Sec != 1 {
		t.Fatal(err)
	}
	s.gone.Store(true)
	for range 3 {
		event(capture.ErrGone, "")
	}
	m.noted()
	if err := r.WritePacket(make([]byte, 60), nil); !errors.Is(err, capture.ErrGone) || len(m.noted()) > 0 {
		t.Errorf("sending: %v", err)
	}
}

// TestSend: tags, statistics, deadlines, what is too short.
func TestSend(t *testing.T) {
	m := newModule()
	r, s := m.opened(t, "eth0", settings(t, capture.Live{}))
	tx, err := openSender(m, "eth1", settings(t, capture.Live{}))
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close()
	data := bytes.Repeat([]byte{1}, 60)
	info := &capture.Info{VLAN: capture.VLAN{TCI: 0xb123, Present: true}}
	if err := r.WritePacket(data, info); err != nil || !bytes.Equal(s.packets[0], slicesOf(data[:12], "\x81\x00\xb1\x23", data[12:])) {
		t.Errorf("%x, %v", s.packets, err)
	}
	if n, err := tx.WriteBatch([][]byte{data, data, data[:13]}); n != 2 || err == nil {
		t.Error(n, err)
	}
	if st := tx.SendStats(); st != (SendStats{Sent: 2}) {
		t.Error(st)
	}
	_ = tx.SetWriteDeadline(time.Now())
	if err := tx.WritePacket(data, nil); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error(err)
	}
	_ = tx.SetWriteDeadline(time.Time{})
	for _, c := range sendErrors {
		m.fail["send 60"] = c.errno
		if err := tx.WritePacket(data, nil); !errors.Is(err, c.want) {
			t.Errorf("%v: %v, want %v", c.errno, err, c.want)
		}
	}
	delete(m.interfaces, "eth1")
	m.fail["send 60"] = sendErrors[0].errno
	if err := tx.WritePacket(data, nil); !errors.Is(err, capture.ErrGone) {
		t.Error(err)
	}
	if err := tx.Close(); err != nil {
		t.Error(err)
	}
	if err := tx.WritePacket(data, nil); !errors.Is(err, capture.ErrClosed) {
		t.Error(err)
	}
	if st := tx.SendStats(); st.Sent != 2 {
		t.Error(st)
	}
}

// TestGroup: members take queues of their own, and none captures before all have joined.
func TestGroup(t *testing.T) {
	for _, slot := range []uint16{20, 21} {
		m := newModule()
		m.slot = slot
		g, err := openGroup(m, "eth0", 3, settings(t, capture.Live{}, groupDefaults))
		if err != nil {
			t.Fatal(err)
		}
		joined, activated := 0, 0
		for _, call := range m.noted() {
			switch {
			case strings.HasPrefix(call, "set 99 "):
				joined++
				if queue := call[len("set 99 0000"):][:4]; slot == 21 && queue != []string{"", "0000", "0100", "0200"}[joined] || activated > 0 {
					t.Errorf("member %d: %s, %d activated", joined, call, activated)
				}
			case call == "set 106 00":
				activated++
			}
		}
		if joined != 3 || activated != 3 || len(g.Members()) != 3 || len(m.clusters) != 1 {
			t.Errorf("%d joined, %d activated, clusters %v", joined, activated, m.clusters)
		}
		if err := g.Close(); err != nil || m.open != 0 || m.mapped != 0 {
			t.Errorf("%v, %d descriptors, %d mappings", err, m.open, m.mapped)
		}
	}
	// A number that is taken is not the end; one that was asked for is.
	m := newModule()
	m.clusters[5] = map[uint16]bool{1: true}
	cluster := WithCluster(Cluster{ID: 5, Fixed: true})
	if _, err := openGroup(m, "eth0", 2, settings(t, capture.Live{}, cluster, groupDefaults)); !errors.Is(err, ErrQueueTaken) || m.open != 0 {
		t.Error(err, m.open)
	}
	for _, n := range []int{0, 65} {
		if _, err := openGroup(m, "eth0", n, settings(t, capture.Live{}, groupDefaults)); err == nil {
			t.Errorf("a group of %d", n)
		}
	}
}
