package dot11_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/packet"
)

var equal = vectors.Equal

var (
	am = layers.MAC{0, 0, 0x5e, 0, 0x53, 1}
	bm = layers.MAC{0, 0, 0x5e, 0, 0x53, 2}
	cm = layers.MAC{0, 0, 0x5e, 0, 0x53, 3}
	dm = layers.MAC{0, 0, 0x5e, 0, 0x53, 4}
)

func TestHeader(t *testing.T) {
	h := vectors.Layer[dot11.Header](t, "data")
	equal(t, "data", *h, dot11.Header{Type: dot11.TypeData, ToDS: true, Duration: 44, Addr1: cm, Addr2: am, Addr3: bm, Sequence: 77})
	h = vectors.Layer[dot11.Header](t, "data-4")
	equal(t, "data-4", [4]layers.MAC{h.Receiver(), h.Transmitter(), h.Destination(), h.Source()}, [4]layers.MAC{cm, am, bm, dm})
	h = vectors.Layer[dot11.Header](t, "data-qos-ht")
	equal(t, "data-qos-ht", [2]any{h.TID, h.HTControl}, [2]any{uint8(6), dot11.HTControl(3)})
	h = vectors.Layer[dot11.Header](t, "ps-poll")
	equal(t, "ps-poll", h.AssociationID(), uint16(5))
	if b, ok := h.BSSID(); !ok || b != cm {
		t.Errorf("ps-poll: BSSID %v", b)
	}
	h = vectors.Layer[dot11.Header](t, "wrapper")
	equal(t, "wrapper", [3]any{h.CarriedSubtype(), h.WrapperHTC, h.Addr2}, [3]any{dot11.SubtypeBlockAckReq, dot11.HTControl(0x80000000), am})
	if r := vectors.Layer[dot11.BlockAckReq](t, "wrapper"); r.Variant != dot11.BlockAckCompressed || r.TIDInfo != 5 || !r.NoAck {
		t.Errorf("wrapper: %+v", r)
	}
	equal(t, "data-fragment", vectors.Layer[dot11.Header](t, "data-fragment").IsFragment(), true)
	equal(t, "dmg-dts", vectors.Layer[dot11.DMGDTS](t, "dmg-dts"), &dot11.DMGDTS{Src: am, Dst: cm})
}

func TestBodies(t *testing.T) {
	b := vectors.Layer[dot11.Beacon](t, "beacon")
	equal(t, "beacon", [4]any{b.Timestamp, b.Interval, b.Capabilities.String(), len(b.Elements)},
		[4]any{uint64(0x123456789), uint16(100), "ESS|Privacy|ShortPreamble|ShortSlot", 8})
	equal(t, "ssid", dot11.SSIDOf(b.Elements), "wiretag")
	r := vectors.Layer[dot11.ReassocResp](t, "reassoc-resp")
	equal(t, "reassoc-resp", [2]any{r.Status, r.AID}, [2]any{dot11.StatusAPFull, uint16(0xc001)})
	equal(t, "reassoc-req", vectors.Layer[dot11.ReassocReq](t, "reassoc-req").CurrentAP, dm)
	equal(t, "deauth", vectors.Layer[dot11.Deauth](t, "deauth").Reason, dot11.ReasonClass3Frame)
	equal(t, "challenge", len(vectors.Layer[dot11.Auth](t, "auth-challenge").Elements[0].Data), 128)
	sae := vectors.Layer[dot11.Auth](t, "auth-sae-commit").SAE
	if _, scalar, element, ok := sae.Commit(); !ok || sae.Group != 19 || len(scalar) != 32 || len(element) != 64 {
		t.Errorf("sae: %+v", sae)
	}
	equal(t, "sae confirm", vectors.Layer[dot11.Auth](t, "auth-sae-confirm").SAE.SendConfirm, uint16(1))
	fils := vectors.Layer[dot11.Auth](t, "auth-fils-key").FILS
	if key, elements, ok := fils.Split(); !ok || fils.Group != 19 || len(key) != 64 || key[63] != 63 || len(elements) != 1 || elements[0].ID != dot11.ElementExtension {
		t.Errorf("fils: %+v", fils)
	}
	equal(t, "fils refused", len(vectors.Layer[dot11.Auth](t, "auth-fils-refused").Elements), 1)
	ba := vectors.Layer[dot11.BlockAck](t, "ba")
	equal(t, "ba", ba.Info, dot11.BlockAckInfo(&dot11.BlockAckBitmap{Start: 0x123, Bitmap: []byte{0, 1, 2, 3, 4, 5, 6, 7}}))
	stations := vectors.Layer[dot11.BlockAck](t, "ba-multi-sta").Info.(*dot11.BlockAckStations).Stations
	equal(t, "ba-multi-sta", [3]any{len(stations), stations[0].Start, stations[1].AckType}, [3]any{2, uint16(0x123), true})
	tids := vectors.Layer[dot11.BlockAck](t, "ba-multi-tid").Info.(*dot11.BlockAckTIDs).TIDs
	equal(t, "ba-multi-tid", [3]any{len(tids), tids[1].TID, tids[1].Start}, [3]any{2, uint8(5), uint16(0x456)})
	n := vectors.Layer[dot11.NDPAnnouncement](t, "vht-ndpa")
	equal(t, "vht-ndpa", [2]any{n.Token, n.Stations}, [2]any{uint8(5), dot11.NDPAInfo(&dot11.NDPAStations{Stations: []dot11.NDPAStation{{AID: 5, Nc: 1}}})})
	tr := vectors.Layer[dot11.Trigger](t, "trigger")
	equal(t, "trigger", [3]any{tr.Type, len(tr.Users), len(tr.Padding)}, [3]any{dot11.TriggerBasic, 2, 1})
}

