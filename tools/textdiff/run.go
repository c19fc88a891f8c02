package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// output is what one run of a command gave.
type output struct {
	stdout, stderr []byte
	status         int
}

// limit is how long a command may take over one file.
const limit = 60 * time.Second

// run runs a command over a capture, in UTC and with packets numbered, so that
// the two outputs can be aligned.
func run(command string, flags []string, file string) (output, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	args := append([]string{"--number"}, flags...)
	cmd := exec.CommandContext(ctx, command, append(args, "-r", file)...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C")
	var out, msg bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &msg
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return output{}, fmt.Errorf("%s %s: %w", command, file, err)
	}
	return output{out.Bytes(), msg.Bytes(), cmd.ProcessState.ExitCode()}, nil
}

// judged is run for the judge, whose output over a fixed corpus does not change:
// it is kept in the cache directory under the command, its flags and the file.
func judged(c *config, file, name string) (output, error) {
	if c.cache == "" {
		return run(c.judge, c.flags, file)
	}
	sum := sha256.Sum256([]byte(c.judge + " " + strings.Join(c.flags, " ")))
	base := filepath.Join(c.cache, hex.EncodeToString(sum[:6]), name)
	if out, err := os.ReadFile(base + ".out"); err == nil {
		msg, err := os.ReadFile(base + ".err")
		if err == nil {
			text, rest, _ := bytes.Cut(msg, []byte("\n"))
			var status int
			fmt.Sscan(string(text), &status)
			return output{out, rest, status}, nil
		}
	}
	o, err := run(c.judge, c.flags, file)
	if err != nil {
		return o, err
	}
	if err := os.MkdirAll(filepath.Dir(base), 0o755); err != nil {
		return o, err
	}
	if err := os.WriteFile(base+".err", fmt.Appendf(nil, "%d\n%s", o.status, o.stderr), 0o644); err != nil {
		return o, err
	}
	return o, os.WriteFile(base+".out", o.stdout, 0o644)
}

// captureNames are the files of the corpus that are compared.
func captureNames(c *config) (names []string, err error) {
	root := filepath.Join(c.corpus, "captures")
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err == nil && strings.Contains(name, c.only) {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// compareAll compares the two commands over the corpus.
func compareAll(c *config) (*report, error) {
	names, err := captureNames(c)
	if err != nil {
		return nil, err
	}
	fuzz, err := fuzzFiles(filepath.Join(c.corpus, "manifest.jsonl"))
	if err != nil {
		return nil, err
	}
	total := newReport()
	work := make(chan string)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for range max(c.jobs, 1) {
		wg.Go(func() {
			for name := range work {
				r, err := compareFile(c, name, fuzz[name])
				mu.Lock()
				total.add(r)
				failed = errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	for _, n := range names {
		work <- n
	}
	close(work)
	wg.Wait()
	return total, failed
}

// compareFile compares the two commands over one capture.
func compareFile(c *config, name string, fuzz bool) (*report, error) {
	r := newReport()
	file := filepath.Join(c.corpus, "captures", name)
	theirs, err := judged(c, file, name)
	if err != nil {
		return r, err
	}
	ours, err := run(c.ours, c.flags, file)
	if err != nil {
		return r, err
	}
	truth, err := readTruth(filepath.Join(c.corpus, "truth", name+".truth.jsonl.gz"))
	if err != nil {
		return r, err
	}
	r.messages(name, file, theirs, ours)
	a, b := split(theirs.stdout), split(ours.stdout)
	for i, t := range truth {
		if i >= len(a) {
			break
		}
		proto, in := t.within(c.flags)
		if in == c.outside {
			r.skipped++
			continue
		}
		var got []string
		if i < len(b) {
			got = b[i]
		}
		r.packet(proto, fmt.Sprintf("%s#%d", name, i+1), a[i], got, fuzz)
	}
	return r, nil
}
