package enterprise

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch tables are, besides ip, tcp and udp:
//
//   - smb: the first byte of the identifier of SMB
//   - smb2: 0 is DCE RPC in a named pipe, other numbers are the commands that carry it
//   - rpcrecord: 0 is a message of ONC RPC; rpc: programs
//   - openvpn: 0 is a packet of OpenVPN behind its length, 1 what makes its control channel reliable, 2 what that carries
//   - tpkt: 0 is a TPDU; cotp: the first byte of data; t125: 0 is RDP; rdpudp: 0 are its data
func Links() []codec.Link {
	return []codec.Link{
		{Table: "tcp", Key: 445, Layer: (*NBSS)(nil)},
		{Table: "tcp", Key: 139, Layer: (*NBSS)(nil)},
		{Table: "udp", Key: 138, Layer: (*NBDGM)(nil)},
		{Table: "udp", Key: 137, Layer: (*NBNS)(nil)},
		{Table: "smb", Key: 0xff, Layer: (*SMB)(nil)},
		{Table: "ipx", Key: 0x0550, Layer: (*SMB)(nil)}, // direct hosting, [MS-SMB] section 2.1
		{Table: "smb", Key: 0xfe, Layer: (*SMB2)(nil)},
		{Table: "smb", Key: 0xfd, Layer: (*SMB2Transform)(nil)},
		{Table: "smb", Key: 0xfc, Layer: (*SMB2Compression)(nil)},

		{Table: "smb2", Key: smb2Read, Layer: (*SMB2Read)(nil)},
		{Table: "smb2", Key: smb2Write, Layer: (*SMB2Write)(nil)},
		{Table: "smb2", Key: smb2Transceive, Layer: (*SMB2Transceive)(nil)},
		{Table: "smb2", Key: smb2Transceived, Layer: (*SMB2Transceived)(nil)},
		{Table: "smb2", Key: 0, Layer: (*DCERPC)(nil)},

		{Table: "tcp", Key: 135, Layer: (*DCERPC)(nil)},
		{Table: "tcp", Key: 593, Layer: (*DCERPC)(nil)},
		{Table: "udp", Key: 135, Layer: (*DCERPCDatagram)(nil)},
		{Table: "udp", Key: 34964, Layer: (*DCERPCDatagram)(nil)}, // PROFINET
		{Table: "tcp", Key: 111, Layer: (*RPCRecord)(nil)},
		{Table: "tcp", Key: 2049, Layer: (*RPCRecord)(nil)},
		{Table: "tcp", Key: 20048, Layer: (*RPCRecord)(nil)},
		{Table: "tcp", Key: 111, Layer: (*RPCData)(nil)},
		{Table: "tcp", Key: 2049, Layer: (*RPCData)(nil)},
		{Table: "tcp", Key: 20048, Layer: (*RPCData)(nil)},
		{Table: "udp", Key: 111, Layer: (*RPC)(nil)},
		{Table: "udp", Key: 2049, Layer: (*RPC)(nil)},
		{Table: "udp", Key: 20048, Layer: (*RPC)(nil)},
		{Table: "rpcrecord", Key: 0, Layer: (*RPC)(nil)},
		{Table: "rpc", Key: uint64(RPCPortmap), Layer: (*Portmap)(nil)},
		{Table: "rpc", Key: uint64(RPCNFS), Layer: (*NFS)(nil)},
		{Table: "rpc", Key: uint64(RPCMount), Layer: (*Mount)(nil)},

		{Table: "tcp", Key: 1194, Layer: (*OpenVPNTCP)(nil)},
		{Table: "udp", Key: 1194, Layer: (*OpenVPN)(nil)},
		{Table: "openvpn", Key: openVPNPacket, Layer: (*OpenVPN)(nil)},
		{Table: "openvpn", Key: openVPNReliable, Layer: (*OpenVPNControl)(nil)},
		{Table: "openvpn", Key: openVPNReliable, Layer: (*OpenVPNAck)(nil)},
		{Table: "openvpn", Key: openVPNReliable, Layer: (*OpenVPNAuth)(nil)},
		{Table: "openvpn", Key: openVPNReliable, Layer: (*OpenVPNAuth256)(nil)},
		{Table: "openvpn", Key: openVPNReliable, Layer: (*OpenVPNAuth512)(nil)},
		{Table: "udp", Key: 51820, Layer: (*WireGuard)(nil)},

		{Table: "udp", Key: 17500, Layer: (*DropboxDiscovery)(nil)},
		{Table: "tcp", Key: 5001, Layer: (*FIX)(nil)},
		{Table: "udp", Key: 427, Layer: (*SLP)(nil)},
		{Table: "tcp", Key: 427, Layer: (*SLP)(nil)},
		{Table: "tcp", Key: 4712, Layer: (*Synchrophasor)(nil)},
		{Table: "udp", Key: 4713, Layer: (*Synchrophasor)(nil)},
		{Table: "udp", Key: 4712, Layer: (*Synchrophasor)(nil)},

		{Table: "tcp", Key: 102, Layer: (*TPKT)(nil)},
		{Table: "tcp", Key: 3389, Layer: (*TPKT)(nil)},
		{Table: "tcp", Key: 3389, Layer: (*RDPFastPath)(nil)},
		{Table: "tcp", Key: 3389, Layer: (*RDPFastPathLong)(nil)},
		{Table: "tpkt", Key: 0, Layer: (*RDPConnect)(nil)},
		{Table: "tpkt", Key: 0, Layer: (*COTP)(nil)},
		{Table: "cotp", Key: 0x64, Layer: (*T125Data)(nil)}, // a request
		{Table: "cotp", Key: 0x64, Layer: (*T125DataLong)(nil)},
		{Table: "cotp", Key: 0x68, Layer: (*T125Data)(nil)}, // an indication
		{Table: "cotp", Key: 0x68, Layer: (*T125DataLong)(nil)},
		{Table: "cotp", Key: 0x7f, Layer: (*T125)(nil)},
		{Table: "cotp", Key: 0x04, Layer: (*T125)(nil)},
		{Table: "cotp", Key: 0x20, Layer: (*T125)(nil)},
		{Table: "cotp", Key: 0x21, Layer: (*T125)(nil)},
		{Table: "cotp", Key: 0x28, Layer: (*T125)(nil)},
		{Table: "cotp", Key: 0x2c, Layer: (*T125)(nil)},
		{Table: "cotp", Key: 0x2e, Layer: (*T125)(nil)},
		{Table: "cotp", Key: 0x38, Layer: (*T125)(nil)},
		{Table: "cotp", Key: 0x3c, Layer: (*T125)(nil)},
		{Table: "cotp", Key: 0x3e, Layer: (*T125)(nil)},
		{Table: "udp", Key: 3389, Layer: (*RDPUDP)(nil)},
		{Table: "t125", Key: 0, Layer: (*RDPSecurity)(nil)},
		{Table: "cotp", Key: 0x32, Layer: (*S7)(nil)},
	}
}

