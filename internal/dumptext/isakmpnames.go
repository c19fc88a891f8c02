package dumptext

var isakmpExchanges = []string{
	0: "none", 1: "base", 2: "ident", 3: "auth", 4: "agg", 5: "inf", 32: "oakley-quick", 33: "oakley-newgroup",
	34: "ikev2_init", 35: "ikev2_auth", 36: "child_sa", 37: "inf2",
}

var isakmpPayloads = []string{
	"none", "sa", "p", "t", "ke", "id", "cert", "cr", "hash", "sig", "nonce", "n", "d", "vid", "pay14", "pay15", "pay16", "pay17", "pay18", "pay19", "pay20", "pay21", "pay22", "pay23", "pay24",
	"pay25", "pay26", "pay27", "pay28", "pay29", "pay30", "pay31", "pay32", "v2sa", "v2ke", "v2IDi", "v2IDr", "v2cert", "v2cr", "v2auth", "v2nonce", "v2n", "v2d", "v2vid", "v2TSi", "v2TSr",
	"v2e", "v2cp", "v2eap",
}

var isakmpProtocols = []string{1: "isakmp", 2: "ipsec-ah", 3: "ipsec-esp", 4: "ipcomp"}

// Transforms: of version 1 by the protocol, of version 2 by the type.
var (
	isakmpAH      = []string{1: "(reserved)", 2: "md5", 3: "sha", 4: "1des", 5: "sha2-256", 6: "sha2-384", 7: "sha2-512"}
	isakmpESP     = []string{1: "1des-iv64", 2: "1des", 3: "3des", 4: "rc5", 5: "idea", 6: "cast", 7: "blowfish", 8: "3idea", 9: "1des-iv32", 10: "rc4", 11: "null", 12: "aes"}
	isakmpByProto = [][]string{1: {1: "ike"}, 2: isakmpAH, 3: isakmpESP, 4: {1: "oui", 2: "deflate", 3: "lzs"}}

	isakmpTransformTypes = []string{1: "encr", 2: "prf", 3: "integ", 4: "dh", 5: "esn"}
	isakmpByType         = [][]string{
		1: isakmpESP, 2: {1: "hmac-md5", 2: "hmac-sha", 3: "hmac-tiger", 4: "aes128_xcbc"}, 3: {1: "hmac-md5", 2: "hmac-sha", 3: "dec-mac", 4: "kpdk-md5", 5: "aes-xcbc"}, 4: isakmpGroups,
		5: {"no-esn", "esn"},
	}
)

var isakmpGroups = []string{
	1: "modp768", 2: "modp1024", 3: "EC2N 2^155", 4: "EC2N 2^185", 5: "modp1536", 6: "iana-grp06", 7: "iana-grp07", 8: "iana-grp08", 9: "iana-grp09", 10: "iana-grp10", 11: "iana-grp11",
	12: "iana-grp12", 13: "iana-grp13", 14: "modp2048", 15: "modp3072", 16: "modp4096", 17: "modp6144", 18: "modp8192",
}

// isakmpAttribute is a type of attributes, with the names of its values.
type isakmpAttribute struct {
	name   string
	values []string
}

var isakmpLifeTypes = []string{1: "sec", 2: "kb"}

// isakmpOakley are attributes of the protocol ISAKMP, isakmpIPsec of the others, isakmpKeyLength of encryption in version 2.
var (
	isakmpOakley = []isakmpAttribute{
		1: {"enc", []string{1: "1des", 2: "idea", 3: "blowfish", 4: "rc5", 5: "3des", 6: "cast", 7: "aes"}}, 2: {"hash", []string{1: "md5", 2: "sha1", 3: "tiger", 4: "sha2-256", 5: "sha2-384", 6: "sha2-512"}},
		3: {"auth", []string{1: "preshared", 2: "dss", 3: "rsa sig", 4: "rsa enc", 5: "rsa enc revised"}}, 4: {"group desc", isakmpGroups[:18]}, 5: {"group type", []string{1: "MODP", 2: "ECP", 3: "EC2N"}},
		6: {name: "group prime"}, 7: {name: "group gen1"}, 8: {name: "group gen2"}, 9: {name: "group curve A"}, 10: {name: "group curve B"}, 11: {"lifetype", isakmpLifeTypes}, 12: {name: "lifeduration"},
		13: {name: "prf"}, 14: {name: "keylen"}, 15: {name: "field"}, 16: {name: "order"},
	}
	isakmpIPsec = []isakmpAttribute{
		1: {"lifetype", isakmpLifeTypes}, 2: {name: "life"}, 3: {"group desc", isakmpGroups[:18]}, 4: {"enc mode", []string{1: "tunnel", 2: "transport"}},
		5: {"auth", []string{1: "hmac-md5", 2: "hmac-sha1", 3: "1des-mac", 4: "keyed"}}, 6: {name: "keylen"}, 7: {name: "rounds"}, 8: {name: "dictsize"}, 9: {name: "privalg"},
	}
	isakmpKeyLength = []isakmpAttribute{14: {name: "keylen"}}
)