func TestElements(t *testing.T) {
	view := func(name string, id dot11.ElementID) any {
		t.Helper()
		e := dot11.FindElement(vectors.Layer[dot11.Beacon](t, name).Elements, id)
		if e == nil {
			t.Fatalf("%s: no %s", name, id)
		}
		v, err := e.View()
		if err != nil {
			t.Errorf("%s: %v", id, err)
		}
		return v
	}
	equal(t, "tim", view("beacon", dot11.ElementTIM), &dot11.TIM{Period: 3, Multicast: true, Bitmap: []byte{0x24, 0x10}})
	if m := view("beacon", dot11.ElementTIM).(*dot11.TIM); !m.Has(2) || m.Has(3) || !m.Has(12) {
		t.Error("tim: bits")
	}
	equal(t, "country", view("beacon", dot11.ElementCountry), &dot11.Country{Code: "DE", Environment: ' ', Triplets: []dot11.CountryTriplet{{1, 13, 20}}})
	rates := view("beacon", dot11.ElementRates).(*dot11.Rates).Rates
	equal(t, "rates", [3]any{len(rates), rates[2].Kbps(), rates[2].IsBasic()}, [3]any{8, 5500, true})
	rsn := view("beacon", dot11.ElementRSN).(*dot11.RSN)
	equal(t, "rsn", [3]any{rsn.Group.Suite, rsn.Pairwise, rsn.AKM},
		[3]any{dot11.CipherCCMP128, dot11.Suites{dot11.CipherCCMP128}, dot11.Suites{dot11.AKMPSK, dot11.AKMSAE}})
	equal(t, "rsn tail", [4]any{rsn.MFPRequired(), rsn.MFPCapable(), len(rsn.PMKIDs), rsn.GroupMgmt.Suite}, [4]any{true, true, 1, dot11.CipherBIPCMAC128})
	ht := view("beacon-elements", dot11.ElementHTCapabilities).(*dot11.HTCapabilities)
	equal(t, "ht", [4]any{ht.Width40, ht.ShortGI20, ht.LDPC, ht.MaxAMPDU}, [4]any{true, true, false, uint8(3)})
	vht := view("beacon-elements", dot11.ElementVHTCapabilities).(*dot11.VHTCapabilities)
	equal(t, "vht", [3]any{vht.MaxMPDU, vht.RxLDPC, vht.RxMCS}, [3]any{uint8(2), true, uint16(0xfffa)})
	wpa, ok := view("beacon-elements", dot11.ElementVendor).(*dot11.WPA)
	if !ok || wpa.AKM[0] != 0x0050f202 {
		t.Errorf("wpa: %+v", wpa)
	}
	elements := vectors.Layer[dot11.Beacon](t, "beacon-elements").Elements
	extended := func(id dot11.ExtendedID) any {
		v, err := dot11.FindExtended(elements, id).View()
		if err != nil {
			t.Errorf("%s: %v", id, err)
		}
		return v
	}
	he := extended(dot11.ExtendedHECapabilities).(*dot11.HECapabilities)
	equal(t, "he", [3]any{he.PHY.Width, he.RxMCS80, he.Has160()}, [3]any{uint8(0x22), uint16(0xfffa), false})
	equal(t, "he operation", extended(dot11.ExtendedHEOperation).(*dot11.HEOperation).Color, uint8(5))
	if a, ok := extended(dot11.ExtendedMultiLink).(*dot11.MultiLink).MLDAddress(); !ok || a != dm {
		t.Errorf("multi-link: %v", a)
	}
	found := false
	for i := range elements {
		v, err := elements[i].View()
		if err != nil {
			t.Errorf("%s: %v", &elements[i], err)
		}
		if w, ok := v.(*dot11.WMM); ok {
			p, err := w.View()
			if m, ok := p.(*dot11.WMMParameters); !ok || err != nil || len(m.Records) != 4 || m.Records[3].TXOP != 47 {
				t.Errorf("wmm: %+v %v", p, err)
			}
			found = true
		}
	}
	equal(t, "wmm", found, true)
}

