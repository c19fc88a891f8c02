package main

import (
	"fmt"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
)

// where selects packets by their decoded fields. The zero where selects all.
type where struct {
	cond *packet.Where
	view *packet.View
}

// newWhere reads a condition on the fields of each packet by itself, or on what is known of conversations too.
func newWhere(text string, remember bool) (where, error) {
	if text == "" {
		return where{}, nil
	}
	cond, err := packet.ParseWhere(text)
	if err != nil {
		return where{}, fmt.Errorf("--where: %w", err)
	}
	w := where{cond, newView(remember)}
	if !remember { // which learns of whole packets
		w.view.Init(packet.Lazy())
	}
	return w, nil
}

// drops reports whether a packet is not selected.
func (w *where) drops(data []byte, info *capture.Info) bool {
	_ = w.view.Decode(data, info.LinkType) // what is wrong has no fields
	return !w.cond.Match(w.view)
}
