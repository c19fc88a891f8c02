package dumptext

var sflowCounterRecords = map[uint16]string{
	1: "Generic counter", 2: "Ethernet counter", 3: "Token ring counter", 4: "100 BaseVG counter", 5: "Vlan counter", 1001: "Processor counter",
}

// sflowCounterSize is how many bytes a record needs, whatever its length says.
var sflowCounterSize = map[uint16]int{1: 88, 2: 52, 4: 80, 5: 28, 1001: 28}

// sflowCounters prints the records of a counter sample.
func (p *Printer) sflowCounters(data []byte, records uint32) {
	for ; records > 0 && len(data) > 0; records-- {
		if len(data) < 8 {
			p.short("sflow")
			return
		}
		r := layerAt(p, data, &p.dec.sflowCounterRecord)
		p.text("\n\t    enterprise ", uint64(r.Format.Enterprise()))
		p.str(", ")
		number := uint16(r.Format.Number())
		own := r.Format.Enterprise() == 0
		if name, ok := sflowCounterRecords[number]; ok && own {
			p.str(name)
		} else {
			p.str("Unknown")
		}
		p.text(" (", uint64(number))
		p.text(") length ", uint64(r.Length))
		data = data[8:]
		if int64(r.Length) > int64(len(data)) || own && len(data) < sflowCounterSize[number] {
			p.invalid()
			return
		}
		if own {
			p.sflowCounter(number, data[:max(int(r.Length), sflowCounterSize[number])])
		}
		data = data[r.Length:]
	}
}

// counts prints numbers, each behind its text.
func (p *Printer) counts(names []string, values ...uint64) {
	for i, v := range values {
		p.text(names[i], v)
	}
}

var sflowDirections = map[uint16]string{1: "full-duplex", 2: "half-duplex", 3: "in", 4: "out"}

// sflowCounter prints a record.
func (p *Printer) sflowCounter(number uint16, body []byte) {
	switch number {
	case 1:
		c := layerAt(p, body, &p.dec.sflowInterface)
		p.text("\n\t      ifindex ", uint64(c.Index))
		p.text(", iftype ", uint64(c.Type))
		p.text(", ifspeed ", c.Speed)
		p.text(", ifdirection ", uint64(c.Direction))
		p.str(" (")
		p.nameOf(sflowDirections, uint16(min(c.Direction, 0xffff)), "Unknown")
		p.text(")\n\t      ifstatus ", uint64(c.Status))
		p.str(", adminstatus: ")
		p.str([]string{"down", "up"}[c.Status&1])
		p.str(", operstatus: ")
		p.str([]string{"down", "up"}[c.Status>>1&1])
		p.sflowOctets("In", c.InOctets, c.InUnicast, c.InMulticast, c.InBroadcast, c.InDiscards)
		p.text("\n\t      In errors ", uint64(c.InErrors))
		p.text(", unknown protos ", uint64(c.InUnknownProtocols))
		p.sflowOctets("Out", c.OutOctets, c.OutUnicast, c.OutMulticast, c.OutBroadcast, c.OutDiscards)
		p.text("\n\t      Out errors ", uint64(c.OutErrors))
		p.text(", promisc mode ", uint64(c.Promiscuous))
	case 2:
		c := layerAt(p, body, &p.dec.sflowEthernet)
		p.counts([]string{
			"\n\t      align errors ", ", fcs errors ", ", single collision ", ", multiple collision ", ", test error ",
			"\n\t      deferred ", ", late collision ", ", excessive collision ", ", mac trans error ",
			"\n\t      carrier error ", ", frames too long ", ", mac receive errors ", ", symbol errors ",
		}, uint64(c.AlignmentErrors), uint64(c.FCSErrors), uint64(c.SingleCollisions), uint64(c.MultipleCollisions), uint64(c.SQETestErrors),
			uint64(c.Deferred), uint64(c.LateCollisions), uint64(c.ExcessiveCollisions), uint64(c.TransmitErrors),
			uint64(c.CarrierSenseErrors), uint64(c.TooLong), uint64(c.ReceiveErrors), uint64(c.SymbolErrors))
	case 4:
		c := layerAt(p, body, &p.dec.sflowVG)
		p.counts([]string{
			"\n\t      in high prio frames ", ", in high prio octets ", "\n\t      in norm prio frames ", ", in norm prio octets ",
			"\n\t      in ipm errors ", ", oversized ", ", in data errors ", ", null addressed frames ",
			"\n\t      out high prio frames ", ", out high prio octets ", ", trans into frames ",
			"\n\t      in hc high prio octets ", ", in hc norm prio octets ", ", out hc high prio octets ",
		}, uint64(c.InHighPriority), c.InHighPriorityOctets, uint64(c.InNormalPriority), c.InNormalPriorityOctets,
			uint64(c.InIPMErrors), uint64(c.InOversize), uint64(c.InDataErrors), uint64(c.InNullAddressed),
			uint64(c.OutHighPriority), c.OutHighPriorityOctets, uint64(c.TransitionsIntoTraining),
			c.HCInHighPriorityOctets, c.HCInNormalPriorityOctets, c.HCOutHighPriorityOctets)
	case 5:
		c := layerAt(p, body, &p.dec.sflowVLAN)
		p.counts([]string{"\n\t      vlan_id ", ", octets ", ", unicast_pkt ", ", multicast_pkt ", ", broadcast_pkt ", ", discards "},
			uint64(c.ID), c.Octets, uint64(c.Unicast), uint64(c.Multicast), uint64(c.Broadcast), uint64(c.Discards))
	case 1001:
		c := layerAt(p, body, &p.dec.sflowProcessor)
		p.counts([]string{"\n\t      5sec ", ", 1min ", ", 5min ", ", total_mem ", ", total_mem "},
			uint64(c.Load5s), uint64(c.Load1m), uint64(c.Load5m), c.Memory, c.FreeMemory)
	case 3:
	default:
		p.hexLines(body, "\n\t\t")
	}
}

func (p *Printer) sflowOctets(direction string, octets uint64, unicast, multicast, broadcast, discards uint32) {
	p.str("\n\t      ")
	p.str(direction)
	p.text(" octets ", octets)
	p.text(", unicast pkts ", uint64(unicast))
	p.text(", multicast pkts ", uint64(multicast))
	p.text(", broadcast pkts ", uint64(broadcast))
	p.text(", discards ", uint64(discards))
}
