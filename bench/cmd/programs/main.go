// Programs compares three programs of this library's examples with those of gopacket that do the same: reassemblydump, statsassembly and
// arpscan. It builds all six, counts their lines, compares what they find, and measures processor time and memory.
//
//	go run ./cmd/programs [-captures folder] [-size megabytes] [-rounds n] [-rate n] [-v]
//
// Lines are those with code: not blank, and not a comment alone. The two programs that capture run in a network namespace, and so want root and
// ip; without, they are left out, and the table says so. tshark, if it is there, is the judge of what reassemblydump extracts. It is to be run in bench/.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "programs:", err)
		os.Exit(1)
	}
}

// settings are what the command line asks for.
type settings struct {
	captures string
	size     int
	rounds   int
	rate     float64
	verbose  bool
	dir      string
	programs map[string]program // by name, "gopacket " in front of those of gopacket
}

func run() error {
	var s settings
	flag.StringVar(&s.captures, "captures", "../testdata", "a `folder` of captures, searched through to its bottom")
	flag.IntVar(&s.size, "size", 200, "`megabytes` of HTTP in the large capture")
	flag.IntVar(&s.rounds, "rounds", 5, "rounds of measuring")
	flag.Float64Var(&s.rate, "rate", 20000, "packets a second on the wire")
	flag.BoolVar(&s.verbose, "v", false, "name the captures from which the programs extract different files")
	flag.Parse()
	var err error
	if s.dir, err = os.MkdirTemp("", "programs-"); err != nil {
		return err
	}
	defer os.RemoveAll(s.dir)
	if err := s.build(); err != nil {
		return err
	}
	s.printLines()
	if err := s.compareDumps(); err != nil {
		return err
	}
	good, bad := trace{name: "a good network", size: s.size << 20}, trace{name: "a bad network", size: s.size << 18, faults: badNetwork}
	for _, t := range []*trace{&good, &bad} {
		if err := t.make(s.dir); err != nil {
			return err
		}
		if err := s.measureDump(t); err != nil {
			return err
		}
	}
	short := trace{name: "shorter", size: min(s.size, 60) << 20}
	if err := short.make(s.dir); err != nil {
		return err
	}
	return s.live(&short)
}

// measured is what a process has taken.
type measured struct {
	cpu, wall time.Duration
	memory    int64 // most that was resident, KiB
	output    string
}

// median of one of the values.
func median[T int64 | time.Duration](list []measured, of func(measured) T) T {
	var v []T
	for _, m := range list {
		v = append(v, of(m))
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// row prints a row with the medians of both, and their ratio.
func row(name string, ours, theirs []measured) {
	cpu := func(m measured) time.Duration { return m.cpu }
	wall := func(m measured) time.Duration { return m.wall }
	memory := func(m measured) int64 { return m.memory }
	a, b := median(ours, cpu), median(theirs, cpu)
	fmt.Printf("| %s | %.2f | %.2f | %.1f | %.2f | %.2f | %.1f | %.1f |\n", name, a.Seconds(), b.Seconds(), float64(b)/float64(a),
		median(ours, wall).Seconds(), median(theirs, wall).Seconds(), float64(median(ours, memory))/1024, float64(median(theirs, memory))/1024)
}

const header = `
| work | processor s | gopacket's | ratio | time s | gopacket's | memory MiB | gopacket's |
|---|---:|---:|---:|---:|---:|---:|---:|
`
