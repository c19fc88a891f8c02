package ike

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// V1NotifyType is the type of a notification of version 1: errors below 16384, else states.
type V1NotifyType uint16

// Types of notifications, RFC 2408 section 3.14.1 and RFC 2407 section 4.6.3.
const (
	V1NotifyInvalidCookie     V1NotifyType = 4
	V1NotifyInvalidSPI        V1NotifyType = 11
	V1NotifyNoProposalChosen  V1NotifyType = 14
	V1NotifyPayloadMalformed  V1NotifyType = 16
	V1NotifyInvalidID         V1NotifyType = 18
	V1NotifyAuthFailed        V1NotifyType = 24
	V1NotifyConnected         V1NotifyType = 16384
	V1NotifyResponderLifetime V1NotifyType = 24576
	V1NotifyReplayStatus      V1NotifyType = 24577
	V1NotifyInitialContact    V1NotifyType = 24578
	V1NotifyRUThere           V1NotifyType = 36136 // dead peer detection, RFC 3706
	V1NotifyRUThereAck        V1NotifyType = 36137
)

func (t V1NotifyType) String() string { return iana.Name(v1NotifyTypes, t) }

const v1NotifyTypes = "\n1 INVALID-PAYLOAD-TYPE\n2 DOI-NOT-SUPPORTED\n3 SITUATION-NOT-SUPPORTED\n4 INVALID-COOKIE\n5 INVALID-MAJOR-VERSION\n6 INVALID-MINOR-VERSION\n7 INVALID-EXCHANGE-TYPE" +
	"\n8 INVALID-FLAGS\n9 INVALID-MESSAGE-ID\n10 INVALID-PROTOCOL-ID\n11 INVALID-SPI\n12 INVALID-TRANSFORM-ID\n13 ATTRIBUTES-NOT-SUPPORTED\n14 NO-PROPOSAL-CHOSEN\n15 BAD-PROPOSAL-SYNTAX" +
	"\n16 PAYLOAD-MALFORMED\n17 INVALID-KEY-INFORMATION\n18 INVALID-ID-INFORMATION\n19 INVALID-CERT-ENCODING\n20 INVALID-CERTIFICATE\n21 CERT-TYPE-UNSUPPORTED\n22 INVALID-CERT-AUTHORITY" +
	"\n23 INVALID-HASH-INFORMATION\n24 AUTHENTICATION-FAILED\n25 INVALID-SIGNATURE\n26 ADDRESS-NOTIFICATION\n27 NOTIFY-SA-LIFETIME\n28 CERTIFICATE-UNAVAILABLE\n29 UNSUPPORTED-EXCHANGE-TYPE" +
	"\n30 UNEQUAL-PAYLOAD-LENGTHS\n16384 CONNECTED\n24576 RESPONDER-LIFETIME\n24577 REPLAY-STATUS\n24578 INITIAL-CONTACT\n36136 R-U-THERE\n36137 R-U-THERE-ACK\n"

// NotifyType is the type of a notification of version 2: errors below 16384, else states.
type NotifyType uint16

// Types of notifications, from the registry of IANA.
const (
	NotifyUnsupportedCritical NotifyType = 1
	NotifyInvalidIKESPI       NotifyType = 4
	NotifyInvalidMajorVersion NotifyType = 5
	NotifyInvalidSyntax       NotifyType = 7
	NotifyInvalidMessageID    NotifyType = 9
	NotifyInvalidSPI          NotifyType = 11
	NotifyNoProposalChosen    NotifyType = 14
	NotifyInvalidKE           NotifyType = 17
	NotifyAuthFailed          NotifyType = 24
	NotifyTSUnacceptable      NotifyType = 38
	NotifyInitialContact      NotifyType = 16384
	NotifySetWindowSize       NotifyType = 16385
	NotifyIPCompSupported     NotifyType = 16387
	NotifyNATSource           NotifyType = 16388
	NotifyNATDestination      NotifyType = 16389
	NotifyCookie              NotifyType = 16390
	NotifyUseTransportMode    NotifyType = 16391
	NotifyRekeySA             NotifyType = 16393
	NotifyMOBIKE              NotifyType = 16396
	NotifyAuthLifetime        NotifyType = 16403
	NotifyRedirectSupported   NotifyType = 16406
	NotifyRedirect            NotifyType = 16407
	NotifyRedirectedFrom      NotifyType = 16408
	NotifyFragmentation       NotifyType = 16430
	NotifySignatureHashes     NotifyType = 16431
)

