package packet_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestVetFindsKept: go vet complains about the ways of keeping a View by value, but for sending one over a channel.
func TestVetFindsKept(t *testing.T) {
	path, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command: ", err)
	}
	out, err := exec.Command(path, "vet", "./testdata/kept").CombinedOutput()
	if err == nil {
		t.Fatal("go vet had nothing to say")
	}
	for _, want := range []string{
		"assignment copies lock value to kept", "pass passes lock by value", "call of append copies lock value", "literal copies lock value",
		"assignment copies lock value to m[0]", "range var v copies lock",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("go vet did not say %q:\n%s", want, out)
		}
	}
}
