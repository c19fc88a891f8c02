package pcapio

import (
	"net/netip"

	"github.com/wiretag/wiretag/capture"
)

// The structs below are the options of the kinds of blocks as typed values. What is nil, empty or an invalid address
// is not in the list; new(value) gives the pointer that an option with a number needs. Decode reads a list, Encode makes one:
// the fields in their order here, then Custom and Other. To change one option of a list and leave all others as they are, use
// the methods of capture.Options instead.
//
// Custom are the custom options, Other those that have no field: unknown codes, known codes with a length that they
// cannot have, and repetitions of options that may stand once. After Decode, values that are slices belong to the list.

// SectionOptions are the options of a section header block.
type SectionOptions struct {
	Comments    []string // opt_comment, UTF-8
	Hardware    string   // shb_hardware
	OS          string   // shb_os
	Application string   // shb_userappl
	Custom      []CustomOption
	Other       []capture.Option
}

func (o *SectionOptions) fields() []optionField {
	return []optionField{
		{capture.OptionComment, "opt_comment", &o.Comments},
		{OptionSectionHardware, "shb_hardware", &o.Hardware},
		{OptionSectionOS, "shb_os", &o.OS},
		{OptionSectionApplication, "shb_userappl", &o.Application},
		{capture.OptionCustomText, "opt_custom", &o.Custom},
	}
}

// InterfaceOptions are the options of an interface description block.
type InterfaceOptions struct {
	Comments      []string        // opt_comment, UTF-8
	Name          string          // if_name, as in "eth0"
	Description   string          // if_description
	IPv4          []IPv4Interface // if_IPv4addr
	IPv6          []IPv6Interface // if_IPv6addr
	MAC           *MAC            // if_MACaddr
	EUI           *EUI64          // if_EUIaddr
	Speed         *uint64         // if_speed, bits per second
	Resolution    *Resolution     // if_tsresol; microseconds if it is not stated
	TimeZone      *int32          // if_tzone, obsolete
	Filter        *Filter         // if_filter
	OS            string          // if_os
	FCSLength     *uint8          // if_fcslen, bytes of frame check sequence in each packet
	TimeOffset    *int64          // if_tsoffset, seconds added to each time stamp
	Hardware      string          // if_hardware
	TransmitSpeed *uint64         // if_txspeed, bits per second
	ReceiveSpeed  *uint64         // if_rxspeed, bits per second
	TimeZoneName  string          // if_iana_tzname, as in "Europe/Berlin"
	Custom        []CustomOption
	Other         []capture.Option
}

func (o *InterfaceOptions) fields() []optionField {
	return []optionField{
		{capture.OptionComment, "opt_comment", &o.Comments},
		{OptionInterfaceName, "if_name", &o.Name},
		{OptionInterfaceDescription, "if_description", &o.Description},
		{OptionInterfaceIPv4, "if_IPv4addr", &o.IPv4},
		{OptionInterfaceIPv6, "if_IPv6addr", &o.IPv6},
		{OptionInterfaceMAC, "if_MACaddr", &o.MAC},
		{OptionInterfaceEUI, "if_EUIaddr", &o.EUI},
		{OptionInterfaceSpeed, "if_speed", &o.Speed},
		{OptionInterfaceResolution, "if_tsresol", &o.Resolution},
		{OptionInterfaceTimeZone, "if_tzone", &o.TimeZone},
		{OptionInterfaceFilter, "if_filter", &o.Filter},
		{OptionInterfaceOS, "if_os", &o.OS},
		{OptionInterfaceFCSLength, "if_fcslen", &o.FCSLength},
		{OptionInterfaceTimeOffset, "if_tsoffset", &o.TimeOffset},
		{OptionInterfaceHardware, "if_hardware", &o.Hardware},
		{OptionInterfaceTransmitSpeed, "if_txspeed", &o.TransmitSpeed},
		{OptionInterfaceReceiveSpeed, "if_rxspeed", &o.ReceiveSpeed},
		{OptionInterfaceTimeZoneName, "if_iana_tzname", &o.TimeZoneName},
		{capture.OptionCustomText, "opt_custom", &o.Custom},
	}
}

// PacketOptions are the options of an enhanced packet block; those of the obsolete packet block are the first three.
type PacketOptions struct {
	Comments  []string       // opt_comment, UTF-8
	Flags     *capture.Flags // epb_flags, pack_flags
	Hashes    []Hash         // epb_hash, pack_hash
	DropCount *uint64        // epb_dropcount: packets lost between the one before and this one
	PacketID  *uint64        // epb_packetid: the same in every block that has the same packet
	Queue     *uint32        // epb_queue: number of the interface's queue
	Verdicts  []Verdict      // epb_verdict
	Process   *ProcessThread // epb_processid_threadid
	Custom    []CustomOption
	Other     []capture.Option
}

func (o *PacketOptions) fields() []optionField {
	return []optionField{
		{capture.OptionComment, "opt_comment", &o.Comments},
		{capture.OptionFlags, "epb_flags", &o.Flags},
		{capture.OptionHash, "epb_hash", &o.Hashes},
		{capture.OptionDropCount, "epb_dropcount", &o.DropCount},
		{capture.OptionPacketID, "epb_packetid", &o.PacketID},
		{capture.OptionQueue, "epb_queue", &o.Queue},
		{capture.OptionVerdict, "epb_verdict", &o.Verdicts},
		{capture.OptionProcess, "epb_processid_threadid", &o.Process},
		{capture.OptionCustomText, "opt_custom", &o.Custom},
	}
}