func TestActions(t *testing.T) {
	view := func(name string) any {
		t.Helper()
		v, err := vectors.Layer[dot11.Action](t, name).View()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return v
	}
	a := view("action-addba").(*dot11.ADDBARequest)
	equal(t, "addba", [5]any{a.Token, a.Immediate, a.TID, a.BufferSize, a.Start}, [5]any{uint8(9), true, uint8(0), uint16(64), uint16(0x123)})
	d := view("action-delba").(*dot11.DELBA)
	equal(t, "delba", [2]any{d.Initiator, d.Reason}, [2]any{true, dot11.Reason(37)})
	g := view("action-gas").(*dot11.GASRequest)
	q, err := dot11.ParseANQP(g.Query)
	if err != nil || len(q.Elements) != 1 || q.Elements[0].ID != 256 {
		t.Errorf("anqp: %+v %v", q, err)
	}
	equal(t, "ft", view("action-ft").(*dot11.FTRequest).Target, dm)
	b := view("action-btm").(*dot11.BTMRequest)
	equal(t, "btm", [3]any{b.Candidates, b.Timer, len(b.Elements)}, [3]any{true, uint16(100), 1})
	equal(t, "saquery", view("action-saquery").(*dot11.SAQuery).Transaction, uint16(77))
	equal(t, "vendor", view("action-vendor").(*dot11.VendorAction).OUI, dot11.OUIMicrosoft)
	equal(t, "tdls", view("tdls").(*dot11.TDLSTeardown).Reason, dot11.Reason(25))
	mesh := view("action-mesh").(*dot11.ElementList)
	r, _ := mesh.Elements[0].View()
	equal(t, "rann", r.(*dot11.RANN).Interval, uint32(5000))
}

func TestData(t *testing.T) {
	p := vectors.Packet(t, "amsdu")
	var names []string
	for l := range p.Layers() {
		names = append(names, l.Name())
	}
	equal(t, "amsdu", strings.Join(names, " "), "Dot11 Dot11AMSDU LLC SNAP IPv4 UDP Payload Padding Dot11AMSDU LLC SNAP IPv4 UDP Payload")
	equal(t, "amsdu padding", vectors.Packet(t, "amsdu").Layer(7).Header(), []byte{0, 0, 0})
	equal(t, "wep", vectors.Layer[dot11.WEP](t, "data-wep"), &dot11.WEP{IV: 0x010203, KeyID: 1, ICV: 0x07000000})
	equal(t, "tkip", vectors.Layer[dot11.TKIP](t, "data-tkip").TSC(), uint64(1))
	equal(t, "ccmp", vectors.Layer[dot11.CCMP](t, "data-ccmp").PN(), uint64(1))
	vectors.Layer[dot11.CCMP](t, "deauth-protected")
	m := vectors.Layer[dot11.Mesh](t, "mesh-group")
	equal(t, "mesh", *m, dot11.Mesh{Extension: 1, TTL: 31, Sequence: 99, Addr4: dm})
	vectors.Layer[layers.UDP](t, "mesh")
	vectors.Layer[layers.UDP](t, "data-bare")
}

