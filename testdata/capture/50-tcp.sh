# TCP in its varieties, and what runs on it. Read by capture.sh.
scenarios+=(tcp tcp_loss tcp_fastopen tcp_md5 mptcp tls udp)

scenario_tcp() {
	routed
	web_server s
	ns c sysctl -qw net.ipv4.tcp_ecn=1
	cap c c0 tcp.pcap tcp
	ns c curl -s --limit-rate 1M http://203.0.113.80/text http://203.0.113.80/ -o "$work/1" -o "$work/2" # ECN
	ns c curl -s -F file=@"$work/1" http://203.0.113.80/ -o "$work/3" || true # a request of several segments
	ns c nc -z -w 1 203.0.113.80 81 || true # refused
	ns s python3 "$here/capture/tcp.py" serve 203.0.113.80 7000 &
	sleep 0.5
	ns c python3 "$here/capture/tcp.py" talk 203.0.113.80 7000
	endcap tcp.pcap
}

# Every eleventh packet to the client is dropped by the router.
scenario_tcp_loss() {
	routed
	web_server s
	seq 1 8000 >"$work/nginx/www/big"
	ns r nft add table inet t
	ns r nft 'add chain inet t f { type filter hook forward priority 0; }'
	ns r nft add rule inet t f ip daddr 198.51.100.10 tcp flags '&' syn '!=' syn numgen inc mod 11 == 7 drop
	cap c c0 tcp-loss.pcap -s 120 tcp
	ns c curl -s --limit-rate 4M http://203.0.113.80/big -o "$work/1"
	endcap tcp-loss.pcap
}

scenario_tcp_fastopen() {
	routed
	ns c sysctl -qw net.ipv4.tcp_fastopen=1
	ns s sysctl -qw net.ipv4.tcp_fastopen=2
	web_listen=fastopen=16 web_server s
	cap c c0 tcp-fastopen.pcap tcp
	ns c curl -s --tcp-fastopen http://203.0.113.80/ -o "$work/1" # asks for a cookie
	ns c curl -s --tcp-fastopen http://203.0.113.80/ -o "$work/1" # data in the SYN
	endcap tcp-fastopen.pcap
}

scenario_tcp_md5() {
	routed
	cap c c0 tcp-md5.pcap tcp
	ns s python3 "$here/capture/tcpmd5.py" serve 203.0.113.80 198.51.100.10 &
	sleep 0.5
	ns c python3 "$here/capture/tcpmd5.py" talk 203.0.113.80 203.0.113.80
	endcap tcp-md5.pcap
}

scenario_mptcp() {
	routed
	addr c c0 198.51.100.11/24
	ns c ip mptcp limits set subflow 4 add_addr_accepted 4
	ns s ip mptcp limits set subflow 4 add_addr_accepted 4
	ns c ip mptcp endpoint add 198.51.100.11 dev c0 subflow
	ns s ip mptcp endpoint add 203.0.113.53 dev s0 signal
	cap c c0 mptcp.pcap tcp
	ns s python3 "$here/capture/mptcp.py" serve 203.0.113.80 7000 &
	sleep 0.5
	ns c python3 "$here/capture/mptcp.py" talk 203.0.113.80 7000
	endcap mptcp.pcap
}

# TLS 1.3 and 1.2 with their secrets in the file (a decryption secrets block).
scenario_tls() {
	routed
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj /CN=www.example.net \
		-addext 'subjectAltName=DNS:www.example.net,IP:203.0.113.80' -keyout "$work/key" -out "$work/cert" 2>/dev/null
	echo 'text over TLS' >"$work/page"
	daemon openssl s sh -c "cd $work && exec openssl s_server -quiet -WWW -accept 203.0.113.80:443 -cert cert -key key -alpn http/1.1"
	until_ok ns s nc -z 203.0.113.80 443
	cap c c0 tls.pcap tcp
	local v
	for v in 1.3 1.2; do
		SSLKEYLOGFILE=$work/keys ns c curl -s --cacert "$work/cert" --resolve www.example.net:443:203.0.113.80 \
			--tlsv$v --tls-max $v https://www.example.net/page -o "$work/1" || true
	done
	sleep 0.7
	kill "$cap_pid" && wait "$cap_pid" || true
	editcap --inject-secrets "tls,$work/keys" "$work/tls.pcap" "$work/tls.pcapng"
	keep tls.pcapng
}

# UDP: syslog, a TFTP request that is refused, datagrams without data, without
# a checksum and as large as fits.
scenario_udp() {
	routed
	cap c c0 udp.pcap udp or icmp
	ns s busybox syslogd -n -R 198.51.100.10:514 -O "$work/messages" &
	started+=($!)
	ns c nc -u -l -W 1 -p 514 >/dev/null &
	ns s nc -u -l -W 1 -p 9000 >/dev/null &
	sleep 0.3
	ns s busybox logger -p daemon.warn -t test 'a message of syslog' || true
	ns c timeout 0.2 busybox tftp -g -r boot.img -l "$work/boot" 203.0.113.80 || true
	echo 'one datagram' | ns c nc -u -q 0 203.0.113.80 9000
	ns c python3 -c 'import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.sendto(b"", ("203.0.113.80", 9))        # no data at all
s.sendto(bytes(1472), ("203.0.113.80", 9)) # as much as fits
s.setsockopt(socket.SOL_SOCKET, 11, 1)     # SO_NO_CHECK: a checksum of zero
s.sendto(b"no checksum", ("203.0.113.80", 9))'
	endcap udp.pcap
}
