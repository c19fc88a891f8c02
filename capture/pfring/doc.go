// Package pfring captures and sends packets through the kernel module pf_ring of Linux, without libpcap, libpfring and cgo.
//
//	src, err := pfring.Open("eth0", capture.Live{Promiscuous: true, Filter: filter.Raw()})
//	if err != nil {
//		return err
//	}
//	defer src.Close()
//	for rec, err := range capture.Packets(ctx, src) {
//		…
//	}
//
// [Open] gives a [Ring], memory that is shared with the module, from which packets are lent without a copy. [OpenGroup] gives several rings that share the packets of an interface (a
// cluster), each for a goroutine. [OpenSender] gives a socket for sending only; a Ring sends too. [ReadModule] says which module is loaded. A program that uses package
// afpacket goes over to this one by another name of the package: [capture.Live], [capture.LiveSource], [capture.Group] and the options that both have mean the same.
//
// # Modules
//
// The module is not a part of Linux: it comes from ntop. Versions 7.8 to 8.9 are read, those whose packets have slot version 18, 20 or 21; any other is a [*VersionError]. The short header of
// packets is used. It takes a 64-bit system.
//
// # Promises
//
//   - Filter, cluster and all options are set before the first packet can be seen. Members of a group see no packet before all have joined.
//   - Reads end: with a packet, at the deadline, when the source is closed, or with an error. Whoever closes need not wait for readers, and data that they were lent stays as it is until
//     they come back (Ring.Close).
//   - Interfaces that go down, disappear or get another name are a *capture.InterfaceError. The module tells nothing of it: readers look four times a second while they wait, and once a second
//     of traffic.
//   - Counters are the module's, of 64 bits. Info.Dropped says where packets were lost: before the first packet of a run, give or take what was waiting.
//   - A ring whose memory contradicts itself is [ErrDamaged], and is not followed.
//   - Reading allocates nothing.
//
// # Differences to package afpacket
//
//   - Interfaces are Ethernet or loopback ([ErrNotEthernet]). A waiting reader takes a thread.
//   - VLAN tags are in the bytes of packets, as with afpacket.WithVLANInserted. (Modules loaded with keep_vlan_offload=1 lose them.) A filter sees packets before that, as the filters of all
//     sockets do: compile it with bpf.ForSocket, which asks for both kinds of tags.
//   - The number of bytes that a filter returns is not used, only whether it is 0. Live.SnapLen cuts, to 65600 bytes at most.
//   - The size of the ring is a parameter of the module, min_num_slots; Live.Buffer has no effect. Without Live.SnapLen it is 33 MB; with 1600 bytes or less it is 4096 slots of that size.
//   - Packets that are longer than the interface's MTU, which the kernel has put together or not yet cut, are seen as in package afpacket.
//   - Modules loaded with quick_mode=1 know one socket for each interface and channel, and ignore filters, clusters, directions, sampling, VLANs and "any": all these are
//     [ErrQuickMode]. Direction and interface of packets are not known then.
//   - ZC and the drivers of vendors are closed libraries: names like "zc:eth0" are [ErrZeroCopy]. Their plain names work, with one copy.
//
// Packets of the loopback interface come once, as incoming ones, unless capture.Outbound is asked for.
//
// # Tests on a real module
//
// The integration tests want the two ends of a veth pair that is up, and root:
//
//	ip link add pf0 type veth peer name pf1 && ip link set pf0 up && ip link set pf1 up
//	CGO_ENABLED=0 go test -c -tags wiretag_pfring -o pfring.test ./capture/pfring
//	WIRETAG_PFRING_RX=pf0 WIRETAG_PFRING_TX=pf1 ./pfring.test -test.v -test.run TestModule
//
// The file needs nothing but itself, and may be started anywhere. docs/pfring.md has more on them.
//
// # Other systems
//
// Everything compiles, and opening returns an error that is errors.ErrUnsupported.
package pfring
