// Package netlab makes networks for tests: a network namespace for each test, pairs of virtual Ethernet interfaces in it. Nothing that a test
// sends leaves it.
package netlab

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Run runs a command in the namespace of the calling goroutine, and fails the test with its output if it fails.
func Run(t testing.TB, command ...string) string {
	t.Helper()
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	return string(out)
}

// Veth makes a pair of connected Ethernet interfaces in the namespace of the calling goroutine, with IPv6 switched off, so that the kernel sends
// nothing of its own accord, and brings them up.
func Veth(t testing.TB, a, b string) {
	t.Helper()
	Run(t, "ip", "link", "add", a, "type", "veth", "peer", "name", b)
	for _, name := range []string{a, b} {
		Quiet(t, name)
		Run(t, "ip", "link", "set", "dev", name, "up")
	}
}

// Need skips the test if a program is not there.
func Need(t testing.TB, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s is not installed", program)
	}
}

// Namespace makes another network namespace, which ends with the test, and returns its name for ip -n and ip netns exec.
func Namespace(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("wiretag-%d-%d", os.Getpid(), time.Now().UnixNano())
	Run(t, "ip", "netns", "add", name)
	t.Cleanup(func() { Run(t, "ip", "netns", "del", name) })
	return name
}
