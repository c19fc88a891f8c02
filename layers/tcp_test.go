package layers_test

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

func TestTCP(t *testing.T) {
	h := get[layers.TCP](t, dissect(t, 228, stackOf(t, "tcp-syn").data), 0)
	want(t, "String", h.String(), "TCP 49152 > 9, SYN, seq 16909060, ack 0, window 4096")
	want(t, "MSS", *view[layers.TCPMSS](t, h.Option(layers.TCPOptionMSS)), layers.TCPMSS{1460})
	want(t, "SACK permitted", *view[layers.TCPSACKPermitted](t, h.Option(layers.TCPOptionSACKPermitted)), layers.TCPSACKPermitted{})
	want(t, "timestamps", *view[layers.TCPTimestamps](t, h.Option(layers.TCPOptionTimestamps)), layers.TCPTimestamps{0x11223344, 0x55667788})
	want(t, "window scale", h.Options[4].Kind, layers.TCPOptionWindowScale) // a NOP stands before it
	want(t, "no option", h.Option(layers.TCPOptionMD5), nil)

	h = get[layers.TCP](t, dissect(t, 228, stackOf(t, "tcp-end-padding").data), 0)
	want(t, "Flags", h.Flags.String(), "FIN|RST|PSH|ACK|URG|ECE|CWR|AE")
	want(t, "Has", h.Flags.Has(layers.TCPFin|layers.TCPAE) && !h.Flags.Has(layers.TCPSyn), true)
	want(t, "End", h.Options[1].Kind, layers.TCPOptionEnd)
	want(t, "Padding", hex.EncodeToString(h.Padding), "aabbcc")
	want(t, "no flags", layers.TCPFlags(0).String(), "none")
}

func TestTCPOptionViews(t *testing.T) {
	option := func(name string, i int) *layers.TCPOption {
		return &get[layers.TCP](t, dissect(t, 228, stackOf(t, name).data), 0).Options[i]
	}
	sack := view[layers.TCPSACK](t, option("tcp-sack", 5))
	want(t, "SACK", slices.Equal(sack.Blocks, []layers.SACKBlock{{1, 2}, {3, 4}}), true)
	want(t, "MD5", view[layers.TCPMD5](t, option("tcp-md5", 0)).Digest[15], 15)
	want(t, "cookie", hex.EncodeToString(view[layers.TCPFastOpen](t, option("tcp-fast-open", 0)).Cookie), "0001020304050607")
	want(t, "user timeout", *view[layers.TCPUserTimeout](t, option("tcp-fast-open", 1)), layers.TCPUserTimeout{Minutes: true, Timeout: 5})

	m := view[layers.MPTCP](t, option("tcp-mptcp-capable", 0))
	want(t, "subtype", m.Subtype.String(), "MP_CAPABLE")
	want(t, "version", m.Low, 1)
	capable := view[layers.MPTCPCapableOption](t, m)
	want(t, "key", capable.Keys[0], 0x0001020304050607)
	want(t, "flags", capable.Checksum && capable.HMACSHA256 && !capable.NoAddress, true)
	dss := view[layers.MPTCPDSSOption](t, view[layers.MPTCP](t, option("tcp-mptcp-dss", 0)))
	want(t, "DSS", reflect.DeepEqual(dss, &layers.MPTCPDSSOption{Mapping: true, HasAck: true, Ack32: 9, Seq32: 10, SubSeq: 11, DataLen: 3, CheckData: []byte{0xbe, 0xef}}), true)
	again, err := layers.NewMPTCP(layers.MPTCPDSS, 0, dss)
	want(t, "error", err, nil)
	want(t, "there and back", reflect.DeepEqual(&again, option("tcp-mptcp-dss", 0)), true)

	for data, text := range map[string]string{
		"01c0000201": "192.0.2.1:0", "01c0000201" + "0050" + "0001020304050607": "192.0.2.1:80",
		"0120010db8000000000000000000000001" + "0050": "[2001:db8::1]:80",
	} {
		v := view[layers.MPTCPAddAddrOption](t, &layers.MPTCP{Subtype: layers.MPTCPAddAddr, Data: unhex(t, data)})
		ap, ok := v.AddrPort()
		want(t, "ADD_ADDR", ap, netip.MustParseAddrPort(text))
		want(t, "ADD_ADDR", ok, true)
	}
	_, ok := (&layers.MPTCPAddAddrOption{Data: []byte{1, 2, 3}}).AddrPort()
	want(t, "short ADD_ADDR", ok, false)

	// A view of the wrong size is an error; the bytes stay what they are.
	bad := layers.TCPOption{Kind: layers.TCPOptionMSS, Length: 5, Data: []byte{1, 2, 3}}
	_, err = bad.View()
	want(t, "MSS of 3 bytes", err != nil, true)
	v, err := (&layers.TCPOption{Kind: 200}).View()
	want(t, "unknown kind", v == nil && err == nil, true)
}

