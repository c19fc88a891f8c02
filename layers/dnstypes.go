package layers

import (
	"fmt"
	"reflect"
	"strconv"
)

// DNSType is the type of a record or question (IANA "Resource Record (RR) TYPEs").
type DNSType uint16

// Record and question types.
const (
	DNSTypeA          DNSType = 1
	DNSTypeNS         DNSType = 2
	DNSTypeMD         DNSType = 3
	DNSTypeMF         DNSType = 4
	DNSTypeCNAME      DNSType = 5
	DNSTypeSOA        DNSType = 6
	DNSTypeMB         DNSType = 7
	DNSTypeMG         DNSType = 8
	DNSTypeMR         DNSType = 9
	DNSTypeNULL       DNSType = 10
	DNSTypeWKS        DNSType = 11
	DNSTypePTR        DNSType = 12
	DNSTypeHINFO      DNSType = 13
	DNSTypeMINFO      DNSType = 14
	DNSTypeMX         DNSType = 15
	DNSTypeTXT        DNSType = 16
	DNSTypeRP         DNSType = 17
	DNSTypeAFSDB      DNSType = 18
	DNSTypeX25        DNSType = 19
	DNSTypeISDN       DNSType = 20
	DNSTypeRT         DNSType = 21
	DNSTypeNSAP       DNSType = 22
	DNSTypeNSAPPTR    DNSType = 23
	DNSTypeSIG        DNSType = 24
	DNSTypeKEY        DNSType = 25
	DNSTypePX         DNSType = 26
	DNSTypeGPOS       DNSType = 27
	DNSTypeAAAA       DNSType = 28
	DNSTypeLOC        DNSType = 29
	DNSTypeNXT        DNSType = 30
	DNSTypeEID        DNSType = 31
	DNSTypeNIMLOC     DNSType = 32
	DNSTypeSRV        DNSType = 33
	DNSTypeATMA       DNSType = 34
	DNSTypeNAPTR      DNSType = 35
	DNSTypeKX         DNSType = 36
	DNSTypeCERT       DNSType = 37
	DNSTypeA6         DNSType = 38
	DNSTypeDNAME      DNSType = 39
	DNSTypeSINK       DNSType = 40
	DNSTypeOPT        DNSType = 41
	DNSTypeAPL        DNSType = 42
	DNSTypeDS         DNSType = 43
	DNSTypeSSHFP      DNSType = 44
	DNSTypeIPSECKEY   DNSType = 45
	DNSTypeRRSIG      DNSType = 46
	DNSTypeNSEC       DNSType = 47
	DNSTypeDNSKEY     DNSType = 48
	DNSTypeDHCID      DNSType = 49
	DNSTypeNSEC3      DNSType = 50
	DNSTypeNSEC3PARAM DNSType = 51
	DNSTypeTLSA       DNSType = 52
	DNSTypeSMIMEA     DNSType = 53
	DNSTypeHIP        DNSType = 55
	DNSTypeNINFO      DNSType = 56
	DNSTypeRKEY       DNSType = 57
	DNSTypeTALINK     DNSType = 58
	DNSTypeCDS        DNSType = 59
	DNSTypeCDNSKEY    DNSType = 60
	DNSTypeOPENPGPKEY DNSType = 61
	DNSTypeCSYNC      DNSType = 62
	DNSTypeZONEMD     DNSType = 63
	DNSTypeSVCB       DNSType = 64
	DNSTypeHTTPS      DNSType = 65
	DNSTypeDSYNC      DNSType = 66
	DNSTypeSPF        DNSType = 99
	DNSTypeUINFO      DNSType = 100
	DNSTypeUID        DNSType = 101
	DNSTypeGID        DNSType = 102
	DNSTypeUNSPEC     DNSType = 103
	DNSTypeNID        DNSType = 104
	DNSTypeL32        DNSType = 105
	DNSTypeL64        DNSType = 106
	DNSTypeLP         DNSType = 107
	DNSTypeEUI48      DNSType = 108
	DNSTypeEUI64      DNSType = 109
	DNSTypeTKEY       DNSType = 249
	DNSTypeTSIG       DNSType = 250
	DNSTypeIXFR       DNSType = 251
	DNSTypeAXFR       DNSType = 252
	DNSTypeMAILB      DNSType = 253
	DNSTypeMAILA      DNSType = 254
	DNSTypeANY        DNSType = 255
	DNSTypeURI        DNSType = 256
	DNSTypeCAA        DNSType = 257
	DNSTypeAVC        DNSType = 258
	DNSTypeDOA        DNSType = 259
	DNSTypeAMTRELAY   DNSType = 260
	DNSTypeRESINFO    DNSType = 261
	DNSTypeWALLET     DNSType = 262
	DNSTypeTA         DNSType = 32768
	DNSTypeDLV        DNSType = 32769
	DNSTypeWINS       DNSType = 65281
	DNSTypeWINSR      DNSType = 65282
)

