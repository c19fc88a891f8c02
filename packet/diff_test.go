package packet_test

import (
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

func TestDiff(t *testing.T) {
	base := func() *packet.Edit { return packet.New(synPacket(t), capture.LinkTypeEthernet).Edit() }
	for _, c := range []struct {
		name string
		edit func(e *packet.Edit) error
		want []string
	}{
		{"nothing", func(*packet.Edit) error { return nil }, nil},
		{"a field", func(e *packet.Edit) error { return e.Set("IPv4[1].TTL", 9) }, []string{"IPv4[1].TTL: 3 | 9"}},
		{"an address", func(e *packet.Edit) error { return e.Set("Ethernet.Dst", "02:00:00:00:00:01") }, []string{"Ethernet.Dst: 02:00:00:00:00:00 | 02:00:00:00:00:01"}},
		{"an option", func(e *packet.Edit) error { return e.Set("TCP.Options[0].Data", []byte{4, 1}) }, []string{"TCP.Options[0].Data: 04b0 | 0401"}},
		{"bytes", func(e *packet.Edit) error { return e.Set("Payload", "GOT * HTTP") }, []string{"Payload[4:5]: 2f | 2a"}},
		{"more bytes", func(e *packet.Edit) error { return e.Set("Payload", "GOT /x HTTP") }, []string{"IPv4[0].Length: 78 | 79", "IPv4[1].Length: 58 | 59", "Payload[5:6]:  | 78"}},
		{"one layer less", func(e *packet.Edit) error { e.Remove(1); return nil }, []string{
			"Ethernet.Type: 802.1Q (33024) | IPv4 (2048)", "Dot1Q: Dot1Q vlan 7, priority 0, IPv4 | nothing",
		}},
		{"one layer more", func(e *packet.Edit) error { e.Insert(1, &layers.Dot1Q{VLAN: 5}); return nil }, []string{
			"Dot1Q[0]: nothing | Dot1Q vlan 5, priority 0, 802.1Q",
		}},
	} {
		e := base()
		e.Derive(codec.NextFields | codec.Lengths)
		if err := c.edit(e); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		b, err := e.Packet()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range packet.Diff(packet.New(synPacket(t), capture.LinkTypeEthernet), b) {
			got = append(got, d.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n\t%s\nwant\n\t%s", c.name, strings.Join(got, "\n\t"), strings.Join(c.want, "\n\t"))
		}
	}
}

// diffLittle has a byte that is not one of the wire.
type diffLittle struct {
	A uint8 `bits:"4,le"`
	B uint8 `bits:"8,le"`
	C uint8 `bits:"4,le"`
}

// TestDiffLittleEndian: of little-endian fields the one that differs is named, whichever bits of it do.
func TestDiffLittleEndian(t *testing.T) {
	r := packet.NewRegistry()
	key := codec.Key{Table: "linktype", Value: 147}
	if err := packet.Register[diffLittle](r, layers.RoleApplication, key); err != nil {
		t.Fatal(err)
	}
	for bit := range 16 {
		a, b := []byte{0x5a, 0xc3}, []byte{0x5a, 0xc3}
		b[bit/8] ^= 1 << (bit % 8)
		want := "ABBC"[bit/4]
		d := packet.Diff(packet.NewAt(a, key, packet.WithRegistry(r)), packet.NewAt(b, key, packet.WithRegistry(r)))
		if len(d) != 1 || d[0].Path != "diffLittle."+string(want) {
			t.Errorf("bit %d: %v, want %c", bit, d, want)
		}
	}
}

// TestDiffLaw: a bit that is turned is in one of the differences; packets that are the same have none.
func TestDiffLaw(t *testing.T) {
	flips := 0
	var w packet.View
	eachPacket(t, func(file string, n int, v *packet.View, data []byte) {
		sum := crc32.ChecksumIEEE(data)
		if sum%23 != 0 || len(data) == 0 {
			return
		}
		link := capture.LinkTypeEthernet
		first, ok := v.Link()
		if v.Len() == 0 || !ok || first.Index() != 0 || first.Name() != "Ethernet" {
			return
		}
		w.Decode(data, link)
		if d := packet.Diff(v, &w); d != nil {
			t.Fatalf("%s packet %d: %v", file, n, d)
		}
		turned := slices.Clone(data)
		for i := range 8 {
			bit := int(sum >> 8 * uint32(i+1) % uint32(len(data)*8))
			flips++
			turned[bit/8] ^= 0x80 >> (bit % 8)
			w.Decode(turned, link)
			diff := packet.Diff(v, &w)
			covers := func(d packet.Difference) bool {
				return (d.A.Bit >= 0 && d.A.Bit <= bit && bit < d.A.Bit+d.A.Bits) || (d.B.Bit >= 0 && d.B.Bit <= bit && bit < d.B.Bit+d.B.Bits)
			}
			if !slices.ContainsFunc(diff, covers) {
				t.Fatalf("%s packet %d: bit %d is in none of %v\n%s\n%s", file, n, bit, diff, v.AppendTree(nil), w.AppendTree(nil))
			}
			turned[bit/8] ^= 0x80 >> (bit % 8)
		}
	})
	if t.Logf("%d bits", flips); flips == 0 {
		t.Fatal("nothing was compared")
	}
}
