// Package fuzz makes values and packets from bits tags, and breaks them.
//
// The tags of a struct say what a valid packet is. So they can make one: [Gen] generates structs of any tagged
// type, [Packet] packets of given layers, [Stack] packets of any layers that follow each other, as generators of
// gopter, whose failures are shrunk to the smallest value that is still valid. [Value] and [Stacks] do the same for
// bytes of choices, as a fuzzing engine makes them.
//
// A [Subject] holds a layer type to the laws of this library; [Target] makes a native fuzz target of it:
//
//   - what decodes is encoded to the same bytes,
//   - what is built decodes to the same values, with derived fields filled,
//   - no input does harm,
//   - generated code and the reflective codec agree,
//   - the input is only read.
package fuzz
