# Tags and tunnels. Read by capture.sh.
scenarios+=(vlan qinq vxlan)

# switched TAGS_AC [TAGS_BD] makes a -- x ==trunk== y -- b, where the switches x
# and y are a program that pushes and pops tags; with a second argument also
# c -- x ==trunk== y -- d. The kernel's own VLAN devices are not needed.
switched() {
	host a b c d x y
	ns x sysctl -qw net.ipv6.conf.default.disable_ipv6=1
	ns y sysctl -qw net.ipv6.conf.default.disable_ipv6=1
	wire x trunk 00:00:5e:00:53:71 y trunk 00:00:5e:00:53:72
	local pair left right n=0
	for pair in 'a b' 'c d'; do
		read -r left right <<<"$pair"
		n=$((n + 1))
		[ $# -ge $n ] || break
		wire "$left" e0 "00:00:5e:00:53:${n}0" x "p$n" "00:00:5e:00:53:${n}1"
		wire "$right" e0 "00:00:5e:00:53:${n}9" y "p$n" "00:00:5e:00:53:${n}8"
		addr "$left" e0 "198.51.100.${n}0/24" "2001:db8:1::${n}0/64"
		addr "$right" e0 "198.51.100.${n}9/24" "2001:db8:1::${n}9/64"
		# shellcheck disable=SC2086
		daemon "switch-x$n" x python3 "$here/capture/switch.py" "p$n" trunk ${!n}
		# shellcheck disable=SC2086
		daemon "switch-y$n" y python3 "$here/capture/switch.py" "p$n" trunk ${!n}
		until_ok grep -q ready "$work/switch-x$n.log"
		until_ok grep -q ready "$work/switch-y$n.log"
	done
}

scenario_vlan() {
	switched '8100:b00a' '8100:0014' # VLAN 10 with priority 5 and drop eligible, VLAN 20
	cap x trunk vlan.pcap
	ns a ping -n -q -c 2 -i 0.2 198.51.100.19
	ns c ping -n -q -c 2 -i 0.2 198.51.100.29
	ns a ping -n -q -c 1 2001:db8:1::19
	ns d nc -l -W 1 -p 7000 >/dev/null &
	sleep 0.3
	echo 'over VLAN 20' | ns c nc -q 0 198.51.100.29 7000
	golden_flags=-e endcap vlan.pcap
}

scenario_qinq() {
	switched '88a8:0064 8100:000a' '8100:6064 8100:0014' # 802.1ad, and two 802.1Q tags
	cap y trunk qinq.pcap
	ns a ping -n -q -c 2 -i 0.2 198.51.100.19
	ns c ping -n -q -c 2 -i 0.2 198.51.100.29
	ns a ping -n -q -c 1 2001:db8:1::19
	golden_flags=-e endcap qinq.pcap
}

scenario_vxlan() {
	host a b
	wire a a0 00:00:5e:00:53:0a b b0 00:00:5e:00:53:0b
	addr a a0 198.51.100.10/24 2001:db8:1::10/64
	addr b b0 198.51.100.20/24 2001:db8:1::20/64
	ns a ip link add vx0 address 00:00:5e:00:53:1a type vxlan id 4660 dstport 4789 local 198.51.100.10 remote 198.51.100.20
	ns b ip link add vx0 address 00:00:5e:00:53:1b type vxlan id 4660 dstport 4789 local 198.51.100.20 remote 198.51.100.10
	ns a ip link add vx6 address 00:00:5e:00:53:2a type vxlan id 1 dstport 8472 gbp local 2001:db8:1::10 remote 2001:db8:1::20 udp6zerocsumtx udp6zerocsumrx
	ns b ip link add vx6 address 00:00:5e:00:53:2b type vxlan id 1 dstport 8472 gbp local 2001:db8:1::20 remote 2001:db8:1::10 udp6zerocsumtx udp6zerocsumrx
	port a vx0 && port b vx0 && port a vx6 && port b vx6
	addr a vx0 192.0.2.10/24 2001:db8:10::10/64
	addr b vx0 192.0.2.20/24 2001:db8:10::20/64
	addr a vx6 203.0.113.10/24
	addr b vx6 203.0.113.20/24
	cap a a0 vxlan.pcap udp
	ns a ping -n -q -c 2 -i 0.2 192.0.2.20
	ns a ping -n -q -c 1 2001:db8:10::20
	ns a ping -n -q -c 1 203.0.113.20 # over IPv6, without a UDP checksum, on Linux's old port
	endcap vxlan.pcap
}
