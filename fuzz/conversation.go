package fuzz

import (
	"net/netip"

	"github.com/leanovate/gopter"

	"github.com/wiretag/wiretag/layers"
)

// Conversation generates whole TCP connections: the handshake, data of both sides in segments of many sizes, also over the
// end of the sequence numbers, and the end by FIN or RST. The frames of the handshake are not disturbed.
func Conversation(d Disturbance) gopter.Gen { return sequence(conversation, d) }

// NewConversation makes the connection that choices stand for.
func NewConversation(choices []byte, d Disturbance) *Sequence { return made(conversation, choices, d) }

// talk is a connection while it is made.
type talk struct {
	*script
	e    *Entropy
	v6   bool
	side [2]struct {
		mac  layers.MAC
		addr netip.Addr
		port layers.TCPPort
		next uint32 // sequence number of the next byte
		seqs []segment
	}
}

// segment is data that one side has sent.
type segment struct {
	frame, from, to int // in Frames, and in what was said
	seq, ack        uint32
}

func conversation(e *Entropy) *script {
	c := &talk{script: &script{}, e: e, v6: e.One(3)}
	for i := range c.side {
		c.side[i].mac = layers.MAC{2, 0, 0, 0, 0, byte(i + 1)}
		c.side[i].addr = documentation[int(flag(c.v6))][i+e.Intn(2)*2]
		c.side[i].port = [2][4]layers.TCPPort{{49152, 49153, 1025, 4000}, {80, 443, 25, 9999}}[i][e.Intn(4)]
		c.side[i].next = uint32(e.Bits(32))
	}
	c.segment(0, layers.TCPSyn, nil)
	c.segment(1, layers.TCPSyn|layers.TCPAck, nil)
	c.segment(0, layers.TCPAck, nil)
	c.fixed = len(c.Frames)
	for range 1 + e.Intn(12) {
		from := e.Intn(2)
		c.segment(from, layers.TCPAck|layers.TCPPsh, e.Bytes([...]int{1, 3, 100, 536, 1400, 8, 40, 1460}[e.Intn(8)]))
		if e.One(2) {
			c.segment(1-from, layers.TCPAck, nil)
		}
	}
	if e.One(4) {
		c.segment(e.Intn(2), layers.TCPRst|layers.TCPAck, nil)
	} else {
		c.segment(0, layers.TCPFin|layers.TCPAck, nil)
		c.segment(1, layers.TCPFin|layers.TCPAck, nil)
		c.segment(0, layers.TCPAck, nil)
	}
	c.pieces = c.overlap
	return c.script
}

// segment sends one segment and counts its bytes.
func (c *talk) segment(from int, flags layers.TCPFlags, data []byte) {
	s := &c.side[from]
	at := len(c.Said[from])
	if len(data) > 0 {
		s.seqs = append(s.seqs, segment{len(c.Frames), at, at + len(data), s.next, c.side[1-from].next})
	}
	c.put(from, s.next, c.side[1-from].next, flags, data)
	c.Said[from] = append(c.Said[from], data...)
	s.next += uint32(len(data))
	if flags&(layers.TCPSyn|layers.TCPFin) != 0 {
		s.next++
	}
}

func (c *talk) put(from int, seq, ack uint32, flags layers.TCPFlags, data []byte) {
	s, to := &c.side[from], &c.side[1-from]
	tcp := &layers.TCP{SrcPort: s.port, DstPort: to.port, Seq: seq, Flags: flags, Window: 65535}
	if flags&layers.TCPAck != 0 {
		tcp.Ack = ack
	}
	eth := &layers.Ethernet{Src: s.mac, Dst: to.mac}
	if c.v6 {
		c.send(from, eth, &layers.IPv6{HopLimit: 64, Src: s.addr, Dst: to.addr}, tcp, data)
		return
	}
	c.send(from, eth, &layers.IPv4{TTL: 64, ID: uint16(len(c.Frames)), Flags: layers.IPv4DontFragment, Src: s.addr, Dst: to.addr}, tcp, data)
}

// overlap sends the data of frame i again, with a part of what its side said before it.
func (c *talk) overlap(e *Entropy, i int) (Frame, bool) {
	for from := range c.side {
		for k, g := range c.side[from].seqs {
			if g.frame != i {
				continue
			}
			back := 0
			if k > 0 {
				back = e.Intn(min(g.from-c.side[from].seqs[k-1].from, 200) + 1)
			}
			end := g.to - e.Intn(g.to-g.from)
			n := len(c.Frames)
			c.put(from, g.seq-uint32(back), g.ack, layers.TCPAck, c.Said[from][g.from-back:end])
			f := c.Frames[n]
			c.Frames = c.Frames[:n]
			return f, true
		}
	}
	return Frame{}, false
}
