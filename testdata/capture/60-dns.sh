# DNS with BIND and dig, and DHCP with dnsmasq and two clients. Read by capture.sh.
scenarios+=(dns dnssec dns_tcp dhcpv4 dhcpv6)

scenario_dns() {
	routed
	dns_server s
	cap c c0 dns.pcap port 53
	local q
	while read -r q; do # shellcheck disable=SC2086
		ns c dig +tries=1 +ignore @203.0.113.53 $q >/dev/null || true
	done <"$here/capture/queries.txt"
	ns c dig +tries=1 -6 @2001:db8:2::53 www.example.net AAAA >/dev/null
	printf 'server 203.0.113.53\nupdate add new.example.net. 60 A 203.0.113.99\nsend\n' | ns c nsupdate || true # refused
	ns c dig +tries=1 +opcode=notify +noall @203.0.113.53 example.net soa >/dev/null
	endcap dns.pcap
}

scenario_dnssec() {
	routed
	dns_server s
	cap c c0 dnssec.pcap port 53
	local q
	for q in 'example.net DNSKEY' 'example.net SOA' 'example.net NSEC' 'example.net NSEC3PARAM' 'www.example.net A' \
		'nothing.example.net A' 'www.example.net MX' 'child.example.net DS' 'example.org DNSKEY' 'example.org NSEC3PARAM' \
		'nothing.example.org A' 'x.wild.example.org A' 'insecure.example.org DS' 'example.net CDS'; do
		# shellcheck disable=SC2086
		ns c dig +tries=1 +dnssec +cd +bufsize=4096 @203.0.113.53 $q >/dev/null
	done
	endcap dnssec.pcap
}

scenario_dns_tcp() {
	routed
	dns_server s
	cap c c0 dns-tcp.pcap port 53
	ns c dig +tries=1 +bufsize=512 @203.0.113.53 many.example.net TXT >/dev/null # truncated, then over TCP
	ns c dig +tcp +keepopen +keepalive @203.0.113.53 www.example.net A www.example.net AAAA >/dev/null
	ns c dig +tries=1 @203.0.113.53 example.org AXFR >/dev/null
	ns c dig +tries=1 @203.0.113.53 example.net IXFR=1 >/dev/null
	endcap dns-tcp.pcap
}

# dhcp_lan makes a client a and a server d on one link, and a script that does
# what the clients tell.
dhcp_lan() {
	host a d
	wire a a0 00:00:5e:00:53:0a d d0 00:00:5e:00:53:0d
	addr d d0 198.51.100.1/24 2001:db8:1::1/64
	cat >"$work/bound" <<-'SCRIPT'
		#!/bin/sh
		# udhcpc says bound and renew, dhclient BOUND, RENEW and so on, with other variables.
		case $1$reason in
		bound*|renew*) ip addr replace "$ip/${mask:-24}" dev "$interface" ;;
		*BOUND|*RENEW|*REBOOT) ip addr replace "$new_ip_address/24" dev "$interface" ;;
		*BOUND6|*RENEW6) ip -6 addr replace "$new_ip6_address/128" dev "$interface" nodad ;;
		esac
		exit 0
	SCRIPT
	chmod +x "$work/bound"
}

scenario_dhcpv4() {
	dhcp_lan
	daemon dnsmasq d dnsmasq --no-daemon --conf-file=/dev/null --port=0 --user=root --interface=d0 \
		--dhcp-authoritative --no-ping --dhcp-leasefile="$work/leases" --dhcp-range=198.51.100.100,198.51.100.110,255.255.255.0,2m \
		--dhcp-option=option:dns-server,203.0.113.53,203.0.113.54 --dhcp-option=option:domain-search,example.net,sub.example.net \
		--dhcp-option=option:classless-static-route,192.0.2.0/24,198.51.100.2,0.0.0.0/0,198.51.100.1 \
		--dhcp-option=option:ntp-server,203.0.113.123 --dhcp-option=option:mtu,1400 --domain=example.net \
		--dhcp-boot=boot.img,server,203.0.113.69 --dhcp-option=vendor:,1,0.0.0.0 --dhcp-option=option:tzdb-timezone,Etc/UTC
	until_ok grep -q 'DHCP, IP range' "$work/dnsmasq.log"
	cap a a0 dhcpv4.pcap port 67 or port 68
	ns a busybox udhcpc -f -q -n -R -i a0 -s "$work/bound" -x hostname:client -x 0x3d:01020304050607 -O 119 -O 121 -F client.example.net || true
	printf 'send host-name "client2";\nsend dhcp-client-identifier "text identifier";\nrequest subnet-mask, routers, domain-name-servers, domain-search, interface-mtu, ntp-servers, rfc3442-classless-static-routes;\noption rfc3442-classless-static-routes code 121 = array of unsigned integer 8;\n' >"$work/dhclient.conf"
	printf 'lease {\n interface "a0";\n fixed-address 192.0.2.50;\n option subnet-mask 255.255.255.0;\n expire never;\n}\n' >"$work/cl" # refused: a NAK
	ns a dhclient -4 -1 -cf "$work/dhclient.conf" -sf "$work/bound" -lf "$work/cl" -pf "$work/cp" a0 || true
	ns a dhclient -4 -r -cf "$work/dhclient.conf" -sf "$work/bound" -lf "$work/cl" -pf "$work/cp" a0 || true
	endcap dhcpv4.pcap
}

scenario_dhcpv6() {
	dhcp_lan
	daemon dnsmasq d dnsmasq --no-daemon --conf-file=/dev/null --port=0 --user=root --interface=d0 \
		--dhcp-leasefile="$work/leases" --dhcp-range=2001:db8:1::100,2001:db8:1::1ff,64,2m --enable-ra \
		--dhcp-option=option6:dns-server,[2001:db8:2::53] --dhcp-option=option6:domain-search,example.net \
		--dhcp-option=option6:sntp-server,[2001:db8:2::123] --dhcp-option=option6:bootfile-url,http://www.example.net/boot
	until_ok grep -q 'DHCPv6, IP range' "$work/dnsmasq.log"
	cap a a0 dhcpv6.pcap port 546 or port 547 or icmp6
	printf 'send fqdn.fqdn "client.example.net";\nalso request dhcp6.sntp-servers, dhcp6.bootfile-url;\n' >"$work/dhclient.conf"
	local v6=(dhclient -6 -cf "$work/dhclient.conf" -sf "$work/bound" -lf "$work/cl" -pf "$work/cp")
	ns a "${v6[@]}" -1 a0 || true
	ns a "${v6[@]}" -r a0 || true
	ns a timeout 5 "${v6[@]}" -1 -S a0 || true # information only
	endcap dhcpv6.pcap
}
