package dumptext

import (
	"encoding/binary"
	"net/netip"

	"github.com/wiretag/wiretag/layers"
)

// tcpFlagNames are the flags in the order of their bits; the acknowledgement is a dot.
var tcpFlagNames = []flagName{
	{0x01, "F"}, {0x02, "S"}, {0x04, "R"}, {0x08, "P"}, {0x10, "."}, {0x20, "U"}, {0x40, "E"}, {0x80, "W"},
}

// TCP flags.
const (
	tcpFIN = 0x01
	tcpSYN = 0x02
	tcpRST = 0x04
	tcpACK = 0x10
	tcpURG = 0x20
)

// stream names a TCP connection, whichever side sends: the end with the lower port
// comes first, the lower address where the ports are equal.
type stream struct {
	low, high         netip.Addr
	lowPort, highPort uint16
}

// streamStart is what a connection's sequence numbers are counted from.
type streamStart struct {
	low, high uint32 // of the end that is first in stream, and of the other
}

// tcp prints a TCP segment of length bytes, of which data was captured.
func (p *Printer) tcp(data []byte, length int) {
	n := &p.network
	if len(data) < 4 {
		p.ends(n.src, n.dst)
		p.str("[|tcp]")
		p.cut = true
		return
	}
	sport, dport := binary.BigEndian.Uint16(data), binary.BigEndian.Uint16(data[2:])
	p.ports(sport, dport, protoTCP)
	if len(data) < 20 {
		p.short("tcp")
		return
	}
	h := layerAt(p, data, &p.dec.tcp)
	header := int(data[12]>>4) * 4
	if header < 20 {
		p.text(" tcp ", uint64(uint32(length-header)))
		p.tcpBadHeader(header, "short, < ", 20)
		return
	}
	if p.opt.Quiet {
		p.text("tcp ", uint64(uint32(length-header)))
		if header > length {
			p.tcpBadHeader(header, "long, > ", length)
		}
		return
	}
	flags := uint32(data[13])
	p.str("Flags [")
	p.flags(tcpFlagNames, flags, "", "none")
	p.str("]")
	seq, ack, start := p.tcpNumbers(sport, dport, flags, h.Seq, h.Ack) // remembered of a segment that contradicts itself too
	if header > length {
		p.tcpBadHeader(header, "long, > ", length)
		return
	}
	if p.opt.Verbose > 0 && !p.opt.NoSums && !n.fragment && len(data) >= length {
		p.tcpSum(data[:length])
	}
	p.tcpText(h, data, header, length-header, relative{seq, ack, start})
}

// relative are a segment's numbers counted from the first ones of the connection, and
// what the acknowledged numbers are counted from.
type relative struct{ seq, ack, start uint32 }

// tcpText prints a segment from the sequence number on.
func (p *Printer) tcpText(h *layers.TCP, data []byte, header, body int, r relative) {
	flags := uint32(h.Flags)
	if p.opt.Verbose > 1 || body > 0 || flags&(tcpSYN|tcpFIN|tcpRST) != 0 {
		p.text(", seq ", uint64(r.seq))
		if body > 0 {
			p.text(":", uint64(r.seq+uint32(body)))
		}
	}
	if flags&tcpACK != 0 {
		p.text(", ack ", uint64(r.ack))
	}
	p.text(", win ", uint64(h.Window))
	if flags&tcpURG != 0 {
		p.text(", urg ", uint64(h.Urgent))
	}
	if header > 20 && !p.tcpOptions(data, header, body, flags, r.start) {
		return
	}
	p.text(", length ", uint64(body))
	switch {
	case body <= 0:
	case flags&tcpRST != 0 && p.opt.Verbose > 0:
		p.tcpReset(data[min(header, len(data)):], body)
	default:
		p.tcpPayload(h.SrcPort, h.DstPort, data[min(header, len(data)):], body)
	}
}

