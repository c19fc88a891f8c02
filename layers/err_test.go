package layers_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers"
)

// TestErr: search lists of domains, labels of IPv4, the routing header of mobility, and stateful operations of DNS.
func TestErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&layers.NDPDNSSL{Names: []byte("\x01a\x03net\x00\x00")}, true},
		{&layers.NDPDNSSL{Names: []byte("\x01a\x00\x01b\x00")}, true},
		{&layers.NDPDNSSL{Names: []byte("\x01a\x03net")}, false},
		{&layers.NDPDNSSL{Names: []byte("\x01a\x00\x00\x01b\x00")}, false},
		{&layers.NDPDNSSL{Names: make([]byte, 8)}, false},
		{&layers.IPv4CIPSO{Tags: make([]layers.IPv4CIPSOTag, 1)}, true},
		{&layers.IPv4CIPSO{}, false},
		{&layers.IPv4CIPSO{Tags: make([]layers.IPv4CIPSOTag, 1), Rest: []byte{1}}, false},
		{&layers.IPv6Routing{Type: layers.IPv6RoutingHome, Data: make([]byte, 20)}, true},
		{&layers.IPv6Routing{Type: layers.IPv6RoutingHome, Data: make([]byte, 36)}, false},
		{&layers.IPv6Routing{Type: layers.IPv6RoutingSource, Data: make([]byte, 36)}, true},
		{&layers.DNS{Opcode: layers.DNSOpcodeDSO}, false},
		{&layers.DNS{Opcode: layers.DNSOpcodeDSO, QR: true}, true},
		{&layers.DNS{Opcode: layers.DNSOpcodeDSO, Rest: make([]byte, 4)}, true},
		{&layers.IPv4CIPSOTag{Type: 2, Data: make([]byte, 6)}, true},
		{&layers.IPv4CIPSOTag{Type: 2, Data: make([]byte, 5)}, false},
		{&layers.IPv4CIPSOTag{Type: 1, Data: make([]byte, 1)}, false},
		{&layers.IPv4CIPSOTag{Type: 144, Data: make([]byte, 1)}, true},
		{&layers.IPv4CIPSOTag{Type: 76, Data: make([]byte, 4)}, false},
		{&layers.DHCPv4{HardwareLen: 16}, true},
		{&layers.DHCPv4{HardwareLen: 17}, false},
		{&layers.DNSClientSubnet{Family: 1, Source: 20, Address: make([]byte, 3)}, true},
		{&layers.DNSClientSubnet{Family: 1, Source: 20, Address: make([]byte, 4)}, false},
		{&layers.DNSClientSubnet{Family: 1, Source: 33, Address: make([]byte, 5)}, false},
		{&layers.DNSClientSubnet{Family: 2, Source: 33, Address: make([]byte, 5)}, true},
		{&layers.NDPRedirected{Packet: make([]byte, 40)}, true},
		{&layers.NDPRedirected{Packet: make([]byte, 39)}, false},
		{&layers.NDPRoute{PrefixLen: 64, Prefix: make([]byte, 8)}, true},
		{&layers.NDPRoute{}, true},
		{&layers.NDPRoute{PrefixLen: 65, Prefix: make([]byte, 8)}, false},
		{&layers.NDPRoute{PrefixLen: 64, Prefix: make([]byte, 24)}, false},
		{&layers.DHCPv6NTP{Servers: make([]layers.DHCPv6NTPServer, 1)}, true},
		{&layers.DHCPv6NTP{}, false},
		{&layers.DHCPv4VSS{Type: 1, ID: make([]byte, 7)}, true},
		{&layers.DHCPv4VSS{Type: 1, ID: make([]byte, 8)}, false},
		{&layers.DHCPv4VSS{Type: 255, ID: make([]byte, 1)}, false},
		{&layers.DHCPv4VSS{Type: 0, ID: make([]byte, 1)}, true},
		{&layers.DHCPv6MapRule{Length4: 32}, true},
		{&layers.DHCPv6MapRule{Length4: 33}, false},
		{&layers.DHCPv6PortParams{Offset: 6, PSIDLength: 8}, true},
		{&layers.DHCPv6PortParams{Offset: 16}, false},
		{&layers.DHCPv6PortParams{PSIDLength: 17}, false},
		{&layers.DHCPv6FQDN{NoUpdate: true}, true},
		{&layers.DHCPv6FQDN{NoUpdate: true, Server: true}, false},
		{&layers.DHCPv6Option{Code: 91, Data: []byte{8, 0x20}}, true},
		{&layers.DHCPv6Option{Code: 91, Data: []byte{8, 0x20, 0}}, false},
		{&layers.DHCPv6Option{Code: 91}, false},
		{&layers.DNSNSEC{Types: layers.NewDNSTypeBitmap(1, 300)}, true},
		{&layers.DNSNSEC{Types: layers.DNSTypeBitmap{1, 1, 0x80, 0, 1, 0x80}}, false},
		{&layers.DNSNSEC3{Types: layers.DNSTypeBitmap{0, 33}}, false},
		{&layers.DNSCSYNC{Types: layers.DNSTypeBitmap{0, 2, 1}}, false},
		{&layers.MPTCP{Subtype: layers.MPTCPCapable, Low: 1}, true},
		{&layers.MPTCP{Subtype: layers.MPTCPCapable, Low: 2}, false},
		{&layers.MPTCP{Subtype: layers.MPTCPJoin, Low: 2}, true},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
