package ppp_test

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/layers/ppp"
)

// Layers of PPP alone bring no table of who follows whom with them, so it is given.
func Example() {
	e := codec.Encoder{Derive: codec.All, Links: layers.Links()}
	data, err := e.Marshal(&ppp.PPPoE{SessionID: 5}, &ppp.PPP{}, &ppp.LCP{
		Code:    ppp.CodeConfigureRequest,
		ID:      1,
		Options: []ppp.LCPOption{{Type: ppp.LCPMRU, Value: []byte{0x05, 0xd4}}},
	})
	fmt.Printf("% x %v\n", data, err)

	var l ppp.LCP
	_, err = codec.Unmarshal(data[8:], &l)
	mru, _ := l.Options[0].View()
	fmt.Println(&l, *mru.(*ppp.LCPSize), err)
	// Output:
	// 11 00 00 05 00 0a c0 21 01 01 00 08 01 04 05 d4 <nil>
	// LCP Configure-Request, id 1, 1 options {1492} <nil>
}
