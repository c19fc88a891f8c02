package industry

import (
	"fmt"
	"iter"
	"math"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
)

// CIP is a message of the common industrial protocol, ODVA "The CIP Networks Library" volume 1 section 2-4: a request with the path of an object, or a response with a
// status. The data of a service is the payload; those of the services that every class has, and of the connection manager, are layers.
type CIP struct {
	Response   bool         `bits:"1"`
	Service    CIPService   `bits:"7"`
	PathSize   uint8        `bits:"8,if=!Response,len=Path/2"`
	Path       []CIPSegment `bits:"*,last=IsOpen,if=!Response"`
	Reserved   uint8        `bits:"8,if=Response"`
	Status     CIPStatus    `bits:"8,if=Response"`
	StatusSize uint8        `bits:"8,if=Response,len=Additional/2"`
	Additional []uint16     `bits:"*,le,each=16,if=Response"`
}

// CIPService is a service of an object. Those up to 0x1f are the same in every class; the others belong to the class.
type CIPService uint8

// Services.
const (
	CIPGetAttributesAll   CIPService = 0x01
	CIPSetAttributesAll   CIPService = 0x02
	CIPGetAttributeList   CIPService = 0x03
	CIPSetAttributeList   CIPService = 0x04
	CIPReset              CIPService = 0x05
	CIPStart              CIPService = 0x06
	CIPStop               CIPService = 0x07
	CIPCreate             CIPService = 0x08
	CIPDelete             CIPService = 0x09
	CIPMultipleService    CIPService = 0x0a
	CIPApplyAttributes    CIPService = 0x0d
	CIPGetAttributeSingle CIPService = 0x0e
	CIPSetAttributeSingle CIPService = 0x10
	CIPFindNextInstance   CIPService = 0x11
	CIPRestore            CIPService = 0x15
	CIPSave               CIPService = 0x16
	CIPNoOperation        CIPService = 0x17
	CIPGetMember          CIPService = 0x18
	CIPSetMember          CIPService = 0x19
	CIPInsertMember       CIPService = 0x1a
	CIPRemoveMember       CIPService = 0x1b
	CIPGroupSync          CIPService = 0x1c

	CIPForwardClose      CIPService = 0x4e // of the connection manager, as the following ones
	CIPUnconnectedSend   CIPService = 0x52
	CIPForwardOpen       CIPService = 0x54
	CIPGetConnectionData CIPService = 0x56
	CIPLargeForwardOpen  CIPService = 0x5b
)

const cipServiceNames = "\n1 Get Attributes All\n2 Set Attributes All\n3 Get Attribute List\n4 Set Attribute List\n5 Reset\n6 Start\n7 Stop\n8 Create\n9 Delete" +
	"\n10 Multiple Service Packet\n13 Apply Attributes\n14 Get Attribute Single\n16 Set Attribute Single\n17 Find Next Object Instance\n21 Restore\n22 Save" +
	"\n23 No Operation\n24 Get Member\n25 Set Member\n26 Insert Member\n27 Remove Member\n28 Group Sync\n"

func (s CIPService) String() string { return iana.Name(cipServiceNames, uint64(s)) }

// CIPStatus is a general status, ODVA volume 1 appendix B-1.
type CIPStatus uint8

func (s CIPStatus) String() string { return iana.Name(cipStatusNames, uint64(s)) }

const cipStatusNames = "\n0 success\n1 connection failure\n2 resource unavailable\n3 invalid parameter value\n4 path segment error\n5 path destination unknown\n6 partial transfer" +
	"\n7 connection lost\n8 service not supported\n9 invalid attribute value\n10 attribute list error\n11 already in requested mode or state\n12 object state conflict" +
	"\n13 object already exists\n14 attribute not settable\n15 privilege violation\n16 device state conflict\n17 reply data too large\n18 fragmentation of a primitive value" +
	"\n19 not enough data\n20 attribute not supported\n21 too much data\n22 object does not exist\n23 service fragmentation sequence not in progress\n24 no stored attribute data" +
	"\n25 store operation failure\n26 routing failure, request packet too large\n27 routing failure, response packet too large\n28 missing attribute list entry data" +
	"\n29 invalid attribute value list\n30 embedded service error\n31 vendor specific error\n32 invalid parameter\n33 write-once value or medium already written" +
	"\n34 invalid reply received\n35 buffer overflow\n36 message format error\n37 key failure in path\n38 path size invalid\n39 unexpected attribute in list\n40 invalid member id" +
	"\n41 member not settable\n"

