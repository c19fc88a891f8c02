package mobile

import "github.com/wiretag/wiretag/codec"

// Ports of UDP.
const (
	portGTPC     = 2123
	portGTPU     = 2152
	portGTPPrime = 3386
	portNS       = 2157
	portNSOther  = 19999
)

// Links returns who follows whom, as far as these layers have a part in it.
func Links() []codec.Link {
	var rows []codec.Link
	for _, p := range [...]uint64{portGTPU, portGTPC} {
		rows = append(rows, codec.Link{Table: "udp", Key: p, Layer: (*GTPv1)(nil)})
	}
	for _, p := range [...]uint64{portNS, portNSOther} {
		rows = append(rows, codec.Link{Table: "udp", Key: p, Layer: (*NS)(nil)})
	}
	for _, t := range [...]BSSGPType{BSSGPDownlink, BSSGPUplink, BSSGPDownlinkMBMS, BSSGPUplinkMBMS} {
		rows = append(rows, codec.Link{Table: "bssgp", Key: uint64(t), Layer: (*GPRSLLC)(nil)})
	}
	for _, p := range [...]GPRSLLCPoint{GPRSLLCData3, GPRSLLCData5, GPRSLLCData9, GPRSLLCData11} {
		rows = append(rows, codec.Link{Table: "gprsllc", Key: uint64(p), Layer: (*SNDCP)(nil)})
	}
	return append(
		rows,
		codec.Link{Table: "gprsns", Key: uint64(NSUnitData), Layer: (*BSSGP)(nil)},
		codec.Link{Table: "gprsllc", Key: uint64(GPRSLLCMobility), Layer: (*GMM)(nil)},
		codec.Link{Table: "gprsllc", Key: uint64(GPRSLLCMobility), Layer: (*SM)(nil)},
		codec.Link{Table: "udp", Key: portGTPC, Layer: (*GTPv2)(nil)},
		codec.Link{Table: "udp", Key: portGTPPrime, Layer: (*GTPPrime)(nil)},
		codec.Link{Table: "udp", Key: portGTPPrime, Layer: (*GTPv0)(nil)},
	)
}
