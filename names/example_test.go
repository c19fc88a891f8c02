package names_test

import (
	"fmt"

	"github.com/wiretag/wiretag/names"
)

func Example() {
	fmt.Println(names.Vendor([6]byte{0x00, 0x00, 0x0c, 0x12, 0x34, 0x56}))
	fmt.Println(names.Service(names.TCP, 443), names.Protocol(6), names.EtherType(0x88cc))
	port, ok := names.Port(names.UDP, "domain")
	fmt.Println(port, ok)
	// Output:
	// Cisco Systems
	// https tcp LLDP
	// 53 true
}
