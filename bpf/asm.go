package bpf

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/bpf"
)

// maxSource is the greatest number of lines that [Assemble] reads.
const maxSource = 1 << 16

// AssemblyError says which line of a program's text cannot be read.
type AssemblyError struct {
	Line int    // from 1
	Text string // what stands there, shortened
	Want string // what is wrong, or expected
}

func (e *AssemblyError) Error() string {
	return fmt.Sprintf("bpf: line %d: %q: %s", e.Line, e.Text, e.Want)
}

// Assemble reads the text of a program: what tcpdump prints with -d, -dd or -ddd, what [Program.Source] gives, or source code in the language of
// bpf_asm: instructions with labels (label: jeq #0x800, yes, no), numbers in decimal, octal and hexadecimal form, comments after a semicolon or between /* and */.
// Conditional jumps with one target go on with the next instruction otherwise. What it gives need not be valid: see [Validate].
// The error is an [*AssemblyError].
func Assemble(text string) ([]bpf.RawInstruction, error) {
	a := &assembler{labels: map[string]int{}}
	lines := strings.Split(withoutComments(text), "\n")
	if len(lines) > maxSource {
		return nil, &AssemblyError{maxSource, "", "more than 65536 lines"}
	}
	if code, ok := decimal(lines); ok {
		return code, nil
	}
	for n, line := range lines {
		a.line, a.text = n+1, strings.TrimSpace(line)
		if err := a.read(a.text); err != nil {
			return nil, err
		}
	}
	return a.code, a.resolve()
}

// withoutComments blanks comments out; lines keep their numbers.
func withoutComments(text string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "/*")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		comment, rest, _ := strings.Cut(after, "*/")
		b.WriteString(strings.Repeat("\n", strings.Count(comment, "\n")) + " ")
		text = rest
	}
}

// decimal reads what -ddd prints.
func decimal(lines []string) (code []bpf.RawInstruction, ok bool) {
	want := -1
	for _, line := range lines {
		f := strings.Fields(strings.TrimSuffix(strings.TrimSpace(line), ","))
		switch {
		case len(f) == 0:
		case len(f) == 1 && want < 0:
			n, err := strconv.ParseUint(f[0], 10, 16)
			if err != nil {
				return nil, false
			}
			want = int(n)
		case len(f) == 4 && want >= 0:
			i, ok := instruction(f, 10)
			if !ok {
				return nil, false
			}
			code = append(code, i)
		default:
			return nil, false
		}
	}
	return code, want >= 0 && want == len(code)
}

// instruction reads four numbers.
func instruction(f []string, base int) (i bpf.RawInstruction, ok bool) {
	var n [4]uint64
	for k, bits := range [4]int{16, 8, 8, 32} {
		v, err := strconv.ParseUint(strings.TrimSpace(f[k]), base, bits)
		if err != nil {
			return i, false
		}
		n[k] = v
	}
	return bpf.RawInstruction{Op: uint16(n[0]), Jt: uint8(n[1]), Jf: uint8(n[2]), K: uint32(n[3])}, true
}

// target is where a jump leads: a label or the number of an instruction.
type target struct {
	at    int // the jump
	label string
	no    bool // if it is not taken
	line  int
	text  string
}

type assembler struct {
	code    []bpf.RawInstruction
	labels  map[string]int
	targets []target
	line    int
	text    string
}

func (a *assembler) fail(want string) error {
	text := a.text
	if len(text) > 80 {
		text = text[:80]
	}
	return &AssemblyError{a.line, text, want}
}

// read reads a line.
func (a *assembler) read(s string) error {
	s, _, _ = strings.Cut(s, ";")
	s = strings.TrimSpace(s)
	for {
		if label, rest, found := strings.Cut(s, ":"); found && isLabel(label) {
			if _, twice := a.labels[label]; twice {
				return a.fail("the label is there twice")
			}
			a.labels[label] = len(a.code)
			s = strings.TrimSpace(rest)
			continue
		}
		break
	}
	switch {
	case s == "":
		return nil
	case s[0] == '{':
		return a.readC(s)
	case s[0] == '(':
		return a.readListed(s)
	}
	return a.readInstruction(s)
}

func isLabel(s string) bool {
	for i, c := range []byte(s) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// readC reads a line of what -dd prints.
func (a *assembler) readC(s string) error {
	s = strings.TrimSpace(strings.TrimSuffix(s, ","))
	body, found := strings.CutSuffix(s[1:], "}")
	f := strings.Split(body, ",")
	if !found || len(f) != 4 {
		return a.fail("expected { code, jt, jf, k }")
	}
	i, ok := instruction(f, 0)
	if !ok {
		return a.fail("a number is out of range")
	}
	a.code = append(a.code, i)
	return nil
}

// readListed reads a line of what -d prints.
func (a *assembler) readListed(s string) error {
	number, rest, found := strings.Cut(s[1:], ")")
	n, err := strconv.Atoi(number)
	if !found || err != nil || n != len(a.code) {
		return a.fail(fmt.Sprintf("expected instruction (%03d)", len(a.code)))
	}
	f := strings.Fields(rest)
	if k := len(f); k > 4 && f[k-4] == "jt" && f[k-2] == "jf" {
		rest = fmt.Sprintf("%s, @%s, @%s", strings.Join(f[:k-4], " "), f[k-3], f[k-1])
	} else if k == 2 && f[0] == "ja" {
		rest = "ja @" + f[1]
	}
	return a.readInstruction(strings.TrimSpace(rest))
}

// resolve sets the jumps.
func (a *assembler) resolve() error {
	for _, t := range a.targets {
		to, ok := a.labels[t.label]
		if number, found := strings.CutPrefix(t.label, "@"); found {
			n, err := strconv.ParseUint(number, 10, 24)
			to, ok = int(n), err == nil
		}
		a.line, a.text = t.line, t.text
		if !ok {
			return a.fail("there is no label " + strconv.Quote(t.label))
		}
		d := to - t.at - 1
		i := &a.code[t.at]
		switch {
		case i.Op == opJa:
			i.K = uint32(int32(d))
		case d < 0 || d > 255:
			return a.fail("conditional jumps reach 255 instructions forward")
		case t.no:
			i.Jf = uint8(d)
		default:
			i.Jt = uint8(d)
		}
	}
	return nil
}
