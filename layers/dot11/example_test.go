package dot11_test

import (
	"fmt"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/packet"
)

// A beacon is built with a radio header in front, whose flags ask for a frame check sequence, and read again.
func Example() {
	var radio dot11.RadioTap
	_ = radio.Fields.Set(dot11.RadioTapFlags, []byte{byte(dot11.RadioTapFlagFCS)})
	_ = radio.Fields.Set(dot11.RadioTapChannel, &dot11.RadioChannel{Frequency: 2437, Flags: dot11.Channel2GHz | dot11.ChannelOFDM})
	ssid, _ := dot11.NewElement(dot11.ElementSSID, &dot11.SSID{SSID: "example"})
	rsn, err := dot11.NewElement(dot11.ElementRSN, &dot11.RSN{
		Version: 1, Group: dot11.OneSuite{Present: true, Suite: dot11.CipherCCMP128},
		Pairwise: dot11.Suites{dot11.CipherCCMP128}, AKM: dot11.Suites{dot11.AKMSAE},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ap := layers.MAC{0, 0, 0x5e, 0, 0x53, 1}
	frame, err := codec.Marshal(&radio,
		&dot11.Header{Type: dot11.TypeManagement, Subtype: dot11.SubtypeBeacon, Addr1: layers.MAC{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, Addr2: ap, Addr3: ap},
		&dot11.Beacon{Interval: 100, Capabilities: dot11.CapabilityESS | dot11.CapabilityPrivacy, Elements: []dot11.Element{ssid, rsn}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%x\n", frame)

	p := packet.New(frame, capture.LinkTypeIEEE80211Radiotap)
	fmt.Println(packet.Get[dot11.RadioTap](p))
	beacon := packet.Get[dot11.Beacon](p)
	fmt.Println(beacon)
	v, err := dot11.FindElement(beacon.Elements, dot11.ElementRSN).View()
	fmt.Println(v.(*dot11.RSN).AKM, err)
	// Output:
	// 00000e000a00000010008509c00080000000ffffffffffff00005e00530100005e005301000000000000000000006400110000076578616d706c6530120100000fac040100000fac040100000fac08f19c061a
	// RadioTap 2437 MHz
	// Dot11Beacon "example", interval 100
	// [00:0f:ac-8] <nil>
}
