package codec

import "reflect"

// PseudoSums is implemented by layers with a checksum over a pseudo header that this package does not know: one that covers a part of
// the packet, or that only some network layers have. It is what sum=ALG:pseudo means for other algorithms than inet.
type PseudoSums interface {
	// PseudoSum returns the function of an algorithm, nil if there is none. The function gets the pseudo header, what the layer has, and where in that the
	// field of n bytes stands, which counts as zero, and returns the value for the field. Nothing is kept.
	PseudoSum(alg string) func(p *Pseudo, data []byte, at, n int) uint64
}

// InternetSum is the Internet checksum of data, RFC 1071, in which n bytes at data[at:] count as zero, and of a pseudo header, if p is not nil.
func InternetSum(p *Pseudo, data []byte, at, n int) uint64 {
	if p == nil {
		return inetSum(0, data, at, n)
	}
	return inetSum(p.seed(len(data)), data, at, n)
}

// FletcherSum is the checksum of ISO 8473 annex C over data, in which its two bytes stand at data[at:].
func FletcherSum(data []byte, at int) uint64 { return fletcherSum(0, data, at, 2) }

// pseudoSumOf returns the function of an algorithm of a type's own, nil if there is none. The first result says that the field has a checksum.
func pseudoSumOf(t reflect.Type, alg string) (sumFunc, func(p *Pseudo, data []byte, at, n int) uint64) {
	s, ok := reflect.New(t).Interface().(PseudoSums)
	if !ok {
		return nil, nil
	}
	f := s.PseudoSum(alg)
	if f == nil {
		return nil, nil
	}
	return func(_ uint64, data []byte, at, n int) uint64 { return f(&Pseudo{}, data, at, n) }, f
}
