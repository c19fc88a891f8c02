//go:build !libpcap || !cgo

package bench

// filterPeerCases are none: libpcap needs cgo and the build tag libpcap.
func filterPeerCases() []Case { return nil }

func filterPeerGrowth(expr, name string, x float64) []Case { return nil }