// find returns the number of the first logical segment of a type.
func (c *CIP) find(kind CIPSegmentFormat) (uint32, bool) {
	for i := range c.Path {
		if s := &c.Path[i]; s.Kind == CIPSegmentLogical && s.Format>>2 == kind {
			return s.Number(), true
		}
	}
	return 0, false
}

// Class is the class in the path of a request.
func (c *CIP) Class() (class uint32, ok bool) { return c.find(0) }

// Instance is the instance in the path of a request.
func (c *CIP) Instance() (instance uint32, ok bool) { return c.find(1) }

// Attribute is the attribute in the path of a request.
func (c *CIP) Attribute() (attribute uint32, ok bool) { return c.find(4) }

// classManager is the class of the connection manager.
const classManager = 6

// NextLayer is by service and class. A response does not tell the class.
func (c *CIP) NextLayer([]byte) codec.Key {
	switch class, ok := c.Class(); {
	case c.Service == CIPMultipleService && (!c.Response || c.Status == 0 || c.Status == 30):
		return codec.Key{Table: "cipservice", Value: uint64(c.Service)}
	case c.Response && c.Status != 0:
		return codec.Key{}
	case c.Response:
		return codec.Key{Table: "cipresponse", Value: uint64(c.Service)}
	case c.Service < 0x20:
		return codec.Key{Table: "cipservice", Value: uint64(c.Service)}
	case ok && class == classManager:
		return codec.Key{Table: "cipcm", Value: uint64(c.Service)}
	}
	return codec.Key{}
}

// Call is the service: a response has no other number of its request. What the request says of the response is that there is nothing to say;
// that of one that is passed on says more, see [CIPUnconnected].
func (c *CIP) Call() (id uint64, key codec.Key, isCall bool) {
	return uint64(c.Service), codec.Key{}, !c.Response
}

func (c *CIP) String() string {
	if c.Response {
		return fmt.Sprintf("CIP response %s, %s", c.Service, c.Status)
	}
	class, _ := c.Class()
	instance, _ := c.Instance()
	return fmt.Sprintf("CIP %s, class %#x, instance %d", c.Service, class, instance)
}

// CIPMultiple is the data of a multiple service packet, ODVA volume 1 appendix, in requests and responses: CIP messages, each of which ends where the next one begins. Offsets are
// counted from the start of Count. Messages finds the messages.
type CIPMultiple struct {
	Count   uint16   `bits:"16,le,count=Offsets"`
	Offsets []uint16 `bits:"*,le,each=16"`
	Data    []byte   `bits:"*"`
}

// Err tells whether an offset is not that of a message: they are in order, behind the offsets and inside Data.
func (m *CIPMultiple) Err() error {
	at := 2 + 2*len(m.Offsets)
	end := at + len(m.Data)
	for _, o := range m.Offsets {
		if int(o) < at || int(o) >= end {
			return codec.ErrRange
		}
		at = int(o)
	}
	return nil
}

// Messages are the messages, by the offsets. They alias Data.
func (m *CIPMultiple) Messages() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		head := 2 + 2*len(m.Offsets)
		for i, from := range m.Offsets {
			to := head + len(m.Data)
			if i+1 < len(m.Offsets) {
				to = int(m.Offsets[i+1])
			}
			if int(from) < head || to < int(from) || to > head+len(m.Data) {
				return
			}
			if b := m.Data[int(from)-head : to-head : to-head]; !yield(b) {
				return
			}
		}
	}
}

