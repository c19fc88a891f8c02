package iana

import (
	"strconv"
	"strings"
)

// Name is the name of v in a table of lines of a decimal number, a space and a name, each of them between line feeds. It is the
// number where the table has none.
func Name[T ~uint8 | ~uint16 | ~uint32 | ~uint64](table string, v T) string {
	n := strconv.FormatUint(uint64(v), 10)
	_, name, ok := strings.Cut(table, "\n"+n+" ")
	if !ok {
		return n
	}
	name, _, _ = strings.Cut(name, "\n")
	return name
}

// NameAt is name v of a list of names, or the number where the list has none or an empty one.
func NameAt[T ~uint8 | ~uint16 | ~uint32 | ~uint64](names []string, v T) string {
	if uint64(v) < uint64(len(names)) && names[v] != "" {
		return names[v]
	}
	return strconv.FormatUint(uint64(v), 10)
}
