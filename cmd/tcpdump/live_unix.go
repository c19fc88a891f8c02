//go:build unix

package main

import (
	"fmt"
	"os"
	"os/signal"
	"os/user"
	"slices"
	"strconv"
	"syscall"
)

// endSignals end a capture.
var endSignals = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// counterSignals print the counters.
var counterSignals = []os.Signal{syscall.SIGUSR1}

func isCounter(s os.Signal) bool { return slices.Contains(counterSignals, s) }

// become gives up the privileges of root for those of a user.
func become(name string) error {
	u, err := user.Lookup(name)
	if err != nil {
		return fmt.Errorf("couldn't find user '%s'", name)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return err
	}
	for _, f := range []func() error{
		func() error { return syscall.Setgroups([]int{gid}) },
		func() error { return syscall.Setgid(gid) },
		func() error { return syscall.Setuid(uid) },
	} {
		if err := f(); err != nil {
			return fmt.Errorf("couldn't change to '%s' uid=%d gid=%d: %w", name, uid, gid, err)
		}
	}
	return nil
}

// ignoreBrokenPipes has writing fail where nobody reads any more, in place of a signal that ends the process.
func ignoreBrokenPipes() { signal.Ignore(syscall.SIGPIPE) }
