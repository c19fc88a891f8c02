package main

import (
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// program is a program that was built.
type program struct {
	file  string
	lines int
}

var names = []string{"reassemblydump", "statsassembly", "arpscan"}

// build builds all programs from the modules that bench requires.
func (s *settings) build() error {
	s.programs = map[string]program{}
	for _, n := range names {
		for prefix, path := range map[string]string{"": "github.com/wiretag/wiretag/examples/", "gopacket ": "github.com/gopacket/gopacket/examples/"} {
			file := filepath.Join(s.dir, strings.ReplaceAll(prefix, " ", "-")+n)
			if out, err := exec.Command("go", "build", "-o", file, path+n).CombinedOutput(); err != nil {
				return fmt.Errorf("%s%s: %w: %s", path, n, err, out)
			}
			out, err := exec.Command("go", "list", "-f", `{{range .GoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}{{range .CgoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}`, path+n).Output()
			if err != nil {
				return err
			}
			p := program{file: file}
			for source := range strings.FieldsSeq(string(out)) {
				lines, err := code(source)
				if err != nil {
					return err
				}
				p.lines += lines
			}
			s.programs[prefix+n] = p
		}
	}
	return nil
}

// code counts the lines of a file that have code.
func code(file string) (int, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	set := token.NewFileSet()
	f := set.AddFile(file, -1, len(src))
	var sc scanner.Scanner
	sc.Init(f, src, nil, 0) // without comments
	lines := map[int]bool{}
	for {
		pos, tok, lit := sc.Scan()
		switch {
		case tok == token.EOF:
			return len(lines), nil
		case tok == token.SEMICOLON && lit == "\n":
			continue // made by the scanner
		}
		for i := range 1 + strings.Count(lit, "\n") {
			lines[f.Line(pos)+i] = true
		}
	}
}

func (s *settings) printLines() {
	fmt.Print("| program | lines | gopacket's |\n|---|---:|---:|\n")
	for _, n := range names {
		fmt.Printf("| %s | %d | %d |\n", n, s.programs[n].lines, s.programs["gopacket "+n].lines)
	}
}

// start starts a program. Its output is in the result of the function that it returns, which waits for the end for so long at most.
func (s *settings) start(name string, args ...string) (func(limit time.Duration) (measured, error), error) {
	cmd := exec.Command(s.programs[name].file, args...)
	var out strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &out
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	memory := make(chan int64, 1)
	go func() { memory <- resident(cmd.Process.Pid) }()
	return func(limit time.Duration) (measured, error) {
		kill := time.AfterFunc(limit, func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		m := measured{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: time.Since(begin), output: out.String()}
		m.memory = <-memory
		if !kill.Stop() {
			err = errors.Join(errTime, err)
		}
		return m, err
	}, nil
}

var errTime = errors.New("it was not ready in time")
