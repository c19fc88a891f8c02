//go:build !linux

package reassembly

import "time"

var started = time.Now()

// threadTime is the time that has passed.
func threadTime() time.Duration { return time.Since(started) }
