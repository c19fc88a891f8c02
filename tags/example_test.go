package tags_test

import (
	"fmt"
	"reflect"

	"github.com/wiretag/wiretag/tags"
)

func ExampleSchemaOf() {
	type message struct {
		Version uint8  `bits:"4,const=2"`
		Kind    uint8  `bits:"4"`
		Length  uint16 `bits:"16,len=Data/4"`
		Data    []byte `bits:"*"`
		Sum     uint32 `bits:"32,sum=crc32"`
	}
	s, err := tags.SchemaOf(reflect.TypeFor[message]())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Name(), "has at least", s.MinBits, "bits")
	for _, f := range s.Fields {
		fmt.Println(f.Name, f.Kind, f.Offset, f.Bits)
	}
	fmt.Println("Length is that of", s.Field("Length").Target.Name, "in units of", s.Field("Length").Len.Unit)
	// Output:
	// message has at least 56 bits
	// Version uint 0 4
	// Kind uint 4 4
	// Length uint 8 16
	// Data bytes 24 -1
	// Sum uint -1 32
	// Length is that of Data in units of 4
}

// All mistakes of a type are reported together.
func ExampleErrors() {
	type message struct {
		Kind   uint8  `bits:"12"`
		Length uint16 `bits:"16,len=Text"`
		Data   []byte `bits:"*"`
	}
	_, err := tags.SchemaOf(reflect.TypeFor[message]())
	fmt.Println(err)
	// Output:
	// tags_test.message.Kind: 12 bits do not fit into a uint8
	// tags_test.message.Length: len=Text: no such field
	// tags_test.message.Data: it starts in the middle of a byte, after 28 bits
}
