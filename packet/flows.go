package packet

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net/netip"
	"reflect"
	"strings"

	"github.com/wiretag/wiretag/flow"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/tags"
)

// ends are the fields of a layer type tagged flow=.
type ends struct {
	src, dst *tags.Field
	kind     flow.Kind // of integers
}

func endsOf(name string, s *tags.Schema) (e ends) {
	for _, f := range s.Fields {
		switch f.Flow {
		case "src":
			e.src = f
		case "dst":
			e.dst = f
		}
	}
	if e.src != nil && (e.src.Kind == tags.KindUint || e.src.Kind == tags.KindInt) {
		e.kind = portKind(strings.ToLower(name), int(e.src.Type.Size()))
	}
	return e
}

// portKind returns the kind of the integers of a layer. Names are short there: a longer one is
// cut, and told from others with the same beginning by a hash.
func portKind(name string, size int) flow.Kind {
	if len(name) > 8 {
		h := crc32.ChecksumIEEE([]byte(name))
		name = name[:4] + fmt.Sprintf("%04x", h>>16^h&0xffff)
	}
	k, err := flow.NewKind(name, size, flow.FormDecimal)
	if err != nil { // the name has letters that a kind cannot have
		k, _ = flow.NewKind(fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(name))), size, flow.FormDecimal)
	}
	return k
}

// Flow returns the flow that the layer's fields tagged flow= give; ok is false if it
// has none.
func (l Layer) Flow() (f flow.Flow, ok bool) {
	n := l.node()
	if n.entry == nil || n.entry.ends.src == nil || n.entry.ends.dst == nil || n.failed {
		return flow.Flow{}, false
	}
	v := reflect.ValueOf(n.value).Elem()
	e := &n.entry.ends
	src, ok1 := e.endpoint(v.Field(e.src.Index))
	dst, ok2 := e.endpoint(v.Field(e.dst.Index))
	return flow.New(src, dst), ok1 && ok2
}

// endpoint makes an endpoint of a field's value.
func (e *ends) endpoint(v reflect.Value) (flow.Endpoint, bool) {
	if v.CanUint() {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], v.Uint())
		x, err := e.kind.New(b[8-e.kind.Size():])
		return x, err == nil
	}
	if a, ok := v.Interface().(netip.Addr); ok {
		return flow.IP(a), a.IsValid()
	}
	b, ok := rawBytes(v)
	if !ok {
		return flow.Endpoint{}, false
	}
	if len(b) == 6 {
		return flow.MAC([6]byte(b)), true
	}
	x, err := flow.Raw(b)
	return x, err == nil
}

func (t *tree) flowOf(r layers.Role) flow.Flow {
	for l := range t.Layers() {
		if l.Role() != r {
			continue
		}
		if f, ok := l.Flow(); ok {
			return f
		}
	}
	return flow.Flow{}
}

// LinkFlow is the flow of the first link layer that has one: MAC addresses. The zero Flow
// if there is none.
func (t *tree) LinkFlow() flow.Flow { return t.flowOf(layers.RoleLink) }

// NetworkFlow is the flow of the first network layer: IP addresses.
func (t *tree) NetworkFlow() flow.Flow { return t.flowOf(layers.RoleNetwork) }

// TransportFlow is the flow of the first transport layer: ports. In a TCP packet from port
// 1000 to 5000 it equals flow.New(flow.TCPPort(1000), flow.TCPPort(5000)).
func (t *tree) TransportFlow() flow.Flow { return t.flowOf(layers.RoleTransport) }
