package main

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/layers/enterprise"
	"github.com/wiretag/wiretag/layers/media"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/layers/routing"
)

// theirFault is a construct that tshark finds malformed, and the standard does not.
type theirFault struct {
	layer     string // in which it is, or several of them
	construct string
	standard  string
	remark    *regexp.Regexp        // what tshark says, nil for anything
	holds     func(*generated) bool // whether the packet has the construct, nil where the remark says it
}

// exception is what tshark says of most malformed packets.
var exception = regexp.MustCompile(`^Malformed Packet`)

func says(text string) *regexp.Regexp { return regexp.MustCompile(text) }

// theirFaults are those of tshark 4.0.17.
var theirFaults = []theirFault{
	{"Dot11TACK", "the partial timestamp of five bytes: *Trying to fetch an unsigned integer with length 5*", "IEEE 802.11-2020 section 9.3.1.23", says("unsigned integer with length 5"), nil},
	{"Dot11TimingAdv", "the body is read as that of a measurement pilot, with fixed fields of other lengths, so that elements begin elsewhere", "IEEE 802.11-2020 section 9.3.3.15", nil, nil},
	{"SFlowExtendedMPLS", "a label stack without labels at the end of a datagram", "sFlow version 5 section 5, RFC 4506 section 4.13", exception, nil},
	{"Dot11", "a schedule element of 12 bytes, said to have 14: information, start, interval, specification interval are 2 + 4 + 4 + 2", "IEEE 802.11-2020 section 9.4.2.33", says("^Tag Length 12 wrong, must be = 14"), nil},
	{"Dot11", "powers that are densities: more than four", "IEEE 802.11ax-2021 section 9.4.2.161", says("^VHT TX PWR Envelope"), nil},
	{"Dot11", "powers that are densities: one or two, of which one more is read", "IEEE 802.11ax-2021 section 9.4.2.161", exception, fewDensities},
	{"Dot11", "the last of several fragments, without the others, read as a whole frame", "IEEE 802.11-2020 section 9.2.4.4.3", nil, lastFragment},
	{"Dot11", "a management frame of subtype 15, which is reserved, read as one of a vendor", "IEEE 802.11-2020 section 9.2.4.1.3", exception, reservedManagement},
	{"Dot11", "RIC data: the descriptors, which are elements behind it, are looked for inside it", "IEEE 802.11-2020 section 9.4.2.49", exception, resourceData},
	{"Dot11", "a fast transition with a MIC of 24 or 32 bytes, read as one of 16", "IEEE 802.11-2020 section 9.4.2.47", exception, longMIC},
	{
		"Dot11Action", "elements are looked for at the token, or at what else is behind the action: in network management, but for transitions, filters, sleep and what asks for a notification; a quiet time period",
		"IEEE 802.11-2020 section 9.6.13, IEEE 802.11ax-2021 section 9.6.31.2", nil, behindToken,
	},
	{"Dot11Action", "what a vendor has in a public action read as elements", "IEEE 802.11-2020 sections 9.6.7.10 and 9.6.10", says("^Tag Length is longer"), vendorAction},
	{"Dot11BlockAck, Dot11BlockAckReq", "the extended compressed variant, as not for stations that are no DMG ones: which ones these are, the frame does not say", "IEEE 802.11-2020 sections 9.3.1.7 and 9.3.1.8", says("^Non-DMG STAs"), nil},
	{"NDPNeighborSolicitation, NDPRedirect, NDPRouterAdvertisement, NDPRouterSolicitation, NDPNeighborAdvertisement", "a PREF64 option of length 2", "RFC 8781 section 4", says("^Invalid Option Length"), prefix64},
	{"ISISLSP", "end systems that are not one", "ISO/IEC 10589 section 9.8", says("^short E/IS reachability"), nil},
	{"RTCP", "an extension of a profile read as Microsoft's", "RFC 3550 section 6.4.3", exception, profileExtension},
	{"BGPUpdate", "withdrawn routes taken for such with identifiers of paths, also beyond their end", "RFC 4271 section 4.3, RFC 7911 section 3", says("^Withdrawn route length|^Path attribute length is invalid"), withdraws},
	{"BGPUpdate", "a next hop of flow specifications, which is to be ignored", "RFC 8955 section 4", says("Next Hop .FlowSpec. is not zero"), nil},
	{"BGPUpdate", "a TLV of an accumulated metric that is none, which is to be ignored", "RFC 7311 section 3", says("^AIGP type"), nil},
	{"IPV6CP", "compression 0x2d without slots, read as Van Jacobson's of IPv4", "RFC 5172 section 2", exception, compresses},
	{"BGPExtendedOpen", "parameters with lengths of two bytes, read as such with lengths of one byte", "RFC 9072 section 2", nil, nil},
	{"BGPOpen", "a capability that lists filters of more than one family", "RFC 5291 section 5", says("^Capability length [0-9]+ wrong, must be = [1-9]"), nil},
	{"IPFIX", "a scope count behind the withdrawal of an options template, which has none", "RFC 7011 section 8.1", exception, nil},
	{"CIP", "a response with an error to a packet of several services, which has no list of them", "CIP volume 1 section A-4.10", says("^Multiple Service Packet too many"), nil},
	{"FDP", "a list of no addresses, of which seven bytes more are read", "none; as CDP's", exception, noAddress},
	{"SAPType", "a payload of any type read as a description of a session", "RFC 2974 section 6", nil, nil},
	{"LCP", "data behind the number of a quality protocol that is not LQR", "RFC 1661 section 6.3", exception, qualityData},
	{"EIGRP", "the second destination of a route: one byte in front of it is passed over", "RFC 7868 section 6.8.2", says("^Malformed Packet|^Invalid prefix length"), nil},
	{"RIP", "the header of an update header or acknowledgement of triggered RIP, read as an entry", "RFC 2091 section 3", exception, triggered},
	{"SNMP", "an identifier of two numbers, which are one byte: *Malformed OID*", "ITU-T X.690 section 8.19.4", says("^invalid oid"), nil},
	{"ESIS, CLNP", "a recorded route: its end is taken for a place in the packet, and with no place for more, titles begin elsewhere", "ISO/IEC 8473-1 section 7.5.5", exception, recordsRoute},
	{"FRCisco", "an EtherType for experiments, read as a control field or a frame", "IEEE 802-2014 section 9.2.4", nil, nil},
	{"CAN, CANHost", "identifier 0, read as network management of AUTOSAR, whose identifiers are configured", "ISO 11898-1 section 10.4.2", nil, seen(":autosar-nm")},
	{"DNSTCP, RPC", "the first bytes, taken by a heuristic for LBT-TCP", "RFC 1035 section 4.2.2", nil, seen(":lbttcp")},
	{"COTP", "data, taken by a heuristic for the session layer of OSI", "ISO/IEC 8073 section 13.7", nil, seen(":ses")},
	{"DCERPCDatagram", "a call of the interface with the nil UUID, read as one of PROFINET's", "C706 section 12.6.3", exception, nilInterface},
	{"OSPFv3", "a prefix of length 0 in a packet of IPv4: four bytes are read, which it has not", "RFC 5340 section A.4.1.1", exception, noPrefix},
	{"DNS", "a response to a stateful operation without a TLV", "RFC 8490 section 5.4.2", exception, statefulOnly},
	{"Syslog", "a message without content", "RFC 3164 section 4.1.3", exception, nil},
	{"SMB2Compression, HTTP2Promise, TCP", "an assertion of tshark fails", "[MS-SMB2] section 2.2.42, RFC 9113 section 6.6, RFC 8684 section 3", says("failed assertion"), nil},
}

