package main

const introduction = `# Benchmarks

How fast this library is beside its peers. ` + "`go run ./cmd/page` in `bench/`" + ` measures everything again and writes this page, its tables and plots. Both sides of a case do the same work, which is
checked first; they take turns in short pieces of time, and the tables have medians and quartiles over rounds. Ratios are the peer's time by ours: more is better. Times are processor time of the
whole process, garbage collection included, so that what else the machine does counts little; caches and the memory's speed are shared all the same, so look at ratios.

Rust's etherparse is not here: no Go program can call it without cgo. ` + "`go run ./cmd/compare -packets`" + ` prints the packets for peers in other languages.
`

// missed is the end of the page.
const missed = `
## Where aims are missed, and what was tried

- Fixed decoders (aim 5): a function that is written for Ethernet, IPv4 and TCP alone takes half of the time, about a fifth of ` + "`DecodingLayerParser`" + `'s. The rest is a call for each layer, looking up what follows, and the list of what was met. Decoders for each form of
  layer, loads of several fields at once and the remembered next layer are there; what a layer does not have costs nothing.
  The generated functions of the three layers joined into one function for this stack, with nothing looked up, save a seventh of what they take one after the other: too little for a second mechanism.
- Whole packets (aim 8): reached where the peer allocates much, as for DNS, and not for three small layers. Numbers lead through tables of pages, ports that nobody knows are guessed at by their first byte, layers are compiled when a packet has them.
- Building (aim 3): reached with a long payload, whose checksum is added up in words of 64 bits. Without one, a chain of generated functions with remembered steps takes half of ` + "`SerializeLayers`" + `'s time, and a
  function that is written for this one stack half of that: three times would leave a fifth of that function's time for all that it cannot do.
- Structs without generated code (aim 1.5): blocks of fields are moved by precomputed masks and shifts, eight bytes at once; the peers are written by hand. A program that is made while running would have to be machine code to do as much, which Go cannot make safely; ` + "`taggen`" + ` is there for structs that matter.
- Files (aim 0.9 of read(2)): following the lengths of records is most of the difference. Mapped files and reading ahead in another goroutine were slower.
- Filters (aims 1.5 and 4): reached in the sum, with the call and without it; beside the virtual machine by all filters without the call, and beside C by nearly all, but ` + "`ip`" + `, which is one comparison in either. The call is most of the time of the shortest, in C too. What matches by chance cannot be
  foreseen by a processor. Tests are joined into comparisons of eight bytes, numbers into sets and hash tables, two ends of a range into one step, the bounds of a window are checked once, the EtherType is asked for with what comes last, and the last step does not branch; so long filters gain most.
- Live capture (aim 3): reached beside gopacket as it comes, or nearly so at 100,000 packets a second, and not where it is given blocks as large: being woken costs more than the packets do. Touching the ring ahead of the reader gained nothing; what blocks cost is in the documentation of ` + "`capture/afpacket`" + `.
`

var sections = []section{
	{name: "machine", title: "The machine and the peers", intro: "What was compared, on what. Each section names the processor that it was measured on."},
	{
		name: "cases", title: "Decoding, editing, building, flows and files", command: "./cmd/compare -json -skip ilters", quick: "-rounds 7 -slice 4ms -capture-size 16", rows: true,
		intro: "`packet.View` decodes whatever there is, `packet.Stack` a fixed set of layers (DNS as far as `DecodingLayerParser` does; `written-by-hand` is a function that can do nothing but this one stack, so what is left to gain), `codec.Append` builds with lengths and checksums. A user's structs have no generated code, for which " +
			"`taggen` is there. Aims are those that the library was designed for; some of them are missed, and it says so. Capture files are read from the page cache: `read(2)` alone is the floor of it, `length-by-length` also follows the lengths of records, as any " +
			"reader must.",
	},
	{
		name: "filters", title: "Filters", command: "./cmd/compare -json -run ilters", quick: "-rounds 7 -slice 4ms", rows: true,
		intro: "Filters are evaluated on 2,048 packets of short flows, in libpcap's case by a loop in C; compiling a filter, which is done once, is mostly slower here.",
	},
	{
		name: "growth", title: "As the work grows", command: "./cmd/compare -growth -json -slice 40ms", quick: "-rounds 7 -slice 4ms", rows: true, plotted: true,
		intro: "Nanoseconds of processor time a packet, or a filter that is compiled; with several processors, of time that passes. Memory of flows: `go test -run - -bench FlowMemory`.",
	},
	{
		name: "streams", title: "TCP streams", command: "./cmd/streams -rounds 3", quick: "-rounds 1 -scale 0.05",
		intro: "Assemblers over loads and attacks, each in fresh processes; `net ns` is beyond decoding, `peak` the most that was resident above the beginning, `early` what of the bytes was delivered before the end. " +
			"An engine that takes longer than its limit says so.",
	},
	{
		name: "programs", title: "Three programs of gopacket's", command: "./cmd/programs -size 200", quick: "-size 20",
		intro: "gopacket's example programs and the same ones written with this library, on the same packets: [programs.md](programs.md) has what they find, and why it differs where it does.",
	},
	{
		name: "live", title: "Live capture and sending", command: "./cmd/live -rates 100000,200000,300000,0", quick: "-rounds 1 -seconds 0.5",
		intro: "A pair of virtual interfaces in a network namespace. The time is that of the receiver's process, in the program and in the kernel; the sum is exact, its parts are sampled. All rings have 32 MiB and wait up to 64 ms; " +
			"gopacket comes with blocks of 512 KiB and is measured with blocks of the size that this library chooses too. `most`: as fast as one sender can.",
	},
	{
		name: "text", title: "Whole programs: tcpdump", command: "./cmd/text", quick: "-packets 20000 -rounds 1",
		intro: "This library's tcpdump, the system's, and tshark, over a capture with the packets of `testdata/`, again and again: processor time of the process, and the most memory that was resident.",
	},
	{
		name: "startup", title: "Importing it", command: "./cmd/startup", quick: "-runs 3",
		intro: "Programs that decode one packet. All layers of this library, with encoders and names, are linked into whatever uses one of them.",
	},
}
