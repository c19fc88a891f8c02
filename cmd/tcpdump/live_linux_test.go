package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/capture/afpacket"
	"github.com/wiretag/wiretag/internal/netlab"
	"github.com/wiretag/wiretag/pcapio"
)

// asCommand has the test binary be the command.
const asCommand = "WIRETAG_TEST_AS_TCPDUMP"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
	}
	os.Exit(m.Run())
}

// watched is a program that runs, with what it prints.
type watched struct {
	cmd *exec.Cmd
	out bytes.Buffer

	mu  sync.Mutex
	err bytes.Buffer
}

func (w *watched) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err.Write(b)
}

func (w *watched) messages() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err.String()
}

// start runs a program in the namespace of the goroutine, and returns when it listens or has ended.
func start(t *testing.T, program string, args ...string) *watched {
	t.Helper()
	w := &watched{cmd: exec.Command(program, args...)}
	w.cmd.Env = append(os.Environ(), asCommand+"=1", "TZ=UTC")
	w.cmd.Stdout, w.cmd.Stderr = &w.out, w
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 500 {
		if strings.Contains(w.messages(), "listening on") {
			return w
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s %q does not listen: %s", program, args, w.messages())
	return nil
}

// stop interrupts the program, if it has not ended, and returns its exit status.
func (w *watched) stop(t *testing.T) int {
	t.Helper()
	w.cmd.Process.Signal(syscall.SIGINT)
	ended := make(chan error, 1)
	go func() { ended <- w.cmd.Wait() }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		w.cmd.Process.Kill()
		t.Fatalf("it does not end: %s", w.messages())
	}
	return w.cmd.ProcessState.ExitCode()
}

// times are what differs between two programs that see one packet.
var times = regexp.MustCompile(`(?m)^( *\d+  )?\d\d:\d\d:\d\d\.\d{6} `)

// received is "received by filter", which the kernel counts for each socket in its own way where a program has had enough packets.
var received = regexp.MustCompile(`\d+ packets? received by filter`)

// TestLive runs tcpdump and this command side by side on an interface.
func TestLive(t *testing.T) {
	netlab.Need(t, "tcpdump")
	needMixed(t)
	netlab.Isolate(t)
	netlab.Veth(t, "wt0", "wt1")
	for _, flags := range []string{
		"-i wt0 -n", "-i wt0 -ne", "-i wt0 -nv", "-i wt0 -nnvvvXSe", "-i wt0 -n -p", "-i wt0 -n -c 7", "-i wt0 -n -Q in", "-i wt0 -n -Q out",
		"-i wt0 -n -s 200", "-i wt0 -n -B 4096", "-i wt0 -n -B 8192 --immediate-mode -l", "-i wt0 -nq -#", "-i wt0 -n udp", "-i wt0 -n tcp port 80 or arp",
		"-i wt0 -n -K -t", "-i wt0 -n -A", "-i wt0 -nxx icmp", "-i wt1 -n", "-i any -n", "-i any -ne -y LINUX_SLL", "-i any -n inbound",
		"-i wt0 -n -c 3 -ttttt", "-i wt0 -n -U -w /dev/null", "-i wt0 -n --count", "-i wt0 -n not ip6", "-i wt0 -n vlan", "-i wt0 -n greater 200",
	} {
		t.Run(strings.ReplaceAll(flags, " ", "_"), func(t *testing.T) { sideBySide(t, strings.Fields(flags)) })
	}
}

// sideBySide compares what both print. The subtest runs on a goroutine of its own, which needs the network too.
func sideBySide(t *testing.T, flags []string) {
	netlab.Isolate(t)
	netlab.Veth(t, "wt0", "wt1")
	theirs := start(t, "tcpdump", flags...)
	ours := start(t, os.Args[0], flags...)
	files := []string{"arp", "ndp", "icmp", "fragments"}
	if flags[1] != "any" { // tcpdump has no text for two tags in cooked packets
		files = append(files, "qinq")
	}
	for _, file := range files {
		send(t, "wt1", filepath.Join(filepath.Dir(mixed), file+".pcap"))
	}
	time.Sleep(1200 * time.Millisecond) // tcpdump delivers packets within a second
	status, wantStatus := ours.stop(t), theirs.stop(t)
	if status != wantStatus {
		t.Errorf("status %d, want %d", status, wantStatus)
	}
	clean := func(s string) string {
		// Of a direction, the kernel counts what it gives here, and libpcap what it leaves out too.
		if all := strings.Join(flags, " "); strings.Contains(all, "-c ") || strings.Contains(all, "-Q ") || strings.Contains(all, "bound") {
			s = received.ReplaceAllString(s, "")
		}
		return times.ReplaceAllString(s, "")
	}
	if got, want := clean(ours.out.String()), clean(theirs.out.String()); got != want && !strings.Contains(strings.Join(flags, " "), "-ttttt") {
		t.Errorf("output differs:\n%s", firstDifference(got, want))
	}
	if got, want := clean(ours.messages()), clean(theirs.messages()); got != want {
		t.Errorf("messages:\n%swant:\n%s", got, want)
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d of %d and %d:\n%s\n%s", i+1, len(a), len(b), a[i], b[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(a), len(b))
}

// send puts the packets of a capture onto an interface.
func send(t *testing.T, name, file string) {
	t.Helper()
	src, err := pcapio.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	out, err := afpacket.OpenSocket(name, capture.Live{})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	for {
		data, _, err := src.Next()
		if err == io.EOF {
			return
		}
		if err == nil {
			err = out.WritePacket(data, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
