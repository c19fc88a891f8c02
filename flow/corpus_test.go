package flow_test

import (
	"bufio"
	"cmp"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/pcapio"
)

// pair is two ends, the lesser one first, as text; conversation what went between them.
type pair struct{ a, b string }

func pairOf(a, b string) pair {
	if b < a {
		a, b = b, a
	}
	return pair{a, b}
}

type conversation struct{ packets, bytes uint64 }

// conversations are those of one kind in a capture. There may be several between two ends.
type conversations map[pair][]conversation

func (c conversations) add(p pair, x conversation) { c[p] = append(c[p], x) }

// sum is what all conversations between two ends have together.
func sum(list []conversation) (s conversation) {
	for _, x := range list {
		s.packets += x.packets
		s.bytes += x.bytes
	}
	return s
}

func sorted(list []conversation) []conversation {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b conversation) int {
		return cmp.Or(cmp.Compare(a.packets, b.packets), cmp.Compare(a.bytes, b.bytes))
	})
	return list
}

// kinds are the conversations that are compared: tshark's name and title, and the fields of a key.
var kinds = []struct {
	name, title string
	fields      flow.Fields
}{
	{"tcp", "TCP Conversations", flow.FieldAddresses | flow.FieldPorts | flow.FieldProtocol},
	{"udp", "UDP Conversations", flow.FieldAddresses | flow.FieldPorts | flow.FieldProtocol},
	{"ip", "IPv4 Conversations", flow.FieldAddresses},
	{"ipv6", "IPv6 Conversations", flow.FieldAddresses},
	{"eth", "Ethernet Conversations", flow.FieldAddresses},
}

