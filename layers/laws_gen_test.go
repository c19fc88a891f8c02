package layers

import (
	"encoding/hex"
	"hash/fnv"
	"maps"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/lawtest"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/layers/ppp"
	"github.com/wiretag/wiretag/layers/tls"
	"github.com/wiretag/wiretag/tags"
)

// lawDerived are the fields that methods derive, where no tag says so.
var lawDerived = map[string]bool{"IPv6SegmentRoute.LastEntry": true}

// lawCustoms makes values of the field types that are their own codec.
var lawCustoms = lawtest.Customs{
	typeOf[tls.Extensions](): func(e *lawtest.Entropy) any {
		x := tls.Extensions{Present: true}
		for range e.Intn(4) {
			d := e.Bytes(min(e.Size(), 99))
			x.List = append(x.List, tls.Extension{Type: tls.ExtensionType(e.Bits(16)), Length: uint16(len(d)), Data: d})
			x.Length += uint16(4 + len(d))
		}
		return x
	},
	typeOf[dot11.RadioTapFields](): func(e *lawtest.Entropy) any {
		var f dot11.RadioTapFields
		for range 1 + e.Intn(4) {
			b := dot11.RadioTapBit(e.Intn(3))
			_ = f.Set(b, e.Bytes([...]int{8, 1, 1}[b]))
		}
		return f
	},
	typeOf[dot11.OneSuite](): func(e *lawtest.Entropy) any {
		return dot11.OneSuite{Present: true, Suite: dot11.Suite(e.Bits(32))}
	},
	typeOf[dot11.Optional16](): func(e *lawtest.Entropy) any {
		return dot11.Optional16{Present: true, Value: uint16(e.Bits(16))}
	},
	typeOf[dot11.Suites](): func(e *lawtest.Entropy) any { return make(dot11.Suites, e.Intn(4)) },
	typeOf[dot11.PMKIDs](): func(e *lawtest.Entropy) any { return make(dot11.PMKIDs, e.Intn(3)) },
	typeOf[ppp.KeyMIC]():   func(e *lawtest.Entropy) any { return ppp.KeyMIC(e.Bytes(16 + 8*e.Intn(2))) },
	typeOf[DNSName]():      func(e *lawtest.Entropy) any { return lawName(e) },
	typeOf[DNSFullName]():  func(e *lawtest.Entropy) any { return lawName(e).Full() },
	typeOf[DNSString]():    func(e *lawtest.Entropy) any { return DNSString(e.Bytes(min(255, e.Size()))) },
	typeOf[DHCPv4NoCookie](): func(e *lawtest.Entropy) any {
		return DHCPv4NoCookie(e.One(4))
	},
	typeOf[DHCPv4Route](): func(e *lawtest.Entropy) any {
		bits := e.Intn(33)
		var a [4]byte
		copy(a[:(bits+7)/8], e.Bytes(4))
		return DHCPv4Route{netip.PrefixFrom(netip.AddrFrom4(a), bits), netip.AddrFrom4([4]byte(e.Bytes(4)))}
	},
	typeOf[IPv6Segments](): func(e *lawtest.Entropy) any {
		s := make(IPv6Segments, 1+min(e.Size(), 255))
		for i := range s {
			s[i] = netip.AddrFrom16([16]byte(e.Bytes(16)))
		}
		return s
	},
}

// lawName makes a domain name: labels of a few that repeat, so that names have tails in
// common, and of any bytes.
func lawName(e *lawtest.Entropy) DNSName {
	known := [...]string{"a", "www", "example", "EXAMPLE", "net", strings.Repeat("x", 63)}
	var wire []byte
	for range e.Intn(6) {
		label := []byte(known[e.Intn(len(known))])
		if e.One(3) {
			label = e.Bytes(1 + e.Intn(63))
		}
		if len(wire)+2+len(label) > dnsMaxName {
			break
		}
		wire = append(append(wire, byte(len(label))), label...)
	}
	if wire == nil {
		return DNSName{}
	}
	return DNSName{msg: append(wire, 0)}
}

// lawTypeName names a type: with its package, unless it is this one.
func lawTypeName(t reflect.Type) string {
	if folder(t) == "." {
		return t.Name()
	}
	return t.String()
}

