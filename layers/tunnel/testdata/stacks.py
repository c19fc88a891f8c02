#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(AYIYA='ayiya', APSP='', GRE='gre', ERSPANI='erspan', ERSPAN='erspan', ERSPANIII='erspan', MPLS='mpls', PWControlWord='pwethcw', PWChannel='pwach', VXLAN='vxlan',
      VXLANGPE='vxlan', Geneve='geneve', EtherIP='etherip', ESP='esp', UDPEncap='udpencap', NonESPMarker='', GUE='', GUEDirect='', Teredo='teredo', TeredoAuth='teredo', TeredoOrigin='teredo', NSH='nsh')

inner = ip4(17, udp(b'inside'))
frame = eth(0x800, inner)

def gre():
    def over(name, p, **kw): row('gre-' + name, 228, ip4(47, p), **kw)
    over('plain', be16(0) + be16(0x800) + inner)
    g = be16(0x8000) + be16(0x800) + be16(0) + be16(0) + inner
    over('checksum', put(g, 4, csum(g)))
    over('key-seq', be16(0x3000) + be16(0x800) + be32(77) + be32(5) + inner)
    route = be16(0x800) + bytes([0, 8]) + addr(A4) + addr(B4)
    over('routes', be16(0x4800) + be16(0x800) + be16(0) + be16(0) + route + be32(0) + inner)
    over('nvgre', be16(0x2000) + be16(0x6558) + be32(0x123456 << 8 | 9) + frame)
    over('pptp-ack', be16(0x2081) + be16(0x880b) + be16(0) + be16(7) + be32(3), flags='kept')
    over('erspan-1', be16(0) + be16(0x88be) + frame, flags='kept')
    over('erspan-2', be16(0x1000) + be16(0x88be) + be32(1) + be32(0x10640809) + be32(0x0000000b) + frame)
    three = be16(0x1000) + be16(0x22eb) + be32(1) + be32(0x20640809) + be32(1000) + be16(5)
    over('erspan-3', three + be16(0x8002) + frame)
    over('erspan-3-platform', three + be16(0x0003) + bytes([0x14]) + bytes(7) + frame)
    over('ipv6', be16(0) + be16(0x86dd) + ip6(17, udp(b'six', A6, B6)))
    row('gre-udp', 228, ip4(17, udp(be16(0) + be16(0x800) + inner, dport=4754)))

def mpls():
    def entry(label, bottom, ttl=64, tc=0): return be32(label << 12 | tc << 9 | bottom << 8 | ttl)
    row('mpls-ip', 1, eth(0x8847, entry(100, 0) + entry(16, 1, tc=5) + inner))
    row('mpls-ipv6', 1, eth(0x8847, entry(100, 1) + ip6(17, udp(b'six', A6, B6))))
    row('mpls-multicast', 1, eth(0x8848, entry(100, 1) + inner), flags='kept')
    row('mpls-pseudowire', 1, eth(0x8847, entry(100, 1) + be32(17) + frame))
    row('mpls-channel', 1, eth(0x8847, entry(100, 0) + entry(13, 1) + be32(0x10000021) + inner))
    row('mpls-data', 1, eth(0x8847, entry(100, 1) + b'\xf0opaque'))
    row('mpls-over-ip', 228, ip4(137, entry(100, 1) + inner))

def overlays():
    def over(name, port, p, **kw): row(name, 228, ip4(17, udp(p, dport=port)), **kw)
    over('apsp', 1000, bytes([4, 4, 0, 3]) + be32(0x80000001) + be32(1) + be32(2) + be32(3) + be32(4) + be32(0) + be32(5) + be32(0) + be32(6) + inner + bytes(range(16)), flags='own')
    over('apsp-encrypted', 1000, bytes([4, 4, 0, 3]) + bytes(36) + bytes(range(60)), flags='own,kept')
    over('vxlan', 4789, be32(0x08000000) + be32(42 << 8) + frame)
    over('vxlan-policy', 4789, be32(0x88480007) + be32(42 << 8) + frame)
    over('vxlan-linux', 8472, be32(0x08000000) + be32(42 << 8) + frame, flags='own,kept')
    over('vxlan-gpe-ip', 4790, be32(0x0c000001) + be32(42 << 8) + inner, flags='own')
    over('vxlan-gpe-nsh', 4790, be32(0x0c000004) + be32(42 << 8) + be32(0x0fc60103) + be32(0x64 << 8 | 255) + bytes(range(16)) + frame, flags='own')
    option = be16(0x102) + bytes([0x80, 1]) + be32(0x00010002)
    over('geneve', 6081, bytes([2, 0x40]) + be16(0x6558) + be32(42 << 8) + option + frame)
    over('geneve-ip', 6081, bytes([0, 0]) + be16(0x800) + be32(42 << 8) + inner)
    over('gue', 6080, bytes([0, 4]) + be16(0) + inner, flags='own')
    over('gue-fields', 6080, bytes([1, 17]) + be16(0x8000) + be32(7) + udp(b'inside'), flags='own')
    over('gue-control', 6080, bytes([0x20, 1]) + be16(0) + b'message', flags='own')
    over('gue-direct', 6080, inner, flags='own')
    six = ip6(17, udp(b'six', A6, B6))
    over('teredo', 3544, six)
    origin = be16(0) + be16(40000 ^ 0xffff) + bytes(b ^ 255 for b in addr(A4))
    over('teredo-origin', 3544, origin + six)
    auth = be16(1) + bytes([2, 4]) + b'id' + b'auth' + bytes(range(8)) + b'\0'
    over('teredo-both', 3544, auth + origin + six)
    row('nsh', 1, eth(0x894f, be32(0x0fc40203) + be32(0x64 << 8 | 255) + be16(0x101) + bytes([1, 5]) + b'hello\0\0\0' + frame))

def secure():
    row('esp', 228, ip4(50, be32(0x1000) + be32(7) + bytes(range(32))), flags='open')
    row('esp-udp', 228, ip4(17, udp(be32(0x1000) + be32(7) + bytes(range(32)), dport=4500)), flags='open')
    ike = bytes(range(8)) + bytes(8) + bytes([0, 0x20, 34, 8]) + be32(0) + be32(28)
    row('ike-udp', 228, ip4(17, udp(bytes(4) + ike, dport=4500)), flags='own')
    row('esp-keepalive', 228, ip4(17, udp(b'\xff', dport=4500)))
    row('etherip', 228, ip4(97, be16(0x3000) + frame))

def ayiya():
    def over(name, op, nxt, ident, sign, p, **kw): row('ayiya-' + name, 228, ip4(17, udp(bytes([(len(ident).bit_length() - 1) << 4 | 1, len(sign) // 4 << 4 | (2 if sign else 0), (1 if sign else 0) << 4 | op, nxt]) + be32(1234567890) + ident + sign + p, dport=5072)), **kw)
    over('forward', 1, 41, addr(A6), bytes(20), ip6(17, udp(b'inside', A6, B6)))
    over('query', 6, 59, bytes(4), b'', b'')

gre(), mpls(), overlays(), secure(), ayiya()
write('stacks.py')
