// Sitting runs every native fuzz target of the library for some processor time, one after the other, and prints a table of what came of it.
//
//	go run ./sitting [-cpu duration] [-more pattern] [-parallel n] [-run pattern] [-write page]
//
// It is to be run in tools/, on Linux. Time is that of the processor, so that a busy machine makes a sitting longer and not smaller. The exit status is 1 if an input
// failed: it stays in the target's testdata, where go test tries it from then on.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const module = "github.com/wiretag/wiretag/"

type config struct {
	cpu      time.Duration
	more     *regexp.Regexp // targets with five times as much
	run      *regexp.Regexp
	parallel int
	dir      string // for test binaries and inputs
}

// result is what one target did.
type result struct {
	name            string
	executions, new string
	cpu             time.Duration
	found           string // output of a run in which an input failed
}

func main() {
	c := config{}
	flag.DurationVar(&c.cpu, "cpu", time.Minute, "processor time of each target")
	more := flag.String("more", "^$", "targets that match `pattern` get five times as much")
	run := flag.String("run", "", "only the targets that match `pattern`")
	flag.IntVar(&c.parallel, "parallel", 1, "workers")
	page := flag.String("write", "", "put the table into `page`, between its marks")
	flag.Parse()
	if err := c.sit(*more, *run, *page); err != nil {
		fmt.Fprintln(os.Stderr, "sitting:", err)
		os.Exit(1)
	}
}

func (c *config) sit(more, run, page string) (err error) {
	if c.more, err = regexp.Compile(more); err != nil {
		return err
	}
	if c.run, err = regexp.Compile(run); err != nil {
		return err
	}
	if c.dir, err = os.MkdirTemp("", "sitting"); err != nil {
		return err
	}
	defer os.RemoveAll(c.dir)
	start := time.Now()
	results, err := c.all()
	if err != nil {
		return err
	}
	table := tableOf(results, start)
	fmt.Print(table)
	found := 0
	for _, r := range results {
		if r.found != "" {
			found++
			fmt.Printf("\n%s\n%s\n", r.name, r.found)
		}
	}
	if page != "" {
		err = put(page, table)
	}
	if found > 0 {
		return fmt.Errorf("%d targets failed", found)
	}
	return err
}

// all runs the targets of all packages.
func (c *config) all() (results []result, err error) {
	list, err := exec.Command("go", "list", "-C", "..", "-f", "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}} {{.Dir}}{{end}}", "./...").Output()
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(list)) {
		pkg, dir, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			continue
		}
		files, _ := filepath.Glob(filepath.Join(dir, "*_test.go"))
		binary := filepath.Join(c.dir, strings.ReplaceAll(pkg, "/", "_"))
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			for _, m := range regexp.MustCompile(`(?m)^func (Fuzz[A-Za-z0-9_]*)`).FindAllSubmatch(text, -1) {
				target := string(m[1])
				name := strings.TrimPrefix(pkg, module) + " " + target
				if !c.run.MatchString(name) {
					continue
				}
				if _, err := os.Stat(binary); err != nil {
					build := exec.Command("go", "test", "-C", "..", "-c", "-fuzz=^"+target+"$", "-o", binary, pkg)
					if out, err := build.CombinedOutput(); err != nil {
						return nil, fmt.Errorf("%s: %w\n%s", pkg, err, out)
					}
				}
				r, err := c.target(name, target, binary, dir)
				if err != nil {
					return nil, err
				}
				fmt.Fprintf(os.Stderr, "%s: %s executions, %s new, %.0f s\n", r.name, r.executions, r.new, r.cpu.Seconds())
				results = append(results, r)
			}
		}
	}
	return results, nil
}

// target runs one target until it has had its time.
func (c *config) target(name, target, binary, dir string) (result, error) {
	want := c.cpu
	if c.more.MatchString(name) {
		want *= 5
	}
	cmd := exec.Command(binary, "-test.run=^$", "-test.fuzz=^"+target+"$", "-test.fuzztime=24h", "-test.fuzzminimizetime=1x", "-test.fuzzcachedir="+filepath.Join(c.dir, target),
		"-test.parallel="+strconv.Itoa(c.parallel))
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out := new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		return result{}, err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	var err error
	for ended := false; !ended; {
		select {
		case err = <-done:
			ended = true
		case <-time.After(time.Second):
			if used(cmd.Process.Pid) >= want {
				cmd.Process.Signal(os.Interrupt)
			}
		}
	}
	r := result{name: name, cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	text := out.String()
	r.executions, r.new = progress(text)
	if strings.Contains(text, "Failing input") || strings.Contains(text, "--- FAIL") && !strings.Contains(text, "interrupt") {
		r.found = text
	} else if err != nil && r.executions == "" {
		return r, fmt.Errorf("%s: %w\n%s", name, err, text)
	}
	return r, nil
}

var (
	fuzzed   = regexp.MustCompile(`execs: (\d+) .*new interesting: (\d+)`)
	gathered = regexp.MustCompile(`gathering baseline coverage: (\d+/\d+) completed`)
)

// progress takes the last numbers of a target's output.
func progress(text string) (executions, found string) {
	if all := fuzzed.FindAllStringSubmatch(text, -1); all != nil {
		last := all[len(all)-1]
		return last[1], last[2]
	}
	if all := gathered.FindAllStringSubmatch(text, -1); all != nil {
		return all[len(all)-1][1] + " seeds", "–"
	}
	return "", ""
}

// used is the processor time of the processes of a group.
func used(group int) (total time.Duration) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range stats {
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		f := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:])) // from the state on
		if len(f) < 13 || f[2] != strconv.Itoa(group) {
			continue
		}
		for _, ticks := range f[11:13] {
			n, _ := strconv.Atoi(ticks)
			total += time.Duration(n) * 10 * time.Millisecond // of 1/100 s, on all Linux systems
		}
	}
	return total
}

// tableOf writes what came of a sitting.
func tableOf(results []result, start time.Time) string {
	var b strings.Builder
	var cpu time.Duration
	found := 0
	for _, r := range results {
		cpu += r.cpu
		if r.found != "" {
			found++
		}
	}
	fmt.Fprintf(&b, "%s: %d targets, %.1f minutes of processor time in a sitting of %.0f minutes, %d of them found something.\n\n", start.Format(time.DateOnly), len(results), cpu.Minutes(), time.Since(start).Minutes(), found)
	b.WriteString("| target | executions | new inputs | CPU s |\n|---|---:|---:|---:|\n")
	for _, r := range results {
		fmt.Fprintf(&b, "| %s | %s | %s | %.0f |\n", r.name, r.executions, r.new, r.cpu.Seconds())
	}
	return b.String()
}

// put replaces what stands between the marks of a page.
func put(page, table string) error {
	text, err := os.ReadFile(page)
	if err != nil {
		return err
	}
	const from, to = "<!-- sitting -->\n", "<!-- end of sitting -->\n"
	before, rest, ok := strings.Cut(string(text), from)
	_, after, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		return fmt.Errorf("%s: no marks", page)
	}
	return os.WriteFile(page, []byte(before+from+"\n"+table+"\n"+to+after), 0o644)
}
