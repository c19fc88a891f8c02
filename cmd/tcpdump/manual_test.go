package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestManual: every flag is in the manual page and in the completions.
func TestManual(t *testing.T) {
	status, page, _ := tcpdump(t, "--man")
	if status != 0 || !strings.HasPrefix(page, ".TH TCPDUMP 1") {
		t.Errorf("status %d, %.60q", status, page)
	}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		status, text, _ := tcpdump(t, "--completion", shell)
		if status != 0 {
			t.Errorf("%s: status %d", shell, status)
		}
		new(flags).set().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(text, f.Name) {
				t.Errorf("%s: --%s is missing", shell, f.Name)
			}
			if !strings.Contains(page, roff("--"+f.Name)) {
				t.Errorf("manual: --%s is missing", f.Name)
			}
		})
		if _, err := exec.LookPath(shell); err == nil {
			cmd := exec.Command(shell, "-n")
			cmd.Stdin = strings.NewReader(text)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s does not read it: %v: %s", shell, err, out)
			}
		}
	}
	if status, _, msg := tcpdump(t, "--completion", "tcsh"); status != 1 || msg != "tcpdump: no completion for \"tcsh\": bash, zsh or fish\n" {
		t.Errorf("status %d, %q", status, msg)
	}
}
