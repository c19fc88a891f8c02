package pcapio

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"github.com/wiretag/wiretag/capture"
)

// byteOrder is that of a section.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func orderOf(bigEndian bool) byteOrder {
	if bigEndian {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// optionField says where a struct has the value of an option. The type of at is the option's form on the wire:
// *string text, **uint64 eight bytes, *[]Hash an option that may stand several times, and so on.
type optionField struct {
	code uint16
	name string // in the specification
	at   any
}

// matches reports whether the field has options of this code. There is one field for all custom options.
func (f optionField) matches(code uint16) bool {
	return f.code == code || f.code == capture.OptionCustomText && isCustom(code)
}

// optionValue is what the value types of options.go implement.
type optionValue interface {
	decode(v []byte, order byteOrder) bool // false: v has not this form
	append(dst []byte, order byteOrder) ([]byte, error)
}

// decodeOptions sets the fields that the list has options for. What no field takes goes to other: codes that are not
// known, wrong lengths, and repetitions of what may stand once.
func decodeOptions(o capture.Options, fields []optionField, other *[]capture.Option) error {
	order := orderOf(o.BigEndian)
	for opt := range o.All() {
		taken := false
		for i := range fields {
			if fields[i].matches(opt.Code) && fields[i].take(opt, order) {
				taken = true
				break
			}
		}
		if !taken {
			*other = append(*other, opt)
		}
	}
	if bad := o.Check(); bad >= 0 {
		return badOption(o, bad)
	}
	return nil
}

// badOption describes the option at offset bad, whose length does not fit.
func badOption(o capture.Options, bad int) error {
	order, v := orderOf(o.BigEndian), o.Raw[bad:]
	return fmt.Errorf("pcapio: option %d at byte %d of the list: need %d bytes, have %d: %w",
		order.Uint16(v), bad, order.Uint16(v[2:]), len(v)-4, ErrFormat)
}

// take stores the value of an option; false if it does not fit the field or if the field is taken.
func (f optionField) take(opt capture.Option, order byteOrder) bool {
	v := opt.Value
	switch at := f.at.(type) {
	case *string:
		if *at != "" || len(v) == 0 {
			return false
		}
		*at = string(v)
	case *[]string:
		*at = append(*at, string(v))
	case **uint8:
		return takeNumber(at, v, order)
	case **Resolution:
		return takeNumber(at, v, order)
	case **uint32:
		return takeNumber(at, v, order)
	case **int32:
		return takeNumber(at, v, order)
	case **capture.Flags:
		return takeNumber(at, v, order)
	case **uint64:
		return takeNumber(at, v, order)
	case **int64:
		return takeNumber(at, v, order)
	case **Ticks:
		return takeOne(at, v, order)
	case **MAC:
		return takeOne(at, v, order)
	case **EUI64:
		return takeOne(at, v, order)
	case **Filter:
		return takeOne(at, v, order)
	case **ProcessThread:
		return takeOne(at, v, order)
	case *[]IPv4Interface:
		return takeList(at, v, order)
	case *[]IPv6Interface:
		return takeList(at, v, order)
	case *[]Hash:
		return takeList(at, v, order)
	case *[]Verdict:
		return takeList(at, v, order)
	case *[]CustomOption:
		c := CustomOption{Code: opt.Code}
		if !c.decode(v, order) {
			return false
		}
		*at = append(*at, c)
	case *netip.Addr:
		a, ok := netip.AddrFromSlice(v)
		if !ok || at.IsValid() || a.Is4() != (f.code == optionNamesIPv4) {
			return false
		}
		*at = a
	default:
		return false
	}
	return true
}

type number interface {
	~uint8 | ~uint32 | ~int32 | ~uint64 | ~int64
}

func takeNumber[T number](at **T, v []byte, order byteOrder) bool {
	if *at != nil || len(v) != binary.Size(T(0)) {
		return false
	}
	var n T
	switch len(v) {
	case 1:
		n = T(v[0])
	case 4:
		n = T(order.Uint32(v))
	case 8:
		n = T(order.Uint64(v))
	}
	*at = &n
	return true
}

func takeOne[T any, P interface {
	*T
	optionValue
}](at **T, v []byte, order byteOrder,
) bool {
	var value T
	if *at != nil || !P(&value).decode(v, order) {
		return false
	}
	*at = &value
	return true
}

func takeList[T any, P interface {
	*T
	optionValue
}](at *[]T, v []byte, order byteOrder,
) bool {
	var value T
	if !P(&value).decode(v, order) {
		return false
	}
	*at = append(*at, value)
	return true
}

// encodeOptions makes a list of all fields that are set, in their order, of the other options, and of an end mark if
// there are any.
func encodeOptions(fields []optionField, other []capture.Option, bigEndian bool) (capture.Options, error) {
	w := optionWriter{list: capture.Options{BigEndian: bigEndian}, order: orderOf(bigEndian)}
	for _, f := range fields {
		w.field(f)
	}
	for _, opt := range other {
		w.put(opt.Code, "option", opt.Value)
	}
	if w.err != nil {
		return capture.Options{BigEndian: bigEndian}, w.err
	}
	if len(w.list.Raw) > 0 {
		w.list.Raw = append(w.list.Raw, 0, 0, 0, 0)
	}
	return w.list, nil
}

type optionWriter struct {
	list  capture.Options
	order byteOrder
	value []byte
	err   error
}

func (w *optionWriter) put(code uint16, name string, value []byte) {
	if w.err != nil {
		return
	}
	if w.list.Raw, w.err = w.list.Append(w.list.Raw, code, value); w.err != nil {
		w.err = fmt.Errorf("pcapio: %s: %w", name, w.err)
	}
}

func (w *optionWriter) putValue(code uint16, name string, v optionValue) {
	value, err := v.append(w.value[:0], w.order)
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("pcapio: %s: %w", name, err)
	}
	w.put(code, name, value)
	w.value = value
}

