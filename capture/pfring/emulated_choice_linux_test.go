//go:build amd64 || arm64

package pfring

import (
	"encoding/binary"
	"sync"
)

var places = struct {
	sync.Mutex
	members map[uint32]int
}{members: map[uint32]int{}}

// takes reports whether a packet is for this socket.
func (l *emulated) takes(b []byte) bool {
	if l.vlan >= 0 && (len(b) < 18 || b[12] != 0x81 && b[12] != 0x88 || b[13] != 0 && b[13] != 0xa8 || int(binary.BigEndian.Uint16(b[14:])&0xfff) != l.vlan) {
		return false
	}
	l.packets++
	if l.packets%l.sampling != 0 {
		return false
	}
	if l.cluster == 0 || l.kind == ClusterBothAddresses {
		return true
	}
	places.Lock()
	n := places.members[l.cluster]
	places.Unlock()
	sum := 0
	if ip := len(b) >= 38 && b[12] == 8 && b[13] == 0; ip {
		for _, c := range b[26:34] {
			sum += int(c)
		}
		if l.kind == ClusterFlow || l.kind == ClusterFourTuple || l.kind == ClusterFiveTuple || l.kind == ClusterFiveTupleOrMAC {
			sum += int(b[35]) + int(b[37])
		}
	}
	if l.kind == ClusterRoundRobin {
		sum = int(l.packets)
	}
	return sum%n == l.place
}
