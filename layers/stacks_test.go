package layers_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
)

// stack is one packet of the files stacks.txt.
type stack struct {
	name      string
	linkType  uint64
	protocols string // as tshark names them
	data      []byte
	flags     []string
	tshark    map[string]string // names of layers of the file's package, as tshark has them
}

// stacks reads testdata/stacks.txt here and in the packages below.
func stacks(tb testing.TB) []stack {
	tb.Helper()
	var all []stack
	for _, dir := range folders() {
		all = append(all, stacksIn(tb, dir)...)
	}
	return all
}

// stacksIn reads a file. Lines that begin with #tshark give a layer's name in tshark, nothing if it has none.
// A fifth column has flags, separated by commas:
//
//   - asis: what is derived differs from what the packet has
//   - open: how long a header is cannot be told from a part of it
//   - own: tshark sees other layers
//   - kept: building does not clear the fields that lead to the next layer
func stacksIn(tb testing.TB, dir string) []stack {
	tb.Helper()
	file := filepath.Join(dir, "testdata", "stacks.txt")
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	var all []stack
	names := map[string]string{}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		switch {
		case len(f) > 1 && f[0] == "#tshark":
			names[f[1]] = strings.Join(f[2:], " ")
			continue
		case strings.HasPrefix(line, "#"):
			continue
		case len(f) != 4 && len(f) != 5:
			tb.Fatalf("%s: %q: want 4 or 5 columns", file, line)
		}
		lt, err1 := strconv.ParseUint(f[1], 10, 64)
		data, err2 := hex.DecodeString(f[3])
		if err := errors.Join(err1, err2); err != nil {
			tb.Fatalf("%s: %v", file, err)
		}
		s := stack{name: f[0], linkType: lt, protocols: f[2], data: data, tshark: names}
		if len(f) == 5 {
			s.flags = strings.Split(f[4], ",")
		}
		all = append(all, s)
	}
	return all
}

func (s *stack) is(flag string) bool { return slices.Contains(s.flags, flag) }

func stackOf(tb testing.TB, name string) stack {
	tb.Helper()
	for _, s := range stacks(tb) {
		if s.name == name {
			return s
		}
	}
	tb.Fatalf("testdata/stacks.txt has no packet %s", name)
	return stack{}
}

// dissected is a packet taken apart by nothing but the codec and the table.
type dissected struct {
	layers []any    // pointers to structs, in order
	errs   []error  // of the layers
	data   [][]byte // from each layer's first byte to the end of what the layer outside gave it
	exts   []codec.Extent
	parts  []any // for encoding: the layers, bytes that are none, and padding
}

func dissect(tb testing.TB, linkType uint64, data []byte) dissected {
	tb.Helper()
	var d dissected
	var pads []any
	rest := data
	for typ := layers.Links().Layer(codec.Key{Table: "linktype", Value: linkType}); typ != nil; {
		t, err := codec.TypeFor(typ)
		if err != nil {
			tb.Fatal(err)
		}
		v := t.New()
		var st codec.State
		ext, ok := t.Decode(v, rest, &st)
		if !ok {
			d.errs = append(d.errs, st.Err())
			break
		}
		err = nil
		if e := st.Err(); e != nil {
			err = e
		}
		depth := len(d.layers)
		d.layers, d.errs, d.exts = append(d.layers, v), append(d.errs, err), append(d.exts, ext)
		d.data = append(d.data, rest)
		d.parts = append(d.parts, codec.At(depth, v))
		if pad := rest[ext.Len():]; len(pad) > 0 {
			pads = append(pads, codec.At(depth, pad))
		}
		rest = rest[ext.Header : ext.Header+ext.Payload]
		var keys [4]codec.Key
		typ = nil
		for _, k := range keys[:t.Keys(v, rest, &keys)] {
			for t := range layers.Links().Layers(k) {
				if ty, err := codec.TypeFor(t); typ == nil && len(rest) > 0 && err == nil && ty.Recognizes(rest) {
					typ = t
				}
			}
		}
	}
	if len(rest) > 0 {
		d.parts = append(d.parts, codec.At(len(d.layers), rest))
	}
	slices.Reverse(pads)
	d.parts = append(d.parts, pads...)
	return d
}

