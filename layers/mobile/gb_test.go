package mobile_test

import (
	"encoding/hex"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/mobile"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

func TestNS(t *testing.T) {
	n := packet.Get[mobile.NS](stack(t, "ns-reset"))
	equal(t, "reset", []any{n.Type.String(), n.IE(mobile.NSCause).Cause(), n.IE(mobile.NSVCI).Uint(), n.IE(mobile.NSEI).Uint(), len(n.Rest)}, []any{"NS-RESET", "O&M intervention", uint64(7), uint64(101), 0})
	equal(t, "wide", packet.Get[mobile.NS](stack(t, "ns-wide")).IEs[0], mobile.NSIE{Type: mobile.NSCause, Wide: true, Value: []byte{5}})
	n = packet.Get[mobile.NS](stack(t, "ns-config"))
	equal(t, "endpoints", []any{n.EndFlag, n.IE(mobile.NSIPv4List).Endpoints()}, []any{uint8(1), []mobile.NSEndpoint{
		{Addr: netip.MustParseAddrPort("192.0.2.1:2157"), SignallingShare: 1, DataShare: 2}, {Addr: netip.MustParseAddrPort("198.51.100.2:2158"), SignallingShare: 3},
	}})
	six := packet.Get[mobile.NS](stack(t, "ns-config6")).IE(mobile.NSIPv6List).Endpoints()
	equal(t, "six", six, []mobile.NSEndpoint{{Addr: netip.MustParseAddrPort("[2001:db8::1]:2157"), SignallingShare: 1, DataShare: 1}})
	n = packet.Get[mobile.NS](stack(t, "ns-size"))
	equal(t, "size", []any{n.IE(mobile.NSResetFlag).Uint(), n.IE(mobile.NSMaxVCs).Uint(), n.IE(mobile.NSIPv4Count).Uint(), n.IE(mobile.NSIPAddress)}, []any{uint64(1), uint64(8), uint64(4), (*mobile.NSIE)(nil)})
	n = packet.Get[mobile.NS](stack(t, "ns-delete"))
	equal(t, "delete", []any{n.HasTransaction(), n.Transaction, n.IE(mobile.NSEI).Uint(), n.IE(mobile.NSIPAddress).Addr()}, []any{true, uint8(3), uint64(101), netip.MustParseAddr("192.0.2.1")})
	n = packet.Get[mobile.NS](stack(t, "sndcp-ip"))
	equal(t, "data", []any{n.Type, n.BVCI, n.String()}, []any{mobile.NSUnitData, uint16(2), "NS NS-UNITDATA, BVCI 2"})
}

// TestNSRecognized: what is on the port of NS and is none is left alone.
func TestNSRecognized(t *testing.T) {
	for data, want := range map[string]bool{
		"": false, "0a": true, "0a0a": false, "0b": true, "01": false, "14": false, "06": true,
		"02008101018200070482": false, "020081010182000704820065": true, "028081": false,
		"00000000230482000a": true, "000400002304820002": false, "00000000030482000a": false, "000000002304820002ff": false,
		"0000000201c0123456000004": false, "0000000201c01234560000040e": false, "0000000201c01234560000040e8a": true, "0000000201c0123456000004088842f010": false,
		"0f": true, "0f01048200650c8100": false, "0f0104820065": true, "0c04820065": false, "0c0482006503": true, "0c": false,
	} {
		b, err := hex.DecodeString(data)
		if err != nil {
			t.Fatal(err)
		}
		if got := (*mobile.NS)(nil).Recognizes(b); got != want {
			t.Errorf("%s: %v", data, got)
		}
	}
}

func TestBSSGP(t *testing.T) {
	b := packet.Get[mobile.BSSGP](stack(t, "bssgp-reset"))
	cell := b.IE(mobile.BSSGPCell)
	area, err := cell.Area()
	id, err2 := cell.Cell()
	equal(t, "reset", []any{b.Type.String(), b.IE(mobile.BSSGPBVCI).Uint(), b.IE(mobile.BSSGPCause).Cause(), err, err2, id, area.PLMN(), area.LAC, area.RAC},
		[]any{"BVC-RESET", uint64(2), "O&M intervention", error(nil), error(nil), uint16(1234), "240-01", uint16(0xfffe), uint8(1)})
	b = packet.Get[mobile.BSSGP](stack(t, "bssgp-paging"))
	who, err := b.IE(mobile.BSSGPIMSI).Identity()
	equal(t, "imsi", []any{who.Digits(), who.Type, err, b.IE(mobile.BSSGPPTMSI).Uint()}, []any{"240012143658709", mobile.L3IMSI, error(nil), uint64(0xc0000001)})
	equal(t, "control", b.IsData(), false)
	p := stack(t, "gmm-attach-accept")
	b = packet.Get[mobile.BSSGP](p)
	equal(t, "down", []any{b.IsData(), b.TLLI, b.Command, b.Data, b.IE(mobile.BSSGPLifetime).Uint(), b.LLC.Short, len(b.IEs), b.IE(mobile.BSSGPTag)}, []any{true, uint32(0xc0123456), true, false, uint64(600), true, 2, (*mobile.BSSGPIE)(nil)})
	if _, err := (mobile.BSSGPIE{Type: mobile.BSSGPTLLI, Value: make([]byte, 4)}).Cell(); !errors.Is(err, codec.ErrLength) {
		t.Errorf("a cell of a TLLI: %v", err)
	}
}

func TestGPRSLLC(t *testing.T) {
	l := packet.Get[mobile.GPRSLLC](stack(t, "sndcp-sack"))
	equal(t, "sack", []any{l.Format().String(), l.Sent(), l.Acked(), l.Supervise, l.BitmapSize, l.Bitmap, l.SAPI.String()}, []any{"I", uint16(300), uint16(17), uint8(3), uint8(1), []byte{0x80, 1}, "LL3"})
	l = packet.Get[mobile.GPRSLLC](stack(t, "llc-rr"))
	equal(t, "rr", []any{l.Format(), l.Acked(), l.Sent(), l.CarriesData(), l.Unnumbered()}, []any{mobile.GPRSLLCS, uint16(66), uint16(0), false, ""})
	l = packet.Get[mobile.GPRSLLC](stack(t, "llc-xid"))
	equal(t, "xid", []any{l.Format(), l.Unnumbered(), l.Command, l.Acked()}, []any{mobile.GPRSLLCU, "XID", true, uint16(0)})
	p := stack(t, "llc-ciphered")
	l = packet.Get[mobile.GPRSLLC](p)
	equal(t, "ciphered", []any{l.Format(), l.Sent(), l.Ciphered, l.SecretFCS, packet.Get[mobile.SM](p) == nil, packet.Get[mobile.GMM](p) == nil}, []any{mobile.GPRSLLCUI, uint16(5), true, uint32(0x272625), true, true})
	for c := range p.Checksums() {
		if c.Layer.Name() == "GPRSLLC" {
			t.Errorf("a ciphered frame has the checksum %+v", c)
		}
	}
}

// TestFCS: the frame check sequence is verified and filled, of the first bytes alone where the frame is not protected.
func TestFCS(t *testing.T) {
	for _, name := range []string{"sndcp-ip", "gmm-attach"} {
		data, link := bytesOf(t, name)
		end := len(data) - 1
		for at, want := range map[int]codec.SumState{end: codec.SumBad, end - 3: codec.SumGood} {
			if at != end && name == "gmm-attach" {
				want = codec.SumBad // it is protected
			}
			data[at] ^= 0x10
			found := 0
			for c := range packet.New(data, link).Checksums() {
				if c.Layer.Name() == "GPRSLLC" {
					found++
					equal(t, name, c.State, want)
				}
			}
			equal(t, name, found, 1)
			data[at] ^= 0x10
		}
	}
}

func TestSNDCP(t *testing.T) {
	s := packet.Get[mobile.SNDCP](stack(t, "sndcp-ip"))
	equal(t, "header", []any{s.NSAPI, s.Number, s.Segment, s.First, s.More}, []any{uint8(5), uint16(0x21), uint8(0), true, false})
	for name, want := range map[string][2]bool{
		"sndcp-ip": {true, false}, "sndcp-ipv6": {false, true}, "sndcp-acked": {true, false}, "sndcp-sack": {true, false}, "sndcp-first": {}, "sndcp-next": {}, "sndcp-compressed": {},
	} {
		p := stack(t, name)
		n := 0
		for range packet.All[layers.IPv4](p) {
			n++
		}
		equal(t, name, [2]bool{n == 2, packet.Get[layers.IPv6](p) != nil}, want)
	}
}

func TestSM(t *testing.T) {
	s := packet.Get[mobile.SM](stack(t, "sm-activate"))
	m := s.Message.(*mobile.SMActivation)
	equal(t, "activate", []any{s.Type.String(), m.NSAPI, m.SAPI, m.QoS.Delay, m.QoS.Mean, len(m.QoS.Later), m.Address.Type, s.IE(mobile.SMName).Name()}, []any{"Activate PDP Context Request", uint8(5), uint8(3), uint8(3), uint8(31), 8, uint8(0x21), "internet"})
	c, err := s.IE(mobile.SMConfig).Config()
	if err != nil {
		t.Fatal(err)
	}
	p := packet.NewAt(c.Options[0].Contents, c.Options[0].Key())
	equal(t, "ipcp", []any{p.Err(), packet.Get[ppp.IPCP](p) != nil}, []any{error(nil), true})
	s = packet.Get[mobile.SM](stack(t, "sm-accept"))
	a, err := s.IE(mobile.SMAddress).Address()
	equal(t, "accept", []any{s.ToOriginator, s.Message.(*mobile.SMAccept).RadioPriority, a.Addr(), err}, []any{true, uint8(3), netip.MustParseAddr("192.0.2.1"), error(nil)})
	s = packet.Get[mobile.SM](stack(t, "sm-deactivate"))
	equal(t, "deactivate", []any{s.Message.(*mobile.SMRefusal).Cause.String(), s.IE(mobile.SMTeardown).Type, s.IE(mobile.SMName)}, []any{"regular deactivation", mobile.SMIEType(0x91), (*mobile.SMIE)(nil)})
	s = packet.Get[mobile.SM](stack(t, "sm-modify-mobile"))
	q, err := s.IE(mobile.SMQoS).QoS()
	equal(t, "modify", []any{s.IE(mobile.SMSAPI).Value, q.Precedence, err}, []any{[]byte{5}, uint8(2), error(nil)})
	s = packet.Get[mobile.SM](stack(t, "sm-long"))
	equal(t, "long", []any{s.Transaction, s.TIExtension, s.LongTI, s.String()}, []any{uint8(7), true, uint8(9), "SM SM Status, transaction 9"})
	equal(t, "second", packet.Get[mobile.SM](stack(t, "sm-second")).Message.(*mobile.SMSecondary).Linked, []byte{0})
	equal(t, "offer", packet.Get[mobile.SM](stack(t, "sm-offer")).Message.(*mobile.SMOffer).Address.Addr(), netip.MustParseAddr("192.0.2.1"))
	var mbms mobile.SM
	_, err = codec.Unmarshal([]byte{0x0a, 0x57, 1, 2}, &mbms)
	equal(t, "another message", []any{mbms.Message, mbms.IE(mobile.SMName), err}, []any{mobile.SMRaw{1, 2}, (*mobile.SMIE)(nil), error(nil)})
	equal(t, "none", (&mobile.SM{}).IE(mobile.SMName), (*mobile.SMIE)(nil))
}

func TestGMM(t *testing.T) {
	g := packet.Get[mobile.GMM](stack(t, "gmm-attach"))
	m := g.Message.(*mobile.GMMAttach)
	equal(t, "attach", []any{g.Type.String(), m.CKSN, m.AttachType, m.Identity.Digits(), m.Area.PLMN(), len(m.Radio), g.IE(mobile.GMMSignature).Uint(), len(m.Rest)}, []any{"Attach Request", uint8(7), uint8(1), "240012143658709", "240-01", 9, uint64(0x010203), 0})
	g = packet.Get[mobile.GMM](stack(t, "gmm-attach-accept"))
	i, err := g.IE(mobile.GMMPTMSI).Identity()
	equal(t, "accept", []any{i.TMSI(), err, mobile.GMMCause(g.IE(mobile.GMMCauseIE).Value[0]).String(), len(g.Message.(*mobile.GMMAttached).IEs)}, []any{uint32(0xc0000001), error(nil), "MSC temporarily not reachable", 6})
	equal(t, "signature of a detach", packet.Get[mobile.GMM](stack(t, "gmm-detach")).IE(mobile.GMMSignature).Value, []byte{1, 2, 3})
	equal(t, "detach", packet.Get[mobile.GMM](stack(t, "gmm-detach")).Message.(*mobile.GMMDetach).DetachType, uint8(9))
	equal(t, "challenge", len(packet.Get[mobile.GMM](stack(t, "gmm-challenge")).IE(mobile.GMMRAND).Value), 16)
	equal(t, "response", packet.Get[mobile.GMM](stack(t, "gmm-response")).IE(mobile.GMMSRES).Uint(), uint64(0x01020304))
	equal(t, "answer", packet.Get[mobile.GMM](stack(t, "gmm-answer")).Message.(*mobile.GMMAnswer).Identity.Digits(), "240012143658709")
	equal(t, "raw", packet.Get[mobile.GMM](stack(t, "gmm-detach-accept")).Message, mobile.GMMMessage(mobile.GMMRaw{0}))
	for _, n := range []string{"update", "update-accept", "update-reject", "service", "allocate", "ask", "status", "information", "attach-reject", "update-complete"} {
		p := stack(t, "gmm-"+n)
		_, raw := packet.Get[mobile.GMM](p).Message.(mobile.GMMRaw)
		equal(t, n, []any{raw, p.Err()}, []any{false, error(nil)})
	}
}

// TestGbBuild: lengths, the frame check sequence and the numbers of what follows are filled.
func TestGbBuild(t *testing.T) {
	e := codec.Encoder{Derive: codec.All, Links: layers.Links()}
	stack := []any{
		&mobile.NS{BVCI: 2}, &mobile.BSSGP{Type: mobile.BSSGPUplink, TLLI: 0xc0123456, IEs: []mobile.BSSGPIE{{Type: mobile.BSSGPAlignment, Value: []byte{0}}}},
		&mobile.GPRSLLC{Control: 0xc0, NumberLow: 5, Protected: true}, &mobile.SM{Type: mobile.SMStatus, Message: &mobile.SMRefusal{Cause: 81}},
	}
	const want = "00000002" + "01c0123456000000" + "008100" + "0e0009" + "01c015" + "0a5551"
	out, err := e.Marshal(stack...)
	if got := hex.EncodeToString(out); err != nil || len(got) != len(want)+6 || got[:len(want)] != want {
		t.Errorf("%s, want %s and three bytes, %v", got, want, err)
	}
	stack[1].(*mobile.BSSGP).LLC.Short = true
	out, err = e.Marshal(stack...)
	if got := hex.EncodeToString(out); err != nil || !strings.Contains(got, "0e8901c015") {
		t.Errorf("a short length: %s, %v", got, err)
	}
	for name, v := range map[string][]any{
		"a length that is too short":  {&mobile.BSSGP{LLC: mobile.BSSGPLLC{Short: true}}, make([]byte, 128)},
		"a payload that has no place": {&mobile.BSSGP{Type: mobile.BSSGPReset}, []byte{1}},
		"an LLC PDU as an element":    {&mobile.BSSGP{IEs: []mobile.BSSGPIE{{Type: mobile.BSSGPLLCPDU}}}, []byte{1}},
		"wide, and long":              {&mobile.NS{Type: mobile.NSReset, IEs: []mobile.NSIE{{Wide: true, Value: make([]byte, 128)}}}},
		"a flag of two bytes":         {&mobile.NS{Type: mobile.NSReset, IEs: []mobile.NSIE{{Type: mobile.NSResetFlag, Value: make([]byte, 2)}}}},
		"a SAPI of two bytes":         {&mobile.SM{Message: &mobile.SMElements{IEs: []mobile.SMIE{{Type: mobile.SMSAPI, Value: make([]byte, 2)}}}}},
		"a byte with a value":         {&mobile.SM{Message: &mobile.SMElements{IEs: []mobile.SMIE{{Type: mobile.SMTeardown, Value: make([]byte, 1)}}}}},
		"a signature of four bytes":   {&mobile.GMM{Type: mobile.GMMAttachComplete, Message: &mobile.GMMElements{IEs: []mobile.GMMIE{{Type: mobile.GMMSignature, Value: make([]byte, 4)}}}}},
	} {
		if out, err := e.Marshal(v...); err == nil {
			t.Errorf("%s: %x", name, out)
		}
	}
	long := &mobile.SM{Type: mobile.SMDeactivateAccept, Message: &mobile.SMElements{IEs: []mobile.SMIE{{Type: 0x7b, Value: make([]byte, 300)}}}}
	out, err = e.Marshal(long)
	if err != nil || hex.EncodeToString(out[:5]) != "0a477b012c" {
		t.Errorf("%x, %v", out[:min(5, len(out))], err)
	}
	var back mobile.SM
	_, err = codec.Unmarshal(out, &back)
	equal(t, "long", []any{len(back.Message.(*mobile.SMElements).IEs[0].Value), err}, []any{300, error(nil)})
}

// TestGbMalformed: what is wrong is said, and where the rest can be kept it is.
func TestGbMalformed(t *testing.T) {
	for _, c := range []struct {
		name  string
		layer any
		data  string
		err   error
		keep  bool
	}{
		{"an element of NS that is cut", &mobile.NS{}, "0204820065018200", codec.ErrTruncated, true},
		{"an address of NS that is cut", &mobile.NS{}, "110482006501 0b01c00002", codec.ErrTruncated, true},
		{"no entity", &mobile.NS{}, "0c0482", codec.ErrTruncated, false},
		{"user data without an LLC PDU", &mobile.BSSGP{}, "01c01234560000040881", codec.ErrTruncated, false},
		{"user data that ends", &mobile.BSSGP{}, "01c0123456000004", codec.ErrTruncated, false},
		{"an element of BSSGP that is cut", &mobile.BSSGP{}, "2204820002078201", codec.ErrTruncated, false},
		{"a length that is cut", &mobile.BSSGP{}, "01c01234560000040e00", codec.ErrTruncated, false},
		{"another discriminator", &mobile.SM{}, "0841", codec.ErrConst, false},
		{"an extension of the transaction that is missing", &mobile.SM{}, "7a", codec.ErrTruncated, false},
		{"a quality of service of one byte", &mobile.SM{}, "0a4205 0101 03", codec.ErrTruncated, true},
		{"an element of SM that is cut", &mobile.SM{}, "0a4628 0561", codec.ErrTruncated, true},
		{"a signature that is cut", &mobile.GMM{}, "080319 0102", codec.ErrTruncated, true},
		{"no frame check sequence", &mobile.GPRSLLC{}, "01c015", codec.ErrTruncated, false},
		{"a bitmap that is cut", &mobile.GPRSLLC{}, "03000003 02ff000000", codec.ErrTruncated, false},
		{"no N-PDU number", &mobile.SNDCP{}, "6500", codec.ErrTruncated, false},
	} {
		data, err := hex.DecodeString(strings.ReplaceAll(c.data, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		_, err = codec.Unmarshal(data, c.layer)
		var e *codec.Error
		if !errors.Is(err, c.err) || !errors.As(err, &e) || e.Recovered != c.keep {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestGbErr: lengths and contents that decode and are wrong all the same.
func TestGbErr(t *testing.T) {
	for i, c := range []struct {
		v    interface{ Err() error }
		good bool
	}{
		{&mobile.BSSGP{Type: mobile.BSSGPDownlink, IEs: mobile.BSSGPIEs{{Type: mobile.BSSGPLifetime, Value: make([]byte, 2)}}}, true},
		{&mobile.BSSGP{Type: mobile.BSSGPUplink, IEs: mobile.BSSGPIEs{{Type: mobile.BSSGPLifetime, Value: make([]byte, 2)}}}, false},
		{&mobile.BSSGP{Type: mobile.BSSGPDownlink}, false},
		{&mobile.BSSGP{Type: mobile.BSSGPDownlinkMBMS}, false},
		{&mobile.BSSGP{Type: mobile.BSSGPReset}, true},
		{mobile.NSIE{Type: mobile.NSEI, Value: make([]byte, 2)}, true},
		{mobile.NSIE{Type: mobile.NSEI, Value: make([]byte, 3)}, false},
		{mobile.NSIE{Type: mobile.NSIPv4List, Value: make([]byte, 16)}, true},
		{mobile.NSIE{Type: mobile.NSIPv4List, Value: make([]byte, 9)}, false},
		{mobile.NSIE{Type: mobile.NSIPAddress, Value: []byte{7}}, false},
		{&mobile.NS{Type: mobile.NSReset, Rest: []byte{1}}, false},
		{mobile.BSSGPIE{Type: mobile.BSSGPTLLI, Value: make([]byte, 4)}, true},
		{mobile.BSSGPIE{Type: mobile.BSSGPTLLI, Value: make([]byte, 3)}, false},
		{mobile.BSSGPIE{Type: mobile.BSSGPIMSI}, false},
		{mobile.BSSGPIE{Type: mobile.BSSGPRoutingArea, Value: []byte{0x42, 0xf0, 0x10, 0, 1, 1}}, true},
		{mobile.BSSGPIE{Type: mobile.BSSGPRoutingArea, Value: []byte{0x42, 0xea, 0x10, 0, 1, 1}}, false},
		{mobile.BSSGPIEs{{Type: mobile.BSSGPTag, Value: []byte{1}}}, true},
		{mobile.BSSGPIEs{{Type: mobile.BSSGPTag, Value: []byte{1}}, {Type: mobile.BSSGPTag}}, false},
	} {
		if err := c.v.Err(); (err == nil) != c.good {
			t.Errorf("%d: %+v: %v", i, c.v, err)
		}
	}
}

// TestGbCapture: a context is asked for and granted over the Gb interface, as a real network did it.
func TestGbCapture(t *testing.T) {
	data := os.Getenv("WIRETAG_DATA")
	if data == "" {
		t.Skip("WIRETAG_DATA is not set: no corpus")
	}
	r, err := pcapio.Open(filepath.Join(data, "corpus", "captures", "zeek", "tunnels__gtp__gtp_create_pdp_ctx.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got [][]any
	for {
		b, info, err := r.Next()
		if err != nil {
			break
		}
		p := packet.New(b, info.LinkType)
		s := packet.Get[mobile.SM](p)
		if s == nil {
			continue
		}
		for c := range p.Checksums() {
			equal(t, c.Layer.Name(), c.State, codec.SumGood)
		}
		c, err := s.IE(mobile.SMConfig).Config()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, []any{packet.Get[mobile.BSSGP](p).Type.String(), s.Type.String(), len(c.Options)})
	}
	equal(t, "messages", got, [][]any{{"UL-UNITDATA", "Activate PDP Context Request", 1}, {"DL-UNITDATA", "Activate PDP Context Accept", 2}})
}
