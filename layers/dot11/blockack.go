package dot11

import (
	"fmt"

	"github.com/wiretag/wiretag/layers/iana"
	"github.com/wiretag/wiretag/layers/ieee"
	"github.com/wiretag/wiretag/tags"
)

// BlockAckReq is what a block ack request has behind its addresses, IEEE 802.11-2020 section 9.3.1.7.
type BlockAckReq struct {
	NoAck    bool            `bits:"1,le"` // the request itself is not acknowledged
	Variant  BlockAckVariant `bits:"4,le"`
	Reserved uint8           `bits:"7,le"`
	TIDInfo  uint8           `bits:"4,le"` // the TID; in the multi-TID variant the number of TIDs, less one
	Info     BlockAckReqInfo `bits:"*,union=Variant"`
}

// LayerName is the name of the layer.
func (*BlockAckReq) LayerName() string { return "Dot11BlockAckReq" }

// BlockAckVariant is the type of a block ack or block ack request.
type BlockAckVariant uint8

// Variants of block acks.
const (
	BlockAckBasic         BlockAckVariant = 0
	BlockAckExtended      BlockAckVariant = 1 // extended compressed
	BlockAckCompressed    BlockAckVariant = 2
	BlockAckMultiTID      BlockAckVariant = 3
	BlockAckGCR           BlockAckVariant = 6
	BlockAckGLKGCR        BlockAckVariant = 10
	BlockAckMultiStations BlockAckVariant = 11
)

var blockAckNames = [...]string{
	0: "Basic", 1: "Extended Compressed", 2: "Compressed", 3: "Multi-TID", 6: "GCR", 10: "GLK-GCR", 11: "Multi-STA",
}

// String gives the name, or the number.
func (v BlockAckVariant) String() string { return iana.NameAt(blockAckNames[:], v) }

// BlockAckReqInfo is what a request asks for: [*BlockAckStart], [*BlockAckReqTIDs], [*BlockAckReqGCR] or [BlockAckRaw].
type BlockAckReqInfo interface{ blockAckReqInfo() }

// Members is the table of Info.
func (BlockAckReq) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(BlockAckBasic):         (*BlockAckStart)(nil),
		uint64(BlockAckExtended):      (*BlockAckStart)(nil),
		uint64(BlockAckCompressed):    (*BlockAckStart)(nil),
		uint64(BlockAckMultiTID):      (*BlockAckReqTIDs)(nil),
		uint64(BlockAckGCR):           (*BlockAckReqGCR)(nil),
		uint64(BlockAckGLKGCR):        (*BlockAckStart)(nil),
		uint64(BlockAckMultiStations): (*BlockAckStart)(nil),
	}, Raw: BlockAckRaw(nil)}
}

func (r *BlockAckReq) String() string { return fmt.Sprintf("Dot11BlockAckReq %s", r.Variant) }

// BlockAckRaw is the contents of an unknown variant.
type BlockAckRaw []byte

// BlockAckStart is a starting sequence control field.
type BlockAckStart struct {
	Fragment uint8  `bits:"4,le"`
	Start    uint16 `bits:"12,le"` // the first sequence number that is asked for
}

// BlockAckReqTIDs is the multi-TID variant.
type BlockAckReqTIDs struct {
	TIDs []BlockAckReqTID `bits:"*"`
}

// BlockAckReqTID is what is asked for one TID.
type BlockAckReqTID struct {
	Reserved uint16 `bits:"12,le"`
	TID      uint8  `bits:"4,le"`
	Fragment uint8  `bits:"4,le"`
	Start    uint16 `bits:"12,le"`
}

// BlockAckReqGCR is the variant of groupcast with retries.
type BlockAckReqGCR struct {
	Fragment uint8    `bits:"4,le"`
	Start    uint16   `bits:"12,le"`
	Group    ieee.MAC `bits:"48"`
}

func (BlockAckRaw) blockAckReqInfo()      {}
func (*BlockAckStart) blockAckReqInfo()   {}
func (*BlockAckReqTIDs) blockAckReqInfo() {}
func (*BlockAckReqGCR) blockAckReqInfo()  {}

// BlockAck is what a block ack has behind its addresses, IEEE 802.11-2020 section 9.3.1.8.
type BlockAck struct {
	NoAck    bool            `bits:"1,le"`
	Variant  BlockAckVariant `bits:"4,le"`
	Reserved uint8           `bits:"7,le"`
	TIDInfo  uint8           `bits:"4,le"` // the TID; in the multi-TID variant the number of TIDs, less one
	Info     BlockAckInfo    `bits:"*,union=Variant"`
}

// LayerName is the name of the layer.
func (*BlockAck) LayerName() string { return "Dot11BlockAck" }

