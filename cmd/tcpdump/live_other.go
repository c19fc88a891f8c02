//go:build !unix

package main

import (
	"errors"
	"os"
)

var (
	endSignals     = []os.Signal{os.Interrupt}
	counterSignals []os.Signal
)

func isCounter(os.Signal) bool { return false }

func become(string) error { return errors.New("privileges can be given up on Unix systems only") }

// ignoreBrokenPipes does nothing: there is no such signal.
func ignoreBrokenPipes() {}
