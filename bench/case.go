package bench

import (
	"errors"
	"fmt"
)

// Case is one kind of work, done by this library and by a peer.
type Case struct {
	Group string // what is compared: a heading
	Name  string // the packet or file
	Ours  string // what is called on this side
	Peer  string // what is called on the other
	// Aim is the least ratio of the peer's time to ours that is wanted; 0: none.
	Aim float64
	// NoAllocs says that our side must not allocate.
	NoAllocs bool
	// X is how much there is to do, in what the name of the group says; 0: it does not grow.
	X float64
	// Wall says that the work is shared out over threads, so that the time that passes counts.
	Wall bool
	// Open makes the pair.
	Open func(*Env) (*Pair, error)
}

// Path is a name without spaces, for benchmarks and for selecting cases.
func (c *Case) Path() string { return c.Group + "/" + c.Name + "/" + c.Peer }

// Pair is a case that is ready to be run. The functions do the work n times and return
// the first error.
type Pair struct {
	Ours, Peer func(n int) error
	// Check compares the results of both sides.
	Check func() error
	// Units is how many packets are dealt with in one go, 0 for one.
	Units int
	// Bytes is how many bytes are dealt with in one go.
	Bytes int
	// Close releases what the pair holds; may be nil.
	Close func() error
}

// Env is what cases need from outside.
type Env struct {
	Dir         string // for generated capture files
	CaptureSize int    // of a generated capture file, in bytes
}

// Cases are all of them, in the order of the table.
func Cases() []Case {
	var all []Case
	for _, cases := range [][]Case{stackCases(), reflectCases(), viewCases(), appendCases(), editCases(), captureCases(), writeCases(), flowCases(), filterCases(), fixedCases(), olderCases()} {
		all = append(all, cases...)
	}
	return all
}

var errIncomplete = errors.New("a packet was not decoded to its end")

// lines are the results of one side, one line a layer.
type lines []string

func (l *lines) add(layer string, values ...any) { *l = append(*l, layer+fmt.Sprintf("%v", values)) }

// same compares the results of both sides.
func same(ours, peer lines) error {
	for i := range max(len(ours), len(peer)) {
		a, b := "nothing", "nothing"
		if i < len(ours) {
			a = ours[i]
		}
		if i < len(peer) {
			b = peer[i]
		}
		if a != b {
			return fmt.Errorf("results differ: ours has %s, the peer has %s", a, b)
		}
	}
	if len(ours) == 0 {
		return errors.New("there is no result to compare")
	}
	return nil
}
