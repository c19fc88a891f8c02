package pcapio

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrTruncated says that the file ends within a header, a record or a block (or within compressed data).
	ErrTruncated = errors.New("truncated")
	// ErrFormat says that the file is not a capture file or contradicts itself.
	ErrFormat = errors.New("malformed")
	// ErrLimit says that a record or block claims more bytes than the reader's limit. It is an ErrFormat too
	// (errors.Is), since such a length is nearly always damage.
	ErrLimit = fmt.Errorf("over the limit: %w", ErrFormat)
)

// Error says where and why reading a capture file stopped. Everything before Offset has been delivered.
type Error struct {
	// Offset in bytes from the start of the file, after decompression, of the header, record or block that could
	// not be read.
	Offset int64
	// What was being read: "pcap file header", "record", "enhanced packet block", …
	What string
	// Detail is the part of it, as in "packet data", or what is wrong with it. It may be empty.
	Detail string
	// Need is the number of bytes that What or its part needs or claims, Have the number that there are or may be.
	// Both are 0 if the error is not about a length.
	Need, Have int64
	// Err is ErrTruncated, ErrFormat, ErrLimit, or the error of the underlying reader; decompression errors
	// are wrapped together with ErrTruncated, ErrFormat or ErrLimit.
	Err error
}

// Error formats as "pcapio: record at offset 361: packet data: need 2722 bytes, have 370: truncated".
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "pcapio: %s at offset %d: ", e.What, e.Offset)
	if e.Detail != "" {
		b.WriteString(e.Detail + ": ")
	}
	if e.Need != 0 || e.Have != 0 {
		fmt.Fprintf(&b, "need %d bytes, have %d: ", e.Need, e.Have)
	}
	if e.Err != nil {
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }
