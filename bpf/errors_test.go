package bpf_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
)

// TestErrorKinds: each kind of mistake is told apart, at the place where it is. libpcap refuses all of these expressions too.
func TestErrorKinds(t *testing.T) {
	for _, c := range []struct {
		expr   string
		link   capture.LinkType
		err    error
		token  string
		offset int
	}{
		{"tcp and and udp", capture.LinkTypeEthernet, bpf.ErrSyntax, "and", 8},
		{"host 1.2.3.400", capture.LinkTypeEthernet, bpf.ErrLiteral, "1.2.3.400", 5},
		{"port 70000", capture.LinkTypeEthernet, bpf.ErrRange, "70000", 5},
		{"ether port 80", capture.LinkTypeEthernet, bpf.ErrQualifier, "80", 11},
		{"ether host 00:00:5e:00:53:01", capture.LinkTypeRaw, bpf.ErrLinkType, "00:00:5e:00:53:01", 11},
		{"port nosuchservice", capture.LinkTypeEthernet, bpf.ErrName, "nosuchservice", 5},
		{"ip[0] / 0 = 1", capture.LinkTypeEthernet, bpf.ErrArithmetic, "0", 8},
		{strings.Repeat("(", bpf.MaxDepth+1) + "ip" + strings.Repeat(")", bpf.MaxDepth+1), capture.LinkTypeEthernet, bpf.ErrLimit, "(", bpf.MaxDepth - 1},
	} {
		_, err := bpf.Compile(c.expr, c.link)
		var e *bpf.Error
		if !errors.As(err, &e) {
			t.Errorf("%.40s: %v", c.expr, err)
			continue
		}
		if !errors.Is(err, c.err) || e.Err != c.err || e.Expr != c.expr || e.Token != c.token || e.Offset != c.offset || e.Detail+e.Want == "" {
			t.Errorf("%.40s: %v; token %q at %d, detail %q, want %q", c.expr, err, e.Token, e.Offset, e.Detail, e.Want)
		}
	}
	if _, err := bpf.Compile(strings.Repeat("(", bpf.MaxDepth-2)+"ip"+strings.Repeat(")", bpf.MaxDepth-2), capture.LinkTypeEthernet); err != nil {
		t.Errorf("just below the limit: %v", err)
	}
}

// TestSourceReads: what Source writes, Assemble reads.
func TestSourceReads(t *testing.T) {
	p, err := bpf.Compile("tcp port 80 and not net 10.0.0.0/8", capture.LinkTypeEthernet)
	if err != nil {
		t.Fatal(err)
	}
	code, err := bpf.Assemble(p.Source())
	if err != nil {
		t.Fatal(err)
	}
	q, err := bpf.NewProgram(code)
	if err != nil || q.List() != p.List() {
		t.Errorf("%v\n%s\nwant\n%s", err, q.List(), p.List())
	}
}

// TestAssemblyErrors: the line, and what stands there.
func TestAssemblyErrors(t *testing.T) {
	_, err := bpf.Assemble("ld [0]\nnonsense\nret #0\n")
	var e *bpf.AssemblyError
	if !errors.As(err, &e) || e.Line != 2 || e.Text != "nonsense" || e.Want == "" {
		t.Errorf("%v", err)
	}
}

// TestValidationErrors: a jump behind the end is that of its instruction, and so is what is behind the longest program that a kernel takes (BPF_MAXINSNS).
func TestValidationErrors(t *testing.T) {
	code, err := bpf.Assemble("ld [0]\nret #0\n")
	if err != nil {
		t.Fatal(err)
	}
	bad := append(code[:1:1], code[1])
	bad[0].Op, bad[0].Jt = 0x15, 7 // jeq
	var e *bpf.ValidationError
	if err := bpf.Validate(bad); !errors.As(err, &e) || e.Index != 0 || !strings.Contains(e.Reason, "jump") {
		t.Errorf("%v", err)
	}
	long := code[:1:1]
	for len(long) < bpf.MaxInstructions {
		long = append(long, code[1])
	}
	if err := bpf.Validate(long); err != nil || bpf.MaxInstructions != 4096 {
		t.Errorf("%d instructions: %v", len(long), err)
	}
	if err := bpf.Validate(append(long, code[1])); !errors.As(err, &e) {
		t.Errorf("one more: %v", err)
	}
}

// TestAncillary: a program for a socket sees what the kernel says of the packet, not its bytes.
func TestAncillary(t *testing.T) {
	for _, c := range []struct {
		expr        string
		right, lost bpf.Ancillary
	}{
		{"vlan 5", bpf.Ancillary{VLANPresent: true, VLANTag: 5, VLANProto: 0x8100}, bpf.Ancillary{VLANTag: 5, VLANProto: 0x8100}},
		{"inbound", bpf.Ancillary{PacketType: 0, Protocol: 0x0800, Interface: 1}, bpf.Ancillary{PacketType: 4, Protocol: 0x0800, Interface: 1}},
		{"ifindex 3", bpf.Ancillary{Interface: 3}, bpf.Ancillary{Interface: 2}},
	} {
		p, err := bpf.Compile(c.expr, capture.LinkTypeEthernet, bpf.ForSocket())
		if err != nil {
			t.Errorf("%s: %v", c.expr, err)
			continue
		}
		frame := make([]byte, 60)
		if p.RunWith(frame, 60, &c.right) == 0 || p.RunWith(frame, 60, &c.lost) != 0 {
			t.Errorf("%s: %d, %d", c.expr, p.RunWith(frame, 60, &c.right), p.RunWith(frame, 60, &c.lost))
		}
	}
}
