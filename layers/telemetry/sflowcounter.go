package telemetry

import "github.com/wiretag/wiretag/layers/ieee"

// SFlowInterfaceCounters has the counters of an interface (RFC 2863), record 1 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowInterfaceCounters struct {
	Index              uint32 `bits:"32"`
	Type               uint32 `bits:"32"` // ifType
	Speed              uint64 `bits:"64"` // in bit/s
	Direction          uint32 `bits:"32"` // 1 full duplex, 2 half duplex, 3 in, 4 out
	Status             uint32 `bits:"32"` // bit 0 admin, bit 1 operational: up
	InOctets           uint64 `bits:"64"`
	InUnicast          uint32 `bits:"32"`
	InMulticast        uint32 `bits:"32"`
	InBroadcast        uint32 `bits:"32"`
	InDiscards         uint32 `bits:"32"`
	InErrors           uint32 `bits:"32"`
	InUnknownProtocols uint32 `bits:"32"`
	OutOctets          uint64 `bits:"64"`
	OutUnicast         uint32 `bits:"32"`
	OutMulticast       uint32 `bits:"32"`
	OutBroadcast       uint32 `bits:"32"`
	OutDiscards        uint32 `bits:"32"`
	OutErrors          uint32 `bits:"32"`
	Promiscuous        uint32 `bits:"32"`
}

// SFlowEthernetCounters has the counters of an Ethernet interface (RFC 2358), record 2 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowEthernetCounters struct {
	AlignmentErrors     uint32 `bits:"32"`
	FCSErrors           uint32 `bits:"32"`
	SingleCollisions    uint32 `bits:"32"`
	MultipleCollisions  uint32 `bits:"32"`
	SQETestErrors       uint32 `bits:"32"`
	Deferred            uint32 `bits:"32"`
	LateCollisions      uint32 `bits:"32"`
	ExcessiveCollisions uint32 `bits:"32"`
	TransmitErrors      uint32 `bits:"32"`
	CarrierSenseErrors  uint32 `bits:"32"`
	TooLong             uint32 `bits:"32"`
	ReceiveErrors       uint32 `bits:"32"`
	SymbolErrors        uint32 `bits:"32"`
}

// SFlowTokenRingCounters has the counters of a token ring interface (RFC 1748), record 3 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowTokenRingCounters struct {
	LineErrors         uint32 `bits:"32"`
	BurstErrors        uint32 `bits:"32"`
	ACErrors           uint32 `bits:"32"`
	AbortErrors        uint32 `bits:"32"`
	InternalErrors     uint32 `bits:"32"`
	LostFrames         uint32 `bits:"32"`
	ReceiveCongestions uint32 `bits:"32"`
	FrameCopiedErrors  uint32 `bits:"32"`
	TokenErrors        uint32 `bits:"32"`
	SoftErrors         uint32 `bits:"32"`
	HardErrors         uint32 `bits:"32"`
	SignalLoss         uint32 `bits:"32"`
	TransmitBeacons    uint32 `bits:"32"`
	Recoverys          uint32 `bits:"32"`
	LobeWires          uint32 `bits:"32"`
	Removes            uint32 `bits:"32"`
	Singles            uint32 `bits:"32"`
	FrequencyErrors    uint32 `bits:"32"`
}

// SFlowVGCounters has the counters of a 100BaseVG interface (RFC 2020), record 4 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowVGCounters struct {
	InHighPriority           uint32 `bits:"32"`
	InHighPriorityOctets     uint64 `bits:"64"`
	InNormalPriority         uint32 `bits:"32"`
	InNormalPriorityOctets   uint64 `bits:"64"`
	InIPMErrors              uint32 `bits:"32"`
	InOversize               uint32 `bits:"32"`
	InDataErrors             uint32 `bits:"32"`
	InNullAddressed          uint32 `bits:"32"`
	OutHighPriority          uint32 `bits:"32"`
	OutHighPriorityOctets    uint64 `bits:"64"`
	TransitionsIntoTraining  uint32 `bits:"32"`
	HCInHighPriorityOctets   uint64 `bits:"64"`
	HCInNormalPriorityOctets uint64 `bits:"64"`
	HCOutHighPriorityOctets  uint64 `bits:"64"`
}

// SFlowVLANCounters has the counters of a VLAN, record 5 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowVLANCounters struct {
	ID        uint32 `bits:"32"`
	Octets    uint64 `bits:"64"`
	Unicast   uint32 `bits:"32"`
	Multicast uint32 `bits:"32"`
	Broadcast uint32 `bits:"32"`
	Discards  uint32 `bits:"32"`
}

