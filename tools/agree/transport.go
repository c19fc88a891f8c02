package main

import (
	"github.com/wiretag/wiretag/layers"
)

func (e *emitter) tcp(l *layers.TCP) {
	e.put(2, "tcp.srcport", uint16(l.SrcPort))
	e.put(4, "tcp.dstport", uint16(l.DstPort))
	e.put(8, "tcp.seq_raw", l.Seq)
	e.put(12, "tcp.ack_raw", l.Ack)
	e.put(13, "tcp.hdr_len", 4*int(l.DataOffset))
	e.put(14, "tcp.flags", uint16(l.Reserved)<<9|uint16(l.Flags))
	e.put(16, "tcp.window_size_value", l.Window)
	e.put(18, "tcp.checksum", l.Checksum)
	e.status(18, "tcp.checksum.status")
	e.put(20, "tcp.urgent_pointer", l.Urgent)
	e.tcpOptions(l)
	if e.at.Failed() {
		return
	}
	if !e.quoted() && !e.frag[e.at.Index()] { // otherwise tshark does not know it
		e.put(20, "tcp.len", e.wire[e.at.Index()])
	}
	if p := e.at.Payload(); len(p) > 0 {
		e.put(20, "tcp.payload_sha", shortSha(p))
	}
}

func (e *emitter) tcpOptions(l *layers.TCP) {
	if b := e.at.Header(); len(b) > 20 || (len(b) == 20 && l.DataOffset > 5) {
		e.put(20, "tcp.options", hexOf(b[20:]))
	}
	mptcp := false
	for i := range l.Options {
		o := &l.Options[i]
		e.put(20, "tcp.option_kind", uint8(o.Kind))
		v, err := o.View()
		if err != nil {
			continue
		}
		switch d := v.(type) {
		case *layers.TCPMSS:
			e.put(20, "tcp.options.mss_val", d.MSS)
		case *layers.TCPWindowScale:
			e.put(20, "tcp.options.wscale.shift", d.Shift)
		case *layers.TCPTimestamps:
			e.put(20, "tcp.options.timestamp.tsval", d.Value)
			e.put(20, "tcp.options.timestamp.tsecr", d.Echo)
		case *layers.MPTCP:
			mptcp = true
		}
	}
	e.badOption("tcp.option_kind", l.Padding)
	for _, b := range l.Padding { // tshark takes zeros behind the end for options
		if b != 0 {
			break
		}
		e.put(20, "tcp.option_kind", 0)
	}
	if mptcp {
		e.name("MPTCP", -1, 0)
	}
}

func (e *emitter) udp(l *layers.UDP) {
	e.put(2, "udp.srcport", uint16(l.SrcPort))
	e.put(4, "udp.dstport", uint16(l.DstPort))
	e.put(6, "udp.length", l.Length)
	e.put(8, "udp.checksum", l.Checksum)
	e.status(8, "udp.checksum.status")
	if p := e.at.Payload(); len(p) > 0 && !e.at.Failed() {
		e.put(8, "udp.payload_sha", shortSha(p))
	}
}
