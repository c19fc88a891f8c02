package tls

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/wiretag/wiretag/codec"
)

// Extensions are the extensions at the end of a hello, RFC 8446 section 4.2. There may be none, without so much as a length. Where the message goes on in another
// segment, or where an extension claims more than is there, List has those that are whole and Rest the bytes from there on.
type Extensions struct {
	Present bool   // there is a length; implied by List
	Length  uint16 // of List and Rest, in bytes; written as what they are, if lengths are derived
	List    []Extension
	Rest    []byte
}

// DecodeField reads what there is.
func (x *Extensions) DecodeField(layer []byte, at int) (int, error) {
	list := x.List[:0]
	*x = Extensions{}
	b := layer[at:]
	if len(b) < 2 {
		if len(b) > 0 {
			x.Rest = b
		}
		return len(b), nil
	}
	x.Present, x.Length = true, binary.BigEndian.Uint16(b)
	n := min(2+int(x.Length), len(b))
	for b = b[2:n:n]; len(b) >= 4; {
		m := 4 + int(binary.BigEndian.Uint16(b[2:]))
		if m > len(b) {
			break
		}
		list = append(list, Extension{Type: ExtensionType(binary.BigEndian.Uint16(b)), Length: uint16(m - 4), Data: b[4:m:m]})
		b = b[m:]
	}
	if len(list) > 0 {
		x.List = list
	}
	if len(b) > 0 {
		x.Rest = b
	}
	return n, nil
}

// AppendField writes the length, if there is one, and the extensions.
func (x Extensions) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	if !x.Present && len(x.List) == 0 {
		return append(dst, x.Rest...), nil
	}
	at := len(dst)
	dst = binary.BigEndian.AppendUint16(dst, x.Length)
	for i := range x.List {
		e := &x.List[i]
		n := e.Length
		if derive&codec.Lengths != 0 {
			if len(e.Data) > 0xffff {
				return dst, codec.ErrRange
			}
			n = uint16(len(e.Data))
		}
		dst = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(dst, uint16(e.Type)), n)
		dst = append(dst, e.Data...)
	}
	dst = append(dst, x.Rest...)
	if derive&codec.Lengths != 0 {
		n := len(dst) - at - 2
		if n > 0xffff {
			return dst, codec.ErrRange
		}
		binary.BigEndian.PutUint16(dst[at:], uint16(n))
	}
	return dst, nil
}

// Err tells whether the length of decoded extensions is that of what follows it, and all of that is extensions, and that a name of a server has its form, RFC 6066 section 3.
func (x Extensions) Err() error {
	n := len(x.Rest)
	for i := range x.List {
		n += 4 + len(x.List[i].Data)
	}
	if len(x.Rest) > 0 || x.Present && n != int(x.Length) {
		return codec.ErrLength
	}
	if e := x.Get(ExtServerName); e != nil && len(e.Data) > 0 { // a server's has nothing
		_, err := e.View()
		return err
	}
	return nil
}

// Get returns the first extension of a type, nil if there is none.
func (x *Extensions) Get(t ExtensionType) *Extension {
	for i := range x.List {
		if x.List[i].Type == t {
			return &x.List[i]
		}
	}
	return nil
}

// String lists the extensions.
func (x Extensions) String() string {
	var b strings.Builder
	for i := range x.List {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(x.List[i].Type.String())
	}
	if len(x.Rest) > 0 {
		fmt.Fprintf(&b, " and %d bytes", len(x.Rest))
	}
	return b.String()
}

// view decodes the first extension of a type, if it is what a client sends.
func view[T any](x *Extensions, t ExtensionType) (v T, ok bool) {
	e := x.Get(t)
	if e == nil {
		return v, false
	}
	a, err := e.View()
	if err != nil {
		return v, false
	}
	v, ok = a.(T)
	return v, ok
}

func (x *Extensions) serverName() string {
	names, ok := view[*ServerNames](x, ExtServerName)
	if !ok {
		return ""
	}
	for _, n := range names.List {
		if n.Type == 0 {
			return n.Name
		}
	}
	return ""
}

func (x *Extensions) protocols() []string {
	p, ok := view[*Protocols](x, ExtALPN)
	if !ok {
		return nil
	}
	out := make([]string, len(p.List))
	for i, n := range p.List {
		out[i] = n.Name
	}
	return out
}

// Extension is an extension, RFC 8446 section 4.2. The bytes of Data are the truth; View and ServerView decode them.
type Extension struct {
	Type   ExtensionType `bits:"16"`
	Length uint16        `bits:"16,len=Data"`
	Data   []byte        `bits:"*,union=Type"`
}

// NewExtension returns an extension with the contents of v, such as a *[ServerNames], or a []byte.
func NewExtension(t ExtensionType, v any) (Extension, error) {
	b, err := codec.Marshal(v)
	if err == nil && len(b) > 0xffff {
		err = codec.ErrRange
	}
	return Extension{Type: t, Length: uint16(len(b)), Data: b}, err
}

// View decodes Data as what a client sends, which for most types is what a server sends too. It returns nil where there are no data, as in a server's server_name, and
// where the data have no structure that is known here: padding, tickets, QUIC's parameters ([QUICParameters]). With an
// error, the struct holds what was decoded before it.
func (e *Extension) View() (any, error) {
	if len(e.Data) == 0 {
		return nil, nil
	}
	return codec.View(e, "Data")
}

