package main

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/wiretag/wiretag/names"
)

// resolver gives names from the system's files and name servers. It is for one goroutine.
type resolver struct {
	services [2]map[uint16]string  // of TCP and UDP; nil: the registry's names
	hosts    map[netip.Addr]string // of /etc/hosts
	asked    answers[netip.Addr]
	short    bool // -N: without the domain
	lookup   func(context.Context, string) ([]string, error)
}

// Patience with name servers: where one does not answer in time, the others are not asked any more.
const lookupPatience = 2 * time.Second

// newResolver reads /etc/services and /etc/hosts, as far as they are there.
func newResolver(short bool) *resolver {
	r := &resolver{hosts: map[netip.Addr]string{}, asked: answers[netip.Addr]{}, short: short, lookup: net.DefaultResolver.LookupAddr}
	eachLine("/etc/services", r.service)
	eachLine("/etc/hosts", func(words []string) {
		a, err := netip.ParseAddr(words[0])
		if _, known := r.hosts[a]; err == nil && !known {
			r.hosts[a] = r.trim(words[1])
		}
	})
	return r
}

// eachLine calls f with the words of each line that has two at least; comments are left out.
func eachLine(file string, f func([]string)) {
	in, err := os.Open(file)
	if err != nil {
		return // there are machines without
	}
	defer in.Close()
	for s := bufio.NewScanner(in); s.Scan(); {
		line, _, _ := strings.Cut(s.Text(), "#")
		if words := strings.Fields(line); len(words) > 1 {
			f(words)
		}
	}
}

// service takes a line of /etc/services: a name, and a number with a protocol. The first one of a number counts.
func (r *resolver) service(words []string) {
	number, protocol, _ := strings.Cut(words[1], "/")
	n, err := strconv.ParseUint(number, 10, 16)
	i := map[string]int{"tcp": 1, "udp": 2}[protocol] - 1
	if err != nil || i < 0 {
		return
	}
	if r.services[i] == nil {
		r.services[i] = map[uint16]string{}
	}
	if _, known := r.services[i][uint16(n)]; !known {
		r.services[i][uint16(n)] = words[0]
	}
}

// Service is the name of a port.
func (r *resolver) Service(udp bool, port uint16) string {
	i, protocol := 0, uint8(names.TCP)
	if udp {
		i, protocol = 1, names.UDP
	}
	if r.services[i] == nil {
		return names.Service(protocol, port)
	}
	return r.services[i][port]
}

// Host is the name of an address: that of /etc/hosts, or of a name server, which is asked once for each address, if they are not too many.
func (r *resolver) Host(a netip.Addr) string {
	name, known := r.hosts[a]
	if !known {
		name, known = r.asked[a]
	}
	if known || r.lookup == nil {
		return name
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookupPatience)
	defer cancel()
	found, err := r.lookup(ctx, a.String())
	if err == nil && len(found) > 0 {
		name = r.trim(strings.TrimSuffix(found[0], "."))
	}
	var e *net.DNSError
	if errors.As(err, &e) && e.IsTimeout {
		r.lookup = nil
	}
	r.asked.keep(a, name)
	return name
}

// answers to questions. A file may ask for any number of them.
type answers[K comparable] map[K]string

const mostAnswers = 1 << 16

// keep remembers an answer. Where there are too many it forgets the others first.
func (m answers[K]) keep(k K, answer string) {
	if len(m) >= mostAnswers {
		clear(m)
	}
	m[k] = answer
}

func (r *resolver) trim(name string) string {
	if r.short {
		name, _, _ = strings.Cut(name, ".")
	}
	return name
}
