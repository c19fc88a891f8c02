// Package text holds the protocols whose messages are lines of text: HTTP/1 and SSDP, RTSP, SIP with SDP, SMTP, FTP, POP3, IMAP and
// IRC, and the bodies that they carry.
//
// Most of them are made of three field types, which keep the bytes exactly as they were sent: a [Word] is text up to white space with
// the space behind it, a [Line] is text up to the end of the line with that end, [Headers] are header fields up to the empty line
// with it. Replies, mails and bodies have some more, such as [ReplyText], [DotText] and [ChunkedBody]. What was not set when a message is
// built gets its usual form: one space, CR LF, an empty line.
//
// A layer sees one segment. A message whose end is in another segment has the bytes that are there, and is not an error:
// [Line.Whole] and [Headers.Whole] tell. What does not begin a message is a layer of its own, such as [HTTPData], where
// the port says that it belongs to the protocol. How long a message is tells [SizeOf]; with it a stream can be cut into messages.
//
// Its rows of the table of who follows whom are part of layers.Links, so these layers are decoded
// without being imported. They are imported to look at their fields and to build them.
package text

//go:generate go run github.com/wiretag/wiretag/cmd/taggen -out zz_wire.go
