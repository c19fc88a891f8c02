package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/wiretag/wiretag/capture"
)

// TestSoak is a short run over the project's own captures.
func TestSoak(t *testing.T) {
	samples, err := readSamples([]string{"../../../testdata"}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	n := 200_000
	if testing.Short() {
		n = 20_000
	}
	var b strings.Builder
	if err := run(&b, samples, n, 1, time.Second); err != nil {
		t.Fatal(err)
	}
	t.Log(b.String())
}

// TestMutations: mutating changes packets, does not change the samples, and covers
// every length from nothing on.
func TestMutations(t *testing.T) {
	samples, err := readSamples([]string{"../../../testdata"}, 100)
	if err != nil || len(samples) < 10 {
		t.Fatalf("%d packets, %v", len(samples), err)
	}
	var whole [][]byte
	for _, s := range samples {
		whole = append(whole, bytes.Clone(s.data))
	}
	m := newMutator(samples, 7)
	same, empty, longer := 0, 0, 0
	for range 20_000 {
		data, _, base := m.next()
		switch {
		case bytes.Equal(data, whole[base]):
			same++
		case len(data) == 0:
			empty++
		case len(data) > len(whole[base]):
			longer++
		}
	}
	for i := range samples {
		if !bytes.Equal(samples[i].data, whole[i]) {
			t.Fatalf("sample %d was changed", i)
		}
	}
	if same > 2000 || empty == 0 || longer == 0 {
		t.Errorf("%d the same, %d empty, %d longer", same, empty, longer)
	}
}

// TestBound: what takes longer than the bound is reported.
func TestBound(t *testing.T) {
	c := &checker{bound: -1}
	if err := c.check(make([]byte, 60), capture.LinkTypeEthernet); err == nil || !strings.Contains(err.Error(), "takes") {
		t.Errorf("got %v", err)
	}
}
