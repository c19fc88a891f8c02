package infra_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/vectors"
	"github.com/wiretag/wiretag/layers/infra"
	"github.com/wiretag/wiretag/packet"
)

func TestSNMPMessages(t *testing.T) {
	for name, want := range map[string]string{
		"snmp-get":         `SNMPv1 GetRequest community "public" id 1234 1.3.6.1.2.1.1.1.0=NULL 1.3.6.1.2.1.1.3.0=NULL`,
		"snmp-response":    `SNMPv1 Response community "public" id 1234 1.3.6.1.2.1.1.1.0="Linux host" 1.3.6.1.2.1.1.3.0=123456`,
		"snmp-error":       `SNMPv1 Response community "public" id 1234 noSuchName at 1 1.3.6.1.2.1.1.99.0=NULL`,
		"snmp-bulk":        `SNMPv2c GetBulkRequest community "public" id 7 non-repeaters 1 max-repetitions 10 1.3.6.1.2.1.1.3=NULL 1.3.6.1.2.1.2.2=NULL`,
		"snmp-trap-v1":     `SNMPv1 Trap community "public" 1.3.6.1.4.1.32473 from 192.0.2.1 generic 6 specific 17 time 500 1.3.6.1.2.1.1.5.0="host"`,
		"snmp-trap-v2":     `SNMPv2c SNMPv2-Trap community "public" id 1234 1.3.6.1.2.1.1.3.0=500 1.3.6.1.6.3.1.1.4.1.0=1.3.6.1.6.3.1.1.5.3`,
		"snmp-v3-report":   `SNMPv3 Report id 1234 1.3.6.1.6.3.15.1.1.4.0=1`,
		"snmp-v3-private":  `SNMPv3 encrypted, 64 bytes`,
		"snmp-tcp":         `SNMPv2c GetRequest community "public" id 1234 1.3.6.1.2.1.1.1.0=NULL`,
		"snmp-v3-discover": `SNMPv3 GetRequest id 1234 `,
	} {
		equal(t, name, vectors.Layer[infra.SNMP](t, name).String(), want)
	}
}

func TestSNMPValues(t *testing.T) {
	_, pdu := vectors.Layer[infra.SNMP](t, "snmp-values").Unit()
	var got []string
	list := pdu.(*infra.SNMPRequest).VarBinds.List
	for i := range list {
		got = append(got, list[i].Type.String()+" "+list[i].Text())
	}
	equal(t, "values", got, []string{
		"INTEGER -5", "Counter32 5", "Gauge32 4294967295", "Counter64 9223372036854775808", "IpAddress 192.0.2.1", "OBJECT IDENTIFIER 1.3.6.1.4.1.8072.3.2.10",
		"OCTET STRING 00ff", "Opaque 9f780400000000", "noSuchObject noSuchObject", "noSuchInstance noSuchInstance", "endOfMibView endOfMibView", "OBJECT IDENTIFIER 2.999.1",
		`OCTET STRING ""`,
	})
	// What the getters give is what makes the same values.
	for i, value := range []any{int64(-5), nil, nil, nil, netip.MustParseAddr("192.0.2.1"), mustID(t, "1.3.6.1.4.1.8072.3.2.10"), []byte{0, 0xff}} {
		v, err := infra.NewSNMPVarBind("1.3.6.1.4.1.32473."+string(rune('0'+i)), value)
		if i > 0 && i < 4 {
			n, _ := list[i].Unsigned()
			v.SetUnsigned(list[i].Type, n)
		}
		if err != nil || v.String() != list[i].String() || !bytes.Equal(v.Value.Data, list[i].Value.Data) {
			t.Errorf("%v, %v, want %v", v, err, list[i])
		}
	}
}

