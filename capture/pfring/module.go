package pfring

import "fmt"

// Module is what the kernel module says of itself.
type Module struct {
	Version     string // "8.9.0"
	SlotVersion int    // of the packets in the ring: 18, 20 or 21
	QuickMode   bool   // loaded with quick_mode=1: one socket for each interface and channel, and no filters, clusters, directions
	TXCapture   bool   // loaded with enable_tx_capture=1, the default: packets that are sent are seen
	MinSlots    int    // of a ring, for packets of full size
}

// versionText is the text for a version of one byte a part, 0x080900 for 8.9.0.
func versionText(v uint32) string { return fmt.Sprintf("%d.%d.%d", v>>16&0xff, v>>8&0xff, v&0xff) }

// Versions of the module.
const (
	version82 = 0x080200 // the first that binds to a number
	version86 = 0x080600 // the first that does not bind to a name
)

// Versions of slots.
const (
	slotNames  = 18 // binds to a name
	slotNumber = 20
	slotQueues = 21 // clusters have queues
)

func knownSlots(v uint16) bool { return v == slotNames || v == slotNumber || v == slotQueues }

// headerKnown reports whether a header of this length belongs to the slot version.
func headerKnown(slot uint16, header int) bool {
	switch header {
	case shortHeader:
		return true
	case longHeader8:
		return slot == slotNames
	case longHeader:
		return slot != slotNames
	}
	return false
}
