package transport_test

import (
	"testing"

	"github.com/wiretag/wiretag/layers/transport"
)

// Types of options of PGM as RFC 3208 numbers them: there is none with number 6.
func TestPGMOptionNames(t *testing.T) {
	for n, want := range map[transport.PGMOptionType]string{
		0x05: "OPT_NAK_BO_RNG", 0x06: "6", 0x07: "OPT_REDIRECT", 0x08: "OPT_PARITY_PRM", 0x0a: "OPT_CURR_TGSIZE", 0x0b: "OPT_NBR_UNREACH", 0x0c: "OPT_PATH_NLA", 0x0d: "OPT_SYN",
		0x0e: "OPT_FIN", 0x0f: "OPT_RST", 0x10: "OPT_CR", 0x11: "OPT_CRQST", 0x12: "OPT_PGMCC_DATA", 0x13: "OPT_PGMCC_FEEDBACK",
	} {
		if got := n.String(); got != want {
			t.Errorf("%#x: %s, want %s", uint8(n), got, want)
		}
	}
}
