# Applications: messages, web, flow records, controllers, mobile networks, mail. Read by capture.sh.
scenarios+=(mqtt websocket http2 netflow sflow modbus gtp sctp smtp turn)

scenario_mqtt() {
	pair
	printf 'listener 1883\nallow_anonymous true\nsys_interval 0\npersistence false\nuser root\n' >"$work/mosquitto.conf"
	daemon mosquitto s mosquitto -c "$work/mosquitto.conf"
	until_ok ns s nc -z 127.0.0.1 1883
	cap c c0 mqtt.pcap tcp port 1883
	daemon sub4 c mosquitto_sub -h 198.51.100.80 -V mqttv311 -i old -q 2 -t 'lab/#' -t '$SYS/broker/version' --will-topic lab/gone --will-payload old -C 3
	daemon sub5 c mosquitto_sub -h 2001:db8:1::80 -V mqttv5 -i new -q 1 -t 'lab/+' -U lab/none -D connect session-expiry-interval 60 -D subscribe subscription-identifier 5 -C 3
	sleep 1
	ns c mosquitto_pub -h 198.51.100.80 -V mqttv311 -u user -P password -q 0 -t lab/one -m 'without acknowledgement'
	ns c mosquitto_pub -h 198.51.100.80 -V mqttv311 -q 1 -r -t lab/two -m 'kept'
	ns c mosquitto_pub -h 198.51.100.80 -V mqttv5 -q 2 -t lab/three -m '{"value": 3}' -D publish content-type application/json -D publish user-property unit m \
		-D publish response-topic lab/answer -D publish correlation-data 1 -D publish message-expiry-interval 60
	ns c mosquitto_pub -h 198.51.100.80 -V mqttv31 -t lab/old -m 'of version 3.1'
	endcap mqtt.pcap
}

scenario_websocket() {
	pair
	daemon websocket s /usr/bin/python3 "$here/capture/websocket.py" serve 198.51.100.80
	until_ok ns s nc -z 198.51.100.80 80
	cap c c0 websocket.pcap tcp port 80
	ns c /usr/bin/python3 "$here/capture/websocket.py" ask 198.51.100.80
	endcap websocket.pcap
}

scenario_http2() {
	pair
	mkdir -p "$work/www"
	seq -f 'line %g of the text that fills several frames' 1 200 >"$work/www/text"
	echo '<p>short</p>' >"$work/www/index.html"
	daemon nghttpd s nghttpd --no-tls -d "$work/www" --trailer 'checked: no' -p /=/text 80
	until_ok ns s nc -z 127.0.0.1 80
	cap c c0 http2.pcap tcp port 80
	ns c nghttp -n http://198.51.100.80/ >/dev/null             # with a pushed file
	ns c nghttp -n -d "$work/www/index.html" -b 32 'http://[2001:db8:1::80]/' >/dev/null # with padding
	ns c curl -s -o /dev/null --http2-prior-knowledge http://198.51.100.80/missing
	endcap http2.pcap
}

# talk makes traffic of which others make flow records.
talk() {
	ns c ping -c 3 -i 0.2 -q 198.51.100.80 >/dev/null
	ns c ping -6 -c 3 -i 0.2 -q 2001:db8:1::80 >/dev/null
	ns c nc -z 198.51.100.80 9 || true
	ns c sh -c 'echo a | nc -u -w 1 198.51.100.80 9' || true
}

# probe CONFIGURATION... runs pmacctd on the server's interface.
probe() {
	printf "%s\n" "daemonize: false" "pcap_interface: s0" "pcap_filter: not udp and not (icmp and icmp[0] == 3)" 'aggregate: src_host, dst_host, src_port, dst_port, proto, tos' "$@" >"$work/pmacctd.conf"
	daemon pmacctd s pmacctd -f "$work/pmacctd.conf"
	sleep 2
}

# scenario_netflow: the same flows in three versions.
scenario_netflow() {
	pair
	local v conf=('plugins: nfprobe[v5], nfprobe[v9], nfprobe[v10]')
	for v in 5 9 10; do conf+=("nfprobe_receiver[v$v]: 198.51.100.10:2055" "nfprobe_version[v$v]: $v" "nfprobe_timeouts[v$v]: general=1:icmp=1:tcp=1:tcp.rst=1:maxlife=3:expint=1"); done
	cap c c0 netflow.pcap udp port 2055
	probe "${conf[@]}"
	talk
	sleep 8
	endcap netflow.pcap
}

scenario_sflow() {
	pair
	cap c c0 sflow.pcap udp port 6343
	probe 'plugins: sfprobe[sf]' 'sfprobe_receiver: 198.51.100.10:6343' 'sfprobe_agentip: 198.51.100.80' 'sampling_rate: 1'
	talk
	sleep 5
	endcap sflow.pcap
}

