package tls

import (
	"iter"

	"github.com/wiretag/wiretag/tags"
)

// Members gives the structs of extensions, in the form that clients send.
func (Extension) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(ExtServerName):              (*ServerNames)(nil),
		uint64(ExtMaxFragmentLength):       (*MaxFragmentLength)(nil),
		uint64(ExtStatusRequest):           (*StatusRequest)(nil),
		uint64(ExtSupportedGroups):         (*SupportedGroups)(nil),
		uint64(ExtPointFormats):            (*PointFormats)(nil),
		uint64(ExtSignatureAlgorithms):     (*SignatureSchemes)(nil),
		uint64(ExtSignatureAlgorithmsCert): (*SignatureSchemes)(nil),
		uint64(ExtDelegatedCredentials):    (*SignatureSchemes)(nil),
		uint64(ExtUseSRTP):                 (*UseSRTP)(nil),
		uint64(ExtHeartbeat):               (*HeartbeatMode)(nil),
		uint64(ExtALPN):                    (*Protocols)(nil),
		uint64(ExtALPSDraft):               (*Protocols)(nil),
		uint64(ExtALPS):                    (*Protocols)(nil),
		uint64(ExtNextProtocolNegotiation): (*NextProtocols)(nil),
		uint64(ExtStatusRequestV2):         (*StatusRequests)(nil),
		uint64(ExtSCT):                     (*CertificateTimestamps)(nil),
		uint64(ExtClientCertificateType):   (*CertificateTypes)(nil),
		uint64(ExtServerCertificateType):   (*CertificateTypes)(nil),
		uint64(ExtCompressCertificate):     (*CompressCertificate)(nil),
		uint64(ExtRecordSizeLimit):         (*RecordSizeLimit)(nil),
		uint64(ExtPreSharedKey):            (*PreSharedKeys)(nil),
		uint64(ExtSupportedVersions):       (*SupportedVersions)(nil),
		uint64(ExtCookie):                  (*Cookie)(nil),
		uint64(ExtPSKKeyExchangeModes):     (*PSKModes)(nil),
		uint64(ExtCertificateAuthorities):  (*CertificateAuthorities)(nil),
		uint64(ExtKeyShare):                (*KeyShares)(nil),
		uint64(ExtConnectionID):            (*ConnectionID)(nil),
		uint64(ExtEncryptedClientHello):    (*EncryptedClientHello)(nil),
		uint64(ExtRenegotiationInfo):       (*RenegotiationInfo)(nil),
	}}
}

// ServerNames is server_name, RFC 6066 section 3.
type ServerNames struct {
	Length uint16       `bits:"16,len=List"`
	List   []ServerName `bits:"*"`
}

// ServerName is a name of the server; type 0 is a host name.
type ServerName struct {
	Type   uint8  `bits:"8"`
	Length uint16 `bits:"16,len=Name"`
	Name   string `bits:"*"`
}

// MaxFragmentLength is max_fragment_length, RFC 6066 section 4: codes 1 to 4 stand for 2^9 to 2^12 bytes.
type MaxFragmentLength struct {
	Code uint8 `bits:"8"`
}

// StatusRequest is status_request, RFC 6066 section 8; type 1 is OCSP.
type StatusRequest struct {
	Type             uint8  `bits:"8"`
	RespondersLength uint16 `bits:"16,len=Responders"`
	Responders       []byte `bits:"*"`
	ExtensionsLength uint16 `bits:"16,len=Extensions"`
	Extensions       []byte `bits:"*"`
}

// StatusRequests is status_request_v2, RFC 6961.
type StatusRequests struct {
	Length uint16              `bits:"16,len=List"`
	List   []StatusRequestItem `bits:"*"`
}

// StatusRequestItem is one kind of status; Request has what [StatusRequest] has behind the type.
type StatusRequestItem struct {
	Type    uint8  `bits:"8"`
	Length  uint16 `bits:"16,len=Request"`
	Request []byte `bits:"*"`
}

// SupportedGroups is supported_groups, RFC 8446 section 4.2.7.
type SupportedGroups struct {
	Length uint16  `bits:"16,len=List"`
	List   []Group `bits:"*,each=16"`
}

