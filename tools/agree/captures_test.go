package main

import (
	"bufio"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// otherStacks are how many packets of a capture have another stack: TLS inside EAP that RADIUS carries, PAP inside GTP's configuration options, what tshark decrypts with the secrets in
// the file, data that it takes for those of another protocol by their port (Gryphon), and segments that were sent again or ports (8472) that it does not look into.
var otherStacks = map[string]int{"radius": 11, "gtp": 2, "http2": 2, "tls": 2, "mptcp": 2, "tcp": 12, "tcp-loss": 2, "vlan": 1, "vxlan": 8, "ftp": 1, "icmpv6": 1}

// TestCaptures: of what real programs sent, the captures of the project, tshark says the same: the whole stack, and every field that is given.
func TestCaptures(t *testing.T) {
	needTshark(t)
	files, err := filepath.Glob("../../testdata/*.pcap*")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d captures: %v", len(files), err)
	}
	var stacks, fields tally
	for _, file := range files {
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		ours := recordsOf(t, file)
		theirs := tsharkOf(t, file, fieldsOf(t, ours))
		if len(ours) != len(theirs) {
			t.Errorf("%s: %d packets, tshark has %d", name, len(ours), len(theirs))
			continue
		}
		s, err := newScore(2)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range ours {
			s.contents(&capfile{File: name}, r, &theirs[i])
			for field, v := range theirs[i].F {
				if want, got := s.norm.values(field, v), s.norm.values(field, r.F[field]); s.norm.compared(field) && len(got) > 0 {
					equal := equalShown(want, got) || sameBytes(want, got)
					if fields.add(equal); !equal {
						t.Logf("%s#%d: %s is %v, tshark has %v", name, r.I, field, got, want)
					}
				}
			}
		}
		stacks.equal, stacks.of = stacks.equal+s.exact.equal, stacks.of+s.exact.of
		if wrong := s.exact.of - s.exact.equal; wrong > otherStacks[name] {
			t.Errorf("%s: %d of %d stacks differ; missing %v, too much %v", name, wrong, s.exact.of, namesIn(s, true), namesIn(s, false))
		}
	}
	t.Logf("%d of %d stacks, %d of %d fields are equal", stacks.equal, stacks.of, fields.equal, fields.of)
	if stacks.of < 2000 || fields.of < 50_000 || fields.percent() < threshold {
		t.Errorf("%v stacks, %v fields: fewer fields than %v %% are equal, or there are too few", stacks, fields, threshold)
	}
}

// recordsOf is what the library says of a capture.
func recordsOf(t *testing.T, file string) (all []*record) {
	t.Helper()
	r, err := pcapio.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var e emitter
	e.view.Init(packet.Remember(packet.NewConversations(1 << 14)))
	for {
		data, info, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		rec := e.packet(data, info)
		rec.File, rec.I = filepath.Base(file), len(all)+1
		all = append(all, rec)
	}
}

// fieldsOf are the fields that are given somewhere, as far as tshark has them.
func fieldsOf(t *testing.T, all []*record) []string {
	t.Helper()
	var names []string
	for _, r := range all {
		for name := range r.F {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	have, err := allFields()
	if err != nil {
		t.Fatal(err)
	}
	names = slices.DeleteFunc(names, func(n string) bool { return !have[n] })
	slices.Sort(names)
	return names
}

// sameBytes compares text in any case, and bytes with or without colons between them.
func sameBytes(shown, values []any) bool {
	return slices.EqualFunc(shown, values, func(a, b any) bool {
		return strings.EqualFold(strings.ReplaceAll(text(a), ":", ""), strings.ReplaceAll(text(b), ":", ""))
	})
}

// tsharkOf is what tshark says of a capture, by the preferences of the corpus's truth.
func tsharkOf(t *testing.T, file string, fields []string) (all []truth) {
	t.Helper()
	args := []string{
		"-r", file, "-n", "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=" + between, "-E", "separator=/t",
		"-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o", "ip.defragment:FALSE",
		"-o", "ipv6.defragment:FALSE", "-o", "tcp.desegment_tcp_streams:FALSE", "-e", "frame.number", "-e", "frame.protocols",
	}
	for _, f := range fields {
		args = append(args, "-e", f)
	}
	out, err := exec.Command("tshark", args...).Output()
	if err != nil {
		t.Fatalf("tshark: %v", err)
	}
	s := bufio.NewScanner(strings.NewReader(string(out)))
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		cols := strings.Split(s.Text(), "\t")
		if len(cols) != 2+len(fields) || cols[0] != strconv.Itoa(len(all)+1) {
			t.Fatalf("%s: line %d of tshark has %d columns", file, len(all)+1, len(cols))
		}
		tr := truth{I: len(all) + 1, P: &cols[1], F: map[string][]any{}}
		for i, f := range fields {
			if cols[2+i] == "" {
				continue
			}
			for v := range strings.SplitSeq(cols[2+i], between) {
				tr.F[f] = append(tr.F[f], v)
			}
		}
		all = append(all, tr)
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	return all
}

// namesIn are the protocols that are missing, or that tshark has not.
func namesIn(s *score, missing bool) (out []string) {
	for n, x := range s.byName {
		d := x.extra
		if missing {
			d = x.missing
		}
		if d.count > 0 {
			out = append(out, n+" "+strings.Join(d.examples, ", "))
		}
	}
	slices.Sort(out)
	return out
}