func (w *optionWriter) field(f optionField) {
	switch at := f.at.(type) {
	case *string:
		if *at != "" {
			w.put(f.code, f.name, []byte(*at))
		}
	case *[]string:
		for _, s := range *at {
			w.put(f.code, f.name, []byte(s))
		}
	case **uint8:
		putNumber(w, f, *at)
	case **Resolution:
		putNumber(w, f, *at)
	case **uint32:
		putNumber(w, f, *at)
	case **int32:
		putNumber(w, f, *at)
	case **capture.Flags:
		putNumber(w, f, *at)
	case **uint64:
		putNumber(w, f, *at)
	case **int64:
		putNumber(w, f, *at)
	case **Ticks:
		putOne(w, f, *at)
	case **MAC:
		putOne(w, f, *at)
	case **EUI64:
		putOne(w, f, *at)
	case **Filter:
		putOne(w, f, *at)
	case **ProcessThread:
		putOne(w, f, *at)
	case *[]IPv4Interface:
		putList(w, f, *at)
	case *[]IPv6Interface:
		putList(w, f, *at)
	case *[]Hash:
		putList(w, f, *at)
	case *[]Verdict:
		putList(w, f, *at)
	case *[]CustomOption:
		for i := range *at {
			w.putValue((*at)[i].Code, f.name, &(*at)[i])
		}
	case *netip.Addr:
		w.address(f, *at)
	}
}

func (w *optionWriter) address(f optionField, a netip.Addr) {
	switch {
	case !a.IsValid():
	case a.Is4() != (f.code == optionNamesIPv4) && w.err == nil:
		w.err = fmt.Errorf("pcapio: %s: %v is of the other family", f.name, a)
	default:
		w.put(f.code, f.name, a.AsSlice())
	}
}

func putNumber[T number](w *optionWriter, f optionField, at *T) {
	if at == nil {
		return
	}
	v := w.value[:0]
	switch binary.Size(*at) {
	case 1:
		v = append(v, uint8(*at))
	case 4:
		v = w.order.AppendUint32(v, uint32(*at))
	case 8:
		v = w.order.AppendUint64(v, uint64(*at))
	}
	w.put(f.code, f.name, v)
	w.value = v
}

func putOne[T any, P interface {
	*T
	optionValue
}](w *optionWriter, f optionField, at *T,
) {
	if at != nil {
		w.putValue(f.code, f.name, P(at))
	}
}

func putList[T any, P interface {
	*T
	optionValue
}](w *optionWriter, f optionField, list []T,
) {
	for i := range list {
		w.putValue(f.code, f.name, P(&list[i]))
	}
}

// appendOptions appends a list to dst in the byte order that is asked for. Numbers of options that fields know are
// turned if need be; all else stays as it is.
func appendOptions(dst []byte, o capture.Options, bigEndian bool, fields func() []optionField) ([]byte, error) {
	if o.BigEndian == bigEndian || len(o.Raw) == 0 {
		dst = append(dst, o.Raw...)
		return appendZeros(dst, -len(o.Raw)&3), nil
	}
	if bad := o.Check(); bad >= 0 {
		return dst, badOption(o, bad)
	}
	from, to, list := orderOf(o.BigEndian), orderOf(bigEndian), fields()
	at := 0
	for opt := range o.All() {
		dst = to.AppendUint16(to.AppendUint16(dst, opt.Code), uint16(len(opt.Value)))
		dst = appendTurned(dst, opt, list, from, to)
		at += 4 + len(opt.Value)
		padding := o.Raw[at:min(at+(-len(opt.Value)&3), len(o.Raw))]
		dst = append(dst, padding...)
		at += len(padding)
	}
	if rest := o.Raw[at:]; len(rest) >= 4 { // the end mark
		dst = to.AppendUint16(to.AppendUint16(dst, from.Uint16(rest)), from.Uint16(rest[2:]))
		at += 4
	}
	dst = append(dst, o.Raw[at:]...)
	return appendZeros(dst, -len(o.Raw)&3), nil
}

// appendTurned appends the value of an option in another byte order.
func appendTurned(dst []byte, opt capture.Option, fields []optionField, from, to byteOrder) []byte {
	for _, f := range fields {
		if !f.matches(opt.Code) {
			continue
		}
		one := f
		switch f.at.(type) {
		case **uint32, **int32, **uint64, **int64, **capture.Flags:
			switch len(opt.Value) {
			case 4:
				return to.AppendUint32(dst, from.Uint32(opt.Value))
			case 8:
				return to.AppendUint64(dst, from.Uint64(opt.Value))
			}
		case **Ticks:
			one.at = new(*Ticks)
		case **ProcessThread:
			one.at = new(*ProcessThread)
		case *[]Verdict:
			one.at = new([]Verdict)
		case *[]CustomOption:
			one.at = new([]CustomOption)
		}
		if one.at == f.at || !one.take(opt, from) {
			break
		}
		w := optionWriter{list: capture.Options{BigEndian: to == byteOrder(binary.BigEndian)}, order: to}
		if w.field(one); w.err == nil && len(w.list.Raw) >= 4+len(opt.Value) {
			return append(dst, w.list.Raw[4:4+len(opt.Value)]...)
		}
	}
	return append(dst, opt.Value...)
}

func appendZeros(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, 0)
	}
	return dst
}