// ServerView decodes Data as what a server sends in a ServerHello, HelloRetryRequest, EncryptedExtensions or NewSessionTicket.
func (e *Extension) ServerView() (any, error) {
	var v any
	switch e.Type {
	case ExtSupportedVersions:
		v = new(SelectedVersion)
	case ExtPreSharedKey:
		v = new(SelectedIdentity)
	case ExtEarlyData:
		v = new(MaxEarlyData)
	case ExtClientCertificateType, ExtServerCertificateType:
		v = new(SelectedCertificateType)
	case ExtKeyShare:
		v = new(KeyShare)
		if len(e.Data) == 2 {
			v = new(SelectedGroup)
		}
	default:
		return e.View()
	}
	if len(e.Data) == 0 {
		return nil, nil
	}
	rest, err := codec.Unmarshal(e.Data, v)
	if err == nil && len(rest) > 0 {
		err = codec.ErrLength
	}
	return v, err
}

// ExtensionType is the type of an extension.
type ExtensionType uint16

// Types of extensions, from the registry of IANA. ExtALPSDraft and ExtALPS are application-layer protocol settings,
// ExtQUICDraft is what drafts of QUIC used.
const (
	ExtServerName              ExtensionType = 0
	ExtMaxFragmentLength       ExtensionType = 1
	ExtStatusRequest           ExtensionType = 5
	ExtSupportedGroups         ExtensionType = 10
	ExtPointFormats            ExtensionType = 11
	ExtSignatureAlgorithms     ExtensionType = 13
	ExtUseSRTP                 ExtensionType = 14
	ExtHeartbeat               ExtensionType = 15
	ExtALPN                    ExtensionType = 16
	ExtStatusRequestV2         ExtensionType = 17
	ExtSCT                     ExtensionType = 18
	ExtClientCertificateType   ExtensionType = 19
	ExtServerCertificateType   ExtensionType = 20
	ExtPadding                 ExtensionType = 21
	ExtEncryptThenMAC          ExtensionType = 22
	ExtExtendedMasterSecret    ExtensionType = 23
	ExtCompressCertificate     ExtensionType = 27
	ExtRecordSizeLimit         ExtensionType = 28
	ExtDelegatedCredentials    ExtensionType = 34
	ExtSessionTicket           ExtensionType = 35
	ExtPreSharedKey            ExtensionType = 41
	ExtEarlyData               ExtensionType = 42
	ExtSupportedVersions       ExtensionType = 43
	ExtCookie                  ExtensionType = 44
	ExtPSKKeyExchangeModes     ExtensionType = 45
	ExtCertificateAuthorities  ExtensionType = 47
	ExtOIDFilters              ExtensionType = 48
	ExtPostHandshakeAuth       ExtensionType = 49
	ExtSignatureAlgorithmsCert ExtensionType = 50
	ExtKeyShare                ExtensionType = 51
	ExtConnectionID            ExtensionType = 54
	ExtQUICTransportParameters ExtensionType = 57
	ExtNextProtocolNegotiation ExtensionType = 13172
	ExtALPSDraft               ExtensionType = 17513
	ExtALPS                    ExtensionType = 17613
	ExtEncryptedClientHello    ExtensionType = 0xfe0d
	ExtRenegotiationInfo       ExtensionType = 0xff01
	ExtQUICDraft               ExtensionType = 0xffa5
)

func (t ExtensionType) String() string { return number16(extensionNames, uint16(t)) }

const extensionNames = "\n0 server_name\n1 max_fragment_length\n2 client_certificate_url\n3 trusted_ca_keys\n4 truncated_hmac\n5 status_request\n6 user_mapping\n7 client_authz\n8 server_authz" +
	"\n9 cert_type\n10 supported_groups\n11 ec_point_formats\n12 srp\n13 signature_algorithms\n14 use_srtp\n15 heartbeat\n16 application_layer_protocol_negotiation\n17 status_request_v2" +
	"\n18 signed_certificate_timestamp\n19 client_certificate_type\n20 server_certificate_type\n21 padding\n22 encrypt_then_mac\n23 extended_master_secret\n24 token_binding\n25 cached_info" +
	"\n26 tls_lts\n27 compress_certificate\n28 record_size_limit\n29 pwd_protect\n30 pwd_clear\n31 password_salt\n32 ticket_pinning\n33 tls_cert_with_extern_psk\n34 delegated_credential" +
	"\n35 session_ticket\n41 pre_shared_key\n42 early_data\n43 supported_versions\n44 cookie\n45 psk_key_exchange_modes\n47 certificate_authorities\n48 oid_filters\n49 post_handshake_auth" +
	"\n50 signature_algorithms_cert\n51 key_share\n52 transparency_info\n54 connection_id\n55 external_id_hash\n56 external_session_id\n57 quic_transport_parameters\n58 ticket_request" +
	"\n59 dnssec_chain\n60 sequence_number_encryption_algorithms\n13172 next_protocol_negotiation\n17513 application_settings_draft\n17613 application_settings\n30031 channel_id_old" +
	"\n30032 channel_id\n64768 ech_outer_extensions\n65037 encrypted_client_hello\n65281 renegotiation_info\n65445 quic_transport_parameters_draft\n65486 encrypted_server_name\n"
