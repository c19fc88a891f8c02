package packet_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"testing"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/fuzz"
	"github.com/wiretag/wiretag/layers"
	"github.com/wiretag/wiretag/packet"
)

// lawRuns is how many packets each law is tried on: a million with WIRETAG_LONG=1. Larger numbers are numbers of packets.
func lawRuns() int {
	switch n, _ := strconv.Atoi(os.Getenv("WIRETAG_LONG")); {
	case n == 1:
		return 1_000_000
	case n > 1:
		return n
	}
	if testing.Short() {
		return 4_000
	}
	return 10_000
}

// maker makes packets of the built-in layers.
var maker = fuzz.NewStacks()

func holds(t *testing.T, law func(choices fuzz.Choices) (bool, error)) {
	t.Helper()
	p := gopter.DefaultTestParametersWithSeed(1)
	p.MinSuccessfulTests = lawRuns()
	p.MaxShrinkCount = 1000
	props := gopter.NewProperties(p)
	props.Property(t.Name(), prop.ForAll(law, fuzz.Chosen(400)))
	if out := new(bytes.Buffer); !props.Run(gopter.NewFormatedReporter(false, 200, out)) {
		t.Errorf("%s", out)
	}
}

// TestLawBuilt is law 2 for packets: layers that follow each other in the table are decoded as they were built,
// with good checksums, and encoded again to the same bytes, verbatim and derived.
func TestLawBuilt(t *testing.T) {
	rows := maker.Rows()
	seen := map[codec.Key]int{}
	refused, packets := 0, 0
	var v packet.View
	holds(t, func(choices fuzz.Choices) (bool, error) {
		b, again := maker.Along(nil, choices), maker.Along(nil, choices)
		data, err := b.Encode()
		packets++
		for i := range b.Layers {
			if !fuzz.Same(reflect.ValueOf(b.Layers[i]), reflect.ValueOf(again.Layers[i])) {
				return false, fmt.Errorf("%s: encoding changed %+v to %+v", b.Names(), again.Layers[i], b.Layers[i])
			}
		}
		if err != nil {
			refused++
			if fuzz.Refused(err) {
				return true, nil
			}
			return false, fmt.Errorf("%s: %w", b.Names(), err)
		}
		if err := decodes(&v, b, data); err != nil {
			return false, fmt.Errorf("%s: %x: %s: %w", b.Names(), data, &v, err)
		}
		for _, r := range b.Rows {
			seen[codec.Key{Table: r.Table, Value: r.Key}]++
		}
		return true, nil
	})
	for key, ways := range maker.Paths() {
		for i := 0; seen[key] == 0 && i < 200 && !t.Failed(); i++ {
			for _, path := range ways {
				b := maker.Along(path, lawChoices(i))
				data, err := b.Encode()
				if err == nil {
					err = decodes(&v, b, data)
				} else if fuzz.Refused(err) {
					continue
				}
				if err != nil {
					t.Errorf("%s: %x: %s: %v", b.Names(), data, &v, err)
				}
				if v.Len() >= len(path) {
					seen[key]++
				}
			}
		}
	}
	referred := tables(rows)
	for name, list := range rows {
		for _, r := range list {
			if !unreached(r) && referred[name] && name != "linktype" && name != "null" && !byHook[name] && seen[codec.Key{Table: name, Value: r.Key}] == 0 {
				t.Errorf("no packet has a %T by %s %d", r.Layer, name, r.Key)
			}
		}
	}
	if refused*4 > packets {
		t.Errorf("%d of %d packets cannot be encoded", refused, packets)
	}
	t.Logf("%d packets, %d of them too large for a field, %d ways from layer to layer", packets, refused, len(seen))
}

// unreached are rows that no random packet leads to: the packets of package dot11 do.
func unreached(r codec.Link) bool {
	return r.Table == "prism" || r.Table == "dot11crypt" || r.Table == "dot11" && r.Key >= 0x101 && r.Key < 0x160
}

// tables are those that a field of a layer in them refers to.
func tables(rows map[string][]codec.Link) map[string]bool {
	all := map[string]bool{}
	for _, list := range rows {
		for _, r := range list {
			if t, err := codec.TypeFor(reflect.TypeOf(r.Layer).Elem()); err == nil {
				for _, f := range t.Schema().Fields {
					all[f.Next] = true
				}
			}
		}
	}
	return all
}

