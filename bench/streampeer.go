package bench

import (
	"fmt"
	"net"
	"runtime"
	"time"

	"github.com/gopacket/gopacket"
	peer "github.com/gopacket/gopacket/layers"
)

// peerStreams is one of gopacket's engines.
type peerStreams struct {
	engine peerEngine
	tcp    peer.TCP
	header [20]byte
	verify bool
	result StreamResult
}

// peerEngine is one of the packages that put streams together. They cannot be in one program, as both define the same flag: the build tag
// tcpassembly selects the older one.
type peerEngine interface {
	add(f gopacket.Flow, t *peer.TCP, at time.Time)
	flush()
}

func newPeerStreams(name string, verify bool) (*peerStreams, error) {
	e := &peerStreams{verify: verify}
	switch name {
	case peerName:
		e.engine = newPeerEngine(e)
	case "gopacket-decode":
	default:
		return nil, fmt.Errorf("the engine %q needs the build tag tcpassembly, or not to have it", name)
	}
	return e, nil
}

func (e *peerStreams) Feed(i int, p *StreamPacket) error {
	headerOf(&e.header, p)
	if err := e.tcp.DecodeFromBytes(e.header[:], gopacket.NilDecodeFeedback); err != nil {
		return err
	}
	e.tcp.Payload = p.Payload()
	client := clientOf(p)
	src, dst := net.IP(client[:]), net.IP(serverOf[:])
	if p.Server {
		src, dst = dst, src
	}
	f := gopacket.NewFlow(peer.EndpointIPv4, src, dst)
	at := time.Unix(0, int64(i)*int64(tick))
	if e.engine == nil {
		runtime.KeepAlive(f) // so that the work is not left out
		return nil
	}
	e.engine.add(f, &e.tcp, at)
	return nil
}

func (e *peerStreams) Flush() {
	if e.engine != nil {
		e.engine.flush()
	}
}

func (e *peerStreams) Result() StreamResult { return e.result }

// take counts data of a direction whose place is at.
func (e *peerStreams) take(at *int64, skip int, data []byte) {
	if skip > 0 {
		e.result.Gaps += int64(skip)
		*at += int64(skip)
	}
	e.result.Bytes += int64(len(data))
	if e.verify && skip >= 0 {
		if err := checkBytes(*at, data); err != nil {
			e.result.Err = err
		}
	}
	*at += int64(len(data))
}