// SetMessages sets offsets and data to those of messages, which are copied. Messages that begin where no offset leads are an error, [codec.ErrRange], and then
// nothing has changed.
func (m *CIPMultiple) SetMessages(messages ...[]byte) error {
	var offsets []uint16
	var data []byte
	for _, b := range messages {
		at := 2 + 2*len(messages) + len(data)
		if at > math.MaxUint16 {
			return codec.ErrRange
		}
		offsets = append(offsets, uint16(at))
		data = append(data, b...)
	}
	m.Count, m.Offsets, m.Data = uint16(len(messages)), offsets, data
	return nil
}

// CIPAttributes is the data of a Get Attribute List, ODVA volume 1 appendix.
type CIPAttributes struct {
	Count      uint16   `bits:"16,le,count=Attributes"`
	Attributes []uint16 `bits:"*,le,each=16"`
}

// CIPForwardOpenRequest opens a connection, ODVA volume 1 section 3-5.5.2.
type CIPForwardOpenRequest struct {
	Connection CIPConnectionOpen `bits:"*"`
	OTParams   uint16            `bits:"16,le"` // of the originator to the target: redundant owner, type, priority, size kind, and in the low nine bits the size
	TOInterval uint32            `bits:"32,le"` // requested packet interval in µs
	TOParams   uint16            `bits:"16,le"`
	Transport  CIPTransport      `bits:"8"`
	PathSize   uint8             `bits:"8,len=Path/2"`
	Path       []CIPSegment      `bits:"*,last=IsOpen"`
}

// LayerName is the name of the layer.
func (*CIPForwardOpenRequest) LayerName() string { return "CIPForwardOpen" }

// CIPLargeForwardOpenRequest opens a connection of large data, ODVA volume 1 section 3-5.5.3.
type CIPLargeForwardOpenRequest struct {
	Connection CIPConnectionOpen `bits:"*"`
	OTParams   uint32            `bits:"32,le"` // the size is in the low 16 bits
	TOInterval uint32            `bits:"32,le"`
	TOParams   uint32            `bits:"32,le"`
	Transport  CIPTransport      `bits:"8"`
	PathSize   uint8             `bits:"8,len=Path/2"`
	Path       []CIPSegment      `bits:"*,last=IsOpen"`
}

// LayerName is the name of the layer.
func (*CIPLargeForwardOpenRequest) LayerName() string { return "CIPLargeForwardOpen" }

// CIPConnectionOpen is what both forms of a forward open begin with.
type CIPConnectionOpen struct {
	Reserved1    uint8  `bits:"3"`
	Priority     bool   `bits:"1"`
	TickTime     uint8  `bits:"4"`
	TimeoutTicks uint8  `bits:"8"`
	OTID         uint32 `bits:"32,le"`
	TOID         uint32 `bits:"32,le"`
	Serial       uint16 `bits:"16,le"` // of the connection
	Vendor       uint16 `bits:"16,le"` // of the originator
	Originator   uint32 `bits:"32,le"` // serial number
	Multiplier   uint8  `bits:"8"`     // 0 is 4 times the interval, each step doubles it
	Reserved2    uint32 `bits:"24,le"`
	OTInterval   uint32 `bits:"32,le"` // requested packet interval in µs
}

// CIPTransport is the transport class and what triggers sending.
type CIPTransport uint8

// Class is the transport class, 0 to 3.
func (t CIPTransport) Class() uint8 { return uint8(t & 15) }

// Trigger is 0 cyclic, 1 change of state, 2 by the application.
func (t CIPTransport) Trigger() uint8 { return uint8(t >> 4 & 7) }

// IsServer reports whether the target is the server.
func (t CIPTransport) IsServer() bool { return t&0x80 != 0 }

// CIPForwardOpenResponse is the answer to a forward open that succeeded, ODVA volume 1 section 3-5.5.2.
type CIPForwardOpenResponse struct {
	OTID       uint32 `bits:"32,le"`
	TOID       uint32 `bits:"32,le"`
	Serial     uint16 `bits:"16,le"`
	Vendor     uint16 `bits:"16,le"`
	Originator uint32 `bits:"32,le"`
	OTInterval uint32 `bits:"32,le"` // actual packet interval in µs
	TOInterval uint32 `bits:"32,le"`
	Size       uint8  `bits:"8,len=Data/2"`
	Reserved   uint8  `bits:"8"`
	Data       []byte `bits:"*"`
}

