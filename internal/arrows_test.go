package internal

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/wiretag/wiretag"

// arrows says which packages of this module each package may import.
var arrows = map[string][]string{
	"tags":                {},
	"flow":                {},
	"names":               {},
	"capture":             {},
	"capture/afpacket":    {"capture", "capture/netif"},
	"capture/pfring":      {"capture", "capture/netif"},
	"capture/netif":       {"capture", "layers/ieee"},
	"capture/pipeline":    {"capture", "flow", "packet"},
	"bpf":                 {"capture"},
	"codec":               {"tags"},
	"layers":              {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi", "layers/link", "layers/tunnel", "layers/dot11", "layers/ppp", "layers/tls", "layers/infra", "layers/text", "layers/routing", "layers/aaa", "layers/industry", "layers/telemetry", "layers/enterprise", "layers/transport", "layers/mobile", "layers/media", "layers/web", "layers/ike"},
	"layers/link":         {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/tunnel":       {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/ppp":          {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/telemetry":    {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/enterprise":   {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/industry":     {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/media":        {"tags", "codec", "layers/iana", "layers/osi"},
	"layers/ike":          {"tags", "codec", "layers/iana", "layers/osi"},
	"layers/web":          {"tags", "codec", "layers/iana", "layers/osi"},
	"layers/mobile":       {"tags", "codec", "layers/iana"},
	"layers/transport":    {"tags", "codec", "layers/iana", "layers/osi"},
	"layers/tls":          {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/infra":        {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/text":         {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/aaa":          {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/dot11":        {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/routing":      {"tags", "codec", "names", "layers/ieee", "layers/iana", "layers/osi"},
	"layers/ieee":         {},
	"layers/iana":         {},
	"layers/osi":          {"codec"},
	"pcapio":              {"capture"},
	"packet":              {"tags", "codec", "layers", "layers/osi", "flow", "capture"},
	"reassembly":          {"codec", "layers", "flow", "capture", "packet"},
	"internal/gen":        {"tags", "codec"},
	"fuzz":                {"tags", "codec", "layers", "layers/dot11", "layers/ppp", "layers/tls", "layers/transport", "layers/tunnel", "layers/infra", "packet", "flow", "capture", "layers/industry", "layers/link", "layers/text", "layers/routing", "layers/enterprise", "layers/mobile", "layers/ike", "layers/media", "layers/telemetry"},
	"internal/netlab":     {},
	"internal/vectors":    {"capture", "packet"},
	"internal/dumptext":   {"tags", "codec", "layers", "layers/dot11", "layers/aaa", "layers/infra", "layers/link", "layers/ppp", "layers/routing", "layers/telemetry", "layers/transport", "layers/tunnel", "flow", "capture", "packet", "names"},
	"conversation":        {"codec", "layers", "capture"},
	"cmd/file2pcap":       {"conversation", "layers", "layers/tunnel", "capture", "pcapio"},
	"examples/arpscan":    {"capture", "capture/afpacket", "capture/netif", "pcapio", "bpf", "codec", "layers", "names", "packet"},
	"examples/synscan":    {"capture", "capture/afpacket", "capture/netif", "pcapio", "bpf", "codec", "layers", "names", "packet"},
	"examples/traceroute": {"capture", "capture/afpacket", "capture/netif", "pcapio", "bpf", "codec", "layers", "names", "packet"},
	"examples/dnslog":     {"capture", "capture/afpacket", "capture/netif", "pcapio", "bpf", "codec", "layers", "names", "packet"},
	"examples/replay":     {"capture", "capture/afpacket", "capture/netif", "pcapio", "bpf", "codec", "layers", "names", "packet"},

	"examples/reassemblydump": {"capture", "capture/afpacket", "pcapio", "bpf", "codec", "layers/text", "packet", "reassembly"},
	"examples/statsassembly":  {"capture", "capture/afpacket", "pcapio", "bpf", "layers", "packet", "reassembly"},
	"cmd/taggen":              {"tags", "codec", "internal/gen"},
	"cmd/tcpdump":             {"codec", "layers", "bpf", "flow", "capture", "pcapio", "packet", "reassembly", "internal/dumptext", "names", "capture/afpacket"},
}

// limited are standard packages whose use is limited: unsafe to the codec, and
// to packages of mapped rings.
var limited = map[string][]string{"unsafe": {"codec", "capture/afpacket", "capture/pfring"}, "reflect": {"tags", "codec", "layers", "packet", "internal/gen", "internal/vectors", "fuzz", "cmd/taggen"}}

// TestArrows checks the imports of everything but tests.
func TestArrows(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(strings.TrimPrefix(filepath.Dir(file), ".."))
		dir = strings.TrimPrefix(dir, "/")
		top, _, _ := strings.Cut(dir, "/")
		if d.IsDir() && file != ".." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || top == "bench" || top == "tools" {
			return nil
		}
		files++
		check(t, file, dir)
		return nil
	})
	if err != nil || files < 50 {
		t.Fatalf("%d files, %v", files, err)
	}
}

func check(t *testing.T, file, dir string) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Error(err)
		return
	}
	allowed, known := arrows[dir]
	for _, i := range f.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		if where, ok := limited[p]; ok && known && !slices.Contains(where, dir) {
			t.Errorf("%s imports %s", file, p)
		}
		ours, ok := strings.CutPrefix(p, module+"/")
		if ok && known && !slices.Contains(allowed, ours) {
			t.Errorf("%s imports %s: allowed are %v", file, ours, allowed)
		}
	}
	if !known && path.Base(dir) != "example" {
		t.Errorf("%s: the package %q has no row in the table of arrows", file, dir)
	}
}