func TestTCPBuild(t *testing.T) {
	mss, err := layers.NewTCPOption(layers.TCPOptionMSS, &layers.TCPMSS{1460})
	want(t, "error", err, nil)
	b, err := codec.Marshal(&layers.TCP{Flags: layers.TCPSyn, Options: []layers.TCPOption{mss, {Kind: layers.TCPOptionNOP}}})
	want(t, "error", err, nil)
	want(t, "options", hex.EncodeToString(b[12:13])+hex.EncodeToString(b[20:]), "70"+"020405b401000000")
}

// TestTCPMalformed decodes headers whose options are wrong in one way each.
func TestTCPMalformed(t *testing.T) {
	const head = "c0000009" + "01020304" + "00000000"
	for _, c := range []struct {
		name, data string
		err        error
		field      string
		recovered  bool
		padding    string
	}{
		{"data offset 4", head + "40020000" + "00000000", codec.ErrLength, "DataOffset", false, ""},
		{"data offset beyond the data", head + "70020000" + "00000000" + "0101", codec.ErrTruncated, "DataOffset", false, ""},
		{"length 0", head + "60020000" + "00000000" + "01020003" + "ff", codec.ErrLength, "Options[1].Length", true, "020003"},
		{"length 1", head + "60020000" + "00000000" + "01020103" + "ff", codec.ErrLength, "Options[1].Length", true, "020103"},
		{"beyond the header", head + "60020000" + "00000000" + "01020405" + "b4", codec.ErrTruncated, "Options[1].Length", true, "020405"},
		{"no length", head + "60020000" + "00000000" + "01010102" + "ff", codec.ErrTruncated, "Options[3].Length", true, "02"},
		{"behind the end", head + "60020000" + "00000000" + "00020400" + "ff", nil, "", false, "020400"},
	} {
		var h layers.TCP
		data := unhex(t, c.data)
		payload, err := codec.Unmarshal(data, &h)
		checkError(t, c.name, err, c.err, c.field, c.recovered)
		want(t, c.name, hex.EncodeToString(h.Padding), c.padding)
		if c.padding == "" {
			continue
		}
		out, err := codec.Encoder{}.Marshal(&h, payload)
		if err != nil || !bytes.Equal(out, data) {
			t.Errorf("%s: verbatim %v %x", c.name, err, out)
		}
	}
}

func TestUDP(t *testing.T) {
	for _, c := range []struct {
		name, data string
		payload    int
		err        error
	}{
		{"length", "00010002" + "000a0000" + "abcd", 2, nil},
		{"length zero", "00010002" + "00000000" + "abcd", 2, nil},
		{"shorter", "00010002" + "00090000" + "abcd", 1, nil},
		{"longer", "00010002" + "000f0000" + "abcd", 2, nil},
		{"below the minimum", "00010002" + "00070000" + "abcd", 0, codec.ErrLength},
	} {
		var u layers.UDP
		payload, err := codec.Unmarshal(unhex(t, c.data), &u)
		checkError(t, c.name, err, c.err, "Length", false)
		want(t, c.name, len(payload), c.payload)
	}
	want(t, "String", (&layers.UDP{SrcPort: 1, DstPort: 2, Length: 8}).String(), "UDP 1 > 2, length 8")
	// A checksum that comes out as zero is sent as all ones.
	b, err := codec.Marshal(&layers.IPv4{Src: a4, Dst: b4}, &layers.UDP{SrcPort: 0x13a7}, []byte{})
	want(t, "error", err, nil)
	want(t, "checksum", hex.EncodeToString(b[26:28]), "ffff")
}

// TestHotPathAllocations decodes into structs that are used again.
func TestHotPathAllocations(t *testing.T) {
	data := append(unhex(t, "00005e00530200005e0053010800"), stackOf(t, "tcp-syn").data...)
	var eth layers.Ethernet
	var ip layers.IPv4
	var tcp layers.TCP
	ethT, err1 := codec.TypeFor(typeOf[layers.Ethernet]())
	ipT, err2 := codec.TypeFor(typeOf[layers.IPv4]())
	tcpT, err3 := codec.TypeFor(typeOf[layers.TCP]())
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	var st codec.State
	n := testing.AllocsPerRun(100, func() {
		_, ok1 := ethT.Decode(&eth, data, &st)
		_, ok2 := ipT.Decode(&ip, data[14:], &st)
		_, ok3 := tcpT.Decode(&tcp, data[34:], &st)
		if !ok1 || !ok2 || !ok3 || len(tcp.Options) != 5 {
			t.Fatal(ok1, ok2, ok3)
		}
	})
	want(t, "allocations", n, 0)
}
