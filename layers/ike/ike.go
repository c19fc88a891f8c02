package ike

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// IKE is the header of a message of ISAKMP and IKE version 1, RFC 2408 section 3.1, and of IKE version 2, RFC 7296 section 3.1. The payloads follow as layers, each of which
// says what the next one is. Where Encryption is set, which only version 1 does, they are encrypted, and opaque.
type IKE struct {
	InitiatorSPI  uint64       `bits:"64"` // version 1: cookie
	ResponderSPI  uint64       `bits:"64"` // 0 in the first message
	NextPayload   PayloadType  `bits:"8,next=ikepayload"`
	MajorVersion  uint8        `bits:"4,default=2"`
	MinorVersion  uint8        `bits:"4"`
	Exchange      ExchangeType `bits:"8"`
	Reserved      uint8        `bits:"2"`
	Response      bool         `bits:"1"` // R, version 2: a response to a request with the same message ID
	HigherVersion bool         `bits:"1"` // V, version 2: the sender could speak a higher version
	Initiator     bool         `bits:"1"` // I, version 2: the sender is the initiator of the security association
	AuthOnly      bool         `bits:"1"` // A, version 1: a notification that is authenticated and not encrypted
	Commit        bool         `bits:"1"` // C, version 1
	Encryption    bool         `bits:"1"` // E, version 1
	MessageID     uint32       `bits:"32"`
	Length        uint32       `bits:"32,len=packet"`
}

// Recognizes asks for a version that there is.
func (*IKE) Recognizes(data []byte) bool {
	return len(data) > 17 && (data[17]>>4 == 1 || data[17]>>4 == 2)
}

// NextLayer is the first payload.
func (h *IKE) NextLayer([]byte) codec.Key {
	if h.Encryption && h.MajorVersion == 1 { // reserved in version 2
		return codec.Key{}
	}
	return h.NextPayload.key()
}

func (h *IKE) String() string {
	return fmt.Sprintf("IKE %d.%d %s, SPIs %016x %016x, message %d", h.MajorVersion, h.MinorVersion, h.Exchange, h.InitiatorSPI, h.ResponderSPI, h.MessageID)
}

// ExchangeType is the type of an exchange.
type ExchangeType uint8

// Types of exchanges, from the registries of IANA for ISAKMP and IKEv2.
const (
	ExchangeBase          ExchangeType = 1
	ExchangeMain          ExchangeType = 2 // identity protection
	ExchangeAuthOnly      ExchangeType = 3
	ExchangeAggressive    ExchangeType = 4
	ExchangeInformational ExchangeType = 5
	ExchangeTransaction   ExchangeType = 6 // mode configuration
	ExchangeQuick         ExchangeType = 32
	ExchangeNewGroup      ExchangeType = 33
	ExchangeSAInit        ExchangeType = 34 // version 2 from here on
	ExchangeAuth          ExchangeType = 35
	ExchangeCreateChild   ExchangeType = 36
	ExchangeInformation   ExchangeType = 37
	ExchangeResume        ExchangeType = 38 // RFC 5723
	ExchangeIntermediate  ExchangeType = 43 // RFC 9242
	ExchangeFollowupKE    ExchangeType = 44 // RFC 9370
)

func (t ExchangeType) String() string { return iana.Name(exchangeTypes, t) }

const exchangeTypes = "\n1 Base\n2 Identity Protection\n3 Authentication Only\n4 Aggressive\n5 Informational\n6 Transaction\n32 Quick Mode\n33 New Group Mode\n34 IKE_SA_INIT\n35 IKE_AUTH" +
	"\n36 CREATE_CHILD_SA\n37 INFORMATIONAL\n38 IKE_SESSION_RESUME\n39 GSA_AUTH\n40 GSA_REGISTRATION\n41 GSA_REKEY\n42 GSA_INBAND_REKEY\n43 IKE_INTERMEDIATE\n44 IKE_FOLLOWUP_KE\n"

// PayloadType is the type of a payload; 0 says that there is none. Those below 33 are of version 1, those from 33 to 127 of version 2.
type PayloadType uint8

