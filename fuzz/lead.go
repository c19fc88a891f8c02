package fuzz

import (
	"encoding/binary"
	"net/netip"
	"reflect"
	"slices"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/layers/enterprise"
	"github.com/wiretag/wiretag/layers/ike"
	"github.com/wiretag/wiretag/layers/industry"
	"github.com/wiretag/wiretag/layers/link"
	"github.com/wiretag/wiretag/layers/media"
	"github.com/wiretag/wiretag/layers/mobile"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/layers/routing"
	"github.com/wiretag/wiretag/layers/telemetry"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/layers/transport"
	"github.com/wiretag/wiretag/layers/tunnel"
)

// children are the rows of the table that can follow a layer: those of the dispatch tables of its next= fields, or
// where it has none what its method answers for the payloads that it could have.
func (s *Stacks) children(t *codec.Type, v any) (out []codec.Link) {
	if out, ok := dot11Children(v, s.rows); ok {
		return out
	}
	for _, f := range t.Schema().Fields {
		if f.Next != "" {
			out = append(out, s.rows[f.Next]...)
		}
	}
	if _, gre := v.(*tunnel.GRE); !gre {
		out = slices.DeleteFunc(out, length)
	}
	hook, ok := v.(codec.NextLayer)
	if len(out) > 0 || !ok {
		return out
	}
	if d, ok := v.(*layers.DNSTCP); ok {
		d.Length = 0xffff // what is probed with is not the message
	}
	for _, first := range []byte{0x45, 0x60, 0, 3} {
		k := hook.NextLayer(append([]byte{first}, make([]byte, 63)...))
		for _, r := range s.rows[k.Table] {
			if r.Key == k.Value {
				out = append(out, r)
			}
		}
	}
	return out
}

// length reports whether the number of a row is a length where an EtherType may be one: what follows is LLC.
func length(r codec.Link) bool {
	_, llc := r.Layer.(*layers.LLC)
	return r.Table == "ethertype" && layers.EtherType(r.Key).IsLength() && !llc
}

// lead sets the fields of a layer so that row follows it, where encoding does not.
func lead(e *Entropy, t *codec.Type, v any, row codec.Link) {
	s := reflect.ValueOf(v).Elem()
	ports := false
	for _, f := range t.Schema().Fields {
		if f.Next == "" {
			continue
		}
		x := s.Field(f.Index)
		force(f.NextIf, s)
		x.SetZero()
		if row.Table != "" && e.One(2) && !ports {
			x.SetUint(row.Key)
		}
		ports = f.Next == "tcp" || f.Next == "udp"
	}
	alone(v)
	dot11Lead(v, row)
	switch v := v.(type) {
	case *layers.IPv4:
		if !e.One(8) {
			v.Flags &^= layers.IPv4MoreFragments
		}
	case *layers.LLC:
		v.Control, v.ControlHigh = layers.LLCUI, 0
		if v.SSAP = 0; row.Key == uint64(layers.SAPSNAP) {
			v.SSAP = layers.SAPSNAP
		}
	case *layers.SNAP:
		v.OUI = layers.OUIEthernet
	case *layers.SLL:
		v.ARPHRD = layers.ARPHardwareEthernet
	case *layers.SLL2:
		v.ARPHRD = layers.ARPHardwareEthernet
	case *transport.SCTPChunk:
		if row.Table == "sctp" {
			v.Type, v.Body = transport.SCTPData, nil
		}
	case *tunnel.GRE:
		v.SeqPresent = row.Key == uint64(layers.EtherTypeERSPAN) // type I has no sequence number
	case *ike.IKE:
		v.Encryption = v.Encryption && row.Table == "" // what is encrypted is opaque
		if v.MajorVersion = 2; row.Table == "ikepayload" && (row.Key < uint64(ike.PayloadSA) || row.Key >= 128) {
			v.MajorVersion = 1
		}
	case *layers.ICMPv4:
		v.Type = layers.ICMPv4Type(row.Key) // a zero type is one too
	case *layers.ICMPv6:
		v.Type = layers.ICMPv6Type(row.Key)
	}
}

