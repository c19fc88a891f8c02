package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
	"github.com/wiretag/wiretag/tags"
)

// BFReportPoll is what a beamforming report poll has behind its addresses, IEEE 802.11-2020 section 9.3.1.20.
type BFReportPoll struct {
	Segments uint8 `bits:"8"` // bitmap of the feedback segments that are to be sent again
}

// LayerName is the name of the layer.
func (*BFReportPoll) LayerName() string { return "Dot11BFReportPoll" }

// NDPAnnouncement is what announces a sounding frame, IEEE 802.11-2020 section 9.3.1.19, behind the addresses. Variant tells what
// form the information for each station has.
type NDPAnnouncement struct {
	Variant  NDPAVariant `bits:"2,le"`
	Token    uint8       `bits:"6,le"` // sounding dialog token number
	Stations NDPAInfo    `bits:"*,union=Variant"`
}

// LayerName is the name of the layer.
func (*NDPAnnouncement) LayerName() string { return "Dot11NDPAnnouncement" }

// Err tells whether there is no station, or the information of the form of ranging, which is kept as bytes, is not whole: four bytes for each station.
func (n *NDPAnnouncement) Err() error {
	if s, ok := n.Stations.(*NDPAStations); ok && len(s.Stations) == 0 {
		return codec.ErrLength
	}
	if s, ok := n.Stations.(*NDPAStationsHE); ok && len(s.Stations) == 0 {
		return codec.ErrLength
	}
	if s, ok := n.Stations.(*NDPAStationsEHT); ok && len(s.Stations) == 0 {
		return codec.ErrLength
	}
	if b, ok := n.Stations.(NDPARaw); ok && len(b)%4 != 0 {
		return codec.ErrLength
	}
	return nil
}

// NDPAVariant is the form of an announcement.
type NDPAVariant uint8

// Forms of announcements.
const (
	NDPAVHT NDPAVariant = iota
	NDPARanging
	NDPAHE
	NDPAEHT
)

// String gives the name.
func (v NDPAVariant) String() string { return iana.NameAt([]string{"VHT", "Ranging", "HE", "EHT"}, v) }

// NDPAInfo is the information for stations: [*NDPAStations], [*NDPAStationsHE], [*NDPAStationsEHT] or [NDPARaw], which is that of ranging too.
type NDPAInfo interface{ ndpaInfo() }

// Members is the table of Stations.
func (NDPAnnouncement) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(NDPAVHT): (*NDPAStations)(nil),
		uint64(NDPAHE):  (*NDPAStationsHE)(nil),
		uint64(NDPAEHT): (*NDPAStationsEHT)(nil),
	}, Raw: NDPARaw(nil)}
}

// NDPARaw is information of another form.
type NDPARaw []byte

// NDPAStations is the VHT form.
type NDPAStations struct {
	Stations []NDPAStation `bits:"*"`
}

// NDPAStation is what one station has to report.
type NDPAStation struct {
	AID       uint16 `bits:"12,le"`
	MultiUser bool   `bits:"1,le"` // feedback type
	Nc        uint8  `bits:"3,le"` // columns of the report, less one
}

// NDPAStationsHE is the HE form.
type NDPAStationsHE struct {
	Stations []NDPAStationHE `bits:"*"`
}

// NDPAStationHE is what one station has to report, IEEE 802.11ax-2021 section 9.3.1.19.3.
type NDPAStationHE struct {
	AID            uint16 `bits:"11,le"`
	RUStart        uint8  `bits:"7,le"` // of 26-tone resource units
	RUEnd          uint8  `bits:"7,le"`
	FeedbackType   uint8  `bits:"2,le"` // with the grouping of subcarriers
	Disambiguation bool   `bits:"1,le"`
	CodebookSize   bool   `bits:"1,le"`
	Nc             uint8  `bits:"3,le"`
}

// NDPAStationsEHT is the EHT form.
type NDPAStationsEHT struct {
	Stations []NDPAStationEHT `bits:"*"`
}

// NDPAStationEHT is what one station has to report, IEEE 802.11be section 9.3.1.19.4.
type NDPAStationEHT struct {
	AID            uint16 `bits:"11,le"`
	PartialBW      uint16 `bits:"9,le"` // resolution, and feedback bitmap
	Reserved       bool   `bits:"1,le"`
	Nc             uint8  `bits:"4,le"`
	FeedbackType   uint8  `bits:"2,le"`
	Disambiguation bool   `bits:"1,le"`
	CodebookSize   bool   `bits:"1,le"`
	Reserved2      uint8  `bits:"3,le"`
}

func (NDPARaw) ndpaInfo()          {}
func (*NDPAStations) ndpaInfo()    {}
func (*NDPAStationsHE) ndpaInfo()  {}
func (*NDPAStationsEHT) ndpaInfo() {}

func (a *NDPAnnouncement) String() string {
	return fmt.Sprintf("Dot11NDPAnnouncement %s, token %d", a.Variant, a.Token)
}

