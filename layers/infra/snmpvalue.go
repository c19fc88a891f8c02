package infra

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// SNMPContent is the contents of a value whose tag stands before it: see the getters of [SNMPVarBind].
type SNMPContent struct {
	Data []byte

	form BERLength
}

// DecodeField reads length and contents.
func (c *SNMPContent) DecodeField(layer []byte, at int) (int, error) {
	*c = SNMPContent{}
	size, length, err := c.form.decode(layer[at:])
	n := size + length
	switch {
	case err != nil:
		return size, err
	case n > len(layer)-at:
		return n, codec.ErrTruncated
	case length > 0:
		c.Data = layer[at+size : at+n : at+n]
	}
	return n, nil
}

// AppendField writes length and contents, the length in the form that was decoded if nothing is derived.
func (c SNMPContent) AppendField(dst []byte, _ int, derive codec.Derive) ([]byte, error) {
	form := c.form
	if derive != codec.Nothing {
		form = 0
	}
	return append(form.append(dst, len(c.Data)), c.Data...), nil
}

// Equal compares the bytes.
func (c SNMPContent) Equal(d SNMPContent) bool { return slices.Equal(c.Data, d.Data) }

func (c SNMPContent) String() string { return hex.EncodeToString(c.Data) }

// SNMPValueType is the tag of a value, RFC 2578 section 7.1 and RFC 3416 section 3.
type SNMPValueType uint8

// Types of values.
const (
	SNMPInteger        SNMPValueType = 2
	SNMPOctetString    SNMPValueType = 4
	SNMPNull           SNMPValueType = 5 // unspecified
	SNMPObjectID       SNMPValueType = 6
	SNMPIPAddress      SNMPValueType = 0x40
	SNMPCounter32      SNMPValueType = 0x41
	SNMPGauge32        SNMPValueType = 0x42 // and Unsigned32
	SNMPTimeTicks      SNMPValueType = 0x43 // hundredths of seconds
	SNMPOpaque         SNMPValueType = 0x44
	snmpNsapAddress    SNMPValueType = 0x45
	SNMPCounter64      SNMPValueType = 0x46
	SNMPNoSuchObject   SNMPValueType = 0x80
	SNMPNoSuchInstance SNMPValueType = 0x81
	SNMPEndOfMIBView   SNMPValueType = 0x82
)

func (t SNMPValueType) String() string {
	switch t {
	case SNMPInteger:
		return "INTEGER"
	case SNMPOctetString:
		return "OCTET STRING"
	case SNMPNull:
		return "NULL"
	case SNMPObjectID:
		return "OBJECT IDENTIFIER"
	case SNMPNoSuchObject:
		return "noSuchObject"
	case SNMPNoSuchInstance:
		return "noSuchInstance"
	case SNMPEndOfMIBView:
		return "endOfMibView"
	}
	if t >= SNMPIPAddress {
		return iana.NameAt([]string{"IpAddress", "Counter32", "Gauge32", "TimeTicks", "Opaque", "NsapAddress", "Counter64", "Uinteger32"}, t-SNMPIPAddress)
	}
	return strconv.Itoa(int(t))
}

// SNMPError is the outcome of a request, RFC 3416 section 3.
type SNMPError int64

func (e SNMPError) String() string {
	names := []string{
		"noError", "tooBig", "noSuchName", "badValue", "readOnly", "genErr", "noAccess", "wrongType", "wrongLength", "wrongEncoding", "wrongValue", "noCreation",
		"inconsistentValue", "resourceUnavailable", "commitFailed", "undoFailed", "authorizationError", "notWritable", "inconsistentName",
	}
	if e >= 0 && e < SNMPError(len(names)) {
		return names[e]
	}
	return strconv.FormatInt(int64(e), 10)
}

// NewSNMPVarBind makes a variable: value is nil (for requests), an int64 (INTEGER), a string or []byte (OCTET STRING), a netip.Addr of IPv4, or a
// [BERObjectID]. Other types of values are made by [SNMPVarBind.SetUnsigned] or by setting the fields.
func NewSNMPVarBind(name string, value any) (v SNMPVarBind, err error) {
	if v.Name, err = ParseBERObjectID(name); err != nil {
		return v, fmt.Errorf("object identifier %q: %w", name, err)
	}
	switch x := value.(type) {
	case nil:
		v.Type = SNMPNull
	case int64:
		v.Type, v.Value.Data = SNMPInteger, appendNumber(nil, x)
	case string:
		v.Type, v.Value.Data = SNMPOctetString, []byte(x)
	case []byte:
		v.Type, v.Value.Data = SNMPOctetString, x
	case BERObjectID:
		v.Type, v.Value.Data = SNMPObjectID, x.Content
	case netip.Addr:
		if !x.Is4() {
			return v, fmt.Errorf("%v: %w", x, codec.ErrRange)
		}
		v.Type, v.Value.Data = SNMPIPAddress, x.AsSlice()
	default:
		return v, fmt.Errorf("%T: %w", value, codec.ErrUnion)
	}
	return v, nil
}