// lawChoices are choices by number.
func lawChoices(i int) fuzz.Choices {
	c := make(fuzz.Choices, 400)
	rand.NewChaCha8([32]byte{byte(i), byte(i >> 8)}).Read(c)
	return c
}

// byHook are the tables that no next= field refers to, beside one that does: a method chooses among them.
var byHook = map[string]bool{
	"mldv2": true, "mplspw": true, "erspan": true, "can": true, "snap": true, "media": true,
	// What stands several times in a layer that counts it: the layers outside are seldom built so that it is reached.
	"sflowsample": true, "sflowflow": true, "sflowcounter": true, "sflowheader": true, "cpfitem": true, "cipioitem": true,
	// The layer outside names what follows only if other fields of it allow that.
	"isis": true, "rpc": true,
	"tls": true, "dtls": true, "tlshandshake": true, "dtlshandshake": true, // random messages are rarely of a form that is recognized
}

// byMethods are fields that follow from others without a tag that says so.
var byMethods = fuzz.ByMethods()

// decodes compares what data decodes to with the layers that it was built from.
func decodes(v *packet.View, b *fuzz.Built, data []byte) error {
	_ = v.DecodeAt(data, b.First) // there may be errors behind the layers that were built
	for i, want := range b.Layers {
		if i > 0 && v.Len() >= i {
			p := v.Layer(i - 1).Payload()
			if len(p) == 0 || !b.Types[i].Recognizes(p) {
				return nil // nobody could tell
			}
			if n, ok := v.Layer(i - 1).Value().(codec.NextLayer); ok && n.NextLayer(p) == (codec.Key{}) && v.Len() <= i+1 {
				return nil // another field of the layer outside says that nothing follows: the length of identifiers in IS-IS
			}
		}
		if v.Len() <= i {
			return fmt.Errorf("%d layers, want %d", v.Len(), len(b.Layers))
		}
		l := v.Layer(i)
		if l.Type() != nil && l.Type().Looks() && reflect.TypeOf(l.Value()) != reflect.TypeOf(want) {
			return nil // it looks like another layer with the same number
		}
		if reflect.TypeOf(l.Value()) != reflect.TypeOf(want) || l.Err() != nil {
			return fmt.Errorf("layer %d is %T, want %T: %w", i, l.Value(), want, l.Err())
		}
		if d := fuzz.Agree(b.Types[i], byMethods, want, l.Value(), i < len(b.Layers)-1); d != "" {
			return fmt.Errorf("%T.%s", want, d)
		}
	}
	last := v.Layer(len(b.Layers) - 1)
	if !bytes.Equal(last.Payload(), b.Payload) {
		return fmt.Errorf("payload %x, want %x", last.Payload(), b.Payload)
	}
	for c := range v.Checksums() {
		if c.State == codec.SumBad && c.Layer.Index() < len(b.Layers) {
			return fmt.Errorf("%s.%s is %#x, want %#x", c.Layer.Name(), c.Field, c.Got, c.Want)
		}
	}
	if v.Len() > len(b.Layers)+1 || v.Layer(v.Len()-1).Value() == nil == (v.Len() == len(b.Layers)) {
		return nil // the payload happens to be a layer
	}
	again, err := v.Encode()
	if err != nil || !bytes.Equal(again, data) {
		return fmt.Errorf("derived again %x: %w", again, err)
	}
	return nil
}

// TestLawPackets is laws 1, 3, 4 and 5 for packets: damaged ones, and noise.
func TestLawPackets(t *testing.T) {
	w := newWatch(t)
	good := 0
	holds(t, func(choices fuzz.Choices) (bool, error) {
		b := maker.Along(nil, choices)
		data, err := b.Encode()
		if err == nil {
			good++
		}
		e := fuzz.NewEntropy(choices)
		switch e.Intn(16) {
		case 0:
		case 1:
			data = broken(e, packet.NewAt(data, b.First))
		default:
			data = fuzz.Mutate(e, data, data)
		}
		if err := w.packet(data, b.First); err != nil {
			return false, fmt.Errorf("%s: %w", b.Names(), err)
		}
		return true, nil
	})
	if good == 0 {
		t.Error("no packet was built")
	}
}

// broken is a packet with one of its rules broken, or as it is.
func broken(e *fuzz.Entropy, p *packet.Packet) []byte {
	data, n := p.Data(), 1+e.Intn(12)
	for m := range fuzz.Mutations(p) {
		data = m.Data
		if n--; n == 0 {
			break
		}
	}
	return data
}

