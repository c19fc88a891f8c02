//go:build !linux

package main

import "time"

var began = time.Now()

// processTime is the time that has passed, ns.
func processTime() int64 { return int64(time.Since(began)) }

// The memory that is resident is not known.
func resident() int64 { return 0 }
func peak() int64     { return 0 }
