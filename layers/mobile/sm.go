package mobile

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/tags"
)

// SM is a message of session management, 3GPP TS 24.008 section 9.5. Messages of broadcast are not decoded further than their type.
type SM struct {
	ToOriginator  bool      `bits:"1"` // TI flag: to the side that began the transaction
	Transaction   uint8     `bits:"3"` // TI: 7 if it is in the next byte
	Discriminator uint8     `bits:"4,const=10"`
	TIExtension   bool      `bits:"1,if=Transaction==7,default=1"`
	LongTI        uint8     `bits:"7,if=Transaction==7"`
	Type          SMType    `bits:"8"`
	Message       SMMessage `bits:"*,union=Type"`
}

// SMType is the type of a message.
type SMType uint8

// Types of messages, 3GPP TS 24.008 table 10.4a.
const (
	SMActivateRequest     SMType = 0x41
	SMActivateAccept      SMType = 0x42
	SMActivateReject      SMType = 0x43
	SMRequestActivation   SMType = 0x44
	SMDeactivateRequest   SMType = 0x46
	SMDeactivateAccept    SMType = 0x47
	SMModifyByNetwork     SMType = 0x48
	SMModifyByMobile      SMType = 0x4a
	SMActivateSecond      SMType = 0x4d
	SMActivateSecondReply SMType = 0x4e
	SMRequestSecond       SMType = 0x5b
	SMStatus              SMType = 0x55
)

func (t SMType) String() string { return iana.Name(smTypes, t) }

const smTypes = "\n65 Activate PDP Context Request\n66 Activate PDP Context Accept\n67 Activate PDP Context Reject\n68 Request PDP Context Activation\n69 Request PDP Context Activation Reject" +
	"\n70 Deactivate PDP Context Request\n71 Deactivate PDP Context Accept\n72 Modify PDP Context Request (by the network)\n73 Modify PDP Context Accept (by the MS)" +
	"\n74 Modify PDP Context Request (by the MS)\n75 Modify PDP Context Accept (by the network)\n76 Modify PDP Context Reject\n77 Activate Secondary PDP Context Request" +
	"\n78 Activate Secondary PDP Context Accept\n79 Activate Secondary PDP Context Reject\n85 SM Status\n86 Activate MBMS Context Request\n87 Activate MBMS Context Accept" +
	"\n88 Activate MBMS Context Reject\n89 Request MBMS Context Activation\n90 Request MBMS Context Activation Reject\n91 Request Secondary PDP Context Activation" +
	"\n92 Request Secondary PDP Context Activation Reject\n93 Notification\n"

// SMMessage is what a message says: *[SMActivation], *[SMAccept], *[SMRefusal], *[SMOffer], *[SMModification], *[SMSecondary], *[SMSecondaryRequest], *[SMElements] or [SMRaw].
type SMMessage interface{ elements() []SMIE }

