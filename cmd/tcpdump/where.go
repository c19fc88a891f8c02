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

func newWhere(text string) (where, error) {
	if text == "" {
		return where{}, nil
	}
	cond, err := packet.ParseWhere(text)
	if err != nil {
		return where{}, fmt.Errorf("--where: %w", err)
	}
	w := where{cond, new(packet.View)}
	w.view.Init(packet.Lazy())
	return w, nil
}

// drops reports whether a packet is not selected.
func (w *where) drops(data []byte, info *capture.Info) bool {
	_ = w.view.Decode(data, info.LinkType) // what is wrong has no fields
	return !w.cond.Match(w.view)
}