// TACK is what an acknowledgement with timing has behind its addresses, IEEE 802.11-2020 section 9.3.1.23.
type TACK struct {
	BeaconSequence uint8  `bits:"8"`
	Timestamp      uint64 `bits:"40,le"` // the five lowest bytes of the time, in microseconds
	NextTWT        uint64 `bits:"48,le"` // and suspend time
}

// LayerName is the name of the layer.
func (*TACK) LayerName() string { return "Dot11TACK" }

// DynamicAllocation is the dynamic allocation info field of DMG frames, IEEE 802.11-2020 section 9.5.2.
type DynamicAllocation struct {
	TID      uint8  `bits:"4,le"`
	Type     uint8  `bits:"3,le"` // 0 service period, 1 contention-based
	SrcAID   uint8  `bits:"8,le"`
	DstAID   uint8  `bits:"8,le"`
	Duration uint16 `bits:"16,le"` // microseconds
	Reserved bool   `bits:"1,le"`
}

// BFControl is the beamforming control field of DMG frames, IEEE 802.11-2020 section 9.5.5.
type BFControl struct {
	Training  bool  `bits:"1,le"`
	Initiator bool  `bits:"1,le"` // both sides train
	Responder bool  `bits:"1,le"`
	Settings  uint8 `bits:"7,le"` // sectors or lengths, by the frame that carries the field
	Reserved  uint8 `bits:"6,le"`
}

// DMGPoll is what a Poll frame has behind its addresses, IEEE 802.11-2020 section 9.3.1.10.
type DMGPoll struct {
	Offset uint16 `bits:"16,le"` // microseconds until the response
}

// DMGSPR is what a service period request has behind its addresses, IEEE 802.11-2020 section 9.3.1.11.
type DMGSPR struct {
	Allocation DynamicAllocation `bits:"*"`
	Beamform   BFControl         `bits:"*"`
}

// DMGGrant is what a grant, or the ack of one, has behind its addresses, IEEE 802.11-2020 sections 9.3.1.12 and 9.3.1.18.
type DMGGrant struct {
	Allocation DynamicAllocation `bits:"*"` // reserved in the ack
	Beamform   BFControl         `bits:"*"`
}

// DMGDTS is a denial to send, IEEE 802.11-2020 section 9.3.1.14, behind the first of its addresses.
type DMGDTS struct {
	Src ieee.MAC `bits:"48"` // of the exchange that set the allocation vector
	Dst ieee.MAC `bits:"48"`
}

// SectorSweep is the SSW field, IEEE 802.11-2020 section 9.5.1.
type SectorSweep struct {
	Responder bool   `bits:"1,le"` // direction
	CountDown uint16 `bits:"9,le"`
	Sector    uint8  `bits:"6,le"`
	Antenna   uint8  `bits:"2,le"`
	RXSSLen   uint8  `bits:"6,le"`
}

// SectorFeedback is the SSW feedback field, IEEE 802.11-2020 section 9.5.3.
type SectorFeedback struct {
	Sector       uint8 `bits:"6,le"`
	Antenna      uint8 `bits:"2,le"`
	SNR          uint8 `bits:"8,le"` // quarters of a decibel above -8
	PollRequired bool  `bits:"1,le"`
	Reserved     uint8 `bits:"7,le"`
}

// BeamRefinement is the BRP request field, IEEE 802.11-2020 section 9.5.4, with the bits as one number.
type BeamRefinement struct {
	Request uint32 `bits:"32,le"`
}

// DMGSSW is a sector sweep frame behind its addresses, IEEE 802.11-2020 section 9.3.1.15.
type DMGSSW struct {
	Sweep    SectorSweep    `bits:"*"`
	Feedback SectorFeedback `bits:"*"`
}

// DMGSSWFeedback is a sector sweep feedback frame, or the ack of one, behind its addresses, IEEE 802.11-2020
// sections 9.3.1.16 and 9.3.1.17.
type DMGSSWFeedback struct {
	Feedback    SectorFeedback `bits:"*"`
	Refinement  BeamRefinement `bits:"*"`
	Maintenance uint8          `bits:"8"` // beamformed link maintenance
}

// LayerName is the name of the layer.
func (*DMGPoll) LayerName() string { return "Dot11DMGPoll" }

// LayerName is the name of the layer.
func (*DMGSPR) LayerName() string { return "Dot11DMGSPR" }

// LayerName is the name of the layer.
func (*DMGGrant) LayerName() string { return "Dot11DMGGrant" }

// LayerName is the name of the layer.
func (*DMGDTS) LayerName() string { return "Dot11DMGDTS" }

// LayerName is the name of the layer.
func (*DMGSSW) LayerName() string { return "Dot11DMGSSW" }

// LayerName is the name of the layer.
func (*DMGSSWFeedback) LayerName() string { return "Dot11DMGSSWFeedback" }