// watch holds packets to the laws, with a view that is used again and again.
type watch struct {
	v, lazy packet.View
	out     []byte
	stacks  map[codec.Key]*fixed
}

// fixed is a fixed decoder with two structs of each layer type, so that tunnels are followed too.
type fixed struct {
	stack  *packet.Stack
	values []any
}

func newWatch(tb testing.TB) *watch {
	tb.Helper()
	w := &watch{stacks: map[codec.Key]*fixed{}}
	w.lazy.Init(packet.Lazy())
	for _, r := range maker.Rows()["linktype"] {
		f := &fixed{values: []any{reflect.New(reflect.TypeOf(r.Layer).Elem()).Interface()}}
		seen := map[reflect.Type]bool{}
		for row := range layers.Links().Rows {
			if t := reflect.TypeOf(row.Layer).Elem(); !seen[t] && len(f.values) < 60 && row.Table != "linktype" {
				seen[t] = true
				f.values = append(f.values, reflect.New(t).Interface(), reflect.New(t).Interface())
			}
		}
		var err error
		if f.stack, err = packet.NewStack(f.values...); err != nil {
			tb.Fatal(err)
		}
		w.stacks[codec.Key{Table: r.Table, Value: r.Key}] = f
	}
	return w
}

// agrees compares what the fixed decoder makes of a packet to its view, as far as the structs go.
func (f *fixed) agrees(v *packet.View, data []byte) error {
	at := 0
	for _, i := range f.stack.Decode(data) {
		l := v.Layer(at)
		if t, err := codec.TypeFor(reflect.TypeOf(f.values[i]).Elem()); at > 0 && err == nil && !t.Recognizes(v.Layer(at-1).Payload()) {
			return nil // a stack goes by numbers alone
		}
		if reflect.TypeOf(l.Value()) != reflect.TypeOf(f.values[i]) || !fuzz.Same(reflect.ValueOf(l.Value()), reflect.ValueOf(f.values[i])) {
			return fmt.Errorf("layer %d: %+v, in the stack %+v", at, l.Value(), f.values[i])
		}
		at++
	}
	last := v.Layer(at - 1)
	switch rest := f.stack.Rest(); {
	case len(rest) != cap(rest):
		return fmt.Errorf("a rest of %d bytes with a capacity of %d", len(rest), cap(rest))
	case last.Failed() && (!bytes.Equal(rest, last.Header()) || f.stack.Err() == nil):
		return fmt.Errorf("a rest of %x and %w behind a failure", rest, f.stack.Err())
	case !last.Failed() && !last.Type().Terminal() && !bytes.Equal(rest, last.Payload()):
		return fmt.Errorf("a rest of %x, want %x", rest, last.Payload())
	}
	return nil
}

// packet holds one packet to laws 1, 3, 4 and 5.
func (w *watch) packet(data []byte, first codec.Key) error {
	input := append(make([]byte, 0, len(data)+8), data...)
	bad := w.v.DecodeAt(input, first)
	defer func() { w.out = w.out[:0] }()
	var err error
	if w.out, err = w.v.Append(w.out[:0], codec.Encoder{}); err != nil || !bytes.Equal(w.out, data) {
		return fmt.Errorf("%x decodes to %s, which encodes to\n%x: %w", data, &w.v, w.out, err)
	}
	if d := w.v.Data(); len(d) != cap(d) {
		return fmt.Errorf("%d bytes of data with a capacity of %d", len(d), cap(d))
	}
	for l := range w.v.Layers() {
		if err := w.layer(l, input); err != nil {
			return fmt.Errorf("%x: %s: %w", data, l.Name(), err)
		}
	}
	fresh := packet.NewAt(data, first)
	if err := sameLayers(&w.v, fresh); err != nil || fmt.Sprint(bad) != fmt.Sprint(fresh.Err()) {
		return fmt.Errorf("%x: a new packet is not the same: %v, %v: %w", data, bad, fresh.Err(), err)
	}
	_ = w.lazy.DecodeAt(input, first)
	if err := sameLayers(&w.lazy, fresh); err != nil {
		return fmt.Errorf("%x: a lazy packet is not the same: %w", data, err)
	}
	if f := w.stacks[first]; f != nil {
		if err := f.agrees(&w.v, input); err != nil {
			return fmt.Errorf("%x: %w", data, err)
		}
	}
	if text := w.v.AppendJSON(nil, 1); !json.Valid(text) {
		return fmt.Errorf("%x: %s", data, text)
	}
	w.v.AppendDump(w.v.AppendTree([]byte(w.v.String())))
	for c := range w.v.Checksums() {
		_ = c.State.String()
	}
	_, _, _ = w.v.LinkFlow(), w.v.NetworkFlow(), w.v.TransportFlow()
	if err := w.derived(first, bad); err != nil {
		return fmt.Errorf("%x: %w", data, err)
	}
	if !bytes.Equal(input[:cap(input)], append(bytes.Clone(data), make([]byte, 8)...)[:cap(input)]) {
		return fmt.Errorf("%x: the input was written to", data)
	}
	return nil
}

