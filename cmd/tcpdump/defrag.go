package main

import (
	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/packet"
	"github.com/wiretag/wiretag/reassembly"
)

// defragmenter puts datagrams in the place of their fragments.
type defragmenter struct {
	d    *reassembly.Defragmenter
	view packet.View
}

func newDefragmenter() (*defragmenter, error) {
	d, err := reassembly.NewDefragmenter(reassembly.FragmentConfig{})
	if err != nil {
		return nil, err
	}
	return &defragmenter{d: d}, nil
}

// whole returns the packet, or the datagram that it makes whole; false for a fragment of one that is not.
func (f *defragmenter) whole(data []byte, info *capture.Info) ([]byte, *capture.Info, bool) {
	if !f.d.Decode(&f.view, data, info) {
		return nil, nil, false
	}
	return f.view.Data(), f.view.Info(), true
}
