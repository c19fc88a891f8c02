package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"strings"

	"github.com/wiretag/wiretag/bpf"
	"github.com/wiretag/wiretag/capture"
)

// filterFlags are the values of the flags about filters.
type filterFlags struct {
	list       int
	file, link string
}

// filter selects packets by an expression of the filter language. Files may hold packets of several link types: there is a program for
// each.
type filter struct {
	expr     string
	file     string // where the expression is, "" for nowhere else
	list     int    // 1 to 3: print the program in the form of -d, -dd or -ddd, and end
	link     capture.LinkType
	typed    bool // link is that of -y
	inKernel bool // the socket filters: nothing is left to do
	options  []bpf.Option
	program  *bpf.Program                      // of link
	programs map[capture.LinkType]*bpf.Program // of others; nil: the expression says nothing about the type, and selects none of it
}

// newFilter puts together what the command line says. The file of -F replaces the expression there.
func (f *filterFlags) newFilter(args []string, asWritten bool) (*filter, error) {
	out := &filter{
		expr: strings.Join(args, " "), file: f.file, list: min(f.list, 3), link: capture.LinkTypeEthernet,
		options: []bpf.Option{bpf.WithNetmask(netip.IPv4Unspecified())}, // files do not know their netmask; tcpdump takes this one
	}
	if asWritten {
		out.options = append(out.options, bpf.WithoutOptimizer())
	}
	if f.link != "" {
		link, ok := capture.ParseLinkType(f.link)
		if !ok {
			return nil, fmt.Errorf("invalid data link type %s", f.link)
		}
		out.link, out.typed = link, true
	}
	return out, nil
}

// load reads the expression, if it is in a file.
func (f *filter) load() (err error) {
	if f.file != "" {
		f.expr, err = readExpression(f.file)
	}
	return err
}

// readExpression reads an expression from a file. From a # on, lines are comments.
func readExpression(name string) (string, error) {
	file, err := os.Open(name)
	var path *fs.PathError
	if errors.As(err, &path) {
		return "", fmt.Errorf("can't open %s: %s", name, reason(path.Err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, bpf.MaxExpression+1))
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(data)) {
		line, _, comment := strings.Cut(line, "#")
		out.WriteString(line)
		if comment {
			out.WriteByte('\n')
		}
	}
	return out.String(), nil
}

// begin compiles for the link type of a file and the length that its packets are cut to.
func (f *filter) begin(link capture.LinkType, snapLen uint32) error {
	f.link = link
	f.options = append(f.options, bpf.WithSnapLen(snapLen))
	f.programs = map[capture.LinkType]*bpf.Program{}
	var err error
	f.program, err = bpf.Compile(f.expr, link, f.options...)
	return err
}

// print writes the program in the form that was asked for.
func (f *filter) print(w io.Writer) error {
	p, err := bpf.Compile(f.expr, f.link, f.options...)
	if err != nil {
		return err
	}
	text := p.List()
	switch f.list {
	case 2:
		text = p.ListC()
	case 3:
		text = p.ListDecimal()
	}
	_, err = io.WriteString(w, text)
	return err
}

// wanted reports whether there is something left to do.
func (f *filter) wanted() bool { return f.expr != "" && !f.inKernel }

// drops reports whether a packet is not selected.
func (f *filter) drops(data []byte, info *capture.Info) bool {
	p := f.program
	if info.LinkType != f.link {
		p = f.other(info.LinkType)
	}
	return p == nil || !p.Match(data, info.Length)
}

// other is the program for another link type than that of the file.
func (f *filter) other(link capture.LinkType) *bpf.Program {
	p, ok := f.programs[link]
	if !ok {
		p, _ = bpf.Compile(f.expr, link, f.options...)
		f.programs[link] = p
	}
	return p
}
