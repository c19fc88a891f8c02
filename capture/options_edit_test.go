package capture_test

import (
	"bytes"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/wiretag/wiretag/capture"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(string(bytes.ReplaceAll([]byte(s), []byte(" "), nil)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestOptionsEdit changes a list with odd padding, unsorted codes and bytes behind the end mark: what is not touched
// stays as it was, and so do the old bytes.
func TestOptionsEdit(t *testing.T) {
	const list = "0005 0003 616263aa 0001 0002 6869bbcc 0005 0000 0001 0001 78ddeeff 0000 0000 cafe"
	for _, c := range []struct {
		name string
		edit func(*capture.Options) error
		want string
	}{
		{"add", func(o *capture.Options) error { return o.Add(7, []byte{1}) }, "0005 0003 616263aa 0001 0002 6869bbcc 0005 0000 0001 0001 78ddeeff 0007 0001 01000000 0000 0000 cafe"},
		{"set", func(o *capture.Options) error { return o.Set(1, []byte("yes!!")) }, "0005 0003 616263aa 0001 0005 79657321 21000000 0005 0000 0000 0000 cafe"},
		{"set the same", func(o *capture.Options) error { return o.Set(1, []byte("hi")) }, "0005 0003 616263aa 0001 0002 6869bbcc 0005 0000 0000 0000 cafe"},
		{"set a new one", func(o *capture.Options) error { return o.Set(9, nil) }, "0005 0003 616263aa 0001 0002 6869bbcc 0005 0000 0001 0001 78ddeeff 0009 0000 0000 0000 cafe"},
		{"delete", func(o *capture.Options) error {
			if n := o.Delete(5); n != 2 {
				t.Errorf("%d deleted", n)
			}
			return nil
		}, "0001 0002 6869bbcc 0001 0001 78ddeeff 0000 0000 cafe"},
	} {
		old := unhex(t, list)
		o := capture.Options{Raw: slices.Clip(old), BigEndian: true}
		if err := c.edit(&o); err != nil || !bytes.Equal(o.Raw, unhex(t, c.want)) {
			t.Errorf("%s: %x, want %s, %v", c.name, o.Raw, c.want, err)
		}
		if !bytes.Equal(old, unhex(t, list)) {
			t.Errorf("%s: wrote to the old list", c.name)
		}
	}
}

func TestOptionsBuild(t *testing.T) {
	var o capture.Options
	if err := o.Add(1, []byte("abc")); err != nil || !bytes.Equal(o.Raw, unhex(t, "0100 0300 61626300 0000 0000")) {
		t.Errorf("%x, %v", o.Raw, err)
	}
	before := bytes.Clone(o.Raw)
	if o.Add(0, nil) == nil || o.Add(2, make([]byte, 1<<16)) == nil || o.Set(1, make([]byte, 1<<16)) == nil || !bytes.Equal(o.Raw, before) {
		t.Errorf("%x", o.Raw)
	}
	if err := o.Add(2, make([]byte, 1<<16-1)); err != nil || len(o.Raw) != 8+4+1<<16+4 || o.Check() != -1 {
		t.Errorf("%d bytes, %v", len(o.Raw), err)
	}
	// A list without an end mark, whose last option lacks its padding, and one with a malformed end.
	o = capture.Options{Raw: unhex(t, "0100 0100 61")}
	if err := o.Add(2, []byte{7}); err != nil || !bytes.Equal(o.Raw, unhex(t, "0100 0100 61000000 0200 0100 07000000")) {
		t.Errorf("%x, %v", o.Raw, err)
	}
	o = capture.Options{Raw: unhex(t, "0100 0900 61")}
	if err := o.Add(2, []byte{7}); err != nil || !bytes.Equal(o.Raw, unhex(t, "0200 0100 07000000 0100 0900 61")) {
		t.Errorf("%x, %v", o.Raw, err)
	}
}
