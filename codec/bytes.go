package codec

import "unsafe"

// Bytes returns the bytes that b points to as a layer for [Encoder.Append], without allocating. The result holds b, which must not
// change meanwhile; it is to be kept nowhere but in local variables and arrays, since b may be one of them: where it is put into a slice that
// is not on the stack, what b points to must not be there either, because a stack that grows moves.
func Bytes(b *[]byte) (layer any) {
	// An interface that holds a []byte points to a slice of its own, because nobody may change it. This one is
	// not changed either, which the caller sees to. The pointer is hidden as those of layers are, and encoding keeps neither.
	*(*eface)(unsafe.Pointer(&layer)) = eface{bytesType, hide(unsafe.Pointer(b))}
	return layer
}
