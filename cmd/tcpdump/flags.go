package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"github.com/wiretag/wiretag/internal/dumptext"
)

// errDone ends the program without an error: help or the version was printed.
var errDone = errors.New("done")

// config is what the command line asks for.
type config struct {
	file    string
	list    string   // of files to read
	more    []string // files to read after the first
	stdin   io.Reader
	live    live
	packets int
	keep    int // longest packet of the file, in bytes; 0: no limit
	count   bool
	line    bool
	form    form
	where   where
	filter  *filter
	save    saving
	streams following
	text    dumptext.Options

	remember     bool // what is spoken in a conversation, for decoded fields
	flows, stats bool // reports in place of packets
	svg          string
	color        bool
}

// form is how packets are printed.
type form uint8

const (
	formText form = iota
	formJSON
	formTree
)

// flags are the values of the flags as they are given.
type flags struct {
	read, list, packets, snapLen     string
	write, fileSize, fileTime, files string
	numeric, verbose, stamps         int
	hex, hexASCII, ascii             int
	link, quiet, absolute, noSums    bool
	number, count, line, flush, nano bool
	micro, json, tree, help, version bool
	noOptimize, flows, stats         bool
	print, short, man, color         bool
	remember                         bool
	precision, where, after, svg     string
	shell                            string
	filter                           filterFlags
	live                             liveFlags
	streams                          streamFlags
}

