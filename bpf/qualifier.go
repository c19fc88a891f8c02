package bpf

// proto is the protocol that qualifies a primitive.
type proto uint8

const (
	protoNone proto = iota // none given
	protoLink
	protoIP
	protoARP
	protoRARP
	protoSCTP
	protoTCP
	protoUDP
	protoICMP
	protoIGMP
	protoIGRP
	protoATALK
	protoDECNET
	protoLAT
	protoSCA
	protoMOPRC
	protoMOPDL
	protoIPv6
	protoICMPv6
	protoAH
	protoESP
	protoPIM
	protoVRRP
	protoAARP
	protoISO
	protoESIS
	protoISIS
	protoCLNP
	protoSTP
	protoIPX
	protoNetBEUI
	protoL1
	protoL2
	protoIIH
	protoLSP
	protoSNP
	protoCSNP
	protoPSNP
	protoRadio
	protoCARP
	protoCount
)

// protoNames are the protocols as they are written, by number.
var protoNames = [protoCount]string{
	"", "link", "ip", "arp", "rarp", "sctp", "tcp", "udp", "icmp", "igmp", "igrp", "atalk", "decnet", "lat", "sca", "moprc", "mopdl",
	"ip6", "icmp6", "ah", "esp", "pim", "vrrp", "aarp", "iso", "esis", "isis", "clnp", "stp", "ipx", "netbeui", "l1", "l2", "iih",
	"lsp", "snp", "csnp", "psnp", "radio", "carp",
}

func (p proto) String() string { return protoNames[p] }

// dir is the side of a packet that a primitive is about.
type dir uint8

const (
	dirDefault dir = iota // either
	dirSrc
	dirDst
	dirOr
	dirAnd
	dirAddr1 // the rest for 802.11 only
	dirAddr2
	dirAddr3
	dirAddr4
	dirRA
	dirTA
)

var dirNames = [...]string{"", "src", "dst", "src or dst", "src and dst", "addr1", "addr2", "addr3", "addr4", "ra", "ta"}

func (d dir) String() string { return dirNames[d] }

// idType says what an identifier is.
type idType uint8

const (
	idDefault idType = iota // a host
	idHost
	idNet
	idPort
	idPortRange
	idProto
	idProtoChain
	idGateway
	idNone // no identifier can stand here
)

var idNames = [...]string{"host", "host", "net", "port", "portrange", "proto", "protochain", "gateway", ""}

func (t idType) String() string { return idNames[t] }

// qualifiers stand before an identifier, or are those of the one before it.
type qualifiers struct {
	proto proto
	dir   dir
	id    idType
}

// noIdentifier is what a primitive without identifier leaves for the next.
var noIdentifier = qualifiers{id: idNone}

// Numbers of protocols and EtherTypes (IANA, IEEE 802) that code is generated for.
const (
	ipICMP, ipIGMP, ipTCP, ipUDP, ipIGRP, ipRouting, ipFragment = 1, 2, 6, 17, 9, 43, 44
	ipESP, ipAH, ipICMPv6, ipNone, ipDstOpts, ipPIM, ipVRRP     = 50, 51, 58, 59, 60, 103, 112
	ipSCTP                                                      = 132

	etherIP, etherARP, etherRARP, etherATALK, etherAARP, etherIPX = 0x0800, 0x0806, 0x8035, 0x809b, 0x80f3, 0x8137
	etherIPv6, etherMOPDL, etherMOPRC, etherDECNET, etherLAT      = 0x86dd, 0x6001, 0x6002, 0x6003, 0x6004
	etherSCA, etherVLAN, etherQinQ, etherQinQ9100, etherMPLS      = 0x6007, 0x8100, 0x88a8, 0x9100, 0x8847
	etherPPPoED, etherPPPoES, etherTEB                            = 0x8863, 0x8864, 0x6558
	etherLoopback, etherSlow, etherLLDP                           = 0x9000, 0x8809, 0x88cc
	maxLength8023                                                 = 1500 // greater values of the field are types

	sapIP, sapSTP, sapIPX, sapNetBEUI, sapISO = 0x06, 0x42, 0xe0, 0xf0, 0xfe

	isoCLNP, isoESIS, isoISIS = 0x81, 0x82, 0x83

	pppIP, pppOSI, pppNS, pppDECNET, pppATALK, pppIPX, pppVJC, pppVJNC = 0x21, 0x23, 0x25, 0x27, 0x29, 0x2b, 0x2d, 0x2f
	pppSTP, pppIPv6, pppMPLS                                           = 0x31, 0x57, 0x281
)
