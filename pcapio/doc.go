// Package pcapio reads capture files: pcap (microseconds, nanoseconds, both byte orders, the modified format with
// longer record headers) and pcapng (sections, interfaces of different kinds and time resolutions, all blocks that
// carry packets), plain or compressed with gzip or zstd. What a file is, is found from its first bytes.
//
//	r, err := pcapio.Open("trace.pcapng.gz")
//	if err != nil {
//		return err
//	}
//	defer r.Close()
//	for rec, err := range capture.Packets(ctx, r) {
//		…
//	}
//
// A [Reader] is a [capture.Source]. It takes any [io.Reader], has its own buffer, lends packets as views into it,
// and allocates nothing per packet. A length that a file claims costs no memory before as many bytes have arrived,
// and never more than a limit.
//
// Damage is reported as an [*Error] with the offset in the file, after all the packets before it: [ErrTruncated] if
// the file ends too early, [ErrFormat] if it contradicts itself. Odd records that can be delivered are delivered:
// a captured length above the original one or above the snapshot length, a fraction of a second above one second
// (it carries over). [WithResync] goes on behind damage.
//
// # pcapng
//
// There are three ways to work with pcapng files:
//
//   - Packets: a [Reader], and an [NgWriter] on the other side. Options of a packet are in its [capture.Info] as they
//     stand in the file, typed on demand by [PacketOptions]; interfaces, names, statistics and secrets come by [WithBlocks] and
//     [Reader.Interfaces]. A [Copier] takes packets from a source to an NgWriter together with their interfaces.
//   - Blocks: a [BlockReader] and a [BlockWriter]. A [Block] is written with the bytes that were read; its [Content]
//     is a typed struct in which every bit of it has a field, so that what is decoded and encoded is the same block again. Lengths
//     are those of the fields. Blocks of unknown types are kept.
//   - Options: a list ([capture.Options]) keeps its bytes, and can be edited option by option without a change to
//     the others. [InterfaceOptions] and its kin are all options of a kind of block as typed values, for reading and building.
//
// Time stamps finer than a nanosecond are kept ([capture.Timestamp]) and written again as the same ticks, for interfaces
// with resolutions down to 10⁻²⁸ and 2⁻⁷³ seconds. Blocks state [EnhancedPacket].Ticks, whatever the resolution.
package pcapio
