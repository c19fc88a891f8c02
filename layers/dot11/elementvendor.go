package dot11

import (
	"github.com/wiretag/wiretag/codec"
	"github.com/wiretag/wiretag/tags"
)

// Vendor is the contents of a vendor specific element or action, IEEE 802.11-2020 section 9.4.2.25.
type Vendor struct {
	OUI  uint32 `bits:"24"` // big-endian
	Data []byte `bits:"*,union=OUI"`
}

// Organisations whose elements are typed here.
const (
	OUIMicrosoft uint32 = 0x0050f2
	OUIIEEE      uint32 = 0x000fac // suites of RSN
	OUIWiFi      uint32 = 0x506f9a // Wi-Fi Alliance
)

// Members are the types of View.
func (Vendor) Members(string) tags.Members { return tags.Members{} }

// View decodes Data as the organisation defines it; without that it returns the Vendor itself.
func (v *Vendor) View() (any, error) {
	x, err := codec.View(v, "Data")
	if x == nil && err == nil {
		return v, nil
	}
	return x, err
}
