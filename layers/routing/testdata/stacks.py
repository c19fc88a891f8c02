#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import hashlib, hmac, sys
sys.path.insert(0, '../../testdata')
from craft import *

names(IGMP='igmp', IGMPv3Query='igmp', IGMPv3Report='igmp', VRRPv2='vrrp', VRRPv3='vrrp', VRRPv3IPv6='vrrp', HSRP='hsrp', HSRPv2='hsrp', BFD='bfd', RIP='rip', RIPng='ripng')

def be64(v): return struct.pack('>Q', v)
def sum16(m, at=2): return put(m, at, csum(m))
def sum6(m, proto, at, src=A6, dst=B6): return put(m, at, csum(pseudo(src, dst, proto, m) + m))

def igmp():
    def over(name, m, dst='224.0.0.1', flags=''): row(name, 228, ip4(2, sum16(m), b'\x94\4\0\0', dst=dst), flags)
    over('igmp-v1-query', b'\x11\0\0\0' + bytes(4))
    over('igmp-v2-query', b'\x11\x64\0\0' + addr('224.1.2.3'))
    over('igmp-v1-report', b'\x12\0\0\0' + addr('224.1.2.3'), '224.1.2.3')
    over('igmp-v2-report', b'\x16\0\0\0' + addr('224.1.2.3'), '224.1.2.3')
    over('igmp-leave', b'\x17\0\0\0' + addr('224.1.2.3'), '224.0.0.2')
    over('igmp-v3-query', b'\x11\x8b\0\0' + addr('224.1.2.3') + b'\x0a\x9c' + be16(2) + addr('192.0.2.9') + addr('192.0.2.10'))
    record = lambda t, g, *s, aux=b'': bytes([t, len(aux) // 4]) + be16(len(s)) + addr(g) + b''.join(map(addr, s)) + aux
    over('igmp-v3-report', b'\x22\0\0\0\0\0' + be16(3) + record(4, '224.1.2.3') + record(1, '232.1.1.1', '192.0.2.9', '192.0.2.10') + record(6, '232.1.1.2', '192.0.2.9', aux=b'four'), '224.0.0.22')
    over('igmp-v3-additional', b'\x22\0\0\0\0\0' + be16(1) + record(2, '224.1.2.3') + b'more', '224.0.0.22')

def redundancy():
    two = addr('192.0.2.100') + addr('192.0.2.101')
    row('vrrp-v2', 228, ip4(112, sum16(b'\x21\x07\x64\2\0\1\0\0' + two + bytes(8), 6), dst='224.0.0.18'))
    row('vrrp-v2-password', 228, ip4(112, sum16(b'\x21\x07\x64\1\1\1\0\0' + two[:4] + b'secret\0\0', 6), dst='224.0.0.18'))
    v3 = b'\x31\x07\xc8\2' + be16(100) + b'\0\0' + two
    row('vrrp-v3', 228, ip4(112, put(v3, 6, csum(pseudo(A4, '224.0.0.18', 112, v3) + v3)), dst='224.0.0.18'))
    v6 = b'\x31\x07\0\2' + be16(100) + b'\0\0' + addr('fe80::100') + addr('2001:db8::100')
    row('vrrp-v3-ipv6', 229, ip6(112, sum6(v6, 112, 6, dst='ff02::12'), dst='ff02::12'), flags='kept')
    def hsrp(name, m, **kw): row(name, 228, ip4(17, udp(m, dst='224.0.0.2', sport=1985, dport=1985), dst='224.0.0.2'), **kw)
    v1 = b'\0\0\x10\3\x0a\x78\1\0cisco\0\0\0' + addr('192.0.2.100')
    md5 = b'\4\x1c\1\0\0\0' + addr(A4) + be32(1) + bytes(range(16))
    hsrp('hsrp-hello', v1)
    hsrp('hsrp-md5', v1 + md5)
    hsrp('hsrp-advertise', b'\0\3' + be16(1) + be16(10) + b'\3\0' + be16(1) + be16(2) + be32(0))
    def state(ver, ip): return b'\1\x28\2\0\6' + bytes([ver]) + be16(300) + mac(AM) + be32(110) + be32(3000) + be32(10000) + ip.ljust(16, b'\0')
    def v2(name, m, **kw): row(name, 228, ip4(17, udp(m, dst='224.0.0.102', sport=1985, dport=1985), dst='224.0.0.102'), **kw)
    v2('hsrp2-hello', state(4, addr('192.0.2.100')) + b'\3\x08cisco\0\0\0')
    v2('hsrp2-md5', state(4, addr('192.0.2.100')) + md5)
    v2('hsrp2-interface', b'\2\4' + be16(1) + be16(2))
    row('hsrp2-ipv6', 229, ip6(17, udp(state(6, addr('fe80::100')), A6, 'ff02::66', 2029, 2029), dst='ff02::66'), flags='kept')

def bfd():
    def over(name, m, port=3784, **kw): row(name, 228, ip4(17, udp(m, sport=49152, dport=port)), **kw)
    def control(flags, rest=b''): return b'\x20' + bytes([flags, 3, 24 + len(rest)]) + be32(0x11) + be32(0x22) + be32(300000) + be32(300000) + be32(50000) + rest
    over('bfd-up', control(0xc0))
    over('bfd-down', b'\x21' + control(0x40)[1:], 4784, flags='kept')
    over('bfd-password', control(0xc4, b'\1\x09\2secret'))
    over('bfd-md5', control(0xe4, b'\2\x18\2\0' + be32(9) + bytes(range(16))))
    over('bfd-sha1', control(0xd4, b'\5\x1c\2\0' + be32(9) + bytes(range(20))))

def rip():
    def over(name, m, **kw): row(name, 228, ip4(17, udp(m, dst='224.0.0.9', sport=520, dport=520), dst='224.0.0.9'), **kw)
    def route(a, mask='0.0.0.0', via='0.0.0.0', metric=1, tag=0): return be16(2) + be16(tag) + addr(a) + addr(mask) + addr(via) + be32(metric)
    over('rip-v1-request', b'\1\1\0\0' + bytes(16) + be32(16))
    over('rip-v1-response', b'\2\1\0\0' + route('192.0.2.0') + route('198.51.100.0', metric=16))
    over('rip-v2-response', b'\2\2\0\0' + route('192.0.2.0', '255.255.255.0', '192.0.2.7', 3, 99))
    over('rip-v2-password', b'\2\2\0\0' + b'\xff\xff\0\2' + b'secret'.ljust(16, b'\0') + route('192.0.2.0', '255.255.255.0'))
    body = b'\2\2\0\0' + b'\xff\xff\0\3' + be16(44) + b'\1\x10' + be32(7) + bytes(8) + route('192.0.2.0', '255.255.255.0') + b'\xff\xff\0\1'
    over('rip-v2-md5', body + hashlib.md5(body + b'secret'.ljust(16, b'\0')).digest())
    over('rip-triggered', b'\x0b\2\0\0' + b'\1\0' + be16(5), check=False)
    def ng(a, n, metric, tag=0): return addr(a) + be16(tag) + bytes([n, metric])
    row('ripng', 229, ip6(17, udp(b'\2\1\0\0' + ng('2001:db8:5::', 48, 2, 7) + ng('fe80::9', 0, 255) + ng('2001:db8:6::', 64, 16), A6, 'ff02::9', 521, 521), dst='ff02::9'))
    row('ripng-request', 229, ip6(17, udp(b'\1\1\0\0' + ng('::', 0, 16), A6, 'ff02::9', 521, 521), dst='ff02::9'))

igmp()
redundancy()
bfd()
rip()
write('stacks.py')
