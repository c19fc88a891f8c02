package pcapio_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/capture"
	"github.com/wiretag/wiretag/pcapio"
)

// truthBlock is a block as the reference parser describes it.
type truthBlock struct {
	Offset   int64       `json:"offset"`
	Code     uint32      `json:"code"`
	Len      int         `json:"len"`
	Endian   string      `json:"endian"`
	Version  string      `json:"version"`
	Section  json.Number `json:"section_length"`
	LinkType uint16      `json:"linktype"`
	SnapLen  uint32      `json:"snaplen"`
	Reserved uint16      `json:"reserved"`
	Iface    uint32      `json:"interface"`
	Captured uint32      `json:"caplen"`
	Length   uint32      `json:"origlen"`
	Ticks    json.Number `json:"ticks"`
	Nanos    json.Number `json:"ts_ns"`
	Drops    uint16      `json:"drops"`
	PEN      uint32      `json:"pen"`
	BodyLen  int         `json:"body_len"`
	BodySHA  string      `json:"body_sha256"`
	Secrets  uint32      `json:"secrets_type"`
	SecLen   int         `json:"secrets_len"`
	SecSHA   string      `json:"secrets_sha256"`
	Records  []struct {
		Type  uint16   `json:"type"`
		Len   int      `json:"len"`
		Addr  string   `json:"addr"`
		Names []string `json:"names"`
	} `json:"records"`
	Options []truthOption `json:"options"`
}

type truthOption struct {
	Code  *uint16      `json:"code"`
	Hex   *string      `json:"hex"`
	Str   *string      `json:"str"`
	Int   *json.Number `json:"int"`
	Ticks *json.Number `json:"ticks"`
	Alg   *uint8       `json:"alg"`
	Kind  *uint8       `json:"filter_kind"`
	PEN   *uint32      `json:"pen"`
}

// value writes the option as fieldText does.
func (o truthOption) value() string {
	v := ""
	if o.Hex != nil {
		v = *o.Hex
	}
	switch {
	case o.Int != nil:
		v = o.Int.String()
	case o.Ticks != nil:
		v = o.Ticks.String()
	case o.PEN != nil:
		v = fmt.Sprintf("%d/%s", *o.PEN, v[8:])
	}
	return fmt.Sprintf("%d:%s", *o.Code, v)
}

// optionTexts are the values of typed options, as the truth has them.
type optionTexts []string

func (l *optionTexts) text(code uint16, values ...string) {
	for _, v := range values {
		if v != "" || code == capture.OptionComment {
			*l = append(*l, fmt.Sprintf("%d:%x", code, v))
		}
	}
}

func number[T ~uint8 | ~uint32 | ~uint64 | ~int64](l *optionTexts, code uint16, v *T) {
	if v != nil {
		*l = append(*l, fmt.Sprintf("%d:%d", code, *v))
	}
}

func (l *optionTexts) hex(code uint16, parts ...any) {
	var s strings.Builder
	for _, p := range parts {
		s.WriteString(fmt.Sprintf("%x", p))
	}
	*l = append(*l, fmt.Sprintf("%d:%s", code, s.String()))
}

func (l *optionTexts) rest(custom []pcapio.CustomOption, other []capture.Option) {
	for _, c := range custom {
		*l = append(*l, fmt.Sprintf("%d:%d/%x", c.Code, c.PEN, c.Value))
	}
	for _, o := range other {
		l.hex(o.Code, o.Value)
	}
}

func sectionTexts(o pcapio.SectionOptions) (l optionTexts) {
	l.text(1, o.Comments...)
	l.text(2, o.Hardware)
	l.text(3, o.OS)
	l.text(4, o.Application)
	l.rest(o.Custom, o.Other)
	return l
}

func interfaceTexts(o pcapio.InterfaceOptions) (l optionTexts) {
	l.text(1, o.Comments...)
	l.text(2, o.Name)
	l.text(3, o.Description)
	for _, a := range o.IPv4 {
		l.hex(4, a.Addr.AsSlice(), a.Mask[:])
	}
	for _, a := range o.IPv6 {
		l.hex(5, a.Addr.AsSlice(), []byte{a.PrefixLen})
	}
	if o.MAC != nil {
		l.hex(6, o.MAC[:])
	}
	if o.EUI != nil {
		l.hex(7, o.EUI[:])
	}
	number(&l, 8, o.Speed)
	if o.Resolution != nil {
		number(&l, 9, new(uint8(*o.Resolution)))
	}
	if o.TimeZone != nil {
		l = append(l, fmt.Sprintf("10:%08x", uint32(*o.TimeZone)))
	}
	if o.Filter != nil {
		l.hex(11, []byte{o.Filter.Kind}, o.Filter.Value)
	}
	l.text(12, o.OS)
	number(&l, 13, o.FCSLength)
	number(&l, 14, o.TimeOffset)
	l.text(15, o.Hardware)
	number(&l, 16, o.TransmitSpeed)
	number(&l, 17, o.ReceiveSpeed)
	l.text(18, o.TimeZoneName)
	l.rest(o.Custom, o.Other)
	return l
}

