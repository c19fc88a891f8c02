//go:build ignore

// Gen writes dictionary.bin from dictionaries of RADIUS, in FreeRADIUS's form, and of Diameter, in Wireshark's:
//
//	go run gen.go -radius /usr/share/wireshark/radius -diameter /usr/share/wireshark/diameter
//
// Of RADIUS it takes the attributes of RFCs and those of the vendors that are listed here.
package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/xml"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// vendors are the dictionaries of vendors, by file.
var vendors = strings.Fields(`3gpp 3gpp2 aerohive airespace alcatel.sr alteon aruba ascend avaya brocade cablelabs chillispot cisco cisco.asa cisco.vpn3000 citrix dlink
	ericsson.ab extreme f5 fortinet foundry freeradius h3c hp huawei juniper meraki meru microsoft mikrotik motorola netscreen nokia paloalto rfc4679
	ruckus shasta sonicwall starent travelping ukerna unisphere usr wimax wispr zyxel`)

func main() {
	radius := flag.String("radius", "", "`folder` of the dictionaries of RADIUS")
	diameter := flag.String("diameter", "", "`folder` of those of Diameter")
	flag.Parse()
	g := &gen{lines: map[string]bool{}, vendors: map[string]int{}, ids: map[string]string{}}
	files, err := filepath.Glob(filepath.Join(*radius, "dictionary.rfc*"))
	check(err)
	for _, v := range vendors {
		files = append(files, filepath.Join(*radius, "dictionary."+v))
	}
	for _, f := range files {
		g.radius(f)
	}
	g.diameter(*diameter)
	all := slices.Sorted(func(yield func(string) bool) {
		for l := range g.lines {
			if !yield(l) {
				return
			}
		}
	})
	data := []byte(strings.Join(all, ""))
	var out bytes.Buffer
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(data))))
	w, err := flate.NewWriter(&out, flate.BestCompression)
	check(err)
	_, err = w.Write(data)
	check(err)
	check(w.Close())
	check(os.WriteFile("dictionary.bin", out.Bytes(), 0o644))
	fmt.Println(len(all), "lines,", len(data), "bytes, compressed", out.Len())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

type gen struct {
	lines   map[string]bool
	vendors map[string]int
	ids     map[string]string // numbers of RADIUS's attributes, by name
}

func (g *gen) add(fields ...any) {
	text := make([]string, len(fields))
	for i, f := range fields {
		text[i] = strings.Join(strings.Fields(fmt.Sprint(f)), " ")
	}
	g.lines[strings.Join(text, "\t")+"\n"] = true
}

// radius reads a file. Lines are attributes, values, and the vendor whose they are.
func (g *gen) radius(file string) {
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		log.Print("no ", file)
		return
	}
	check(err)
	vendor, common := 0, strings.HasPrefix(filepath.Base(file), "dictionary.rfc")
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		switch {
		case len(f) >= 3 && f[0] == "VENDOR":
			g.vendors[f[1]], err = strconv.Atoi(f[2])
			check(err)
			g.add("N", g.vendors[f[1]], f[1])
		case len(f) >= 2 && f[0] == "BEGIN-VENDOR":
			vendor = g.vendors[f[1]]
		case len(f) >= 1 && f[0] == "END-VENDOR":
			vendor = 0
		case len(f) >= 4 && f[0] == "ATTRIBUTE":
			kind := f[3]
			if len(f) > 4 && strings.Contains(f[4], "has_tag") {
				kind = "tagged-" + kind
			}
			if len(f) > 4 && strings.Contains(f[4], "encrypt") {
				kind = "octets"
			}
			id, ok := number(f[2])
			if ok && (common || vendor != 0) {
				g.ids[f[1]] = strconv.Itoa(id)
				g.add("R", vendor, id, kind, f[1])
			}
		case len(f) >= 4 && f[0] == "VALUE":
			v, err := strconv.ParseInt(f[3], 0, 64)
			if id := g.ids[f[1]]; err == nil && id != "" && (common || vendor != 0) {
				g.add("V", vendor, id, v, f[2])
			}
		}
	}
}

// number reads the number of an attribute; that of one inside another stands in the lower byte.
func number(s string) (id int, ok bool) {
	for part := range strings.SplitSeq(s, ".") {
		n, err := strconv.ParseInt(part, 0, 32)
		if err != nil || id > 0xffff {
			return 0, false
		}
		id = id<<8 | int(n)
	}
	return id, true
}

type (
	vendor struct {
		ID   string `xml:"vendor-id,attr"`
		Code int    `xml:"code,attr"`
		Name string `xml:"name,attr"`
	}
	avp struct {
		Name   string `xml:"name,attr"`
		Code   int    `xml:"code,attr"`
		Vendor string `xml:"vendor-id,attr"`
		Type   struct {
			Name string `xml:"type-name,attr"`
		} `xml:"type"`
		Grouped *struct{} `xml:"grouped"`
		Enums   []struct {
			Name string `xml:"name,attr"`
			Code int64  `xml:"code,attr"`
		} `xml:"enum"`
	}
	command struct {
		Name string `xml:"name,attr"`
		Code int    `xml:"code,attr"`
	}
)

// diameter reads the files, each a piece of one document.
func (g *gen) diameter(dir string) {
	files, err := filepath.Glob(filepath.Join(dir, "*.xml"))
	check(err)
	var avps []avp
	codes := map[string]int{"None": 0, "": 0}
	for _, file := range files {
		text, err := os.ReadFile(file)
		check(err)
		d := xml.NewDecoder(bytes.NewReader(text))
		d.Strict = false
		for {
			t, err := d.Token()
			if err != nil {
				break
			}
			e, ok := t.(xml.StartElement)
			if !ok {
				continue
			}
			g.element(d, &e, codes, &avps)
		}
	}
	for _, a := range avps {
		v, ok := codes[a.Vendor]
		if !ok {
			log.Printf("%s: vendor %q", a.Name, a.Vendor)
			continue
		}
		kind := a.Type.Name
		if a.Grouped != nil {
			kind = "Grouped"
		}
		g.add("D", v, a.Code, kind, a.Name)
		for _, e := range a.Enums {
			g.add("E", v, a.Code, e.Code, e.Name)
		}
	}
}

func (g *gen) element(d *xml.Decoder, e *xml.StartElement, codes map[string]int, avps *[]avp) {
	switch e.Name.Local {
	case "vendor":
		var v vendor
		for _, a := range e.Attr { // AVPs may stand inside
			switch a.Name.Local {
			case "vendor-id":
				v.ID = a.Value
			case "code":
				v.Code, _ = strconv.Atoi(a.Value)
			case "name":
				v.Name = a.Value
			}
		}
		codes[v.ID] = v.Code
		if v.Code != 0 {
			g.add("N", v.Code, v.Name)
		}
	case "avp":
		var a avp
		check(d.DecodeElement(&a, e))
		*avps = append(*avps, a)
	case "command":
		var c command
		check(d.DecodeElement(&c, e))
		g.add("C", c.Code, c.Name)
	case "application":
		id, name := "", ""
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "id":
				id = a.Value
			case "name":
				name = a.Value
			}
		}
		g.add("A", id, name)
	}
}
