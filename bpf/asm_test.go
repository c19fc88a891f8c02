package bpf

import (
	"encoding/json"
	"errors"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/bpf"
)

// The program of "tcp port 80" as tcpdump 4.99.3 with libpcap 1.10.3 prints it, by: tcpdump -y EN10MB -d (-dd, -ddd) tcp
const (
	listedTCP = `(000) ldh      [12]
(001) jeq      #0x86dd          jt 2	jf 7
(002) ldb      [20]
(003) jeq      #0x6             jt 10	jf 4
(004) jeq      #0x2c            jt 5	jf 11
(005) ldb      [54]
(006) jeq      #0x6             jt 10	jf 11
(007) jeq      #0x800           jt 8	jf 11
(008) ldb      [23]
(009) jeq      #0x6             jt 10	jf 11
(010) ret      #262144
(011) ret      #0
`
	listedC = `{ 0x28, 0, 0, 0x0000000c },
{ 0x15, 0, 5, 0x000086dd },
{ 0x30, 0, 0, 0x00000014 },
{ 0x15, 6, 0, 0x00000006 },
{ 0x15, 0, 6, 0x0000002c },
{ 0x30, 0, 0, 0x00000036 },
{ 0x15, 3, 4, 0x00000006 },
{ 0x15, 0, 3, 0x00000800 },
{ 0x30, 0, 0, 0x00000017 },
{ 0x15, 0, 1, 0x00000006 },
{ 0x6, 0, 0, 0x00040000 },
{ 0x6, 0, 0, 0x00000000 },
`
	listedDecimal = `12
40 0 0 12
21 0 5 34525
48 0 0 20
21 6 0 6
21 0 6 44
48 0 0 54
21 3 4 6
21 0 3 2048
48 0 0 23
21 0 1 6
6 0 0 262144
6 0 0 0
`
)

func TestListings(t *testing.T) {
	for form, text := range map[string]string{"-d": listedTCP, "-dd": listedC, "-ddd": listedDecimal} {
		code, err := Assemble(text)
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		p, err := NewProgram(code)
		if err != nil {
			t.Fatal(err)
		}
		if p.List() != listedTCP || p.ListC() != listedC || p.ListDecimal() != listedDecimal {
			t.Errorf("%s is read as\n%s%s%s", form, p.List(), p.ListC(), p.ListDecimal())
		}
		roundTrip(t, p)
	}
}

