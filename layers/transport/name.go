package transport

import (
	"strconv"
	"strings"
)

// name returns the name of v, or its number.
func name[T ~uint8 | ~uint16 | ~uint32](names []string, v T) string {
	if uint64(v) < uint64(len(names)) && names[v] != "" {
		return names[v]
	}
	return strconv.Itoa(int(v))
}

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