// PointFormats is ec_point_formats, RFC 8422 section 5.1.2.
type PointFormats struct {
	Length uint8  `bits:"8,len=List"`
	List   []byte `bits:"*"` // see [PointFormat]
}

// SignatureSchemes is signature_algorithms, signature_algorithms_cert (RFC 8446 section 4.2.3) and delegated_credential (RFC 9345).
type SignatureSchemes struct {
	Length uint16            `bits:"16,len=List"`
	List   []SignatureScheme `bits:"*,each=16"`
}

// UseSRTP is use_srtp, RFC 5764 section 4.1.1.
type UseSRTP struct {
	Length    uint16   `bits:"16,len=Profiles"`
	Profiles  []uint16 `bits:"*,each=16"`
	MKILength uint8    `bits:"8,len=MKI"`
	MKI       []byte   `bits:"*"`
}

// HeartbeatMode is heartbeat, RFC 6520 section 2: 1, the peer may send requests, 2, it may not.
type HeartbeatMode struct {
	Mode uint8 `bits:"8"`
}

// Protocols is application_layer_protocol_negotiation, RFC 7301, and application_settings, which has the same form.
type Protocols struct {
	Length uint16         `bits:"16,len=List"`
	List   []ProtocolName `bits:"*"`
}

// ProtocolName is the name of a protocol, such as h2.
type ProtocolName struct {
	Length uint8  `bits:"8,len=Name"`
	Name   string `bits:"*"`
}

// NextProtocols is next_protocol_negotiation, draft-agl-tls-nextprotoneg.
type NextProtocols struct {
	List []ProtocolName `bits:"*"`
}

// CertificateTimestamps is signed_certificate_timestamp, RFC 6962 section 3.3.
type CertificateTimestamps struct {
	Length uint16                 `bits:"16,len=List"`
	List   []CertificateTimestamp `bits:"*"`
}

// CertificateTimestamp is an SCT, in the form of RFC 6962 section 3.2.
type CertificateTimestamp struct {
	Length uint16 `bits:"16,len=SCT"`
	SCT    []byte `bits:"*"`
}

// CertificateTypes is client_certificate_type and server_certificate_type, RFC 7250: 0 X.509, 2 a raw key.
type CertificateTypes struct {
	Length uint8  `bits:"8,len=List"`
	List   []byte `bits:"*"`
}

// SelectedCertificateType is the same from a server.
type SelectedCertificateType struct {
	Type uint8 `bits:"8"`
}

// CompressCertificate is compress_certificate, RFC 8879: 1 zlib, 2 brotli, 3 zstd.
type CompressCertificate struct {
	Length uint8    `bits:"8,len=List"`
	List   []uint16 `bits:"*,each=16"`
}

// RecordSizeLimit is record_size_limit, RFC 8449, in bytes.
type RecordSizeLimit struct {
	Limit uint16 `bits:"16"`
}

// PreSharedKeys is pre_shared_key from a client, RFC 8446 section 4.2.11.
type PreSharedKeys struct {
	IdentitiesLength uint16        `bits:"16,len=Identities"`
	Identities       []PSKIdentity `bits:"*"`
	BindersLength    uint16        `bits:"16,len=Binders"`
	Binders          []PSKBinder   `bits:"*"`
}

// PSKIdentity names a key; ObfuscatedAge is the age of a ticket in milliseconds plus what came with it.
type PSKIdentity struct {
	Length        uint16 `bits:"16,len=Identity"`
	Identity      []byte `bits:"*"`
	ObfuscatedAge uint32 `bits:"32"`
}

// PSKBinder is an HMAC over the hello.
type PSKBinder struct {
	Length uint8  `bits:"8,len=Binder"`
	Binder []byte `bits:"*"`
}

// SelectedIdentity is pre_shared_key from a server: which identity it took, from 0.
type SelectedIdentity struct {
	Index uint16 `bits:"16"`
}

// MaxEarlyData is early_data in a NewSessionTicket, RFC 8446 section 4.6.1, in bytes.
type MaxEarlyData struct {
	Size uint32 `bits:"32"`
}