// NameOptions are the options of a name resolution block: the server that was asked.
type NameOptions struct {
	Comments []string   // opt_comment, UTF-8
	Server   string     // ns_dnsname
	IPv4     netip.Addr // ns_dnsIP4addr
	IPv6     netip.Addr // ns_dnsIP6addr
	Custom   []CustomOption
	Other    []capture.Option
}

func (o *NameOptions) fields() []optionField {
	return []optionField{
		{capture.OptionComment, "opt_comment", &o.Comments},
		{optionNamesServer, "ns_dnsname", &o.Server},
		{optionNamesIPv4, "ns_dnsIP4addr", &o.IPv4},
		{optionNamesIPv6, "ns_dnsIP6addr", &o.IPv6},
		{capture.OptionCustomText, "opt_custom", &o.Custom},
	}
}

// StatisticsOptions are the options of an interface statistics block. Counts begin with the capture.
type StatisticsOptions struct {
	Comments         []string // opt_comment, UTF-8
	Start            *Ticks   // isb_starttime: beginning of the capture
	End              *Ticks   // isb_endtime: end of the capture
	Received         *uint64  // isb_ifrecv: packets received from the interface
	InterfaceDropped *uint64  // isb_ifdrop: packets that the interface lost
	FilterAccepted   *uint64  // isb_filteraccept: packets that the filter let pass
	OSDropped        *uint64  // isb_osdrop: packets that the operating system lost
	Delivered        *uint64  // isb_usrdeliv: packets that the capturing program received
	Custom           []CustomOption
	Other            []capture.Option
}

func (o *StatisticsOptions) fields() []optionField {
	return []optionField{
		{capture.OptionComment, "opt_comment", &o.Comments},
		{optionStatisticsStart, "isb_starttime", &o.Start},
		{optionStatisticsEnd, "isb_endtime", &o.End},
		{optionStatisticsReceived, "isb_ifrecv", &o.Received},
		{optionIfDrop, "isb_ifdrop", &o.InterfaceDropped},
		{optionStatisticsAccepted, "isb_filteraccept", &o.FilterAccepted},
		{optionOSDrop, "isb_osdrop", &o.OSDropped},
		{optionStatisticsDelivered, "isb_usrdeliv", &o.Delivered},
		{capture.OptionCustomText, "opt_custom", &o.Custom},
	}
}

// SecretsOptions are the options of a decryption secrets block.
type SecretsOptions struct {
	Comments []string // opt_comment, UTF-8
	Custom   []CustomOption
	Other    []capture.Option
}

func (o *SecretsOptions) fields() []optionField {
	return []optionField{
		{capture.OptionComment, "opt_comment", &o.Comments},
		{capture.OptionCustomText, "opt_custom", &o.Custom},
	}
}

// Decode sets all fields to what the list has. An error says that an option does not fit the list; those before it
// are set.
func (o *SectionOptions) Decode(list capture.Options) error {
	*o = SectionOptions{}
	return decodeOptions(list, o.fields(), &o.Other)
}

// Encode makes a list in either byte order. Values above 65535 bytes and addresses of the wrong family are errors.
func (o *SectionOptions) Encode(bigEndian bool) (capture.Options, error) {
	return encodeOptions(o.fields(), o.Other, bigEndian)
}

// Decode sets all fields to what the list has, see SectionOptions.Decode.
func (o *InterfaceOptions) Decode(list capture.Options) error {
	*o = InterfaceOptions{}
	return decodeOptions(list, o.fields(), &o.Other)
}

// Encode makes a list in either byte order, see SectionOptions.Encode.
func (o *InterfaceOptions) Encode(bigEndian bool) (capture.Options, error) {
	return encodeOptions(o.fields(), o.Other, bigEndian)
}

// Decode sets all fields to what the list has, see SectionOptions.Decode.
func (o *PacketOptions) Decode(list capture.Options) error {
	*o = PacketOptions{}
	return decodeOptions(list, o.fields(), &o.Other)
}

// Encode makes a list in either byte order, see SectionOptions.Encode.
func (o *PacketOptions) Encode(bigEndian bool) (capture.Options, error) {
	return encodeOptions(o.fields(), o.Other, bigEndian)
}

// Decode sets all fields to what the list has, see SectionOptions.Decode.
func (o *NameOptions) Decode(list capture.Options) error {
	*o = NameOptions{}
	return decodeOptions(list, o.fields(), &o.Other)
}

// Encode makes a list in either byte order, see SectionOptions.Encode.
func (o *NameOptions) Encode(bigEndian bool) (capture.Options, error) {
	return encodeOptions(o.fields(), o.Other, bigEndian)
}

// Decode sets all fields to what the list has, see SectionOptions.Decode.
func (o *StatisticsOptions) Decode(list capture.Options) error {
	*o = StatisticsOptions{}
	return decodeOptions(list, o.fields(), &o.Other)
}

// Encode makes a list in either byte order, see SectionOptions.Encode.
func (o *StatisticsOptions) Encode(bigEndian bool) (capture.Options, error) {
	return encodeOptions(o.fields(), o.Other, bigEndian)
}

// Decode sets all fields to what the list has, see SectionOptions.Decode.
func (o *SecretsOptions) Decode(list capture.Options) error {
	*o = SecretsOptions{}
	return decodeOptions(list, o.fields(), &o.Other)
}

// Encode makes a list in either byte order, see SectionOptions.Encode.
func (o *SecretsOptions) Encode(bigEndian bool) (capture.Options, error) {
	return encodeOptions(o.fields(), o.Other, bigEndian)
}