func TestRadio(t *testing.T) {
	r := vectors.Layer[dot11.RadioTap](t, "radiotap")
	ts, _ := r.Fields.TSFT()
	rate, _ := r.Fields.Rate()
	signal, _ := r.Fields.Signal()
	noise, _ := r.Fields.Noise()
	channel, _ := r.Fields.Channel()
	equal(t, "radiotap", [5]any{ts, rate, signal, noise, channel},
		[5]any{uint64(1234), 6000, int8(-60), int8(-96), dot11.RadioChannel{Frequency: 2437, Flags: dot11.Channel2GHz | dot11.ChannelCCK}})
	for name, want := range map[string]codec.SumState{"radiotap": codec.SumGood, "radiotap-bad-fcs": codec.SumBad} {
		found := false
		for c := range vectors.Packet(t, name).Checksums() {
			if c.Field == "FCS" {
				found = true
				equal(t, name, c.State, want)
			}
		}
		equal(t, name, found, true)
	}
	r = vectors.Layer[dot11.RadioTap](t, "radiotap-antennas")
	var got []string
	for _, f := range r.Fields.List {
		got = append(got, f.Bit.String()+" "+strings.Repeat("+", f.Namespace))
	}
	equal(t, "antennas", strings.Join(got, ","), "dBm Antenna Signal ,RX Flags ,dBm Antenna Signal +,Antenna +,dBm Antenna Signal ++,Antenna ++")
	v, err := vectors.Layer[dot11.RadioTap](t, "radiotap-vendor").Fields.List[1].View()
	if w, ok := v.(*dot11.RadioTapVendor); !ok || err != nil || w.OUI != 0x00005e || string(w.Data) != "abc" {
		t.Errorf("vendor: %+v %v", v, err)
	}
	for i, name := range []string{"radiotap-ht", "radiotap-vht", "radiotap-he", "radiotap-xchannel", "radiotap-tlv"} {
		for _, f := range vectors.Layer[dot11.RadioTap](t, name).Fields.List {
			if v, err := f.View(); err != nil {
				t.Errorf("%s: %+v %v", name, v, err)
			}
		}
		if n := len(vectors.Layer[dot11.RadioTap](t, name).Fields.List); n != []int{2, 2, 4, 1, 2}[i] {
			t.Errorf("%s: %d fields", name, n)
		}
	}
	vectors.Layer[layers.UDP](t, "radiotap-pad")
	// The rates that tcpdump prints.
	for _, c := range []struct {
		mcs         int
		wide, short bool
		kbps        int
	}{{7, false, true, 72222}, {15, true, true, 300000}, {32, true, true, 6666}, {32, false, false, 0}, {33, true, true, 90000}, {76, true, true, 495000}, {77, true, true, 0}} {
		equal(t, "rate", dot11.HTRate(c.mcs, c.wide, c.short), c.kbps)
	}
	for _, name := range []string{"prism", "prism-madwifi"} {
		v, ok := vectors.Layer[dot11.Prism](t, name).Value(6)
		equal(t, name, [2]any{v, ok}, [2]any{uint32(16), true})
	}
	equal(t, "prism-big", vectors.Layer[dot11.PrismBE](t, "prism-big").Items[9].ID.String(), "Frame Length")
	a := vectors.Layer[dot11.AVS](t, "avs-2")
	equal(t, "avs", [4]any{a.Version(), a.Signal, a.Sequence, a.Receiver}, [4]any{uint8(2), int32(-60), uint32(9), bm})
}

