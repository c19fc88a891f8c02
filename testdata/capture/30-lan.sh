# One link: ARP, neighbour discovery, multicast, bridges, fragments, options. Read by capture.sh.
scenarios+=(arp ndp stp multicast fragments ipoptions ipv6ext)

# lan makes a -- b, two hosts on one link.
lan() {
	host a b
	wire a a0 00:00:5e:00:53:0a b b0 00:00:5e:00:53:0b
	addr a a0 198.51.100.10/24 2001:db8:1::10/64
	addr b b0 198.51.100.20/24 2001:db8:1::20/64
}

scenario_arp() {
	lan
	cap a a0 arp.pcap arp or icmp
	ns a ping -n -q -c 1 198.51.100.20
	ns a arping -q -c 1 -I a0 198.51.100.20
	ns a arping -q -D -c 1 -w 1 -I a0 198.51.100.77 # probe for a duplicate: nobody answers
	ns a arping -q -D -c 1 -w 1 -I a0 198.51.100.20 || true
	ns a arping -q -U -c 1 -I a0 198.51.100.10 || true # announcements: request and reply
	ns a arping -q -A -c 1 -I a0 198.51.100.10 || true
	endcap arp.pcap
}

scenario_ndp() {
	host a r
	ns a sysctl -qw net.ipv6.conf.default.accept_dad=1 net.ipv6.conf.default.router_solicitation_delay=0
	ip link add r0 address 00:00:5e:00:53:01 netns "$prefix-r" type veth \
		peer name a0 address 00:00:5e:00:53:0a netns "$prefix-a"
	port r r0
	ns r sysctl -qw net.ipv6.conf.all.forwarding=1
	addr r r0 2001:db8:1::1/64
	cat >"$work/radvd.conf" <<-CONF
		interface r0 {
			AdvSendAdvert on;
			MinRtrAdvInterval 3; MaxRtrAdvInterval 4;
			AdvLinkMTU 1480; AdvCurHopLimit 64; AdvOtherConfigFlag on; AdvDefaultPreference high;
			AdvReachableTime 30000; AdvRetransTimer 1000;
			prefix 2001:db8:1::/64 { AdvValidLifetime 3600; AdvPreferredLifetime 1800; };
			prefix 2001:db8:ff::/64 { AdvAutonomous off; };
			route 2001:db8:2::/48 { AdvRoutePreference low; AdvRouteLifetime 600; };
			RDNSS 2001:db8:2::53 2001:db8:2::54 { AdvRDNSSLifetime 300; };
			DNSSL example.net sub.example.org { AdvDNSSLLifetime 300; };
		};
	CONF
	cap r r0 ndp.pcap
	ns a ip link set a0 up # duplicate address detection, router solicitation
	daemon radvd r radvd -n -C "$work/radvd.conf" -p "$work/radvd.pid" -m stderr
	sleep 3
	ns a rdisc6 -1 -q a0 || true
	ns a ndisc6 -1 -q 2001:db8:1::1 a0 || true
	ns a ping -n -q -c 1 2001:db8:1::1
	ns a ping -n -q -c 1 -I a0 ff02::1 || true
	kill "${started[-1]}" # radvd says goodbye: a lifetime of zero
	endcap ndp.pcap
}

scenario_stp() {
	host b1 b2
	wire b1 p1 00:00:5e:00:53:b1 b2 p2 00:00:5e:00:53:b2
	local n
	for n in 1 2; do
		ns "b$n" ip link add br0 address "00:00:5e:00:53:b$n" type bridge stp_state 1 forward_delay 200 hello_time 100 priority $((n * 4096))
		ns "b$n" ip link set "p$n" master br0
	done
	cap b2 p2 stp.pcap stp
	ns b1 ip link set br0 up
	ns b2 ip link set br0 up
	sleep 6
	ns b2 ip link set br0 type bridge priority 0 # topology change: the other becomes root
	sleep 3
	endcap stp.pcap
}

