package main

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/wiretag/wiretag/conversation"
)

// errDone ends the program without an error: help was printed.
var errDone = errors.New("done")

// options are what the command line asks for.
type options struct {
	files    []string
	protocol protocol
	write    string
	name     string
	six      bool
	upload   bool
	body     body
	encoding string
	size     int
	ends     [2]netip.AddrPort
	wrap     wrap
	path     conversation.Path
}

// body is how an HTTP message carries a file.
type body struct {
	chunked, gzip bool
	ranges        int
}

func parse(args []string, stdout, stderr io.Writer) (*options, error) {
	o := new(options)
	s := pflag.NewFlagSet("file2pcap", pflag.ContinueOnError)
	s.SortFlags = false
	s.SetOutput(stderr)
	name := s.StringP("protocol", "p", "http-get", "one of "+protocolNames())
	s.StringVarP(&o.write, "write", "w", "", "capture `file`, pcapng if its name ends so, - for standard output (default: name of the first file and .pcap; - if that file is -)")
	s.StringVar(&o.name, "name", "stdin.bin", "`name` of a file that is read from standard input (-)")
	s.BoolVar(&o.upload, "upload", false, "the client sends the file: FTP and TFTP")
	s.BoolVar(&o.body.chunked, "chunked", false, "HTTP: chunked transfer coding")
	s.BoolVar(&o.body.gzip, "gzip", false, "HTTP: gzip content coding")
	s.IntVar(&o.body.ranges, "ranges", 0, "HTTP GET: in `n` partial requests")
	s.StringVar(&o.encoding, "encoding", "base64", "mail: base64, quoted-printable or uuencode")
	s.IntVar(&o.size, "size", 0, "UDP: `bytes` in a datagram (default: as the MTU allows); TFTP: block size")
	s.BoolVarP(&o.six, "ipv6", "6", false, "IPv6")
	client := s.String("client", "", "`address` of the client, with a port or without")
	server := s.String("server", "", "`address` of the server, with a port or without")
	o.wrap.flags(s)
	network(s, &o.path)
	start := s.String("start", "2024-01-01T00:00:00Z", "`time` of the first packet, RFC 3339")
	help := s.BoolP("help", "h", false, "print this text")
	if err := s.Parse(args); err != nil {
		return nil, err
	}
	if *help {
		if _, err := fmt.Fprint(stdout, "Usage: file2pcap [flags] file...\n\n", s.FlagUsages()); err != nil {
			return nil, err
		}
		return nil, errDone
	}
	o.files = s.Args()
	if err := o.check(*name, *start); err != nil {
		return nil, err
	}
	return o, o.addresses(*client, *server)
}

// network defines the flags of the path.
func network(s *pflag.FlagSet, p *conversation.Path) {
	s.IntVar(&p.MTU, "mtu", 1500, "largest IP packet of the hosts, `bytes`")
	s.IntVar(&p.Fragment, "fragment", 0, "cut IP packets into fragments of at most this many `bytes`")
	s.Var((*rate)(&p.Bandwidth), "bandwidth", "`bits` a second; k, M and G are powers of ten (default 100M)")
	s.DurationVar(&p.Latency, "latency", 2*time.Millisecond, "from side to side")
	s.DurationVar(&p.Jitter, "jitter", 0, "at most so much more latency")
	s.Var((*percent)(&p.Faults.Loss), "loss", "`percent` of packets that are lost")
	s.Var((*percent)(&p.Faults.Reorder), "reorder", "`percent` of packets that are overtaken")
	s.Var((*percent)(&p.Faults.Duplicate), "duplicate", "`percent` of packets that are there twice")
	s.Var((*percent)(&p.Faults.Overlap), "overlap", "`percent` of TCP segments that begin with bytes that were sent before")
	s.BoolVar(&p.Faults.Conflict, "conflict", false, "these bytes are others than before")
	s.Uint64Var(&p.Seed, "seed", 1, "of everything that is random")
}

// check looks at what the flags say together.
func (o *options) check(name, start string) (err error) {
	if len(o.files) == 0 {
		return errors.New("no file given")
	}
	if o.write == "" {
		o.write = o.files[0] + ".pcap"
		if o.files[0] == "-" {
			o.write = "-"
		}
	}
	i := slices.IndexFunc(protocols, func(p protocol) bool { return p.name == name })
	if i < 0 {
		return fmt.Errorf("protocol %q: want one of %s", name, protocolNames())
	}
	o.protocol = protocols[i]
	if !slices.Contains(encodings, o.encoding) {
		return fmt.Errorf("encoding %q: want one of %s", o.encoding, strings.Join(encodings, ", "))
	}
	if o.path.Start, err = time.Parse(time.RFC3339, start); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	if o.size < 0 || o.size > 65464 || o.body.ranges < 0 {
		return errors.New("sizes are from 0 to 65464, and ranges are not negative")
	}
	return o.wrap.check(&o.path)
}

// addresses sets both ends: documentation addresses that follow from the seed where none are given.
func (o *options) addresses(client, server string) error {
	host := byte(o.path.Seed%253) + 1
	given := [2]string{client, server}
	o.ends = [2]netip.AddrPort{
		netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, host}), uint16(49152+o.path.Seed%16000)),
		netip.AddrPortFrom(netip.AddrFrom4([4]byte{198, 51, 100, host}), o.protocol.port),
	}
	if o.six {
		o.ends[0] = netip.AddrPortFrom(netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: host}), o.ends[0].Port())
		o.ends[1] = netip.AddrPortFrom(netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 5: 1, 15: host}), o.ends[1].Port())
	}
	for i, text := range given {
		if text == "" {
			continue
		}
		if a, err := netip.ParseAddrPort(text); err == nil {
			o.ends[i] = a
			continue
		}
		a, err := netip.ParseAddr(text)
		if err != nil {
			return err
		}
		o.ends[i] = netip.AddrPortFrom(a, o.ends[i].Port())
	}
	if o.ends[0].Addr().Is4() != o.ends[1].Addr().Is4() {
		return errors.New("client and server have addresses of two families")
	}
	return nil
}

// percent is a share as it is typed.
type percent float64

func (p *percent) String() string { return strconv.FormatFloat(100*float64(*p), 'g', -1, 64) }
func (p *percent) Type() string   { return "percent" }

func (p *percent) Set(s string) error {
	v, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
	if err != nil || !(v >= 0 && v <= 100) {
		return errors.New("want 0 to 100")
	}
	*p = percent(v / 100)
	return nil
}

// rate is a number of bits a second.
type rate int64

func (r *rate) String() string { return strconv.FormatInt(int64(*r), 10) }
func (r *rate) Type() string   { return "bits" }

func (r *rate) Set(s string) error {
	units := map[byte]float64{'k': 1e3, 'K': 1e3, 'M': 1e6, 'G': 1e9}
	unit := 1.0
	if s != "" && units[s[len(s)-1]] != 0 {
		unit, s = units[s[len(s)-1]], s[:len(s)-1]
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v*unit < 1 || v*unit > 1e12 {
		return errors.New("want 1 to 1000G")
	}
	*r = rate(v * unit)
	return nil
}
