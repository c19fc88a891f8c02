package reassembly

import (
	"errors"
	"fmt"
	"time"

	"github.com/wiretag/wiretag/flow"
)

// Never is a timeout that does not come.
const Never = time.Duration(1<<63 - 1)

// The defaults of a [Config].
const (
	DefaultMemory     = 56 << 20 // with [DefaultFragmentMemory] 64 MiB
	DefaultEmbryonic  = 30 * time.Second
	DefaultIdle       = 10 * time.Minute
	DefaultHalfClosed = 2 * time.Minute
	DefaultTimeWait   = 30 * time.Second
	DefaultResetWait  = 2 * time.Second
	DefaultHole       = 30 * time.Second
	DefaultAckedHole  = time.Second
)

// MinMemory is the least memory that an [Assembler] works with, in bytes.
const MinMemory = 1 << 20

// ErrConfig means a configuration that makes no sense.
var ErrConfig = errors.New("wrong configuration")

// Config says how an [Assembler] works. Only Open is needed.
type Config struct {
	// Open is called when a connection is established, or when it has data or a FIN: SYNs alone are not told. Nil means that
	// nothing of the connection is wanted. The [Conn] is valid until Close returns.
	Open func(*Conn) Stream

	// Policy is that of receivers that are in no prefix of Targets; nil is PolicyLinux. The longest prefix counts.
	Policy  *Policy
	Targets []Target[Policy]

	// Memory bounds the bytes that are taken in all, at least [MinMemory]; 0 stands for [DefaultMemory]. Three quarters are for connections, of
	// which there are some 120,000 then; when they are used up, a new one takes the place of one that is closed, else of one
	// that is not established, else of the one without a packet for longest. A quarter is for data that are held; when it is used up, the
	// connection that has waited longest gets no more patience.
	Memory int64
	// PerConnection bounds the bytes of data that a connection holds: segments with their records, and what its Stream has not used. 0 stands for a
	// quarter of what all may hold.
	PerConnection int64

	// Timeouts are measured by the times of packets, with a precision of 1/254 of each. 0 stands for the default, Never for none.

	Embryonic  time.Duration // for connections that are not established
	Idle       time.Duration // without a packet
	HalfClosed time.Duration // without a packet, where one side has sent a FIN
	ResetWait  time.Duration // after a reset, for data that were under way
	TimeWait   time.Duration // how long late packets of a connection that has ended are known as such
	Hole       time.Duration // how long missing bytes are waited for
	AckedHole  time.Duration // how long those are that the receiver has acknowledged

	// HoldUntilAcked hands over what the receiver has acknowledged, and what ends with the connection. Until then, the policy decides
	// about overlaps, also where nothing is missing. All data are copied then.
	HoldUntilAcked bool
	// CheckWindow drops segments that are not in the window of the receiver, if it is known.
	CheckWindow bool
	// CheckStamps drops segments whose timestamps go back, by the policy.
	CheckStamps bool
	// KeepChecksumErrors takes segments with a wrong checksum, where [SegmentReader] verified it, like others.
	KeepChecksumErrors bool
	// NoMidstream leaves out connections whose SYN was not seen.
	NoMidstream bool
	// History is how many bytes of each direction are kept after they were handed over, so that segments that come
	// again can be compared with them; 0: none. They count for the memory of data.
	History int

	// Seed is the key of the hash. The zero Seed stands for a random one.
	Seed flow.Seed
}

// check sets defaults.
func (c *Config) check() error {
	if c.Open == nil {
		return fmt.Errorf("reassembly: there is no Open: %w", ErrConfig)
	}
	if err := durations(
		duration{"Embryonic", &c.Embryonic, DefaultEmbryonic}, duration{"Idle", &c.Idle, DefaultIdle},
		duration{"HalfClosed", &c.HalfClosed, DefaultHalfClosed}, duration{"TimeWait", &c.TimeWait, DefaultTimeWait},
		duration{"ResetWait", &c.ResetWait, DefaultResetWait},
		duration{"Hole", &c.Hole, DefaultHole}, duration{"AckedHole", &c.AckedHole, DefaultAckedHole},
	); err != nil {
		return err
	}
	if c.Memory == 0 {
		c.Memory = DefaultMemory
	}
	if c.Memory < MinMemory || c.PerConnection < 0 || c.History < 0 {
		return fmt.Errorf("reassembly: Memory is %d bytes, at least %d are needed, and PerConnection %d, History %d: %w", c.Memory, MinMemory, c.PerConnection, c.History, ErrConfig)
	}
	if c.PerConnection == 0 {
		c.PerConnection = c.Memory / 16
	}
	if c.Policy == nil {
		c.Policy = PolicyLinux
	}
	if len(c.Targets) > 254 {
		return fmt.Errorf("reassembly: %d Targets, at most 254 are possible: %w", len(c.Targets), ErrConfig)
	}
	if c.Seed == (flow.Seed{}) {
		c.Seed = flow.NewSeed()
	}
	return nil
}

// duration is a timeout with its default.
type duration struct {
	name  string
	value *time.Duration
	def   time.Duration
}

func durations(list ...duration) error {
	for _, d := range list {
		if *d.value < 0 {
			return fmt.Errorf("reassembly: %s is %v: %w", d.name, *d.value, ErrConfig)
		}
		if *d.value == 0 {
			*d.value = d.def
		}
	}
	return nil
}
