// Page runs the programs that measure, one after the other, and writes ../docs/benchmarks.md from what they print, with plots beside it.
//
//	go run ./cmd/page [-run regexp] [-quick]
//
// It is to be run in bench/. Sections that -run does not choose stay as they were, with their date. Live capture takes root; libpcap, tcpdump, tshark and tcpreplay are
// compared with where they are installed.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/wiretag/wiretag/bench"
)

const (
	page  = "../docs/benchmarks.md"
	plots = "benchmarks" // beside the page
)

// section is a part of the page.
type section struct {
	name, title, intro string
	command            string // arguments of go run
	quick              string // what is added for a quick run
	rows               bool   // it prints bench.Rows in JSON
	plotted            bool
}

func main() {
	pattern := flag.String("run", "", "only the sections whose names match `regexp`")
	quick := flag.Bool("quick", false, "short runs, to try the page")
	flag.Parse()
	if err := write(*pattern, *quick); err != nil {
		fmt.Fprintln(os.Stderr, "page:", err)
		os.Exit(1)
	}
}

func write(pattern string, quick bool) error {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(page)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	parts := map[string]string{}
	for _, m := range regexp.MustCompile(`(?s)<!-- begin (\S+) -->\n(.*?)<!-- end -->\n`).FindAllStringSubmatch(string(old), -1) {
		parts[m[1]] = m[2]
	}
	for _, s := range sections {
		if !re.MatchString(s.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, s.name)
		if parts[s.name], err = s.run(quick); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if err := save(parts); err != nil { // what was measured is not lost if a later one fails
			return err
		}
	}
	return save(parts)
}

// save writes the page.
func save(parts map[string]string) error {
	out := bytes.NewBufferString(introduction)
	for _, s := range sections {
		fmt.Fprintf(out, "\n## %s\n\n%s\n\n<!-- begin %s -->\n%s<!-- end -->\n", s.title, s.intro, s.name, parts[s.name])
	}
	out.WriteString(missed)
	return os.WriteFile(page, out.Bytes(), 0o644)
}

// run measures and gives the text of the section.
func (s *section) run(quick bool) (string, error) {
	if s.command == "" {
		return machine(), nil
	}
	args := strings.Fields(s.command)
	if quick {
		args = append(args, strings.Fields(s.quick)...)
	}
	if withLibpcap() {
		args = append([]string{"-tags", "libpcap"}, args...)
	}
	start := time.Now()
	cmd := exec.Command("go", append([]string{"run"}, args...)...)
	cmd.Stderr = os.Stderr
	printed, err := cmd.Output()
	if err != nil {
		return "", err
	}
	out := new(strings.Builder)
	fmt.Fprintf(out, "Measured on %s, %s, by `go run %s` in %v, %s.\n\n", start.Format(time.DateOnly), processor(), strings.Join(args, " "), time.Since(start).Round(time.Second), busy())
	if !s.rows {
		out.WriteString(strings.TrimSpace(string(printed)) + "\n")
		return out.String(), nil
	}
	var rows []bench.Row
	if err := json.Unmarshal(printed, &rows); err != nil {
		return "", err
	}
	if s.plotted {
		err = growth(out, rows)
	} else {
		err = bench.WriteRows(out, rows)
	}
	return out.String(), err
}

// busy says what else the machine did.
func busy() string {
	load, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "on a machine whose load is not known"
	}
	return fmt.Sprintf("load average %s at the end", strings.Fields(string(load))[0])
}

// withLibpcap says whether libpcap can be compiled in.
func withLibpcap() bool {
	cmd := exec.Command("cc", "-E", "-xc", "-")
	cmd.Stdin = strings.NewReader("#include <pcap/pcap.h>\n")
	return cmd.Run() == nil
}

var versionLine = regexp.MustCompile(`(?i)^(tcpdump|libpcap|tshark|tcpreplay).* [0-9]+\.`)

// processor is the name of the machine's processor. Sections may be of several machines.
func processor() string {
	cpu, _ := os.ReadFile("/proc/cpuinfo")
	if m := regexp.MustCompile(`model name\s*: (.*)`).FindSubmatch(cpu); m != nil {
		return string(m[1])
	}
	return "a processor that does not say its name"
}

// machine says on what was measured.
func machine() string {
	var b strings.Builder
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	fmt.Fprintf(&b, "- %s, %d processors, %s/%s, Linux %s\n- %s\n", processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, strings.TrimSpace(string(kernel)), runtime.Version())
	for _, module := range []string{"github.com/gopacket/gopacket", "github.com/google/gopacket", "github.com/go-restruct/restruct", "golang.org/x/net"} {
		if v, err := exec.Command("go", "list", "-m", module).Output(); err == nil {
			fmt.Fprintf(&b, "- %s", v)
		}
	}
	for _, program := range []string{"tcpdump", "tshark", "tcpreplay"} {
		v, err := exec.Command(program, "--version").CombinedOutput()
		for line := range strings.Lines(string(v)) {
			if err == nil && versionLine.MatchString(line) {
				fmt.Fprintf(&b, "- %s\n", strings.TrimSpace(line))
			}
		}
	}
	return b.String()
}

// plotFile is where the plot of a group is, seen from the page.
func plotFile(group string) string {
	name := strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(group), "-"), "-")
	return filepath.Join(plots, name+".svg")
}
