package bpf

// tokenKind is what the lexer tells apart. Single characters that are operators are their own kind.
type tokenKind uint16

const (
	tokEnd   tokenKind = 0
	tokError tokenKind = iota + 127
	tokNumber
	tokID
	tokIPv4 // two to four numbers joined by dots
	tokIPv6
	tokMAC
	tokByteAddr // $xx
	tokShl
	tokShr
	tokLE
	tokGE
	tokNE
	tokEQ // = and ==
	tokAnd
	tokOr
	tokNot
	tokProto // a protocol; n is a proto
	tokSrc
	tokDst
	tokAddr // a position of an 802.11 address; n is a dir
	tokHost
	tokNet
	tokPort
	tokPortRange
	tokProtoWord
	tokProtoChain
	tokGateway
	tokMask
	tokLess
	tokGreater
	tokByte
	tokBroadcast
	tokMulticast
	tokLen
	tokInbound
	tokOutbound
	tokIfIndex
	tokVLAN
	tokMPLS
	tokPPPoED
	tokPPPoES
	tokGeneve
	tokVXLAN
	tokLLC
	tokType
	tokSubtype
	tokDir
	tokPFName
	tokPFRuleset
	tokPFRule
	tokPFSubRule
	tokPFReason
	tokPFAction
	tokATM      // an ATM message; n is an atmKind
	tokATMField // vpi, vci; n is an atmField
	tokMTP      // n is an mtpKind
	tokMTPField // n is an mtpField
)

type keyword struct {
	kind tokenKind
	n    uint32
}

// lookupKeyword finds words that have a meaning of their own. Letters count as they are: upper case is not a keyword.
func lookupKeyword(s string) (keyword, bool) {
	if p, ok := protoWords(s); ok {
		return keyword{tokProto, uint32(p)}, true
	}
	if n, ok := namedNumber(s); ok {
		return keyword{tokNumber, n}, true
	}
	if k := plainWord(s); k != tokEnd {
		return keyword{k, 0}, true
	}
	if d := addrWord(s); d != dirDefault {
		return keyword{tokAddr, uint32(d)}, true
	}
	if k, ok := atmWord(s); ok {
		return k, true
	}
	return mtpWord(s)
}

func protoWords(s string) (proto, bool) {
	switch s {
	case "link", "ether", "fddi", "tr", "wlan", "ppp", "slip":
		return protoLink, true
	case "es-is":
		return protoESIS, true
	case "is-is":
		return protoISIS, true
	}
	for p := protoIP; p < protoCount; p++ {
		if protoNames[p] == s {
			return p, true
		}
	}
	return 0, false
}

func plainWord(s string) tokenKind {
	switch s {
	case "and":
		return tokAnd
	case "or":
		return tokOr
	case "not":
		return tokNot
	case "src":
		return tokSrc
	case "dst":
		return tokDst
	case "host":
		return tokHost
	case "net":
		return tokNet
	case "port":
		return tokPort
	case "portrange":
		return tokPortRange
	case "proto":
		return tokProtoWord
	case "protochain":
		return tokProtoChain
	case "gateway":
		return tokGateway
	case "mask":
		return tokMask
	case "less":
		return tokLess
	case "greater":
		return tokGreater
	case "byte":
		return tokByte
	case "broadcast":
		return tokBroadcast
	case "multicast":
		return tokMulticast
	case "len", "length":
		return tokLen
	case "inbound":
		return tokInbound
	case "outbound":
		return tokOutbound
	case "ifindex":
		return tokIfIndex
	}
	return linkWord(s)
}

