package telemetry_test

import (
	"encoding/hex"
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/telemetry"
)

// Records are described by templates, which come in the same message or an earlier one: the caller keeps them, for each exporter.
func ExampleTemplates() {
	data, _ := hex.DecodeString("000a003c6553f1000000000100000001" + // IPFIX: 60 bytes, observation domain 1
		"0002001801000004" + "00080004" + "000c0004" + "00040001" + "00020004" + // template 256: four elements with their sizes
		"01000014" + "c0000201" + "c6336402" + "06" + "0000000a" + "000000") // a record, and padding
	var m telemetry.IPFIX
	if _, err := codec.Unmarshal(data, &m); err != nil {
		fmt.Println(err)
		return
	}
	var t telemetry.Templates
	for r, err := range t.IPFIX(&m) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(r)
		fmt.Println(r.Get("sourceIPv4Address"), r.Get("packetDeltaCount"))
	}
	fmt.Println(t.Len(), "template")
	// Output:
	// FlowRecord 256 sourceIPv4Address=192.0.2.1 destinationIPv4Address=198.51.100.2 protocolIdentifier=6 packetDeltaCount=10
	// 192.0.2.1 10
	// 1 template
}
