package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/netip"
	"time"

	"github.com/wiretag/wiretag/conversation"
)

// Operation codes of TFTP, RFC 1350 and 2347.
const (
	tftpRead    = 1
	tftpWrite   = 2
	tftpData    = 3
	tftpAck     = 4
	tftpOptions = 6
)

// Patience: how long both sides wait before they send again, and how often they do.
const (
	tftpPatience = time.Second
	tftpTries    = 1000
)

// tftp shows a file in blocks that are acknowledged one by one, with the options of RFC 2348 and 2349.
func (s *session) tftp(in *input) error {
	from := s.client()
	ask, err := s.net.UDP(from, s.ends[server])
	if err != nil {
		return err
	}
	u, err := s.net.UDP(from, netip.AddrPortFrom(s.ends[server].Addr(), port(40000, s.ports)))
	if err != nil {
		return err
	}
	t := &transfer{s: s, u: u, block: s.blockSize(in.size)}
	t.request(ask, in)
	return t.run(in)
}

// blockSize is the smallest of those that fit the MTU and need no more blocks than have numbers of their own.
func (s *session) blockSize(size int64) int {
	if s.size > 0 {
		return max(8, s.size)
	}
	block := s.path.MTU - 32
	if s.ends[server].Addr().Is6() {
		block -= 20
	}
	for int64(block)*65000 < size && block < 65464 {
		block = min(2*block, 65464)
	}
	return block
}

// transfer is a file on its way.
type transfer struct {
	s     *session
	u     *conversation.UDP
	block int
	tries int // of what is sent now
	err   error
}

// request asks and is answered.
func (t *transfer) request(ask *conversation.UDP, in *input) {
	code, size := uint16(tftpRead), int64(0)
	if t.s.upload {
		code, size = tftpWrite, in.size
	}
	b := binary.BigEndian.AppendUint16(nil, code)
	b = fmt.Appendf(b, "%s\x00octet\x00blksize\x00%d\x00tsize\x00%d\x00", in.name, t.block, size)
	answer := binary.BigEndian.AppendUint16(nil, tftpOptions)
	answer = fmt.Appendf(answer, "blksize\x00%d\x00tsize\x00%d\x00", t.block, in.size)
	for t.err == nil {
		var ok bool
		if ok, t.err = ask.Send(client, b); ok {
			t.err = t.s.net.Wait(2 * t.s.path.Latency)
			if ok, _ := t.u.Send(server, answer); ok {
				return
			}
		}
		t.wait()
	}
}

func (t *transfer) wait() {
	if t.tries++; t.err == nil && t.tries == tftpTries {
		t.err = conversation.ErrStalled
	}
	if t.err == nil {
		t.err = t.s.net.Wait(tftpPatience)
	}
}

// run sends the blocks. The last one is not full.
func (t *transfer) run(in *input) error {
	sender := server
	if t.s.upload {
		sender = client
	} else {
		t.exchange(server, nil, 0) // the options are acknowledged
	}
	r, buf := in.reader(), make([]byte, 4+t.block)
	for number := uint16(1); t.err == nil; number++ {
		n, err := io.ReadFull(r, buf[4:])
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return err
		}
		binary.BigEndian.PutUint16(buf, tftpData)
		binary.BigEndian.PutUint16(buf[2:], number)
		t.exchange(sender, buf[:4+n], number)
		if n < t.block {
			break
		}
	}
	if t.err == nil {
		t.err = t.s.net.Flush()
	}
	return t.err
}

// exchange sends a block until its acknowledgement arrives.
func (t *transfer) exchange(sender conversation.Side, block []byte, number uint16) {
	ack := binary.BigEndian.AppendUint16(nil, tftpAck)
	ack = binary.BigEndian.AppendUint16(ack, number)
	t.tries = 0
	for t.err == nil {
		ok := true
		if block != nil {
			ok, t.err = t.u.Send(sender, block)
		}
		if ok {
			if ok, t.err = t.u.Send(sender.Other(), ack); ok {
				return
			}
		}
		t.wait()
	}
}