// dnsTypes is sorted by number: the type, its mnemonic and, where the data has a
// struct, a prototype of it. Of types that share a struct, [NewDNSResource] takes the first.
var dnsTypes = [...]struct {
	code DNSType
	name string
	data any
}{
	{DNSTypeA, "A", (*DNSA)(nil)},
	{DNSTypeNS, "NS", (*DNSNS)(nil)},
	{DNSTypeMD, "MD", (*DNSMD)(nil)},
	{DNSTypeMF, "MF", (*DNSMD)(nil)},
	{DNSTypeCNAME, "CNAME", (*DNSCNAME)(nil)},
	{DNSTypeSOA, "SOA", (*DNSSOA)(nil)},
	{DNSTypeMB, "MB", (*DNSMB)(nil)},
	{DNSTypeMG, "MG", (*DNSMB)(nil)},
	{DNSTypeMR, "MR", (*DNSMB)(nil)},
	{DNSTypeNULL, "NULL", nil},
	{DNSTypeWKS, "WKS", (*DNSWKS)(nil)},
	{DNSTypePTR, "PTR", (*DNSPTR)(nil)},
	{DNSTypeHINFO, "HINFO", (*DNSHINFO)(nil)},
	{DNSTypeMINFO, "MINFO", (*DNSMINFO)(nil)},
	{DNSTypeMX, "MX", (*DNSMX)(nil)},
	{DNSTypeTXT, "TXT", (*DNSTXT)(nil)},
	{DNSTypeRP, "RP", (*DNSRP)(nil)},
	{DNSTypeAFSDB, "AFSDB", (*DNSAFSDB)(nil)},
	{DNSTypeX25, "X25", (*DNSX25)(nil)},
	{DNSTypeISDN, "ISDN", (*DNSISDN)(nil)},
	{DNSTypeRT, "RT", (*DNSRT)(nil)},
	{DNSTypeNSAP, "NSAP", (*DNSNSAP)(nil)},
	{DNSTypeNSAPPTR, "NSAP-PTR", (*DNSNSAPPTR)(nil)},
	{DNSTypeSIG, "SIG", (*DNSSIG)(nil)},
	{DNSTypeKEY, "KEY", (*DNSKEY)(nil)},
	{DNSTypePX, "PX", (*DNSPX)(nil)},
	{DNSTypeGPOS, "GPOS", (*DNSGPOS)(nil)},
	{DNSTypeAAAA, "AAAA", (*DNSAAAA)(nil)},
	{DNSTypeLOC, "LOC", (*DNSLOC)(nil)},
	{DNSTypeNXT, "NXT", (*DNSNXT)(nil)},
	{DNSTypeEID, "EID", nil},
	{DNSTypeNIMLOC, "NIMLOC", nil},
	{DNSTypeSRV, "SRV", (*DNSSRV)(nil)},
	{DNSTypeATMA, "ATMA", (*DNSATMA)(nil)},
	{DNSTypeNAPTR, "NAPTR", (*DNSNAPTR)(nil)},
	{DNSTypeKX, "KX", (*DNSKX)(nil)},
	{DNSTypeCERT, "CERT", (*DNSCERT)(nil)},
	{DNSTypeA6, "A6", nil},
	{DNSTypeDNAME, "DNAME", (*DNSDNAME)(nil)},
	{DNSTypeSINK, "SINK", (*DNSSINK)(nil)},
	{DNSTypeOPT, "OPT", (*DNSOPT)(nil)},
	{DNSTypeAPL, "APL", (*DNSAPL)(nil)},
	{DNSTypeDS, "DS", (*DNSDS)(nil)},
	{DNSTypeSSHFP, "SSHFP", (*DNSSSHFP)(nil)},
	{DNSTypeIPSECKEY, "IPSECKEY", (*DNSIPSECKEY)(nil)},
	{DNSTypeRRSIG, "RRSIG", (*DNSRRSIG)(nil)},
	{DNSTypeNSEC, "NSEC", (*DNSNSEC)(nil)},
	{DNSTypeDNSKEY, "DNSKEY", (*DNSDNSKEY)(nil)},
	{DNSTypeDHCID, "DHCID", (*DNSDHCID)(nil)},
	{DNSTypeNSEC3, "NSEC3", (*DNSNSEC3)(nil)},
	{DNSTypeNSEC3PARAM, "NSEC3PARAM", (*DNSNSEC3PARAM)(nil)},
	{DNSTypeTLSA, "TLSA", (*DNSTLSA)(nil)},
	{DNSTypeSMIMEA, "SMIMEA", (*DNSTLSA)(nil)},
	{DNSTypeHIP, "HIP", (*DNSHIP)(nil)},
	{DNSTypeNINFO, "NINFO", (*DNSTXT)(nil)},
	{DNSTypeRKEY, "RKEY", (*DNSDNSKEY)(nil)},
	{DNSTypeTALINK, "TALINK", (*DNSTALINK)(nil)},
	{DNSTypeCDS, "CDS", (*DNSDS)(nil)},
	{DNSTypeCDNSKEY, "CDNSKEY", (*DNSDNSKEY)(nil)},
	{DNSTypeOPENPGPKEY, "OPENPGPKEY", (*DNSOPENPGPKEY)(nil)},
	{DNSTypeCSYNC, "CSYNC", (*DNSCSYNC)(nil)},
	{DNSTypeZONEMD, "ZONEMD", (*DNSZONEMD)(nil)},
	{DNSTypeSVCB, "SVCB", (*DNSSVCB)(nil)},
	{DNSTypeHTTPS, "HTTPS", (*DNSSVCB)(nil)},
	{DNSTypeDSYNC, "DSYNC", (*DNSDSYNC)(nil)},
	{DNSTypeSPF, "SPF", (*DNSTXT)(nil)},
	{DNSTypeUINFO, "UINFO", nil},
	{DNSTypeUID, "UID", nil},
	{DNSTypeGID, "GID", nil},
	{DNSTypeUNSPEC, "UNSPEC", nil},
	{DNSTypeNID, "NID", (*DNSNID)(nil)},
	{DNSTypeL32, "L32", (*DNSL32)(nil)},
	{DNSTypeL64, "L64", (*DNSNID)(nil)},
	{DNSTypeLP, "LP", (*DNSLP)(nil)},
	{DNSTypeEUI48, "EUI48", (*DNSEUI48)(nil)},
	{DNSTypeEUI64, "EUI64", (*DNSEUI64)(nil)},
	{DNSTypeTKEY, "TKEY", (*DNSTKEY)(nil)},
	{DNSTypeTSIG, "TSIG", (*DNSTSIG)(nil)},
	{DNSTypeIXFR, "IXFR", nil},
	{DNSTypeAXFR, "AXFR", nil},
	{DNSTypeMAILB, "MAILB", nil},
	{DNSTypeMAILA, "MAILA", nil},
	{DNSTypeANY, "ANY", nil},
	{DNSTypeURI, "URI", (*DNSURI)(nil)},
	{DNSTypeCAA, "CAA", (*DNSCAA)(nil)},
	{DNSTypeAVC, "AVC", (*DNSTXT)(nil)},
	{DNSTypeDOA, "DOA", (*DNSDOA)(nil)},
	{DNSTypeAMTRELAY, "AMTRELAY", (*DNSAMTRELAY)(nil)},
	{DNSTypeRESINFO, "RESINFO", (*DNSTXT)(nil)},
	{DNSTypeWALLET, "WALLET", (*DNSTXT)(nil)},
	{DNSTypeTA, "TA", (*DNSDS)(nil)},
	{DNSTypeDLV, "DLV", (*DNSDS)(nil)},
	{DNSTypeWINS, "WINS", (*DNSWINS)(nil)},
	{DNSTypeWINSR, "WINS-R", nil},
}

// String gives the mnemonic, or TYPE and the number (RFC 3597).
func (t DNSType) String() string {
	for i := range dnsTypes {
		if dnsTypes[i].code == t {
			return dnsTypes[i].name
		}
	}
	return "TYPE" + strconv.Itoa(int(t))
}

// ParseDNSType gives the type with a mnemonic in capital letters, or written as TYPE and a number.
func ParseDNSType(s string) (DNSType, error) {
	for i := range dnsTypes {
		if dnsTypes[i].name == s {
			return dnsTypes[i].code, nil
		}
	}
	if len(s) > 4 && s[:4] == "TYPE" {
		if n, err := strconv.ParseUint(s[4:], 10, 16); err == nil {
			return DNSType(n), nil
		}
	}
	return 0, fmt.Errorf("unknown DNS record type %q", s)
}

// dnsTypeOf is the first type with data of that struct, 0 if there is none.
func dnsTypeOf(data DNSData) DNSType {
	typ := reflect.TypeOf(data)
	for i := range dnsTypes {
		t := &dnsTypes[i]
		if t.data != nil && reflect.TypeOf(t.data) == typ {
			return t.code
		}
	}
	return 0
}
