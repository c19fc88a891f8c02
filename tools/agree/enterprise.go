package main

import (
	"bytes"

	"github.com/wiretag/wiretag/layers/enterprise"
)

// enterprise gives the fields of what the hosts of an organisation say to each other.
func (e *emitter) enterprise(v any) {
	switch l := v.(type) {
	case *enterprise.NBSS:
		e.put(1, "nbss.type", uint8(l.Type))
		e.once("NBSS")
	case *enterprise.SMB:
		e.smb(l, e.at.Payload())
	case *enterprise.SMB2:
		e.put(14, "smb2.cmd", uint16(l.Command))
	case *enterprise.NBNS:
		if h := e.at.Header(); len(h) >= 4 {
			e.put(2, "nbns.id", l.ID)
			e.put(4, "nbns.flags", uint16(h[2])<<8|uint16(h[3]))
		}
	case *enterprise.RPC:
		e.put(4, "rpc.xid", l.XID)
		e.put(8, "rpc.msgtyp", l.Type)
	case *enterprise.OpenVPN:
		e.put(1, "openvpn.opcode", uint8(l.Opcode))
	case *enterprise.WireGuard:
		e.put(1, "wg.type", uint8(l.Type))
	case *enterprise.RDPConnect:
		for _, n := range l.Negotiation {
			e.put(8, "rdp.neg_type", n.Type)
		}
	case *enterprise.S7:
		if len(l.Parameters) > 0 && l.Type != 7 {
			e.put(11, "s7comm.param.func", l.Parameters[0])
		}
	}
}

// smb gives the commands of a message; tshark gives the number that ends a chain of them too.
func (e *emitter) smb(l *enterprise.SMB, payload []byte) {
	e.put(5, "smb.cmd", uint8(l.Command))
	for c, at := uint8(l.Command), 0; bytes.IndexByte(andX, c) >= 0 && at < len(payload); {
		b := payload[at:]
		if len(b) < 5 || b[0] < 2 {
			return
		}
		e.put(5, "smb.cmd", b[1])
		next := int(b[3]) + int(b[4])<<8 - 32
		if b[1] == 0xff || next <= at {
			return
		}
		c, at = b[1], next
	}
}

// andX are the commands that another one may follow in a message.
var andX = []byte{0x24, 0x2d, 0x2e, 0x2f, 0x73, 0x74, 0x75, 0xa2}

// once keeps only the first of layers that follow each other in a segment: tshark names a protocol once that it takes apart message by message.
func (e *emitter) once(name string) {
	all := e.rec.Layers[:len(e.rec.Layers)-1]
	for i := len(all) - 1; i >= 0; i-- {
		switch all[i][0] {
		case name:
			e.rename(name + "More")
			return
		case "TCP":
			return
		}
	}
}
