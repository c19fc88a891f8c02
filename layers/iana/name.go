package iana

import (
	"strconv"
	"strings"
)

// Name is the name of v in a table of lines of a decimal number, a space and a name, each of them between line feeds. It is the
// number where the table has none.
func Name(table string, v uint64) string {
	n := strconv.FormatUint(v, 10)
	_, name, ok := strings.Cut(table, "\n"+n+" ")
	if !ok {
		return n
	}
	name, _, _ = strings.Cut(name, "\n")
	return name
}
