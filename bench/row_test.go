package bench

import (
	"strings"
	"testing"
)

// TestApart checks the table that has no call in it: its ratios, its sum, and that a miss is named.
func TestApart(t *testing.T) {
	rows := []Row{
		{Group: "Filters", Name: "short", Ours: "a", Peer: "b", OursTime: 4, PeerTime: 5, Ratio: 1.25, Aim: 1.5},
		{Group: "Filters", Name: "long", Ours: "a", Peer: "b", OursTime: 5, PeerTime: 11, Ratio: 2.2, Aim: 1.5},
		{Group: "Filters", Name: "slow", Ours: "a", Peer: "b", OursTime: 6, PeerTime: 3, Ratio: 0.5, Aim: 1.5},
		{Group: "Filters", Name: "long", Ours: "a", Peer: "c", OursTime: 5, PeerTime: 11, Ratio: 2.2, Aim: 1.5},
		{Group: "Filters", Name: CallAlone, Ours: "a", Peer: "b", OursTime: 3, PeerTime: 1, Ratio: 1. / 3},
	}
	var out strings.Builder
	if err := WriteRows(&out, rows); err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(out.String(), "#### ")
	if !found {
		t.Fatal("no table without the call")
	}
	for _, want := range []string{
		"| short | a | b | 1.0 | 4.0 | 4.00 | 1.5 |",
		"| long | a | b | 2.0 | 10.0 | 5.00 | 1.5 |",
		"| slow | a | b | 3.0 | 2.0 | 0.67 | 1.5 |",
		"| **sum** | a | b | 6.0 | 16.0 | 2.67 | 1.5 |",
		"Aim missed without the call: slow, a against b (0.67 of 1.5).",
	} {
		if !strings.Contains(strings.Join(strings.Fields(table), " "), want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	if strings.Contains(table, "| c ") || strings.Count(table, "missed") != 1 {
		t.Errorf("rows of a peer whose call was not measured, or misses that are none:\n%s", table)
	}
}
