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
// (it carries over).
package pcapio
