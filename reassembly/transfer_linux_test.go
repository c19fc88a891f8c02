//go:build linux && amd64 && !race

package reassembly_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/reassembly"
)

// Transfers of real programs go from one network namespace to another, through a relay (relay_linux_test.go) that loses, repeats, reorders and changes
// frames. What the assembler makes of the frames behind the relay has to be what was sent.

const (
	clientHost = "10.77.0.1"
	serverHost = "10.77.0.2"
)

// need skips the test if a program is not there.
func need(t *testing.T, programs ...string) {
	if os.Getuid() != 0 {
		t.Skip("network namespaces want root")
	}
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is not installed", p)
		}
	}
}

// in runs a command in a namespace of the relay.
func (r *relay) in(ctx context.Context, side string, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "ip", append([]string{"netns", "exec", r.name + side}, args...)...)
}

// serve starts a program on the server's side, which runs until the test ends, and waits until its port is open.
func (r *relay) serve(t *testing.T, port int, args ...string) {
	t.Helper()
	cmd := r.in(t.Context(), "b", args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
	})
	for range 200 {
		b, err := r.in(t.Context(), "b", "ss", "-Hltn", fmt.Sprintf("sport = :%d", port)).Output()
		if err == nil && len(b) > 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%v does not listen: %s", args, &out)
}

// get runs a program on the client's side to its end.
func (r *relay) get(t *testing.T, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Second)
	defer cancel()
	if out, err := r.in(ctx, "a", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v: %s", args, err, out)
	}
	time.Sleep(300 * time.Millisecond) // for the last frames
}

// randomFile makes a file and returns its bytes.
func randomFile(t *testing.T, name string, n int) []byte {
	b := make([]byte, n)
	if _, err := rand.Read(b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return b
}

const transferSize = 3 << 20

// TestTransferHTTP: curl gets a file from nginx.
func TestTransferHTTP(t *testing.T) {
	need(t, "ip", "ss", "ethtool", "nginx", "curl")
	r := newRelay(t)
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	want := randomFile(t, filepath.Join(dir, "file"), transferSize)
	conf := filepath.Join(dir, "nginx.conf")
	text := "daemon off; master_process off; pid " + dir + "/pid; error_log stderr; events {} http { access_log off; server { listen " + serverHost + ":80; root " + dir + "; } }"
	if err := os.WriteFile(conf, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	r.serve(t, 80, "nginx", "-p", dir, "-c", conf)
	got := filepath.Join(dir, "got")
	r.get(t, "curl", "-sS", "-o", got, "http://"+serverHost+"/file")
	if b, err := os.ReadFile(got); err != nil || !bytes.Equal(b, want) {
		t.Fatalf("curl has %d bytes, %v", len(b), err)
	}
	for _, s := range r.end(t) {
		header, body, _ := bytes.Cut(s.data[reassembly.FromServer], []byte("\r\n\r\n"))
		if !bytes.HasPrefix(header, []byte("HTTP/1.1 200 OK")) || !bytes.Equal(body, want) {
			t.Errorf("%s: %d bytes, want %d", header, len(body), len(want))
		}
	}
}

// TestTransferIperf: iperf3 sends random bytes for a time, and its server writes what it gets to a file. When the time is over, the connection ends, whatever
// is under way.
func TestTransferIperf(t *testing.T) {
	need(t, "ip", "ss", "ethtool", "iperf3")
	r := newRelay(t)
	r.cut = true
	got := filepath.Join(t.TempDir(), "got")
	r.serve(t, 5201, "iperf3", "-s", "-1", "-F", got)
	r.get(t, "iperf3", "-c", serverHost, "-w", "64K", "-n", fmt.Sprint(transferSize))
	want, err := os.ReadFile(got)
	if err != nil || len(want) < transferSize/2 {
		t.Fatalf("iperf3 wrote %d bytes, %v", len(want), err)
	}
	for _, s := range r.end(t) {
		const cookie = 37 // before the data, to tell which test they belong to
		if data := s.data[reassembly.FromClient]; len(data) > cookie+len(want)-1 && bytes.Equal(data[cookie:cookie+len(want)], want) {
			return
		}
	}
	t.Errorf("the %d bytes that iperf3 wrote are in no stream", len(want))
}

// TestTransferSCP: scp sends a file. It is encrypted, so what came out of the relay is compared with what went in.
func TestTransferSCP(t *testing.T) {
	need(t, "ip", "ss", "ethtool", "scp", "sshd", "ssh-keygen")
	r := newRelay(t)
	dir := t.TempDir()
	want := randomFile(t, filepath.Join(dir, "file"), transferSize)
	key, host := filepath.Join(dir, "key"), filepath.Join(dir, "host")
	for _, k := range []string{key, host} {
		if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", k).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
		t.Fatal(err)
	}
	sshd, err := exec.LookPath("sshd")
	if err != nil {
		t.Fatal(err)
	}
	r.serve(t, 22, sshd, "-D", "-e", "-f", "/dev/null", "-h", host, "-o", "ListenAddress="+serverHost, "-o", "AuthorizedKeysFile="+key+".pub", "-o", "StrictModes=no",
		"-o", "PermitRootLogin=yes", "-o", "PidFile=none", "-o", "UsePAM=no", "-o", "Subsystem=sftp internal-sftp")
	got := filepath.Join(dir, "got")
	r.get(t, "scp", "-q", "-i", key, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", filepath.Join(dir, "file"), "root@"+serverHost+":"+got)
	if b, err := os.ReadFile(got); err != nil || !bytes.Equal(b, want) {
		t.Fatalf("scp wrote %d bytes, %v", len(b), err)
	}
	for _, s := range r.end(t) {
		if n := len(s.data[reassembly.FromClient]); n < transferSize || !strings.HasPrefix(string(s.data[reassembly.FromServer]), "SSH-2.0-") {
			t.Errorf("%d bytes", n)
		}
	}
}