scenario_modbus() {
	pair
	daemon modbus s /usr/bin/python3 "$here/capture/modbus.py" 198.51.100.80
	until_ok ns s nc -z 198.51.100.80 502
	cap c c0 modbus.pcap tcp port 502
	local t
	for t in 0 1 3 4; do ns c mbpoll -m tcp -1 -q -a 1 -t $t -r 1 -c 5 198.51.100.80 >/dev/null || true; done
	ns c mbpoll -m tcp -1 -q -a 1 -t 4 -r 3 198.51.100.80 258 772 >/dev/null || true
	ns c mbpoll -m tcp -1 -q -a 1 -t 0 -r 3 198.51.100.80 1 0 1 >/dev/null || true
	ns c mbpoll -m tcp -1 -q -a 1 -t 4 -r 5000 -c 2 198.51.100.80 >/dev/null || true # an exception
	endcap modbus.pcap
}

# scenario_gtp: a session of version 1, with a ping inside.
scenario_gtp() {
	pair
	cat >"$work/ggsn.cfg" <<-CONF
		ggsn ggsn0
		 gtp state-dir $work
		 gtp bind-ip 198.51.100.80
		 apn internet
		  gtpu-mode tun
		  tun-device tun4
		  type-support v4
		  ip prefix dynamic 192.0.2.0/24
		  ip dns 0 192.0.2.53
		  ip ifconfig 192.0.2.1/24
		  no shutdown
		 default-apn internet
		 no shutdown ggsn
	CONF
	daemon ggsn s osmo-ggsn -c "$work/ggsn.cfg"
	sleep 2
	cap c c0 gtp.pcap udp port 2123 or udp port 2152
	daemon sgsn c sgsnemu --listen 198.51.100.10 --remote 198.51.100.80 --timelimit 8 --contexts 1 --apn internet --imsi 001010123456789 --msisdn 491701234567 \
		--pidfile "$work/sgsn.pid" --statedir "$work" --pinghost 192.0.2.1 --pingrate 2 --pingcount 4
	sleep 10
	endcap gtp.pcap
}

# scenario_sctp: a stack in user space on raw sockets.
scenario_sctp() {
	pair
	for n in c s; do ns $n nft 'add table inet t; add chain inet t o { type filter hook output priority 0; }; add rule inet t o icmp type destination-unreachable drop'; done
	daemon discard s /usr/lib/usrsctp/discard_server
	sleep 1
	cap c c0 sctp.pcap ip proto 132
	ns c sh -c '(for i in 1 2 3 4; do echo "message $i"; sleep 0.2; done; sleep 1) | timeout 5 /usr/lib/usrsctp/client 198.51.100.80 9' >/dev/null 2>&1 || true
	sleep 1
	endcap sctp.pcap
}

scenario_smtp() {
	pair
	local d=$work/exim
	mkdir -p "$d/spool" "$d/mail" && chmod -R 777 "$d" && chmod 711 "$work"
	cat >"$d/conf" <<-CONF
		primary_hostname = mail.example.net
		spool_directory = $d/spool
		log_file_path = $d/log-%s
		pid_file_path = $d/pid
		daemon_smtp_ports = 25
		local_interfaces = <; 198.51.100.80 ; 2001:db8:1::80
		host_lookup =
		rfc1413_query_timeout = 0s
		acl_smtp_rcpt = rcpt
		acl_smtp_data = data
		queue_only = true
		begin acl
		rcpt:
		  accept domains = example.net
		  deny message = relaying is not permitted
		data:
		  accept
		begin routers
		all:
		  driver = accept
		  transport = drop
		begin transports
		drop:
		  driver = appendfile
		  file = /dev/null
	CONF
	chmod 644 "$d/conf"
	daemon exim s exim4 -bdf -C "$d/conf"
	until_ok ns s nc -z 198.51.100.80 25
	printf 'From: Alice <alice@example.com>\r\nTo: bob@example.net\r\nSubject: a message\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello.\r\n.a line with a dot\r\n' >"$work/message"
	cap c c0 smtp.pcap tcp port 25
	ns c curl -s --mail-from alice@example.com --mail-rcpt bob@example.net --mail-rcpt carol@example.net -T "$work/message" smtp://198.51.100.80/client.example.com || true
	ns c curl -s --mail-from alice@example.com --mail-rcpt bob@example.org -T "$work/message" 'smtp://[2001:db8:1::80]/client.example.com' || true
	endcap smtp.pcap
}

scenario_turn() {
	pair
	daemon turn s turnserver -n --lt-cred-mech --user user:password --realm example.net --listening-ip 198.51.100.80 --relay-ip 198.51.100.80 --min-port 50000 --max-port 50100 --no-tls --no-dtls --no-cli \
		--log-file stdout --pidfile "$work/turn.pid" --db "$work/turn.db" --allow-loopback-peers
	sleep 2
	cap c c0 turn.pcap port 3478 or udp portrange 50000-50100
	daemon peer s turnutils_peer -L 198.51.100.80
	ns c turnutils_stunclient -p 3478 198.51.100.80 >/dev/null || true
	ns c timeout 10 turnutils_uclient -u user -w password -n 3 -m 1 -l 100 -e 198.51.100.80 -c 198.51.100.80 >/dev/null || true
	ns c timeout 10 turnutils_uclient -t -u user -w password -n 2 -m 1 -l 100 -e 198.51.100.80 -c 198.51.100.80 >/dev/null || true
	endcap turn.pcap
}
