// Package codec decodes and encodes protocol layers: Go structs whose fields carry the bits
// tags of package tags.
//
//	payload, err := codec.Unmarshal(data, &ip)            // one layer; payload is a part of data
//	out, err := codec.Marshal(&eth, &ip, &tcp, body)      // lengths, checksums and so on filled in
//	out, err = codec.Append(out[:0], &eth, &ip, &tcp, body) // the same without allocating
//	raw, err := codec.Encoder{}.Marshal(&ip)              // every field exactly as it stands
//
// A type is compiled when it is first used, and mistakes in its tags are reported then, all
// together, as a [*TypeError]. What is wrong with data is an [*Error], with layer, field, bit, and the
// bytes needed and had.
//
// What decoding returns refers to the data that it was given, which it only reads; encoding
// only reads the structs. What the tags cannot say is said by methods: see [FieldDecoder] and [FieldAppender],
// [LayerDecoder] and [LayerAppender], [Prefixed], [NextLayer], [Recognizer], [PayloadLength], [LongPayload],
// [PseudoHeader], [Sums], [PseudoSums], [Covers], [Linked] and [Named].
//
// [Type], [State], [Chain] and [Layout] are what package packet and printers are made of. [Generator],
// [Generate], [Inside], [Bit], [Length], [Addr4], [Addr16], [PutAddr4], [PutAddr16], [AddWords] and [Fold] are for the code that
// cmd/taggen writes.
package codec
