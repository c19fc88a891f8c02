package ike

import (
	"strconv"
	"strings"
)

// find returns the name of v in lines of number and name, or its number.
func find(table string, v uint32) string {
	n := strconv.FormatUint(uint64(v), 10)
	_, name, ok := strings.Cut(table, "\n"+n+" ")
	if !ok {
		return n
	}
	name, _, _ = strings.Cut(name, "\n")
	return name
}
