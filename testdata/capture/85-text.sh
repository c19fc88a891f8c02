# Protocols made of lines of text, spoken by servers and clients.
scenarios+=(http ftp mail irc sip ssh)

scenario_http() {
	routed
	web_server s
	cap c c0 http.pcap 'tcp port 80'
	ns c curl -s -o /dev/null http://203.0.113.80/
	ns c curl -s -o /dev/null --compressed http://203.0.113.80/gzip/text
	ns c curl -s -o /dev/null -r 0-99 http://203.0.113.80/text
	ns c curl -s -o /dev/null -I http://203.0.113.80/
	ns c curl -s -o /dev/null -d 'a=1&b=2' http://203.0.113.80/
	ns c curl -s -o /dev/null -X PUT -H 'Content-Type: application/json' -d '{"a":1}' http://203.0.113.80/new.json
	ns c curl -s -o /dev/null -H 'Transfer-Encoding: chunked' -d 'in a chunk' http://203.0.113.80/
	endcap http.pcap
}

scenario_ftp() {
	routed
	local d=$work/vsftpd
	mkdir -p "$d/empty" "$d/root"
	echo 'a file' >"$d/root/file"
	chown -R ftp "$d/root" && chmod 555 "$d/root"
	chmod 711 "$work"
	cat >"$d/conf" <<CONF
listen=YES
background=NO
anonymous_enable=YES
no_anon_password=YES
anon_root=$d/root
secure_chroot_dir=$d/empty
seccomp_sandbox=NO
CONF
	chown root "$d/conf"
	daemon vsftpd s vsftpd "$d/conf"
	until_ok ns s nc -z 127.0.0.1 21
	cap c c0 ftp.pcap 'tcp and not port 53'
	ns c curl -s -m 10 -o /dev/null ftp://203.0.113.80/file
	ns c curl -s -m 10 -o /dev/null -P - ftp://203.0.113.80/
	endcap ftp.pcap
}

# mail_server NS runs Dovecot for POP3 and IMAP, with one message for everybody.
mail_server() {
	local d=$work/dovecot
	mkdir -p "$d/mail/new" "$d/mail/cur" "$d/mail/tmp" "$d/run"
	printf 'From: Alice <alice@example.com>\r\nTo: bob@example.com\r\nSubject: a message\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n\r\nHello.\r\n' >"$d/mail/new/1"
	chown -R nobody "$d/mail" && chmod -R 777 "$d/mail"
	chmod 711 "$work"
	cat >"$d/conf" <<CONF
base_dir = $d/run
protocols = pop3 imap
listen = *
ssl = no
disable_plaintext_auth = no
log_path = /dev/stderr
mail_location = maildir:$d/mail
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$d
}
CONF
	daemon dovecot "$1" dovecot -F -c "$d/conf"
	until_ok ns "$1" nc -z 127.0.0.1 143
}

scenario_mail() {
	routed
	mail_server s
	cap c c0 mail.pcap 'tcp port 110 or 143'
	ns c curl -s -m 10 -o /dev/null --user bob:secret pop3://203.0.113.80/1
	ns c curl -s -m 10 -o /dev/null --user bob:secret 'imap://203.0.113.80/INBOX;UID=1'
	endcap mail.pcap
}

scenario_irc() {
	routed
	local d=$work/ngircd
	mkdir -p "$d"
	cat >"$d/conf" <<CONF
[Global]
	Name = irc.example.com
	Info = a server
	ServerUID = nobody
	ServerGID = nogroup
	Listen = 203.0.113.80
[Options]
	DNS = no
	Ident = no
	PAM = no
CONF
	daemon ngircd s ngircd -n -f "$d/conf"
	until_ok ns s nc -z 203.0.113.80 6667
	cap c c0 irc.pcap 'tcp port 6667'
	{
		printf 'NICK alice\r\nUSER alice 0 * :Alice\r\n'
		sleep 1
		printf 'JOIN #wiretag\r\nPRIVMSG #wiretag :hello there\r\nTOPIC #wiretag :text\r\nWHOIS alice\r\n'
		sleep 1
		printf 'QUIT :bye\r\n'
		sleep 1
	} | ns c timeout 10 nc 203.0.113.80 6667 >/dev/null || true
	endcap irc.pcap
}

scenario_sip() {
	routed
	daemon sipp s sipp -sn uas -i 203.0.113.80 -p 5060 -nostdin
	sleep 1
	cap c c0 sip.pcap 'udp port 5060'
	(cd "$work" && ns c timeout 20 sipp -sn uac -i 198.51.100.10 -p 5060 -m 2 -d 100 -nostdin 203.0.113.80:5060 >/dev/null 2>&1) || true
	endcap sip.pcap
}

scenario_ssh() {
	routed
	local d=$work/sshd
	mkdir -p "$d" /run/sshd
	ssh-keygen -q -t ed25519 -N '' -f "$d/host"
	ssh-keygen -q -t ed25519 -N '' -f "$d/user"
	cp "$d/user.pub" "$d/authorized"
	daemon sshd s /usr/sbin/sshd -D -f /dev/null -h "$d/host" -o "AuthorizedKeysFile=$d/authorized" -o StrictModes=no -o UsePAM=no -o "PidFile=$d/pid"
	until_ok ns s nc -z 203.0.113.80 22
	cap c c0 ssh.pcap 'tcp port 22'
	ns c timeout 10 ssh -F /dev/null -i "$d/user" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR 203.0.113.80 true </dev/null || true
	endcap ssh.pcap
}