func packetTexts(o pcapio.PacketOptions) (l optionTexts) {
	l.text(1, o.Comments...)
	number(&l, 2, o.Flags)
	for _, h := range o.Hashes {
		l.hex(3, []byte{h.Algorithm}, h.Value)
	}
	number(&l, 4, o.DropCount)
	number(&l, 5, o.PacketID)
	number(&l, 6, o.Queue)
	for _, v := range o.Verdicts {
		if v.Kind == pcapio.VerdictTC || v.Kind == pcapio.VerdictXDP { // in the corpus in little-endian files only
			v.Value = binary.LittleEndian.AppendUint64(nil, v.Number)
		}
		l.hex(7, []byte{v.Kind}, v.Value)
	}
	l.rest(o.Custom, o.Other)
	return l
}

func statisticsTexts(o pcapio.StatisticsOptions) (l optionTexts) {
	l.text(1, o.Comments...)
	for code, v := range map[uint16]*pcapio.Ticks{2: o.Start, 3: o.End} {
		number(&l, code, v)
	}
	for code, v := range map[uint16]*uint64{4: o.Received, 5: o.InterfaceDropped, 6: o.FilterAccepted, 7: o.OSDropped, 8: o.Delivered} {
		number(&l, code, v)
	}
	l.rest(o.Custom, o.Other)
	return l
}

// TestBlockTruth compares every field of every block of the pcapng files, and all options as typed values, with the
// reference parser's.
func TestBlockTruth(t *testing.T) {
	dir := corpusDir(t)
	files, blocks, options := 0, 0, 0
	err := filepath.WalkDir(filepath.Join(dir, "pcapng"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		lines(t, path, func(line []byte) {
			var m struct {
				File   string
				Blocks []truthBlock
			}
			if err := json.Unmarshal(line, &m); err != nil {
				t.Fatal(path, err)
			}
			files++
			n := 0
			n, options = truthFile(t, filepath.Join(dir, "captures", m.File), m.Blocks, options)
			blocks += n
		})
		return nil
	})
	if err != nil || files == 0 || blocks == 0 || options == 0 {
		t.Fatalf("%d files, %d blocks, %d options, %v", files, blocks, options, err)
	}
	t.Logf("%d files, %d blocks, %d options", files, blocks, options)
}

func truthFile(t *testing.T, path string, want []truthBlock, options int) (int, int) {
	r, err := pcapio.OpenBlocks(path)
	if err != nil {
		if len(want) > 0 {
			t.Errorf("%s: %v", path, err)
		}
		return 0, options
	}
	defer r.Close()
	for i, w := range want {
		b, err := r.Next()
		if err != nil {
			t.Errorf("%s: block %d: %v", path, i, err)
			return i, options
		}
		if b.Offset != w.Offset || uint32(b.Type) != w.Code || len(b.Body)+12 != w.Len {
			t.Errorf("%s: %v of %d bytes at %d, want %+v", path, b.Type, len(b.Body)+12, b.Offset, w)
		}
		c, err := b.Decode()
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if msg := w.differs(r, b, c); msg != "" {
			t.Errorf("%s: %v at %d: %s", filepath.Base(path), b.Type, b.Offset, msg)
		}
		options += len(w.Options)
	}
	return len(want), options
}

