# Open vSwitch with its datapath in user space, for which the kernel needs no modules. Read by capture.sh.
scenarios+=(ovs_tunnels ovs_flows)

# vswitch NS NUMBER runs Open vSwitch with a bridge br-phy around the namespace's port, which has the addresses that end in the number, and a bridge br-int.
vswitch() {
	local db=$work/ovs-$1 mac=00:00:5e:00:53
	mkdir -p "$db"
	ovsdb-tool create "$db/conf.db" /usr/share/openvswitch/vswitch.ovsschema
	daemon "ovsdb-$1" "$1" env OVS_RUNDIR="$db" ovsdb-server "$db/conf.db" --remote="punix:$db/db.sock"
	until_ok test -S "$db/db.sock"
	vsctl "$1" --no-wait init
	daemon "ovs-$1" "$1" env OVS_RUNDIR="$db" ovs-vswitchd "unix:$db/db.sock"
	vsctl "$1" add-br br-phy -- set bridge br-phy datapath_type=netdev "other-config:hwaddr=$mac:0$2" -- add-port br-phy "${1}0" \
		-- add-br br-int -- set bridge br-int datapath_type=netdev "other-config:hwaddr=$mac:1$2"
	addr "$1" br-phy "198.51.100.$2/24" "2001:db8:1::$2/64"
	ns "$1" sysctl -qw net.ipv6.conf.br-int.disable_ipv6=1
	ns "$1" ip link set br-phy up
	ns "$1" ip link set br-int up
}

vsctl() { ns "$1" env OVS_RUNDIR="$work/ovs-$1" ovs-vsctl -t 5 --db="unix:$work/ovs-$1/db.sock" "${@:2}"; }
ofctl() { ns "$1" env OVS_RUNDIR="$work/ovs-$1" ovs-ofctl "${@:2}"; }

# vswitches makes a -- b with Open vSwitch on both.
vswitches() {
	host a b
	wire a a0 00:00:5e:00:53:0a b b0 00:00:5e:00:53:0b
	ns a sysctl -qw net.ipv6.conf.a0.disable_ipv6=1
	ns b sysctl -qw net.ipv6.conf.b0.disable_ipv6=1
	ns a sysctl -qw net.ipv4.conf.a0.arp_ignore=8 # the bridge has the addresses
	ns b sysctl -qw net.ipv4.conf.b0.arp_ignore=8
	vswitch a 1
	vswitch b 2
	addr a br-int 192.0.2.1/24
	local n
	for n in a b; do
		ofctl "$n" del-flows br-int
		ofctl "$n" add-tlv-map br-int '{class=0x102,type=0x80,len=4}->tun_metadata0,{class=0xffff,type=1,len=8}->tun_metadata1'
	done
}

# tunnel NUMBER TYPE REMOTES ACTIONS OPTIONS... adds a tunnel to both sides, over IPv6 where REMOTES is 6. What goes to 192.0.2.1NUMBER is sent through it, and so is what comes from there.
tunnel() {
	local n port=$((100 + $1)) far
	addr b br-int "192.0.2.1$1/24"
	for n in a b; do
		far=$([ $n = a ] && echo 2 || echo 1)
		far=$([ "$3" = 6 ] && echo "2001:db8:1::$far" || echo "198.51.100.$far")
		vsctl "$n" add-port br-int "t$1" -- set interface "t$1" type="$2" ofport_request="$port" options:remote_ip="$far" "${@:5}"
		ofctl "$n" add-flow br-int "in_port=$port actions=LOCAL"
		far=$([ $n = a ] && echo dst || echo src)
		ofctl "$n" add-flow br-int "in_port=LOCAL,ip,nw_$far=192.0.2.1$1 actions=$4${4:+,}output:$port"
		far=$([ $n = a ] && echo tpa || echo spa)
		ofctl "$n" add-flow br-int "in_port=LOCAL,arp,arp_$far=192.0.2.1$1 actions=$4${4:+,}output:$port"
	done
}

# echo_through NUMBERS... sends echoes through the tunnels.
echo_through() {
	local i
	for i; do ns a ping -qc2 -i0.2 -W1 "192.0.2.1$i" >>"$work/ping.log"; done
}

# scenario_ovs_tunnels: the same echo through each of the tunnels. Those of GRE go before those of ERSPAN come: in user space one of the two gets all packets.
scenario_ovs_tunnels() {
	vswitches
	tunnel 1 geneve 4 'set_field:0x1234->tun_metadata0,set_field:0x5678->tun_metadata1' options:key=10 options:csum=true
	tunnel 2 geneve 6 '' options:key=11 options:csum=true
	tunnel 3 vxlan 4 'set_field:7->tun_gbp_id' options:key=20 options:exts=gbp
	tunnel 4 gre 4 '' options:key=30 options:csum=true
	tunnel 5 gre 6 '' options:seq=true
	cap a a0 ovs-tunnels.pcap 'not (icmp6 and ip6[40] = 133)'
	echo_through 1 2 3 4 5
	vsctl a -- del-port t4 -- del-port t5
	vsctl b -- del-port t4 -- del-port t5
	tunnel 6 erspan 4 '' options:key=40 options:erspan_ver=1 options:erspan_idx=3
	tunnel 7 erspan 6 '' options:key=50 options:erspan_ver=2 options:erspan_dir=1 options:erspan_hwid=4
	echo_through 6 7
	endcap ovs-tunnels.pcap
}

# scenario_ovs_flows: what the switch says about its traffic, as sFlow, NetFlow and IPFIX.
scenario_ovs_flows() {
	vswitches
	tunnel 1 geneve 4 '' options:key=10
	daemon sflow b nc -luk 198.51.100.2 6343
	daemon netflow b nc -luk 198.51.100.2 2055
	daemon ipfix b nc -luk 198.51.100.2 4739
	ns a ping -qc1 192.0.2.11 >/dev/null || true
	cap a a0 ovs-flows.pcap 'udp port 6343 or udp port 2055 or udp port 4739'
	vsctl a -- --id=@s create sflow agent=br-phy 'target="198.51.100.2:6343"' sampling=2 polling=2 header=128 \
		-- --id=@n create netflow 'targets="198.51.100.2:2055"' active_timeout=2 engine_id=7 \
		-- --id=@i create ipfix 'targets="198.51.100.2:4739"' sampling=1 obs_domain_id=1 obs_point_id=2 cache_active_timeout=2 other_config:enable-tunnel-sampling=true \
		-- set bridge br-int sflow=@s netflow=@n ipfix=@i >/dev/null
	sleep 1
	ns a ping -qc6 -i0.3 192.0.2.11 >/dev/null || true
	sleep 6
	endcap ovs-flows.pcap
}
