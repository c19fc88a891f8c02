package names

import (
	"cmp"
	_ "embed"
	"slices"
	"sort"
	"strings"
)

//go:embed services.bin
var packedServices string

// The protocols that have ports, by their numbers in IP.
const (
	TCP  = 6
	UDP  = 17
	DCCP = 33
	SCTP = 132
)

// services are ports with names, by protocol, sorted by number.
type services struct {
	ports   [4][]port
	aliases [4][]port // names that are understood, but not shown
}

type port struct {
	number uint16
	name   string
}

// serviceNames are sorted by name, then protocol; names that are shown before aliases, then by number.
type serviceNames []named

type named struct {
	name     string
	protocol uint8 // index of services.ports
	alias    bool
	number   uint16
}

// alias is the bit, among those of the protocols, that marks an alias.
const alias = 1 << 7

var (
	serviceTable lazy[services]
	serviceIndex lazy[serviceNames]
)

func unpackServices() *services {
	r := unpack(packedServices)
	n := int(r.number())
	numbers, protocols := make([]uint16, n), make([]byte, n)
	last := uint64(0)
	for i := range n {
		last += r.number()
		numbers[i], protocols[i] = uint16(last), r.byte()
	}
	t := &services{}
	for i := range n {
		name := r.text()
		list := &t.ports
		if protocols[i]&alias != 0 {
			list = &t.aliases
		}
		for p := range list {
			if protocols[i]>>p&1 != 0 {
				list[p] = append(list[p], port{numbers[i], name})
			}
		}
	}
	return t
}

func indexServices() *serviceNames {
	var list serviceNames
	t := serviceTable.get(unpackServices)
	for p := range t.ports {
		for _, x := range t.ports[p] {
			list = append(list, named{x.name, uint8(p), false, x.number})
		}
		for _, x := range t.aliases[p] {
			list = append(list, named{x.name, uint8(p), true, x.number})
		}
	}
	slices.SortFunc(list, func(a, b named) int {
		switch {
		case a.name != b.name:
			return strings.Compare(a.name, b.name)
		case a.protocol != b.protocol:
			return cmp.Compare(a.protocol, b.protocol)
		case a.alias != b.alias:
			if a.alias {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.number, b.number)
	})
	return &list
}

// ported is the index of a protocol in services.ports, -1 if it has no ports. UDP-Lite has those of UDP.
func ported(protocol uint8) int {
	switch protocol {
	case TCP:
		return 0
	case UDP, 136:
		return 1
	case SCTP:
		return 2
	case DCCP:
		return 3
	}
	return -1
}

// Service returns the name of the service that a port is registered for, "" if there is none. The protocol is
// its number in IP: [TCP], [UDP] and so on.
func Service(protocol uint8, number uint16) string {
	p := ported(protocol)
	if p < 0 {
		return ""
	}
	ports := serviceTable.get(unpackServices).ports[p]
	i := sort.Search(len(ports), func(i int) bool { return ports[i].number >= number })
	if i < len(ports) && ports[i].number == number {
		return ports[i].name
	}
	return ""
}

// Port returns the port of a service, the lowest if there are several; ok is false if there is none. Names are those
// of [Service], in lower case for the most part, and aliases of them, such as "mail" for "smtp".
func Port(protocol uint8, service string) (number uint16, ok bool) {
	p := ported(protocol)
	if p < 0 {
		return 0, false
	}
	list := *serviceIndex.get(indexServices)
	i := sort.Search(len(list), func(i int) bool {
		return list[i].name > service || list[i].name == service && int(list[i].protocol) >= p
	})
	if i < len(list) && list[i].name == service && int(list[i].protocol) == p {
		return list[i].number, true
	}
	return 0, false
}
