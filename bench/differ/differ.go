// Package differ decodes the same bytes with this library and with gopacket, and tells where the two differ. Packets come from
// package fuzz: valid ones, and some with a rule broken.
package differ

import (
	"encoding/hex"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"reflect"
	"slices"
	"sync"

	"github.com/gopacket/gopacket"
	their "github.com/gopacket/gopacket/layers"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/tunnel"
	"github.com/wiretag/wiretag/packet"
)

// Fields are the values of a layer by the names that this library gives them: numbers as uint64, all else as
// hexadecimal text.
type Fields map[string]any

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func address(ip net.IP) string { return hex.EncodeToString(ip) }

// Theirs are the fields of a layer of gopacket, nil if it is none of those that are compared.
func Theirs(l gopacket.Layer) Fields {
	switch l := l.(type) {
	case *their.Ethernet:
		return Fields{"Dst": hex.EncodeToString(l.DstMAC), "Src": hex.EncodeToString(l.SrcMAC)}
	case *their.Dot1Q:
		return Fields{"Priority": uint64(l.Priority), "DEI": flag(l.DropEligible), "VLAN": uint64(l.VLANIdentifier), "Type": uint64(l.Type)}
	case *their.ARP:
		return Fields{
			"HardwareType": uint64(l.AddrType), "ProtocolType": uint64(l.Protocol), "HardwareLen": uint64(l.HwAddressSize), "ProtocolLen": uint64(l.ProtAddressSize),
			"Operation": uint64(l.Operation), "SenderHardware": hex.EncodeToString(l.SourceHwAddress), "SenderProtocol": hex.EncodeToString(l.SourceProtAddress),
			"TargetHardware": hex.EncodeToString(l.DstHwAddress), "TargetProtocol": hex.EncodeToString(l.DstProtAddress),
		}
	case *their.IPv4:
		return Fields{
			"Version": uint64(l.Version), "IHL": uint64(l.IHL), "DSCP": uint64(l.TOS >> 2), "ECN": uint64(l.TOS & 3), "Length": uint64(l.Length), "ID": uint64(l.Id),
			"Flags": uint64(l.Flags), "FragOffset": uint64(l.FragOffset), "TTL": uint64(l.TTL), "Protocol": uint64(l.Protocol), "Checksum": uint64(l.Checksum),
			"Src": address(l.SrcIP), "Dst": address(l.DstIP),
		}
	case *their.IPv6:
		return Fields{
			"Version": uint64(l.Version), "DSCP": uint64(l.TrafficClass >> 2), "ECN": uint64(l.TrafficClass & 3), "FlowLabel": uint64(l.FlowLabel), "Length": uint64(l.Length),
			"NextHeader": uint64(l.NextHeader), "HopLimit": uint64(l.HopLimit), "Src": address(l.SrcIP), "Dst": address(l.DstIP),
		}
	}
	return upper(l)
}

func upper(l gopacket.Layer) Fields {
	switch l := l.(type) {
	case *their.TCP:
		flags := flag(l.FIN) | flag(l.SYN)<<1 | flag(l.RST)<<2 | flag(l.PSH)<<3 | flag(l.ACK)<<4 | flag(l.URG)<<5 | flag(l.ECE)<<6 | flag(l.CWR)<<7 | flag(l.NS)<<8
		return Fields{
			"SrcPort": uint64(l.SrcPort), "DstPort": uint64(l.DstPort), "Seq": uint64(l.Seq), "Ack": uint64(l.Ack), "DataOffset": uint64(l.DataOffset), "Flags": flags,
			"Window": uint64(l.Window), "Checksum": uint64(l.Checksum), "Urgent": uint64(l.Urgent),
		}
	case *their.UDP:
		return Fields{"SrcPort": uint64(l.SrcPort), "DstPort": uint64(l.DstPort), "Length": uint64(l.Length), "Checksum": uint64(l.Checksum)}
	case *their.ICMPv4:
		return Fields{"Type": uint64(l.TypeCode.Type()), "Code": uint64(l.TypeCode.Code()), "Checksum": uint64(l.Checksum)}
	case *their.MPLS:
		return Fields{"Label": uint64(l.Label), "TrafficClass": uint64(l.TrafficClass), "Bottom": flag(l.StackBottom), "TTL": uint64(l.TTL)}
	case *their.VXLAN:
		return Fields{
			"Instance": flag(l.ValidIDFlag), "VNI": uint64(l.VNI), "GroupPolicy": flag(l.GBPExtension), "DontLearn": flag(l.GBPDontLearn), "Applied": flag(l.GBPApplied),
			"GroupID": uint64(l.GBPGroupPolicyID),
		}
	case *their.GRE:
		return Fields{
			"ChecksumPresent": flag(l.ChecksumPresent), "KeyPresent": flag(l.KeyPresent), "SeqPresent": flag(l.SeqPresent), "Version": uint64(l.Version), "Protocol": uint64(l.Protocol),
			"Checksum": uint64(l.Checksum), "Key": uint64(l.Key), "Seq": uint64(l.Seq),
		}
	}
	return nil
}

