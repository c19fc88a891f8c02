package main

import (
	"bufio"
	"io"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/packet"
)

// report is what is printed of all packets together, in place of the packets.
type report interface {
	// add takes a packet; all is lent.
	add(v *packet.View, info *capture.Info) error
	// print writes the report.
	print(w io.Writer) error
}

// reports are those that are asked for.
type reports struct {
	list []report
	view *packet.View
}

// reports makes what is asked for; nil if nothing is.
func (c *config) reports(out *bufio.Writer) (*reports, error) {
	r := reports{view: newView(c.remember)}
	if c.flows {
		f, err := newFlows(out)
		if err != nil {
			return nil, err
		}
		r.list = append(r.list, f)
	}
	if c.stats {
		r.list = append(r.list, newStats(c.svg))
	}
	if r.list == nil {
		return nil, nil
	}
	return &r, nil
}

func (r *reports) add(data []byte, info *capture.Info) error {
	// What is wrong with the packet is a layer of it.
	_ = r.view.Decode(data, info.LinkType)
	r.view.SetInfo(info)
	for _, one := range r.list {
		if err := one.add(r.view, info); err != nil {
			return err
		}
	}
	return nil
}

func (r *reports) print(w *bufio.Writer) error {
	for _, one := range r.list {
		if err := one.print(w); err != nil {
			return err
		}
	}
	return nil
}

// flows is --flows: a JSON object on a line for each flow that has ended, in the order of their ends.
type flows struct {
	table  *flow.Table
	reader packet.FlowReader
	out    *flow.JSONWriter
	to     *bufio.Writer // of out
}

// newFlows writes flows to out as they end.
func newFlows(out *bufio.Writer) (*flows, error) {
	f := &flows{reader: packet.FlowReader{Inner: true}, out: flow.NewJSONWriter(out), to: out}
	var err error
	f.table, err = flow.NewTable(flow.Config{End: f.out.Write})
	return f, err
}

func (f *flows) add(v *packet.View, info *capture.Info) error {
	if _, err := f.to.Write(nil); err != nil { // that of a flow before: a capture ends where nobody reads it
		return err
	}
	if !f.reader.Read(v, info) {
		return nil
	}
	return f.table.Add(&f.reader.Packet)
}

func (f *flows) print(io.Writer) error {
	f.table.Flush()
	return f.out.Flush()
}