// why is the fault of tshark for which a packet is malformed to it, nil if none is known.
func (g *generated) why() *theirFault {
	for i := range theirFaults {
		f := &theirFaults[i]
		if (f.remark == nil || f.remark.MatchString(g.theirs.fault)) && g.has(f.layer) && (f.holds == nil || f.holds(g)) {
			return f
		}
	}
	return nil
}

// has reports whether the packet has one of the layers; the name of a family stands for all that begin with it.
func (g *generated) has(layers string) bool {
	all := strings.Split(layers, ", ")
	return slices.ContainsFunc(g.Types, func(t *codec.Type) bool {
		return slices.Contains(all, t.Name()) || layers == "Dot11" && strings.HasPrefix(t.Name(), layers)
	})
}

// seen makes a condition of what tshark sees.
func seen(protocol string) func(*generated) bool {
	return func(g *generated) bool { return strings.Contains(g.theirs.protocols, protocol) }
}

// layer is the first layer of a type, nil if there is none.
func layer[T any](g *generated) *T {
	for _, l := range g.Layers {
		if v, ok := l.(*T); ok {
			return v
		}
	}
	return nil
}

func resourceData(g *generated) bool {
	at := bytes.Index(g.data, []byte{byte(dot11.ElementRICData), 4})
	return at >= 0 && at+3 < len(g.data) && g.data[at+3] > 0
}