func mustID(t *testing.T, s string) infra.BERObjectID {
	t.Helper()
	id, err := infra.ParseBERObjectID(s)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestSNMPForms: lengths and numbers that are longer than they have to be are kept as they are, and get the shortest form when lengths are derived.
func TestSNMPForms(t *testing.T) {
	wire := stack(t, "snmp-long-lengths").Layer(2).Header()
	s := vectors.Layer[infra.SNMP](t, "snmp-long-lengths")
	out, err := codec.Encoder{}.Marshal(s)
	if err != nil || !bytes.Equal(out, wire) {
		t.Errorf("%x, %v, want %x", out, err, wire)
	}
	short, err := codec.Marshal(s)
	if err != nil || len(short) != len(wire)-10-2 { // ten bytes of lengths, two zeros of the request's number
		t.Errorf("%d of %d bytes: %x, %v", len(short), len(wire), short, err)
	}
	var again infra.SNMP
	if _, err := codec.Unmarshal(short, &again); err != nil || again.String() != s.String() {
		t.Errorf("%v, %v, want %v", &again, err, s)
	}
	// An edit makes lengths grow; everything around follows.
	_, pdu := s.Unit()
	pdu.(*infra.SNMPRequest).VarBinds.List[0].Type = infra.SNMPOctetString
	pdu.(*infra.SNMPRequest).VarBinds.List[0].Value = infra.SNMPContent{Data: bytes.Repeat([]byte{'x'}, 300)}
	long, err := codec.Marshal(s)
	if err == nil {
		_, err = codec.Unmarshal(long, &again)
	}
	if err != nil || long[1] != 0x82 || again.String() != s.String() {
		t.Errorf("%x, %v", long[:8], err)
	}
}

func TestSNMPUser(t *testing.T) {
	u, err := vectors.Layer[infra.SNMP](t, "snmp-v3-private").User()
	if err != nil || u.UserName.String() != `"bob"` || u.EngineTime.Value != 600 || len(u.Authentication.Data) != 12 || len(u.Privacy.Data) != 8 {
		t.Errorf("%+v, %v", u, err)
	}
	if u, err := vectors.Layer[infra.SNMP](t, "snmp-get").User(); u != nil || err != nil {
		t.Errorf("a user of version 1: %v, %v", u, err)
	}
}

func TestObjectID(t *testing.T) {
	for text, want := range map[string]string{ // X.690 sections 8.19.5 and 8.20, and numbers at the ends of bytes
		"2.999.3": "883703", "1.3.6.1.4.1.311": "2b060104018237", "0.39": "27", "2.40": "78", "1.2.127.128.16383.16384": "2a7f8100ff7f818000",
	} {
		id := mustID(t, text)
		equal(t, text, hex.EncodeToString(id.Content), want)
		equal(t, text+" back", id.String(), text)
	}
	for _, bad := range []string{"", "1", "3.1", "1.40", "1.x", "1..2"} {
		if _, err := infra.ParseBERObjectID(bad); err == nil {
			t.Errorf("%q is an object identifier", bad)
		}
	}
}

// TestSNMPErrors: what is no SNMP is not recognized, and what is not whole is an error that says where.
func TestSNMPErrors(t *testing.T) {
	for text, want := range map[string]bool{"302602010004": true, "30820026020101": true, "3026020104": false, "3126020100": false, "300202": false, "3080020100": false, "": false} {
		data, _ := hex.DecodeString(text)
		equal(t, text, (&infra.SNMP{}).Recognizes(data), want)
	}
	wire := packet.Get[infra.SNMP](stack(t, "snmp-get"))
	data, err := codec.Marshal(wire)
	if err != nil {
		t.Fatal(err)
	}
	for n := range data {
		var s infra.SNMP
		if _, err := codec.Unmarshal(data[:n], &s); !errors.Is(err, codec.ErrTruncated) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
	bad := bytes.Clone(data)
	bad[2] = 4 // the version is no number
	var s infra.SNMP
	_, err = codec.Unmarshal(bad, &s)
	equal(t, "no version", err.Error(), "SNMP.Version at bit 16: another tag of ASN.1")
}

// TestLargestLengths: lengths to which an int of 32 bits cannot add what stands in front of them are errors. There they were a panic.
func TestLargestLengths(t *testing.T) {
	for _, length := range []string{"847fffffff", "847ffffff9", "84ffffffff", "8440000001", "8600007fffffff"} {
		tail, _ := hex.DecodeString(length + "01")
		for tag, f := range map[byte]codec.FieldDecoder{2: &infra.BERInteger{}, 4: &infra.BEROctets{}, 6: &infra.BERObjectID{}} {
			if _, err := f.DecodeField(append([]byte{tag}, tail...), 0); !errors.Is(err, codec.ErrRange) {
				t.Errorf("%T of length %s: %v", f, length, err)
			}
		}
		var c infra.SNMPContent
		if _, err := c.DecodeField(tail, 0); !errors.Is(err, codec.ErrRange) {
			t.Errorf("contents of length %s: %v", length, err)
		}
	}
	equal(t, "an error", infra.SNMPError(1<<31).String(), "2147483648")
	equal(t, "an error", infra.SNMPError(1<<32).String(), "4294967296")
}
