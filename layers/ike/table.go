package ike

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/osi"
)

// port is that of IKE over UDP; behind translation of addresses it is 4500, with a marker of package tunnel in front.
const port = 500

// Links returns who follows whom, as far as these layers have a part in it. Its dispatch tables are, besides udp:
//
//   - ike: 0 is a message
//   - ikepayload: types of payloads; ikeother: 0 is one of another type
func Links() []codec.Link {
	rows := []codec.Link{
		{Table: "udp", Key: port, Layer: (*IKE)(nil)},
		{Table: "ike", Key: 0, Layer: (*IKE)(nil)},
		{Table: "ikeother", Key: 0, Layer: (*IKEPayload)(nil)},
	}
	for _, p := range payloads {
		rows = append(rows, codec.Link{Table: "ikepayload", Key: uint64(p.number), Layer: p.layer})
	}
	return rows
}

// Roles returns the roles of these layers.
func Roles() []osi.Layer { return []osi.Layer{{Layer: (*IKE)(nil), Role: osi.Application}} }

// payloads are the types of payloads that have a form.
var payloads = [...]struct {
	number PayloadType
	layer  any
}{
	{PayloadV1SA, (*IKEv1SA)(nil)},
	{PayloadV1KeyExchange, (*IKEv1KeyExchange)(nil)},
	{PayloadV1ID, (*IKEv1ID)(nil)},
	{PayloadV1Cert, (*IKEv1Cert)(nil)},
	{PayloadV1CertRequest, (*IKEv1CertRequest)(nil)},
	{PayloadV1Hash, (*IKEv1Hash)(nil)},
	{PayloadV1Signature, (*IKEv1Signature)(nil)},
	{PayloadV1Nonce, (*IKEv1Nonce)(nil)},
	{PayloadV1Notify, (*IKEv1Notify)(nil)},
	{PayloadV1Delete, (*IKEv1Delete)(nil)},
	{PayloadV1VendorID, (*IKEv1VendorID)(nil)},
	{PayloadV1Attributes, (*IKEv1Attributes)(nil)},
	{PayloadV1NATD, (*IKEv1NATD)(nil)},
	{PayloadV1NATOA, (*IKEv1NATOA)(nil)},
	{PayloadSA, (*IKEv2SA)(nil)},
	{PayloadKeyExchange, (*IKEv2KeyExchange)(nil)},
	{PayloadIDInitiator, (*IKEv2IDInitiator)(nil)},
	{PayloadIDResponder, (*IKEv2IDResponder)(nil)},
	{PayloadCert, (*IKEv2Cert)(nil)},
	{PayloadCertRequest, (*IKEv2CertRequest)(nil)},
	{PayloadAuth, (*IKEv2Auth)(nil)},
	{PayloadNonce, (*IKEv2Nonce)(nil)},
	{PayloadNotify, (*IKEv2Notify)(nil)},
	{PayloadDelete, (*IKEv2Delete)(nil)},
	{PayloadVendorID, (*IKEv2VendorID)(nil)},
	{PayloadTSInitiator, (*IKEv2TSInitiator)(nil)},
	{PayloadTSResponder, (*IKEv2TSResponder)(nil)},
	{PayloadEncrypted, (*IKEv2Encrypted)(nil)},
	{PayloadConfig, (*IKEv2Config)(nil)},
	{PayloadEAP, (*IKEv2EAP)(nil)},
	{PayloadFragment, (*IKEv2Fragment)(nil)},
	{PayloadV1DraftNATD, (*IKEv1NATD)(nil)},
	{PayloadV1DraftNATOA, (*IKEv1NATOA)(nil)},
	{PayloadV1Fragment, (*IKEv1Fragment)(nil)},
}
