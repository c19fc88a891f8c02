package main

import "golang.org/x/sys/unix"

const defaultClock = "cpu"

// threadClock is the time that the calling thread has spent, in the program and in the kernel. What other programs do
// on a shared machine does not count, nor does what Go's garbage collector does in its own threads.
func threadClock() clock {
	return func() int64 {
		var t unix.Timespec
		_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t) // every Linux has it
		return t.Nano()
	}
}
