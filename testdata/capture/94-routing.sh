# Routing protocols: FRR's daemons and keepalived on two routers. Read by capture.sh. Packages: frr keepalived.
scenarios+=(ospf ospf6 isis bgp pim eigrp bfd rip ripng vrrp)

# routers makes a -- b with FRR's zebra on both. The files of the daemons are in the work directory.
routers() {
	host a b
	wire a a0 00:00:5e:00:53:0a b b0 00:00:5e:00:53:0b
	addr a a0 198.51.100.1/24 2001:db8:1::1/64
	addr b b0 198.51.100.2/24 2001:db8:1::2/64
	addr a lo 203.0.113.1/32 2001:db8:a::1/128
	addr b lo 203.0.113.2/32 2001:db8:b::1/128
	ns a sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	ns b sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	chmod 755 "$work"
	local n
	for n in a b; do
		mkdir -p "$work/frr-$n"
		chown frr:frr "$work/frr-$n"
		router "$n" zebra </dev/null
		until_ok test -S "$work/frr-$n/zserv"
	done
}

# router NS DAEMON runs one of FRR's daemons with the configuration on standard input.
router() {
	local dir=$work/frr-$1
	cat >"$dir/$2.conf"
	chown frr:frr "$dir/$2.conf"
	daemon "$2-$1" "$1" "/usr/lib/frr/$2" -f "$dir/$2.conf" -i "$dir/$2.pid" -z "$dir/zserv" --vty_socket "$dir" --log stdout
}

# both DAEMON runs a daemon on both routers, with %n as the router's number, %i as its interface and %p as the other's number.
both() {
	local text
	text=$(cat)
	sed 's/%n/1/g; s/%i/a0/g; s/%p/2/g' <<<"$text" | router a "$1"
	sed 's/%n/2/g; s/%i/b0/g; s/%p/1/g' <<<"$text" | router b "$1"
}

scenario_ospf() {
	routers
	cap a a0 ospf.pcap ip proto 89
	both ospfd <<-'END'
		interface %i
		 ip ospf hello-interval 2
		 ip ospf dead-interval 8
		 ip ospf message-digest-key 1 md5 secret
		router ospf
		 ospf router-id 203.0.113.%n
		 network 198.51.100.0/24 area 0
		 network 203.0.113.0/24 area 0
		 area 0 authentication message-digest
		 capability opaque
		 router-info area
		 redistribute connected
		 mpls-te on
		 mpls-te router-address 203.0.113.%n
	END
	sleep 20
	endcap ospf.pcap
}

scenario_ospf6() {
	routers
	cap a a0 ospf6.pcap ip6 proto 89
	both ospf6d <<-'END'
		interface %i
		 ipv6 ospf6 area 0
		 ipv6 ospf6 hello-interval 2
		 ipv6 ospf6 dead-interval 8
		interface lo
		 ipv6 ospf6 area 0
		router ospf6
		 ospf6 router-id 203.0.113.%n
		 redistribute connected
	END
	sleep 20
	endcap ospf6.pcap
}

scenario_isis() {
	routers
	cap a a0 isis.pcap iso
	both isisd <<-'END'
		interface %i
		 ip router isis core
		 ipv6 router isis core
		 isis hello-interval 2
		 no isis hello padding
		 isis csnp-interval 5
		interface lo
		 ip router isis core
		 ipv6 router isis core
		router isis core
		 net 49.0001.0000.0000.000%n.00
		 metric-style wide
		 topology ipv6-unicast
		 area-password md5 secret
		 log-adjacency-changes
	END
	sleep 15
	endcap isis.pcap
}

scenario_bgp() {
	routers
	cap a a0 bgp.pcap tcp port 179
	both bgpd <<-'END'
		router bgp 6500%n
		 bgp router-id 203.0.113.%n
		 no bgp ebgp-requires-policy
		 no bgp network import-check
		 neighbor 198.51.100.%p remote-as 6500%p
		 neighbor 198.51.100.%p timers 3 9
		 neighbor 198.51.100.%p capability extended-nexthop
		 address-family ipv4 unicast
		  network 203.0.113.%n/32
		  neighbor 198.51.100.%p route-map OUT out
		  neighbor 198.51.100.%p addpath-tx-all-paths
		 exit-address-family
		 address-family ipv6 unicast
		  network 2001:db8:5%n::/48
		  neighbor 198.51.100.%p activate
		 exit-address-family
		 address-family l2vpn evpn
		  neighbor 198.51.100.%p activate
		 exit-address-family
		route-map OUT permit 10
		 set community 65000:1 no-export
		 set large-community 65000:1:2
		 set extcommunity rt 65000:7
		 set metric 10
	END
	sleep 15
	endcap bgp.pcap
}

