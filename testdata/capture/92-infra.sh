# Services of a network: time, management, logs, boot files, authentication. Read by capture.sh.
scenarios+=(ntp chrony snmp syslog tftp radius diameter dhcpv6_relay)

# pair makes c -- s, a client and a server on one link.
pair() {
	host c s
	wire c c0 00:00:5e:00:53:0c s s0 00:00:5e:00:53:50
	addr c c0 198.51.100.10/24 2001:db8:1::10/64
	addr s s0 198.51.100.80/24 2001:db8:1::80/64
}

scenario_ntp() {
	pair
	printf 'restrict default\nrestrict 198.51.100.10\nserver 127.127.1.0\nfudge 127.127.1.0 stratum 5\nkeys %s\ntrustedkey 7\ncontrolkey 7\n' "$work/keys" >"$work/ntp.conf"
	printf '7 SHA1 secretsecretsecret\n' >"$work/keys"
	daemon ntpd s ntpd -n -x -c "$work/ntp.conf" -f "$work/drift" -l "$work/ntpd.out"
	until_ok ns s ntpq -c rv
	cap c c0 ntp.pcap port 123
	ns c ntpdig -t 2 198.51.100.80 >/dev/null || true
	ns c ntpdig -t 2 2001:db8:1::80 >/dev/null || true
	ns c ntpdig -t 2 -a 7 -k "$work/keys" 198.51.100.80 >/dev/null || true # with a digest
	ns c ntpq -n -c peers 198.51.100.80 >/dev/null || true
	ns c ntpq -n -c 'rv 0 version,leap,stratum,refid' -c mrulist 198.51.100.80 >/dev/null || true
	endcap ntp.pcap
}

scenario_chrony() {
	pair
	local n=${CHRONYD:-chronyd}
	printf 'local stratum 3\nallow\ncmdport 0\nport 123\nkeyfile %s\npidfile %s\ndriftfile %s\n' "$work/ckeys" "$work/s.pid" "$work/s.drift" >"$work/s.conf"
	printf 'server 198.51.100.80 iburst minpoll 0 maxpoll 0 key 1 xleave\nserver 2001:db8:1::80 iburst minpoll 0 maxpoll 0 extfield F323\ncmdport 0\nkeyfile %s\npidfile %s\ndriftfile %s\n' \
		"$work/ckeys" "$work/c.pid" "$work/c.drift" >"$work/c.conf"
	printf '1 AES128 HEX:00112233445566778899aabbccddeeff\n' >"$work/ckeys"
	daemon chronys s "$n" -n -x -u root -f "$work/s.conf"
	sleep 1
	cap c c0 chrony.pcap port 123
	daemon chronyc c "$n" -n -x -u root -f "$work/c.conf"
	sleep 6
	endcap chrony.pcap
}

scenario_snmp() {
	pair
	cat >"$work/snmpd.conf" <<-CONF
		agentAddress udp:161,udp6:161
		rocommunity public
		rwcommunity private
		rocommunity6 public
		rouser bob authPriv
		rouser carol noauth
		sysLocation a rack
		createUser bob SHA "authentication" AES "encryption"
		createUser carol
	CONF
	daemon snmpd s unshare --uts sh -c 'hostname server; exec "$@"' sh env SNMP_PERSISTENT_DIR="$work" snmpd -f -Lo -C -c "$work/snmpd.conf" -p "$work/snmpd.pid"
	until_ok ns s snmpget -v2c -c public 127.0.0.1 1.3.6.1.2.1.1.5.0
	printf 'disableAuthorization yes\n' >"$work/trapd.conf"
	daemon snmptrapd c snmptrapd -f -Lo -C -c "$work/trapd.conf" udp:162 || true
	cap c c0 snmp.pcap port 161 or port 162
	local v
	for v in 1 2c; do
		ns c snmpget -v$v -c public 198.51.100.80 1.3.6.1.2.1.1.1.0 1.3.6.1.2.1.1.3.0 1.3.6.1.2.1.1.2.0 >/dev/null || true
		ns c snmpget -v$v -c public 198.51.100.80 1.3.6.1.2.1.1.99.0 >/dev/null || true
	done
	ns c snmpwalk -v2c -c public 198.51.100.80 1.3.6.1.2.1.4.20 >/dev/null || true
	ns c snmpbulkwalk -v2c -c public udp6:2001:db8:1::80 1.3.6.1.2.1.1 >/dev/null || true
	ns c snmpset -v2c -c private 198.51.100.80 1.3.6.1.2.1.1.6.0 s elsewhere >/dev/null || true
	ns c snmpget -v3 -u carol -l noAuthNoPriv 198.51.100.80 1.3.6.1.2.1.1.5.0 >/dev/null || true
	ns c snmpget -v3 -u bob -l authPriv -a SHA -A authentication -x AES -X encryption 198.51.100.80 1.3.6.1.2.1.1.5.0 >/dev/null || true
	ns c snmpget -v3 -u nobody -l noAuthNoPriv 198.51.100.80 1.3.6.1.2.1.1.5.0 >/dev/null || true
	ns s snmptrap -v1 -c public 198.51.100.10 1.3.6.1.4.1.32473 198.51.100.80 6 17 '' 1.3.6.1.2.1.1.5.0 s host || true
	ns s snmptrap -v2c -c public 198.51.100.10 '' 1.3.6.1.6.3.1.1.5.3 1.3.6.1.2.1.2.2.1.1.2 i 2 || true
	ns s snmpinform -v2c -r 0 -t 1 -c public 198.51.100.10 '' 1.3.6.1.6.3.1.1.5.4 1.3.6.1.2.1.2.2.1.1.2 i 2 || true
	endcap snmp.pcap
}