func (f *flags) set() *pflag.FlagSet {
	s := pflag.NewFlagSet("tcpdump", pflag.ContinueOnError)
	s.SortFlags = false
	s.StringVarP(&f.read, "read", "r", "", "read packets from `file` (- is standard input)")
	s.StringVarP(&f.list, "read-list", "V", "", "read packets from the files whose names `file` has, one a line (- is standard input)")
	s.StringVarP(&f.write, "write", "w", "", "write packets to `file` instead of printing them (- is standard output)")
	s.StringVarP(&f.fileSize, "file-size", "C", "", "begin a new file when one is above `n` million bytes (k, m, g: KiB, MiB, GiB)")
	s.StringVarP(&f.fileTime, "file-time", "G", "", "begin a new file every `n` seconds; the name may have conversions of strftime")
	s.StringVarP(&f.files, "file-count", "W", "", "with -C, write `n` files in turn; with -G, end after n files")
	s.StringVarP(&f.after, "post-rotate", "z", "", "run `command` with the name of each file that is complete")
	s.BoolVar(&f.print, "print", false, "print packets also when they are written to a file")
	s.CountVarP(&f.numeric, "numeric", "n", "print addresses and ports as numbers, and ask no name server")
	s.BoolVarP(&f.short, "no-domain-names", "N", false, "print names of hosts without their domains")
	s.BoolVarP(&f.link, "link", "e", false, "print the link header")
	s.CountVarP(&f.verbose, "verbose", "v", "print more; up to -vvv")
	s.BoolVarP(&f.quiet, "quick", "q", false, "print less")
	s.CountVarP(&f.hex, "hex", "x", "dump packets in hexadecimal; -xx with the link header")
	s.CountVarP(&f.hexASCII, "hex-ascii", "X", "dump packets in hexadecimal and ASCII; -XX with the link header")
	s.CountVarP(&f.ascii, "ascii", "A", "dump packets in ASCII; -AA with the link header")
	s.CountVarP(&f.stamps, "time", "t",
		"-t no time; -tt seconds since 1970; -ttt since the packet before; -tttt with the date; -ttttt since the first packet")
	s.StringVarP(&f.packets, "packets", "c", "", "end after `n` packets")
	s.BoolVar(&f.count, "count", false, "print only how many packets there are")
	s.BoolVarP(&f.absolute, "absolute-tcp-sequence-numbers", "S", false, "print TCP sequence numbers as they stand")
	s.BoolVarP(&f.noSums, "dont-verify-checksums", "K", false, "do not verify checksums")
	s.BoolVarP(&f.number, "number", "#", false, "print a number before each packet")
	s.BoolVarP(&f.line, "line-buffered", "l", false, "write each packet at once")
	s.BoolVarP(&f.flush, "packet-buffered", "U", false, "write each packet to the file at once")
	s.StringVarP(&f.snapLen, "snapshot-length", "s", "0", "capture `n` bytes of each packet; 0: all. What is read from a file is not cut")
	s.StringVar(&f.precision, "time-stamp-precision", "", "`micro` or nano")
	s.BoolVar(&f.micro, "micro", false, "six decimals in times")
	s.BoolVar(&f.nano, "nano", false, "nine decimals in times")
	s.CountVarP(&f.filter.list, "list", "d", "print the compiled filter and end; -dd as C, -ddd as numbers")
	s.StringVarP(&f.filter.file, "filter", "F", "", "read the filter expression from `file`")
	s.StringVarP(&f.filter.link, "linktype", "y", "", "link `type` of the interface, or of -d without one, such as EN10MB")
	s.BoolVarP(&f.noOptimize, "no-optimize", "O", false, "do not optimize the filter")
	f.live.set(s)
	s.StringVar(&f.where, "where", "", "only packets whose decoded fields meet `condition`, such as 'IPv4.TTL < 5 && TCP.SYN'")
	s.StringVar(&f.streams.follow, "follow", "", "print the data of TCP `stream` tcp,N, in the form tcp,N,ascii, tcp,N,hex or tcp,N,raw; streams are numbered from 0")
	s.StringVar(&f.streams.dir, "streams", "", "write the data of all TCP streams to files in directory `dir`, and streams.jsonl about them")
	s.BoolVar(&f.streams.defrag, "defrag", false, "take IP datagrams in the place of their fragments")
	s.BoolVar(&f.json, "json", false, "print each packet as a JSON object on a line")
	s.BoolVar(&f.tree, "tree", false, "print every field of each packet with its bits")
	s.BoolVar(&f.remember, "remember", false, "with --json, --tree, --where, --flows and --stats, decode also what earlier packets of a conversation tell: FTP data, TFTP and RTP on ports that were agreed on")
	s.BoolVar(&f.flows, "flows", false, "print each flow as a JSON object on a line, in place of the packets")
	s.BoolVar(&f.stats, "stats", false, "print protocols, conversations, endpoints and the rate over time, in place of the packets")
	s.StringVar(&f.svg, "stats-svg", "", "with --stats, draw the rate over time into an SVG `file`")
	s.BoolVar(&f.color, "color", false, "colour packets by their transport protocol, red where something is wrong")
	s.StringVar(&f.shell, "completion", "", "print what a `shell` (bash, zsh, fish) needs to complete flags, and end")
	s.BoolVar(&f.man, "man", false, "print the manual page and end")
	s.BoolVarP(&f.help, "help", "h", false, "print this and exit")
	s.BoolVar(&f.version, "version", false, "print the version and exit")
	return s
}

// parseFlags reads the command line. It returns errDone after --help and --version.
func parseFlags(args []string, stdout, stderr io.Writer) (*config, error) {
	var f flags
	s := f.set()
	s.SetOutput(stderr)
	s.Usage = func() {}
	if err := s.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case f.help:
		_, err := fmt.Fprintf(stdout, "%s\nUsage: tcpdump [-i interface | -r file] [flags] [filter expression]\n%s", version, s.FlagUsages())
		return nil, done(err)
	case f.man:
		return nil, done(manual(stdout, s))
	case f.shell != "":
		return nil, done(completion(stdout, s, f.shell))
	case f.version:
		_, err := fmt.Fprintln(stdout, version)
		return nil, done(err)
	case f.read != "" && f.live.name != "":
		return nil, errors.New("-i and -r exclude each other")
	case f.read != "" && f.list != "":
		//lint:ignore ST1005 these are tcpdump's words
		return nil, errors.New("-V and -r are mutually exclusive.")
	}
	c, err := f.config()
	if err == nil {
		c.filter, err = f.filter.newFilter(s.Args(), f.noOptimize)
	}
	return c, err
}