// TestListed has each instruction as bpf_image of libpcap 1.10.3 prints it at index 7, where it knows it.
func TestListed(t *testing.T) {
	for _, c := range []struct {
		in   bpf.RawInstruction
		text string
	}{
		{bpf.RawInstruction{Op: 0x20, K: 5}, "ld       [5]"},
		{bpf.RawInstruction{Op: 0x28, K: 0xfffffff0}, "ldh      [-16]"},
		{bpf.RawInstruction{Op: 0x30, K: 0xfffff030}, "ldb      [vlanp]"},
		{bpf.RawInstruction{Op: 0x28, K: 0xfffff02c}, "ldh      [vlan_tci]"},
		{bpf.RawInstruction{Op: 0x28, K: 0xfffff004}, "ldh      [type]"},
		{bpf.RawInstruction{Op: 0x20, K: 0xfffff008}, "ld       [ifidx]"},
		{bpf.RawInstruction{Op: 0x50, K: 5}, "ldb      [x + 5]"},
		{bpf.RawInstruction{Op: 0x48, K: 0xfffffff0}, "ldh      [x + -16]"},
		{bpf.RawInstruction{Op: 0x60, K: 5}, "ld       M[5]"},
		{bpf.RawInstruction{Op: 0x00, K: 5}, "ld       #0x5"},
		{bpf.RawInstruction{Op: 0x80}, "ld       #pktlen"},
		{bpf.RawInstruction{Op: 0x01, K: 5}, "ldx      #0x5"},
		{bpf.RawInstruction{Op: 0x61, K: 5}, "ldx      M[5]"},
		{bpf.RawInstruction{Op: 0xb1, K: 14}, "ldxb     4*([14]&0xf)"},
		{bpf.RawInstruction{Op: 0x02, K: 5}, "st       M[5]"},
		{bpf.RawInstruction{Op: 0x03, K: 5}, "stx      M[5]"},
		{bpf.RawInstruction{Op: 0x04, K: 0xfffffff0}, "add      #-16"},
		{bpf.RawInstruction{Op: 0x54, K: 0xfffffff0}, "and      #0xfffffff0"},
		{bpf.RawInstruction{Op: 0xa4, K: 5}, "xor      #0x5"},
		{bpf.RawInstruction{Op: 0x94, K: 5}, "mod      #5"},
		{bpf.RawInstruction{Op: 0x64, K: 5}, "lsh      #5"},
		{bpf.RawInstruction{Op: 0x84}, "neg      "},
		{bpf.RawInstruction{Op: 0x9c}, "mod      x"},
		{bpf.RawInstruction{Op: 0x05, K: 5}, "ja       13"},
		{bpf.RawInstruction{Op: 0x35, Jt: 1, Jf: 2, K: 5}, "jge      #0x5             jt 9\tjf 10"},
		{bpf.RawInstruction{Op: 0x4d, Jt: 1, Jf: 2}, "jset     x                jt 9\tjf 10"},
		{bpf.RawInstruction{Op: 0x06, K: 0xfffffff0}, "ret      #-16"},
		{bpf.RawInstruction{Op: 0x16}, "ret      "},
		{bpf.RawInstruction{Op: 0x07}, "tax      "},
	} {
		p := &Program{code: append(make([]bpf.RawInstruction, 7), c.in)}
		lines := strings.Split(p.List(), "\n")
		if want := "(007) " + c.text; lines[7] != want {
			t.Errorf("%+v: %q, want %q", c.in, lines[7], want)
		}
	}
}

func TestAssembleSource(t *testing.T) {
	code, err := Assemble("/* a filter\n for SSH */\n ldh [12]\n jne #0x800, drop ; not IPv4\n ldb [23]\n jneq #6, drop\nldx 4*([14]&0xf)\n ldh [x + 16]\n jlt #22, drop\n jle #23, keep\ndrop: ret #0\nkeep:\tret #-1\n")
	want := []bpf.RawInstruction{
		{Op: 0x28, K: 12},
		{Op: 0x15, Jf: 6, K: 0x800},
		{Op: 0x30, K: 23},
		{Op: 0x15, Jf: 4, K: 6},
		{Op: 0xb1, K: 14},
		{Op: 0x48, K: 16},
		{Op: 0x35, Jf: 1, K: 22},
		{Op: 0x25, Jf: 1, K: 23},
		{Op: 6},
		{Op: 6, K: 0xffffffff},
	}
	if err != nil || !slices.Equal(code, want) {
		t.Errorf("%v: %v, want %v", err, code, want)
	}
}