scenario_syslog() {
	pair
	printf 'module(load="imudp")\ninput(type="imudp" port="514")\n*.* %s\n' "$work/messages" >"$work/rsyslogd.conf"
	printf '*.* action(type="omfwd" target="198.51.100.80" port="514" protocol="udp" template="RSYSLOG_SyslogProtocol23Format")\nmodule(load="imuxsock" SysSock.Use="off")\ninput(type="imuxsock" socket="%s")\n' "$work/log" >"$work/forward.conf"
	daemon rsyslogd s rsyslogd -n -f "$work/rsyslogd.conf" -i "$work/r.pid"
	daemon forward c unshare --uts sh -c 'hostname client; exec "$@"' sh rsyslogd -n -f "$work/forward.conf" -i "$work/f.pid"
	sleep 2
	cap c c0 syslog.pcap port 514
	ns c unshare --uts sh -c 'hostname client; exec "$@"' sh logger -n 198.51.100.80 -d --rfc3164 -t example -i -p daemon.warning 'in the old form'
	ns c unshare --uts sh -c 'hostname client; exec "$@"' sh logger -n 198.51.100.80 -d --rfc5424 -t example -p local0.notice --sd-id timeQuality@32473 --sd-param 'a="1"' --msgid ID47 'in the new form'
	ns c unshare --uts sh -c 'hostname client; exec "$@"' sh logger -n 2001:db8:1::80 -d --rfc5424=notime,nohost -t example -p kern.emerg 'without time and host'
	ns c unshare --uts sh -c 'hostname client; exec "$@"' sh logger -u "$work/log" -t example -p mail.info 'forwarded'
	endcap syslog.pcap
}

scenario_tftp() {
	pair
	mkdir -p "$work/tftp" && chmod 777 "$work/tftp"
	seq 1 400 >"$work/tftp/boot" && chmod 666 "$work/tftp/boot"
	daemon tftpd s in.tftpd --listen --foreground --create --permissive --user root --secure "$work/tftp"
	sleep 1
	cap c c0 tftp.pcap udp
	(cd "$work" && ns c tftp -m binary 198.51.100.80 -c get boot)
	(cd "$work" && ns c tftp -m ascii 198.51.100.80 -c put boot upload)
	(cd "$work" && ns c tftp 198.51.100.80 -c get missing) || true
	ns c curl -s -o /dev/null tftp://198.51.100.80/boot || true # with options
	ns c curl -s -o /dev/null --tftp-blksize 1400 tftp://198.51.100.80/boot || true
	endcap tftp.pcap
}

