# Errors and rarer messages of ICMP and ICMPv6. Read by capture.sh.
scenarios+=(icmp icmpv6)

scenario_icmp() {
	routed
	ns r ip route add prohibit 192.0.2.64/26
	ns r ip route add unreachable 192.0.2.128/26
	ns r sysctl -qw net.ipv4.icmp_ratelimit=0
	ns s sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_echo_enable_probe=1
	ns r ip link set r1 mtu 1400
	addr s s0 203.0.113.90/24
	cap c c0 icmp.pcap ip
	ns c ping -n -q -c 1 203.0.113.80
	ns c ping -n -q -c 1 -p ff00 -s 13 203.0.113.80                 # an odd length
	ns c python3 "$here/capture/icmp.py" 203.0.113.80              # time stamp, extended echo, a length that is wrong
	ns c dig +short +tries=1 @203.0.113.80 example.net || true     # port unreachable
	ns c ping -n -q -c 1 -W 1 192.0.2.1 || true                    # network unreachable
	ns c ping -n -q -c 1 -W 1 192.0.2.65 || true                   # administratively prohibited
	ns c ping -n -q -c 1 -W 1 192.0.2.129 || true                  # host unreachable, by route
	ns c ping -n -q -c 1 -W 4 203.0.113.99 || true                 # host unreachable, nobody answers ARP
	ns c ping -n -q -c 2 -i 0.2 -W 1 -M do -s 1472 203.0.113.80 || true # fragmentation needed
	ns c traceroute -n -q 1 -N 1 203.0.113.90                      # time exceeded, port unreachable
	ns c traceroute -n -q 1 -N 1 -I 203.0.113.90
	ns c traceroute -n -q 1 -N 1 -T -p 81 203.0.113.90
	ns r ip neigh add 198.51.100.99 lladdr 00:00:5e:00:53:99 dev r0
	ns c ip route add 198.51.100.99/32 via 198.51.100.1
	ns c ping -n -q -c 1 -W 1 198.51.100.99 || true                # redirect
	endcap icmp.pcap
}

scenario_icmpv6() {
	routed
	ns r ip -6 route add prohibit 2001:db8:a::/48
	ns r ip -6 route add unreachable 2001:db8:b::/48
	ns r sysctl -qw net.ipv6.icmp.ratelimit=0
	ns s sysctl -qw net.ipv6.icmp.ratelimit=0 net.ipv6.icmp.echo_ignore_all=0
	ns r ip link set r1 mtu 1400
	addr s s0 2001:db8:2::90/64
	cap c c0 icmpv6.pcap ip6
	ns r ip -6 neigh add 2001:db8:1::99 lladdr 00:00:5e:00:53:99 dev r0
	ns c ip -6 route add 2001:db8:1::99/128 via fe80::200:5eff:fe00:5301 dev c0
	ns c ping -n -q -c 1 -W 1 2001:db8:1::99 || true              # redirect; first, for errors use up what is allowed
	ns c ping -n -q -c 1 2001:db8:2::80
	ns c dig +short +tries=1 @2001:db8:2::80 example.net || true  # port unreachable
	ns c ping -n -q -c 1 -W 1 2001:db8:c::1 || true               # no route
	ns c ping -n -q -c 1 -W 1 2001:db8:a::1 || true               # administratively prohibited
	ns c ping -n -q -c 1 -W 1 2001:db8:b::1 || true               # reject route
	ns c ping -n -q -c 1 -W 4 2001:db8:2::99 || true              # address unreachable
	ns c ping -n -q -c 2 -i 0.2 -W 1 -M do -s 1450 2001:db8:2::80 || true # packet too big
	ns c traceroute -6 -n -q 1 -N 1 2001:db8:2::90                # time exceeded, port unreachable
	ns c traceroute -6 -n -q 1 -N 1 -I 2001:db8:2::90
	ns c traceroute -6 -n -q 1 -N 1 -T -p 81 2001:db8:2::90
	ns c ping -n -q -c 1 -W 1 -N name 2001:db8:2::80 || true      # node information query: nobody answers
	ns c ping -n -q -c 1 -W 1 -N ipv6 2001:db8:2::80 || true
	endcap icmpv6.pcap
}
