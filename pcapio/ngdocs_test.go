package pcapio

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// TestDocs wants every kind of block, every option and every example that the page names, and no others.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../docs/pcapng.md")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := os.ReadFile("example_ng_test.go")
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	for _, fields := range [][]optionField{
		new(SectionOptions).fields(), new(InterfaceOptions).fields(), new(PacketOptions).fields(), new(NameOptions).fields(),
		new(StatisticsOptions).fields(), new(SecretsOptions).fields(),
	} {
		for _, f := range fields {
			known[f.name] = true
		}
	}
	listed := make(map[string]bool)
	for _, m := range regexp.MustCompile("`((?:opt|shb|if|epb|ns|isb)_[a-zA-Z0-9_]+)`").FindAllSubmatch(page, -1) {
		listed[string(m[1])] = true
	}
	for name := range known {
		if !listed[name] {
			t.Errorf("%s is not in the page", name)
		}
	}
	for name := range listed {
		if !known[name] {
			t.Errorf("%s is no option", name)
		}
	}
	for _, m := range regexp.MustCompile("`(Example[A-Za-z_]+)`").FindAllSubmatch(page, -1) {
		if !strings.Contains(string(examples), "func "+string(m[1])+"()") {
			t.Errorf("there is no %s", m[1])
		}
	}
	for _, typ := range []BlockType{
		BlockSection, BlockInterface, BlockObsoletePacket, BlockSimplePacket, BlockNames, BlockStatistics, BlockEnhancedPacket,
		BlockJournal, BlockSecrets, BlockCustom, 0x1234,
	} {
		name := reflect.TypeOf(newContent(typ)).Elem().Name()
		if !strings.Contains(string(page), "| `"+name+"`") {
			t.Errorf("%s is not in the page", name)
		}
		if (name == "Unknown") != (typ == 0x1234) {
			t.Errorf("%v is %s", typ, name)
		}
	}
}
