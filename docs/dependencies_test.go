package docs_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestDependencies compares the modules of dependencies.md with those of the go.mod files.
func TestDependencies(t *testing.T) {
	text, err := os.ReadFile("dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	stated := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (v\\S+) \\| [^|]+ \\|").FindAllStringSubmatch(string(text), -1) {
		stated[m[1]+" "+m[2]] = true
	}
	required := map[string]bool{}
	for _, file := range []string{"../go.mod", "../tools/go.mod", "../tools/bpfdiff/go.mod", "../bench/go.mod", "../.ci/go.mod"} {
		mod, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^(?:require |\t)([a-z]\S+\.\S+/\S+) (v\S+)`).FindAllStringSubmatch(string(mod), -1) {
			if strings.HasPrefix(m[1], strings.TrimSuffix(module, "/")) {
				continue
			}
			required[m[1]+" "+m[2]] = true
			if !stated[m[1]+" "+m[2]] {
				t.Errorf("%s: %s %s is not in dependencies.md", file, m[1], m[2])
			}
		}
	}
	if len(required) < 12 {
		t.Errorf("only %d modules are required", len(required))
	}
	for m := range stated {
		if !required[m] {
			t.Errorf("dependencies.md has %s, which no go.mod requires", m)
		}
	}
}