// lawTypes are all the types that the laws are about: the layers of the table, those with generated code, and
// what stands in unions, each once, by name.
var lawTypes = sync.OnceValue(func() map[string]reflect.Type {
	all := map[string]reflect.Type{}
	var add func(t reflect.Type)
	var walk func(s *tags.Schema, seen map[*tags.Schema]bool)
	walk = func(s *tags.Schema, seen map[*tags.Schema]bool) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		for _, f := range s.Fields {
			walk(f.Elem, seen)
			for _, m := range f.Elems {
				add(m.Type)
			}
		}
	}
	add = func(t reflect.Type) {
		name := lawTypeName(t)
		if all[name] != nil {
			return
		}
		all[name] = t
		if typ, err := codec.TypeFor(t); err == nil {
			walk(typ.Schema(), map[*tags.Schema]bool{})
		}
	}
	for _, t := range types() {
		add(t)
	}
	for _, l := range wireOthers {
		add(reflect.TypeOf(l).Elem())
	}
	return all
})

// subjects are the types of lawTypes, ready for tests.
func subjects(tb testing.TB) []*lawtest.Subject {
	tb.Helper()
	seeds := lawSeeds(tb)
	all := lawTypes()
	var out []*lawtest.Subject
	for _, name := range slices.Sorted(maps.Keys(all)) {
		t, err := codec.TypeFor(all[name])
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, &lawtest.Subject{Type: t, Customs: lawCustoms, Derived: lawDerived, Seeds: seeds[all[name]]})
	}
	return out
}

// pick returns the subject of that name, or any one where the name is none.
func pick(all []*lawtest.Subject, name string) *lawtest.Subject {
	for _, s := range all {
		if lawTypeName(s.Type.GoType()) == name {
			return s
		}
	}
	h := fnv.New32a()
	h.Write([]byte(name))
	return all[h.Sum32()%uint32(len(all))]
}

// lawSeeds takes the packets in testdata apart: the bytes of each layer, and of what is in its options.
func lawSeeds(tb testing.TB) map[reflect.Type][][]byte {
	seeds := map[reflect.Type][][]byte{}
	for _, s := range stacks(tb) {
		d := dissect(tb, s.linkType, s.data)
		for i, v := range d.layers {
			t := reflect.TypeOf(v).Elem()
			seeds[t] = append(seeds[t], d.data[i])
			inner(reflect.ValueOf(v).Elem(), seeds)
		}
	}
	for _, v := range []any{&DNS{}, &DHCPv4{}} {
		t := reflect.TypeOf(v).Elem()
		for _, msg := range hexLines(tb, map[string]string{"DNS": "testdata/dns_bind.txt", "DHCPv4": "testdata/dhcp_dnsmasq.txt"}[t.Name()]) {
			seeds[t] = append(seeds[t], msg)
			if _, err := codec.Unmarshal(msg, v); err != nil {
				tb.Fatalf("%x: %v", msg, err)
			}
			inner(reflect.ValueOf(v).Elem(), seeds)
		}
	}
	return seeds
}

// hexLines reads the lines of a file that are hexadecimal digits.
func hexLines(tb testing.TB, file string) (all [][]byte) {
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if b, err := hex.DecodeString(strings.TrimRight(line, "\n")); err == nil && len(b) > 0 {
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		tb.Fatalf("%s has no messages", file)
	}
	return all
}

// inner adds the bytes of the views in v.
func inner(v reflect.Value, seeds map[reflect.Type][][]byte) {
	if typ, err := codec.TypeFor(v.Type()); err == nil {
		for _, f := range typ.Schema().Fields {
			if f.Kind != tags.KindBytes || f.Members == nil {
				continue
			}
			if view, err := codec.View(v.Addr().Interface(), f.Name); err == nil && view != nil {
				t := reflect.TypeOf(view).Elem()
				seeds[t] = append(seeds[t], v.Field(f.Index).Bytes())
				inner(reflect.ValueOf(view).Elem(), seeds)
			}
		}
	}
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct && v.Type().Field(i).IsExported() {
			for j := range f.Len() {
				if f.Index(j).CanAddr() && f.Type().Elem().PkgPath() == v.Type().PkgPath() {
					inner(f.Index(j), seeds)
				}
			}
		}
	}
}

// owns reports whether decoding copies something, a string or the member of a union, or a condition is a method.
func owns(s *tags.Schema) bool {
	method := false
	for _, f := range s.Fields {
		f.If.Fields(func(e *tags.Expr) { method = method || e.Field == nil })
		switch {
		case method:
			return true
		case f.Kind == tags.KindString || f.Kind == tags.KindUnion || f.Kind == tags.KindPtr:
			return true
		case (f.Kind == tags.KindCustom || f.Item == tags.KindCustom) && strings.Contains(f.Type.String(), "DNSString"):
			return true
		case f.Elem != nil && owns(f.Elem):
			return true
		}
	}
	return false
}