// TestMalformed: what is wrong with each, and that the bytes are kept.
func TestMalformed(t *testing.T) {
	for _, c := range []struct {
		name  string
		lt    capture.LinkType
		hex   string
		layer string
		err   error
	}{
		{"empty frame", 105, "", "Dot11", codec.ErrTruncated},
		{"one byte", 105, "80", "Dot11", codec.ErrTruncated},
		{"cut in an address", 105, "d400000000005e", "Dot11", codec.ErrTruncated},
		{"unknown version: all of it is a payload", 105, "8300" + strings.Repeat("00", 30), "", nil},
		{"radiotap shorter than its words", 127, "0000060000000000", "RadioTap", codec.ErrTruncated},
		{"radiotap longer than the packet", 127, "0000200000000000", "RadioTap", codec.ErrTruncated},
		{"radiotap announces a word that is not there", 127, "0000080000000080", "RadioTap", codec.ErrTruncated},
		{"radiotap announces a field that is not there", 127, "0000080001000000d400000000005e005301", "", nil},
		{"radiotap announces a check sequence that is not there", 127, "000009000200000010d400", "RadioTap", codec.ErrTruncated},
		{"vendor fields beyond the header", 127, "00000e000000004000005e010900d400000000005e005301", "", nil},
		{"prism longer than the packet", 119, "4400000090000000", "Prism", codec.ErrTruncated},
		{"avs shorter than its fields", 163, "8021100100000010" + strings.Repeat("00", 64), "AVS", codec.ErrLength},
		{"element beyond the frame", 105, "40000000ffffffffffff00005e00530100005e0053030000" + "000561", "Dot11ProbeReq", codec.ErrTruncated},
		{"half an element", 105, "40000000ffffffffffff00005e00530100005e0053030000" + "00", "Dot11ProbeReq", codec.ErrTruncated},
		{"beacon without its fixed fields", 105, "80000000ffffffffffff00005e00530100005e0053030000" + "0000", "Dot11Beacon", codec.ErrTruncated},
		{"WEP without its check value", 105, "08400000ffffffffffff00005e00530100005e0053030000" + "01020300ffff", "Dot11WEP", codec.ErrTruncated},
		{"block ack of an unknown variant", 105, "9400000000005e00530100005e005302" + "1e00ffff", "", nil},
		{"block ack with half a record", 105, "9400000000005e00530100005e005302" + "0600ffff", "Dot11BlockAck", codec.ErrTruncated},
		{"aggregate with a length beyond the frame", 105, "88000000ffffffffffff00005e00530100005e0053030000" + "8000" + "00005e00530200005e0053010100" + "aaaa03", "", nil},
	} {
		data, err := hex.DecodeString(c.hex)
		if err != nil {
			t.Fatal(err)
		}
		p := packet.New(data, c.lt)
		var e *codec.Error
		if errors.As(p.Err(), &e) != (c.err != nil) || c.err != nil && (!errors.Is(e, c.err) || e.Layer != c.layer) {
			t.Errorf("%s: %v (%v)", c.name, p.Err(), p)
		}
		if out, err := p.Append(nil, codec.Encoder{}); err != nil || hex.EncodeToString(out) != c.hex {
			t.Errorf("%s: %x %v", c.name, out, err)
		}
	}
	for _, c := range []struct {
		name string
		e    dot11.Element
	}{
		{"more suites than there are", dot11.Element{ID: dot11.ElementRSN, Data: []byte{1, 0, 0, 15, 0xac, 4, 9, 0, 0, 15, 0xac, 4}}},
		{"half a version", dot11.Element{ID: dot11.ElementRSN, Data: []byte{1}}},
		{"half of the capabilities", dot11.Element{ID: dot11.ElementRSN, Data: []byte{1, 0, 0, 15, 0xac, 4, 0, 0, 0, 0, 1}}},
		{"an extended element without its ID", dot11.Element{ID: dot11.ElementExtension}},
		{"channel of two bytes", dot11.Element{ID: dot11.ElementDSParameters, Data: []byte{1, 2}}},
	} {
		if v, err := c.e.View(); err == nil {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
	r := dot11.ReducedNeighbor{APs: []byte{0, 1, 115, 36, 9, 0x10, 13, 115, 36, 1}}
	if n, err := r.Neighbors(); len(n) != 1 || n[0].Networks[0] != 9 || !errors.Is(err, codec.ErrTruncated) {
		t.Errorf("neighbors beyond the element: %+v %v", n, err)
	}
}

// TestRadioBuild builds headers from fields alone.
func TestRadioBuild(t *testing.T) {
	signal := func(namespace int, dbm byte) dot11.RadioTapField {
		return dot11.RadioTapField{Bit: dot11.RadioTapSignal, Namespace: namespace, Data: []byte{dbm}}
	}
	for want, list := range map[string][]dot11.RadioTapField{
		"0000080000000000":             nil,
		"0000090020000000c8":           {signal(0, 200)},
		"00000e00200000a020000000c8c9": {signal(0, 200), signal(1, 201)},
		"00000d00000000a020000000c9":   {signal(1, 201)},
	} {
		b, err := codec.Marshal(&dot11.RadioTap{Fields: dot11.RadioTapFields{List: list}})
		if got := hex.EncodeToString(b); got != want || err != nil {
			t.Errorf("%s, %v, want %s", got, err, want)
		}
		var r dot11.RadioTap
		if _, err := codec.Unmarshal(b, &r); err != nil || !r.Fields.Equal(dot11.RadioTapFields{List: list}) {
			t.Errorf("%s: %+v, %v", want, r.Fields, err)
		}
	}
	for _, list := range [][]dot11.RadioTapField{
		{signal(0, 200), {Bit: dot11.RadioTapRate, Data: []byte{2}}}, {signal(1, 200), signal(0, 201)}, {signal(1000, 200)},
	} {
		if b, err := codec.Marshal(&dot11.RadioTap{Fields: dot11.RadioTapFields{List: list}}); !errors.Is(err, codec.ErrRange) {
			t.Errorf("%+v: %x, %v", list, b, err)
		}
	}
}