// plain takes away values that stand for another format.
func plain(v any) {
	if llc, ok := v.(*layers.LLC); ok && llc.DSAP == layers.SAPGlobal && llc.SSAP == llc.DSAP {
		llc.SSAP = 0 // the two together say that there is no LLC, but IPX
	}
	if arp, ok := v.(*layers.ARP); ok && arp.HardwareType == layers.ARPHardwareATM {
		arp.HardwareType = layers.ARPHardwareEthernet // RFC 2225 has more lengths
	}
}

// whole makes a network layer carry no fragment, a segment whose data belongs to a connection, a datagram whose header is covered, and a beacon that has none of the fields
// which flags of the header around it announce.
func whole(v any) {
	switch v := v.(type) {
	case *layers.IPv4:
		v.Flags, v.FragOffset = v.Flags&layers.IPv4DontFragment, 0
	case *layers.IPv6Fragment:
		v.FragOffset, v.More = 0, false
	case *transport.UDPLite: // how much there is, is not known yet
		if v.Coverage > 0 {
			v.Coverage = 8
		}
	case *dot11.S1GBeacon:
		v.Fields = nil
	case *link.ARCNET:
		v.Protocol, v.Split, v.Split2 = arcnet(v.Protocol), v.Split/0xff*0xff, 0
		v.Protocol2 = v.Protocol
	case *link.JuniperEthernet:
		v.NoL2 = false
	case *link.USB: // it has no place for descriptors
		if v.Request.Transfer == link.USBIsochronous {
			v.Request.Transfer = link.USBBulk
		}
	case *mobile.GTPv1: // the containers have forms that are not decoded
		for i := range v.Extensions {
			if x := &v.Extensions[i]; x.Type >= mobile.GTPExtensionRAN && x.Type <= mobile.GTPExtensionPDUSession {
				*x = mobile.GTPExtension{Type: mobile.GTPExtensionUDPPort, Length: 1, Data: make([]byte, 2)}
			}
		}
	case *mobile.GTPv2: // nothing is behind it
		v.Piggyback = false
	case *link.ARCNETLinux:
		v.Protocol, v.Split = arcnet(v.Protocol), 0
	case *layers.TCP:
		v.Flags, v.Urgent = v.Flags&^(layers.TCPSyn|layers.TCPRst|layers.TCPUrg)|layers.TCPAck, 0
	}
}

// arcnet is a protocol whose packets can be made: not AppleTalk.
func arcnet(p link.ARCNETProtocol) link.ARCNETProtocol {
	if p == link.ARCNETAppleTalk {
		return link.ARCNETIPv4
	}
	return p
}

// opaque are layers that have bytes, or are in front of some, whose form other fields say, and that are not decoded. Strict ones are like
// an example, with the same numbers that have names, flags and bytes.
var opaque = map[reflect.Type]bool{
	reflect.TypeFor[*ike.IKEv1Cert]():             true,
	reflect.TypeFor[*ike.IKEv2Cert]():             true,
	reflect.TypeFor[*enterprise.DCERPCDatagram](): true,
	reflect.TypeFor[*enterprise.Mount]():          true,
	reflect.TypeFor[*enterprise.NFS]():            true,
	reflect.TypeFor[*enterprise.Portmap]():        true,
	reflect.TypeFor[*enterprise.S7]():             true,
	reflect.TypeFor[*enterprise.SLP]():            true,
	reflect.TypeFor[*enterprise.T125]():           true,
	reflect.TypeFor[*enterprise.SMB]():            true,
	reflect.TypeFor[*enterprise.Synchrophasor]():  true,
	reflect.TypeFor[*layers.IPv6Mobility]():       true,
	reflect.TypeFor[*ppp.EAP]():                   true,
	reflect.TypeFor[*routing.DVMRP]():             true,
}

// bound are fields that say of which form what follows is, though they have no names: they stay as they are in an example.
var bound = map[reflect.Type][]string{reflect.TypeFor[enterprise.RPC](): {"Version", "Procedure"}}

// fingerprint computes the fingerprint of a message, which is its last attribute if it has one.
func fingerprint(s *media.STUN) {
	print := func(a media.STUNAttribute) bool { return a.Type == media.STUNFingerprint }
	if !slices.ContainsFunc(s.Attributes, print) {
		return
	}
	s.Attributes = append(slices.DeleteFunc(s.Attributes, print), media.STUNAttribute{Type: media.STUNFingerprint, Value: make([]byte, 4)})
	if b, err := codec.Marshal(s); err == nil && len(b) > 8 {
		binary.BigEndian.PutUint32(s.Attributes[len(s.Attributes)-1].Value, media.Fingerprint(b[:len(b)-8]))
	}
}