func (t NotifyType) String() string { return iana.Name(notifyTypes, t) }

const notifyTypes = "\n1 UNSUPPORTED_CRITICAL_PAYLOAD\n4 INVALID_IKE_SPI\n5 INVALID_MAJOR_VERSION\n7 INVALID_SYNTAX\n9 INVALID_MESSAGE_ID\n11 INVALID_SPI\n14 NO_PROPOSAL_CHOSEN\n17 INVALID_KE_PAYLOAD" +
	"\n24 AUTHENTICATION_FAILED\n34 SINGLE_PAIR_REQUIRED\n35 NO_ADDITIONAL_SAS\n36 INTERNAL_ADDRESS_FAILURE\n37 FAILED_CP_REQUIRED\n38 TS_UNACCEPTABLE\n39 INVALID_SELECTORS" +
	"\n40 UNACCEPTABLE_ADDRESSES\n41 UNEXPECTED_NAT_DETECTED\n42 USE_ASSIGNED_HoA\n43 TEMPORARY_FAILURE\n44 CHILD_SA_NOT_FOUND\n45 INVALID_GROUP_ID\n46 AUTHORIZATION_FAILED" +
	"\n47 STATE_NOT_FOUND\n48 TS_MAX_QUEUE\n16384 INITIAL_CONTACT\n16385 SET_WINDOW_SIZE\n16386 ADDITIONAL_TS_POSSIBLE\n16387 IPCOMP_SUPPORTED\n16388 NAT_DETECTION_SOURCE_IP" +
	"\n16389 NAT_DETECTION_DESTINATION_IP\n16390 COOKIE\n16391 USE_TRANSPORT_MODE\n16392 HTTP_CERT_LOOKUP_SUPPORTED\n16393 REKEY_SA\n16394 ESP_TFC_PADDING_NOT_SUPPORTED" +
	"\n16395 NON_FIRST_FRAGMENTS_ALSO\n16396 MOBIKE_SUPPORTED\n16397 ADDITIONAL_IP4_ADDRESS\n16398 ADDITIONAL_IP6_ADDRESS\n16399 NO_ADDITIONAL_ADDRESSES\n16400 UPDATE_SA_ADDRESSES" +
	"\n16401 COOKIE2\n16402 NO_NATS_ALLOWED\n16403 AUTH_LIFETIME\n16404 MULTIPLE_AUTH_SUPPORTED\n16405 ANOTHER_AUTH_FOLLOWS\n16406 REDIRECT_SUPPORTED\n16407 REDIRECT\n16408 REDIRECTED_FROM" +
	"\n16409 TICKET_LT_OPAQUE\n16410 TICKET_REQUEST\n16411 TICKET_ACK\n16412 TICKET_NACK\n16413 TICKET_OPAQUE\n16414 LINK_ID\n16415 USE_WESP_MODE\n16416 ROHC_SUPPORTED\n16417 EAP_ONLY_AUTHENTICATION" +
	"\n16418 CHILDLESS_IKEV2_SUPPORTED\n16419 QUICK_CRASH_DETECTION\n16420 IKEV2_MESSAGE_ID_SYNC_SUPPORTED\n16421 IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED\n16422 IKEV2_MESSAGE_ID_SYNC" +
	"\n16423 IPSEC_REPLAY_COUNTER_SYNC\n16424 SECURE_PASSWORD_METHODS\n16425 PSK_PERSIST\n16426 PSK_CONFIRM\n16427 ERX_SUPPORTED\n16428 IFOM_CAPABILITY\n16429 SENDER_REQUEST_ID" +
	"\n16430 IKEV2_FRAGMENTATION_SUPPORTED\n16431 SIGNATURE_HASH_ALGORITHMS\n16432 CLONE_IKE_SA_SUPPORTED\n16433 CLONE_IKE_SA\n16434 PUZZLE\n16435 USE_PPK\n16436 PPK_IDENTITY\n16437 NO_PPK_AUTH" +
	"\n16438 INTERMEDIATE_EXCHANGE_SUPPORTED\n16439 IP4_ALLOWED\n16440 IP6_ALLOWED\n16441 ADDITIONAL_KEY_EXCHANGE\n16442 USE_AGGFRAG\n"

