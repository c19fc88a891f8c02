package bpf

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"math/rand"
	"slices"
	"testing"

	"golang.org/x/net/bpf"
)

// decodeProgram reads instructions of eight bytes. Offsets, jumps and scratch words are brought into range, so that much of what a fuzzer tries is valid.
func decodeProgram(b []byte) []bpf.RawInstruction {
	n := min(len(b)/8, 200)
	code := make([]bpf.RawInstruction, n)
	for at := range code {
		left := n - at - 1
		i := bpf.RawInstruction{Op: uint16(b[0]), Jt: b[2], Jf: b[3], K: binary.LittleEndian.Uint32(b[4:])}
		switch {
		case left == 0:
			i.Op = opRetK | i.Op&retA
		case isCond(i):
			i.Jt, i.Jf = uint8(int(i.Jt)%left), uint8(int(i.Jf)%left)
		case i.Op == opJa:
			i.K %= uint32(left)
		case i.Op == opSt, i.Op == opStx, i.Op == opLdMem, i.Op == opLdxMem:
			i.K &= 15
		}
		code[at], b = i, b[8:]
	}
	return initialised(code)
}

func encodeProgram(code []bpf.RawInstruction) (b []byte) {
	for _, i := range code {
		b = binary.LittleEndian.AppendUint32(append(b, byte(i.Op), 0, i.Jt, i.Jf), i.K)
	}
	return b
}

// FuzzRun compares, on any valid program and packet, what is run with the instructions one after the other, the optimised program, and the virtual machine of
// golang.org/x/net/bpf. That machine differs on purpose of others: it takes the captured length for the length on the wire, it
// cannot negate, its offsets wrap around where int has 32 bits, and it knows no other ancillary load than the length.
func FuzzRun(f *testing.F) {
	r := rand.New(rand.NewSource(5))
	for range 20 {
		code := randomProgram(r, 30)
		f.Add(encodeProgram(code), packetFor(r, code), uint16(100))
	}
	f.Fuzz(func(t *testing.T, program, data []byte, wire uint16) {
		code := decodeProgram(program)
		p, err := NewProgram(code)
		if err != nil {
			return
		}
		want := interpret(code, data, uint32(wire), nil)
		if got := p.Run(data, uint32(wire)); got != want {
			t.Fatalf("packet %x: %d, want %d\n%s", data, got, want, p.List())
		}
		better := optimize(code)
		if err := validate(better, false); err != nil || len(better) > len(code) {
			t.Fatalf("%s\nbecame %v: %v", p.List(), better, err)
		}
		if got := interpret(better, data, uint32(wire), nil); got != want {
			t.Fatalf("packet %x: %d, want %d\n%s\nbecame %v", data, got, want, p.List(), better)
		}
		compareVM(t, code, data)
	})
}

// compareVM compares with the machine of golang.org/x/net/bpf, if that can run the program.
func compareVM(t *testing.T, code []bpf.RawInstruction, data []byte) {
	if bits.UintSize == 32 {
		return // its offsets wrap around there, and it panics
	}
	for _, i := range code {
		if i.Op == opNeg || i.Op == opLdxLen || i.Op&^0x18 == opLdAbs && i.K >= ancillary {
			return
		}
	}
	ins, all := bpf.Disassemble(code)
	vm, err := bpf.NewVM(ins)
	if !all || err != nil {
		return // such as programs that do not end in a return that it knows
	}
	n, err := vm.Run(data)
	if want := interpret(code, data, uint32(len(data)), nil); err != nil || uint32(n) != want {
		t.Fatalf("packet %x: %d, the virtual machine has %d, %v\n%s", data, want, n, err, (&Program{code: code}).List())
	}
}

// TestVM runs random programs in the other machine.
func TestVM(t *testing.T) {
	r := rand.New(rand.NewSource(6))
	for range 5000 {
		code := initialised(randomProgram(r, 30))
		for range 4 {
			compareVM(t, code, packetFor(r, code))
		}
	}
}

// FuzzAssemble reads any text, and reads again what is written of it.
func FuzzAssemble(f *testing.F) {
	f.Add("(000) ldh      [12]\n(001) jeq      #0x800           jt 2\tjf 3\n(002) ret      #262144\n(003) ret      #0\n")
	f.Add("2\n6 0 0 1\n6 0 0 0")
	f.Add("{ 0x6, 0, 0, 0x00040000 },")
	f.Add("start: ld #len ; length\njlt #60, drop\nldx 4*([14]&0xf)\nldb [x + 13]\nret a\ndrop: ret #0 /* no */")
	f.Fuzz(func(t *testing.T, text string) {
		code, err := Assemble(text)
		if err != nil || len(code) == 0 {
			return
		}
		p, err := NewProgram(code)
		if err != nil {
			return
		}
		roundTrip(t, p)
	})
}

// plain clears the fields that instructions have no use for, which text does not show.
func plain(code []bpf.RawInstruction) []bpf.RawInstruction {
	code = slices.Clone(code)
	for n := range code {
		i := &code[n]
		if !isCond(*i) {
			i.Jt, i.Jf = 0, 0
		}
		switch {
		case i.Op == opLdLen, i.Op == opLdxLen, i.Op == opRetA, i.Op&7 == clsMISC, i.Op == opNeg, (i.Op&7 == clsALU || isCond(*i)) && i.Op&srcX != 0:
			i.K = 0
		}
	}
	return code
}

// roundTrip writes a program in all forms and reads it again.
func roundTrip(t *testing.T, p *Program) {
	t.Helper()
	for form, text := range map[string]string{"-d": p.List(), "-dd": p.ListC(), "-ddd": p.ListDecimal(), "source": p.Source()} {
		code, err := Assemble(text)
		want := p.code
		if form == "-d" || form == "source" {
			want = plain(p.code)
		}
		if err != nil || !slices.Equal(code, want) {
			t.Fatalf("%s: %v\n%s\nis read as %v, was %v", form, err, text, code, p.code)
		}
	}
	data, err := p.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	var q Program
	if err := q.UnmarshalJSON(data); err != nil || !slices.Equal(q.code, p.code) {
		t.Fatalf("JSON: %v: %s", err, data)
	}
	if again, err := q.MarshalJSON(); err != nil || !bytes.Equal(again, data) {
		t.Fatalf("JSON: %v: %s, was %s", err, again, data)
	}
}
