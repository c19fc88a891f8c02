package pcapio_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// optionSet is any of the structs of options.
type optionSet interface {
	Decode(capture.Options) error
	Encode(bigEndian bool) (capture.Options, error)
}

// TestOptionSets has every option of every kind of block, as it stands in both byte orders.
func TestOptionSets(t *testing.T) {
	custom := []pcapio.CustomOption{
		{Code: capture.OptionCustomText, PEN: 32473, Value: []byte("t")},
		{Code: capture.OptionCustomBinaryNoCopy, PEN: 1, Value: []byte{}},
	}
	const customLittle, customBig = "ac0b 0500 d97e0000 74000000 ad4b 0400 01000000", "0bac 0005 00007ed9 74000000 4bad 0004 00000001"
	for _, c := range []struct {
		set         optionSet
		little, big string
	}{
		{
			&pcapio.SectionOptions{Comments: []string{"a", "bcde"}, Hardware: "h", OS: "os", Application: "app", Custom: custom},
			"0100 0100 61000000 0100 0400 62636465 0200 0100 68000000 0300 0200 6f730000 0400 0300 61707000" + customLittle,
			"0001 0001 61000000 0001 0004 62636465 0002 0001 68000000 0003 0002 6f730000 0004 0003 61707000" + customBig,
		},
		{
			&pcapio.InterfaceOptions{
				Name: "e", Description: "d",
				IPv4: []pcapio.IPv4Interface{{Addr: netip.MustParseAddr("192.0.2.1"), Mask: [4]byte{255, 255, 255, 0}}},
				IPv6: []pcapio.IPv6Interface{{Addr: netip.MustParseAddr("2001:db8::1"), PrefixLen: 64}},
				MAC:  &pcapio.MAC{1, 2, 3, 4, 5, 6}, EUI: &pcapio.EUI64{1, 2, 3, 4, 5, 6, 7, 8}, Speed: new(uint64(0x0102030405060708)),
				Resolution: new(pcapio.Resolution(0x86)), TimeZone: new(int32(-2)), Filter: &pcapio.Filter{Kind: 1, Value: []byte{7}},
				OS: "o", FCSLength: new(uint8(4)), TimeOffset: new(int64(-3)), Hardware: "w", TransmitSpeed: new(uint64(1)),
				ReceiveSpeed: new(uint64(2)), TimeZoneName: "z",
			},
			"0200 0100 65000000 0300 0100 64000000 0400 0800 c0000201 ffffff00 0500 1100 20010db8 00000000 00000000 00000001 40000000" +
				"0600 0600 01020304 05060000 0700 0800 01020304 05060708 0800 0800 08070605 04030201 0900 0100 86000000" +
				"0a00 0400 feffffff 0b00 0200 01070000 0c00 0100 6f000000 0d00 0100 04000000 0e00 0800 fdffffff ffffffff" +
				"0f00 0100 77000000 1000 0800 01000000 00000000 1100 0800 02000000 00000000 1200 0100 7a000000",
			"0002 0001 65000000 0003 0001 64000000 0004 0008 c0000201 ffffff00 0005 0011 20010db8 00000000 00000000 00000001 40000000" +
				"0006 0006 01020304 05060000 0007 0008 01020304 05060708 0008 0008 01020304 05060708 0009 0001 86000000" +
				"000a 0004 fffffffe 000b 0002 01070000 000c 0001 6f000000 000d 0001 04000000 000e 0008 ffffffff fffffffd" +
				"000f 0001 77000000 0010 0008 00000000 00000001 0011 0008 00000000 00000002 0012 0001 7a000000",
		},
		{
			&pcapio.PacketOptions{
				Comments: []string{""}, Flags: new(capture.Flags(0x01020304)), Hashes: []pcapio.Hash{{Algorithm: 2, Value: []byte{1, 2, 3, 4}}, {Algorithm: 0, Value: []byte{}}},
				DropCount: new(uint64(0)), PacketID: new(uint64(5)), Queue: new(uint32(6)),
				Verdicts: []pcapio.Verdict{{Kind: 0, Value: []byte{9, 8}}, {Kind: 1, Number: 1<<64 - 1}, {Kind: 2, Number: 3}, {Kind: 7, Value: []byte{}}},
				Process:  &pcapio.ProcessThread{Process: 1, Thread: 2},
			},
			"0100 0000 0200 0400 04030201 0300 0500 02010203 04000000 0300 0100 00000000 0400 0800 00000000 00000000" +
				"0500 0800 05000000 00000000 0600 0400 06000000 0700 0300 00090800 0700 0900 01ffffff ffffffff ff000000" +
				"0700 0900 02030000 00000000 00000000 0700 0100 07000000 0800 0800 01000000 02000000",
			"0001 0000 0002 0004 01020304 0003 0005 02010203 04000000 0003 0001 00000000 0004 0008 00000000 00000000" +
				"0005 0008 00000000 00000005 0006 0004 00000006 0007 0003 00090800 0007 0009 01ffffff ffffffff ff000000" +
				"0007 0009 02000000 00000000 03000000 0007 0001 07000000 0008 0008 00000001 00000002",
		},
		{
			&pcapio.NameOptions{Server: "s", IPv4: netip.MustParseAddr("192.0.2.1"), IPv6: netip.MustParseAddr("::1")},
			"0200 0100 73000000 0300 0400 c0000201 0400 1000 00000000 00000000 00000000 00000001",
			"0002 0001 73000000 0003 0004 c0000201 0004 0010 00000000 00000000 00000000 00000001",
		},
		{
			&pcapio.StatisticsOptions{
				Start: new(pcapio.Ticks(0x0102030405060708)), End: new(pcapio.Ticks(1)), Received: new(uint64(2)), InterfaceDropped: new(uint64(3)),
				FilterAccepted: new(uint64(4)), OSDropped: new(uint64(5)), Delivered: new(uint64(6)),
			},
			"0200 0800 04030201 08070605 0300 0800 00000000 01000000 0400 0800 02000000 00000000 0500 0800 03000000 00000000" +
				"0600 0800 04000000 00000000 0700 0800 05000000 00000000 0800 0800 06000000 00000000",
			"0002 0008 01020304 05060708 0003 0008 00000000 00000001 0004 0008 00000000 00000002 0005 0008 00000000 00000003" +
				"0006 0008 00000000 00000004 0007 0008 00000000 00000005 0008 0008 00000000 00000006",
		},
		{&pcapio.SecretsOptions{Comments: []string{"c"}, Custom: custom}, "0100 0100 63000000" + customLittle, "0001 0001 63000000" + customBig},
		{&pcapio.SecretsOptions{}, "", ""},
	} {
		for big, text := range map[bool]string{false: c.little, true: c.big} {
			if text != "" {
				text += "00000000"
			}
			want := unhex(t, text)
			list, err := c.set.Encode(big)
			if err != nil || !bytes.Equal(list.Raw, want) {
				t.Errorf("%T: %x, %v, want %x", c.set, list.Raw, err, want)
			}
			back := reflect.New(reflect.TypeOf(c.set).Elem()).Interface().(optionSet)
			if err := back.Decode(capture.Options{Raw: want, BigEndian: big}); err != nil || !reflect.DeepEqual(back, c.set) {
				t.Errorf("%T: %+v, %v, want %+v", c.set, back, err, c.set)
			}
		}
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestOptionsOther: what has no field is kept as it is.
func TestOptionsOther(t *testing.T) {
	list := capture.Options{Raw: unhex(t, "0900 0200 06060000 0900 0100 07000000 0900 0100 08000000 0500 0200 00010000 3412 0000 0200 0000 ac0b 0300 01020300 ffff")}
	var o pcapio.InterfaceOptions
	if err := o.Decode(list); err != nil {
		t.Fatal(err)
	}
	want := []capture.Option{
		{Code: 9, Value: []byte{6, 6}},
		{Code: 9, Value: []byte{8}},
		{Code: 5, Value: []byte{0, 1}},
		{Code: 0x1234, Value: []byte{}},
		{Code: 2, Value: []byte{}},
		{Code: capture.OptionCustomText, Value: []byte{1, 2, 3}},
	}
	if *o.Resolution != 7 || !reflect.DeepEqual(o.Other, want) {
		t.Errorf("%+v", o)
	}
	back, err := o.Encode(false)
	if err != nil || !bytes.Equal(back.Raw, unhex(t, "0900 0100 07000000 0900 0200 06060000 0900 0100 08000000 0500 0200 00010000 3412 0000 0200 0000 ac0b 0300 01020300 00000000")) {
		t.Errorf("%x, %v", back.Raw, err)
	}
	if err := o.Decode(capture.Options{Raw: unhex(t, "0200 0100 65000000 0300 0900 00000000")}); !errors.Is(err, pcapio.ErrFormat) || o.Name != "e" {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestOptionsRefused(t *testing.T) {
	long := string(make([]byte, 1<<16))
	for _, o := range []optionSet{
		&pcapio.SectionOptions{OS: long},
		&pcapio.SectionOptions{Comments: []string{long}},
		&pcapio.InterfaceOptions{IPv4: []pcapio.IPv4Interface{{Addr: netip.MustParseAddr("::1")}}},
		&pcapio.InterfaceOptions{IPv6: []pcapio.IPv6Interface{{Addr: netip.MustParseAddr("192.0.2.1")}}},
		&pcapio.InterfaceOptions{IPv6: []pcapio.IPv6Interface{{Addr: netip.MustParseAddr("fe80::1%eth0")}}},
		&pcapio.NameOptions{IPv4: netip.MustParseAddr("::1")},
		&pcapio.NameOptions{IPv6: netip.MustParseAddr("192.0.2.1")},
		&pcapio.SecretsOptions{Custom: []pcapio.CustomOption{{Code: 5}}},
		&pcapio.SecretsOptions{Other: []capture.Option{{Code: 0}}},
	} {
		if list, err := o.Encode(true); err == nil || len(list.Raw) != 0 {
			t.Errorf("%+v: %x", o, list.Raw)
		}
	}
}

func TestPrefixes(t *testing.T) {
	for mask, want := range map[[4]byte]int{{}: 0, {255, 255, 255, 255}: 32, {255, 254}: 15, {255, 0, 255, 0}: -1, {0, 0, 0, 1}: -1} {
		i := pcapio.IPv4Interface{Addr: netip.MustParseAddr("192.0.2.1"), Mask: mask}
		if p, ok := i.Prefix(); ok != (want >= 0) || ok && p.Bits() != want {
			t.Errorf("%v: %v, %v", mask, p, ok)
		}
	}
	for n, ok := range map[uint8]bool{0: true, 128: true, 129: false} {
		if p, got := (pcapio.IPv6Interface{Addr: netip.IPv6Loopback(), PrefixLen: n}).Prefix(); got != ok || ok && p.Bits() != int(n) {
			t.Errorf("%d: %v, %v", n, p, got)
		}
	}
	if m, e := (pcapio.MAC{1, 2, 3, 4, 5, 0xff}), (pcapio.EUI64{7: 8}); m.String() != "01:02:03:04:05:ff" || e.String() != "00:00:00:00:00:00:00:08" {
		t.Error(m, e)
	}
}

func TestNameRecords(t *testing.T) {
	r := pcapio.NewNameRecord(netip.MustParseAddr("192.0.2.1"), "a.example", "b.example")
	if r.String() != "192.0.2.1 a.example b.example" || r.Type != pcapio.NameIPv4 || r.Hardware() != nil {
		t.Errorf("%v", r)
	}
	r = pcapio.NameRecord{Type: pcapio.NameEUI48, Value: []byte("\x01\x02\x03\x04\x05\x06host\x00last")}
	if a, ok := r.Addr(); ok || r.String() != "01:02:03:04:05:06 host last" || len(r.Hardware()) != 6 {
		t.Errorf("%v, %v", r, a)
	}
	r = pcapio.NameRecord{Type: pcapio.NameIPv6, Value: make([]byte, 15)}
	if a, ok := r.Addr(); ok || len(slices.Collect(r.Names())) != 0 || r.String() != "record of type 2" {
		t.Errorf("%v, %v", r, a)
	}
}