// SFlowWLANCounters has the counters of an 802.11 interface (IEEE 802.11 annex D), record 6 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowWLANCounters struct {
	Transmitted          uint32 `bits:"32"`
	MulticastTransmitted uint32 `bits:"32"`
	Failed               uint32 `bits:"32"`
	Retries              uint32 `bits:"32"`
	MultipleRetries      uint32 `bits:"32"`
	Duplicates           uint32 `bits:"32"`
	RTSSuccesses         uint32 `bits:"32"`
	RTSFailures          uint32 `bits:"32"`
	ACKFailures          uint32 `bits:"32"`
	Received             uint32 `bits:"32"`
	MulticastReceived    uint32 `bits:"32"`
	FCSErrors            uint32 `bits:"32"`
	TransmittedFrames    uint32 `bits:"32"`
	Undecryptable        uint32 `bits:"32"`
	DiscardedFragments   uint32 `bits:"32"`
	Associated           uint32 `bits:"32"` // stations
	PollsReceived        uint32 `bits:"32"`
	PollsUnused          uint32 `bits:"32"`
	PollsUnusable        uint32 `bits:"32"`
	PollsLost            uint32 `bits:"32"`
}

// SFlowLAGCounters has the counters of a port in an aggregation (IEEE 802.1AX), record 7 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowLAGCounters struct {
	ActorSystem             ieee.MAC `bits:"48"`
	ActorSystemPad          uint16   `bits:"16"`
	PartnerSystem           ieee.MAC `bits:"48"`
	PartnerSystemPad        uint16   `bits:"16"`
	AttachedID              uint32   `bits:"32"`
	ActorAdminState         uint8    `bits:"8"`
	ActorOperState          uint8    `bits:"8"`
	PartnerAdminState       uint8    `bits:"8"`
	PartnerOperState        uint8    `bits:"8"`
	PDUsReceived            uint32   `bits:"32"`
	MarkersReceived         uint32   `bits:"32"`
	MarkerResponsesReceived uint32   `bits:"32"`
	UnknownReceived         uint32   `bits:"32"`
	IllegalReceived         uint32   `bits:"32"`
	PDUsSent                uint32   `bits:"32"`
	MarkersSent             uint32   `bits:"32"`
	MarkerResponsesSent     uint32   `bits:"32"`
}

// SFlowProcessorCounters has the load of a processor, record 1001 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowProcessorCounters struct {
	Load5s     uint32 `bits:"32"` // in percent, all ones if unknown
	Load1m     uint32 `bits:"32"`
	Load5m     uint32 `bits:"32"`
	Memory     uint64 `bits:"64"` // in bytes
	FreeMemory uint64 `bits:"64"`
}

// SFlowRadioCounters has the use of a radio channel, record 1002 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowRadioCounters struct {
	Elapsed   uint32 `bits:"32"` // in ms
	OnChannel uint32 `bits:"32"` // in ms
	Busy      uint32 `bits:"32"` // in ms
}

// SFlowOpenFlowPort has the OpenFlow port of an interface, record 1004 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowOpenFlowPort struct {
	DatapathID uint64 `bits:"64"`
	Port       uint32 `bits:"32"`
}

// SFlowPortName has the name of a port, record 1005 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowPortName struct {
	Name XDRString `bits:"*"`
}

// SFlowHostDescription has a host, record 2000 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostDescription struct {
	Hostname XDRString `bits:"*"`
	UUID     [16]byte  `bits:"128"`
	Machine  uint32    `bits:"32"` // 1 other, 2 x86, 3 x86_64, 4 ia64, 5 sparc, 6 alpha, 7 powerpc, 8 m68k, 9 mips, 10 arm, 11 hppa, 12 s390
	OS       uint32    `bits:"32"` // 1 other, 2 Linux, 3 Windows, 4 Darwin
	Release  XDRString `bits:"*"`
}

// SFlowHostAdapters has the network adapters of a host, record 2001 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostAdapters struct {
	Count    uint32         `bits:"32,count=Adapters"`
	Adapters []SFlowAdapter `bits:"*"`
}

// SFlowHostParent has what a host is contained in, record 2002 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostParent struct {
	ContainerType  uint32 `bits:"32"`
	ContainerIndex uint32 `bits:"32"`
}

