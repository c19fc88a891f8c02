package flow

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Never is a timeout that does not come.
const Never = time.Duration(math.MaxInt64)

// The defaults of a [Config].
const (
	DefaultIdle   = 2 * time.Minute
	DefaultActive = 30 * time.Minute
	DefaultClosed = 10 * time.Second
	DefaultMemory = 256 << 20 // some 1.3 million flows
)

// MinMemory is the least memory that a table works with, in bytes.
const MinMemory = 128 << 10

// ErrConfig means a [Config] that makes no sense.
var ErrConfig = errors.New("wrong configuration")

// A Config says how a [Table] works. The zero Config is a good one.
type Config struct {
	// Fields are the parts of a key that tell flows apart; 0 stands for AllFields. Without addresses, ports and
	// protocol, the state of TCP connections is not followed: a flow may have several.
	Fields Fields

	// Timeouts are measured by the times of packets. 0 stands for the default, [Never] for none.

	// Idle ends a flow that has had no packet for that long.
	Idle time.Duration
	// Unanswered is Idle for flows that have had packets in one direction only. The default is Idle.
	Unanswered time.Duration
	// Closed ends a TCP flow that has been closed or reset and then has had no packet for that long. Until
	// then, late packets count for it.
	Closed time.Duration
	// Active ends the record of a flow that is that old. The flow stays, and its next packet begins another record.
	Active time.Duration

	// Memory bounds the bytes that the table takes, at least [MinMemory]; 0 stands for [DefaultMemory]. When
	// they are used up, a new flow takes the place of another one: of a closed one, else of one that was never answered, else
	// of whichever has had no packet for longest. So a flood of packets from addresses that nobody has pushes out itself.
	Memory int64

	// Seed is the key of the hash. The zero Seed stands for a random one.
	Seed Seed

	// Begin, Update and End are called, where they are not nil, with the record of a flow: after its first packet, after the
	// first packet in each further interval of UpdateEvery, and at its end. The record is valid during the call.
	// They must not use the table.
	Begin, Update, End func(*Record)
	// UpdateEvery is the interval of Update, counted from the first packet; 0: there are no updates.
	UpdateEvery time.Duration
}

// check sets defaults.
func (c *Config) check() error {
	for _, d := range []struct {
		name string
		v    *time.Duration
		def  time.Duration
	}{{"Idle", &c.Idle, DefaultIdle}, {"Unanswered", &c.Unanswered, c.Idle}, {"Closed", &c.Closed, DefaultClosed}, {"Active", &c.Active, DefaultActive}, {"UpdateEvery", &c.UpdateEvery, 0}} {
		if *d.v < 0 {
			return fmt.Errorf("flow: %s is %v: %w", d.name, *d.v, ErrConfig)
		}
		if *d.v == 0 {
			*d.v = d.def
		}
	}
	if c.Unanswered == 0 {
		c.Unanswered = DefaultIdle
	}
	if c.Memory == 0 {
		c.Memory = DefaultMemory
	}
	if c.Memory < MinMemory {
		return fmt.Errorf("flow: Memory is %d bytes, at least %d are needed: %w", c.Memory, MinMemory, ErrConfig)
	}
	if c.Fields == 0 {
		c.Fields = AllFields
	}
	if c.Fields&^AllFields != 0 {
		return fmt.Errorf("flow: Fields is %#x: %w", uint8(c.Fields), ErrConfig)
	}
	if c.Seed == (Seed{}) {
		c.Seed = NewSeed()
	}
	return nil
}
