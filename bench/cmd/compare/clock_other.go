//go:build !linux

package main

const defaultClock = "wall"

// threadClock is nil: there is none.
func threadClock() clock { return nil }
