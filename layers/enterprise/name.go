package enterprise

import "strconv"

// name returns the name of v, or its number.
func name[T ~uint8 | ~uint16 | ~uint32](names []string, v T) string {
	if uint64(v) < uint64(len(names)) && names[v] != "" {
		return names[v]
	}
	return strconv.Itoa(int(v))
}
