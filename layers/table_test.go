package layers_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/industry"
	"github.com/wiretag/wiretag/tags"
)

// types are all layer types of the table, each once.
func types() []reflect.Type {
	var all []reflect.Type
	seen := map[reflect.Type]bool{}
	for r := range layers.Links().Rows {
		if t := reflect.TypeOf(r.Layer).Elem(); !seen[t] {
			seen[t] = true
			all = append(all, t)
		}
	}
	return all
}

func TestTagsCompile(t *testing.T) {
	for _, typ := range types() {
		if _, err := codec.TypeFor(typ); err != nil {
			t.Error(err)
		}
	}
}

// source is where a comment says that its layer is described.
var source = regexp.MustCompile(`RFC\s+\d+|IEEE\s+80|LINKTYPE_|link-type|ODVA|\[MS-|C706|openvpn\.net|wireguard\.com|ISO 3531|IEEE Std|DMTF DSP|IPMI v2|Modbus\.org|lcm-proj|3GPP\s+TS|OASIS|AoEr11|draft-`)

// TestLayersAreWhole walks all layers: each is described with its standard, and has a vector.
// DNS and DHCP have theirs in tests of their own, and so has what is known by its request only, see TestConversations of package packet.
func TestLayersAreWhole(t *testing.T) {
	seen := map[reflect.Type]bool{typeOf[layers.DNS](): true, typeOf[layers.DNSTCP](): true, typeOf[layers.DHCPv4](): true, typeOf[industry.CIPPassed](): true}
	for _, s := range stacks(t) {
		meet(t, layers.Links().Layer(codec.Key{Table: "linktype", Value: s.linkType}), s.data, seen)
	}
	all := map[string]map[string]string{}
	for _, typ := range types() {
		name, dir := typ.Name(), folder(typ)
		if all[dir] == nil {
			all[dir] = docs(t, dir)
		}
		if !seen[typ] {
			t.Errorf("%v has no packet in %s", typ, filepath.Join(dir, "testdata", "stacks.txt"))
		}
		if doc := all[dir][name]; !source.MatchString(doc) || !strings.HasPrefix(doc, name+" ") {
			t.Errorf("%v: the comment names no standard: %q", typ, doc)
		}
	}
}

// folder is the folder of a type's package, from here.
func folder(typ reflect.Type) string {
	sub := strings.TrimPrefix(typ.PkgPath(), typeOf[layers.Ethernet]().PkgPath())
	return filepath.FromSlash("." + sub)
}

// folders are those of all packages in the table.
func folders() []string {
	all := map[string]bool{}
	for _, typ := range types() {
		all[folder(typ)] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// docs are the comments of the types of the package in a folder.
func docs(t *testing.T, dir string) map[string]string {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				ts := s.(*ast.TypeSpec)
				if ts.Doc == nil {
					ts.Doc = g.Doc
				}
				all[ts.Name.Name] = ts.Doc.Text()
			}
		}
	}
	return all
}

// TestTableInverse: the number that building writes for a layer leads back to the layer.
func TestTableInverse(t *testing.T) {
	for r := range layers.Links().Rows {
		typ := reflect.TypeOf(r.Layer).Elem()
		key, ok := layers.Links().KeyOf(r.Table, typ)
		back := layers.Links().Layer(codec.Key{Table: r.Table, Value: key})
		if typ == typeOf[layers.MLDv2Query]() && r.Table == "icmpv6" {
			back = typ // told apart from version 1 by its length
		}
		if r.Table == "mpls" || codecType(t, typ).Looks() || back != nil && codecType(t, back).Looks() {
			back = typ // told apart by what they hold
		}
		if !ok || back != typ {
			t.Errorf("%s %d: %v, back %v", r.Table, key, typ, back)
		}
	}
	want(t, "TCP", layers.RoleOf(typeOf[layers.TCP]()), layers.RoleTransport)
	want(t, "ARP", layers.RoleOf(typeOf[layers.ARP]()), layers.RoleNone)
	want(t, "IPv6", layers.RoleOf(typeOf[layers.IPv6]()).String(), "network")
}

