package transport

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/osi"
)

// portSCTP is where SCTP is in UDP, RFC 6951.
const portSCTP = 9899

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch tables are, besides those of package
// layers:
//
//   - sctpchunk: 0 is a chunk of SCTP
//   - sctp: payload protocol identifiers
//   - dccp: ports
func Links() []codec.Link {
	rows := []codec.Link{
		{Table: "ip", Key: uint64(iana.IPProtocolSCTP), Layer: (*SCTP)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolUDPLite), Layer: (*UDPLite)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolDCCP), Layer: (*DCCP)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolRDP), Layer: (*RDP)(nil)},
		{Table: "ip", Key: uint64(iana.IPProtocolPGM), Layer: (*PGM)(nil)},
		{Table: "udp", Key: portSCTP, Layer: (*SCTP)(nil)},
		{Table: "sctpchunk", Key: 0, Layer: (*SCTPChunk)(nil)},
	}
	for _, p := range quicPorts {
		for _, l := range [...]any{(*QUIC)(nil), (*GQUIC46)(nil)} {
			rows = append(rows, codec.Link{Table: "udp", Key: uint64(p), Layer: l})
		}
	}
	for _, p := range [...]uint64{443, 80} {
		rows = append(rows, codec.Link{Table: "udp", Key: p, Layer: (*GQUIC)(nil)})
	}
	return rows
}

// quicPorts are where QUIC is common: HTTP/3 (443, 80), DNS (853, and 784 and 8853 before it had a number), tests of implementations (4433, 4434).
var quicPorts = [...]uint16{443, 80, 853, 784, 8853, 4433, 4434}

// Roles are the roles of these layers; the others have none.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*SCTP)(nil), Role: osi.Transport},
		{Layer: (*UDPLite)(nil), Role: osi.Transport},
		{Layer: (*DCCP)(nil), Role: osi.Transport},
		{Layer: (*RDP)(nil), Role: osi.Transport},
		{Layer: (*PGM)(nil), Role: osi.Transport},
	}
}
