// Package capture says what a source and a sink of packets are, and what is known about a packet besides its
// bytes: when it was seen, how long it was, where, in which direction.
//
// A capture file ([github.com/wiretag/wiretag/pcapio]) and a network interface offer the same [Source], so that a
// program can be tested on a file and run on a wire:
//
//	for rec, err := range capture.Packets(ctx, src) {
//		if err != nil {
//			return err
//		}
//		use(rec.Data, rec.Info) // both are lent until the next step; rec.Clone() keeps them
//	}
//
// The package imports nothing else of the library.
package capture
