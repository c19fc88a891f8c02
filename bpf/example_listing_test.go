package bpf_test

import (
	"fmt"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
)

// What tcpdump -d prints, and back.
func ExampleAssemble() {
	p, err := bpf.Compile("ip proto 17 and greater 100", capture.LinkTypeEthernet)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(p.List())
	code, err := bpf.Assemble(p.List())
	fmt.Println(len(code) == p.Len(), err)
	// Output:
	// (000) ldh      [12]
	// (001) jeq      #0x800           jt 2	jf 7
	// (002) ldb      [23]
	// (003) jeq      #0x11            jt 4	jf 7
	// (004) ld       #pktlen
	// (005) jge      #0x64            jt 6	jf 7
	// (006) ret      #262144
	// (007) ret      #0
	// true <nil>
}

// Programs from elsewhere are checked and run.
func ExampleNewProgram() {
	code, err := bpf.Assemble(`
		      ld  len
		      jlt #60, drop  ; no runts
		      ret #96
		drop: ret #0`)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := bpf.NewProgram(code)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Match(nil, 59), p.Match(nil, 60), p.Run(nil, 60))
	// Output: false true 96
}
