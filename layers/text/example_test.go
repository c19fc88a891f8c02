package text_test

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/text"
)

// A response is read, a header field is changed, and all else stays as it was sent.
func ExampleHTTPResponse() {
	data := []byte("HTTP/1.1 200 OK\r\ncontent-type:  text/plain\r\nContent-Length: 5\r\n\r\nhello")
	var r text.HTTPResponse
	body, err := codec.Unmarshal(data, &r)
	fmt.Printf("%d %q %q %v\n", r.Code(), r.Headers.Get("Content-Type"), body, err)

	r.Headers.Set("Content-Length", "7")
	out, err := codec.Encoder{}.Marshal(&r, []byte("goodbye"))
	fmt.Printf("%q %v\n", out, err)
	// Output:
	// 200 "text/plain" "hello" <nil>
	// "HTTP/1.1 200 OK\r\ncontent-type:  text/plain\r\nContent-Length: 7\r\n\r\ngoodbye" <nil>
}

// How much of a stream a message takes.
func ExampleSizeOf() {
	for _, data := range []string{
		"GET / HTTP/1.1\r\nHost: www.exa",
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 204",
		"HTTP/1.0 200 OK\r\n\r\nuntil the end",
	} {
		fmt.Printf("%+v\n", text.SizeOf([]byte(data), ""))
	}
	// Output:
	// {Header:0 Body:-1 More:true Close:false}
	// {Header:38 Body:5 More:false Close:false}
	// {Header:19 Body:-1 More:false Close:true}
}