// around sets what layers say because of those inside them: records have the version whose messages have that form, and hellos of routers go to
// the group that they are for (RFC 2281 section 5).
func around(all []any) {
	old, late, group := false, false, netip.Addr{}
	var query *layers.DHCPv6
	var control *ppp.L2TPv3
	client, probe := false, false
	for _, v := range slices.Backward(all) {
		switch v := v.(type) {
		case *media.STUN:
			fingerprint(v)
		case *layers.DHCPv6:
			query = v
		case *ppp.L2TPv3:
			control = v
		case *telemetry.SFlowRawPacket: // the packet was no shorter than what is there of it
			v.FrameLength = v.FrameLength&0xffff | 1<<16
		case *transport.GQUIC: // a version is what a client offers; a server has a list
			client = v.HasVersion
		case *transport.GQUIC46:
			if client = v.Long; client { // with a connection ID of its own choice
				v.DCIL, v.DCID, v.SCIL, v.SCID = 5, append(v.DCID, make([]byte, 8)...)[:8], 0, nil
			}
		case *industry.Modbus, *dot11.LWAPPIdentity: // a request, and what an access point sends
			client = true
		case *media.RTP: // how much padding there is, the end of the payload says
			v.Padding = false
		case *layers.TCP:
			if client && v.SrcPort == 502 {
				v.SrcPort, v.DstPort = v.DstPort, v.SrcPort
			}
			client = false
		case *layers.UDP:
			if client && slices.Contains([]layers.UDPPort{443, 502, 12222, 12223}, v.SrcPort) {
				v.SrcPort, v.DstPort = v.DstPort, v.SrcPort
			}
			client = false
		case *ppp.L2TPIP: // session 0 is that of control messages
			if control != nil {
				control.Control, control.HasLength, control.HasSeq = true, true, true
			}
		case *layers.DHCPv6TCP: // only bulk leasequery goes over TCP (RFC 5460)
			if query != nil {
				*query = layers.DHCPv6{Type: layers.DHCPv6LeaseQueryRequest, XID: query.XID, Options: query.Options}
			}
		case *mobile.BSSGP: // what is mandatory and first
			switch v.Type {
			case mobile.BSSGPDownlink:
				v.IEs = append(mobile.BSSGPIEs{{Type: mobile.BSSGPLifetime, Value: make([]byte, 2)}}, v.IEs...)
			case mobile.BSSGPUplink:
				v.IEs = append(mobile.BSSGPIEs{{Type: mobile.BSSGPCell, Value: []byte{0x00, 0xf1, 0x10, 0, 1, 1, 0, 1}}}, v.IEs...)
			}
		case *routing.DVMRP:
			probe = true
		case *routing.IGMP:
			if probe { // routes, neighbours and their forms are not decoded
				v.MaxResp, probe = 1, false
			}
		case *routing.HSRP:
			group = netip.AddrFrom4([4]byte{224, 0, 0, 2})
		case *routing.HSRPv2:
			group = netip.AddrFrom4([4]byte{224, 0, 0, 102})
		case *layers.IPv4:
			if group.IsValid() {
				v.Dst, group = group, netip.Addr{}
			}
		case *tls.CertificateRequest10, *tls.CertificateVerify10:
			old = true
		case *tls.CertificateRequest, *tls.CertificateVerify:
			late = true
		case *tls.TLS:
			switch {
			case old:
				v.Version = tls.TLS10
			case late:
				v.Version = tls.TLS12
			}
		case *tls.DTLS:
			if old {
				v.Version = tls.DTLS10
			}
		}
	}
}

// alone takes away what a layer says about a second part of its payload: the length of a quoted packet before an
// extension.
func alone(v any) {
	if _, ok := v.(codec.PayloadLength); ok {
		if f := reflect.ValueOf(v).Elem().FieldByName("Length"); f.IsValid() && f.Kind() == reflect.Uint8 && strings.HasPrefix(reflect.TypeOf(v).Elem().Name(), "ICMP") {
			f.SetZero()
		}
	}
}