// SupportedVersions is supported_versions from a client, RFC 8446 section 4.2.1.
type SupportedVersions struct {
	Length uint8     `bits:"8,len=List"`
	List   []Version `bits:"*,each=16"`
}

// SelectedVersion is supported_versions from a server.
type SelectedVersion struct {
	Version Version `bits:"16"`
}

// Cookie is cookie, RFC 8446 section 4.2.2.
type Cookie struct {
	Length uint16 `bits:"16,len=Cookie"`
	Cookie []byte `bits:"*"`
}

// PSKModes is psk_key_exchange_modes, RFC 8446 section 4.2.9: 0 without, 1 with Diffie-Hellman.
type PSKModes struct {
	Length uint8  `bits:"8,len=List"`
	List   []byte `bits:"*"`
}

// CertificateAuthorities is certificate_authorities, RFC 8446 section 4.2.4.
type CertificateAuthorities struct {
	Length uint16              `bits:"16,len=List"`
	List   []DistinguishedName `bits:"*"`
}

// DistinguishedName is a name of X.501 in DER.
type DistinguishedName struct {
	Length uint16 `bits:"16,len=Name"`
	Name   []byte `bits:"*"`
}

// KeyShares is key_share from a client, RFC 8446 section 4.2.8.
type KeyShares struct {
	Length uint16     `bits:"16,len=List"`
	List   []KeyShare `bits:"*"`
}

// KeyShare is a public key; key_share from a server is one of them.
type KeyShare struct {
	Group  Group  `bits:"16"`
	Length uint16 `bits:"16,len=Key"`
	Key    []byte `bits:"*"`
}

// SelectedGroup is key_share in a HelloRetryRequest.
type SelectedGroup struct {
	Group Group `bits:"16"`
}

// ConnectionID is connection_id, RFC 9146 section 3.
type ConnectionID struct {
	Length uint8  `bits:"8,len=ID"`
	ID     []byte `bits:"*"`
}

// EncryptedClientHello is encrypted_client_hello from a client, draft-ietf-tls-esni section 5. The inner hello (Type 1) has nothing more; of the
// outer one the payload is encrypted.
type EncryptedClientHello struct {
	Type          uint8  `bits:"8"`
	KDF           uint16 `bits:"16,if=Type==0"`
	AEAD          uint16 `bits:"16,if=Type==0"`
	ConfigID      uint8  `bits:"8,if=Type==0"`
	EncLength     uint16 `bits:"16,if=Type==0,len=Enc"`
	Enc           []byte `bits:"*,if=Type==0"`
	PayloadLength uint16 `bits:"16,if=Type==0,len=Payload"`
	Payload       []byte `bits:"*,if=Type==0"`
}

// RenegotiationInfo is renegotiation_info, RFC 5746: what Finished had in the connection that is renegotiated.
type RenegotiationInfo struct {
	Length     uint8  `bits:"8,len=VerifyData"`
	VerifyData []byte `bits:"*"`
}

// QUICParameters gives ID and value of transport parameters of QUIC, RFC 9000 section 18, from the data of
// quic_transport_parameters. It ends where they are malformed.
func QUICParameters(data []byte) iter.Seq2[uint64, []byte] {
	return func(yield func(uint64, []byte) bool) {
		for len(data) > 0 {
			id, n := varint(data)
			size, m := varint(data[n:])
			if n == 0 || m == 0 || size > uint64(len(data)-n-m) {
				return
			}
			data = data[n+m:]
			if !yield(id, data[:size:size]) {
				return
			}
			data = data[size:]
		}
	}
}

// varint reads a variable-length integer of RFC 9000 section 16; n is 0 if it is not all there.
func varint(b []byte) (v uint64, n int) {
	if len(b) == 0 || len(b) < 1<<(b[0]>>6) {
		return 0, 0
	}
	n = 1 << (b[0] >> 6)
	v = uint64(b[0] & 0x3f)
	for _, c := range b[1:n] {
		v = v<<8 | uint64(c)
	}
	return v, n
}
