package link

import (
	"fmt"
	"net/netip"
)

// NortelDiscovery is a message of Nortel's discovery protocol (SONMP, Bay Networks), carried by LLC and SNAP (IEEE 802.2) with its own organisation.
type NortelDiscovery struct {
	Addr      netip.Addr `bits:"32"`
	Segment   [3]byte    `bits:"24"` // slot and port
	Chassis   uint8      `bits:"8"`
	Backplane uint8      `bits:"8"`
	State     uint8      `bits:"8"` // 1 topology change, 2 heartbeat, 3 new
	Links     uint8      `bits:"8"`
}

func (n *NortelDiscovery) String() string {
	return fmt.Sprintf("NortelDiscovery %s, chassis %d, state %d", n.Addr, n.Chassis, n.State)
}