// View decodes Data as the type asks for; nil where there is no form for it.
func (p *IKEv2Notify) View() (any, error) { return codec.View(p, "Data") }

// Members gives the types of View.
func (IKEv2Notify) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(NotifyUnsupportedCritical): (*NotifyPayload)(nil), uint64(NotifyInvalidKE): (*NotifyGroup)(nil), uint64(NotifyIPCompSupported): (*NotifyIPComp)(nil),
		uint64(NotifySetWindowSize): (*NotifyNumber)(nil), uint64(NotifyAuthLifetime): (*NotifyNumber)(nil), uint64(NotifySignatureHashes): (*NotifyHashes)(nil),
		uint64(NotifyRedirect): (*NotifyGateway)(nil), uint64(NotifyRedirectedFrom): (*NotifyGateway)(nil), 16397: (*IDAddr)(nil), 16398: (*IDAddr6)(nil),
	}
	return tags.Members{Types: m}
}

// NotifyPayload is the type of a payload that is not supported.
type NotifyPayload struct {
	Type PayloadType `bits:"8"`
}

// NotifyGroup is the group of Diffie-Hellman that the responder wants.
type NotifyGroup struct {
	Group uint16 `bits:"16"`
}

// NotifyNumber is a number: of messages that may be under way, of seconds until the next authentication, or 1 where replays are detected.
type NotifyNumber struct {
	Value uint32 `bits:"32"`
}

// NotifyIPComp offers compression.
type NotifyIPComp struct {
	CPI        uint16 `bits:"16"` // compression parameter index
	Transform  uint8  `bits:"8"`  // 1 OUI, 2 DEFLATE, 3 LZS, 4 LZJH
	Attributes []byte `bits:"*"`
}

// NotifyHashes are hashes that the sender can use in signatures, RFC 7427 section 4: 1 SHA1, 2 SHA2-256, 3 SHA2-384, 4 SHA2-512, 5 identity.
type NotifyHashes struct {
	IDs []uint16 `bits:"*,each=16"`
}

// NotifyGateway is another gateway, RFC 5685 section 6.
type NotifyGateway struct {
	Type     uint8  `bits:"8"` // 1 IPv4, 2 IPv6, 3 FQDN
	Length   uint8  `bits:"8,len=Identity"`
	Identity []byte `bits:"*"`
	Nonce    []byte `bits:"*"`
}

// Err tells whether an address has the length of another kind, RFC 5685 section 6.
func (g *NotifyGateway) Err() error {
	if g.Type == 1 && len(g.Identity) != 4 || g.Type == 2 && len(g.Identity) != 16 {
		return codec.ErrLength
	}
	return nil
}

// AuthMethod is how a message is authenticated.
type AuthMethod uint8

// Methods of authentication, from the registry of IANA.
const (
	AuthRSA       AuthMethod = 1
	AuthSharedKey AuthMethod = 2
	AuthDSS       AuthMethod = 3
	AuthECDSA256  AuthMethod = 9
	AuthECDSA384  AuthMethod = 10
	AuthECDSA521  AuthMethod = 11
	AuthNull      AuthMethod = 13
	AuthSignature AuthMethod = 14 // RFC 7427
)

func (t AuthMethod) String() string {
	return iana.Name("\n1 RSA\n2 shared key\n3 DSS\n9 ECDSA P-256\n10 ECDSA P-384\n11 ECDSA P-521\n12 secure password\n13 NULL\n14 digital signature\n", t)
}
