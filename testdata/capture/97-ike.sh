# Key management of IPsec. Read by capture.sh.
scenarios+=(ike)

# charon NAME NS CONFIGURATION COMMANDS runs strongSwan with a configuration of swanctl, whose lines may be separated by semicolons, and with /run of its own; then commands, until they end.
charon() {
	cat >"$work/$1.strongswan.conf" <<-EOF
		charon {
			load = random nonce openssl pem pkcs1 x509 revocation constraints pubkey kdf kernel-libipsec kernel-netlink socket-default vici eap-identity eap-md5 attr
			fragment_size = 300
			install_routes = no
			i_dont_care_about_security_and_use_aggressive_mode_psk = yes
			retransmit_tries = 1
			install_virtual_ip = no
		}
	EOF
	sed 's/;/\n/g; s/{/{\n/g; s/}/\n}\n/g' <<<"$3" >"$work/$1.swanctl.conf"
	daemon "$1" "$2" unshare -m sh -c "
		mount -t tmpfs none /run
		STRONGSWAN_CONF=$work/$1.strongswan.conf /usr/lib/ipsec/charon & charon=\$!
		until swanctl --load-all --file $work/$1.swanctl.conf; do sleep 0.3; done
		touch $work/$1.ready
		$4
		kill \$charon; wait"
	until_ok test -e "$work/$1.ready"
}

# scenario_ike: version 2 with another group than the first one, a shared key, a virtual address and a second security association; without a common proposal; with EAP over IPv6; version 1 in main and quick mode, and in aggressive mode, which the server refuses: the first connection with these addresses has main mode.
scenario_ike() {
	pair
	local secrets='secrets { ike { secret = "a shared secret" } eap-user { id = user; secret = "password" } }'
	charon ikes s "connections {
		two { version = 2; local_addrs = 198.51.100.80; proposals = aes128-sha256-modp2048; pools = addresses; local { auth = psk; id = gate.example } remote { auth = psk; id = client.example }
			children { two { esp_proposals = aes128-sha256 } } }
		eap { version = 2; local_addrs = 2001:db8:1::80; proposals = aes128gcm16-prfsha256-x25519; encap = yes; local { auth = psk; id = gate.example } remote { auth = eap-md5; eap_id = %any } children { eap { esp_proposals = aes128-sha256 } } }
		one { version = 1; local_addrs = 198.51.100.80; proposals = aes128-sha1-modp1024; local { auth = psk } remote { auth = psk } children { one { esp_proposals = aes128-sha1 } } }
		short { version = 1; aggressive = yes; local_addrs = 198.51.100.80; proposals = aes256-sha256-modp2048; local { auth = psk; id = gate.example } remote { auth = psk; id = short.example }
			children { short { esp_proposals = aes128-sha1 } } }
		} pools { addresses { addrs = 192.0.2.0/28; dns = 192.0.2.53 } } $secrets" 'while :; do sleep 1; done'
	cap c c0 ike.pcap udp port 500 or udp port 4500
	charon ikec c "connections {
		two { version = 2; remote_addrs = 198.51.100.80; proposals = aes128-sha256-x25519-modp2048,aes256-sha256-modp2048; vips = 0.0.0.0; local { auth = psk; id = client.example } remote { auth = psk; id = gate.example }
			children { two { esp_proposals = aes128-sha256 } } }
		none { version = 2; remote_addrs = 198.51.100.80; proposals = aes256-sha512-modp4096; local { auth = psk; id = client.example } remote { auth = psk } children { none { esp_proposals = aes128-sha256 } } }
		eap { version = 2; remote_addrs = 2001:db8:1::80; proposals = aes128gcm16-prfsha256-x25519; encap = yes; local { auth = eap-md5; id = user; eap_id = user } remote { auth = psk; id = gate.example }
			children { eap { esp_proposals = aes128-sha256 } } }
		one { version = 1; remote_addrs = 198.51.100.80; proposals = aes128-sha1-modp1024; local { auth = psk } remote { auth = psk } children { one { esp_proposals = aes128-sha1 } } }
		short { version = 1; aggressive = yes; remote_addrs = 198.51.100.80; proposals = aes256-sha256-modp2048; local { auth = psk; id = short.example } remote { auth = psk; id = gate.example }
			children { short { esp_proposals = aes128-sha1 } } }
		} $secrets" "
		for c in two none eap one short; do
			swanctl --initiate --child \$c --timeout 4
			test \$c = two && { swanctl --rekey --ike two; swanctl --rekey --child two; sleep 0.5; }
			swanctl --terminate --ike \$c --timeout 4
		done
		touch $work/ike.done"
	until_ok test -e "$work/ike.done" || until_ok test -e "$work/ike.done" || until_ok test -e "$work/ike.done"
	endcap ike.pcap
}
