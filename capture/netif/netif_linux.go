package netif

import (
	"errors"
	"fmt"
	"net/netip"

	"golang.org/x/sys/unix"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/layers/ieee"
)

// List returns the interfaces with their addresses and speeds.
func List() ([]Interface, error) {
	s, err := dial(unix.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var list []Interface
	err = s.request(unix.RTM_GETLINK, unix.NLM_F_DUMP, make([]byte, unix.SizeofIfInfomsg), func(kind uint16, body []byte) error {
		if kind == unix.RTM_NEWLINK && len(body) >= unix.SizeofIfInfomsg {
			list = append(list, parseLink(body))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("netif: interfaces: %w", err)
	}
	return list, complete(s, list)
}

// ByIndex returns the interface with this index.
func ByIndex(index int) (*Interface, error) {
	if int(int32(index)) != index { // the kernel's have 32 bits
		return nil, fmt.Errorf("netif: index %d: %w", index, ErrNoInterface)
	}
	s, err := dial(unix.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	defer s.close()
	list := make([]Interface, 0, 1)
	head := make([]byte, unix.SizeofIfInfomsg)
	word.PutUint32(head[4:], uint32(index))
	err = s.request(unix.RTM_GETLINK, 0, head, func(kind uint16, body []byte) error {
		if kind == unix.RTM_NEWLINK && len(body) >= unix.SizeofIfInfomsg {
			list = append(list, parseLink(body))
		}
		return nil
	})
	switch {
	case errors.Is(err, unix.ENODEV), err == nil && len(list) == 0, errors.Is(err, unix.EINVAL) && index <= 0:
		return nil, fmt.Errorf("netif: index %d: %w", index, ErrNoInterface)
	case err != nil:
		return nil, fmt.Errorf("netif: index %d: %w", index, err)
	}
	return &list[0], complete(s, list)
}

// ErrNamespace is the error of a question about an interface of another network namespace than that of the calling thread.
var ErrNamespace = errors.New("another network namespace")

// Counters returns the counters of an interface, if the calling thread is in the network namespace with this cookie (SO_NETNS_COOKIE of a socket in it); 0: in any.
func Counters(index int, namespace uint64) (Stats, error) {
	if int(int32(index)) != index {
		return Stats{}, fmt.Errorf("netif: index %d: %w", index, ErrNoInterface)
	}
	s, err := dial(unix.NETLINK_ROUTE)
	if err != nil {
		return Stats{}, err
	}
	defer s.close()
	if namespace != 0 {
		if here, err := unix.GetsockoptUint64(s.fd, unix.SOL_SOCKET, unix.SO_NETNS_COOKIE); err != nil || here != namespace {
			return Stats{}, fmt.Errorf("netif: index %d: %w", index, ErrNamespace)
		}
	}
	head := make([]byte, unix.SizeofIfInfomsg)
	word.PutUint32(head[4:], uint32(index))
	var stats Stats
	err = s.request(unix.RTM_GETLINK, 0, head, func(_ uint16, body []byte) error {
		if len(body) >= unix.SizeofIfInfomsg {
			stats = parseLink(body).Stats
		}
		return nil
	})
	if err != nil {
		return Stats{}, fmt.Errorf("netif: index %d: %w", index, err)
	}
	return stats, nil
}

// parseLink reads struct ifinfomsg and its attributes.
func parseLink(b []byte) Interface {
	i := Interface{HardwareType: word.Uint16(b[2:]), Index: int(word.Uint32(b[4:])), Flags: Flags(word.Uint32(b[8:]))}
	for kind, v := range attributes(b, unix.SizeofIfInfomsg) {
		switch kind {
		case unix.IFLA_IFNAME:
			i.Name = text(v)
		case unix.IFLA_MTU:
			i.MTU = int(number(v))
		case unix.IFLA_ADDRESS:
			if len(v) == len(i.MAC) {
				i.MAC = ieee.MAC(v)
			}
		case unix.IFLA_BROADCAST:
			if len(v) == len(i.Broadcast) {
				i.Broadcast = ieee.MAC(v)
			}
		case unix.IFLA_PROMISCUITY:
			i.Promiscuity = int(number(v))
		case unix.IFLA_MASTER:
			i.Master = int(number(v))
		case unix.IFLA_STATS64:
			i.Stats = parseStats(v)
		case unix.IFLA_PROP_LIST:
			for _, name := range attributes(v, 0) {
				i.Alternatives = append(i.Alternatives, text(name))
			}
		}
	}
	i.LinkType, _ = HardwareLinkType(i.HardwareType)
	return i
}

// parseStats reads struct rtnl_link_stats64.
func parseStats(b []byte) (s Stats) {
	at := func(i int) uint64 {
		if len(b) < 8*i+8 {
			return 0
		}
		return word.Uint64(b[8*i:])
	}
	return Stats{
		RxPackets: at(0), TxPackets: at(1), RxBytes: at(2), TxBytes: at(3), RxErrors: at(4), TxErrors: at(5),
		RxDropped: at(6), TxDropped: at(7), RxFIFO: at(14), RxMissed: at(15),
	}
}

// HardwareLinkType says what a live capture of an interface with this ARPHRD_ number gives. Those that it does not know are read without their header and get that of
// Linux's cooked captures.
func HardwareLinkType(hardware uint16) (link capture.LinkType, known bool) {
	switch hardware {
	case unix.ARPHRD_ETHER, unix.ARPHRD_LOOPBACK, unix.ARPHRD_METRICOM:
		return capture.LinkTypeEthernet, true
	case unix.ARPHRD_NONE, unix.ARPHRD_RAWIP, unix.ARPHRD_TUNNEL, unix.ARPHRD_TUNNEL6, unix.ARPHRD_SIT:
		return capture.LinkTypeRaw, true
	case unix.ARPHRD_IEEE80211:
		return capture.LinkTypeIEEE80211, true
	case unix.ARPHRD_IEEE80211_PRISM:
		return capture.LinkTypePrism, true
	case unix.ARPHRD_IEEE80211_RADIOTAP:
		return capture.LinkTypeIEEE80211Radiotap, true
	case unix.ARPHRD_IEEE802_TR, unix.ARPHRD_IEEE802:
		return capture.LinkTypeTokenRing, true
	case unix.ARPHRD_FDDI:
		return capture.LinkTypeFDDI, true
	case unix.ARPHRD_FRAD, unix.ARPHRD_DLCI:
		return capture.LinkTypeFrameRelay, true
	case unix.ARPHRD_CISCO:
		return capture.LinkTypeCHDLC, true
	}
	return capture.LinkTypeLinuxSLL, false
}

// complete adds addresses and speeds.
func complete(s *socket, list []Interface) error {
	at := make(map[int]*Interface, len(list))
	for i := range list {
		at[list[i].Index] = &list[i]
	}
	err := s.request(unix.RTM_GETADDR, unix.NLM_F_DUMP, make([]byte, unix.SizeofIfAddrmsg), func(kind uint16, b []byte) error {
		if kind != unix.RTM_NEWADDR || len(b) < unix.SizeofIfAddrmsg {
			return nil
		}
		if i := at[int(word.Uint32(b[4:]))]; i != nil {
			if p := parseAddress(b); p.IsValid() {
				i.Addresses, i.Prefixes = append(i.Addresses, p.Addr()), append(i.Prefixes, p)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("netif: addresses: %w", err)
	}
	speeds(list)
	return nil
}

// parseAddress reads struct ifaddrmsg and its attributes. On links between two points IFA_ADDRESS is that of the other side.
func parseAddress(b []byte) netip.Prefix {
	var local, address netip.Addr
	for kind, v := range attributes(b, unix.SizeofIfAddrmsg) {
		switch kind {
		case unix.IFA_LOCAL:
			local, _ = netip.AddrFromSlice(v)
		case unix.IFA_ADDRESS:
			address, _ = netip.AddrFromSlice(v)
		}
	}
	if !local.IsValid() {
		local = address
	}
	return netip.PrefixFrom(local, int(b[1]))
}

// speeds asks the ethtool family for the speeds. An interface without one keeps 0, and so do all where the kernel has no such family.
func speeds(list []Interface) {
	s, err := dial(unix.NETLINK_GENERIC)
	if err != nil {
		return
	}
	defer s.close()
	family := uint16(0)
	head := appendAttribute([]byte{unix.CTRL_CMD_GETFAMILY, 1, 0, 0}, unix.CTRL_ATTR_FAMILY_NAME, []byte("ethtool\x00"))
	err = s.request(unix.GENL_ID_CTRL, 0, head, func(_ uint16, b []byte) error {
		for kind, v := range attributes(b, unix.GENL_HDRLEN) {
			if kind == unix.CTRL_ATTR_FAMILY_ID {
				family = uint16(number(v))
			}
		}
		return nil
	})
	if err != nil || family == 0 {
		return
	}
	for i := range list {
		which := appendAttribute(nil, unix.ETHTOOL_A_HEADER_DEV_INDEX, word.AppendUint32(nil, uint32(list[i].Index)))
		ask := appendAttribute([]byte{unix.ETHTOOL_MSG_LINKMODES_GET, 1, 0, 0}, unix.ETHTOOL_A_LINKMODES_HEADER|unix.NLA_F_NESTED, which)
		_ = s.request(family, 0, ask, func(_ uint16, b []byte) error {
			for kind, v := range attributes(b, unix.GENL_HDRLEN) {
				if mbps := uint32(number(v)); kind == unix.ETHTOOL_A_LINKMODES_SPEED && mbps != 1<<32-1 {
					list[i].Speed = int64(mbps) * 1_000_000
				}
			}
			return nil
		})
	}
}
