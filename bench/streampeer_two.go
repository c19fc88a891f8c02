//go:build !tcpassembly

package bench

import (
	"time"

	"github.com/gopacket/gopacket"
	peer "github.com/gopacket/gopacket/layers"
	peerstream "github.com/gopacket/gopacket/reassembly"
)

const peerName = "reassembly"

// twoEngine has both directions in one stream.
type twoEngine struct{ a *peerstream.Assembler }

func newPeerEngine(e *peerStreams) peerEngine {
	return &twoEngine{peerstream.NewAssembler(peerstream.NewStreamPool(twoFactory{e}))}
}

func (e *twoEngine) add(f gopacket.Flow, t *peer.TCP, at time.Time) {
	e.a.AssembleWithContext(f, t, &captureContext{gopacket.CaptureInfo{Timestamp: at}})
}

func (e *twoEngine) flush() { e.a.FlushAll() }

// captureContext is what the peer wants to know of each packet, and keeps.
type captureContext struct{ info gopacket.CaptureInfo }

func (c *captureContext) GetCaptureInfo() gopacket.CaptureInfo { return c.info }

type twoFactory struct{ e *peerStreams }

func (f twoFactory) New(_, _ gopacket.Flow, _ *peer.TCP, _ peerstream.AssemblerContext) peerstream.Stream {
	f.e.result.Streams++
	return &twoStream{e: f.e}
}

type twoStream struct {
	e  *peerStreams
	at [2]int64
}

func (s *twoStream) Accept(*peer.TCP, gopacket.CaptureInfo, peerstream.TCPFlowDirection, peerstream.Sequence, *bool, peerstream.AssemblerContext) bool {
	return true
}

func (s *twoStream) ReassembledSG(sg peerstream.ScatterGather, _ peerstream.AssemblerContext) {
	n, _ := sg.Lengths()
	dir, _, _, skip := sg.Info()
	side := 0
	if dir == peerstream.TCPDirServerToClient {
		side = 1
	}
	s.e.take(&s.at[side], skip, sg.Fetch(n))
}

func (s *twoStream) ReassemblyComplete(peerstream.AssemblerContext) bool { return true }