type (
	// SMActivation asks for a context: Activate PDP Context Request.
	SMActivation struct {
		Spare         uint8     `bits:"4"`
		NSAPI         uint8     `bits:"4"` // 5 to 15
		Spare2        uint8     `bits:"4"`
		SAPI          uint8     `bits:"4"` // of LLC
		QoSLength     uint8     `bits:"8,len=QoS"`
		QoS           L3QoS     `bits:"*"`
		AddressLength uint8     `bits:"8,len=Address"`
		Address       L3Address `bits:"*"`
		IEs           []SMIE    `bits:"*"`
		Rest          []byte    `bits:"*"`
	}
	// SMAccept accepts a context: Activate PDP Context Accept, Activate Secondary PDP Context Accept.
	SMAccept struct {
		Spare         uint8  `bits:"4"`
		SAPI          uint8  `bits:"4"`
		QoSLength     uint8  `bits:"8,len=QoS"`
		QoS           L3QoS  `bits:"*"`
		Spare2        uint8  `bits:"4"`
		RadioPriority uint8  `bits:"4"` // 1 the highest, to 4
		IEs           []SMIE `bits:"*"`
		Rest          []byte `bits:"*"`
	}
	// SMRefusal has a cause: rejects, Deactivate PDP Context Request, SM Status.
	SMRefusal struct {
		Cause SMCause `bits:"8"`
		IEs   []SMIE  `bits:"*"`
		Rest  []byte  `bits:"*"`
	}
	// SMOffer asks the other side to ask for a context: Request PDP Context Activation.
	SMOffer struct {
		AddressLength uint8     `bits:"8,len=Address"`
		Address       L3Address `bits:"*"`
		IEs           []SMIE    `bits:"*"`
		Rest          []byte    `bits:"*"`
	}
	// SMModification changes a context: Modify PDP Context Request of the network.
	SMModification struct {
		Spare         uint8  `bits:"4"`
		RadioPriority uint8  `bits:"4"`
		Spare2        uint8  `bits:"4"`
		SAPI          uint8  `bits:"4"`
		QoSLength     uint8  `bits:"8,len=QoS"`
		QoS           L3QoS  `bits:"*"`
		IEs           []SMIE `bits:"*"`
		Rest          []byte `bits:"*"`
	}
	// SMSecondary asks for a further context of an address: Activate Secondary PDP Context Request.
	SMSecondary struct {
		Spare        uint8  `bits:"4"`
		NSAPI        uint8  `bits:"4"`
		Spare2       uint8  `bits:"4"`
		SAPI         uint8  `bits:"4"`
		QoSLength    uint8  `bits:"8,len=QoS"`
		QoS          L3QoS  `bits:"*"`
		LinkedLength uint8  `bits:"8,len=Linked"`
		Linked       []byte `bits:"*"` // transaction identifier of the first context, as in front of a message
		IEs          []SMIE `bits:"*"`
		Rest         []byte `bits:"*"`
	}
	// SMSecondaryRequest asks the mobile station to do so: Request Secondary PDP Context Activation.
	SMSecondaryRequest struct {
		QoSLength    uint8  `bits:"8,len=QoS"`
		QoS          L3QoS  `bits:"*"`
		LinkedLength uint8  `bits:"8,len=Linked"`
		Linked       []byte `bits:"*"`
		IEs          []SMIE `bits:"*"`
		Rest         []byte `bits:"*"`
	}
	// SMElements has nothing but information elements: Deactivate PDP Context Accept and the other messages that modify a context.
	SMElements struct {
		IEs  []SMIE `bits:"*"`
		Rest []byte `bits:"*"`
	}
	// SMRaw is another message.
	SMRaw []byte
)

func (m *SMActivation) elements() []SMIE       { return m.IEs }
func (m *SMAccept) elements() []SMIE           { return m.IEs }
func (m *SMRefusal) elements() []SMIE          { return m.IEs }
func (m *SMOffer) elements() []SMIE            { return m.IEs }
func (m *SMModification) elements() []SMIE     { return m.IEs }
func (m *SMSecondary) elements() []SMIE        { return m.IEs }
func (m *SMSecondaryRequest) elements() []SMIE { return m.IEs }
func (m *SMElements) elements() []SMIE         { return m.IEs }
func (SMRaw) elements() []SMIE                 { return nil }

// Members gives the messages.
func (SM) Members(string) tags.Members {
	m := map[uint64]any{
		uint64(SMActivateRequest): (*SMActivation)(nil), uint64(SMActivateAccept): (*SMAccept)(nil), uint64(SMActivateSecondReply): (*SMAccept)(nil), uint64(SMRequestActivation): (*SMOffer)(nil),
		uint64(SMModifyByNetwork): (*SMModification)(nil), uint64(SMActivateSecond): (*SMSecondary)(nil), uint64(SMRequestSecond): (*SMSecondaryRequest)(nil),
	}
	for _, t := range [...]SMType{SMActivateReject, 0x45, SMDeactivateRequest, 0x4c, 0x4f, SMStatus, 0x58, 0x5a, 0x5c} {
		m[uint64(t)] = (*SMRefusal)(nil)
	}
	for _, t := range [...]SMType{SMDeactivateAccept, 0x49, SMModifyByMobile, 0x4b} {
		m[uint64(t)] = (*SMElements)(nil)
	}
	return tags.Members{Types: m, Raw: SMRaw(nil)}
}

// Recognizes looks at the protocol discriminator.
func (*SM) Recognizes(data []byte) bool { return len(data) > 1 && data[0]&15 == 10 }

// IE is the first optional information element of a type, nil if there is none; of types from 0x80 on, the lower four bits do not count.
func (s *SM) IE(t SMIEType) *SMIE {
	if s.Message == nil {
		return nil
	}
	all := s.Message.elements()
	for i := range all {
		if all[i].Type.kind() == t.kind() {
			return &all[i]
		}
	}
	return nil
}

func (s *SM) String() string {
	ti := s.Transaction
	if ti == 7 {
		ti = s.LongTI
	}
	return fmt.Sprintf("SM %s, transaction %d", s.Type, ti)
}