// get returns the n-th layer of type T, from 0.
func get[T any](tb testing.TB, d dissected, n int) *T {
	tb.Helper()
	for _, v := range d.layers {
		if l, ok := v.(*T); ok {
			if n == 0 {
				return l
			}
			n--
		}
	}
	tb.Fatalf("no %v in %v", reflect.TypeFor[T](), d.names())
	return nil
}

func (d dissected) names() []string {
	var s []string
	for _, v := range d.layers {
		s = append(s, reflect.TypeOf(v).Elem().Name())
	}
	return s
}

// tsharkNames are tshark's names of layers; an empty one is a layer that tshark has not.
var tsharkNames = map[string]string{
	"Ethernet": "eth", "Dot1Q": "vlan", "LLC": "llc", "SNAP": "", "ARP": "arp", "SLL": "sll", "SLL2": "sll", "Null": "null", "Loop": "null",
	"RawIP": "raw", "IPv4": "ip", "IPv6": "ipv6", "IPv6HopByHop": "ipv6.hopopts", "IPv6Destination": "ipv6.dstopts", "IPv6Routing": "ipv6.routing",
	"IPv6Fragment": "ipv6.fraghdr", "AH": "ah", "TCP": "tcp", "UDP": "udp", "ICMPv4": "icmp", "ICMPv6": "icmpv6", "DHCPv6": "dhcpv6",
	"IPXRaw": "ipx", "IPv6Mobility": "mipv6", "IPComp": "ipcomp",
}

// TestStackProtocols compares the layers with those that tshark sees.
func TestStackProtocols(t *testing.T) {
	for _, s := range stacks(t) {
		if s.is("own") {
			continue
		}
		d := dissect(t, s.linkType, s.data)
		var got, want []string
		for _, n := range d.names() {
			name, ok := s.tshark[n]
			if !ok {
				name = tsharkNames[n]
			}
			if name != "" && !(len(got) > 0 && got[len(got)-1] == name && strings.Contains("mpls teredo", name)) { // tshark gives those once
				got = append(got, name)
			}
		}
		for p := range strings.SplitSeq(s.protocols, ":") {
			switch p {
			case "ethertype", "data", "mptcp", "wlan_radio", "pwethheuristic", "pcap_pktdata", "x509sat", "x509ce": // the last two are parts of certificates
			case "ieee8021ad":
				want = append(want, "vlan")
			default:
				if n := len(want); n == 0 || want[n-1] != p || !strings.Contains("igmp bgp", p) { // twice in tshark: dispatch, and contents
					want = append(want, p)
				}
			}
		}
		if s.name == "ndp-redirect" { // the packet quoted there is an option here
			want = want[:2]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, tshark %v", s.name, got, want)
		}
		// The first fragment's UDP header is whole, its datagram is not: that is no error.
		if err := errors.Join(d.errs...); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
	}
}

// TestStackRoundTrip writes what was read, verbatim and derived. The packets have
// the lengths and checksums that follow from them, so that both give the same bytes.
func TestStackRoundTrip(t *testing.T) {
	for _, s := range stacks(t) {
		d := dissect(t, s.linkType, s.data)
		dirty := bytes.Repeat([]byte{0xff}, 256)[:0]
		out, err := codec.Encoder{}.Append(dirty, d.parts...)
		if err != nil || !bytes.Equal(out, s.data) {
			t.Errorf("%s verbatim: %v\n got %x\nwant %x", s.name, err, out, s.data)
		}
		switch s.name {
		case "udp-no-checksum", "ip-first-fragment", "ip6-fragment", "tcp-end-padding", "null-ethertype":
			continue // what is derived is another checksum, other padding, another number
		}
		if s.is("asis") {
			continue
		}
		dirty = bytes.Repeat([]byte{0xff}, 256)[:0]
		out, err = codec.Append(dirty, d.parts...)
		if err != nil || !bytes.Equal(out, s.data) {
			t.Errorf("%s derived: %v\n got %x\nwant %x", s.name, err, out, s.data)
		}
	}
}