// Ours are the fields of a struct, as far as they are numbers, addresses or bytes.
func Ours(v any) Fields {
	f := Fields{}
	s := reflect.ValueOf(v).Elem()
	for i := range s.NumField() {
		x, name := s.Field(i), s.Type().Field(i).Name
		switch {
		case x.Type() == reflect.TypeFor[netip.Addr]():
			f[name] = hex.EncodeToString(x.Interface().(netip.Addr).AsSlice())
		case x.Kind() == reflect.Bool:
			f[name] = flag(x.Bool())
		case x.CanUint():
			f[name] = x.Uint()
		case x.Kind() == reflect.Slice && x.Type().Elem().Kind() == reflect.Uint8:
			f[name] = hex.EncodeToString(x.Bytes())
		case x.Kind() == reflect.Array && x.Type().Elem().Kind() == reflect.Uint8:
			b := make([]byte, x.Len())
			reflect.Copy(reflect.ValueOf(b), x)
			f[name] = hex.EncodeToString(b)
		}
	}
	return f
}

// Compare tells in which field a struct of ours and a layer of gopacket differ, and how long the layer's header is for
// each; empty if they do not differ.
func Compare(v any, header int, l gopacket.Layer) string {
	theirs, ours := Theirs(l), Ours(v)
	for _, name := range slices.Sorted(maps.Keys(theirs)) {
		if got, ok := ours[name]; !ok || got != theirs[name] {
			return fmt.Sprintf("%s is %v, theirs %v", name, got, theirs[name])
		}
	}
	if l.LayerType() == their.LayerTypeICMPv4 {
		return "" // gopacket counts the four bytes behind the checksum as a part of every message's header
	}
	if n := len(l.LayerContents()); theirs != nil && n != header {
		return fmt.Sprintf("a header of %d bytes, theirs %d", header, n)
	}
	return ""
}

// names are gopacket's layer types by the names of ours.
var names = sync.OnceValue(func() map[string]gopacket.LayerType {
	return map[string]gopacket.LayerType{
		"Ethernet": their.LayerTypeEthernet, "Dot1Q": their.LayerTypeDot1Q, "ARP": their.LayerTypeARP, "IPv4": their.LayerTypeIPv4, "IPv6": their.LayerTypeIPv6,
		"TCP": their.LayerTypeTCP, "UDP": their.LayerTypeUDP, "ICMPv4": their.LayerTypeICMPv4, "MPLS": their.LayerTypeMPLS, "VXLAN": their.LayerTypeVXLAN, "GRE": their.LayerTypeGRE,
	}
})

// Difference is where the two decode a frame differently.
type Difference struct {
	Layer string
	What  string
}

func (d Difference) String() string { return d.Layer + ": " + d.What }

// Frame decodes an Ethernet frame in both ways and compares the layers that both know and that both decode, from the
// first on, until one of them fails or meets something else.
func Frame(data []byte) (compared int, found []Difference) {
	p := packet.NewAt(data, codec.Key{Table: "linktype", Value: 1})
	q := gopacket.NewPacket(data, their.LayerTypeEthernet, gopacket.DecodeOptions{NoCopy: true})
	theirs := q.Layers()
	for i := range p.Len() {
		l := p.Layer(i)
		if i >= len(theirs) || l.Value() == nil || l.Err() != nil || names()[l.Name()] != theirs[i].LayerType() || odd(l.Value()) {
			return compared, found
		}
		compared++
		if d := Compare(l.Value(), len(l.Header()), theirs[i]); d != "" {
			found = append(found, Difference{l.Name(), d})
		}
	}
	return compared, found
}

// odd reports whether gopacket is known to read a layer in another way, or not to its end.
func odd(v any) bool {
	switch v := v.(type) {
	case *layers.Ethernet:
		return v.Type < 0x600 // lengths: gopacket has LLC and padding at other places
	case *layers.IPv4:
		return v.Length == 0
	case *layers.IPv6:
		return v.Length == 0
	case *layers.UDP:
		return v.Length == 0
	case *tunnel.GRE:
		return v.Version != 0 || v.RoutingPresent || v.AckPresent // other versions and the routes of RFC 1701
	}
	return false
}
