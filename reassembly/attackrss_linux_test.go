package reassembly

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestAttackResident: what attacks take from the machine, in processes of their own.
func TestAttackResident(t *testing.T) {
	idle := resident(t, "^$")
	for _, x := range attacks() {
		most := resident(t, "^TestAttacks$/^"+regexp.QuoteMeta(strings.ReplaceAll(x.name, " ", "_"))+"$") - idle
		t.Logf("%s: %d MiB", x.name, most>>20)
		if most > DefaultMemory {
			t.Errorf("%s: %d bytes are resident", x.name, most)
		}
	}
}

// resident is the largest resident set of this program when it runs a test.
func resident(t *testing.T, test string) int64 {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run="+test)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return int64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) << 10
}