// SFlowHostCPU has the processors of a host, record 2003 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostCPU struct {
	Load1           XDRFloat `bits:"32"` // average of a minute
	Load5           XDRFloat `bits:"32"`
	Load15          XDRFloat `bits:"32"`
	Running         uint32   `bits:"32"`
	Processes       uint32   `bits:"32"`
	CPUs            uint32   `bits:"32"`
	Speed           uint32   `bits:"32"` // in MHz
	Uptime          uint32   `bits:"32"` // in s
	User            uint32   `bits:"32"` // in ms, as the following ones
	Nice            uint32   `bits:"32"`
	System          uint32   `bits:"32"`
	Idle            uint32   `bits:"32"`
	Wait            uint32   `bits:"32"`
	Interrupt       uint32   `bits:"32"`
	SoftInterrupt   uint32   `bits:"32"`
	Interrupts      uint32   `bits:"32"`
	ContextSwitches uint32   `bits:"32"`
	Rest            []byte   `bits:"*"` // steal, guest and nice guest time, where the host has them
}

// SFlowHostMemory has the memory of a host, in bytes, record 2004 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostMemory struct {
	Total     uint64 `bits:"64"`
	Free      uint64 `bits:"64"`
	Shared    uint64 `bits:"64"`
	Buffers   uint64 `bits:"64"`
	Cached    uint64 `bits:"64"`
	SwapTotal uint64 `bits:"64"`
	SwapFree  uint64 `bits:"64"`
	PageIn    uint32 `bits:"32"`
	PageOut   uint32 `bits:"32"`
	SwapIn    uint32 `bits:"32"`
	SwapOut   uint32 `bits:"32"`
}

// SFlowHostDisk has the disks of a host, record 2005 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostDisk struct {
	Total        uint64 `bits:"64"` // in bytes
	Free         uint64 `bits:"64"`
	MostUsed     uint32 `bits:"32"` // of a partition, in hundredths of a percent
	Reads        uint32 `bits:"32"`
	BytesRead    uint64 `bits:"64"`
	ReadTime     uint32 `bits:"32"` // in ms
	Writes       uint32 `bits:"32"`
	BytesWritten uint64 `bits:"64"`
	WriteTime    uint32 `bits:"32"`
}

// SFlowHostNetwork has the interfaces of a host together, record 2006 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostNetwork struct {
	BytesIn    uint64 `bits:"64"`
	PacketsIn  uint32 `bits:"32"`
	ErrorsIn   uint32 `bits:"32"`
	DropsIn    uint32 `bits:"32"`
	BytesOut   uint64 `bits:"64"`
	PacketsOut uint32 `bits:"32"`
	ErrorsOut  uint32 `bits:"32"`
	DropsOut   uint32 `bits:"32"`
}

// SFlowHostIP has the IP group of RFC 1213 of a host, record 2007 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostIP struct {
	Forwarding         uint32 `bits:"32"`
	DefaultTTL         uint32 `bits:"32"`
	InReceives         uint32 `bits:"32"`
	InHeaderErrors     uint32 `bits:"32"`
	InAddressErrors    uint32 `bits:"32"`
	Forwarded          uint32 `bits:"32"`
	InUnknownProtocols uint32 `bits:"32"`
	InDiscards         uint32 `bits:"32"`
	InDelivers         uint32 `bits:"32"`
	OutRequests        uint32 `bits:"32"`
	OutDiscards        uint32 `bits:"32"`
	OutNoRoutes        uint32 `bits:"32"`
	ReassemblyTimeout  uint32 `bits:"32"`
	ReassemblyRequired uint32 `bits:"32"`
	Reassembled        uint32 `bits:"32"`
	ReassemblyFailed   uint32 `bits:"32"`
	Fragmented         uint32 `bits:"32"`
	FragmentFailed     uint32 `bits:"32"`
	FragmentsCreated   uint32 `bits:"32"`
}

// SFlowHostICMP has the ICMP group of RFC 1213 of a host, record 2008 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostICMP struct {
	InMessages          uint32 `bits:"32"`
	InErrors            uint32 `bits:"32"`
	InUnreachable       uint32 `bits:"32"`
	InTimeExceeded      uint32 `bits:"32"`
	InParameterProblem  uint32 `bits:"32"`
	InSourceQuench      uint32 `bits:"32"`
	InRedirect          uint32 `bits:"32"`
	InEcho              uint32 `bits:"32"`
	InEchoReply         uint32 `bits:"32"`
	InTimestamp         uint32 `bits:"32"`
	InMask              uint32 `bits:"32"`
	InMaskReply         uint32 `bits:"32"`
	OutMessages         uint32 `bits:"32"`
	OutErrors           uint32 `bits:"32"`
	OutUnreachable      uint32 `bits:"32"`
	OutTimeExceeded     uint32 `bits:"32"`
	OutParameterProblem uint32 `bits:"32"`
	OutSourceQuench     uint32 `bits:"32"`
	OutRedirect         uint32 `bits:"32"`
	OutEcho             uint32 `bits:"32"`
	OutEchoReply        uint32 `bits:"32"`
	OutTimestamp        uint32 `bits:"32"`
	OutTimestampReply   uint32 `bits:"32"`
	OutMask             uint32 `bits:"32"`
	OutMaskReply        uint32 `bits:"32"`
}

