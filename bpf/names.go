package bpf

import (
	"net/netip"
	"strconv"
	"strings"
)

// Names finds what names in expressions stand for. [Compile] calls it from the goroutine that it runs in.
type Names interface {
	// Host gives the addresses of a host, IPv4 and IPv6; none if it is not known.
	Host(name string) []netip.Addr
	// Network gives the IPv4 prefix of a network.
	Network(name string) (netip.Prefix, bool)
	// Ether gives the hardware address of a host, as ethers(5) would.
	Ether(name string) ([6]byte, bool)
	// Service gives the port of a service for a transport: "tcp", "udp" or "sctp".
	Service(name, transport string) (port uint16, ok bool)
	// Protocol gives the number of a protocol on top of IP.
	Protocol(name string) (number uint8, ok bool)
}

// DefaultNames knows the services and protocols of IANA's registries that systems usually list, localhost, and nothing else.
// It reads no files and asks no network.
func DefaultNames() Names { return builtinNames{} }

type builtinNames struct{}

func (builtinNames) Host(name string) []netip.Addr {
	if name == "localhost" { // RFC 6761, section 6.3
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}
	}
	return nil
}

func (builtinNames) Network(name string) (netip.Prefix, bool) {
	switch name {
	case "loopback":
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{127}), 8), true
	case "link-local":
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{169, 254}), 16), true
	}
	return netip.Prefix{}, false
}

func (builtinNames) Ether(string) (mac [6]byte, ok bool) { return mac, false }

func (builtinNames) Service(name, transport string) (uint16, bool) {
	if name == "" || transport == "" {
		return 0, false
	}
	for rest, at := servicePorts, 0; ; rest = rest[at+1:] {
		if at = strings.Index(rest, name); at < 0 {
			return 0, false
		}
		transports, ok := strings.CutPrefix(rest[at+len(name):], "/")
		if !ok || at == 0 || rest[at-1] != ' ' {
			continue
		}
		transports = transports[:strings.IndexAny(transports, " \n")]
		if strings.Contains(transports, transport[:1]) {
			at += len(servicePorts) - len(rest)
			port, _, _ := strings.Cut(servicePorts[strings.LastIndexByte(servicePorts[:at], '\n')+1:], " ")
			p, err := strconv.ParseUint(port, 10, 16)
			return uint16(p), err == nil
		}
	}
}

func (builtinNames) Protocol(name string) (uint8, bool) {
	for line := range strings.Lines(protocolNumbers) {
		number, names, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		for n := range strings.SplitSeq(names, " ") {
			if n == name {
				v, err := strconv.ParseUint(number, 10, 8)
				return uint8(v), err == nil
			}
		}
	}
	return 0, false
}