// fewDensities looks for an element with a count of 1 or 2.
func fewDensities(g *generated) bool {
	for rest := g.data; len(rest) > 3; rest = rest[1:] {
		var p dot11.PowerEnvelope
		if n := int(rest[1]); rest[0] != byte(dot11.ElementPowerEnvelope) || n < 2 || n > len(rest)-2 {
			continue
		} else if _, err := codec.Unmarshal(rest[2:2+n], &p); err == nil && p.Densities() && p.Err() == nil && (p.Count == 1 || p.Count == 2) {
			return true
		}
	}
	return false
}

func lastFragment(g *generated) bool {
	h := layer[dot11.Header](g)
	return h != nil && h.Type == dot11.TypeData && !h.MoreFragments && h.Fragment > 0
}

func reservedManagement(g *generated) bool {
	h := layer[dot11.Header](g)
	return h != nil && h.Type == dot11.TypeManagement && h.Subtype == 15
}

func longMIC(g *generated) bool {
	for rest := g.data; ; rest = rest[1:] {
		at := bytes.IndexByte(rest, byte(dot11.ElementFastTransition))
		if at < 0 || at+2 >= len(rest) {
			return false
		}
		rest = rest[at:]
		if size, control := rest[1], rest[2]; size >= 90 && control>>1&7 != 0 {
			return true
		}
	}
}

func behindToken(g *generated) bool {
	a := layer[dot11.Action](g)
	if a == nil {
		return false
	}
	switch b := a.Body.(type) {
	case *dot11.WNMAction:
		return b.Action <= 27 && !slices.Contains([]dot11.WNMActionType{6, 7, 8, 13, 14, 16, 17, 26}, b.Action) // of these it knows the fields
	case *dot11.HEAction:
		return b.Action == 1
	}
	return false
}

func vendorAction(g *generated) bool {
	a := layer[dot11.Action](g)
	if a == nil {
		return false
	}
	switch b := a.Body.(type) {
	case *dot11.PublicAction:
		return b.Action == 9
	case *dot11.ProtectedPublicAction:
		return b.Action == 9
	}
	return false
}

func prefix64(g *generated) bool { return bytes.Contains(g.data, []byte{38, 2}) }

func profileExtension(g *generated) bool {
	return slices.ContainsFunc(g.Layers, func(l any) bool {
		r, ok := l.(*media.RTCP)
		return ok && (r.Type == media.RTCPSenderReport || r.Type == media.RTCPReceiverReport) && (len(r.Rest) > 0 || len(r.Reports) > int(r.Count))
	})
}