// tcpPayload prints data by the ports.
func (p *Printer) tcpPayload(sport, dport layers.TCPPort, data []byte, length int) {
	switch is := func(port layers.TCPPort) bool { return sport == port || dport == port }; {
	case is(sshPort):
		p.ssh(data, length)
		return
	case is(bgpPort):
		p.bgp(data, length)
		return
	}
	for _, port := range [2]layers.TCPPort{sport, dport} {
		if t := textProtocols[uint16(port)]; t != nil {
			p.str(": ")
			p.lines(t, data, length)
			return
		}
	}
	if sport == dnsPort || dport == dnsPort {
		p.dnsTCP(data, length)
	}
}

const sshPort = 22

// resetText is how much of the text in a reset is printed, in bytes.
const resetText = 30

// tcpReset prints the text that a reset gives as its reason.
func (p *Printer) tcpReset(data []byte, length int) {
	p.str(" [")
	if len(data) < length {
		p.str("!")
	}
	p.str("RST")
	if length > resetText {
		p.str("+")
	}
	p.str(" ")
	p.printable(data[:min(len(data), length, resetText)])
	p.str("]")
}

func (p *Printer) tcpBadHeader(header int, what string, limit int) {
	p.text(" [bad hdr length ", uint64(header))
	p.str(" - too ")
	p.str(what)
	p.int(limit)
	p.str("]")
}

// ports prints both ends, with addresses where the transport header stands right behind the IP header.
func (p *Printer) ports(sport, dport uint16, protocol uint8) {
	n := &p.network
	full := n.next == protocol
	if full {
		p.host(n.src)
		p.str(".")
	}
	p.port(protocol, sport)
	p.str(" > ")
	if full {
		p.host(n.dst)
		p.str(".")
	}
	p.port(protocol, dport)
	p.str(": ")
}

// mostStreams bounds the connections that are remembered. Behind so many all are met anew.
const mostStreams = 1 << 20

// tcpNumbers makes sequence and acknowledgement numbers relative to the first ones
// that were seen of the connection; start is what was taken from numbers of the peer.
func (p *Printer) tcpNumbers(sport, dport uint16, flags, seq, ack uint32) (relSeq, relAck, start uint32) {
	if p.opt.Absolute || flags&tcpACK == 0 {
		return seq, ack, 0
	}
	n := &p.network
	key := stream{n.src, n.dst, sport, dport}
	reverse := sport > dport || sport == dport && n.src.Compare(n.dst) > 0
	if reverse {
		key = stream{n.dst, n.src, dport, sport}
	}
	s, known := p.streams[key]
	if !known || flags&tcpSYN != 0 {
		s = streamStart{seq, ack - 1}
		if reverse {
			s = streamStart{ack - 1, seq}
		}
		if len(p.streams) >= mostStreams {
			clear(p.streams)
		}
		p.streams[key] = s
		if reverse {
			return seq, ack, s.low
		}
		return seq, ack, s.high
	}
	if reverse {
		return seq - s.high, ack - s.low, s.low
	}
	return seq - s.low, ack - s.high, s.high
}

// tcpSum prints whether the checksum of a whole segment is right.
func (p *Printer) tcpSum(segment []byte) {
	have := binary.BigEndian.Uint16(segment[16:])
	sum := internetSum(p.pseudo(protoTCP, len(segment)), segment)
	p.str(", cksum 0x")
	p.hex(uint64(have), 4)
	if sum == 0 {
		p.str(" (correct)")
		return
	}
	p.str(" (incorrect -> 0x")
	p.hex(uint64(correct(have, sum)), 4)
	p.str(")")
}

// pseudo is the sum of the pseudo header.
func (p *Printer) pseudo(protocol uint8, length int) uint64 {
	sum := uint64(protocol) + uint64(length)
	for _, a := range [2]netip.Addr{p.network.src, p.network.final} {
		if a.Is4() {
			b := a.As4()
			sum += uint64(binary.BigEndian.Uint16(b[:])) + uint64(binary.BigEndian.Uint16(b[2:]))
			continue
		}
		b := a.As16()
		for i := 0; i < 16; i += 2 {
			sum += uint64(binary.BigEndian.Uint16(b[i:]))
		}
	}
	return sum
}
