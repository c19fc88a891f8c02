# One capture with the protocols that most packets have. Read by capture.sh.
scenarios+=(mixed)

scenario_mixed() {
	routed
	dns_server s
	web_server s
	cap c c0 mixed.pcap
	ns c ping -n -q -c 2 -i 0.2 198.51.100.1
	ns c ping -n -q -c 2 -i 0.2 2001:db8:1::1
	ns c curl -s -4 http://www.example.net/ http://www.example.net/text -o "$work/1" -o "$work/2"
	ns c curl -s -6 --compressed http://www.example.net/gzip/text -o "$work/3"
	ns c curl -s -g http://www.example.net/missing -o "$work/4"
	ns c dig +short +tries=1 mx example.net
	ns c dig +short +dnssec +bufsize=1232 soa example.net
	ns c dig +short +tcp txt example.net
	ns c dig +short -x 198.51.100.10
	ns c dig +short @203.0.113.80 +tries=1 +time=1 a www.example.net || true
	ns c traceroute -n -q 1 -N 1 203.0.113.80
	ns c nc -z -w 1 203.0.113.80 81 || true
	endcap mixed.pcap
}
