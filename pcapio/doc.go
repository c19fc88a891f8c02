// Package pcapio reads and writes capture files. It reads pcap (microseconds, nanoseconds, both byte orders, and the
// forms that historical systems wrote: see [Format]), pcapng (sections, interfaces of different kinds and time
// resolutions, all blocks) and Solaris snoop, plain or compressed with gzip, zstd or lz4. What a file is, is found from
// its first bytes. It writes pcap and pcapng.
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
// and never more than a limit. A [Writer] (pcap) and an [NgWriter] (pcapng) are a [capture.Sink]; they take any
// [io.Writer].
//
// Damage is reported as an [*Error] with the offset in the file, after all the packets before it: [ErrTruncated] if
// the file ends too early, [ErrFormat] if it contradicts itself. Odd records that can be delivered are delivered:
// a captured length above the original one or above the snapshot length, a fraction of a second above one second
// (it carries over). [WithResync] goes on behind damage.
//
// # Places in a file
//
// Where the source can seek, [Reader.Rewind] goes back to the first packet, also after an error, and an [Index] finds
// packets by number or time. An [io.ReaderAt] becomes such a source by [io.NewSectionReader]. [WithFollow] waits for what
// is still being written. A [Merger] puts several sources in order of time, a [Rotator] distributes packets over files.
//
// # Sources
//
// The source is an interface, and not a type parameter: NewReader[R io.Reader] would make nothing faster, but would be
// in the type of everything that holds a Reader. There is one call of Read for each buffer, 256 KiB, of a nanosecond or
// two, next to the ten thousand that copying as many bytes takes; and for pointers, which nearly all sources are,
// compilers make one code for all types, which looks the method up in a table just as an interface does. The least of
// a reader takes 4.5 ns of processor time for a 60-byte packet with an interface, with a parameter that is a pointer and
// with one that is a struct (BenchmarkSourceType). What can be gained is gained from what a source can do beyond Read:
//
//   - [io.Seeker]: rewinding, indexes, and telling apart the forms of pcap that differ in their records only.
//   - A file in memory ([NewReaderBytes]): no byte is copied.
//   - Files: buffers are filled in whole pages, from whole pages, which is a tenth to a quarter faster than otherwise.
//
// Mapping a file into memory instead of reading it was measured and is not done: a page fault costs more than copying
// a page that the kernel has, and a file that becomes shorter while it is mapped ends the program. Whoever has a mapping can
// give it to [NewReaderBytes]. Neither is there a goroutine that reads ahead: the packets it reads are in the cache of
// another processor, and to get them from there takes longer than reading them here.
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
