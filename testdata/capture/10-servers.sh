# Servers that several scenarios use. Read by capture.sh.
scenarios=()

# dns_server NS runs BIND 9 for example.net (ECDSA, NSEC), example.org (RSA,
# NSEC3) and reverse zones.
dns_server() {
	local d=$work/named
	rm -rf "$d" && mkdir -p "$d" # no keys of an earlier scenario
	cp "$here"/capture/zones/*.zone "$d"
	(
		cd "$d"
		dnssec-keygen -q -K . -a ECDSAP256SHA256 example.net
		dnssec-keygen -q -K . -f KSK -a ECDSAP256SHA256 example.net
		dnssec-keygen -q -K . -a RSASHA256 -b 2048 example.org
		dnssec-keygen -q -K . -f KSK -a RSASHA256 -b 2048 example.org
		dnssec-signzone -Q -S -K . -o example.net example.net.zone
		dnssec-signzone -Q -S -K . -3 aabbccdd -H 0 -o example.org example.org.zone
	) >"$work/sign.log" 2>&1
	cat >"$d/named.conf" <<CONF
options {
	directory "$d";
	pid-file "$d/named.pid";
	session-keyfile "$d/session.key";
	listen-on { 203.0.113.53; };
	listen-on-v6 { 2001:db8:2::53; };
	recursion no;
	dnssec-validation no;
	allow-transfer { any; };
	allow-update { none; };
	minimal-responses no;
	server-id "ns1";
	hostname "ns1.example.net";
	version "none";
};
controls { };
zone "." { type primary; file "root.zone"; };
zone "example.net" { type primary; file "example.net.zone.signed"; };
zone "example.org" { type primary; file "example.org.zone.signed"; };
zone "100.51.198.in-addr.arpa" { type primary; file "reverse4.zone"; };
zone "2.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa" { type primary; file "reverse6.zone"; };
CONF
	daemon named "$1" named -g -n 1 -c "$d/named.conf"
	until_ok grep -q 'all zones loaded' "$work/named.log"
}

# web_server NS runs nginx on port 80 of every address.
web_server() {
	local d=$work/nginx
	mkdir -p "$d/www"
	cat >"$d/nginx.conf" <<CONF
worker_processes 1;
daemon off;
user root;
pid $d/pid;
error_log stderr;
events { worker_connections 64; }
http {
	access_log off;
	server_tokens off;
	default_type text/plain;
	types { text/html html; application/json json; }
	client_body_temp_path $d; proxy_temp_path $d; fastcgi_temp_path $d;
	uwsgi_temp_path $d; scgi_temp_path $d;
	server {
		listen 80 ${web_listen:-};
		listen [::]:80;
		root $d/www;
		gzip_types text/plain;
		location /gzip/ { alias $d/www/; gzip on; gzip_min_length 1; }
		location /old { return 301 /; }
	}
}
CONF
	printf '<!doctype html>\n<title>wiretag</title>\n<p>A page served over a veth pair.</p>\n' >"$d/www/index.html"
	seq -f 'line %g of the text that fills several segments' 1 100 >"$d/www/text"
	daemon nginx "$1" nginx -p "$d" -c "$d/nginx.conf"
	until_ok ns "$1" curl -s -o /dev/null "http://127.0.0.1/"
}