func linkWord(s string) tokenKind {
	switch s {
	case "vlan":
		return tokVLAN
	case "mpls":
		return tokMPLS
	case "pppoed":
		return tokPPPoED
	case "pppoes":
		return tokPPPoES
	case "geneve":
		return tokGeneve
	case "vxlan":
		return tokVXLAN
	case "llc":
		return tokLLC
	case "type":
		return tokType
	case "subtype":
		return tokSubtype
	case "dir", "direction":
		return tokDir
	case "on", "ifname":
		return tokPFName
	case "rset", "ruleset":
		return tokPFRuleset
	case "rnr", "rulenum":
		return tokPFRule
	case "srnr", "subrulenum":
		return tokPFSubRule
	case "reason":
		return tokPFReason
	case "action":
		return tokPFAction
	}
	return tokEnd
}

func addrWord(s string) dir {
	switch s {
	case "addr1", "address1":
		return dirAddr1
	case "addr2", "address2":
		return dirAddr2
	case "addr3", "address3":
		return dirAddr3
	case "addr4", "address4":
		return dirAddr4
	case "ra":
		return dirRA
	case "ta":
		return dirTA
	}
	return dirDefault
}

// namedNumber finds the names that stand for numbers in expressions: fields of ICMP, ICMPv6 (IANA's registries) and TCP.
func namedNumber(s string) (uint32, bool) {
	for i := range namedNumbers {
		if namedNumbers[i].name == s {
			return namedNumbers[i].n, true
		}
	}
	return 0, false
}

var namedNumbers = [...]struct {
	name string
	n    uint32
}{
	{"icmptype", 0},
	{"icmpcode", 1},
	{"icmp-echoreply", 0},
	{"icmp-unreach", 3},
	{"icmp-sourcequench", 4},
	{"icmp-redirect", 5},
	{"icmp-echo", 8},
	{"icmp-routeradvert", 9},
	{"icmp-routersolicit", 10},
	{"icmp-timxceed", 11},
	{"icmp-paramprob", 12},
	{"icmp-tstamp", 13},
	{"icmp-tstampreply", 14},
	{"icmp-ireq", 15},
	{"icmp-ireqreply", 16},
	{"icmp-maskreq", 17},
	{"icmp-maskreply", 18},
	{"icmp6type", 0},
	{"icmp6code", 1},
	{"icmp6-destinationunreach", 1},
	{"icmp6-packettoobig", 2},
	{"icmp6-timeexceeded", 3},
	{"icmp6-parameterproblem", 4},
	{"icmp6-echo", 128},
	{"icmp6-echoreply", 129},
	{"icmp6-multicastlistenerquery", 130},
	{"icmp6-multicastlistenerreportv1", 131},
	{"icmp6-multicastlistenerdone", 132},
	{"icmp6-routersolicit", 133},
	{"icmp6-routeradvert", 134},
	{"icmp6-neighborsolicit", 135},
	{"icmp6-neighboradvert", 136},
	{"icmp6-redirect", 137},
	{"icmp6-routerrenum", 138},
	{"icmp6-nodeinformationquery", 139},
	{"icmp6-nodeinformationresponse", 140},
	{"icmp6-ineighbordiscoverysolicit", 141},
	{"icmp6-ineighbordiscoveryadvert", 142},
	{"icmp6-multicastlistenerreportv2", 143},
	{"icmp6-homeagentdiscoveryrequest", 144},
	{"icmp6-homeagentdiscoveryreply", 145},
	{"icmp6-mobileprefixsolicit", 146},
	{"icmp6-mobileprefixadvert", 147},
	{"icmp6-certpathsolicit", 148},
	{"icmp6-certpathadvert", 149},
	{"icmp6-multicastrouteradvert", 151},
	{"icmp6-multicastroutersolicit", 152},
	{"icmp6-multicastrouterterm", 153},
	{"tcpflags", 13},
	{"tcp-fin", 0x01},
	{"tcp-syn", 0x02},
	{"tcp-rst", 0x04},
	{"tcp-push", 0x08},
	{"tcp-ack", 0x10},
	{"tcp-urg", 0x20},
	{"tcp-ece", 0x40},
	{"tcp-cwr", 0x80},
}
