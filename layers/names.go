package layers

import "strconv"

// hexName is the form of numbers without a name that are customarily written
// in hexadecimal.
func hexName(v uint64, digits int) string {
	s := strconv.FormatUint(v, 16)
	for len(s) < digits {
		s = "0" + s
	}
	return "0x" + s
}

// flagNames lists the names of the bits that are set, the lowest first; bits
// without a name are given as one number.
func flagNames(names []string, v uint64) string {
	s := ""
	for i, n := range names {
		if bit := uint64(1) << i; v&bit != 0 && n != "" {
			v &^= bit
			if s != "" {
				s += "|"
			}
			s += n
		}
	}
	if v != 0 || s == "" {
		if s != "" {
			s += "|"
		}
		s += "0x" + strconv.FormatUint(v, 16)
	}
	return s
}
