// Package conversation makes captures of hosts that talk: complete TCP connections, with handshake, options, windows,
// acknowledgements, retransmissions and closing, and UDP exchanges, as they pass a point between a client and a server.
//
//	n := conversation.New(sink, conversation.Path{Latency: 5 * time.Millisecond})
//	c, err := n.DialTCP(client, server)
//	io.WriteString(c.From(conversation.Client), "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n")
//	io.WriteString(c.From(conversation.Server), "HTTP/1.1 204 No Content\r\n\r\n")
//	err = c.Close(conversation.Server)
//	err = n.Flush()
//
// What is written by one side arrives at the other before that one answers, as in a dialogue of programs, so that a
// protocol is a sequence of writes. Nothing is sent anywhere and nothing waits: time is that of the simulation, and the same [Path],
// seed included, gives the same packets.
//
// Loss, reordering, duplication and overlap can be asked for; the hosts then behave as hosts do, and every byte
// still arrives. So the package makes traffic for testing what reads traffic.
package conversation
