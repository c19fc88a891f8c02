package main

import "golang.org/x/sys/unix"

const defaultClock = "process"

// processClock is the time that all threads of the process have spent, in the program and in the kernel, its garbage collector's among them. What other programs do
// on a shared machine does not count.
func processClock() clock { return clockOf(unix.CLOCK_PROCESS_CPUTIME_ID) }

// threadClock is the time of the calling thread: without what the garbage collector does in its own.
func threadClock() clock { return clockOf(unix.CLOCK_THREAD_CPUTIME_ID) }

func clockOf(id int32) clock {
	return func() int64 {
		var t unix.Timespec
		_ = unix.ClockGettime(id, &t) // every Linux has it
		return t.Nano()
	}
}