// blank sets the fields of a layer that are derived to zero, as a program that
// builds a packet leaves them.
func blank(v any, keepNext bool) {
	s := reflect.ValueOf(v).Elem()
	for i := range s.NumField() {
		tag := s.Type().Field(i).Tag.Get("bits")
		for _, opt := range strings.Split(tag, ",")[1:] {
			word, of, _ := strings.Cut(opt, "=")
			switch {
			case word == "len", word == "count", word == "sum", word == "const", word == "next" && !keepNext && of != "tcp" && of != "udp":
				s.Field(i).SetZero()
			}
		}
	}
}

// TestStackBuild clears what is derived in every layer and builds the packet again.
func TestStackBuild(t *testing.T) {
	for _, s := range stacks(t) {
		d := dissect(t, s.linkType, s.data)
		keep := false
		switch s.name {
		case "udp-no-checksum", "ip-first-fragment", "ip6-fragment", "tcp-end-padding", "null-ethertype":
			continue // as above
		case "icmp-time-exceeded-mpls":
			continue // a length of zero says that there is no extension
		}
		if s.is("asis") {
			continue
		}
		for i, v := range d.layers {
			last := i == len(d.layers)-1
			// What follows is not a layer, or a number is not the first that stands for it.
			keep = last || s.name == "null-be-30" || s.name == "null-le-28" || s.name == "qinq" || s.name == "rarp" || s.is("kept")
			switch v.(type) {
			case *layers.ICMPv4, *layers.ICMPv6:
				keep = true
			}
			blank(v, keep)
			if sll, ok := v.(*layers.SLL); ok && s.name == "sll-llc" {
				sll.AddrLen = 6
			}
		}
		e := codec.Encoder{Derive: codec.All}
		if !slices.ContainsFunc(d.layers, func(v any) bool { _, ok := v.(codec.Linked); return ok }) {
			e.Links = layers.Links() // no layer brings the table with it
		}
		out, err := e.Marshal(d.parts...)
		if err != nil || !bytes.Equal(out, s.data) {
			t.Errorf("%s: %v\n got %x\nwant %x", s.name, err, out, s.data)
		}
	}
}

// TestStackPrefixes takes packets that are cut anywhere: whatever is decoded is written again as it
// was, and the error says exactly what is missing.
func TestStackPrefixes(t *testing.T) {
	for _, s := range stacks(t) {
		for n := range s.data {
			d := dissect(t, s.linkType, s.data[:n:n])
			out, err := codec.Encoder{}.Marshal(d.parts...)
			if err != nil || !bytes.Equal(out, s.data[:n]) {
				t.Fatalf("%s, %d bytes: %v\n got %x\nwant %x", s.name, n, err, out, s.data[:n])
			}
		}
		if s.is("open") {
			continue
		}
		for i, v := range dissect(t, s.linkType, s.data).layers {
			d := dissect(t, s.linkType, s.data)
			headerPrefixes(t, s.name, reflect.TypeOf(v).Elem(), d.data[i], d.exts[i].Header)
		}
	}
}

// headerPrefixes decodes a layer from every part of its header.
func headerPrefixes(t *testing.T, name string, typ reflect.Type, data []byte, header int) {
	t.Helper()
	ty, err := codec.TypeFor(typ)
	if err != nil {
		t.Fatal(err)
	}
	for n := range header {
		var st codec.State
		_, ok := ty.Decode(ty.New(), data[:n:n], &st)
		e := st.Err()
		start := 0 // of what is not all there: the field, or where the length that is the field counts from
		if e != nil {
			start = n - e.Have
		}
		switch {
		case e == nil && ok && ty.Schema().Open(): // it can be whole when it is cut
		case e == nil:
			t.Errorf("%s: %s of %d bytes out of %d: no error", name, typ.Name(), n, header)
		case !errors.Is(e, codec.ErrTruncated):
			t.Errorf("%s: %s of %d bytes out of %d: %v", name, typ.Name(), n, header, e)
		case start < 0, start > e.Bit/8, start > 0 && start < e.Bit/8-2, e.Need <= e.Have, start+e.Need > len(data):
			t.Errorf("%s: %s of %d bytes out of %d: need %d, have %d at bit %d", name, typ.Name(), n, header, e.Need, e.Have, e.Bit)
		}
	}
}
