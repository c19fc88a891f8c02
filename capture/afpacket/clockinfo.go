package afpacket

// ClockInfo says what an interface can note the time of received packets with (ETHTOOL_GET_TS_INFO).
type ClockInfo struct {
	Software bool // the kernel notes it
	Hardware bool // the card does, for some packets at least
	All      bool // and can for all of them, which capture.Live.Clock asks for
	On       bool // somebody has switched it on
	Device   int  // number of the PTP clock, /dev/ptpN; -1: none
}