// done is errDone if nothing else is wrong.
func done(err error) error {
	if err == nil {
		return errDone
	}
	return err
}

// config checks the flags and puts them together.
func (f *flags) config() (*config, error) {
	c := &config{file: f.read, list: f.list, count: f.count, line: f.line || f.flush}
	if f.packets != "" {
		n, err := strconv.Atoi(f.packets)
		if err != nil || n <= 0 {
			return nil, fmt.Errorf("invalid packet count %s", f.packets)
		}
		c.packets = n
	}
	n, err := strconv.ParseUint(f.snapLen, 10, 32)
	if err != nil || n > defaultSnapLen {
		return nil, fmt.Errorf("invalid snaplen %s (must be >= 0 and <= 262144)", f.snapLen)
	}
	if c.live, err = f.live.live(uint32(n)); err != nil {
		return nil, err
	}
	c.remember = f.remember
	c.flows, c.stats, c.svg, c.color = f.flows, f.stats || f.svg != "", f.svg, f.color
	if c.where, err = newWhere(f.where, f.remember); err != nil {
		return nil, err
	}
	if f.stamps > int(dumptext.StampSinceFirst) {
		return nil, errors.New("only -t, -tt, -ttt, -tttt and -ttttt are supported")
	}
	switch f.precision {
	case "", "micro", "nano":
	default:
		return nil, fmt.Errorf("%s isn't a valid time stamp precision: micro or nano", f.precision)
	}
	if err := f.saving(&c.save); err != nil {
		return nil, err
	}
	if c.streams, err = f.streams.following(); err != nil {
		return nil, err
	}
	if c.streams.wanted() && (f.write != "" || f.json || f.tree) {
		return nil, errBoth
	}
	switch {
	case f.json && f.tree:
		return nil, errors.New("--json and --tree exclude each other")
	case f.json:
		c.form = formJSON
	case f.tree:
		c.form = formTree
	}
	nano := (f.nano || f.precision == "nano") && !f.micro
	c.save.nano = nano
	c.text = dumptext.Options{
		Link: f.link, Quiet: f.quiet, Verbose: f.verbose, Absolute: f.absolute, NoSums: f.noSums, Number: f.number,
		Nano: nano, Stamp: dumptext.Stamp(f.stamps), Dump: f.dump(),
		Zone: time.Local,
	}
	if f.numeric == 0 && c.form == formText && !f.count && (f.write == "" || f.print) {
		c.text.Names = newResolver(f.short)
	}
	return c, nil
}

// dump is which bytes are dumped after the text.
func (f *flags) dump() dumptext.Dump {
	var d dumptext.Dump
	for _, v := range [...]struct {
		times int
		form  dumptext.Dump
	}{{f.hex, dumptext.DumpHex}, {f.hexASCII, dumptext.DumpHexASCII}, {f.ascii, dumptext.DumpASCII}} {
		if v.times > 0 {
			d |= v.form
		}
		if v.times > 1 {
			d |= dumptext.WithLink
		}
	}
	return d
}

// saving puts together what is to be written.
func (f *flags) saving(s *saving) (err error) {
	s.name, s.flush, s.print, s.after = f.write, f.flush, f.print, f.after
	if f.fileSize != "" {
		if s.size, err = fileSize(f.fileSize); err != nil {
			return err
		}
	}
	if f.fileTime != "" {
		n, err := strconv.ParseInt(f.fileTime, 10, 32)
		if err != nil || n < 0 {
			return fmt.Errorf("invalid number of seconds %s", f.fileTime)
		}
		s.every = time.Duration(n) * time.Second
	}
	if f.files != "" {
		if s.files, err = strconv.Atoi(f.files); err != nil || s.files <= 0 {
			return fmt.Errorf("invalid number of output files %s", f.files)
		}
	}
	return nil
}
