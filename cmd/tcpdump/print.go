package main

import (
	"fmt"
	"net"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/internal/dumptext"
	"github.com/wiretag/wiretag/packet"
)

// printer gives the function that appends packet n in the form that was asked for.
func (c *config) printer() func(dst []byte, n int, data []byte, info *capture.Info) []byte {
	if c.form == formText {
		c.text.Interface = interfaceNames()
		p := dumptext.New(c.text)
		if c.color {
			var paint painter
			return func(dst []byte, _ int, data []byte, info *capture.Info) []byte {
				return paint.paint(p.Append(dst, data, info), len(dst), data, info)
			}
		}
		return func(dst []byte, _ int, data []byte, info *capture.Info) []byte {
			return p.Append(dst, data, info)
		}
	}
	v := newView(c.remember)
	return func(dst []byte, n int, data []byte, info *capture.Info) []byte {
		// What is wrong with the packet is part of what is printed.
		_ = v.Decode(data, info.LinkType)
		v.SetInfo(info)
		if c.form == formJSON {
			return append(v.AppendJSON(dst, n), '\n')
		}
		dst = fmt.Appendf(dst, "packet %d, time %s, %d of %d bytes\n", n, info.Time, info.CaptureLength, info.Length)
		return append(v.AppendTree(dst), '\n')
	}
}

// interfaceNames looks up this host's interfaces, each once.
func interfaceNames() func(index int) string {
	known := answers[int]{}
	return func(index int) string {
		name, ok := known[index]
		if !ok {
			if i, err := net.InterfaceByIndex(index); err == nil {
				name = i.Name
			}
			known.keep(index, name)
		}
		return name
	}
}

// conversations is how many of them are remembered at most.
const conversations = 100_000

// newView gives a view that decodes each packet by itself, or remembers conversations.
func newView(remember bool) *packet.View {
	v := new(packet.View)
	if remember {
		v.Init(packet.Remember(packet.NewConversations(conversations)))
	}
	return v
}
