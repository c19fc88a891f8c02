package codec_test

import (
	"bytes"
	"runtime"
	"testing"

	"github.com/wiretag/wiretag/codec"
)

type deepField struct{ N int }

func (d *deepField) DecodeField(layer []byte, at int) (int, error) { return 0, nil }

//go:noinline
func burn(n int, f func()) byte {
	var pad [512]byte
	pad[n%512] = byte(n)
	if n == 0 {
		f()
		return pad[0]
	}
	return burn(n-1, f) + pad[(n+1)%512]
}

func (d deepField) AppendField(dst []byte, start int, derive codec.Derive) ([]byte, error) {
	burn(200, func() {})
	// Others take the memory that the stack had before.
	done := make(chan bool)
	for range 2000 {
		go func() { burn(3, runtime.Gosched); done <- true }()
	}
	for range 2000 {
		<-done
	}
	return dst, nil
}

type growing struct {
	A uint8     `bits:"8"`
	D deepField `bits:"*"`
}

type after struct {
	A, B, C, D uint64 `bits:"64"`
}

func encodeOnStack() []byte {
	g := growing{A: 1}
	x := after{0x1111111111111111, 0x2222222222222222, 0x3333333333333333, 0x4444444444444444}
	b, err := codec.Marshal(&g, &x)
	if err != nil {
		panic(err)
	}
	return b
}

func TestStackMoves(t *testing.T) {
	want := append([]byte{1}, append(append(bytes.Repeat([]byte{0x11}, 8), bytes.Repeat([]byte{0x22}, 8)...), append(bytes.Repeat([]byte{0x33}, 8), bytes.Repeat([]byte{0x44}, 8)...)...)...)
	for range 20 {
		c := make(chan []byte)
		go func() { c <- encodeOnStack() }()
		if got := <-c; !bytes.Equal(got, want) {
			t.Fatalf("got %x", got)
		}
	}
}
