//go:build !linux

package main

import "errors"

var errLinux = errors.New("AF_PACKET sockets and network namespaces are parts of Linux")

func measure(*settings) error { return errLinux }
func receive(*settings) error { return errLinux }
func drain(*settings) error   { return errLinux }
func send(*settings) error    { return errLinux }
