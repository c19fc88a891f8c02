package packet_test

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// TestEditedViewDecodesAnew: what was taken out of a message leaves no trace in the next one.
func TestEditedViewDecodesAnew(t *testing.T) {
	dns := &layers.DNS{QR: true}
	for i := range 4 {
		addr := netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})
		dns.Answers = append(dns.Answers, layers.DNSResource{Name: layers.MustParseDNSName("www.example.org"), Class: 1, Data: &layers.DNSA{Addr: addr}})
	}
	data, err := codec.Marshal(&layers.IPv4{}, &layers.UDP{SrcPort: 53, DstPort: 5353}, dns)
	if err != nil {
		t.Fatal(err)
	}
	var v packet.View
	for i := range 4 {
		if err := v.Decode(data, capture.LinkTypeIPv4); err != nil {
			t.Fatal(err)
		}
		m := packet.Get[layers.DNS](&v)
		for j, a := range m.Answers {
			if got := a.Data.(*layers.DNSA).Addr.As4()[3]; int(got) != j {
				t.Errorf("round %d: answer %d is %d", i, j, got)
			}
		}
		if out, err := v.Append(nil, codec.Encoder{}); err != nil || !bytes.Equal(out, data) {
			t.Errorf("round %d: another packet, %v", i, err)
		}
		m.Answers = append(m.Answers[:i], m.Answers[i+1:]...)
		m.Additionals = append(m.Additionals[:0], m.Answers...)
	}
}

// TestManyPorts: ports that no layer claims cost nothing, however many there are.
func TestManyPorts(t *testing.T) {
	data := frame(t, tcpFrame)
	var v packet.View
	v.Decode(data, capture.LinkTypeEthernet)
	port := uint16(0)
	n := testing.AllocsPerRun(200, func() {
		port += 257
		data[34], data[35] = byte(port>>8)|0x80, byte(port)
		data[36], data[37] = byte(port)|0x80, byte(port>>8)
		v.Decode(data, capture.LinkTypeEthernet)
	})
	if n != 0 || v.Len() != 4 {
		t.Errorf("%v allocations, %d layers", n, v.Len())
	}
	udp, err := codec.Marshal(&layers.IPv4{}, &layers.UDP{}, &layers.DNS{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		port byte
		want string
	}{{53, "IPv4 .UDP ..DNS"}, {54, "IPv4 .UDP ..Payload"}, {53, "IPv4 .UDP ..DNS"}} {
		udp[21], udp[23] = c.port, 1
		v.Decode(udp, capture.LinkTypeIPv4)
		if got := names(&v); got != c.want {
			t.Errorf("port %d: %s, want %s", c.port, got, c.want)
		}
	}
}

// TestZeroRegistry: it starts from nothing.
func TestZeroRegistry(t *testing.T) {
	var reg packet.Registry
	data := frame(t, tcpFrame)
	if got := names(packet.New(data, capture.LinkTypeEthernet, packet.WithRegistry(&reg))); got != "Payload" {
		t.Errorf("layers %s", got)
	}
	if err := packet.Register[layers.Ethernet](&reg, layers.RoleLink, packet.LinkKey(capture.LinkTypeEthernet)); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*packet.Registry{&reg, reg.Clone()} {
		p := packet.New(data, capture.LinkTypeEthernet, packet.WithRegistry(r))
		if l, ok := p.Link(); names(p) != "Ethernet .Payload" || !ok || l.Name() != "Ethernet" {
			t.Errorf("layers %s", names(p))
		}
	}
}

// TestInfoOfOnePacket: what was said about a packet is not said about the next one, and a
// packet that is kept keeps its options.
func TestInfoOfOnePacket(t *testing.T) {
	data := frame(t, tcpFrame)
	raw := []byte{1, 0, 2, 0, 'h', 'i', 0, 0}
	info := capture.Info{Length: 99, Options: capture.Options{Raw: raw}}
	var v packet.View
	v.Decode(data, capture.LinkTypeEthernet)
	v.SetInfo(&info)
	kept := []*packet.Packet{v.Clone(), packet.New(data, capture.LinkTypeEthernet)}
	kept[1].SetInfo(&info)
	clear(raw)
	for i, p := range kept {
		if got, _ := p.Info().Options.Get(capture.OptionComment); p.Info().Length != 99 || string(got) != "hi" {
			t.Errorf("packet %d: length %d, comment %q", i, p.Info().Length, got)
		}
	}
	v.Decode(data, capture.LinkTypeEthernet)
	if v.Info().Length != 0 || v.Info().Options.Raw != nil {
		t.Errorf("of the packet before: %+v", v.Info())
	}
}

// TestLayersBound: what is inside the last layer stays a payload.
func TestLayersBound(t *testing.T) {
	stack := make([]any, 300)
	for i := range stack {
		stack[i] = &layers.IPv4{TTL: 1}
	}
	data, err := codec.Marshal(stack...)
	if err != nil {
		t.Fatal(err)
	}
	p := packet.New(data, capture.LinkTypeIPv4)
	last := p.Layer(p.Len() - 1)
	if p.Len() != 257 || last.Name() != "Payload" || len(last.Header()) != 44*20 || p.Err() != nil {
		t.Errorf("%d layers, then %s of %d bytes, %v", p.Len(), last.Name(), len(last.Header()), p.Err())
	}
	for _, e := range []codec.Encoder{{}, {Derive: codec.All}} {
		if out, err := p.Append(nil, e); err != nil || !bytes.Equal(out, data) {
			t.Errorf("another packet, %v", err)
		}
	}
}
