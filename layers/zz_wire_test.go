package layers_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/internal/gen"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/aaa"
	"github.com/wiretag/wiretag/layers/dot11"
	"github.com/wiretag/wiretag/layers/industry"
	"github.com/wiretag/wiretag/layers/infra"
	"github.com/wiretag/wiretag/layers/link"
	"github.com/wiretag/wiretag/layers/routing"
	"github.com/wiretag/wiretag/layers/tls"
)

// wired are the types with generated code: those of the table, and those that are a layer nowhere in it.
func wired() []any {
	all := slices.Clone(wireOthers)
	for _, typ := range types() {
		if l, ok := reflect.New(typ).Interface().(codec.Generator); ok {
			all = append(all, l)
		}
	}
	return all
}

// TestWireComplete: all types with generated code are compared, and every package of layers has such code.
func TestWireComplete(t *testing.T) {
	have := map[string]int{}
	for _, l := range wired() {
		typ := reflect.TypeOf(l).Elem()
		have[filepath.Join(folder(typ), typ.Name())]++
	}
	for _, dir := range folders() {
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, "zz_wire.go"), nil, 0)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, d := range f.Decls {
			if m, ok := d.(*ast.FuncDecl); ok && m.Recv != nil {
				have[filepath.Join(dir, m.Recv.List[0].Type.(*ast.StarExpr).X.(*ast.Ident).Name)]--
			}
		}
	}
	for name, n := range have {
		switch {
		case n < 0:
			t.Errorf("%s has generated code and is not compared with reflection: it belongs into wireOthers", name)
		case n > 0:
			t.Errorf("%s has no generated code in zz_wire.go, or is compared twice", name)
		}
	}
}

// TestWireUpToDate: generating again gives the files that are there.
func TestWireUpToDate(t *testing.T) {
	for _, dir := range folders() {
		p, err := gen.Load(dir, "zz_wire.go", nil)
		if err != nil {
			t.Fatal(err)
		}
		text, err := gen.Generate(p, false)
		if err != nil {
			t.Fatal(err)
		}
		have, err := os.ReadFile(filepath.Join(dir, "zz_wire.go"))
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != string(have) {
			t.Errorf("%s is not what taggen writes: run go generate", filepath.Join(dir, "zz_wire.go"))
		}
	}
}

// wireOthers are the types with generated code that have no row in the table.
var wireOthers = []any{
	&dot11.RadioChannel{}, &dot11.RadioFHSS{}, &dot11.RadioXChannel{}, &dot11.RadioMCS{}, &dot11.RadioAMPDU{}, &dot11.RadioVHT{}, &dot11.RadioTimestamp{},
	&dot11.RadioHE{}, &dot11.RadioHEMU{}, &dot11.RadioHEMUOther{}, &dot11.RadioLSIG{}, &dot11.RadioTapTLVList{}, &dot11.RadioTapVendor{}, &dot11.ANQP{}, &dot11.NeighborAP{},
	&tls.ECDHEParams{}, &tls.DHEParams{}, &tls.MaxEarlyData{}, &tls.SelectedIdentity{}, &tls.SelectedVersion{}, &tls.SelectedCertificateType{}, &tls.SelectedGroup{},
	&routing.OSPFLLS{}, &routing.OSPFv3Auth{}, &routing.OSPFExtendedPrefixes{}, &routing.OSPFExtendedLinks{}, &routing.Prefixes{}, &routing.PathPrefixes{},
	&routing.BGPPath2{}, &routing.BGPAggregator2{}, &routing.BGPEVPN{}, &routing.BGPLinkStateRoutes{},
	&link.NFLOGAttribute{}, &industry.ModbusResponse{}, &industry.CIPIOClass1{}, &industry.CIPSafety{},
	&layers.ICMPExtension{},
	&infra.NTPAssociations{}, &infra.NTSAuthenticator{}, &infra.NTPSystemStatus{},
	&aaa.Address{}, &aaa.CHAPPassword{}, &aaa.DiameterGroup{}, &aaa.Float32{}, &aaa.Float64{}, &aaa.IPv4{}, &aaa.IPv4Prefix{}, &aaa.IPv6{}, &aaa.IPv6Prefix{}, &aaa.Integer32{}, &aaa.Integer64{},
	&aaa.InterfaceID{}, &aaa.NTPTime{}, &aaa.RADIUSExtended{}, &aaa.RADIUSExtendedVendor{}, &aaa.RADIUSLongExtended{}, &aaa.RADIUSTLVs{}, &aaa.RADIUSVendor{}, &aaa.TaggedInteger{},
	&aaa.TaggedText{}, &aaa.Text{}, &aaa.UnixTime{}, &aaa.Unsigned16{}, &aaa.Unsigned32{}, &aaa.Unsigned64{}, &aaa.Unsigned8{},
}
