//go:build !unix

package main

import "os"

var (
	endSignals     = []os.Signal{os.Interrupt}
	counterSignals []os.Signal
)

func isCounter(os.Signal) bool { return false }

func become(string) error { return errNoUser }