scenario_radius() {
	pair
	local d=$work/raddb
	cp -r /etc/freeradius/3.0 "$d"
	printf 'client lab {\n ipaddr = 198.51.100.0/24\n secret = secret\n}\nclient lab6 {\n ipv6addr = 2001:db8:1::/64\n secret = secret\n}\n' >"$d/clients.conf"
	printf 'bob Cleartext-Password := "password"\n\tFramed-IP-Address = 203.0.113.7,\n\tReply-Message = "hello",\n\tTunnel-Type:1 = VLAN,\n\tTunnel-Medium-Type:1 = IEEE-802,\n\tTunnel-Private-Group-Id:1 = "42",\n\tFramed-IPv6-Prefix = 2001:db8:7::/64,\n\tCisco-AVPair = "shell:priv-lvl=15"\n' >"$d/mods-config/files/authorize"
	sed -i 's/^\(\s*user\) = .*/\1 = root/; s/^\(\s*group\) = .*/\1 = root/' "$d/radiusd.conf"
	ln -sf ../sites-available/coa "$d/sites-enabled/coa"
	openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=radius.example.net -keyout "$work/radius.key" -out "$work/radius.pem" 2>/dev/null
	sed -i "s,private_key_file = .*,private_key_file = $work/radius.key,; s,certificate_file = .*,certificate_file = $work/radius.pem,; s,ca_file = .*,ca_file = $work/radius.pem," "$d/mods-available/eap"
	daemon freeradius s freeradius -f -l stdout -d "$d"
	until_ok grep -q 'Ready to process' "$work/freeradius.log" || until_ok grep -q 'Ready to process' "$work/freeradius.log"
	cap c c0 radius.pcap udp port 1812 or udp port 1813 or udp port 3799
	printf 'User-Name = "bob"\nUser-Password = "password"\nNAS-IP-Address = 198.51.100.10\nNAS-Port = 3\nNAS-Port-Type = Ethernet\nMessage-Authenticator = 0x00\n' | ns c radclient -t 2 198.51.100.80:1812 auth secret >/dev/null || true
	printf 'User-Name = "bob"\nCHAP-Password = "password"\nNAS-Identifier = "nas"\n' | ns c radclient -t 2 '[2001:db8:1::80]:1812' auth secret >/dev/null || true
	printf 'User-Name = "bob"\nUser-Password = "wrong"\n' | ns c radclient -t 2 198.51.100.80:1812 auth secret >/dev/null || true
	printf 'User-Name = "bob"\nAcct-Status-Type = Start\nAcct-Session-Id = "0001"\nNAS-IP-Address = 198.51.100.10\nEvent-Timestamp = 1700000000\n' | ns c radclient -t 2 198.51.100.80:1813 acct secret >/dev/null || true
	printf 'Message-Authenticator = 0x00\n' | ns c radclient -t 2 198.51.100.80:1812 status secret >/dev/null || true
	printf 'User-Name = "bob"\nAcct-Session-Id = "0001"\n' | ns c radclient -t 2 198.51.100.80:3799 disconnect secret >/dev/null || true
	printf 'network={\n key_mgmt=WPA-EAP\n eap=TTLS\n identity="bob"\n anonymous_identity="anonymous"\n password="password"\n phase2="autheap=MSCHAPV2"\n}\n' >"$work/eap.conf"
	ns c eapol_test -c "$work/eap.conf" -a 198.51.100.80 -A 198.51.100.10 -s secret -t 5 >/dev/null || true
	endcap radius.pcap
}

scenario_diameter() {
	pair
	local n
	for n in c s; do
		openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$n.example.net" -keyout "$work/$n.key" -out "$work/$n.pem" 2>/dev/null
		printf 'Identity = "%s.example.net";\nRealm = "example.net";\nPort = 3868;\nSecPort = 0;\nNo_SCTP;\nTLS_Cred = "%s", "%s";\nTLS_CA = "%s";\nTwTimer = 6;\n' "$n" "$work/$n.pem" "$work/$n.key" "$work/$n.pem" >"$work/$n.fd"
	done
	printf 'ListenOn = "198.51.100.80";\nConnectPeer = "c.example.net" { ConnectTo = "198.51.100.10"; No_TLS; };\n' >>"$work/s.fd"
	printf 'ListenOn = "198.51.100.10";\nConnectPeer = "s.example.net" { ConnectTo = "198.51.100.80"; No_TLS; };\n' >>"$work/c.fd"
	cap c c0 diameter.pcap tcp port 3868
	daemon fds s freeDiameterd -c "$work/s.fd"
	sleep 2
	daemon fdc c freeDiameterd -c "$work/c.fd"
	sleep 16
	kill "${started[-1]}" # disconnect peer
	sleep 2
	endcap diameter.pcap
}

# scenario_dhcpv6_relay: a client that wants addresses and a prefix, a relay agent, a server.
scenario_dhcpv6_relay() {
	routed
	daemon dnsmasq s dnsmasq --no-daemon --conf-file=/dev/null --port=0 --user=root --interface=s0 --dhcp-leasefile="$work/leases" \
		--dhcp-range=2001:db8:1::100,2001:db8:1::1ff,64,2m --dhcp-option=option6:dns-server,[2001:db8:2::53] --dhcp-option=option6:domain-search,example.net,example.org \
		--dhcp-option=option6:ntp-server,[2001:db8:2::123]
	until_ok grep -q 'DHCPv6, IP range' "$work/dnsmasq.log"
	daemon dhcrelay r dhcrelay -d -6 -I -l r0 -u 2001:db8:2::80%r1
	sleep 2
	printf 'interface c0 {\n send ia-na 1;\n send ia-pd 2;\n request domain-name-servers, domain-name, ntp-servers;\n};\nid-assoc na 1 { };\nid-assoc pd 2 { };\n' >"$work/dhcp6c.conf"
	cap r r1 dhcpv6-relay.pcap port 546 or port 547
	daemon dhcp6c c dhcp6c -f -D -c "$work/dhcp6c.conf" -p "$work/dhcp6c.pid" c0
	sleep 8
	endcap dhcpv6-relay.pcap
}
