package bpf_test

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
)

func ExampleCompile() {
	p, err := bpf.Compile("udp dst port 53", capture.LinkTypeEthernet)
	if err != nil {
		fmt.Println(err)
		return
	}
	query := []byte("\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00" + // Ethernet
		"\x45\x00\x00\x1c\x00\x01\x00\x00\x40\x11\x66\xce\x0a\x00\x00\x01\x0a\x00\x00\x02" + // IPv4
		"\x0f\xa0\x00\x35\x00\x08\x00\x00") // UDP from port 4000 to port 53
	fmt.Println(p.Match(query, uint32(len(query))))
	query[37] = 54
	fmt.Println(p.Match(query, uint32(len(query))))
	// Output:
	// true
	// false
}

func ExampleCompile_error() {
	_, err := bpf.Compile("tcp port 80 and hots 10.0.0.1", capture.LinkTypeEthernet)
	fmt.Println(err)
	var e *bpf.Error
	if errors.As(err, &e) {
		fmt.Printf("%s\n%*s\n", e.Expr, e.Offset+1, "^")
	}
	_, err = bpf.Compile("inbound and tcp", capture.LinkTypeEthernet)
	fmt.Println(errors.Is(err, bpf.ErrLiveOnly))
	// Output:
	// filter, byte 16: unknown name: no port "hots" is known
	// tcp port 80 and hots 10.0.0.1
	//                 ^
	// true
}

func ExampleProgram_List() {
	p, err := bpf.Compile("vlan 100", capture.LinkTypeEthernet)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(p.List())
	// Output:
	// (000) ldh      [12]
	// (001) jeq      #0x8100          jt 4	jf 2
	// (002) jeq      #0x88a8          jt 4	jf 3
	// (003) jeq      #0x9100          jt 4	jf 8
	// (004) ldh      [14]
	// (005) and      #0xfff
	// (006) jeq      #0x64            jt 7	jf 8
	// (007) ret      #262144
	// (008) ret      #0
}

// hosts knows the addresses of some hosts, and everything else as usual.
type hosts struct {
	bpf.Names
	addrs map[string]netip.Addr
}

func (h hosts) Host(name string) []netip.Addr {
	if a, ok := h.addrs[name]; ok {
		return []netip.Addr{a}
	}
	return h.Names.Host(name)
}

func ExampleWithNames() {
	names := hosts{bpf.DefaultNames(), map[string]netip.Addr{"printer": netip.MustParseAddr("192.0.2.7")}}
	p, err := bpf.Compile("ip src host printer", capture.LinkTypeRaw, bpf.WithNames(names))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(p.List())
	// Output:
	// (000) ldb      [0]
	// (001) and      #0xf0
	// (002) jeq      #0x40            jt 3	jf 6
	// (003) ld       [12]
	// (004) jeq      #0xc0000207      jt 5	jf 6
	// (005) ret      #262144
	// (006) ret      #0
}

func ExampleForSocket() {
	p, err := bpf.Compile("vlan and arp", capture.LinkTypeEthernet, bpf.ForSocket())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(bpf.Validate(p.Raw()))
	frame := make([]byte, 42) // ARP, as a socket shows it: the tag is not in the packet
	frame[12], frame[13] = 0x08, 0x06
	fmt.Println(p.RunWith(frame, uint32(len(frame)), &bpf.Ancillary{VLANPresent: true, VLANTag: 5}))
	fmt.Println(p.RunWith(frame, uint32(len(frame)), &bpf.Ancillary{}))
	// Output:
	// <nil>
	// 262144
	// 0
}
