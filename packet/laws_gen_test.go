package packet_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/lawtest"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/layers/tunnel"
)

// built is a packet made of layers that follow each other in the table.
type built struct {
	first   codec.Key
	rows    []codec.Link // by which the layers after the first are reached
	layers  []any
	types   []*codec.Type
	payload []byte
}

// parts are what Marshal takes.
func (b *built) parts() []any {
	out := append([]any(nil), b.layers...)
	if b.payload != nil {
		out = append(out, b.payload)
	}
	return out
}

func (b *built) String() string {
	var s []string
	for _, t := range b.types {
		s = append(s, t.Name())
	}
	return strings.Join(s, "/")
}

// lawNames makes domain names; the other custom types are made of random bytes.
var lawNames = lawtest.Customs{
	reflect.TypeFor[dot11.RadioTapFields](): func(e *lawtest.Entropy) any {
		var f dot11.RadioTapFields
		for range 1 + e.Intn(4) {
			b := dot11.RadioTapBit(e.Intn(3))
			_ = f.Set(b, e.Bytes([...]int{8, 1, 1}[b]))
		}
		return f
	},
	reflect.TypeFor[dot11.OneSuite](): func(e *lawtest.Entropy) any {
		return dot11.OneSuite{Present: true, Suite: dot11.Suite(e.Bits(32))}
	},
	reflect.TypeFor[dot11.Optional16](): func(e *lawtest.Entropy) any {
		return dot11.Optional16{Present: true, Value: uint16(e.Bits(16))}
	},
	reflect.TypeFor[tls.Extensions](): func(e *lawtest.Entropy) any {
		x := tls.Extensions{Present: true}
		for range e.Intn(4) {
			d := e.Bytes(min(e.Size(), 99))
			x.List = append(x.List, tls.Extension{Type: tls.ExtensionType(e.Bits(16)), Length: uint16(len(d)), Data: d})
			x.Length += uint16(4 + len(d))
		}
		return x
	},
	reflect.TypeFor[dot11.Suites]():       func(e *lawtest.Entropy) any { return make(dot11.Suites, e.Intn(4)) },
	reflect.TypeFor[ppp.KeyMIC]():         func(e *lawtest.Entropy) any { return ppp.KeyMIC(e.Bytes(16 + 8*e.Intn(2))) },
	reflect.TypeFor[dot11.PMKIDs]():       func(e *lawtest.Entropy) any { return make(dot11.PMKIDs, e.Intn(3)) },
	reflect.TypeFor[layers.DNSName]():     func(e *lawtest.Entropy) any { return lawName(e) },
	reflect.TypeFor[layers.DNSFullName](): func(e *lawtest.Entropy) any { return lawName(e).Full() },
	reflect.TypeFor[layers.DHCPv4NoCookie](): func(e *lawtest.Entropy) any {
		return layers.DHCPv4NoCookie(e.One(4))
	},
}

func lawName(e *lawtest.Entropy) layers.DNSName {
	labels := [...]string{"a", "www", "example", "net", "\\000\\255", strings.Repeat("x", 63)}
	text := ""
	for range e.Intn(4) {
		text += labels[e.Intn(len(labels))] + "."
	}
	if text == "" {
		text = "."
	}
	return layers.MustParseDNSName(text)
}

// table is the built-in table, by the name of the dispatch table.
func table() map[string][]codec.Link {
	rows := map[string][]codec.Link{}
	for r := range layers.Links().Rows {
		rows[r.Table] = append(rows[r.Table], r)
	}
	return rows
}

// build makes a random packet.
func build(t testing.TB, rows map[string][]codec.Link, choices []byte) *built {
	return buildAlong(t, rows, nil, choices)
}

// buildAlong builds layers that follow each other by the rows of path, and then by choice.
func buildAlong(t testing.TB, rows map[string][]codec.Link, path []codec.Link, choices []byte) *built {
	e := lawtest.NewEntropy(choices)
	links := rows["linktype"]
	row := links[e.Intn(len(links))]
	if len(path) > 0 {
		row = path[0]
	}
	b := &built{first: codec.Key{Table: row.Table, Value: row.Key}}
	for {
		typ, err := codec.TypeFor(reflect.TypeOf(row.Layer).Elem())
		if err != nil {
			t.Fatal(err)
		}
		v := typ.New()
		m := &lawtest.Maker{Entropy: e, Customs: lawNames}
		m.Fill(typ, reflect.ValueOf(v).Elem())
		if llc, ok := v.(*layers.LLC); ok && llc.DSAP == layers.SAPGlobal && llc.SSAP == llc.DSAP {
			llc.SSAP = 0 // the two together say that there is no LLC, but IPX
		}
		b.layers, b.types = append(b.layers, v), append(b.types, typ)
		next := children(typ, v, rows)
		if i := len(b.layers); i < len(path) {
			next = path[i : i+1]
		} else if len(next) == 0 || len(b.layers) > 8 || len(b.layers) > 1 && e.One(5) {
			break
		}
		row = next[e.Intn(len(next))]
		b.rows = append(b.rows, row)
		lead(e, typ, v, row)
	}
	last := b.types[len(b.types)-1]
	if !last.Terminal() && !lawtest.Greedy(last) {
		b.payload = e.Bytes(e.Size() &^ 7)
		alone(b.layers[len(b.layers)-1])
	}
	return b
}

