# Other link types and other ways of writing. Read by capture.sh.
scenarios+=(loopback sll rawip nflog nanoseconds snaplen two_interfaces annotated big_endian)

scenario_loopback() {
	host a
	web_server a
	cap a lo loopback.pcap
	ns a ping -n -q -c 1 127.0.0.1
	ns a ping -n -q -c 1 ::1
	ns a ping -n -q -c 1 -s 20000 127.0.0.1
	ns a curl -s http://127.0.0.1/ http://[::1]/ -g -o "$work/1" -o "$work/2"
	ns a dig +short +tries=1 @127.0.0.1 example.net || true
	endcap loopback.pcap
}

# talk makes some traffic through the router.
talk() {
	ns c ping -n -q -c 1 203.0.113.80
	ns c ping -n -q -c 1 2001:db8:2::80
	ns r ping -n -q -c 1 127.0.0.1
	ns c nc -z -w 1 203.0.113.80 81 || true
}

scenario_sll() {
	routed
	cap r any sll.pcap -y LINUX_SLL
	talk
	endcap sll.pcap
	cap r any sll2.pcap -y LINUX_SLL2
	talk
	endcap sll2.pcap
}

# Two hosts with TUN devices, which carry bare IP packets.
scenario_rawip() {
	host a b
	daemon tun a python3 "$here/capture/tun.py" "$prefix-a" "$prefix-b"
	until_ok grep -q ready "$work/tun.log"
	ns a ip link set tun0 up
	ns b ip link set tun0 up
	addr a tun0 198.51.100.10/24 2001:db8:1::10/64
	addr b tun0 198.51.100.20/24 2001:db8:1::20/64
	cap a tun0 rawip.pcap
	ns a ping -n -q -c 2 -i 0.2 198.51.100.20
	ns a ping -n -q -c 1 2001:db8:1::20
	ns a nc -z -w 1 198.51.100.20 81 || true
	ns a nc -z -w 1 2001:db8:1::20 81 || true
	endcap rawip.pcap
}

# What the packet filter logs: LINKTYPE_NFLOG.
scenario_nflog() {
	routed
	ns r nft add table inet t
	ns r nft 'add chain inet t f { type filter hook forward priority 0; }'
	ns r nft add rule inet t f log prefix '"forwarded"' group 5
	cap r nflog:5 nflog.pcap
	ns c ping -n -q -c 1 203.0.113.80
	ns c ping -n -q -c 1 2001:db8:2::80
	ns c nc -z -w 1 203.0.113.80 81 || true
	sleep 1.5 # the kernel hands over its log once a second
	endcap nflog.pcap
}

scenario_nanoseconds() {
	routed
	cap c c0 nanoseconds.pcap --time-stamp-precision=nano arp or icmp or tcp
	ns c ping -n -q -c 2 -i 0.2 203.0.113.80
	ns c nc -z -w 1 203.0.113.80 81 || true
	endcap nanoseconds.pcap
}

# Packets cut after 60 bytes.
scenario_snaplen() {
	routed
	web_server s
	cap c c0 snaplen.pcap -s 60
	ns c ping -n -q -c 1 203.0.113.80
	ns c ping -n -q -c 1 -s 2000 2001:db8:2::80
	ns c curl -s http://203.0.113.80/text -o "$work/1"
	endcap snaplen.pcap
}

# pcapng with two interfaces, statistics and comments, by dumpcap.
scenario_two_interfaces() {
	routed
	ip netns exec "$prefix-r" dumpcap -q -i r0 --ifname client --ifdescr 'to the client' -f 'not ip6' -i r1 -s 80 -i lo \
		-w "$work/two-interfaces.pcapng" --capture-comment 'both sides of a router' 2>"$work/dumpcap.log" &
	cap_pid=$!
	sleep 2
	talk
	sleep 1.5
	kill "$cap_pid" && wait "$cap_pid" || true
	keep two-interfaces.pcapng
}

# pcapng with comments on packets and names of hosts, by editcap and tshark.
scenario_annotated() {
	routed
	cap c c0 annotated.pcap arp or icmp or icmp6
	ns c ping -n -q -c 1 203.0.113.80
	ns c ping -n -q -c 1 2001:db8:2::80
	sleep 0.7
	kill "$cap_pid" && wait "$cap_pid" || true
	printf '203.0.113.80 www.example.net\n2001:db8:2::80 www6.example.net\n' >"$work/hosts"
	editcap -a '1:who has the router?' -a '3:a comment with umlauts: äöü' --capture-comment 'an annotated capture' "$work/annotated.pcap" "$work/1.pcapng"
	unshare -n tshark -N n -P -r "$work/1.pcapng" -H "$work/hosts" -W n -w "$work/annotated.pcapng" >/dev/null 2>&1
	keep annotated.pcapng
}

# tcpdump of Debian's s390x, a big-endian machine, under qemu, copies a capture.
# The packages are unpacked into the work directory, not installed.
scenario_big_endian() {
	local d=$work/s390x lists
	mkdir -p "$d/root" "$d/lists/partial" "$d/cache/archives/partial" "$d/debs"
	local apt=(-o APT::Architecture=s390x -o APT::Architectures=s390x -o Dir::State::lists="$d/lists" -o Dir::Cache="$d/cache"
		-o Dir::State::status=/dev/null -o APT::Sandbox::User=root)
	apt-get -q "${apt[@]}" update >"$work/apt.log" 2>&1
	(cd "$d/debs" && apt-get -q "${apt[@]}" download tcpdump libpcap0.8 libc6 libssl3 libdbus-1-3 libsystemd0 libcap2 libgcrypt20 \
		libgpg-error0 liblz4-1 liblzma5 libzstd1 >>"$work/apt.log" 2>&1)
	for lists in "$d"/debs/*.deb; do dpkg-deb -x "$lists" "$d/root"; done
	qemu-s390x-static -L "$d/root" "$d/root/usr/bin/tcpdump" -Z root -r "$out/mixed.pcap" -w "$work/big-endian.pcap" -c 20 2>"$work/qemu.log"
	qemu-s390x-static -L "$d/root" "$d/root/usr/bin/tcpdump" -Z root --time-stamp-precision=nano -r "$out/nanoseconds.pcap" \
		-w "$work/big-endian-nanoseconds.pcap" 2>>"$work/qemu.log"
	keep big-endian.pcap big-endian-nanoseconds.pcap
}