// Guesses returns the layers that are looked for on any port: what they look at is like nothing else. Of ONC RPC that are calls; replies have too little
// that is always the same.
func Guesses() []osi.Guess {
	return []osi.Guess{
		{Table: "tcp", Layer: (*FIX)(nil), First: "8"},
		{Table: "tcp", Layer: (*DCERPC)(nil), First: "\x05"},
		{Table: "udp", Layer: (*DCERPCDatagram)(nil), First: "\x04"},
		{Table: "udp", Layer: (*WireGuard)(nil), First: "\x01\x02\x03\x04"},
	}
}

// Roles returns the roles of these layers.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*NBSS)(nil), Role: osi.Application},
		{Layer: (*NBDGM)(nil), Role: osi.Application},
		{Layer: (*NBNS)(nil), Role: osi.Application},
		{Layer: (*DCERPC)(nil), Role: osi.Application},
		{Layer: (*DCERPCDatagram)(nil), Role: osi.Application},
		{Layer: (*RPC)(nil), Role: osi.Application},
		{Layer: (*RPCData)(nil), Role: osi.Application},
		{Layer: (*OpenVPN)(nil), Role: osi.Application},
		{Layer: (*WireGuard)(nil), Role: osi.Application},
		{Layer: (*DropboxDiscovery)(nil), Role: osi.Application},
		{Layer: (*FIX)(nil), Role: osi.Application},
		{Layer: (*SLP)(nil), Role: osi.Application},
		{Layer: (*Synchrophasor)(nil), Role: osi.Application},
		{Layer: (*TPKT)(nil), Role: osi.Application},
		{Layer: (*RDPUDP)(nil), Role: osi.Application},
		{Layer: (*RDPFastPath)(nil), Role: osi.Application},
		{Layer: (*RDPFastPathLong)(nil), Role: osi.Application},
	}
}