// BlockAckInfo is what was received: [*BlockAckBitmap], [*BlockAckBitmapBuffer], [*BlockAckTIDs], [*BlockAckBitmapGCR],
// [*BlockAckStations] or [BlockAckRaw].
type BlockAckInfo interface{ blockAckInfo() }

// Members is the table of Info.
func (BlockAck) Members(string) tags.Members {
	return tags.Members{Types: map[uint64]any{
		uint64(BlockAckBasic):         (*BlockAckBitmap)(nil),
		uint64(BlockAckExtended):      (*BlockAckBitmapBuffer)(nil),
		uint64(BlockAckCompressed):    (*BlockAckBitmap)(nil),
		uint64(BlockAckMultiTID):      (*BlockAckTIDs)(nil),
		uint64(BlockAckGCR):           (*BlockAckBitmapGCR)(nil),
		uint64(BlockAckGLKGCR):        (*BlockAckBitmap)(nil),
		uint64(BlockAckMultiStations): (*BlockAckStations)(nil),
	}, Raw: BlockAckRaw(nil)}
}

func (b *BlockAck) String() string { return fmt.Sprintf("Dot11BlockAck %s", b.Variant) }

// BlockAckBitmap is the basic variant, with 16 bits for each of 64 frames, and the compressed one, with a bit for each of
// 64 to 1024 frames as its length says.
type BlockAckBitmap struct {
	Fragment uint8  `bits:"4,le"`
	Start    uint16 `bits:"12,le"` // the sequence number of the first bit
	Bitmap   []byte `bits:"*"`     // the lowest bit of the first byte is the first one
}

// BlockAckBitmapBuffer is the extended compressed variant.
type BlockAckBitmapBuffer struct {
	Fragment uint8   `bits:"4,le"`
	Start    uint16  `bits:"12,le"`
	Bitmap   [8]byte `bits:"64"`
	Buffer   uint8   `bits:"8"` // free buffers, in units of the largest data unit
}

// BlockAckBitmapGCR is the variant of groupcast with retries.
type BlockAckBitmapGCR struct {
	Fragment uint8    `bits:"4,le"`
	Start    uint16   `bits:"12,le"`
	Group    ieee.MAC `bits:"48"`
	Bitmap   []byte   `bits:"*"`
}

// BlockAckTIDs is the multi-TID variant.
type BlockAckTIDs struct {
	TIDs []BlockAckTID `bits:"*"`
}

// BlockAckTID is what was received of one TID.
type BlockAckTID struct {
	Reserved uint16  `bits:"12,le"`
	TID      uint8   `bits:"4,le"`
	Fragment uint8   `bits:"4,le"`
	Start    uint16  `bits:"12,le"`
	Bitmap   [8]byte `bits:"64"`
}

// BlockAckStations is the multi-station variant, IEEE 802.11ax-2021 section 9.3.1.8.6.
type BlockAckStations struct {
	Stations []BlockAckStation `bits:"*"`
}

// BlockAckStation is what was received of one station. AckType 1 stands for a whole frame, or for all of an A-MPDU, without a bitmap.
type BlockAckStation struct {
	AID      uint16          `bits:"11,le"` // 2045: the station has none, and Addr follows
	AckType  bool            `bits:"1,le"`
	TID      uint8           `bits:"4,le"`
	Reserved uint32          `bits:"32,le,if=AID==2045"`
	Addr     ieee.MAC        `bits:"48,if=AID==2045"`
	Fragment uint8           `bits:"4,le,if=AID!=2045&&!AckType"`
	Start    uint16          `bits:"12,le,if=AID!=2045&&!AckType"`
	Bitmap4  [4]byte         `bits:"32,if=AID!=2045&&!AckType&&Fragment&7==6"` // what length the bitmap has is told by Fragment
	Bitmap8  [8]byte         `bits:"64,if=AID!=2045&&!AckType&&Fragment&7==0"`
	Bitmap16 *BlockAckBits16 `bits:"*,if=AID!=2045&&!AckType&&Fragment&7==2"`
	Bitmap32 *BlockAckBits32 `bits:"*,if=AID!=2045&&!AckType&&Fragment&7==4"`
}

// BlockAckBits16 is a bitmap for 128 frames.
type BlockAckBits16 struct {
	Bits [16]byte `bits:"128"`
}

// BlockAckBits32 is a bitmap for 256 frames.
type BlockAckBits32 struct {
	Bits [32]byte `bits:"256"`
}

func (BlockAckRaw) blockAckInfo()           {}
func (*BlockAckBitmap) blockAckInfo()       {}
func (*BlockAckBitmapBuffer) blockAckInfo() {}
func (*BlockAckBitmapGCR) blockAckInfo()    {}
func (*BlockAckTIDs) blockAckInfo()         {}
func (*BlockAckStations) blockAckInfo()     {}
