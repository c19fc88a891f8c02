package fuzz_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/link"
	"github.com/wiretag/wiretag/packet"
)

// TestFaults: a layer and an option that is typed when it is asked for tell what is wrong with them; what is right tells nothing.
func TestFaults(t *testing.T) {
	label := []byte{0, 0, 0, 1, 1, 4, 0, 1}
	for _, c := range []struct {
		layers []any
		link   capture.LinkType
		layer  string
		of     reflect.Type
		err    error
	}{
		{[]any{&link.CAN{Data: make([]byte, 8)}}, 227, "", nil, nil},
		{[]any{&link.CAN{Data: make([]byte, 9)}}, 227, "CAN", reflect.TypeFor[link.CAN](), codec.ErrLength},
		{[]any{&layers.IPv4{Protocol: 253, Options: []layers.IPv4Option{{Type: layers.IPv4OptionCIPSO, Data: label}}}}, capture.LinkTypeIPv4, "", nil, nil},
		{[]any{&layers.IPv4{Protocol: 253, Options: []layers.IPv4Option{{Type: layers.IPv4OptionCIPSO, Data: label[:4]}}}}, capture.LinkTypeIPv4, "IPv4", reflect.TypeFor[layers.IPv4CIPSO](), codec.ErrLength},
	} {
		data, err := codec.Marshal(append(c.layers, []byte{1, 2, 3, 4})...)
		if err != nil {
			t.Fatal(err)
		}
		all := fuzz.Faults(packet.New(data, c.link))
		switch {
		case c.err == nil && len(all) > 0:
			t.Errorf("%x: %v", data, all)
		case c.err != nil && (len(all) != 1 || all[0].Layer != c.layer || all[0].Type != c.of || !errors.Is(all[0].Err, c.err)):
			t.Errorf("%x: %v, want %v of %v", data, all, c.err, c.of)
		}
	}
}
