package afpacket_test

import (
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

type xbpf = bpf.RawInstruction

const interrupt = unix.SIGINT
