package dot11

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Element is an information element, IEEE 802.11-2020 section 9.4.2. The bytes of Data are the truth; [Element.View]
// decodes them. Elements with ID 255 begin with one more byte that tells them apart, those with ID
// 221 with the organisation that defines them.
type Element struct {
	ID     ElementID `bits:"8"`
	Length uint8     `bits:"8,len=Data"`
	Data   []byte    `bits:"*,union=ID"`
}

// ElementID is the type of an element.
type ElementID uint8

// View decodes Data as what ID asks for, such as [*RSN]: of elements with ID 255 what stands behind the extended
// ID, such as [*HECapabilities], of vendors' elements what the vendor defines, such as [*WMMParameters], or
// [*Vendor]. It returns nil where Data has no structure that is known here. With an error, the
// struct holds what was decoded before it.
func (e *Element) View() (any, error) {
	v, err := codec.View(e, "Data")
	if err != nil {
		return v, err
	}
	switch x := v.(type) {
	case *Extended:
		return x.View()
	case *Vendor:
		return x.View()
	}
	return v, nil
}

// Extended is the ID of an element with ID 255; 0 for others, and where it is missing.
func (e *Element) Extended() ExtendedID {
	if e.ID != ElementExtension || len(e.Data) == 0 {
		return 0
	}
	return ExtendedID(e.Data[0])
}

// NewElement returns an element with the contents of v, a struct that View returns for that ID, or a
// []byte. For ID 255 it is an [*Extended], for ID 221 a [*Vendor].
func NewElement(id ElementID, v any) (Element, error) {
	b, err := codec.Marshal(v)
	if err == nil && len(b) > 255 {
		err = codec.ErrRange
	}
	return Element{ID: id, Length: uint8(len(b)), Data: b}, err
}

// NewExtended returns an element with ID 255, an extended ID and the contents of v.
func NewExtended(id ExtendedID, v any) (Element, error) {
	b, err := codec.Marshal(v)
	if err != nil {
		return Element{}, err
	}
	return NewElement(ElementExtension, &Extended{ID: id, Data: b})
}

// FindElement returns the first element with an ID, nil if there is none.
func FindElement(elements []Element, id ElementID) *Element {
	for i := range elements {
		if elements[i].ID == id {
			return &elements[i]
		}
	}
	return nil
}

// FindExtended returns the first element with an extended ID, nil if there is none.
func FindExtended(elements []Element, id ExtendedID) *Element {
	for i := range elements {
		if elements[i].ID == ElementExtension && elements[i].Extended() == id && len(elements[i].Data) > 0 {
			return &elements[i]
		}
	}
	return nil
}

// SSIDOf returns the name of the network, empty if it is hidden or there is none. It may be of any bytes.
func SSIDOf(elements []Element) string {
	if e := FindElement(elements, ElementSSID); e != nil {
		return string(e.Data)
	}
	return ""
}

// String gives the name, with the extended one or the organisation.
func (e *Element) String() string {
	switch {
	case e.ID == ElementExtension && len(e.Data) > 0:
		return e.Extended().String()
	case e.ID == ElementVendor && len(e.Data) >= 3:
		return "Vendor " + ouiText(uint32(e.Data[0])<<16|uint32(e.Data[1])<<8|uint32(e.Data[2]))
	}
	return e.ID.String()
}

// ouiText is an organisation's number as it is customarily written.
func ouiText(oui uint32) string {
	const digits = "0123456789abcdef"
	b := make([]byte, 0, 8)
	for i := 20; i >= 0; i -= 4 {
		b = append(b, digits[oui>>i&15])
		if i%8 == 0 && i > 0 {
			b = append(b, ':')
		}
	}
	return string(b)
}

// Extended is the contents of an element with ID 255, IEEE 802.11-2020 section 9.4.2.1.
type Extended struct {
	ID   ExtendedID `bits:"8"`
	Data []byte     `bits:"*,union=ID"`
}

// View decodes Data as what ID asks for, nil where that is not known.
func (e *Extended) View() (any, error) { return codec.View(e, "Data") }

// Subelement is an optional part of an element or of a report, IEEE 802.11-2020 section 9.4.3. What
// the IDs stand for is up to what holds it.
type Subelement struct {
	ID     uint8  `bits:"8"`
	Length uint8  `bits:"8,len=Data"`
	Data   []byte `bits:"*"`
}

// Members are the types of View.
func (Element) Members(string) tags.Members { return tags.Members{Types: elementTypes()} }

// Members are the types of View.
func (Extended) Members(string) tags.Members { return tags.Members{Types: extendedTypes()} }