func TestAssembleErrors(t *testing.T) {
	for _, c := range []struct {
		text string
		line int
		want string
	}{
		{"ret #0\nldq [1]", 2, "not an instruction"},
		{"ld [99999999999]", 1, "not an instruction"},
		{"\njeq #1, L1", 2, `there is no label "L1"`},
		{"a: ret #0\na: ret #1", 2, "the label is there twice"},
		{"jeq 5, a, b", 1, "expected a number or x"},
		{"jeq #5", 1, "expected a number or x, and one or two targets"},
		{"back: ld #1\njeq #1, back\nret #0", 2, "conditional jumps reach 255 instructions forward"},
		{"(001) ret #0", 1, "expected instruction (000)"},
		{"{ 6, 0, 0 }", 1, "expected { code, jt, jf, k }"},
		{"{ 6, 0, 300, 0 }", 1, "a number is out of range"},
	} {
		_, err := Assemble(c.text)
		var e *AssemblyError
		if !errors.As(err, &e) || e.Line != c.line || e.Want != c.want {
			t.Errorf("%q: %v, want line %d: %s", c.text, err, c.line, c.want)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	for range 2000 {
		p, err := NewProgram(initialised(randomProgram(r, 50)))
		if err != nil {
			t.Fatal(err)
		}
		roundTrip(t, p)
	}
}

func TestJSON(t *testing.T) {
	var p Program
	const text = `{"instructions":[{"code":128,"jt":0,"jf":0,"k":0,"text":"ld #pktlen"},{"code":37,"jt":0,"jf":1,"k":100,"text":"jgt #0x64"},{"code":6,"jt":0,"jf":0,"k":9,"text":"ret #9"},{"code":6,"jt":0,"jf":0,"k":0,"text":"ret #0"}]}`
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	if p.Run(nil, 100) != 0 || p.Run(nil, 101) != 9 {
		t.Error("the program does not say what its text says")
	}
	if got, err := json.Marshal(&p); err != nil || string(got) != text {
		t.Errorf("%v: %s", err, got)
	}
	for _, bad := range []string{`{"instructions":[]}`, `{"instructions":[{"code":6,"jt":256}]}`, `{"instructions":[{"code":21,"jt":1},{"code":6}]}`, `[`} {
		if err := json.Unmarshal([]byte(bad), &p); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

func TestValidate(t *testing.T) {
	ret := bpf.RawInstruction{Op: opRetK}
	for _, c := range []struct {
		code  []bpf.RawInstruction
		index int
		want  string
	}{
		{nil, 0, "the program is empty"},
		{[]bpf.RawInstruction{{Op: opTax}}, 0, "the program does not end in a return"},
		{[]bpf.RawInstruction{{Op: 0x38}, ret}, 0, "unknown instruction"},
		{[]bpf.RawInstruction{{Op: 0x0e}, ret}, 0, "unknown instruction"},
		{[]bpf.RawInstruction{{Op: 0x8c}, ret}, 0, "unknown instruction"},
		{[]bpf.RawInstruction{{Op: opSt, K: 16}, ret}, 0, "there are 16 words of scratch memory"},
		{[]bpf.RawInstruction{{Op: clsALU | aluDIV}, ret}, 0, "division by zero"},
		{[]bpf.RawInstruction{{Op: clsALU | aluLSH, K: 32}, ret}, 0, "shift by more than 31 bits"},
		{[]bpf.RawInstruction{ret, {Op: opJa}, ret, {Op: opJa, K: 0}}, 3, "the jump leaves the program"},
		{[]bpf.RawInstruction{{Op: opJa, K: 1<<32 - 1}, ret}, 0, "the jump leaves the program"},
		{[]bpf.RawInstruction{{Op: clsJMP | jmpJEQ, Jf: 1}, ret}, 0, "the jump leaves the program"},
		{[]bpf.RawInstruction{{Op: opLdMem, K: 3}, ret}, 0, "M[3] is read but was not written on every path"},
		{[]bpf.RawInstruction{{Op: clsJMP | jmpJEQ, Jf: 1}, {Op: opSt}, {Op: opLdMem}, ret}, 2, "M[0] is read but was not written on every path"},
		{[]bpf.RawInstruction{{Op: opLdAbs, K: ancillary + 2}, ret}, 0, "unknown ancillary load"},
		{slices.Repeat([]bpf.RawInstruction{ret}, MaxInstructions+1), MaxInstructions, "the program has more than 4096 instructions"},
	} {
		err := Validate(c.code)
		var e *ValidationError
		if !errors.As(err, &e) || e.Index != c.index || e.Reason != c.want {
			t.Errorf("%v: want %d: %s", err, c.index, c.want)
		}
	}
	if err := Validate([]bpf.RawInstruction{{Op: opSt}, {Op: clsJMP | jmpJEQ, Jf: 1}, {Op: opSt, K: 1}, {Op: opLdMem}, {Op: opLdAbs, K: ancillary + adVLANTag}, {Op: opRetA}}); err != nil {
		t.Error(err)
	}
}
