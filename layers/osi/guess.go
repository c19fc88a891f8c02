package osi

// Guess is a row of a table of layers that are looked for behind layers with a dispatch table, such as tcp, where no number there leads to a layer that takes
// the payload. Layer, a nil pointer to the layer's struct, is a [codec.Recognizer].
type Guess struct {
	Table string
	Layer any
	// First are the bytes with which payloads begin that Layer recognizes; "": any.
	First string
}

// Bytes are those from first to last, for [Guess].
func Bytes(first, last byte) string {
	var b []byte
	for c := int(first); c <= int(last); c++ {
		b = append(b, byte(c))
	}
	return string(b)
}