// SFlowHostTCP has the TCP group of RFC 1213 of a host, record 2009 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostTCP struct {
	RTOAlgorithm      uint32 `bits:"32"`
	RTOMin            uint32 `bits:"32"`
	RTOMax            uint32 `bits:"32"`
	MaxConnections    uint32 `bits:"32"`
	ActiveOpens       uint32 `bits:"32"`
	PassiveOpens      uint32 `bits:"32"`
	AttemptFails      uint32 `bits:"32"`
	EstablishedResets uint32 `bits:"32"`
	Established       uint32 `bits:"32"`
	InSegments        uint32 `bits:"32"`
	OutSegments       uint32 `bits:"32"`
	Retransmitted     uint32 `bits:"32"`
	InErrors          uint32 `bits:"32"`
	OutResets         uint32 `bits:"32"`
	InChecksumErrors  uint32 `bits:"32"`
}

// SFlowHostUDP has the UDP group of RFC 1213 of a host, record 2010 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHostUDP struct {
	InDatagrams         uint32 `bits:"32"`
	NoPorts             uint32 `bits:"32"`
	InErrors            uint32 `bits:"32"`
	OutDatagrams        uint32 `bits:"32"`
	ReceiveBufferErrors uint32 `bits:"32"`
	SendBufferErrors    uint32 `bits:"32"`
	InChecksumErrors    uint32 `bits:"32"`
}

// SFlowVirtualNode has a host of virtual machines, record 2100 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowVirtualNode struct {
	Speed      uint32 `bits:"32"` // in MHz
	CPUs       uint32 `bits:"32"`
	Memory     uint64 `bits:"64"` // in bytes
	FreeMemory uint64 `bits:"64"`
	Domains    uint32 `bits:"32"`
}

// SFlowVirtualCPU has the processors of a virtual machine, record 2101 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowVirtualCPU struct {
	State uint32 `bits:"32"` // 0 none, 1 running, 2 blocked, 3 paused, 4 shutdown, 5 shutoff, 6 crashed
	Time  uint32 `bits:"32"` // in ms
	CPUs  uint32 `bits:"32"`
}

// SFlowVirtualMemory has the memory of a virtual machine, record 2102 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowVirtualMemory struct {
	Memory  uint64 `bits:"64"` // in bytes
	Maximum uint64 `bits:"64"`
}

// SFlowVirtualDisk has the disks of a virtual machine, record 2103 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowVirtualDisk struct {
	Capacity     uint64 `bits:"64"` // in bytes
	Allocation   uint64 `bits:"64"`
	Available    uint64 `bits:"64"`
	Reads        uint32 `bits:"32"`
	BytesRead    uint64 `bits:"64"`
	Writes       uint32 `bits:"32"`
	BytesWritten uint64 `bits:"64"`
	Errors       uint32 `bits:"32"`
}

// SFlowVirtualNetwork has the interfaces of a virtual machine, record 2104 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowVirtualNetwork struct {
	BytesIn    uint64 `bits:"64"`
	PacketsIn  uint32 `bits:"32"`
	ErrorsIn   uint32 `bits:"32"`
	DropsIn    uint32 `bits:"32"`
	BytesOut   uint64 `bits:"64"`
	PacketsOut uint32 `bits:"32"`
	ErrorsOut  uint32 `bits:"32"`
	DropsOut   uint32 `bits:"32"`
}

// SFlowHTTPCounters has the requests that a server of HTTP had, record 2201 of sFlow (sflow.org, the successor of RFC 3176).
type SFlowHTTPCounters struct {
	Options     uint32 `bits:"32"`
	Get         uint32 `bits:"32"`
	Head        uint32 `bits:"32"`
	Post        uint32 `bits:"32"`
	Put         uint32 `bits:"32"`
	Delete      uint32 `bits:"32"`
	Trace       uint32 `bits:"32"`
	Connect     uint32 `bits:"32"`
	Other       uint32 `bits:"32"`
	Status1xx   uint32 `bits:"32"`
	Status2xx   uint32 `bits:"32"`
	Status3xx   uint32 `bits:"32"`
	Status4xx   uint32 `bits:"32"`
	Status5xx   uint32 `bits:"32"`
	StatusOther uint32 `bits:"32"`
}
