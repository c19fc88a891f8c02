//go:build !linux

package main

const defaultClock = "wall"

func processClock() clock { return nil }

func threadClock() clock { return nil }
