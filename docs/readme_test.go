package docs_test

import (
	"bufio"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// speeds are the rows of README's table of speed whose numbers stand in the page of benchmarks: what README calls it, the section there, and what ours and
// peer begin with.
var speeds = []struct{ row, section, ours, peer string }{
	{"decode any packet", "Whole packet", "packet.View", "NewPacket"},
	{"decode known layers", "Stack", "packet.Stack", "DecodingLayerParser"},
	{"build with lengths and checksums", "Building", "codec.Append", "SerializeLayers"},
	{"decode, change a field, encode", "Editing and encoding again", "View", "NewPacket"},
	{"read capture files", "Capture files", "pcapio.Reader", "pcapgo"},
	{"run a filter", "Filters", "Program.Match", "bpf_filter-in-C"},
	{"compile a filter", "Compiling filters", "bpf.Compile", "pcap_compile"},
	{"count packets of flows", "Flow table", "Table.Add", "map-of-gopacket-flows"},
	{"structs without generated code", "A user's structs", "codec.", "DecodeFromBytes"},
}

// TestSpeeds: the ranges in README are those of docs/benchmarks.md.
func TestSpeeds(t *testing.T) {
	page, err := os.ReadFile("benchmarks.md")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range speeds {
		least, most := ratios(string(page), s.section, s.ours, s.peer)
		if most == 0 {
			t.Errorf("%s: there is no such row in section %s", s.row, s.section)
			continue
		}
		want := rounded(least)
		if high := rounded(most); high != want {
			want += "–" + high
		}
		if got := lastCell(string(readme), s.row); got != want {
			t.Errorf("README says of %q %q, the page of benchmarks %q", s.row, got, want)
		}
	}
}

// rounded is a ratio with two digits.
func rounded(x float64) string {
	if x >= 9.95 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'f', 1, 64)
}

// ratios are the smallest and the largest ratio of the rows of a section that begin so; 0 if there is none.
func ratios(page, section, ours, peer string) (least, most float64) {
	least = math.Inf(1)
	in := false
	s := bufio.NewScanner(strings.NewReader(page))
	for s.Scan() {
		line := s.Text()
		if strings.HasPrefix(line, "#") {
			in = strings.HasPrefix(line, "### ") && strings.TrimSpace(line[4:]) == section
		}
		cells := strings.Split(line, "|")
		if strings.Contains(line, "the-call-alone") { // not a filter
			continue
		}
		if !in || len(cells) < 8 || !strings.HasPrefix(strings.TrimSpace(cells[2]), ours) || !strings.HasPrefix(strings.TrimSpace(cells[3]), peer) {
			continue
		}
		if x, err := strconv.ParseFloat(strings.TrimSpace(cells[7]), 64); err == nil {
			least, most = min(least, x), max(most, x)
		}
	}
	return least, most
}

// lastCell is the last cell of the first row of a table whose first cell begins so.
func lastCell(text, begins string) string {
	for line := range strings.Lines(text) {
		if cells := strings.Split(strings.TrimSpace(line), "|"); len(cells) > 3 && strings.HasPrefix(strings.TrimSpace(cells[1]), begins) {
			return strings.TrimSpace(cells[len(cells)-2])
		}
	}
	return ""
}