func TestNames(t *testing.T) {
	for want, got := range map[string]interface{ String() string }{
		"IPv4": layers.EtherTypeIPv4, "0x1234": layers.EtherType(0x1234), "802.1ad": layers.EtherTypeDot1AD,
		"UDP": layers.IPProtocolUDP, "200": layers.IPProtocol(200), "Request": layers.ARPRequest, "77": layers.ARPOp(77),
		"Netlink": layers.ARPHardwareNetlink, "999": layers.ARPHardware(999), "none": layers.IPv4Flags(0), "MF|DF|Evil": layers.IPv4Flags(7),
		"CE": layers.ECNCongestion, "LooseRoute": layers.IPv4OptionLooseRoute, "254": layers.IPv4OptionType(254),
		"Redirect": layers.ICMPv4TypeRedirect, "Parameter Problem": layers.ICMPv6TypeParameterProblem, "127": layers.ICMPv6Type(127), "RPL Control": layers.ICMPv6TypeRPL,
		"JumboPayload": layers.IPv6OptionJumbo, "0x7f": layers.IPv6OptionType(0x7f), "Segment Routing": layers.IPv6RoutingSegment,
		"AccECN1": layers.TCPOptionAccECN1, "255": layers.TCPOptionKind(255), "443": layers.TCPPort(443), "53": layers.UDPPort(53), "FIN|0x200": layers.TCPFlags(0x201),
		"MP_TCPRST": layers.MPTCPReset, "PREF64": layers.NDPOptionPREF64, "Low": layers.NDPLow, "IPv6": layers.FamilyFreeIPv6, "3": layers.AddressFamily(3), "Outgoing": layers.SLLOutgoing,
	} {
		if got.String() != want {
			t.Errorf("got %q, want %q", got.String(), want)
		}
	}
	want(t, "unknown option", layers.IPv6OptionJumbo.Unknown(), 3)
	want(t, "option that may change", layers.IPv6OptionRPL.MayChange() && !layers.IPv6OptionJumbo.MayChange(), true)
}

// FuzzStack takes any bytes as a packet of any link type: what is decoded is written
// again as it was.
func FuzzStack(f *testing.F) {
	for _, s := range stacks(f) {
		f.Add(uint16(s.linkType), s.data)
	}
	f.Fuzz(func(t *testing.T, linkType uint16, data []byte) {
		before := bytes.Clone(data)
		d := dissect(t, uint64(linkType), data)
		out, err := codec.Encoder{}.Marshal(d.parts...)
		if err != nil || !bytes.Equal(out, data) {
			t.Errorf("verbatim: %v\n got %x\nwant %x", err, out, data)
		}
		if !bytes.Equal(before, data) {
			t.Error("the input was written to")
		}
		for _, v := range d.layers {
			views(t, reflect.ValueOf(v).Elem())
		}
	})
}

// views asks for the typed view of everything in a layer that has one, and for its text.
func views(t *testing.T, v reflect.Value) {
	if o, ok := v.Addr().Interface().(interface{ View() (any, error) }); ok {
		_, _ = o.View()
	}
	if typ, err := codec.TypeFor(v.Type()); err == nil {
		for _, f := range typ.Schema().Fields {
			if f.Kind != tags.KindBytes || f.Members == nil {
				continue
			}
			got, err := codec.View(v.Addr().Interface(), f.Name)
			if err != nil || got == nil {
				continue
			}
			out, err := codec.Encoder{}.Marshal(got)
			if data := v.Field(f.Index).Bytes(); err != nil || !bytes.Equal(out, data) {
				t.Errorf("%T: %v\n got %x\nwant %x", got, err, out, data)
			}
			views(t, reflect.ValueOf(got).Elem())
		}
	}
	if s, ok := v.Addr().Interface().(interface{ String() string }); ok {
		_ = s.String()
	}
	for _, f := range v.Fields() {
		if f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct && f.Type().Elem().NumField() > 0 && f.Type().Elem().PkgPath() == v.Type().PkgPath() {
			for j := range f.Len() {
				views(t, f.Index(j))
			}
		}
	}
}

func codecType(t *testing.T, typ reflect.Type) *codec.Type {
	t.Helper()
	ty, err := codec.TypeFor(typ)
	if err != nil {
		t.Fatal(err)
	}
	return ty
}

// meet notes the types of the layers in data, which begins with a layer of type typ: all of them, where several stand side by side.
func meet(tb testing.TB, typ reflect.Type, data []byte, seen map[reflect.Type]bool) {
	tb.Helper()
	for typ != nil {
		t, err := codec.TypeFor(typ)
		if err != nil {
			tb.Fatal(err)
		}
		v := t.New()
		var st codec.State
		ext, ok := t.Decode(v, data, &st)
		if !ok {
			return
		}
		seen[typ] = true
		inside := data[ext.Header : ext.Header+ext.Payload]
		meet(tb, follower(t, v, inside), inside, seen)
		data = data[ext.Len():]
		if r, ok := v.(interface{ Repeats(rest []byte) bool }); !ok || ext.Len() == 0 || !r.Repeats(data) {
			return
		}
	}
}

// follower is the type of the layer that a payload is, nil if it is none.
func follower(t *codec.Type, v any, payload []byte) reflect.Type {
	var keys [4]codec.Key
	for _, k := range keys[:t.Keys(v, payload, &keys)] {
		for typ := range layers.Links().Layers(k) {
			if ty, err := codec.TypeFor(typ); len(payload) > 0 && err == nil && ty.Recognizes(payload) {
				return typ
			}
		}
	}
	return nil
}
