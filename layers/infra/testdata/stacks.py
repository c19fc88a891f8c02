#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(TFTP='tftp', NTP='ntp', NTPControl='ntp', NTPPrivate='ntp', Syslog='syslog', SNMP='snmp')

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

def tlv(tag, *p, size=0):
    p = b''.join(p)
    n = size or (0 if len(p) < 128 else 1 if len(p) < 256 else 2)
    return bytes([tag]) + (bytes([len(p)]) if n == 0 else bytes([0x80 | n]) + len(p).to_bytes(n, 'big')) + p
def seq(*p, **kw): return tlv(0x30, *p, **kw)
def num(v, tag=2, size=None): return tlv(tag, v.to_bytes(size or v.bit_length() // 8 + 1, 'big', signed=True))
def octets(b): return tlv(4, b)
def oid(s):
    n = [int(x) for x in s.split('.')]
    out = b''
    for v in [n[0] * 40 + n[1]] + n[2:]:
        b = bytes([v & 127])
        while v := v >> 7: b = bytes([v & 127 | 128]) + b
        out += b
    return tlv(6, out)
def bind(name, value=b'\5\0'): return seq(oid(name), value)
def pdu(tag, binds, error=0, index=0, ident=1234): return tlv(tag, num(ident), num(error), num(index), seq(*binds))

def snmp():
    sys = '1.3.6.1.2.1.1.'
    v1 = lambda p: seq(num(0), octets(b'public'), p)
    v2 = lambda p: seq(num(1), octets(b'public'), p)
    over('snmp-get', 161, v1(pdu(0xa0, [bind(sys + '1.0'), bind(sys + '3.0')])))
    over('snmp-response', 161, v1(pdu(0xa2, [bind(sys + '1.0', octets(b'Linux host')), bind(sys + '3.0', num(123456, 0x43))])), sport=161, flags='own')
    over('snmp-error', 161, v1(pdu(0xa2, [bind(sys + '99.0')], 2, 1)), sport=161)
    over('snmp-next', 161, v2(pdu(0xa1, [bind(sys + '1')])))
    over('snmp-set', 161, v2(pdu(0xa3, [bind(sys + '6.0', octets(b'here'))])))
    over('snmp-bulk', 161, v2(tlv(0xa5, num(7), num(1), num(10), seq(bind(sys + '3'), bind('1.3.6.1.2.1.2.2')))))
    values = [num(-5), num(5, 0x41), num(4294967295, 0x42), num(2 ** 63, 0x46, 9), tlv(0x40, addr(A4)), oid('1.3.6.1.4.1.8072.3.2.10'), octets(b'\0\xff'), tlv(0x44, b'\x9f\x78\4\0\0\0\0'),
              tlv(0x80), tlv(0x81), tlv(0x82), oid('2.999.1'), octets(b'')]
    over('snmp-values', 161, v2(pdu(0xa2, [bind('1.3.6.1.4.1.32473.%d' % i, v) for i, v in enumerate(values)])), sport=161)
    over('snmp-trap-v1', 162, v1(tlv(0xa4, oid('1.3.6.1.4.1.32473'), tlv(0x40, addr(A4)), num(6), num(17), num(500, 0x43), seq(bind(sys + '5.0', octets(b'host'))))), flags='own')
    over('snmp-trap-v2', 162, v2(pdu(0xa7, [bind(sys + '3.0', num(500, 0x43)), bind('1.3.6.1.6.3.1.1.4.1.0', oid('1.3.6.1.6.3.1.1.5.3'))])))
    over('snmp-inform', 162, v2(pdu(0xa6, [bind(sys + '3.0', num(500, 0x43))])))
    long = seq(num(1), octets(b'public'), tlv(0xa0, tlv(2, b'\0\0\1'), num(0), num(0), seq(seq(oid(sys + '1.0'), b'\5\x81\0', size=2), size=3), size=2), size=2)
    over('snmp-long-lengths', 161, long, flags='asis')
    user = lambda flags, engine, who, auth=b'', priv=b'': seq(num(4321), num(65507), octets(bytes([flags])), num(3)) + octets(seq(octets(engine), num(2), num(600), octets(who), octets(auth), octets(priv)))
    engine = b'\x80\0\x1f\x88\4host'
    scoped = lambda p: seq(octets(engine), octets(b''), p)
    over('snmp-v3-discover', 161, seq(num(3), user(4, b'', b''), seq(octets(b''), octets(b''), pdu(0xa0, []))))
    over('snmp-v3-report', 161, seq(num(3), user(0, engine, b''), scoped(pdu(0xa8, [bind('1.3.6.1.6.3.15.1.1.4.0', num(1, 0x41))]))), sport=161)
    over('snmp-v3-auth', 161, seq(num(3), user(5, engine, b'bob', bytes(12)), scoped(pdu(0xa0, [bind(sys + '1.0')]))), check=False)
    over('snmp-v3-private', 161, seq(num(3), user(7, engine, b'bob', bytes(12), bytes(8)), octets(bytes(range(64)))))
    row('snmp-tcp', 228, ip4(6, tcp(v2(pdu(0xa0, [bind(sys + '1.0')])), dport=161)))

tftp()
ntp()
snmp()
syslog()
write('stacks.py')
