package reassembly

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// attackAlone names, in the environment, the attack that TestAttackResident runs in a process of its own: none if it is empty.
const attackAlone = "WIRETAG_ATTACK"

// TestAttackResident: what attacks take from the machine, in processes of their own.
func TestAttackResident(t *testing.T) {
	if name, ok := os.LookupEnv(attackAlone); ok {
		for _, x := range attacks() {
			if x.name == name {
				x.run(t)
			}
		}
		tellResident(t)
		return
	}
	idle := resident(t, "")
	for _, x := range attacks() {
		most := resident(t, x.name) - idle
		t.Logf("%s: %d KiB", x.name, most)
		if most > DefaultMemory>>10 {
			t.Errorf("%s: %d KiB are resident", x.name, most)
		}
		if most < 100 {
			t.Errorf("%s: %d KiB are no measure", x.name, most)
		}
	}
}

// resident is the largest resident set, in KiB, of a process that runs an attack.
func resident(t *testing.T, attack string) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestAttackResident$", "-test.v")
	cmd.Env = append(os.Environ(), attackAlone+"="+attack)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	_, rest, _ := strings.Cut(string(out), "resident: ")
	number, _, _ := strings.Cut(rest, " ")
	kib, err := strconv.Atoi(number)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return kib
}

// tellResident logs the largest resident set of this process. What wait(2) tells of it would begin with that of the process that started it.
func tellResident(t *testing.T) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	t.Logf("resident: %s", strings.TrimSpace(string(line)))
}