// SetUnsigned sets a value of the types Counter32, Gauge32, TimeTicks and Counter64.
func (v *SNMPVarBind) SetUnsigned(t SNMPValueType, n uint64) {
	v.Type = t
	v.Value = SNMPContent{}
	if int64(n) < 0 { // not the short form of a negative number
		v.Value.Data = binary.BigEndian.AppendUint64([]byte{0}, n)
		return
	}
	v.Value.Data = appendNumber(nil, int64(n))
}

// Int is the value of an INTEGER.
func (v *SNMPVarBind) Int() (int64, bool) {
	n, ok := berNumber(v.Value.Data)
	return n, ok && v.Type == SNMPInteger
}

// Unsigned is the value of a counter, a gauge or of time ticks.
func (v *SNMPVarBind) Unsigned() (uint64, bool) { return unsigned(v.Type, v.Value.Data) }

func unsigned(t SNMPValueType, b []byte) (n uint64, ok bool) {
	if len(b) == 0 || len(b) > 9 || (len(b) == 9 && b[0] != 0) || t < SNMPCounter32 || t > SNMPCounter64+1 || t == SNMPOpaque || t == snmpNsapAddress {
		return 0, false
	}
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n, true
}

// ObjectID is the value of an OBJECT IDENTIFIER, in dotted form.
func (v *SNMPVarBind) ObjectID() (string, bool) {
	return objectIDText(v.Value.Data), v.Type == SNMPObjectID
}

// Addr is the value of an IpAddress.
func (v *SNMPVarBind) Addr() (netip.Addr, bool) {
	a, ok := netip.AddrFromSlice(v.Value.Data)
	return a, ok && a.Is4() && v.Type == SNMPIPAddress
}

// Text is the value as text: what the getter for its type gives, or bytes in hexadecimal.
func (v *SNMPVarBind) Text() string {
	if n, ok := v.Int(); ok {
		return strconv.FormatInt(n, 10)
	}
	if n, ok := v.Unsigned(); ok {
		return strconv.FormatUint(n, 10)
	}
	if a, ok := v.Addr(); ok {
		return a.String()
	}
	switch v.Type {
	case SNMPObjectID:
		return objectIDText(v.Value.Data)
	case SNMPOctetString:
		return octetText(v.Value.Data)
	case SNMPNull, SNMPNoSuchObject, SNMPNoSuchInstance, SNMPEndOfMIBView:
		return v.Type.String()
	}
	return hex.EncodeToString(v.Value.Data)
}

func (v SNMPVarBind) String() string { return v.Name.String() + "=" + v.Text() }

func (l SNMPVarBinds) String() string {
	var b strings.Builder
	for i := range l.List {
		if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(l.List[i].String())
	}
	return b.String()
}

func (r *SNMPRequest) String() string {
	text := "id " + r.RequestID.String()
	if e := SNMPError(r.ErrorStatus.Value); e != 0 {
		text += fmt.Sprintf(" %s at %d", e, r.ErrorIndex.Value)
	}
	return text + " " + r.VarBinds.String()
}

func (b *SNMPBulk) String() string {
	return fmt.Sprintf("id %v non-repeaters %v max-repetitions %v %v", b.RequestID, b.NonRepeaters, b.MaxRepetitions, b.VarBinds)
}

// Addr is the address of the agent.
func (t *SNMPTrapV1) Addr() (netip.Addr, bool) {
	a, ok := netip.AddrFromSlice(t.Agent.Data)
	return a, ok && a.Is4()
}

// Ticks is the time since the agent started, in hundredths of seconds.
func (t *SNMPTrapV1) Ticks() uint64 {
	n, _ := unsigned(SNMPTimeTicks, t.Time.Data)
	return n
}

func (t *SNMPTrapV1) String() string {
	a, _ := t.Addr()
	return fmt.Sprintf("%v from %v generic %v specific %v time %d %v", t.Enterprise, a, t.GenericTrap, t.SpecificTrap, t.Ticks(), t.VarBinds)
}
