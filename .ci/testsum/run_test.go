package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun gives .ci/run steps of its own and looks at how it ends.
func TestRun(t *testing.T) {
	run, err := os.ReadFile("../run")
	if err != nil {
		t.Fatal(err)
	}
	testsum := filepath.Join(t.TempDir(), "testsum")
	if out, err := exec.Command("go", "build", "-o", testsum, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	const passed = `{"Action":"start","Package":"a"}
{"Action":"pass","Package":"a","Test":"TestX"}
{"Action":"pass","Package":"a"}
`
	for _, c := range []struct {
		name, json, format string
		args               []string
		exit               int
		want               string
	}{
		{"good", passed, "true", nil, 0, "=== skipped\n1 passed, 0 failed\n"},
		{"skip", good, "true", nil, 0, "=== skipped\na TestData: DATA is not set\n2 passed, 0 failed, 1 skipped\n"},
		{"failed step", passed, "false", nil, 1, "=== skipped\n1 passed, 1 failed\n"},
		{"failed test", passed + `{"Action":"fail","Package":"a","Test":"TestY"}`, "true", nil, 1, "=== skipped\n1 passed, 1 failed\n"},
		{"one step", "", "true", []string{"format"}, 0, "=== skipped\n0 passed, 0 failed\n"},
		{"one failed step", "", "false", []string{"format"}, 1, "=== skipped\n0 passed, 1 failed\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			// ../shared/data is there, so that the list of what is skipped holds tests alone.
			if err := errors.Join(os.MkdirAll(filepath.Join(dir, "main", ".ci"), 0o777), os.MkdirAll(filepath.Join(dir, "shared", "data"), 0o777)); err != nil {
				t.Fatal(err)
			}
			var steps strings.Builder
			for line := range strings.Lines(string(run)) {
				if name, ok := strings.CutPrefix(line, "step "); ok {
					steps.WriteString(strings.Fields(name)[1] + "() { true; }\n")
				}
			}
			steps.WriteString("install() { cp '" + testsum + "' \"$bin\"; }\n")
			steps.WriteString("run_tests() { cp '" + filepath.Join(dir, "json") + "' \"$out/plain.json\"; }\n")
			steps.WriteString("format() { " + c.format + "; }\n")
			for name, text := range map[string]string{"main/.ci/run": string(run), "main/.ci/steps": steps.String(), "json": c.json} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command("bash", append([]string{filepath.Join(dir, "main", ".ci", "run")}, c.args...)...)
			out, err := cmd.CombinedOutput()
			if e := (*exec.ExitError)(nil); err != nil && !errors.As(err, &e) {
				t.Fatal(err)
			}
			if got := cmd.ProcessState.ExitCode(); got != c.exit || !strings.HasSuffix(string(out), c.want) {
				t.Errorf("exit %d, want %d and the end\n%s\nin:\n%s", got, c.exit, c.want, out)
			}
		})
	}
}