// SMIE is an optional information element of a message, 3GPP TS 24.007 section 11.2.4 and 3GPP TS 24.008 section 9.5. One of a type from 0x80 on is a byte, whose lower four bits
// are its value.
type SMIE struct {
	Type  SMIEType
	Value []byte
}

// SMIEType is the identifier of an information element.
type SMIEType uint8

// Identifiers of information elements.
const (
	SMConfig   SMIEType = 0x27
	SMName     SMIEType = 0x28 // access point name
	SMAddress  SMIEType = 0x2b
	SMQoS      SMIEType = 0x30
	SMNewQoS   SMIEType = 0x31 // traffic flow template in requests of the network's
	SMSAPI     SMIEType = 0x32
	SMFlowID   SMIEType = 0x34
	SMTemplate SMIEType = 0x36 // traffic flow template
	SMCauseIE  SMIEType = 0x39
	SMTeardown SMIEType = 0x90
)

func (t SMIEType) String() string {
	return iana.Name("\n39 Protocol Configuration Options\n40 Access Point Name\n43 PDP Address\n48 Quality of Service\n49 Requested New Quality of Service\n50 LLC SAPI\n51 NBIFOM Container\n52 Packet Flow Identifier"+
		"\n54 Traffic Flow Template\n55 Back-off Timer\n57 SM Cause\n107 Re-attempt Indicator\n123 Extended Protocol Configuration Options\n128 New Radio Priority\n144 Tear Down Indicator\n", t.kind())
}

// kind is the type without a value.
func (t SMIEType) kind() SMIEType {
	if t >= l3Byte {
		return t & 0xf0
	}
	return t
}

// fixed is the length of the value of an element without a length, -1 of others.
func (t SMIEType) fixed() int {
	if t == SMSAPI {
		return 1
	}
	return -1
}

// DecodeField reads an element.
func (e *SMIE) DecodeField(layer []byte, at int) (int, error) {
	*e = SMIE{}
	b := layer[at:]
	if len(b) == 0 {
		return 1, codec.ErrTruncated
	}
	t := SMIEType(b[0])
	v, n, err := readL3(b, t.fixed())
	if err == nil {
		*e = SMIE{t, v}
	}
	return n, err
}

// AppendField writes an element.
func (e SMIE) AppendField(dst []byte, _ int, _ codec.Derive) ([]byte, error) {
	return appendL3(dst, byte(e.Type), e.Value, e.Type.fixed())
}

// Name is the value of an access point name: labels behind their lengths.
func (e SMIE) Name() string { return labels(e.Value) }

// Config is the value of Protocol Configuration Options.
func (e SMIE) Config() (*GTPConfig, error) { return config(e.Value) }

// Address is the value of an address.
func (e SMIE) Address() (*L3Address, error) { return decoded(e.Value, new(L3Address)) }

// QoS is the value of a quality of service.
func (e SMIE) QoS() (*L3QoS, error) { return decoded(e.Value, new(L3QoS)) }

// SMCause is why something is refused or ended, 3GPP TS 24.008 section 10.5.6.6.
type SMCause uint8

func (c SMCause) String() string {
	return iana.Name("\n8 operator determined barring\n24 MBMS bearer capabilities insufficient\n25 LLC or SNDCP failure\n26 insufficient resources\n27 missing or unknown APN\n28 unknown PDP address or type"+
		"\n29 user authentication failed\n30 activation rejected by GGSN\n31 activation rejected, unspecified\n32 service option not supported\n33 requested service option not subscribed"+
		"\n34 service option temporarily out of order\n35 NSAPI already used\n36 regular deactivation\n37 QoS not accepted\n38 network failure\n39 reactivation required\n40 feature not supported"+
		"\n41 semantic error in the TFT\n42 syntactical error in the TFT\n43 unknown PDP context\n44 semantic errors in packet filters\n45 syntactical errors in packet filters"+
		"\n46 PDP context without TFT already activated\n50 PDP type IPv4 only allowed\n51 PDP type IPv6 only allowed\n52 single address bearers only allowed\n81 invalid transaction identifier"+
		"\n95 semantically incorrect message\n96 invalid mandatory information\n97 message type unknown\n98 message type not compatible with the state\n99 information element unknown"+
		"\n100 conditional IE error\n101 message not compatible with the state\n111 protocol error, unspecified\n112 APN restriction incompatible with active PDP context\n", c)
}
