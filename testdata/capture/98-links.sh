# What neighbours tell each other on a link, and PPP without the kernel's. Read by capture.sh.
scenarios+=(lldp neighbors pppoe l2tp)

# lldpd_at NAME NS COMMANDS ARGUMENTS... runs lldpd with a host name and a /run of its own, and with commands as its configuration, of which there may be several lines.
lldpd_at() {
	chmod 755 "$work" # lldpcli gives its privileges up
	printf '%s\n' "$3" >"$work/$1.conf"
	daemon "$1" "$2" unshare -mu sh -c '
		mount -t tmpfs none /run
		hostname "$1.example"
		conf=$2 && shift 2
		exec lldpd -d -u /run/lldpd.socket -O "$conf" -k "$@"' sh "$1" "$work/$1.conf" "${@:4}"
}

# scenario_lldp: a switch that supplies power and a telephone; what the kernel here has no devices for (VLANs, aggregation) is configured as a TLV of its own. A neighbour that goes says so with a time to live of zero.
scenario_lldp() {
	pair
	cap c c0 lldp.pcap ether proto 0x88cc
	lldpd_at switch s 'configure system description "A switch"
		configure lldp tx-interval 2
		configure lldp portidsubtype ifname
		configure ports s0 lldp portdescription "To the telephone"
		configure ports s0 lldp custom-tlv add oui 00,80,c2 subtype 1 oui-info 00,0a
		configure ports s0 lldp custom-tlv add oui 00,80,c2 subtype 2 oui-info 06,00,14
		configure ports s0 lldp custom-tlv add oui 00,80,c2 subtype 3 oui-info 00,0a,05,76,6f,69,63,65
		configure ports s0 lldp custom-tlv add oui 00,80,c2 subtype 4 oui-info 05,00,00,42,42,03
		configure ports s0 lldp custom-tlv add oui 00,80,c2 subtype 7 oui-info 01,00,00,00,00
		configure ports s0 lldp custom-tlv add oui 00,00,5e subtype 9 oui-info 01,02,03
		configure ports s0 dot3 power pse supported enabled paircontrol powerpairs spare class class-3 type 2 source primary priority low requested 10000 allocated 15000
		configure ports s0 med power pse source primary priority high value 15000
		configure ports s0 med policy application voice tagged vlan 10 priority voice dscp 46
		configure ports s0 med policy application video-conferencing tagged vlan 20 priority video dscp 34
		configure ports s0 med location address country DE city Berlin street "Example Street" number 7 language de
		configure ports s0 med location coordinate latitude 52.5200N longitude 13.4050E altitude 34 m datum WGS84
		configure ports s0 med location elin 4915550100' -M 4
	lldpd_at phone c 'configure system description "A telephone"
		configure lldp tx-interval 2
		configure lldp portidsubtype local "port 1"
		configure inventory hardware-revision 1.0
		configure inventory software-revision 2.0
		configure inventory firmware-revision 3.0
		configure inventory serial-number 0001
		configure inventory manufacturer Example
		configure inventory model "Phone 1"
		configure inventory asset 42
		configure med fast-start enable
		configure ports c0 dot3 power pd supported enabled powerpairs spare class class-2 type 1 source pse priority low requested 5000 allocated 5000
		configure ports c0 med power pd source pse priority high value 5000
		configure ports c0 med policy application voice unknown' -M 3
	sleep 8
	kill "${started[1]}"
	sleep 1
	endcap lldp.pcap
}

# scenario_neighbors: lldpd again, with what other manufacturers had before there was LLDP: one side forces each protocol, with both versions of CDP in turns, the other answers.
scenario_neighbors() {
	pair
	cap c c0 neighbors.pcap 'ether[20:2] = 0x2000 or ether[20:2] = 0xbb or ether[20:2] = 0x1a2'
	lldpd_at switch s 'configure lldp tx-interval 2' -S 'A switch' -P 'Example 1000' -H 0 -ccc -ee -ff -ss
	lldpd_at router c 'configure lldp tx-interval 2
		configure system capabilities enabled router,bridge' -S 'A router' -P 'Example 2000' -H 0 -cc -e -f -s
	sleep 6
	endcap neighbors.pcap
}

# scenario_pppoe: discovery of two servers, a session that the server ends, for the kernel has no PPP, one that the client ends with services and a Host-Uniq, a service that there is not.
scenario_pppoe() {
	pair
	daemon pppoe s pppoe-server -F -I s0 -C concentrator -S internet -S video -M 'Welcome' -H http://www.example/ -q /bin/false
	daemon pppoe2 s pppoe-server -F -I s0 -C spare -S backup -q /bin/false
	cap c c0 pppoe.pcap pppoed or pppoes
	ns c pppoe -I c0 -A >>"$work/pppoe.out" 2>&1 || true
	ns c pppoe-discovery -I c0 -U -a 1 -t 1 >>"$work/pppoe.out" 2>&1 || true
	ns c pppoe -I c0 -d -C concentrator >>"$work/pppoe.out" 2>&1 || true
	ns c pppoe -I c0 -d -U -C spare -S backup >>"$work/pppoe.out" 2>&1 || true
	ns c pppoe -I c0 -k -e 7:00:00:5e:00:53:50 >>"$work/pppoe.out" 2>&1 || true
	timeout 4 ip netns exec "$prefix-c" pppoe -I c0 -d -t 1 -S absent >>"$work/pppoe.out" 2>&1 || true
	endcap pppoe.pcap
}

# l2tpd NAME NS CONFIGURATION runs xl2tpd, whose configuration's lines may be separated by semicolons, with a /run of its own. The pppd that it starts for a call ends at once where the kernel has no PPP.
l2tpd() {
	sed 's/; */\n/g' <<<"$3" >"$work/$1.conf"
	printf '* * secret\n' >"$work/$1.secrets"
	daemon "$1" "$2" unshare -mu sh -c '
		mount -t tmpfs none /run
		mkdir /run/xl2tpd
		hostname "$1.example"
		exec xl2tpd -D -c "$2.conf" -s "$2.secrets" -p /run/xl2tpd.pid -C "$2.control"' sh "$1" "$work/$1"
	until_ok test -p "$work/$1.control"
}

# scenario_l2tp: two tunnels with a challenge, the first with what hidden values need; calls that end as soon as PPP would begin; a tunnel that stands for more than a minute says so with Hello.
scenario_l2tp() {
	pair
	l2tpd lns s "[global]; port = 1701; auth file = $work/lns.secrets; [lns default]; ip range = 192.0.2.10-192.0.2.20; local ip = 192.0.2.1; challenge = yes; length bit = yes; hostname = lns.example; name = lns.example; require authentication = no"
	cap c c0 l2tp.pcap udp port 1701
	l2tpd lac c "[global]; port = 1701; auth file = $work/lac.secrets; [lac one]; lns = 198.51.100.80; challenge = yes; length bit = yes; name = lac.example; hostname = lac.example; require authentication = no; [lac two]; lns = 198.51.100.80; challenge = yes; hidden bit = yes; name = lac.example; require authentication = no"
	echo 'c two' >"$work/lac.control"
	sleep 1
	echo 'd two' >"$work/lac.control"
	sleep 3
	echo 'c one' >"$work/lac.control"
	sleep 70
	echo 'd one' >"$work/lac.control"
	sleep 3
	kill "${started[1]}"
	sleep 1
	endcap l2tp.pcap
}