scenario_pim() {
	routers
	cap a a0 pim.pcap pim or igmp
	both pimd <<-'END'
		interface %i
		 ip pim
		 ip pim hello 2
		 ip igmp
		 ip igmp query-interval 5
		 ip igmp join 232.1.1.%n 203.0.113.%p
		interface lo
		 ip pim
		ip pim rp 203.0.113.1 224.0.0.0/4
	END
	sleep 15
	endcap pim.pcap
}

scenario_eigrp() {
	routers
	cap a a0 eigrp.pcap ip proto 88
	both eigrpd <<-'END'
		interface %i
		router eigrp 100
		 eigrp router-id 203.0.113.%n
		 network 198.51.100.0/24
		 network 203.0.113.%n/32
	END
	sleep 15
	endcap eigrp.pcap
}

scenario_bfd() {
	routers
	cap a a0 bfd.pcap udp portrange 3784-3785
	both bfdd <<-'END'
		bfd
		 peer 198.51.100.%p interface %i
		  receive-interval 500
		  transmit-interval 500
		 peer 2001:db8:1::%p local-address 2001:db8:1::%n
		  receive-interval 500
		  transmit-interval 500
	END
	sleep 4
	endcap bfd.pcap
}

scenario_rip() {
	routers
	cap a a0 rip.pcap udp port 520
	both ripd <<-'END'
		key chain k
		 key 1
		  key-string secret
		interface %i
		 ip rip authentication mode md5
		 ip rip authentication key-chain k
		router rip
		 network 198.51.100.0/24
		 redistribute connected
		 timers basic 5 30 30
	END
	sleep 15
	endcap rip.pcap
}

scenario_ripng() {
	routers
	cap a a0 ripng.pcap udp port 521
	both ripngd <<-'END'
		router ripng
		 network %i
		 redistribute connected
		 timers basic 5 30 30
	END
	sleep 15
	endcap ripng.pcap
}

# keepalived, version 2 with a password on one virtual router, version 3 of IPv4 and IPv6 on two others.
scenario_vrrp() {
	host a b
	wire a a0 00:00:5e:00:53:0a b b0 00:00:5e:00:53:0b
	addr a a0 198.51.100.1/24 2001:db8:1::1/64
	addr b b0 198.51.100.2/24 2001:db8:1::2/64
	cap a a0 vrrp.pcap 'ip proto 112 or ip6 proto 112'
	local n i prio
	for n in a b; do
		i=${n}0
		prio=$([ "$n" = a ] && echo 150 || echo 100)
		cat >"$work/keepalived-$n.conf" <<-END
			global_defs {
				router_id $n
			}
			vrrp_instance two {
				interface $i
				state BACKUP
				virtual_router_id 20
				priority $prio
				advert_int 1
				version 2
				authentication {
					auth_type PASS
					auth_pass secret
				}
				virtual_ipaddress {
					198.51.100.20/24
				}
			}
			vrrp_instance three {
				interface $i
				state BACKUP
				virtual_router_id 30
				priority $prio
				advert_int 0.5
				version 3
				virtual_ipaddress {
					198.51.100.30/24
				}
			}
			vrrp_instance six {
				interface $i
				state BACKUP
				virtual_router_id 60
				priority $prio
				advert_int 0.5
				version 3
				virtual_ipaddress {
					fe80::60
					2001:db8:1::60
				}
			}
		END
		daemon "keepalived-$n" "$n" keepalived -n -l -P -p "$work/keepalived-$n.pid" -r "$work/vrrp-$n.pid" -f "$work/keepalived-$n.conf"
	done
	sleep 6
	kill "${started[0]}" # gives up: priority 0
	sleep 3
	endcap vrrp.pcap
}
