package bpf

import (
	"encoding/json"
	"fmt"

	"golang.org/x/net/bpf"
)

// jsonInstruction is an instruction in JSON: the numbers that define it, and what it says, for readers.
type jsonInstruction struct {
	Code uint16 `json:"code"`
	Jt   uint8  `json:"jt"`
	Jf   uint8  `json:"jf"`
	K    uint32 `json:"k"`
	Text string `json:"text,omitempty"`
}

type jsonProgram struct {
	Instructions []jsonInstruction `json:"instructions"`
}

// MarshalJSON gives the program as an object with a list of instructions: code, jt and jf (how many instructions to skip), k, and
// the text of the instruction as tcpdump -d has it, which is ignored in reading.
func (p *Program) MarshalJSON() ([]byte, error) {
	j := jsonProgram{Instructions: make([]jsonInstruction, len(p.code))}
	for n, i := range p.code {
		text, operand := mnemonic(i, n)
		if operand != "" {
			text += " " + operand
		}
		j.Instructions[n] = jsonInstruction{i.Op, i.Jt, i.Jf, i.K, text}
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it as [NewProgram] does; programs that follow chains of headers are taken too. It must not be
// called on a program that is in use.
func (p *Program) UnmarshalJSON(data []byte) error {
	var j jsonProgram
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("bpf: %w", err)
	}
	code := make([]bpf.RawInstruction, len(j.Instructions))
	for n, i := range j.Instructions {
		code[n] = bpf.RawInstruction{Op: i.Code, Jt: i.Jt, Jf: i.Jf, K: i.K}
	}
	if err := validate(code, true); err != nil {
		return err
	}
	p.code = code
	p.eval.first.Store(nil)
	return nil
}
