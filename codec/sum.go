package codec

import (
	"encoding/binary"
	"hash/crc32"
	"math/bits"
	"net/netip"
	"reflect"
)

// Sums is implemented by layers with a checksum that this package does not know.
// The function gets what the checksum covers and where in it the field of n bytes
// stands, which counts as zero, and returns the value for the field.
type Sums interface {
	Sum(alg string) func(data []byte, at, n int) uint64
}

// sumBits are the widths of the checksums that this package knows.
var sumBits = map[string]int{"inet": 16, "fletcher": 16, "crc32": 32, "crc32c": 32}

// sumFunc computes a checksum over data, in which the field of n bytes at data[at:]
// counts as zero. Seed is a sum of 16-bit words from outside, for the Internet checksum.
type sumFunc func(seed uint64, data []byte, at, n int) uint64

func sumOf(t reflect.Type, alg string) sumFunc {
	switch alg {
	case "inet":
		return inetSum
	case "crc32":
		return crcSum(crc32.IEEETable)
	case "crc32c":
		return crcSum(crc32.MakeTable(crc32.Castagnoli))
	case "fletcher":
		return fletcherSum
	}
	s, ok := reflect.New(t).Interface().(Sums)
	if !ok {
		return nil
	}
	f := s.Sum(alg)
	if f == nil {
		return nil
	}
	return func(_ uint64, data []byte, at, n int) uint64 { return f(data, at, n) }
}

// inetSum is the Internet checksum, RFC 1071.
func inetSum(seed uint64, data []byte, at, n int) uint64 {
	if at%2 != 0 { // the field lies across two words
		seed = uint16s(data[:at-1], seed)
		seed = uint16s([]byte{data[at-1], 0}, seed)
		if rest := data[at+n:]; len(rest) > 0 {
			seed = uint16s([]byte{0, rest[0]}, seed)
			seed = uint16s(rest[1:], seed)
		}
		v := fold(seed)
		if n > 0 {
			v = v>>8 | v&0xff<<8
		}
		return v
	}
	return fold(uint16s(data[at+n:], uint16s(data[:at], seed)))
}

// uint16s adds big-endian words of 16 bits to a sum that fold reduces. Words of 64
// bits are added with the carry going round, which gives the same in one's complement.
func uint16s(b []byte, sum uint64) uint64 {
	var c uint64
	for len(b) >= 16 {
		sum, c = bits.Add64(sum, binary.BigEndian.Uint64(b), 0)
		sum, c = bits.Add64(sum, binary.BigEndian.Uint64(b[8:16]), c)
		sum += c
		b = b[16:]
	}
	if len(b) >= 8 {
		sum, c = bits.Add64(sum, binary.BigEndian.Uint64(b), 0)
		sum += c
		b = b[8:]
	}
	if len(b) >= 4 {
		sum, c = bits.Add64(sum, uint64(binary.BigEndian.Uint32(b)), 0)
		sum += c
		b = b[4:]
	}
	var last uint64
	if len(b) >= 2 {
		last = uint64(binary.BigEndian.Uint16(b))
		b = b[2:]
	}
	if len(b) == 1 {
		last += uint64(b[0]) << 8
	}
	sum, c = bits.Add64(sum, last, 0)
	return sum + c
}

// fold reduces a sum of words to the one's complement of 16 bits.
func fold(sum uint64) uint64 {
	sum = sum>>32 + sum&0xffffffff
	sum = sum>>32 + sum&0xffffffff
	sum = sum>>16 + sum&0xffff
	sum = sum>>16 + sum&0xffff
	sum = sum>>16 + sum&0xffff
	return ^sum & 0xffff
}

// zeros stand for a checksum while it is computed. They are never written.
var zeros [8]byte

func crcSum(t *crc32.Table) sumFunc {
	return func(_ uint64, data []byte, at, n int) uint64 {
		c := crc32.Update(0, t, data[:at])
		c = crc32.Update(c, t, zeros[:n])
		return uint64(crc32.Update(c, t, data[at+n:]))
	}
}

// fletcherSum is the checksum of ISO 8473 annex C: the two bytes that make both
// running sums over data zero, modulo 255.
func fletcherSum(_ uint64, data []byte, at, n int) uint64 {
	var c0, c1 int
	for i, b := range data {
		if i < at || i >= at+n {
			c0 += int(b)
		}
		c0 %= 255
		c1 = (c1 + c0) % 255
	}
	x := ((len(data)-at-1)*c0 - c1) % 255
	if x <= 0 {
		x += 255
	}
	y := 510 - c0 - x
	if y > 255 {
		y -= 255
	}
	return uint64(x)<<8 | uint64(y)
}

// seed sums the words of the pseudo header of RFC 9293 and RFC 8200.
func (p *Pseudo) seed(length int) uint64 {
	return addrSum(p.Dst, addrSum(p.Src, uint64(p.Protocol)+uint64(length)))
}

// addrSum adds the words of an address. The zero Addr is encoded as zeros.
func addrSum(a netip.Addr, sum uint64) uint64 {
	switch {
	case !a.IsValid():
		return sum
	case a.Is4():
		b := a.As4()
		return uint16s(b[:], sum)
	}
	b := a.As16()
	return uint16s(b[:], sum)
}

// Known reports whether a network layer has set the addresses. Those that encoding asked
// may have left the zero Addr, which is encoded as zeros.
func (p *Pseudo) Known() bool { return p.known || (p.Src.IsValid() && p.Dst.IsValid()) }
