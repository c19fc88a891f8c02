#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(TFTP='tftp', NTP='ntp', NTPControl='ntp', NTPPrivate='ntp', Syslog='syslog')

def over(name, port, p, flags='', check=True, sport=49152): row(name, 228, ip4(17, udp(p, sport=sport, dport=port)), flags, check)

def tftp():
    over('tftp-read', 69, be16(1) + b'vmlinuz\0octet\0')
    over('tftp-write', 69, be16(2) + b'log\0netascii\0blksize\x001428\0timeout\x003\0tsize\x0065536\0windowsize\x004\0')
    over('tftp-data', 69, be16(3) + be16(1) + bytes(range(200)))
    over('tftp-ack', 69, be16(4) + be16(1))
    over('tftp-error', 69, be16(5) + be16(8) + b'refused\0')
    over('tftp-oack', 69, be16(6) + b'blksize\x001428\0')

def ntp():
    ts = bytes.fromhex('c50204eceed33c52')
    head = bytes([0x24, 2, 6, 0xec]) + be32(0x4b) + be32(0x5f6) + addr(A4) + ts * 4
    unique = be16(0x104) + be16(36) + bytes(32)
    cookie = be16(0x204) + be16(104) + bytes(100)
    auth = be16(0x404) + be16(40) + be16(16) + be16(16) + bytes(range(16)) + bytes(range(16))
    over('ntp-client', 123, bytes([0xe3, 0, 8, 0]) + bytes(44), sport=123)
    over('ntp-server', 123, head, sport=123)
    over('ntp-broadcast', 123, bytes([0x25, 1]) + head[2:12] + b'GPS\0' + head[16:], sport=123)
    over('ntp-kiss', 123, bytes([0xe4, 0]) + head[2:12] + b'RATE' + head[16:], sport=123)
    over('ntp-symmetric', 123, bytes([0x1a]) + head[1:] + be32(5) + bytes(range(16)), sport=123)
    over('ntp-nak', 123, head + be32(0), sport=123)
    over('ntp-sha1', 123, head + be32(7) + bytes(20), sport=123)
    over('ntp-nts', 123, head + unique + cookie + auth, sport=123)
    over('ntp-complement', 123, head + be16(0x2005) + be16(28) + bytes(24), sport=123)
    over('ntp-extension-mac', 123, head + be16(0x2005) + be16(28) + bytes(24) + be32(3) + bytes(16), sport=123)
    over('ntp-v3', 123, bytes([0x1b]) + head[1:] + be32(1) + bytes(28), sport=123)
    control = lambda rem, op, data, pad=b'', **kw: bytes([0x16, rem << 5 | op]) + be16(9) + be16(kw.get('status', 0)) + be16(kw.get('assoc', 0)) + be16(kw.get('off', 0)) + be16(len(data)) + data + pad
    over('ntp-readstat', 123, control(0, 1, b''), sport=123)
    over('ntp-readstat-response', 123, control(4, 1, be16(0x1234) + be16(0x9614), status=0x0615), sport=123)
    text = b'version="ntpd 4.2.8p15", processor="x86_64",\r\nleap=0, stratum=2, precision=-23, refid=192.0.2.1'
    over('ntp-readvar', 123, control(4, 2, text, bytes(-len(text) % 4), status=0x0615), sport=123)
    over('ntp-readvar-more', 123, control(5, 2, b'delay=1.5,abc', bytes(3), status=0x9614, assoc=7, off=96), sport=123)
    over('ntp-control-error', 123, control(6, 5, b'', status=0x0100), sport=123)
    over('ntp-control-mac', 123, control(0, 3, b'a=b', b'\0' + be32(4) + bytes(range(16))), sport=123)
    over('ntp-nonce', 123, control(4, 12, b'nonce=0123456789abcdef', bytes(2)), sport=123)
    private = lambda first, req, items, size, data: bytes([first, 0, 3, req]) + be16(items) + be16(size) + data
    over('ntp-peerlist', 123, private(0x17, 0, 0, 0, b''), sport=123)
    over('ntp-monlist', 123, private(0xd7, 42, 2, 72, bytes(144)), sport=123)

def syslog():
    over('syslog-bsd', 514, b"<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8")
    over('syslog-bsd-local', 514, b'<13>Oct  1 02:03:04 sshd[4711]: accepted', check=False)
    over('syslog-ietf', 514, b"<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \xef\xbb\xbf'su root' failed")
    over('syslog-data', 514, b'<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog 111 ID47 [exampleSDID@32473 iut="3" eventSource="App\\"lic\\]ation"][x@32473] an event')
    over('syslog-data-alone', 514, b'<165>1 - - - - - [meta sequenceId="1"]')
    over('syslog-empty', 514, b'<191>', check=False)
    over('syslog-bare', 514, b'Use the BFG!')
    over('syslog-zeros', 514, b'<013>1.2.3.4 odd')

tftp()
ntp()
syslog()
write('stacks.py')
