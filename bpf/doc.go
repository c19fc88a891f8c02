// Package bpf compiles the filter language of pcap-filter(7), which tcpdump and everything built on libpcap speaks, to classic BPF, and
// runs it. There is no libpcap and no cgo in it.
//
//	p, err := bpf.Compile("tcp port 80 and not net 10.0.0.0/8", capture.LinkTypeEthernet)
//	if err != nil {
//		return err // *bpf.Error: what is wrong, where, and what was expected there
//	}
//	if p.Match(data, info.Length) { … }
//
// The meaning is libpcap's, version 1.11, for every link type that it has code for; docs/filters.md has the language on one page and names
// what is different.
//
// # Programs
//
// A [Program] is immutable: [Program.Match] may be called by any number of goroutines, and does not allocate. [Program.Raw] gives the
// instructions for a socket, [Program.List] and its relatives the text of tcpdump -d, -dd and -ddd. [NewProgram] takes instructions
// from elsewhere, and [Validate] says what a kernel would say of them.
//
// # Files and sockets
//
// What a packet looks like differs between a capture file and a Linux socket: a kernel takes the outermost VLAN tag out of the
// packet, knows direction and interface, and shows no cooked header to a cooked socket. Compile with [ForSocket] for a program to be attached
// with SO_ATTACH_FILTER. It is run by the kernel; [Program.RunWith] runs it here on what a kernel knows.
//
// # Names
//
// Services and protocols are known by name (port domain, proto ospf), from a table in the program; hosts are not looked up. [WithNames]
// gives them another source.
//
// # Bounds
//
// An expression has at most [MaxExpression] bytes and [MaxDepth] levels, and is refused when its parts need more than 131072
// comparisons or more than 16 values at once ([ErrLimit]). Programs without protochain have no loops; those with it end after a number
// of steps that the length of the packet bounds.
package bpf
