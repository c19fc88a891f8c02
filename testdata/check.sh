#!/usr/bin/env bash
# Checks the captures: README.md says how many packets each has, tshark finds
# none malformed and no wrong checksum, and NAME.tcpdump.txt is what tcpdump
# prints. Needs tcpdump and tshark (Debian 12), and no privilege.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC
cd "$(dirname "${BASH_SOURCE[0]}")"
failed=0
fail() { echo "FAIL $*" && failed=1; }

for f in *.pcap *.pcapng; do
	want=$(awk -F '|' -v f=" \`$f\` " '$2 == f {gsub(/ /, "", $4); print $4}' README.md)
	have=$(capinfos -rTmc "$f" | cut -d, -f2)
	[ "$want" = "$have" ] || fail "$f: $have packets, README.md says ${want:-nothing}"
	[ "$(stat -c %s "$f")" -lt 100000 ] || fail "$f: 100 kB or more"
	rules='_ws.malformed'
	# tshark does not step over counters of sFlow that it does not know.
	[ "$f" = ovs-flows.pcap ] && rules='(_ws.malformed && !sflow)'
	case $f in
	# Loopback carries unfinished checksums; tshark does not know that of a
	# source-routed datagram, which counts with the final destination.
	loopback.pcap | ipoptions.pcap) ;;
	*) for p in ip tcp udp icmp icmpv6; do rules="$rules || $p.checksum.status == 0"; done ;;
	esac
	bad=$(tshark -n -r "$f" -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE -Y "$rules" 2>/dev/null)
	[ -z "$bad" ] || fail "$f: $bad"
	text=${f%.*}.tcpdump.txt flags=
	case $f in vlan.pcap | qinq.pcap) flags=-e ;; esac
	# The names of interfaces in SLL2 are those of the machine that reads the file.
	if [ -e "$text" ] && [ "$f" != sll2.pcap ]; then
		tcpdump -n $flags -r "$f" 2>/dev/null | cmp -s - "$text" || fail "$text: tcpdump prints something else"
	fi
done
[ $failed = 0 ] && echo "all captures are as README.md says"
exit $failed
