// Command textdiff judges cmd/tcpdump by the system's tcpdump: it runs both over
// every capture of a corpus with the same flags, aligns what they print packet
// by packet, and reports how much of it is equal and what the rest differs in.
//
//	textdiff -corpus $WIRETAG_DATA/corpus -cache DIR -ours ./tcpdump -flags "-n"
//	textdiff … -cut 220 -flags "-n"                      # prefixes of packets
//	textdiff … -table -flags "-n,-n -e,-n -v,-n -X"      # the table of docs/text.md
//
// Packets count when every protocol in their stack is one that the library
// decodes; the corpus's truth files say what that stack is. See truth.go.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// config is what the command line asks for.
type config struct {
	corpus   string
	cache    string
	judge    string
	ours     string
	flags    []string
	only     string
	jobs     int
	examples int
	classes  int
	outside  bool
	table    bool
	cut      int
	proto    string
}

func main() {
	var c config
	var flags string
	flag.StringVar(&c.corpus, "corpus", os.Getenv("WIRETAG_DATA")+"/corpus", "corpus `directory` (captures/, truth/, manifest.jsonl)")
	flag.StringVar(&c.cache, "cache", "", "`directory` that keeps the judge's output between runs; none if empty")
	flag.StringVar(&c.judge, "judge", "tcpdump", "the `command` whose text is right")
	flag.StringVar(&c.ours, "ours", "", "the `command` to judge")
	flag.StringVar(&flags, "flags", "-n", "`flags` for both, before -r FILE")
	flag.StringVar(&c.only, "only", "", "only files whose name contains `text`")
	flag.StringVar(&c.proto, "proto", "", "list classes and examples of this protocol only")
	flag.IntVar(&c.jobs, "jobs", runtime.NumCPU(), "files at a time")
	flag.IntVar(&c.examples, "examples", 2, "examples per class")
	flag.IntVar(&c.classes, "classes", 40, "classes to list")
	flag.BoolVar(&c.outside, "outside", false, "judge the packets outside the built layers instead")
	flag.BoolVar(&c.table, "table", false, "write a table by protocol with a column for each of the flag sets in -flags, which \",\" separates")
	flag.IntVar(&c.cut, "cut", 0, "compare one packet for each stack of layers, cut after every byte up to this `many`, by the capture and on the wire")
	flag.Parse()
	c.flags = strings.Fields(flags)
	if c.ours == "" || flag.NArg() != 0 {
		flag.Usage()
		os.Exit(2)
	}
	if c.table {
		if err := writeTable(os.Stdout, &c, strings.Split(flags, ",")); err != nil {
			fmt.Fprintln(os.Stderr, "textdiff:", err)
			os.Exit(1)
		}
		return
	}
	compare := compareAll
	if c.cut > 0 {
		compare = compareCuts
	}
	r, err := compare(&c)
	if err != nil {
		fmt.Fprintln(os.Stderr, "textdiff:", err)
		os.Exit(1)
	}
	r.print(os.Stdout, &c)
}