func withdraws(g *generated) bool {
	u := layer[routing.BGPUpdate](g)
	return u != nil && len(u.Withdrawn) > 0
}

func statefulOnly(g *generated) bool {
	d := layer[layers.DNS](g)
	return d != nil && d.QR && d.Opcode == 6 && len(d.Questions)+len(d.Answers)+len(d.Authorities)+len(d.Additionals)+len(d.Rest) == 0
}

// noPrefix reports whether there is a prefix of no bits in OSPFv3 over IPv4.
func noPrefix(g *generated) bool {
	o := layer[routing.OSPFv3](g)
	if o == nil || layer[layers.IPv4](g) == nil {
		return false
	}
	u, ok := o.Body.(*routing.OSPFv3Update)
	return ok && slices.ContainsFunc(u.LSAs, func(l routing.OSPFv3LSA) bool {
		var all []routing.OSPFv3Prefix
		switch b := l.Body.(type) {
		case *routing.OSPFv3InterAreaPrefixLSA:
			all = append(all, b.Prefix)
		case *routing.OSPFv3ExternalLSA:
			all = append(all, b.Prefix)
		case *routing.OSPFv3LinkLSA:
			all = b.Prefixes
		case *routing.OSPFv3IntraAreaPrefixLSA:
			all = b.Prefixes
		}
		return slices.ContainsFunc(all, func(p routing.OSPFv3Prefix) bool { return p.Length == 0 })
	})
}

func nilInterface(g *generated) bool {
	d := layer[enterprise.DCERPCDatagram](g)
	return d != nil && d.Interface == [16]byte{}
}

func compresses(g *generated) bool {
	l := layer[ppp.IPV6CP](g)
	return l != nil && slices.ContainsFunc(l.Options, func(o ppp.IPV6CPOption) bool { return o.Type == 2 && bytes.HasPrefix(o.Value, []byte{0, 0x2d}) })
}

func noAddress(g *generated) bool { return bytes.Contains(g.data, []byte{0, 2, 0, 8, 0, 0, 0, 0}) }

func qualityData(g *generated) bool {
	l := layer[ppp.LCP](g)
	return l != nil && slices.ContainsFunc(l.Options, func(o ppp.LCPOption) bool { return o.Type == ppp.LCPQuality && len(o.Value) > 2 })
}

func triggered(g *generated) bool {
	r := layer[routing.RIP](g)
	return r != nil && (r.Command == 10 || r.Command == 11)
}

func recordsRoute(g *generated) bool {
	var all []routing.OSIOption
	if e := layer[routing.ESIS](g); e != nil {
		all = e.Options
	} else if c := layer[routing.CLNP](g); c != nil {
		all = c.Options
	}
	return slices.ContainsFunc(all, func(o routing.OSIOption) bool { return o.Type == routing.OSIRecordRoute })
}

// faultTable lists the faults of tshark with the number of packets.
func (a *agreement) faultTable(w io.Writer) {
	fmt.Fprintf(w, "\n| layer | construct | standard | packets |\n|---|---|---|---:|\n")
	n := 0
	for i := range theirFaults {
		f := &theirFaults[i]
		n += a.theirs[f]
		fmt.Fprintf(w, "| %s | %s | %s | %d |\n", f.layer, f.construct, f.standard, a.theirs[f])
	}
	fmt.Fprintf(w, "\nThese are %d of the %d packets of %d that are malformed to tshark.\n", n, a.all.malformed.of-a.all.malformed.equal, a.all.packets.of)
	if len(a.malformed) == 0 {
		return
	}
	fmt.Fprintf(w, "\nThe others:\n\n| layers | what tshark says |\n|---|---|\n")
	for _, g := range a.malformed {
		fmt.Fprintf(w, "| %s | %s |\n", g.Names(), strings.ReplaceAll(g.theirs.fault, "|", "\\|"))
	}
}
