package docs_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// limit is a row of a table of SECURITY.md and the constants whose values it states, with how they are written.
type limit struct {
	what, pkg string
	consts    string // names, separated by spaces
	form      func(int64) string
}

var limits = []limit{
	{"structs nested in one layer", "codec", "maxDepth", count},
	{"layers in one packet", "packet", "maxLayers", count},
	{"bytes of one packet", "packet", "maxBytes", power},
	{"structs in a `packet.Stack`", "codec", "maxChain", count},
	{"a length or count in a field", "codec", "maxLen", power},
	{"bits of a field in a tag", "tags", "maxWidth", count},
	{"first fragments that `packet.FlowReader` remembers", "packet", "fragmentSlots", count},
	{"text of a condition", "packet", "maxWhere", size},
	{"parentheses inside each other in a condition", "packet", "maxWhereDeep", count},
	{"fields inside each other in a path", "packet", "maxPath", count},
	{"domain name, expanded", "layers", "dnsMaxName", bytesOf},
	{"pointers in a domain name", "layers", "dnsMaxHops", count},
	{"text of a DNS message", "layers", "dnsMaxText", size},
	{"templates of NetFlow 9 and IPFIX that are known", "layers/telemetry", "defaultLimit", count},

	{"packet or block in a capture file", "pcapio", "DefaultLimit", size},
	{"buffer of a `pcapio.Reader`", "pcapio", "DefaultBuffer minBuffer", size},
	{"buffer of a writer", "pcapio", "DefaultBuffer", size},
	{"snapshot length in the header of a file that is written", "pcapio", "DefaultSnapLen", bytesOf},
	{"reads without a byte or an error", "pcapio", "maxIdle", count},
	{"how often a file that grows is looked at", "pcapio", "DefaultPoll", period},

	{"text of an expression", "bpf", "MaxExpression", size},
	{"parentheses, negations and indexes inside each other", "bpf", "MaxDepth", count},
	{"comparisons that an expression needs", "bpf", "maxTests", count},
	{"instructions that a kernel takes", "bpf", "MaxInstructions", count},
	{"lines of an assembly listing", "bpf", "maxSource", count},

	{"bytes of an endpoint's address", "flow", "MaxSize", count},
	{"memory of a flow table", "flow", "DefaultMemory MinMemory", size},
	{"flows in a table, whatever its memory", "flow", "mostFlows", power},
	{"time without a packet that ends a flow", "flow", "DefaultIdle", period},
	{"the same after a TCP connection has ended", "flow", "DefaultClosed", period},
	{"age at which a record ends and another begins", "flow", "DefaultActive", period},
	{"batches of packets that wait for a shard", "flow", "queued", count},

	{"memory of an assembler, connections and data", "reassembly", "DefaultMemory MinMemory", size},
	{"time for a connection to be established", "reassembly", "DefaultEmbryonic", period},
	{"time without a packet", "reassembly", "DefaultIdle", period},
	{"time without a packet after one side's FIN", "reassembly", "DefaultHalfClosed", period},
	{"time for data under way after a reset", "reassembly", "DefaultResetWait", period},
	{"time for which an ended connection is known", "reassembly", "DefaultTimeWait", period},
	{"time that missing bytes are waited for", "reassembly", "DefaultHole", period},
	{"the same after the receiver has acknowledged them", "reassembly", "DefaultAckedHole", period},
	{"held segments that new ones overlap, looked at for a direction", "reassembly", "firstCredit creditEach mostCredit", count},
	{"batches of segments that wait for a shard", "reassembly", "batchQueue batchSegments", count},
	{"message that is held by `reassembly.Messages`", "reassembly", "defaultMessage", size},
	{"header of an HTTP message", "reassembly", "mostHeader", size},
	{"HTTP requests that wait for their responses", "reassembly", "mostMethods", count},
	{"record of TLS", "reassembly", "tlsMost", bytesOf},
	{"bytes of a direction that a reader has not read", "reassembly", "DefaultReaderBuffer", size},
	{"the same of all readers", "reassembly", "DefaultReaderMemory", size},
	{"memory of a defragmenter", "reassembly", "DefaultFragmentMemory MinFragmentMemory", size},
	{"datagrams that are not whole", "reassembly", "DefaultDatagrams", count},
	{"fragments of one datagram", "reassembly", "DefaultFragments", count},
	{"time for a datagram of IPv4", "reassembly", "DefaultTimeout4", period},
	{"time for a datagram of IPv6", "reassembly", "DefaultTimeout6", period},
	{"fragments inside datagrams that were put together", "reassembly", "mostNested", count},

	{"ring of `capture/afpacket`", "capture/afpacket", "DefaultBuffer DefaultBlock", size},
	{"time that a packet waits for others, afpacket", "capture/afpacket", "DefaultDelay", period},
	{"bytes kept of a packet, afpacket", "capture/afpacket", "MaxSnapLen", size},
	{"packets that an `afpacket.Socket` reads in one call", "capture/afpacket", "plainBatch", count},
	{"transmit ring of an `afpacket.Sender`", "capture/afpacket", "defaultSendBytes", size},
	{"what is still sent when a `Sender` is closed", "capture/afpacket", "closeTime", period},
	{"the same, pfring", "capture/pfring", "DefaultDelay", period},
	{"packets that wake a reader, pfring", "capture/pfring", "DefaultWatermark", count},
	{"bytes kept of a packet, pfring", "capture/pfring", "DefaultSnapLen", count},
	{"`capture.Live.SnapLen`, pfring", "capture/pfring", "MaxSnapLen", size},
	{"answer of a neighbour", "capture/netif", "resolveTime", period},

	{"bytes kept of a packet, tcpdump", "cmd/tcpdump", "defaultSnapLen", count},
	{"conversations that are remembered, tcpdump", "cmd/tcpdump", "conversations", count},
	{"time that a packet waits for others, tcpdump", "cmd/tcpdump", "defaultDelay", period},
	{"answer of a name server, tcpdump", "cmd/tcpdump", "lookupPatience", period},
	{"conversations and endpoints that `--stats` counts", "cmd/tcpdump", "mostKeys", count},
	{"files of streams that are open at once", "cmd/tcpdump", "mostOpen", count},
	{"gaps and conflicts that are written of a stream", "cmd/tcpdump", "mostRows", count},
}

