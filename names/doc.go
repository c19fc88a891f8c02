// Package names has names for the numbers in packets: vendors of hardware addresses, services of ports,
// protocols and EtherTypes.
//
// What is large, vendors and services, is in the program in compressed form and is unpacked when it is first asked for, once:
// until then it costs nothing but its bytes in the program, and not even those in a program that does not ask. Look-ups do not
// allocate after that. All functions may be called by several goroutines at once.
//
// Where the names come from, as facts, without any text of their sources:
//
//   - Vendors: the registries of the IEEE Registration Authority (MA-L, MA-M, MA-S, IAB), as of August 2022 from Debian's
//     package ieee-data 20220827.1, and assignments up to August 2024 from the list of them in Debian's
//     libwireshark-data 4.0.17. The IEEE publishes them for anybody's use. What says nothing is left out at the end of
//     names: legal forms, and places in parentheses.
//   - Services: names and numbers of the service name and port number registry of IANA, whose registries are in the public
//     domain (CC0), as of Debian's libwireshark-data 4.0.17; where Debian's netbase 6.4 has another name for a
//     port, which is what programs on a host show, that one.
//   - Protocols: the protocol numbers of IANA, with the lower-case keywords that protocols(5) customarily has.
//   - EtherTypes: the registries of the IEEE and of IANA (ieee-802-numbers), and RFC 9542 appendix B.
//
// vendors.bin and services.bin are written by gen.go, which says how.
package names