// differs says what is not the same.
func (w truthBlock) differs(r *pcapio.BlockReader, b *pcapio.Block, c pcapio.Content) string {
	var list capture.Options
	var texts optionTexts
	var err error
	same := true
	ticks := func(v uint64) bool { return strconv.FormatUint(v, 10) == w.Ticks.String() }
	switch c := c.(type) {
	case *pcapio.Section:
		same = fmt.Sprint(c.Length) == w.Section.String() && fmt.Sprintf("%d.%d", c.VersionMajor, c.VersionMinor) == w.Version &&
			b.BigEndian == (w.Endian == "BE")
		var o pcapio.SectionOptions
		list, err = c.Options, o.Decode(c.Options)
		texts = sectionTexts(o)
	case *pcapio.Interface:
		same = uint16(c.LinkType) == w.LinkType && c.SnapLen == w.SnapLen && c.Reserved == w.Reserved
		var o pcapio.InterfaceOptions
		list, err = c.Options, o.Decode(c.Options)
		texts = interfaceTexts(o)
	case *pcapio.EnhancedPacket:
		same = c.Interface == w.Iface && len(c.Data) == int(w.Captured) && c.Length == w.Length && ticks(c.Ticks)
		var o pcapio.PacketOptions
		list, err = c.Options, o.Decode(c.Options)
		texts = packetTexts(o)
	case *pcapio.ObsoletePacket:
		same = uint32(c.Interface) == w.Iface && len(c.Data) == int(w.Captured) && c.Length == w.Length && ticks(c.Ticks) && c.Drops == w.Drops
		var o pcapio.PacketOptions
		list, err = c.Options, o.Decode(c.Options)
		texts = packetTexts(o)
	case *pcapio.SimplePacket:
		same = c.Length == w.Length && len(c.Captured(r.Interfaces()[0].SnapLen)) == int(w.Captured)
	case *pcapio.Statistics:
		same = c.Interface == w.Iface && ticks(c.Ticks)
		var o pcapio.StatisticsOptions
		list, err = c.Options, o.Decode(c.Options)
		texts = statisticsTexts(o)
	case *pcapio.NameResolution:
		same = w.sameNames(c)
		var o pcapio.NameOptions
		list, err = c.Options, o.Decode(c.Options)
		texts.text(1, o.Comments...)
		texts.text(2, o.Server)
		texts.rest(o.Custom, o.Other)
		if o.IPv4.IsValid() {
			texts.hex(3, o.IPv4.AsSlice())
		}
		if o.IPv6.IsValid() {
			texts.hex(4, o.IPv6.AsSlice())
		}
	case *pcapio.Secrets:
		sum := sha256.Sum256(c.Data)
		same = c.Type == w.Secrets && len(c.Data) == w.SecLen && hex.EncodeToString(sum[:]) == w.SecSHA
		list = c.Options
	case *pcapio.Custom:
		sum := sha256.Sum256(c.Data)
		same = c.PEN == w.PEN && len(c.Data) == w.BodyLen && hex.EncodeToString(sum[:]) == w.BodySHA
	case *pcapio.Unknown:
		sum := sha256.Sum256(c.Body)
		same = len(c.Body) == w.BodyLen && hex.EncodeToString(sum[:]) == w.BodySHA
	default:
		return "a block that the reference has not"
	}
	switch {
	case !same:
		return "other fields"
	case err != nil && b.Type != pcapio.BlockSection:
		return err.Error()
	case b.Type.Packet():
		_, info, err := r.Packet()
		if err != nil || info.Interface != int(w.Iface) || info.Length != w.Length {
			return fmt.Sprintf("packet %+v, %v", info, err)
		}
		if at := info.Time.Nanoseconds(); at != nil && at.String() != w.Nanos.String() {
			return "time " + at.String()
		}
	}
	return w.optionsDiffer(list, texts)
}

func (w truthBlock) sameNames(c *pcapio.NameResolution) bool {
	i := 0
	for n := range c.All() {
		if i == len(w.Records) {
			return false
		}
		rec := w.Records[i]
		i++
		addr := ""
		if a, ok := n.Addr(); ok {
			addr = hex.EncodeToString(a.AsSlice())
		}
		if n.Type != rec.Type || len(n.Value) != rec.Len || addr != rec.Addr || !slices.Equal(slices.Collect(n.Names()), rec.Names) {
			return false
		}
	}
	return i == len(w.Records)
}

// optionsDiffer compares the raw list in order and the typed values in any order.
func (w truthBlock) optionsDiffer(list capture.Options, texts []string) string {
	var raw, want, typed, second []string
	for _, o := range w.Options {
		switch {
		case o.Code == nil || *o.Code == 0: // a note
		case o.Hex == nil:
			return "an option without a value in the reference"
		default:
			want = append(want, strconv.Itoa(int(*o.Code)))
			typed = append(typed, o.value())
			second = append(second, fmt.Sprintf("%d:%s", *o.Code, *o.Hex))
		}
	}
	for o := range list.All() {
		raw = append(raw, strconv.Itoa(int(o.Code)))
	}
	if !slices.Equal(raw, want) {
		return fmt.Sprintf("options %v, want %v", raw, want)
	}
	if w.Secrets != 0 {
		return ""
	}
	missing := slices.Clone(texts)
	for i, v := range typed {
		at := slices.Index(missing, v)
		if at < 0 { // the second option of a kind that may stand once is not typed
			at = slices.Index(missing, second[i])
		}
		if at < 0 {
			return "typed options " + strings.Join(texts, " ") + ", want " + strings.Join(typed, " ")
		}
		missing = slices.Delete(missing, at, at+1)
	}
	if len(missing) > 0 {
		return "typed options that the reference has not: " + strings.Join(missing, " ")
	}
	return ""
}
