package fuzz

import (
	"slices"
	"time"

	"github.com/leanovate/gopter"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
)

// Sequence is a number of Ethernet frames that belong together, in the order in which they arrive, and what a
// receiver that follows them should find.
type Sequence struct {
	Frames []Frame
	// Said is what each side says, as one run of bytes: the contents of a TCP connection, the payload of a datagram that
	// was fragmented, the messages of an exchange. The first is that of the side that begins.
	Said [2][]byte
}

// Frame is one frame of a sequence.
type Frame struct {
	Data  []byte
	After time.Duration // since the first frame
	From  int           // 0 for the side that began, 1 for the other
	Again bool          // it was sent before, or a part of it was
}

// LinkType is that of all frames.
func (s *Sequence) LinkType() capture.LinkType { return capture.LinkTypeEthernet }

// Disturbance is what happens to frames on their way. Several can be joined by |.
type Disturbance uint8

// Disturbances.
const (
	Loss           Disturbance = 1 << iota // some frames do not arrive
	Reordering                             // some frames arrive later than those after them
	Duplication                            // some frames arrive twice
	Retransmission                         // some frames arrive later, as if they had been lost and sent again
	Overlap                                // some contents arrive again in other pieces
)

// sequence generates what build makes, with disturbances.
func sequence(build func(*Entropy) *script, d Disturbance) gopter.Gen {
	return from(choices, func(c Choices) *Sequence { return made(build, c, d) })
}

func made(build func(*Entropy) *script, c []byte, d Disturbance) *Sequence {
	e := NewEntropy(c)
	s := build(e)
	return s.disturbed(e, d)
}

// script is a sequence before anything happened to it.
type script struct {
	Sequence
	fixed  int                                   // so many frames at the start are not disturbed
	pieces func(e *Entropy, i int) (Frame, bool) // a frame with a part of the contents of frame i and of its neighbours
	last   time.Duration
}

// send adds a frame.
func (s *script) send(from int, layers ...any) {
	data, err := codec.Marshal(layers...)
	if err != nil {
		return // what a script sends has a wire form
	}
	s.last += time.Millisecond
	s.Frames = append(s.Frames, Frame{Data: data, After: s.last, From: from})
}

// disturbed lets things happen to the frames.
func (s *script) disturbed(e *Entropy, d Disturbance) *Sequence {
	out := &Sequence{Said: s.Said, Frames: slices.Clone(s.Frames[:min(s.fixed, len(s.Frames))])}
	var late []Frame // with the place where they arrive
	var at []int
	for i := s.fixed; i < len(s.Frames); i++ {
		f := s.Frames[i]
		for j := 0; j < len(late); j++ {
			if at[j] <= i {
				out.Frames = append(out.Frames, late[j])
				late, at = slices.Delete(late, j, j+1), slices.Delete(at, j, j+1)
				j--
			}
		}
		switch {
		case d&Loss != 0 && e.One(6):
			continue
		case d&Reordering != 0 && e.One(4):
			late, at = append(late, f), append(at, i+1+e.Intn(3))
			continue
		case d&Retransmission != 0 && e.One(5):
			f.Again = true
			late, at = append(late, f), append(at, i+2+e.Intn(6))
			continue
		}
		out.Frames = append(out.Frames, f)
		if d&Duplication != 0 && e.One(5) {
			f.Again = true
			out.Frames = append(out.Frames, f)
		}
		if d&Overlap != 0 && s.pieces != nil && e.One(3) {
			if g, ok := s.pieces(e, i); ok {
				g.Again = true
				out.Frames = append(out.Frames, g)
			}
		}
	}
	out.Frames = append(out.Frames, late...)
	for i := range out.Frames { // times are those of arrival
		out.Frames[i].After = time.Duration(i) * time.Millisecond
	}
	return out
}
