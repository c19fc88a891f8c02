package dot11

// HTRate is the data rate of a modulation and coding scheme of high throughput, IEEE 802.11-2020 section 19.5, in kb/s, in 40 MHz instead of 20 and
// with the short guard interval if so said; 0 for schemes that there are not.
func HTRate(mcs int, wide, short bool) (kbps int) {
	bits := 0 // per symbol, in 20 MHz
	switch {
	case mcs < 0:
	case mcs < 32:
		bits = [...]int{26, 52, 78, 104, 156, 208, 234, 260}[mcs%8] * (mcs/8 + 1)
	case mcs == 32 && wide: // the same in both halves
		bits, wide = 24, false
	case mcs > 32 && mcs < 33+len(htUnequal):
		bits = int(htUnequal[mcs-33])
	}
	if wide {
		bits = bits * 54 / 26
	}
	if short { // a symbol takes 3.6 microseconds, not 4
		return bits * 10000 / 36
	}
	return bits * 250
}

// htUnequal are the bits per symbol of the schemes 33 to 76, whose streams differ.
var htUnequal = [...]uint16{
	156, 208, 260, 234, 312, 390, 208, 260, 260, 312, 364, 364, 416, 312, 390, 390, 468, 546, 546, 624,
	260, 312, 364, 312, 364, 416, 468, 416, 468, 520, 520, 572, 390, 468, 546, 468, 546, 624, 702, 624, 702, 780, 780, 858,
}

// Rate is the data rate in kb/s; ok is false unless scheme, bandwidth and guard interval are known.
func (m *RadioMCS) Rate() (kbps int, ok bool) {
	if m.Known&7 != 7 {
		return 0, false
	}
	kbps = HTRate(int(m.Index), m.Bandwidth == 1, m.ShortGI)
	return kbps, kbps > 0
}
