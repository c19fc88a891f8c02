package aaa_test

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/aaa"
)

func Example() {
	service, err := aaa.NewRADIUSAttribute(aaa.RADIUSServiceType, &aaa.Unsigned32{Value: 2})
	if err != nil {
		fmt.Println(err)
	}
	data, err := codec.Marshal(&aaa.RADIUS{Code: aaa.RADIUSAccessAccept, ID: 1, Attributes: []aaa.RADIUSAttribute{service}})
	fmt.Printf("% x %v\n", data[:4], err)

	var r aaa.RADIUS
	_, err = codec.Unmarshal(data, &r)
	fmt.Println(&r, r.Attributes, err)
	// Output:
	// 02 01 00 1a <nil>
	// RADIUS Access-Accept, id 1, 1 attributes [Service-Type=Framed-User] <nil>
}
