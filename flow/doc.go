// Package flow says who talks to whom: in small values that are keys of maps, and in a table that follows flows.
//
// # Endpoints and flows
//
// An [Endpoint] is one address of one kind (a MAC address, an IP address, a port), a [Flow] is an
// ordered pair of them. Both are comparable with ==, hold no pointers and work as map keys. Kinds are
// plain numbers that carry their own name, size and way of printing, so new ones
// are made without any registration: the same name, size and form always give the same Kind.
//
// [Flow.FastHash] is the same for both directions of a conversation and is
// keyed, so that whoever chooses the addresses cannot choose the hash.
//
// # The flow table
//
// A [Table] groups packets into bidirectional flows: packets, bytes, TCP flags and state, first and last time, round trips. It is given
// a [Packet] for each packet, which packet.FlowReader makes of a decoded one:
//
//	var v packet.View
//	var r packet.FlowReader
//	log := flow.NewJSONWriter(os.Stdout)
//	table, err := flow.NewTable(flow.Config{End: log.Write})
//	…
//	v.Decode(data, info.LinkType)
//	if r.Read(&v, info) {
//		table.Add(&r.Packet)
//	}
//
// What tells flows apart is the whole [Key], or the [Fields] of it that are chosen: only addresses, for example. Flows end by timeouts, which are measured by
// the times of packets, so a file gives the same result at any speed. Memory is bounded, always: by [DefaultMemory] if nothing else is said. A
// million flows take about 206 bytes each. Packets of known flows allocate nothing, and no goroutine is started.
//
// What an attacker can do: fill the table with flows of one packet, each of which takes the place of another one like it, while
// flows that were answered stay ([Config.Memory]). The place of a flow in the table follows from a keyed hash, so nobody can choose
// flows that are slow to find. Times may jump, back or forth, to any value. A blind RST must be within 1 MiB of the sequence numbers of its connection
// to count as its end.
//
// [Shards] is the same table in several goroutines.
package flow