func count(v int64) string   { return strconv.FormatInt(v, 10) }
func bytesOf(v int64) string { return count(v) + " bytes" }

func size(v int64) string {
	if v >= 1<<20 {
		return count(v>>20) + " MiB"
	}
	return count(v>>10) + " KiB"
}

func period(v int64) string {
	switch d := time.Duration(v); {
	case d%time.Second != 0:
		return count(int64(d/time.Millisecond)) + " ms"
	case d > time.Minute:
		return count(int64(d/time.Minute)) + " min"
	default:
		return count(int64(d/time.Second)) + " s"
	}
}

func power(v int64) string {
	for n, s := range map[int]string{29: "2²⁹", 30: "2³⁰", 31: "2³¹"} {
		switch v {
		case 1 << n:
			return s
		case 1<<n - 1:
			return s + "-1"
		}
	}
	return count(v)
}

// TestLimits compares the tables of SECURITY.md with the constants of the source, and looks for exported defaults and bounds that they lack.
func TestLimits(t *testing.T) {
	text, err := os.ReadFile("../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	_, tables, _ := strings.Cut(string(text), "## Limits")
	for line := range strings.Lines(tables) {
		if c := strings.Split(line, "|"); len(c) > 4 {
			what := strings.TrimSpace(c[1])
			if rows[what] != "" && what != "what" && what[0] != '-' {
				t.Errorf("two rows for %q", what)
			}
			rows[what] = c[2]
		}
	}
	packages, stated := map[string]constants{}, map[string]bool{}
	for _, l := range limits {
		if packages[l.pkg] == nil {
			packages[l.pkg] = constantsOf(t, "../"+l.pkg)
		}
		cell, ok := rows[l.what]
		if !ok {
			t.Errorf("there is no row %q", l.what)
		}
		for name := range strings.FieldsSeq(l.consts) {
			stated[l.pkg+"."+name] = true
			v, ok := packages[l.pkg].value(name)
			if !ok {
				t.Errorf("%s has no constant %s", l.pkg, name)
				continue
			}
			if want := l.form(v); !regexp.MustCompile(`(^|\s)` + regexp.QuoteMeta(want) + `(\s|,|$)`).MatchString(cell) {
				t.Errorf("%q is%s, and %s.%s is %s", l.what, cell, l.pkg, name, want)
			}
		}
	}
	for pkg, c := range packages {
		for name := range c {
			if regexp.MustCompile(`^(Default|Max|Min)[A-Z]\w*$`).MatchString(name) && !stated[pkg+"."+name] && pkg != "layers" {
				if _, ok := c.value(name); ok {
					t.Errorf("%s.%s is in no row", pkg, name)
				}
			}
		}
	}
}

// constants are the expressions of a package's constants.
type constants map[string]ast.Expr

func constantsOf(t *testing.T, dir string) constants {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", dir, err)
	}
	c := constants{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.CONST {
				for _, s := range g.Specs {
					s := s.(*ast.ValueSpec)
					for i, n := range s.Names {
						if i < len(s.Values) {
							c[n.Name] = s.Values[i]
						}
					}
				}
			}
		}
	}
	return c
}

// value computes a constant.
func (c constants) value(name string) (int64, bool) {
	v := c.eval(c[name])
	if v == nil || v.Kind() != constant.Int {
		return 0, false
	}
	return constant.Int64Val(v)
}

func (c constants) eval(e ast.Expr) constant.Value {
	switch e := e.(type) {
	case *ast.BasicLit:
		return constant.MakeFromLiteral(e.Value, e.Kind, 0)
	case *ast.ParenExpr:
		return c.eval(e.X)
	case *ast.Ident:
		if x, ok := c[e.Name]; ok {
			return c.eval(x)
		}
	case *ast.SelectorExpr:
		units := map[string]time.Duration{"time.Millisecond": time.Millisecond, "time.Second": time.Second, "time.Minute": time.Minute, "math.MaxInt32": math.MaxInt32}
		if u, ok := units[fmt.Sprint(e.X, ".", e.Sel.Name)]; ok {
			return constant.MakeInt64(int64(u))
		}
	case *ast.BinaryExpr:
		x, y := c.eval(e.X), c.eval(e.Y)
		switch {
		case x == nil || y == nil:
		case e.Op == token.SHL:
			if n, ok := constant.Uint64Val(y); ok {
				return constant.Shift(x, e.Op, uint(n))
			}
		default:
			return constant.BinaryOp(x, e.Op, y)
		}
	}
	return nil
}
