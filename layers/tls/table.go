package tls

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// Links returns who follows whom, as far as these layers have a part in it. Ports are hints: each of these layers looks
// at its data too. Its dispatch tables are, besides tcp and udp:
//
//   - tls, dtls: content types
//   - tlshandshake, dtlshandshake: types of handshake messages
func Links() []codec.Link {
	var rows []codec.Link
	for _, p := range tcpPorts {
		rows = append(rows, codec.Link{Table: "tcp", Key: uint64(p), Layer: (*TLS)(nil)}, codec.Link{Table: "tcp", Key: uint64(p), Layer: (*SSLv2)(nil)})
	}
	for _, p := range udpPorts {
		rows = append(rows, codec.Link{Table: "udp", Key: uint64(p), Layer: (*DTLS)(nil)})
	}
	rows = append(
		rows,
		codec.Link{Table: "openvpn", Key: openVPN, Layer: (*TLS)(nil)},
		codec.Link{Table: "rdpudp", Layer: (*TLS)(nil)},
		codec.Link{Table: "rdpudp", Layer: (*DTLS)(nil)},
		codec.Link{Table: "tls", Key: uint64(ContentChangeCipherSpec), Layer: (*ChangeCipherSpec)(nil)},
		codec.Link{Table: "tls", Key: uint64(ContentAlert), Layer: (*Alert)(nil)},
		codec.Link{Table: "tls", Key: uint64(ContentHandshake), Layer: (*Handshake)(nil)},
		codec.Link{Table: "tls", Key: uint64(ContentHeartbeat), Layer: (*Heartbeat)(nil)},
		codec.Link{Table: "dtls", Key: uint64(ContentChangeCipherSpec), Layer: (*ChangeCipherSpec)(nil)},
		codec.Link{Table: "dtls", Key: uint64(ContentAlert), Layer: (*Alert)(nil)},
		codec.Link{Table: "dtls", Key: uint64(ContentHandshake), Layer: (*DTLSHandshake)(nil)},
		codec.Link{Table: "dtls", Key: uint64(ContentHeartbeat), Layer: (*Heartbeat)(nil)},
		codec.Link{Table: "tlshandshake", Key: uint64(TypeClientHello), Layer: (*ClientHello)(nil)},
		codec.Link{Table: "dtlshandshake", Key: uint64(TypeClientHello), Layer: (*DTLSClientHello)(nil)},
		codec.Link{Table: "dtlshandshake", Key: uint64(TypeHelloVerifyRequest), Layer: (*HelloVerifyRequest)(nil)},
	)
	for _, table := range [...]string{"tlshandshake", "dtlshandshake"} {
		for _, m := range messages {
			rows = append(rows, codec.Link{Table: table, Key: uint64(m.t), Layer: m.layer})
		}
	}
	return rows
}

// Roles returns the roles of these layers.
func Roles() []osi.Layer {
	return []osi.Layer{
		{Layer: (*TLS)(nil), Role: osi.Application},
		{Layer: (*SSLv2)(nil), Role: osi.Application},
		{Layer: (*TLSData)(nil), Role: osi.Application},
		{Layer: (*DTLS)(nil), Role: osi.Application},
	}
}

// messages are the handshake messages that TLS and DTLS have alike.
var messages = [...]struct {
	t     HandshakeType
	layer any
}{
	{TypeServerHello, (*ServerHello)(nil)},
	{TypeNewSessionTicket, (*NewSessionTicket)(nil)},
	{TypeNewSessionTicket, (*NewSessionTicket13)(nil)},
	{TypeEncryptedExtensions, (*EncryptedExtensions)(nil)},
	{TypeCertificate, (*Certificate)(nil)},
	{TypeCertificate, (*Certificate13)(nil)},
	{TypeServerKeyExchange, (*ServerKeyExchange)(nil)},
	{TypeCertificateRequest, (*CertificateRequest)(nil)},
	{TypeCertificateRequest, (*CertificateRequest10)(nil)},
	{TypeCertificateRequest, (*CertificateRequest13)(nil)},
	{TypeCertificateVerify, (*CertificateVerify)(nil)},
	{TypeCertificateVerify, (*CertificateVerify10)(nil)},
	{TypeClientKeyExchange, (*ClientKeyExchange)(nil)},
	{TypeFinished, (*Finished)(nil)},
	{TypeCertificateStatus, (*CertificateStatus)(nil)},
	{TypeKeyUpdate, (*KeyUpdate)(nil)},
	{TypeCompressedCertificate, (*CompressedCertificate)(nil)},
}

// openVPN is the number of the control channel's contents in the table openvpn of package enterprise.
const openVPN = 2

// tcpPorts are where TLS is common: services that speak nothing else (443, 465, 563, ...), those that have it after STARTTLS (21, 25, 110, ...), and
// proxies, databases and Tor's relays. The first is the one that building writes.
var tcpPorts = [...]uint16{
	443, 465, 563, 614, 636, 684, 695, 832, 853, 989, 990, 992, 993, 994, 995, 2083, 2087, 2376, 3269, 4433, 4443, 5061, 5082, 5083, 5223, 5228, 5349, 5671, 5986,
	6443, 6514, 6697, 8443, 8883, 9001, 9443, 10443,
	21, 25, 80, 110, 119, 143, 389, 587, 1080, 1433, 2525, 3128, 3306, 3389, 4190, 5222, 5269, 5432, 8080, 8888, 27017,
}

// udpPorts are where DTLS is common: itself (4433), HTTPS and VPNs (443), DNS (853), syslog, SIP, CoAP, RADIUS, CAPWAP, STUN, Zoom.
var udpPorts = [...]uint16{4433, 443, 853, 2083, 3391, 3478, 4434, 4740, 5061, 5246, 5247, 5349, 5684, 6514, 8801, 10161, 10162}

// tcpOnly are the ports that IANA has assigned to services that begin with TLS. The first is the one that building writes.
var tcpOnly = [...]uint16{443, 465, 563, 614, 636, 684, 695, 853, 989, 990, 992, 993, 994, 995, 3269, 5061, 5349, 5671, 6514, 6697, 8883}
