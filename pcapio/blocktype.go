package pcapio

import "fmt"

// BlockType says what a block of a pcapng file is. Types with the top bit set are for local use.
type BlockType uint32

// Block types of pcapng (draft-ietf-opsawg-pcapng).
const (
	BlockSection        BlockType = blockSection
	BlockInterface      BlockType = blockInterface
	BlockObsoletePacket BlockType = blockPacket
	BlockSimplePacket   BlockType = blockSimple
	BlockNames          BlockType = blockNames
	BlockStatistics     BlockType = blockStatistics
	BlockEnhancedPacket BlockType = blockEnhanced
	BlockJournal        BlockType = blockJournal
	BlockSecrets        BlockType = blockSecrets
	BlockCustom         BlockType = blockCustom
	BlockCustomNoCopy   BlockType = blockCustomNoCopy
)

const (
	blockSection      = 0x0a0d0d0a // the same in both byte orders
	blockInterface    = 1
	blockPacket       = 2 // obsolete
	blockSimple       = 3
	blockNames        = 4
	blockStatistics   = 5
	blockEnhanced     = 6
	blockJournal      = 9
	blockSecrets      = 10
	blockCustom       = 0x00000bad
	blockCustomNoCopy = 0x40000bad

	byteOrderMagic = 0x1a2b3c4d
)

// Packet reports whether blocks of this type hold a packet.
func (t BlockType) Packet() bool {
	return t == BlockEnhancedPacket || t == BlockSimplePacket || t == BlockObsoletePacket
}

// String is the name that the specification uses, as in "enhanced packet block".
func (t BlockType) String() string { return blockName(uint32(t)) }

func blockName(typ uint32) string {
	switch typ {
	case blockSection:
		return "section header block"
	case blockInterface:
		return "interface description block"
	case blockPacket:
		return "packet block"
	case blockSimple:
		return "simple packet block"
	case blockNames:
		return "name resolution block"
	case blockStatistics:
		return "interface statistics block"
	case blockEnhanced:
		return "enhanced packet block"
	case blockJournal:
		return "systemd journal export block"
	case blockSecrets:
		return "decryption secrets block"
	case blockCustom, blockCustomNoCopy:
		return "custom block"
	}
	return fmt.Sprintf("block of type %#08x", typ)
}

// Codes of options of section headers, interface descriptions, name resolution blocks and interface statistics.
const (
	OptionSectionHardware    uint16 = 2
	OptionSectionOS          uint16 = 3
	OptionSectionApplication uint16 = 4

	OptionInterfaceName          uint16 = 2
	OptionInterfaceDescription   uint16 = 3
	OptionInterfaceIPv4          uint16 = 4
	OptionInterfaceIPv6          uint16 = 5
	OptionInterfaceMAC           uint16 = 6
	OptionInterfaceEUI           uint16 = 7
	OptionInterfaceSpeed         uint16 = 8
	OptionInterfaceResolution    uint16 = 9
	OptionInterfaceTimeZone      uint16 = 10
	OptionInterfaceFilter        uint16 = 11
	OptionInterfaceOS            uint16 = 12
	OptionInterfaceFCSLength     uint16 = 13
	OptionInterfaceTimeOffset    uint16 = 14
	OptionInterfaceHardware      uint16 = 15
	OptionInterfaceTransmitSpeed uint16 = 16
	OptionInterfaceReceiveSpeed  uint16 = 17
	OptionInterfaceTimeZoneName  uint16 = 18

	optionNamesServer uint16 = 2
	optionNamesIPv4   uint16 = 3
	optionNamesIPv6   uint16 = 4

	optionStatisticsStart     uint16 = 2
	optionStatisticsEnd       uint16 = 3
	optionStatisticsReceived  uint16 = 4
	optionIfDrop              uint16 = 5
	optionStatisticsAccepted  uint16 = 6
	optionOSDrop              uint16 = 7
	optionStatisticsDelivered uint16 = 8
)