// encode builds the packet. The table is given, as not every list of layers has one that knows it.
func (b *built) encode() ([]byte, error) {
	return codec.Encoder{Derive: codec.All, Links: layers.Links()}.Marshal(b.parts()...)
}

// paths finds the shortest way to every row of the table that can be reached from a link type.
func paths(t testing.TB, rows map[string][]codec.Link) map[codec.Key][][]codec.Link {
	all := map[codec.Key][][]codec.Link{}
	been := map[codec.Link]bool{}
	var queue [][]codec.Link
	for _, r := range rows["linktype"] {
		queue = append(queue, []codec.Link{r})
	}
	for ; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		r := path[len(path)-1]
		if been[r] {
			continue
		}
		been[r] = true
		k := codec.Key{Table: r.Table, Value: r.Key}
		all[k] = append(all[k], path)
		typ, err := codec.TypeFor(reflect.TypeOf(r.Layer).Elem())
		if err != nil {
			t.Fatal(err)
		}
		for _, next := range children(typ, typ.New(), rows) {
			queue = append(queue, append(path[:len(path):len(path)], next))
		}
	}
	return all
}

// children are the rows of the table that can follow a layer: those of the dispatch tables of its next= fields, or
// where it has none what its method answers for the payloads that it could have.
func children(t *codec.Type, v any, rows map[string][]codec.Link) (out []codec.Link) {
	if out, ok := dot11Children(v, rows); ok {
		return out
	}
	for _, f := range t.Schema().Fields {
		if f.Next != "" {
			out = append(out, rows[f.Next]...)
		}
	}
	hook, ok := v.(codec.NextLayer)
	if len(out) > 0 || !ok {
		return out
	}
	if d, ok := v.(*layers.DNSTCP); ok {
		d.Length = 0xffff // what is probed with is not the message
	}
	for _, first := range []byte{0x45, 0x60, 0, 3} {
		k := hook.NextLayer(append([]byte{first}, make([]byte, 63)...))
		for _, r := range rows[k.Table] {
			if r.Key == k.Value {
				out = append(out, r)
			}
		}
	}
	return out
}

// lead sets the fields of a layer so that row follows it, where encoding does not.
func lead(e *lawtest.Entropy, t *codec.Type, v any, row codec.Link) {
	s := reflect.ValueOf(v).Elem()
	ports := false
	for _, f := range t.Schema().Fields {
		if f.Next == "" {
			continue
		}
		x := s.Field(f.Index)
		lawtest.Force(f.NextIf, s)
		x.SetZero()
		if e.One(2) && !ports {
			x.SetUint(row.Key)
		}
		ports = f.Next == "tcp" || f.Next == "udp"
	}
	alone(v)
	dot11Lead(v, row)
	switch v := v.(type) {
	case *layers.LLC:
		v.Control, v.ControlHigh = layers.LLCUI, 0
		if v.SSAP = 0; row.Key == uint64(layers.SAPSNAP) {
			v.SSAP = layers.SAPSNAP
		}
	case *layers.SNAP:
		v.OUI = layers.OUIEthernet
	case *layers.SLL:
		v.ARPHRD = layers.ARPHardwareEthernet
	case *layers.SLL2:
		v.ARPHRD = layers.ARPHardwareEthernet
	case *tunnel.GRE:
		v.SeqPresent = row.Key == uint64(layers.EtherTypeERSPAN) // type I has no sequence number
	case *layers.ICMPv4:
		v.Type = layers.ICMPv4Type(row.Key) // a zero type is one too
	case *layers.ICMPv6:
		v.Type = layers.ICMPv6Type(row.Key)
	}
}

// alone takes away what a layer says about a second part of its payload: the length of a quoted packet before an
// extension.
func alone(v any) {
	if _, ok := v.(codec.PayloadLength); ok {
		if f := reflect.ValueOf(v).Elem().FieldByName("Length"); f.IsValid() && f.Kind() == reflect.Uint8 && strings.HasPrefix(reflect.TypeOf(v).Elem().Name(), "ICMP") {
			f.SetZero()
		}
	}
}
