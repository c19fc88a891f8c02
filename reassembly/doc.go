// Package reassembly puts together again what networks have cut: the fragments of IP datagrams ([Defragmenter]) and the byte
// streams of TCP connections ([Assembler]). Both work in memory that is bounded by default, and tell of all that is missing,
// doubtful or given up.
//
// Where segments or fragments overlap with different content, systems differ in what they take. So policies are data, chosen
// by the address of the receiver, and every difference is told with both texts.
//
// An engine starts no goroutine, has no lock and must not be used by two goroutines at once; [Shards] spreads connections over goroutines. Time is
// that of the packets. The functions that an engine calls must not use it.
package reassembly
