package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// insert replaces what stands in a document between the comments with a name.
func insert(file, name, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	first, last := "<!-- agree: "+name+" -->\n", "<!-- end: "+name+" -->\n"
	before, rest, ok1 := strings.Cut(string(data), first)
	_, after, ok2 := strings.Cut(rest, last)
	if !ok1 || !ok2 {
		return fmt.Errorf("%s has no place for %q", file, name)
	}
	return os.WriteFile(file, []byte(before+first+"\n"+strings.TrimSpace(text)+"\n\n"+last+after), 0o644)
}

// kindTable lists the kinds of differences by layer.
func (a *agreement) kindTable(w io.Writer) {
	fmt.Fprintf(w, "\nWhat differs, by the first layer in which it does, in the words of tshark where it finds a fault:\n\n| layer | what | packets |\n|---|---|---:|\n")
	for _, k := range slices.SortedFunc(maps.Keys(a.kinds), func(x, y string) int {
		return cmp.Or(cmp.Compare(a.kinds[y].count, a.kinds[x].count), strings.Compare(x, y))
	}) {
		layer, what, _ := strings.Cut(k, ": ")
		fmt.Fprintf(w, "| %s | %s | %d |\n", layer, strings.ReplaceAll(what, "|", "\\|"), a.kinds[k].count)
	}
}
