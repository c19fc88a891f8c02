//go:build !linux

package netlab

import "testing"

// Isolate skips the test.
func Isolate(t testing.TB) {
	t.Helper()
	t.Skip("network namespaces are a part of Linux")
}

// Quiet does nothing.
func Quiet(testing.TB, string) {}
