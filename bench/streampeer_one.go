//go:build tcpassembly

package bench

import (
	"time"

	"github.com/gopacket/gopacket"
	peer "github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/tcpassembly"
)

const peerName = "tcpassembly"

// oneEngine has a stream for each direction.
type oneEngine struct{ a *tcpassembly.Assembler }

func newPeerEngine(e *peerStreams) peerEngine {
	return &oneEngine{tcpassembly.NewAssembler(tcpassembly.NewStreamPool(oneFactory{e}))}
}

func (e *oneEngine) add(f gopacket.Flow, t *peer.TCP, at time.Time) {
	e.a.AssembleWithTimestamp(f, t, at)
}

func (e *oneEngine) flush() { e.a.FlushAll() }

type oneFactory struct{ e *peerStreams }

func (f oneFactory) New(_, _ gopacket.Flow) tcpassembly.Stream {
	f.e.result.Streams++
	return &oneStream{e: f.e}
}

type oneStream struct {
	e  *peerStreams
	at int64
}

func (s *oneStream) Reassembled(parts []tcpassembly.Reassembly) {
	for i := range parts {
		s.e.take(&s.at, parts[i].Skip, parts[i].Bytes)
	}
}

func (s *oneStream) ReassemblyComplete() {}