// tsharkConversations asks tshark, without reassembly and names. What it says is kept in the user's cache.
func tsharkConversations(t *testing.T, root, file string) map[string]conversations {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	name, err := filepath.Rel(root, file)
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(cache, "wiretag", "conversations", strings.ReplaceAll(filepath.ToSlash(name), "/", "__")+".txt")
	text, err := os.ReadFile(kept)
	if err != nil {
		args := []string{"-q", "-n", "-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE", "-o", "tcp.desegment_tcp_streams:FALSE"}
		for _, k := range kinds {
			args = append(args, "-z", "conv,"+k.name)
		}
		text, _ = exec.Command("tshark", append(args, "-r", file)...).Output() // it fails on damaged files, after what could be read
		if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(kept, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return parseConversations(t, string(text))
}

// parseConversations reads lines such as
//
//	10.0.0.6:44150  <-> 212.199.202.9:80    357 468 kB    175 26 kB    532 495 kB    3.642897000    2.7391
//
// Bytes from 10,000 on are rounded down to four digits at most.
func parseConversations(t *testing.T, text string) map[string]conversations {
	all := map[string]conversations{}
	kind := ""
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		for _, k := range kinds {
			if lines.Text() == k.title {
				kind = k.name
				all[kind] = conversations{}
			}
		}
		f := strings.Fields(lines.Text())
		if len(f) != 14 || f[1] != "<->" {
			continue
		}
		packets, err := strconv.ParseUint(f[9], 10, 64)
		bytes, err2 := strconv.ParseInt(f[10], 10, 64)
		if bytes < 0 { // a length of 2^31 or more, in a damaged file
			bytes += 1 << 32
		}
		unit, ok := map[string]uint64{"bytes": 1, "kB": 1e3, "MB": 1e6}[f[11]]
		if err != nil || err2 != nil || !ok || bytes < 0 {
			t.Fatalf("what is %q", lines.Text())
		}
		all[kind].add(pairOf(f[0], f[2]), conversation{packets, uint64(bytes) * unit})
	}
	return all
}

// rounded is a number of bytes as tshark gives it.
func rounded(n uint64) uint64 {
	for unit := uint64(1); ; unit *= 1000 {
		if n/unit < 10_000 {
			return n / unit * unit
		}
	}
}

// end is an end of a conversation in tshark's text.
func end(e flow.Endpoint, port uint16, kind string) string {
	text := e.String()
	if kind == "tcp" || kind == "udp" {
		text += ":" + strconv.Itoa(int(port))
	}
	return text
}

// reading is what one capture gives.
type reading struct {
	all    map[string]conversations
	each   map[string]conversations         // of a table that is given every header at any depth, as tshark counts: those in tunnels, and those that errors quote
	layers map[string]map[pair]conversation // the same without a table
	odd    map[string]map[pair]string       // pairs that packets out of the ordinary touch: why
	opaque uint64                           // packets of which a part is not decoded
	routed bool                             // there are source routes
	broken bool                             // the file ends in an error, or tshark does not read it
}

// readConversations follows the flows of a capture; ok is false if it cannot be read.
func readConversations(t *testing.T, file string) (x reading, ok bool) {
	r, err := pcapio.Open(file)
	if err != nil {
		return x, false
	}
	defer r.Close()
	x = reading{all: map[string]conversations{}, each: map[string]conversations{}, layers: map[string]map[pair]conversation{}, odd: map[string]map[pair]string{}}
	tables, each := map[string]*flow.Table{}, map[string]*flow.Table{}
	for _, k := range kinds {
		x.all[k.name], x.each[k.name], x.layers[k.name], x.odd[k.name] = conversations{}, conversations{}, map[pair]conversation{}, map[pair]string{}
		tables[k.name], each[k.name] = newTable(t, k.name, k.fields, x.all[k.name]), newTable(t, k.name, k.fields, x.each[k.name])
	}
	var v packet.View
	reader := packet.FlowReader{Apart: true}
	for {
		data, info, err := r.Next()
		if err != nil {
			x.broken = err != io.EOF
			break
		}
		_ = v.Decode(data, info.LinkType) // what is wrong is in x.odd
		x.everyLayer(&v, uint64(info.Length), func(kind string, p flow.Packet) {
			p.Length = info.Length
			count(t, each[kind], p)
		})
		if link := v.LinkFlow(); link.Src().Kind() == flow.KindMAC {
			count(t, tables["eth"], flow.Packet{Key: flow.Key{Flow: link}, Length: info.Length})
		}
		if !reader.Read(&v, info) {
			continue
		}
		p := reader.Packet
		p.Key.VLAN = [2]uint16{}
		switch p.Key.Flow.Src().Kind() {
		case flow.KindIPv4:
			count(t, tables["ip"], p)
		case flow.KindIPv6:
			count(t, tables["ipv6"], p)
		}
		switch {
		case p.TCP:
			count(t, tables["tcp"], p)
		case p.Key.Protocol == uint8(layers.IPProtocolUDP) && (p.Key.SrcPort != 0 || p.Key.DstPort != 0):
			count(t, tables["udp"], p)
		}
	}
	for kind := range tables {
		tables[kind].Flush()
		each[kind].Flush()
	}
	return x, true
}

// newTable makes a table that adds its records to c.
func newTable(t *testing.T, kind string, fields flow.Fields, c conversations) *flow.Table {
	table, err := flow.NewTable(flow.Config{
		Fields: fields, Idle: flow.Never, Active: flow.Never, Closed: flow.Never,
		End: func(r *flow.Record) {
			src, dst := r.Key.Flow.Endpoints()
			c.add(pairOf(end(src, r.Key.SrcPort, kind), end(dst, r.Key.DstPort, kind)), conversation{r.Src.Packets + r.Dst.Packets, r.Src.Bytes + r.Dst.Bytes})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func count(t *testing.T, table *flow.Table, p flow.Packet) {
	if err := table.Add(&p); err != nil {
		t.Fatal(err)
	}
}

// everyLayer counts all headers of a packet: those in tunnels, and those that errors quote.
func (x *reading) everyLayer(v *packet.View, length uint64, add func(kind string, p flow.Packet)) {
	var src, dst flow.Endpoint
	why := unusual(v)
	x.routed = x.routed || why == routed
	note := func(kind string, a, b string) {
		p := pairOf(a, b)
		s := x.layers[kind][p]
		x.layers[kind][p] = conversation{s.packets + 1, s.bytes + length}
		if why != "" {
			x.odd[kind][p] = why
		}
	}
	opaque := false
	for l := range v.Layers() {
		f, ok := l.Flow()
		switch h := l.Value().(type) {
		case nil:
			opaque = opaque || l.Name() == "Payload"
		case *layers.IPComp: // tshark unpacks what is in it
			opaque = true
		case *layers.Ethernet:
			note("eth", h.Src.String(), h.Dst.String())
			add("eth", flow.Packet{Key: flow.Key{Flow: f}})
		case *layers.IPv4:
			if src, dst = f.Endpoints(); ok {
				note("ip", src.String(), dst.String())
				add("ip", flow.Packet{Key: flow.Key{Flow: f}})
			}
		case *layers.IPv6:
			if src, dst = f.Endpoints(); ok {
				note("ipv6", src.String(), dst.String())
				add("ipv6", flow.Packet{Key: flow.Key{Flow: f}})
			}
		case *layers.TCP:
			note("tcp", end(src, uint16(h.SrcPort), "tcp"), end(dst, uint16(h.DstPort), "tcp"))
			add("tcp", flow.Packet{
				Key: flow.Key{Flow: flow.New(src, dst), SrcPort: uint16(h.SrcPort), DstPort: uint16(h.DstPort), Protocol: 6},
				TCP: true, Flags: uint16(h.Flags), Seq: h.Seq, Ack: h.Ack, Payload: uint32(len(l.Payload())),
			})
		case *layers.UDP:
			note("udp", end(src, uint16(h.SrcPort), "udp"), end(dst, uint16(h.DstPort), "udp"))
			add("udp", flow.Packet{Key: flow.Key{Flow: flow.New(src, dst), SrcPort: uint16(h.SrcPort), DstPort: uint16(h.DstPort), Protocol: 17}})
		}
	}
	if opaque {
		x.opaque++
	}
}

const routed = "source route or home address"

// unusual says what tshark may count in another way in a packet.
func unusual(v *packet.View) string {
	ip4, ip6 := packet.Get[layers.IPv4](v), packet.Get[layers.IPv6](v)
	switch {
	case packet.Get[layers.IPv6Fragment](v) != nil:
		return "IPv6 fragment" // counts only if its transport header is read to its end
	case packet.Get[layers.IPv6Routing](v) != nil, packet.Get[layers.IPv6Destination](v) != nil, ip4 != nil && len(ip4.Options) > 0:
		return routed // the last address of the route counts
	case ip6 != nil && ip6.NextHeader == 135:
		return "mobility header" // these are not counted
	case v.Err() != nil:
		return "damaged"
	case v.Truncated():
		return "cut short"
	case ip4 != nil && ip4.Length == 0, ip6 != nil && ip6.Length == 0:
		return "length of zero" // the header is not read further
	}
	return ""
}

// singular are the files whose differences have a reason of their own.
var singular = map[string]string{
	"tcpdump/kday1.pcap": "what is in a frame of a wrong length",
}

// eachHeader is why conversations differ that are the same where the table is given each header of a packet.
const eachHeader = "the same with each header counted"

// equal compares the conversations between two ends: how many there are, and packets and bytes of each.
func equal(ours, theirs []conversation) bool {
	return slices.EqualFunc(sorted(ours), sorted(theirs), func(a, b conversation) bool {
		return a.packets == b.packets && (rounded(a.bytes) == b.bytes || a.bytes == b.bytes)
	})
}

// compare returns why the conversations of a pair differ, "" if they do not.
func compare(kind string, p pair, x *reading, theirs []conversation) string {
	ours := x.all[kind][p]
	switch {
	case equal(ours, theirs):
		return ""
	case equal(x.each[kind][p], theirs):
		return eachHeader
	}
	a, b, every := sum(ours), sum(theirs), x.layers[kind][p].packets
	switch {
	case a.packets == b.packets:
		return "cut in another place" // tshark's SNMP and RTP make conversations of their own
	case every == b.packets, every > b.packets && b.packets > a.packets:
		return "tunnel or quoted"
	case x.odd[kind][p] != "":
		return x.odd[kind][p]
	case x.broken:
		return "damaged file"
	case a.packets < b.packets && b.packets <= every+x.opaque, kind == "eth" && x.opaque > 0:
		return "in what is not decoded" // of frames inside, tshark counts the last one for the one outside
	case x.routed:
		return routed
	}
	return "unexplained"
}

func TestConversations(t *testing.T) {
	files, root := []string{}, os.Getenv("WIRETAG_DATA")
	if root == "" {
		t.Skip("WIRETAG_DATA is not set")
	}
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("there is no tshark")
	}
	root = filepath.Join(root, "corpus", "captures")
	if err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	total, different, classes := 0, 0, map[string]int{}
	for i, file := range files {
		if os.Getenv("WIRETAG_LONG") == "" && i%50 != 7 {
			continue
		}
		x, ok := readConversations(t, file)
		if !ok {
			continue
		}
		theirs := tsharkConversations(t, root, file)
		x.broken = x.broken || len(theirs) == 0
		name, _ := filepath.Rel(root, file)
		for _, k := range kinds {
			for p := range both(x.all[k.name], theirs[k.name]) {
				total++
				why := compare(k.name, p, &x, theirs[k.name][p])
				if why == "" {
					continue
				}
				different++
				if why == "unexplained" && singular[filepath.ToSlash(name)] != "" {
					why = singular[filepath.ToSlash(name)]
				}
				classes[k.name+": "+why]++
				if why == "unexplained" {
					t.Errorf("%s %s %v: ours %v, tshark's %v, all layers %v", name, k.name, p, x.all[k.name][p], theirs[k.name][p], x.layers[k.name][p])
				}
			}
		}
	}
	if total < 100 {
		t.Errorf("only %d pairs of ends in the captures", total)
	}
	t.Logf("%d pairs of ends, differences between %d: %v", total, different, classes)
}

// both are the pairs that occur on either side.
func both(a, b conversations) map[pair]bool {
	pairs := map[pair]bool{}
	for p := range a {
		pairs[p] = true
	}
	for p := range b {
		pairs[p] = true
	}
	return pairs
}
