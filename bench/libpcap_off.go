//go:build !libpcap

package bench

// libpcapCase has nothing without the tag libpcap.
func (f captureFile) libpcapCase() []Case { return nil }
