//go:build ignore

// Gen writes vendors.bin and services.bin from copies of the public registries:
//
//	go run gen.go -ieee oui.csv,mam.csv,oui36.csv,iab.csv -newer manuf -services services,services2
//
// The files of -ieee are the IEEE's lists of assignments (MA-L, MA-M, MA-S, IAB). Of the file of -newer, whose lines are
// a prefix, a short and a long name, only prefixes that are not in them are taken, with the long name, which is the
// IEEE's. Files of -services have the form of services(5); where they disagree, the earlier one counts,
// and the other name is an alias.
package main

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"encoding/csv"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

func main() {
	ieee := flag.String("ieee", "", "`files` of the IEEE")
	newer := flag.String("newer", "", "`file` with newer assignments")
	services := flag.String("services", "", "`files` of services")
	flag.Parse()
	v := vendors{}
	for _, file := range strings.Split(*ieee, ",") {
		v.ieee(file)
	}
	v.newer(*newer)
	write("vendors.bin", v.encode())
	s := serviceNames{}
	for _, file := range strings.Split(*services, ",") {
		s.read(file)
	}
	write("services.bin", s.encode())
}

func write(name string, data []byte) {
	var out bytes.Buffer
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(data))))
	w, err := flate.NewWriter(&out, flate.BestCompression)
	check(err)
	_, err = w.Write(data)
	check(err)
	check(w.Close())
	check(os.WriteFile(name, out.Bytes(), 0o644))
	fmt.Println(name, len(data), "bytes, compressed", out.Len())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// block is an assignment: the first bits of addresses.
type block struct {
	bits   int
	prefix uint64
}

type vendors map[block]string

func (v vendors) ieee(file string) {
	f, err := os.Open(file)
	check(err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	check(err)
	for _, row := range rows[1:] {
		if prefix, err := strconv.ParseUint(row[1], 16, 64); err == nil {
			v.add(block{4 * len(row[1]), prefix}, row[2])
		}
	}
}

func (v vendors) newer(file string) {
	text, err := os.ReadFile(file)
	check(err)
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) < 3 || strings.HasPrefix(line, "#") {
			continue
		}
		address, mask, masked := strings.Cut(f[0], "/")
		hex := strings.ReplaceAll(address, ":", "")
		bits := 4 * len(hex)
		if masked {
			if bits, err = strconv.Atoi(mask); err != nil {
				continue
			}
			hex = hex[:bits/4]
		}
		prefix, err := strconv.ParseUint(hex, 16, 64)
		check(err)
		if b := (block{bits, prefix}); v[b] == "" && prefix>>(bits-8)&3 == 0 {
			v.add(b, f[2])
		}
	}
}

// add adds an assignment that has one of the three sizes and is no group. The first name counts.
func (v vendors) add(b block, name string) {
	if b.bits < 24 || b.prefix>>(b.bits-8)&1 != 0 {
		return
	}
	if n := short(name); v[b] == "" && n != "" && (b.bits == 24 || b.bits == 28 || b.bits == 36) {
		v[b] = n
	}
}

// forms are words at the end of names that say nothing.
var forms = set("inc incorporated ltd limited co company corp corporation llc lp llp plc gmbh mbh ag kg kgaa sa sas sarl srl spa bv nv ab as oy oyj aps pte pty pvt private kk ltda ug eg ev se sl slu doo sro zrt kft a/s coltd i/s ohg oü jsc ooo zao")

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// short leaves out what is customary at the end of names of companies, and what is in parentheses.
func short(name string) string {
	if i := strings.IndexByte(name, '('); i > 3 {
		name = name[:i]
	}
	words := strings.Fields(name)
	for len(words) > 1 && says(words[len(words)-1]) == 0 {
		words = words[:len(words)-1]
	}
	return strings.TrimRight(strings.Join(words, " "), ".,; ")
}

// says counts the parts of a word that are no forms.
func says(word string) (n int) {
	for _, part := range strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return r == ',' || r == ';' }) {
		if part = strings.ReplaceAll(part, ".", ""); !forms[part] && part != "&" && part != "" {
			n++
		}
	}
	return n
}

// encode writes the names, sorted, and for each size of blocks the prefixes as differences, with the numbers of their names.
func (v vendors) encode() (data []byte) {
	names := slices.Compact(slices.Sorted(maps.Values(v)))
	if len(names) >= 1<<16 {
		log.Fatal("too many names")
	}
	data = binary.AppendUvarint(data, uint64(len(names)))
	number := map[string]int{}
	for i, n := range names {
		number[n] = i
		data = append(binary.AppendUvarint(data, uint64(len(n))), n...)
	}
	for _, bits := range []int{24, 28, 36} {
		var blocks []block
		for b := range v {
			if b.bits == bits {
				blocks = append(blocks, b)
			}
		}
		slices.SortFunc(blocks, func(a, b block) int { return cmp.Compare(a.prefix, b.prefix) })
		data = binary.AppendUvarint(data, uint64(len(blocks)))
		last := uint64(0)
		for _, b := range blocks {
			data = binary.AppendUvarint(data, b.prefix-last)
			last = b.prefix
		}
		for _, b := range blocks {
			data = binary.LittleEndian.AppendUint16(data, uint16(number[v[b]]))
		}
		fmt.Println(len(blocks), "blocks of", bits, "bits")
	}
	return data
}

type service struct {
	protocol int // index in protocols
	port     int
}

// protocols are in the order of the bits in services.bin.
var protocols = []string{"tcp", "udp", "sctp", "dccp"}

// serviceNames are the names of a service: the first is the one to show, the others are aliases.
type serviceNames map[service][]string

func (all serviceNames) read(file string) {
	text, err := os.ReadFile(file)
	check(err)
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		number, list, _ := strings.Cut(f[1], "/")
		from, to, ranged := strings.Cut(number, "-")
		if ranged && from != to {
			continue // blocks of ports have no name of their own for each
		}
		port, err := strconv.Atoi(from)
		check(err)
		for _, p := range strings.Split(list, "/") {
			s := service{slices.Index(protocols, p), port}
			if s.protocol < 0 {
				continue
			}
			for _, name := range append([]string{f[0]}, f[2:]...) {
				if !slices.Contains(all[s], name) {
					all[s] = append(all[s], name)
				}
			}
		}
	}
}

// alias is the bit, among those of the protocols, that marks a name which is not shown.
const alias = 1 << 7

// encode writes ports as differences, with the protocols as bits, and then the names; a port with two names
// comes twice.
func (all serviceNames) encode() (data []byte) {
	type row struct {
		port  int
		alias bool
		name  string
	}
	rows := map[row]byte{}
	for s, names := range all {
		for i, name := range names {
			rows[row{s.port, i > 0, name}] |= 1 << s.protocol
		}
	}
	sorted := slices.SortedFunc(maps.Keys(rows), func(a, b row) int {
		return cmp.Or(cmp.Compare(a.port, b.port), cmp.Compare(a.name, b.name), cmp.Compare(rows[a], rows[b]))
	})
	data = binary.AppendUvarint(data, uint64(len(sorted)))
	last := 0
	for _, r := range sorted {
		bits := rows[r]
		if r.alias {
			bits |= alias
		}
		data = append(binary.AppendUvarint(data, uint64(r.port-last)), bits)
		last = r.port
	}
	for _, r := range sorted {
		data = append(binary.AppendUvarint(data, uint64(len(r.name))), r.name...)
	}
	fmt.Println(len(sorted), "services and aliases")
	return data
}
