#!/usr/bin/env bash
# Makes the captures of this directory: real programs talk in network
# namespaces that this script creates, tcpdump or dumpcap records them.
#
#   sudo testdata/capture.sh              all captures, into the script's directory
#   sudo testdata/capture.sh mixed dns    only these scenarios
#   OUT=dir sudo -E testdata/capture.sh   into another directory
#
# Debian 12 packages: tcpdump tshark iproute2 ethtool iputils-ping traceroute
# iputils-arping ndisc6 nginx-light curl openssl dnsmasq-base bind9 bind9-utils
# bind9-dnsutils radvd busybox nftables
# vsftpd dovecot-pop3d dovecot-imapd ngircd sip-tester openssh-server openssh-client
# isc-dhcp-client netcat-openbsd python3 ntpsec ntpsec-ntpdig chrony (which conflict: CHRONYD=path) snmpd snmp
# tftpd-hpa tftp-hpa rsyslog freeradius freeradius-utils eapoltest freediameterd freediameter-extensions isc-dhcp-relay wide-dhcpv6-client frr keepalived
# mosquitto mosquitto-clients python3-websockets nghttp2-server nghttp2-client pmacct python3-pymodbus python3-serial python3-serial-asyncio mbpoll osmo-ggsn
# libusrsctp-examples exim4-daemon-light coturn strongswan-charon strongswan-swanctl libcharon-extra-plugins lldpd pppoe ppp openvswitch-switch xl2tpd,
# and qemu-user-static for the
# big-endian file.
#
# Times, ports, identifiers and keys differ from run to run, so the files do
# too. Addresses come from the documentation ranges only (RFC 5737, RFC 3849,
# and the MAC range of RFC 7042); the namespaces have no way out.
set -euo pipefail
export LC_ALL=C TZ=UTC

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-$here}
work=$(mktemp -d)
prefix=wt$$
started=()

# --- namespaces -------------------------------------------------------------

# ns NAME COMMAND... runs a command in one of the script's namespaces.
ns() { ip netns exec "$prefix-$1" "${@:2}"; }

# host NAME... makes namespaces with loopback up.
host() {
	local n
	for n; do
		ip netns add "$prefix-$n"
		ns "$n" sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
		ns "$n" ip link set lo up
	done
}

# wire A IFA MACA B IFB MACB joins two namespaces by a veth pair. Offloads are
# off, so that checksums and segment sizes are those of a real wire.
wire() {
	ip link add "$2" address "$3" netns "$prefix-$1" type veth \
		peer name "$5" address "$6" netns "$prefix-$4"
	port "$1" "$2"
	port "$4" "$5"
}

# port NS IF switches offloads off and brings the interface up.
port() {
	ns "$1" ethtool -K "$2" rx off tx off tso off gso off gro off >/dev/null 2>&1 || true
	ns "$1" ip link set "$2" up
}

# addr NS IF ADDRESS... adds addresses without duplicate address detection.
addr() {
	local a
	for a in "${@:3}"; do
		case $a in
		*:*) ns "$1" ip -6 addr add "$a" dev "$2" nodad ;;
		*) ns "$1" ip addr add "$a" dev "$2" ;;
		esac
	done
}

# routed makes c -- r -- s: a client, a router and a server on two networks.
routed() {
	host c r s
	wire c c0 00:00:5e:00:53:0c r r0 00:00:5e:00:53:01
	wire r r1 00:00:5e:00:53:02 s s0 00:00:5e:00:53:50
	ns r sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	addr c c0 198.51.100.10/24 2001:db8:1::10/64
	addr r r0 198.51.100.1/24 2001:db8:1::1/64
	addr r r1 203.0.113.1/24 2001:db8:2::1/64
	addr s s0 203.0.113.80/24 2001:db8:2::80/64 203.0.113.53/24 2001:db8:2::53/64
	ns c ip route add default via 198.51.100.1
	ns s ip route add default via 203.0.113.1
	ns c ip -6 route add default via 2001:db8:1::1
	ns s ip -6 route add default via 2001:db8:2::1
	mkdir -p "/etc/netns/$prefix-c"
	printf 'nameserver 203.0.113.53\n' >"/etc/netns/$prefix-c/resolv.conf"
}

# clean ends what was started, in the order of its start, and removes the namespaces.
clean() {
	local p n
	for p in "${started[@]}"; do kill "$p" 2>/dev/null || true; done
	for p in "${started[@]}"; do wait "$p" 2>/dev/null || true; done
	started=()
	for n in $(ip netns list | awk -v p="$prefix-" 'index($1, p) == 1 {print $1}'); do
		for p in $(ip netns pids "$n"); do kill "$p" 2>/dev/null || true; done
		ip netns del "$n"
		rm -rf "/etc/netns/$n"
	done
}
trap 'clean; rm -rf "$work"' EXIT

# --- programs ---------------------------------------------------------------

# daemon NAME NS COMMAND... starts a program in the background, with a log.
daemon() {
	ip netns exec "$prefix-$2" "${@:3}" >"$work/$1.log" 2>&1 &
	started+=($!)
}

# until_ok COMMAND... waits at most five seconds for a command to succeed.
until_ok() {
	local i
	for i in $(seq 50); do
		"$@" >/dev/null 2>&1 && return 0
		sleep 0.1
	done
	echo "capture.sh: gave up waiting for: $*" >&2
	return 1
}

# cap NS IF FILE [tcpdump arguments] starts recording.
cap() {
	: >"$work/cap.log"
	ip netns exec "$prefix-$1" tcpdump -Z root -n -U --immediate-mode -i "$2" -w "$work/$3" "${@:4}" 2>"$work/cap.log" &
	cap_pid=$!
	until_ok grep -q 'listening on' "$work/cap.log"
}

# endcap stops recording and puts the file into the output directory.
endcap() {
	sleep 0.7
	kill "$cap_pid"
	wait "$cap_pid" || true
	keep "$@"
}

# keep puts files into the output directory, each with what tcpdump prints of it.
keep() {
	local f
	for f; do
		mv "$work/$f" "$out/$f"
		chmod 644 "$out/$f"
		golden "$out/$f" >"$out/${f%.*}.tcpdump.txt" 2>/dev/null || rm "$out/${f%.*}.tcpdump.txt" # not for tcpdump
	done
}

# golden prints a file: in a namespace of its own, for the numbers of interfaces
# must not become the names that they have on this machine.
golden() { unshare -n tcpdump -n ${golden_flags:-} -r "$1"; }

# run makes one scenario in fresh namespaces.
run() {
	echo "== $1"
	"scenario_$1"
	clean
}

for f in "$here"/capture/*.sh; do
	# shellcheck source=/dev/null
	. "$f"
done

mkdir -p "$out"
if [ $# -gt 0 ]; then
	for s; do run "$s"; done
else
	for s in "${scenarios[@]}"; do run "$s"; done
fi