// derived encodes the packet with everything derived: where it was in order, so is what it
// becomes, and deriving that again changes nothing.
func (w *watch) derived(first codec.Key, bad error) error {
	out, err := w.v.Encode()
	if bad != nil || err != nil {
		return nil
	}
	p := packet.NewAt(out, first)
	again, err := p.Encode()
	if p.Err() != nil || err != nil || !bytes.Equal(again, out) {
		return fmt.Errorf("%s derives to %x: %w, %s, which derives to %x: %w", &w.v, out, p.Err(), p, again, err)
	}
	return nil
}

// layer holds one layer to laws 1 and 5.
func (w *watch) layer(l packet.Layer, input []byte) error {
	for _, b := range [][]byte{l.Header(), l.Payload(), l.Trailer()} {
		if len(b) != cap(b) {
			return fmt.Errorf("%d bytes with a capacity of %d", len(b), cap(b))
		}
	}
	if l.Value() == nil || l.Failed() {
		return nil
	}
	if err := fuzz.Spare(reflect.ValueOf(l.Value()), input); err != nil {
		return err
	}
	want := append(append(bytes.Clone(l.Header()), l.Payload()...), l.Trailer()...)
	out, err := codec.Encoder{}.Marshal(l.Value(), l.Payload())
	if err != nil || !bytes.Equal(out, want) {
		return fmt.Errorf("encodes to\n%x, want\n%x: %w", out, want, err)
	}
	return nil
}

// layered is what views and packets have in common.
type layered interface {
	Len() int
	Layer(int) packet.Layer
}

func sameLayers(a, b layered) error {
	if a.Len() != b.Len() {
		return fmt.Errorf("%d layers and %d", a.Len(), b.Len())
	}
	for i := range a.Len() {
		x, y := a.Layer(i), b.Layer(i)
		if x.Name() != y.Name() || x.Depth() != y.Depth() || x.Offset() != y.Offset() || len(x.Header()) != len(y.Header()) ||
			len(x.Payload()) != len(y.Payload()) || len(x.Trailer()) != len(y.Trailer()) || x.Failed() != y.Failed() || x.Cut() != y.Cut() {
			return fmt.Errorf("layer %d: %s and %s", i, x, y)
		}
		if !fuzz.Same(reflect.ValueOf(x.Value()), reflect.ValueOf(y.Value())) || !reflect.DeepEqual(x.Err(), y.Err()) {
			return fmt.Errorf("layer %d: %+v %v and %+v %v", i, x.Value(), x.Err(), y.Value(), y.Err())
		}
	}
	return nil
}

// FuzzBuilt builds packets from choices and holds them to law 2.
func FuzzBuilt(f *testing.F) {
	for i := range byte(40) {
		f.Add(bytes.Repeat([]byte{i * 6, 200 - i, i, 5}, 20))
	}
	var v packet.View
	f.Fuzz(func(t *testing.T, choices []byte) {
		b := maker.Along(nil, choices)
		data, err := b.Encode()
		if err == nil {
			err = decodes(&v, b, data)
		} else if fuzz.Refused(err) {
			err = nil
		}
		if err != nil {
			t.Fatalf("%s: %x: %v", b.Names(), data, err)
		}
	})
}

// FuzzPacket takes any bytes as a packet of a link type.
func FuzzPacket(f *testing.F) {
	per := map[string]int{}
	eachPacket(f, func(file string, _ int, v *packet.View, data []byte) {
		if per[file]++; per[file] <= 20 && len(data) <= 600 {
			f.Add(uint16(v.Info().LinkType), data)
		}
	})
	w := newWatch(f)
	f.Fuzz(func(t *testing.T, link uint16, data []byte) {
		if err := w.packet(data, packet.LinkKey(capture.LinkType(link))); err != nil {
			t.Fatal(err)
		}
	})
}
