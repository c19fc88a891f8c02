package main

import (
	"fmt"
	"time"
)

// clock gives a time in nanoseconds, to be subtracted from a later one.
type clock func() int64

func wallClock() clock {
	began := time.Now()
	return func() int64 { return int64(time.Since(began)) }
}

func clockNamed(name string) (clock, error) {
	clocks := map[string]clock{"wall": wallClock(), "thread": threadClock(), "process": processClock()}
	if c := clocks[name]; c != nil {
		return c, nil
	}
	return nil, fmt.Errorf("there is no clock %q on this system", name)
}
