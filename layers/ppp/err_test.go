package ppp_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/ppp"
)

// TestErr: an address of Frame Relay that ends in its first byte, or not behind its fourth, and the reliability of keepalives.
func TestErr(t *testing.T) {
	for _, c := range []struct {
		fr   ppp.FrameRelay
		good bool
	}{
		{ppp.FrameRelay{EA2: true}, true},
		{ppp.FrameRelay{EA3: true}, true},
		{ppp.FrameRelay{EA4: true}, true},
		{ppp.FrameRelay{}, false},
		{ppp.FrameRelay{EA1: true, EA2: true}, false},
	} {
		if err := c.fr.Err(); (err == nil) != c.good {
			t.Errorf("%+v: %v", c.fr, err)
		}
	}
	for _, c := range []struct {
		s    ppp.SLARP
		good bool
	}{
		{ppp.SLARP{Code: ppp.SLARPRequest}, true},
		{ppp.SLARP{Code: ppp.SLARPKeepalive, Reliability: 0xffff}, true},
		{ppp.SLARP{Code: ppp.SLARPKeepalive}, false},
	} {
		if err := c.s.Err(); (err == nil) != c.good {
			t.Errorf("%+v: %v", c.s, err)
		}
	}
}

// TestControlErr: codes of control protocols, values of CHAP, a vendor's packet of LCP, and the bits of control messages of L2TP.
func TestControlErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&ppp.LCP{Code: ppp.CodeVendor, Data: make([]byte, 4)}, true},
		{&ppp.LCP{Code: ppp.CodeVendor, Data: make([]byte, 3)}, false},
		{&ppp.LCP{Code: ppp.CodeEchoRequest}, true},
		{&ppp.IPCP{Code: ppp.CodeCodeReject}, true},
		{&ppp.IPCP{Code: ppp.CodeProtocolReject}, false},
		{&ppp.IPV6CP{Code: ppp.CodeVendor}, false},
		{&ppp.MPLSCP{Code: ppp.CodeEchoReply}, false},
		{&ppp.CCP{Code: ppp.CodeResetAck}, true},
		{&ppp.CCP{Code: ppp.CodeIdentification}, false},
		{&ppp.CHAP{Code: ppp.CHAPChallenge, Value: []byte{1}}, true},
		{&ppp.CHAP{Code: ppp.CHAPResponse}, false},
		{&ppp.L2TPv3{}, true},
		{&ppp.L2TPv3{Control: true, HasLength: true}, false},
		{&ppp.L2TPv3{Control: true, HasLength: true, HasSeq: true}, true},
		{&ppp.L2TP{Control: true, HasLength: true, HasSeq: true}, true},
		{&ppp.L2TP{Control: true, HasSeq: true}, false},
		{&ppp.L2TP{Control: true, HasLength: true, HasSeq: true, HasOffset: true}, false},
		{&ppp.EAPOLKey{Descriptor: 2, RSN: &ppp.RSNKey{Data: ppp.KeyData{0xdd, 1, 0}}}, true},
		{&ppp.EAPOLKey{Descriptor: 2, RSN: &ppp.RSNKey{Data: ppp.KeyData{0xdd, 2, 0}}}, false},
		{&ppp.EAPOLKey{Descriptor: 2, RSN: &ppp.RSNKey{Data: ppp.KeyData{0xdd, 2, 0}, EncryptedData: true}}, true},
		{&ppp.EAPOLKey{Descriptor: 254, RSN: &ppp.RSNKey{Data: ppp.KeyData{0xdd}}}, true},
		{&ppp.EAPOLKey{Descriptor: 254, RSN: &ppp.RSNKey{Data: ppp.KeyData{0xdd}, Pairwise: true}}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}