// Types of payloads, from the registries of IANA for ISAKMP and IKEv2.
const (
	PayloadNone PayloadType = 0

	PayloadV1SA          PayloadType = 1
	PayloadProposal      PayloadType = 2 // inside PayloadV1SA and PayloadSA only
	PayloadTransform     PayloadType = 3 // inside a proposal only
	PayloadV1KeyExchange PayloadType = 4
	PayloadV1ID          PayloadType = 5
	PayloadV1Cert        PayloadType = 6
	PayloadV1CertRequest PayloadType = 7
	PayloadV1Hash        PayloadType = 8
	PayloadV1Signature   PayloadType = 9
	PayloadV1Nonce       PayloadType = 10
	PayloadV1Notify      PayloadType = 11
	PayloadV1Delete      PayloadType = 12
	PayloadV1VendorID    PayloadType = 13
	PayloadV1Attributes  PayloadType = 14
	PayloadV1NATD        PayloadType = 20 // RFC 3947
	PayloadV1NATOA       PayloadType = 21

	PayloadSA          PayloadType = 33
	PayloadKeyExchange PayloadType = 34
	PayloadIDInitiator PayloadType = 35
	PayloadIDResponder PayloadType = 36
	PayloadCert        PayloadType = 37
	PayloadCertRequest PayloadType = 38
	PayloadAuth        PayloadType = 39
	PayloadNonce       PayloadType = 40
	PayloadNotify      PayloadType = 41
	PayloadDelete      PayloadType = 42
	PayloadVendorID    PayloadType = 43
	PayloadTSInitiator PayloadType = 44
	PayloadTSResponder PayloadType = 45
	PayloadEncrypted   PayloadType = 46 // SK
	PayloadConfig      PayloadType = 47
	PayloadEAP         PayloadType = 48
	PayloadFragment    PayloadType = 53 // SKF, RFC 7383

	PayloadV1DraftNATD  PayloadType = 130 // drafts of RFC 3947
	PayloadV1DraftNATOA PayloadType = 131
	PayloadV1Fragment   PayloadType = 132 // of Cisco and Microsoft
)

func (t PayloadType) String() string { return iana.Name(payloadTypes, t) }

const payloadTypes = "\n0 None\n1 SA\n2 Proposal\n3 Transform\n4 KE\n5 ID\n6 CERT\n7 CR\n8 HASH\n9 SIG\n10 NONCE\n11 N\n12 D\n13 VID\n14 Attributes\n15 SAK\n16 SAT\n17 KD\n18 SEQ\n19 POP\n20 NAT-D" +
	"\n21 NAT-OA\n22 GAP\n33 SA\n34 KE\n35 IDi\n36 IDr\n37 CERT\n38 CERTREQ\n39 AUTH\n40 Nonce\n41 N\n42 D\n43 V\n44 TSi\n45 TSr\n46 SK\n47 CP\n48 EAP\n49 GSPM\n50 IDg\n51 GSA\n52 KD" +
	"\n53 SKF\n54 PS\n130 NAT-D\n131 NAT-OA\n132 Fragment\n"

// key is where a payload of type t stands in the dispatch tables.
func (t PayloadType) key() codec.Key {
	switch {
	case t == PayloadNone:
		return codec.Key{}
	case t == PayloadV1SA, t >= PayloadV1KeyExchange && t <= PayloadV1Attributes, t == PayloadV1NATD, t == PayloadV1NATOA,
		t >= PayloadSA && t <= PayloadEAP, t == PayloadFragment, t >= PayloadV1DraftNATD && t <= PayloadV1Fragment:
		return codec.Key{Table: "ikepayload", Value: uint64(t)}
	}
	return codec.Key{Table: "ikeother"}
}

// IKEPayload is a payload of a type without a form of its own here, RFC 2408 section 3.2 and RFC 7296 section 3.2. Its type is in front of it.
type IKEPayload struct {
	NextPayload PayloadType `bits:"8,next=ikepayload"`
	Critical    bool        `bits:"1"` // version 2: who does not know the payload rejects the message
	Reserved    uint8       `bits:"7"`
	Length      uint16      `bits:"16,len=header"`
	Data        []byte      `bits:"*"`
}

// NextLayer is the next payload.
func (p *IKEPayload) NextLayer([]byte) codec.Key { return p.NextPayload.key() }

func (p *IKEPayload) String() string { return fmt.Sprintf("IKEPayload, %d bytes", len(p.Data)) }
