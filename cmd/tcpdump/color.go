package main

import (
	"bytes"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
)

// painter gives the text of packets a colour: by their transport protocol, red where something is wrong.
type painter struct{ view packet.View }

// Colours, as terminals know them (ECMA-48).
const (
	red     = "\x1b[31m"
	green   = "\x1b[32m"
	yellow  = "\x1b[33m"
	blue    = "\x1b[34m"
	magenta = "\x1b[35m"
	plain   = "\x1b[0m"
)

var colors = map[string]string{"TCP": green, "UDP": blue, "SCTP": green, "ICMPv4": magenta, "ICMPv6": magenta, "ARP": yellow}

// paint colours text, which ends with a line, from a place on.
func (p *painter) paint(text []byte, from int, data []byte, info *capture.Info) []byte {
	color := ""
	if p.view.Decode(data, info.LinkType) != nil {
		color = red
	}
	for l := range p.view.Layers() {
		if c := colors[l.Name()]; c != "" && color != red {
			color = c
		}
	}
	if color == "" {
		return text
	}
	lines := bytes.TrimSuffix(bytes.Clone(text[from:]), []byte("\n"))
	text = append(append(text[:from], color...), lines...)
	return append(text, plain+"\n"...)
}