var isakmpIDTypes = []string{
	1: "IPv4", 2: "FQDN", 3: "user FQDN", 4: "IPv4net", 5: "IPv6", 6: "IPv6net", 7: "IPv4range", 8: "IPv6range", 9: "ASN1 DN", 10: "ASN1 GN", 11: "keyid",
}

var isakmpCerts = []string{"none", "pkcs7", "pgp", "dns", "x509sign", "x509ke", "kerberos", "crl", "arl", "spki", "x509attr"}

var isakmpErrors = []string{
	1: "INVALID-PAYLOAD-TYPE", 2: "DOI-NOT-SUPPORTED", 3: "SITUATION-NOT-SUPPORTED", 4: "INVALID-COOKIE", 5: "INVALID-MAJOR-VERSION", 6: "INVALID-MINOR-VERSION", 7: "INVALID-EXCHANGE-TYPE",
	8: "INVALID-FLAGS", 9: "INVALID-MESSAGE-ID", 10: "INVALID-PROTOCOL-ID", 11: "INVALID-SPI", 12: "INVALID-TRANSFORM-ID", 13: "ATTRIBUTES-NOT-SUPPORTED", 14: "NO-PROPOSAL-CHOSEN",
	15: "BAD-PROPOSAL-SYNTAX", 16: "PAYLOAD-MALFORMED", 17: "INVALID-KEY-INFORMATION", 18: "INVALID-ID-INFORMATION", 19: "INVALID-CERT-ENCODING", 20: "INVALID-CERTIFICATE",
	21: "CERT-TYPE-UNSUPPORTED", 22: "INVALID-CERT-AUTHORITY", 23: "INVALID-HASH-INFORMATION", 24: "AUTHENTICATION-FAILED", 25: "INVALID-SIGNATURE", 26: "ADDRESS-NOTIFICATION",
	27: "NOTIFY-SA-LIFETIME", 28: "CERTIFICATE-UNAVAILABLE", 29: "UNSUPPORTED-EXCHANGE-TYPE", 30: "UNEQUAL-PAYLOAD-LENGTHS",
}

var isakmpStates = []string{"RESPONDER-LIFETIME", "REPLAY-STATUS", "INITIAL-CONTACT"}

var isakmpAuthMethods = []string{"invalid", "rsasig", "shared-secret", "dsssig"}

// isakmpNotify is a notification of version 2: its name, and whether the SPI is printed.
type isakmpNotify struct {
	name string
	spi  bool
}

var isakmpNotifications = map[int]isakmpNotify{
	1: {"unsupported_critical_payload", false}, 4: {"invalid_ike_spi", true}, 5: {"invalid_major_version", false}, 7: {"invalid_syntax", true}, 9: {"invalid_message_id", true},
	11: {"invalid_spi", true}, 14: {"no_protocol_chosen", true}, 17: {"invalid_ke_payload", true}, 24: {"authentication_failed", true}, 34: {"single_pair_required", true},
	35: {"no_additional_sas", false}, 36: {"internal_address_failure", false}, 37: {"failed:cp_required", false}, 39: {"invalid_selectors", false}, 16384: {"initial_contact", false},
	16385: {"set_window_size", false}, 16386: {"additional_ts_possible", false}, 16387: {"ipcomp_supported", false}, 16388: {"nat_detection_source_ip", true},
	16389: {"nat_detection_destination_ip", true}, 16390: {"cookie", true}, 16391: {"use_transport_mode", false}, 16392: {"http_cert_lookup_supported", false}, 16393: {"rekey_sa", true},
	16394: {"tfc_padding_not_supported", false}, 16395: {"non_first_fragment_also", false},
}
