package dumptext

// fletcherSums are the two sums of ISO's checksum over data.
func fletcherSums(data []byte) (a, b int) {
	for _, c := range data {
		a = (a + int(c)) % 255
		b = (b + a) % 255
	}
	return a, b
}

// fletcher reports whether ISO's checksum over data is right.
func fletcher(data []byte) bool {
	a, b := fletcherSums(data)
	return a == 0 && b == 0
}

// fletcherAt is what the checksum in the two bytes at an offset should be.
func fletcherAt(data []byte, at int) uint16 {
	a, b := fletcherSums(data)
	// What the bytes that are there add is taken away.
	x, y, behind := int(data[at]), int(data[at+1]), len(data)-at
	a = (a - x - y) % 255
	b = (b - x*behind - y*(behind-1)) % 255
	mod := func(n int) uint16 {
		if n = n % 255; n <= 0 {
			n += 255
		}
		return uint16(n)
	}
	return mod((behind-1)*a-b)<<8 | mod(b-behind*a)
}