scenario_multicast() {
	lan
	ns a ip link add br0 address 00:00:5e:00:53:0a type bridge mcast_snooping 1 mcast_querier 1 mcast_igmp_version 3 mcast_mld_version 2 \
		mcast_startup_query_interval 100 mcast_query_response_interval 50
	ns a ip link set a0 master br0
	addr a br0 198.51.100.30/24
	cap b b0 multicast.pcap igmp or ip6 or udp port 5000
	ns a ip link set br0 up
	ns b python3 "$here/capture/multicast.py" b0 198.51.100.20
	ns b sysctl -qw net.ipv4.conf.b0.force_igmp_version=2 net.ipv6.conf.b0.force_mld_version=1
	ns b python3 "$here/capture/multicast.py" b0 198.51.100.20
	ns b sysctl -qw net.ipv4.conf.b0.force_igmp_version=1
	ns b python3 "$here/capture/multicast.py" b0 198.51.100.20
	sleep 2
	endcap multicast.pcap
}

scenario_fragments() {
	lan
	cap a a0 fragments.pcap
	ns a ping -n -q -c 2 -i 0.2 -s 4000 198.51.100.20
	ns a ping -n -q -c 2 -i 0.2 -s 4000 2001:db8:1::20
	ns a ping -n -q -c 1 -s 1473 198.51.100.20 # a last fragment of one byte of data
	ns b nc -6 -u -l -W 1 -p 5000 >/dev/null & # UDP over IPv6, one datagram of 5000 bytes
	sleep 0.2
	ns a python3 -c 'import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(bytes(range(250))*20, ("2001:db8:1::20", 5000))'
	endcap fragments.pcap
}

scenario_ipoptions() {
	routed
	ns r sysctl -qw net.ipv4.conf.all.accept_source_route=1 net.ipv4.conf.r0.accept_source_route=1
	ns s sysctl -qw net.ipv4.conf.all.accept_source_route=1 net.ipv4.conf.s0.accept_source_route=1
	cap c c0 ipoptions.pcap ip
	ns c ping -n -q -c 1 -R 203.0.113.80                               # record route
	ns c ping -n -q -c 1 -T tsonly 203.0.113.80                        # time stamps
	ns c ping -n -q -c 1 -T tsandaddr 203.0.113.80                     # with addresses
	ns c ping -n -q -c 1 -T tsprespec 198.51.100.1 203.0.113.80 203.0.113.80 || true
	ns c traceroute -n -q 1 -N 1 -m 3 -w 0.3 -g 198.51.100.1 203.0.113.80 || true # loose source route
	ns c ping -n -q -c 1 -Q 0xb9 203.0.113.80                          # DSCP EF, ECT(1)
	endcap ipoptions.pcap
}

scenario_ipv6ext() {
	routed
	ns r sysctl -qw net.ipv6.conf.all.seg6_enabled=1 net.ipv6.conf.r0.seg6_enabled=1
	ns s sysctl -qw net.ipv6.conf.all.seg6_enabled=1 net.ipv6.conf.s0.seg6_enabled=1
	cap c c0 ipv6ext.pcap ip6
	ns c ping -n -q -c 1 -F 0xabcde -Q 0x2e 2001:db8:2::80 # flow label and traffic class
	ns c python3 "$here/capture/ipv6ext.py" 2001:db8:2::80
	ns c ip -6 route add 2001:db8:2::53/128 encap seg6 mode inline segs 2001:db8:1::1 dev c0 via 2001:db8:1::1
	ns c ping -n -q -c 1 -W 1 2001:db8:2::53 # a segment routing header put in
	ns c ip -6 route replace 2001:db8:2::53/128 encap seg6 mode encap segs 2001:db8:2::80 dev c0 via 2001:db8:1::1
	ns c ping -n -q -c 1 -W 1 2001:db8:2::53 # and one around the packet
	endcap ipv6ext.pcap
}
