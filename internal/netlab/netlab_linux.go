package netlab

import (
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// Isolate puts the calling goroutine, which stays on its thread for ever, into a new network namespace with nothing but a loopback interface that is up. Sockets that it
// opens, and commands that it runs, are in that namespace; other goroutines are not. It skips the test without the privilege.
func Isolate(t testing.TB) {
	t.Helper()
	Need(t, "ip")
	runtime.LockOSThread() // and never unlocks: the thread ends with the goroutine, and the namespace with it
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Skipf("a network namespace cannot be made: %v (it takes CAP_SYS_ADMIN)", err)
	}
	Run(t, "ip", "link", "set", "lo", "up")
}

// Quiet switches IPv6 off on an interface.
func Quiet(t testing.TB, name string) {
	t.Helper()
	file := "/proc/sys/net/ipv6/conf/" + name + "/disable_ipv6" // of the thread's namespace
	if err := os.WriteFile(file, []byte("1"), 0); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
}
