package layers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/internal/gen"
	"github.com/wiretag/wiretag/internal/gen/gentest"
)

// TestWireLaws: generated code and the reflective codec agree on every input, for every layer.
func TestWireLaws(t *testing.T) {
	rounds := 300
	if testing.Short() {
		rounds = 60
	}
	for _, l := range wireLayers {
		gentest.Laws(t, l, rounds)
	}
}

// TestWireComplete: all types with generated code are compared.
func TestWireComplete(t *testing.T) {
	have := map[string]bool{}
	for _, l := range wireLayers {
		have[reflect.TypeOf(l).Elem().Name()] = true
	}
	f, err := parser.ParseFile(token.NewFileSet(), "zz_wire.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range f.Decls {
		m, ok := d.(*ast.FuncDecl)
		if !ok || m.Recv == nil {
			continue
		}
		n++
		if name := m.Recv.List[0].Type.(*ast.StarExpr).X.(*ast.Ident).Name; !have[name] {
			t.Errorf("%s has generated code and is not compared with reflection", name)
		}
	}
	if n != len(have) {
		t.Errorf("%d types have generated code, %d are compared", n, len(have))
	}
}

// TestWireUpToDate: generating again gives the file that is there.
func TestWireUpToDate(t *testing.T) {
	p, err := gen.Load(".", "zz_wire.go", nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := gen.Generate(p, false)
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("zz_wire.go")
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != string(have) {
		t.Error("zz_wire.go is not what taggen writes: run go generate")
	}
}

// wireLayers are the types with generated code.
var wireLayers = []any{
	&AH{},
	&ARP{},
	&DHCPv4{},
	&DNS{},
	&DNSTCP{},
	&Dot1Q{},
	&Ethernet{},
	&ICMPExtEchoReply{},
	&ICMPExtEchoRequest{},
	&ICMPExtension{},
	&ICMPv4{},
	&ICMPv4AddressMask{},
	&ICMPv4Echo{},
	&ICMPv4Information{},
	&ICMPv4ParameterProblem{},
	&ICMPv4Redirect{},
	&ICMPv4RouterAdvertisement{},
	&ICMPv4RouterSolicitation{},
	&ICMPv4SourceQuench{},
	&ICMPv4TimeExceeded{},
	&ICMPv4Timestamp{},
	&ICMPv4Traceroute{},
	&ICMPv4Unreachable{},
	&ICMPv6{},
	&ICMPv6Echo{},
	&ICMPv6PacketTooBig{},
	&ICMPv6ParameterProblem{},
	&ICMPv6TimeExceeded{},
	&ICMPv6Unreachable{},
	&IPv4{},
	&IPv6{},
	&IPv6Destination{},
	&IPv6Fragment{},
	&IPv6HopByHop{},
	&IPv6Routing{},
	&LLC{},
	&Loop{},
	&MLD{},
	&MLDv2Query{},
	&MLDv2Report{},
	&NDPNeighborAdvertisement{},
	&NDPNeighborSolicitation{},
	&NDPRedirect{},
	&NDPRouterAdvertisement{},
	&NDPRouterSolicitation{},
	&Null{},
	&SLL{},
	&SLL2{},
	&SNAP{},
	&TCP{},
	&UDP{},
}
