package fuzz_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// Report is a protocol of somebody's own.
type Report struct {
	Version  uint8     `bits:"8,const=1"`
	Count    uint8     `bits:"8,count=Readings"`
	Length   uint16    `bits:"16,len=rest"`
	Readings []Reading `bits:"*"`
}

// Reading is one value in a report.
type Reading struct {
	Type   uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Data"`
	Data   []byte `bits:"*"`
}

// parse is how a server that was written by hand reads a report. It has a fault: it checks everything but one thing.
func parse(data []byte) (sum int, err error) {
	if len(data) < 4 || data[0] != 1 || int(binary.BigEndian.Uint16(data[2:])) != len(data)-4 {
		return 0, errors.New("no report")
	}
	count, rest := int(data[1]), data[4:]
	for range count {
		if len(rest) < 2 {
			return 0, errors.New("too few readings")
		}
		n := int(rest[1])
		for _, b := range rest[2 : 2+n] {
			sum += int(b)
		}
		rest = rest[2+n:]
	}
	return sum, nil
}

// TestMain is the server, where TestToy starts this program once more.
func TestMain(m *testing.M) {
	if os.Getenv("TOY_SERVER") == "" {
		os.Exit(m.Run())
	}
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("listening", conn.LocalAddr())
	_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
	serve(conn)
}

// serve answers every report with the sum of its readings.
func serve(conn net.PacketConn) {
	buf := make([]byte, 1<<16)
	for {
		n, from, err := conn.ReadFrom(buf)
		if err != nil {
			return
		}
		answer := []byte("?")
		if sum, err := parse(buf[:n]); err == nil {
			answer = fmt.Append(nil, sum)
		}
		_, _ = conn.WriteTo(answer, from)
	}
}

// start runs the server and returns a connection to it, and a channel that is closed when it has ended.
func start(t *testing.T) (net.Conn, <-chan struct{}) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "TOY_SERVER=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := bufio.NewScanner(out)
	for s.Scan() && !strings.HasPrefix(s.Text(), "listening ") {
	}
	conn, err := net.Dial("udp", strings.TrimPrefix(s.Text(), "listening "))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		for s.Scan() {
		}
		_ = cmd.Wait() // that it fails is what is looked for
		close(ended)
	}()
	t.Cleanup(func() { conn.Close(); _ = cmd.Process.Kill(); <-ended })
	return conn, ended
}

// over reports whether the server, which does not answer, has ended.
func over(ended <-chan struct{}) bool {
	select {
	case <-ended:
		return true
	case <-time.After(5 * time.Second): // it is slow
		return false
	}
}

// TestToy finds the fault of the server: reports are made from the tags, and one rule after the other is broken, until
// it does not answer any more. The mutation says which check is missing.
func TestToy(t *testing.T) {
	conn, ended := start(t)
	key := codec.Key{Table: "reports", Value: 1}
	reg := packet.NewRegistry()
	if err := packet.Register[Report](reg, layers.RoleApplication, key); err != nil {
		t.Fatal(err)
	}
	begin, sent, buf := time.Now(), 0, make([]byte, 64)
	for i := range uint64(100) {
		data, err := codec.Marshal(fuzz.Value[Report](chosen(i, 60)))
		if err != nil {
			t.Fatal(err)
		}
		for m := range fuzz.Mutations(packet.NewAt(data, key, packet.WithRegistry(reg))) {
			sent++
			if _, err = conn.Write(m.Data); err == nil {
				_ = conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
				_, err = conn.Read(buf)
			}
			if err == nil || !over(ended) {
				continue
			}
			t.Logf("the server died of %v: %x, packet %d after %v", m, m.Data, sent, time.Since(begin).Round(time.Millisecond))
			if !strings.HasPrefix(m.Field, "Readings[") || !strings.HasSuffix(m.Field, ".Length") {
				t.Errorf("%v is not the fault", m)
			}
			return
		}
	}
	t.Error("the fault was not found")
}

// TestToyLaws: the declaration itself is held to the laws.
func TestToyLaws(t *testing.T) { fuzz.Laws[Report](t, 100) }

// FuzzReport is a native target for a struct of one's own.
func FuzzReport(f *testing.F) {
	fuzz.Target[Report](f, [][]byte{{1, 1, 0, 3, 7, 1, 0xff}})
}
