// Package afpacket captures and sends packets through the AF_PACKET sockets of Linux, without libpcap and cgo.
//
//	src, err := afpacket.Open("eth0", capture.Live{Promiscuous: true, Filter: filter.Raw()})
//	if err != nil {
//		return err
//	}
//	defer src.Close()
//	for rec, err := range capture.Packets(ctx, src) {
//		…
//	}
//
// [Open] gives a [Ring], memory that is shared with the kernel (TPACKET_V3, or V2), from which packets are lent without a copy. [OpenSocket] gives a [Socket]
// without that memory, for places where little of it is allowed and few packets come. [OpenGroup] gives several rings that share the packets of an interface
// (fanout), each for a goroutine. All of them send too. [OpenSender] is for much traffic: a mapped ring for sending.
//
// # What all live captures have in common
//
// [capture.Live] has the settings that every kind of live capture knows, a [capture.LiveSource] is what opening gives, a [capture.Group] is several that
// share the packets of one interface. Other packages below capture have the same Open and OpenGroup, so a program goes from one to another by another name
// of the package; an [Option] is a setting that only this one has.
//
// # Promises
//
//   - The filter is attached before the first packet can be seen; members of a fanout group see no packet before they have joined.
//   - Reads end: with a packet, at the deadline, when the source is closed, or with an error. Whoever closes need not wait for readers, and data that they were lent stays as
//     it is until they come back (Ring.Close).
//   - Interfaces that go down, disappear or get another name are a *capture.InterfaceError. The last is noticed within a second of traffic.
//   - VLAN tags are in Info with both parts, or in the bytes (WithVLANInserted).
//   - Counters add up, whoever reads them and however often. Ring: Info.Dropped says where packets were lost, as far as the kernel tells: before the first packet of
//     a block, give or take what was waiting. Socket: exactly there.
//   - Reading allocates nothing.
//
// Packets of the loopback interface come once, as incoming ones, unless capture.Outbound is asked for.
//
// # What it costs
//
// Most of the cost of a packet is that the reader is woken, once for each block of packets. Blocks are handed over when they are full, or after [capture.Live].Delay, and are the larger
// the longer that is: at 10 ms, the default, 512 KiB, from 64 ms on 4 MiB, so that a ring of the usual size holds half a second where its reader pauses. Who can wait for packets pays
// less with a longer delay; [WithBlocks] says it otherwise.
//
// # Systems
//
// A [Socket] takes Linux 5.1, whose times of packets last beyond 2038 on 32-bit systems too. A [Ring] takes Linux 4.20 where outgoing packets are left out, as they are of the loopback
// interface and with capture.Inbound. On older ones opening is an error, unix.ENOPROTOOPT.
//
// On other systems everything compiles, and opening returns an error that is errors.ErrUnsupported.
package afpacket
