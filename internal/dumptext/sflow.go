package dumptext

const (
	sflowPort   = 6343
	sflowHeader = 28 // that of an agent with IPv4
)

// sflow prints a datagram of flow samples: its header, and with -v the samples.
func (p *Printer) sflow(data []byte, length int) {
	h := layerAt(p, data, &p.dec.sflow)
	header := sflowHeader
	if h.AddressType == 2 {
		header += 12
	}
	if len(data) < sflowHeader || len(data) < header && p.opt.Verbose > 0 {
		p.short("sflow")
		return
	}
	p.text("sFlowv", uint64(h.Version))
	p.str([]string{", IPv4", ", IPv6"}[number(h.AddressType == 2)])
	p.str(" agent ")
	if h.AddressType == 2 {
		p.host(h.Agent6)
	} else {
		p.host(h.Agent)
	}
	p.text(", agent-id ", uint64(h.SubAgent))
	if p.opt.Verbose > 0 {
		p.text(", seqnum ", uint64(h.Sequence))
		p.text(", uptime ", uint64(h.Uptime))
		p.text(", samples ", uint64(h.Samples))
	}
	p.text(", length ", uint64(length))
	if p.opt.Verbose > 0 {
		data, length = data[min(header, len(data)):], length-header
		for range h.Samples {
			if length <= 0 || p.cut {
				break
			}
			rest := p.sflowSample(data, length)
			if rest == nil {
				break
			}
			data, length = rest, length-(len(data)-len(rest))
		}
	}
}

var sflowSamples = map[uint16]string{1: "flow sample", 2: "counter sample", 3: "expanded flow sample", 4: "expanded counter sample"}

// sflowSample prints the first sample of data, which has length bytes, and returns the rest; nil ends the datagram.
func (p *Printer) sflowSample(data []byte, length int) (rest []byte) {
	if len(data) < 8 {
		p.short("sflow")
		return nil
	}
	h := layerAt(p, data, &p.dec.sflowSample)
	format := h.Format & 0xfff
	p.str("\n\t")
	p.nameOf(sflowSamples, uint16(format), "Unknown")
	p.text(" (", uint64(format))
	p.text("), length ", uint64(h.Length))
	p.str(",")
	data = data[8:]
	switch {
	case h.Length == 0:
		return nil
	case int64(h.Length) > int64(length-8):
		p.invalid()
		return nil
	case int64(h.Length) > int64(len(data)):
		p.short("sflow")
		return nil
	}
	body, rest := data[:h.Length], data[h.Length:]
	switch format {
	case 1:
		s := layerAt(p, body, &p.dec.sflowFlow)
		p.sflowSource(s.Sequence, uint32(s.SourceType), s.SourceIndex)
		p.text(", rate ", uint64(s.Rate))
		p.text(", pool ", uint64(s.Pool))
		p.text(", drops ", uint64(s.Drops))
		p.text(", input ", uint64(s.Input.Format)<<30|uint64(s.Input.Value))
		p.text(" output ", uint64(s.Output.Format)<<30|uint64(s.Output.Value))
		p.text(" records ", uint64(s.Records))
		p.sflowFlows(body[min(32, len(body)):], s.Records)
	case 2:
		s := layerAt(p, body, &p.dec.sflowCounter)
		p.sflowSource(s.Sequence, uint32(s.SourceType), s.SourceIndex)
		p.text(", records ", uint64(s.Records))
		p.sflowCounters(body[min(12, len(body)):], s.Records)
	case 3:
		s := layerAt(p, body, &p.dec.sflowWideFlow)
		p.sflowSource(s.Sequence, s.SourceType, s.SourceIndex)
		p.text(", rate ", uint64(s.Rate))
		p.text(", pool ", uint64(s.Pool))
		p.text(", drops ", uint64(s.Drops))
		p.text(", records ", uint64(s.Records))
		p.sflowFlows(body[min(44, len(body)):], s.Records)
	case 4:
		s := layerAt(p, body, &p.dec.sflowWideCounter)
		p.sflowSource(s.Sequence, s.SourceType, s.SourceIndex)
		p.text(", records ", uint64(s.Records))
		p.sflowCounters(body[min(16, len(body)):], s.Records)
	default:
		p.hexLines(body, "\n\t    ")
	}
	return rest
}

// sflowSource prints what the samples begin with.
func (p *Printer) sflowSource(sequence, kind, index uint32) {
	p.text(" seqnum ", uint64(sequence))
	p.text(", type ", uint64(kind))
	p.text(", idx ", uint64(index))
}

var sflowFlowRecords = map[uint16]string{
	1: "Raw packet", 2: "Ethernet frame", 3: "IPv4 Data", 4: "IPv6 Data",
	1001: "Extended Switch data", 1002: "Extended Router data", 1003: "Extended Gateway data", 1004: "Extended User data", 1005: "Extended URL data",
	1006: "Extended MPLS data", 1007: "Extended NAT data", 1008: "Extended MPLS tunnel", 1009: "Extended MPLS VC", 1010: "Extended MPLS FEC",
	1011: "Extended MPLS LVP FEC", 1012: "Extended VLAN Tunnel",
}

var sflowProtocols = map[uint16]string{1: "Ethernet", 11: "IPv4", 12: "IPv6"}

// sflowFlows prints the records of a flow sample.
func (p *Printer) sflowFlows(data []byte, records uint32) {
	for ; records > 0 && len(data) > 0; records-- {
		if len(data) < 8 {
			p.short("sflow")
			return
		}
		r := layerAt(p, data, &p.dec.sflowFlowRecord)
		p.text("\n\t    enterprise ", uint64(r.Format.Enterprise()))
		p.str(" ")
		known := r.Format.Enterprise() == 0
		if name, ok := sflowFlowRecords[uint16(r.Format.Number())]; ok && known {
			p.str(name)
		} else {
			p.str("Unknown")
		}
		p.text(" (", uint64(r.Format.Number()))
		p.text(") length ", uint64(r.Length))
		data = data[8:]
		if int64(r.Length) > int64(len(data)) {
			p.invalid()
			return
		}
		body := data[:r.Length]
		data = data[r.Length:]
		switch {
		case r.Format == 1 && len(body) >= 16:
			f := layerAt(p, body, &p.dec.sflowRaw)
			p.str("\n\t      protocol ")
			p.nameOf(sflowProtocols, uint16(min(f.Protocol, 0xffff)), "Unknown")
			p.text(" (", uint64(f.Protocol))
			p.text("), length ", uint64(f.FrameLength))
			p.text(", stripped bytes ", uint64(f.Stripped))
			p.text(", header_size ", uint64(f.Length))
		case r.Format == 2 && len(body) >= 24:
			f := layerAt(p, body, &p.dec.sflowFrame)
			p.text("\n\t      frame len ", uint64(f.Length))
			p.text(", type ", uint64(f.Type))
		case r.Format == 1001 && len(body) >= 16:
			f := layerAt(p, body, &p.dec.sflowSwitch)
			p.text("\n\t      src vlan ", uint64(f.SrcVLAN))
			p.text(", src pri ", uint64(f.SrcPriority))
			p.text(", dst vlan ", uint64(f.DstVLAN))
			p.text(", dst pri ", uint64(f.DstPriority))
		case known && sflowFlowRecords[uint16(r.Format.Number())] == "":
			p.hexLines(body, "\n\t\t")
		}
	}
}
