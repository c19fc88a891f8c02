package pfring

import "fmt"

// Distribution says how a cluster chooses the member that gets a packet. Numbers of the packet are added up, so both directions of a flow go to the same member.
type Distribution uint8

// Distributions, with the module's numbers. Inner ones look at the packet inside a tunnel. Packets without what is asked for all go to one member.
const (
	ClusterFlow           Distribution = 0 // addresses, protocol and ports; it is documented to take the VLAN too, and does not
	ClusterRoundRobin     Distribution = 1 // packet by packet
	ClusterTwoTuple       Distribution = 2 // IP addresses
	ClusterFourTuple      Distribution = 3 // IP addresses and ports
	ClusterFiveTuple      Distribution = 4 // IP addresses, protocol and ports
	ClusterTCPFiveTuple   Distribution = 5 // ClusterFiveTuple for TCP, ClusterTwoTuple for all else
	ClusterInnerFlow      Distribution = 6
	ClusterInnerTwoTuple  Distribution = 7
	ClusterInnerFourTuple Distribution = 8
	ClusterInnerFiveTuple Distribution = 9
	ClusterInnerTCP       Distribution = 10 // ClusterTCPFiveTuple
	ClusterFiveTupleOrMAC Distribution = 11 // ClusterFiveTuple for IP, the two MAC addresses for all else
	ClusterInnerOrMAC     Distribution = 12
	ClusterBothAddresses  Distribution = 13 // a packet goes to the member of its source and to that of its destination: twice, unless they are the same
	lastKind                           = ClusterBothAddresses
)

const (
	mostQueues     = 64
	anyQueue       = 0xffff
	relaxed        = 1 // bit of the options
	largestCluster = 1<<16 - 1
)

var distributionNames = [...]string{
	"flow", "round robin", "2-tuple", "4-tuple", "5-tuple", "5-tuple for TCP", "inner flow", "inner 2-tuple", "inner 4-tuple", "inner 5-tuple",
	"inner 5-tuple for TCP", "5-tuple or MAC", "inner 5-tuple or MAC", "both addresses",
}

// String is a name of the distribution in lower case.
func (d Distribution) String() string {
	if int(d) < len(distributionNames) {
		return distributionNames[d]
	}
	return fmt.Sprintf("distribution %d", uint8(d))
}

// Cluster describes a group of sockets that share packets, in one process or in several. All members must have the same interfaces. The first one decides how packets are
// distributed.
type Cluster struct {
	// ID is the number of the cluster, the same for all users of the module: 1 to 65535, with modules before 8.6.1 to 2³²-1.
	ID uint32
	// Distribution of packets among the members.
	Distribution Distribution
	// Queue is the place among the members if Fixed is set, 0 to 63: the packets that are in it do not depend on the order of joining. It takes a module of 8.6.1
	// or later (slot version 21). A queue that is taken is ErrQueueTaken.
	Queue int
	Fixed bool
	// Relaxed sets the module's option of relaxed distribution. It takes slot version 21 too.
	Relaxed bool
}

func (c *Cluster) check() error {
	switch {
	case c.Distribution > lastKind:
		return fmt.Errorf("pfring: cluster with %v", c.Distribution)
	case c.ID == 0:
		return fmt.Errorf("pfring: cluster 0: 1 to %d", largestCluster)
	case c.Fixed && (c.Queue < 0 || c.Queue >= mostQueues):
		return fmt.Errorf("pfring: queue %d of a cluster: 0 to %d", c.Queue, mostQueues-1)
	case !c.Fixed && c.Queue != 0:
		return fmt.Errorf("pfring: queue %d of a cluster that is not fixed", c.Queue)
	}
	return nil
}
