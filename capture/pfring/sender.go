package pfring

// SendStats counts what a Sender did, as the module counts.
type SendStats struct {
	Sent     uint64 // packets that the interface took
	Rejected uint64 // packets that it did not take
}
