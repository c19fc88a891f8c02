package dumptext

const sflowPort = 6343

// sflow prints the header of a datagram of flow samples, without the samples.
func (p *Printer) sflow(data []byte, length int) {
	if len(data) < 8 {
		p.short("sflow")
		return
	}
	h := layerAt(p, data, &p.dec.sflow)
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
}
