package dumptext

import "github.com/wiretag/wiretag/layers/routing"

// Ports of forwarding detection.
const (
	bfdControlPort  = 3784
	bfdEchoPort     = 3785
	bfdMultihopPort = 4784
	bfdLAGPort      = 6784
)

var bfdDiagnostics = map[uint16]string{
	0: "No Diagnostic", 1: "Control Detection Time Expired", 2: "Echo Function Failed", 3: "Neighbor Signaled Session Down", 4: "Forwarding Plane Reset",
	5: "Path Down", 6: "Concatenated Path Down", 7: "Administratively Down", 8: "Reverse Concatenated Path Down",
}

var bfdStates = [...]string{"AdminDown", "Down", "Init", "Up"}

var bfdFlags = []flagName{
	{0x20, "Poll"}, {0x10, "Final"}, {0x08, "Control Plane Independent"}, {0x04, "Authentication Present"}, {0x02, "Demand"}, {0x01, "Reserved"},
}

var bfdAuthNames = map[uint16]string{1: "Simple Password", 2: "Keyed MD5", 3: "Meticulous Keyed MD5", 4: "Keyed SHA1", 5: "Meticulous Keyed SHA1"}

// bfd prints a control packet of forwarding detection, or a mention of an echo.
func (p *Printer) bfd(data []byte, length int, port uint16) {
	if port == bfdEchoPort {
		p.text("BFD, Echo, length: ", uint64(length))
		return
	}
	if len(data) < 24 {
		p.short("bfd")
		return
	}
	version := data[0] >> 5
	p.text("BFDv", uint64(version))
	if version > 1 || p.opt.Verbose > 0 {
		p.text(", length: ", uint64(length))
	}
	if version > 1 {
		return
	}
	h := layerAt(p, data, &p.dec.bfd)
	if p.opt.Verbose == 0 {
		p.str(", " + bfdKind(port) + ", State " + bfdStates[h.State] + ", Flags: [")
		p.flags(bfdFlags, uint32(data[1]&0x3f), ", ", "none")
		p.text("], length: ", uint64(length))
		return
	}
	p.bfdLong(h, data, port)
}

func bfdKind(port uint16) string {
	switch port {
	case bfdMultihopPort:
		return "Multihop"
	case bfdLAGPort:
		return "Lag"
	}
	return "Control"
}

func (p *Printer) bfdLong(h *routing.BFD, data []byte, port uint16) {
	p.str("\n\t" + bfdKind(port) + ", State " + bfdStates[h.State] + ", Flags: [")
	p.flags(bfdFlags, uint32(data[1]&0x3f), ", ", "none")
	p.str("], Diagnostic: ")
	if s, ok := bfdDiagnostics[uint16(h.Diag)]; ok {
		p.str(s)
	} else {
		p.str("unknown (" + "0x")
		p.hex(uint64(h.Diag), 1)
		p.str(")")
	}
	p.str(" (0x")
	p.hex(uint64(h.Diag), 2)
	p.text(")\n\tDetection Timer Multiplier: ", uint64(h.DetectMult))
	p.text(" (", uint64(h.DesiredMinTxInterval/1000)*uint64(h.DetectMult))
	p.text(" ms Detection time), BFD Length: ", uint64(h.Length))
	p.str("\n\tMy Discriminator: 0x")
	p.hex(uint64(h.MyDiscriminator), 8)
	p.str(", Your Discriminator: 0x")
	p.hex(uint64(h.YourDiscriminator), 8)
	for _, i := range []struct {
		name  string
		value uint32
	}{
		{"  Desired min Tx Interval:    ", h.DesiredMinTxInterval},
		{"  Required min Rx Interval:   ", h.RequiredMinRxInterval},
		{"  Required min Echo Interval: ", h.RequiredMinEchoRxInterval},
	} {
		p.str("\n\t" + i.name)
		ms := uint64(i.value / 1000)
		for w := uint64(1000); w > 1 && ms < w; w /= 10 {
			p.str(" ")
		}
		p.num(ms)
		p.str(" ms")
	}
	if h.AuthPresent {
		p.bfdAuth(h.Auth, len(data) < int(h.Length))
	}
}

func (p *Printer) bfdAuth(a *routing.BFDAuth, cut bool) {
	if a == nil || cut {
		p.short("bfd")
		return
	}
	p.str("\n\tAuthentication: ")
	if s, ok := bfdAuthNames[uint16(a.Type)]; ok {
		p.str(s)
	} else {
		p.text("Unknown", uint64(a.Type))
	}
	p.text(" (", uint64(a.Type))
	p.text("), length: ", uint64(a.Length))
	p.text("\n\t  Auth Key ID: ", uint64(a.KeyID))
	if a.Type == 1 {
		p.str(", Password: ")
		p.printable(a.Data)
		return
	}
	p.str(", Sequence Number: 0x")
	p.hex(uint64(a.Seq), 8)
	if a.Type >= 4 {
		p.str("\n\t  Hash: ")
	} else {
		p.str("\n\t  Digest: ")
	}
	p.bytesHex(a.Data, 0)
}