// Recognizes compares the length: another class may use the number of the service too.
func (*CIPForwardOpenResponse) Recognizes(data []byte) bool {
	return len(data) >= 26 && len(data) == 26+2*int(data[24])
}

// CIPForwardCloseRequest closes a connection, ODVA volume 1 section 3-5.5.4.
type CIPForwardCloseRequest struct {
	Reserved1    uint8        `bits:"3"`
	Priority     bool         `bits:"1"`
	TickTime     uint8        `bits:"4"`
	TimeoutTicks uint8        `bits:"8"`
	Serial       uint16       `bits:"16,le"`
	Vendor       uint16       `bits:"16,le"`
	Originator   uint32       `bits:"32,le"`
	PathSize     uint8        `bits:"8,len=Path/2"`
	Reserved2    uint8        `bits:"8"`
	Path         []CIPSegment `bits:"*,last=IsOpen"`
}

// LayerName is the name of the layer.
func (*CIPForwardCloseRequest) LayerName() string { return "CIPForwardClose" }

// CIPForwardCloseResponse is the answer to a forward close that succeeded, ODVA volume 1 section 3-5.5.4.
type CIPForwardCloseResponse struct {
	Serial     uint16 `bits:"16,le"`
	Vendor     uint16 `bits:"16,le"`
	Originator uint32 `bits:"32,le"`
	Size       uint8  `bits:"8,len=Data/2"`
	Reserved   uint8  `bits:"8"`
	Data       []byte `bits:"*"`
}

// Recognizes compares the length: another class may use the number of the service too.
func (*CIPForwardCloseResponse) Recognizes(data []byte) bool {
	return len(data) >= 10 && len(data) == 10+2*int(data[8])
}

// CIPUnconnected is the data of an unconnected send, ODVA volume 1 section 3-5.5.5: a message that is to be passed on, and the way it takes.
type CIPUnconnected struct {
	Reserved1    uint8        `bits:"3"`
	Priority     bool         `bits:"1"`
	TickTime     uint8        `bits:"4"`
	TimeoutTicks uint8        `bits:"8"`
	Size         uint16       `bits:"16,le,len=Message"`
	Message      []byte       `bits:"*"` // a CIP message
	Pad          []byte       `bits:"*,pad=2"`
	RouteSize    uint8        `bits:"8,len=Route/2"`
	Reserved2    uint8        `bits:"8"`
	Route        []CIPSegment `bits:"*,last=IsOpen"`
}

// LayerName is the name of the layer.
func (*CIPUnconnected) LayerName() string { return "CIPUnconnectedSend" }

// Call is the service of the message, whose response is what comes back.
func (u *CIPUnconnected) Call() (id uint64, key codec.Key, isCall bool) {
	if len(u.Message) == 0 {
		return 0, codec.Key{}, false
	}
	return uint64(u.Message[0] & 0x7f), codec.Key{Table: "cippassed"}, true
}

// CIPPassed is the data of the response to a message that an unconnected send passed on, as the service of that message has them, ODVA volume 1 section
// 3-5.5.5. The response looks like any other: what it answers is known where requests are remembered, see packet.Conversations.
type CIPPassed struct {
	Data []byte `bits:"*"`
}

// LayerName is the name of the layer.
func (*CIPPassed) LayerName() string { return "CIPUnconnectedReply" }

// isCIP reports whether data can be a CIP message: its path or its additional status is not longer than the data.
func isCIP(data []byte) bool {
	if len(data) < 2 {
		return false
	}
	if data[0]&0x80 != 0 {
		return len(data) >= 4 && 4+2*int(data[3]) <= len(data)
	}
	return 2+2*int(data[1]) <= len(data)
}

// Recognizes looks at the length of path or status.
func (*CIP) Recognizes(data []byte) bool { return isCIP(data) }
