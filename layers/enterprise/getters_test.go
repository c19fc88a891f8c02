package enterprise_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/wiretag/wiretag/layers/enterprise"
)

// TestFIXFields: tags and values between bytes of 1.
func TestFIXFields(t *testing.T) {
	var got strings.Builder
	for tag, value := range enterprise.FIXMessage("8=FIX.4.2\x019=12\x0135=0\x01").Fields() {
		got.WriteString(tag + ":" + string(value) + " ")
	}
	if got.String() != "8:FIX.4.2 9:12 35:0 " {
		t.Errorf("%q", got.String())
	}
}

// TestSMBCommands: the packet smb-andx, in which tshark too finds Session Setup AndX (0x73) and Tree Connect AndX (0x75), and an offset that leads backwards.
func TestSMBCommands(t *testing.T) {
	payload := append([]byte{13, 0x75, 0, 61, 0}, make([]byte, 24)...)
	payload = append(payload, 4, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	s := enterprise.SMB{Command: 0x73}
	if got := slices.Collect(s.Commands(payload)); !slices.Equal(got, []enterprise.SMBCommand{0x73, 0x75}) {
		t.Errorf("%v", got)
	}
	payload[3] = 32
	if got := slices.Collect(s.Commands(payload)); !slices.Equal(got, []enterprise.SMBCommand{0x73}) {
		t.Errorf("backwards: %v", got)
	}
	echo := enterprise.SMB{Command: 0x2b}
	if got := slices.Collect(echo.Commands([]byte{1, 0x75, 0, 61, 0})); !slices.Equal(got, []enterprise.SMBCommand{0x2b}) {
		t.Errorf("a command that none may follow: %v", got)
	}
}
