#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(IKE='isakmp', IKEPayload='', UDPEncap='udpencap', NonESPMarker='', **{'IKEv1' + n: '' for n in 'SA KeyExchange ID Cert CertRequest Hash Signature Nonce Notify Delete VendorID Attributes NATD NATOA Fragment'.split()},
      **{'IKEv2' + n: '' for n in 'SA KeyExchange IDInitiator IDResponder Cert CertRequest Auth Nonce Notify Delete VendorID TSInitiator TSResponder Encrypted Config EAP Fragment'.split()})

ME, PEER = bytes(range(1, 9)), bytes(range(17, 25))
def message(version, exchange, flags, *payloads, ident=0, spis=ME + bytes(8), first=None):
    """Payloads are pairs of type and body, from behind the generic header on."""
    body = b''
    for i, (t, p) in enumerate(payloads):
        body += bytes([payloads[i + 1][0] if i + 1 < len(payloads) else 0, 0]) + be16(4 + len(p)) + p
    if first: body = first[1]
    kind = first[0] if first else payloads[0][0] if payloads else 0
    return spis + bytes([kind, version << 4, exchange, flags]) + be32(ident) + be32(28 + len(body)) + body
def over(name, m, port=500, **kw): row(name, 228, ip4(17, udp(m, sport=port, dport=port)), **kw)

def listed(items, kind):
    """Substructures: each says whether another follows."""
    return b''.join(bytes([kind if i + 1 < len(items) else 0, 0]) + be16(4 + len(p)) + p for i, p in enumerate(items))
def short(t, v): return be16(0x8000 | t) + be16(v)
def long(t, v): return be16(t) + be16(len(v)) + v

def one():
    oakley = [bytes([n, 1]) + be16(0) + short(1, 7) + short(14, 256) + short(2, 2) + short(4, g) + short(3, 1) + short(11, 1) + long(12, be32(86400)) for n, g in ((1, 14), (2, 5))]
    sa = be32(1) + be32(1) + listed([bytes([1, 1, 0, len(oakley)]) + listed(oakley, 3)], 2)
    vid = (13, bytes.fromhex('afcad71368a1f1c96b8696fc77570100'))
    over('v1-main', message(1, 2, 0, (1, sa), vid, (13, bytes(8))))
    esp = [bytes([1, 12]) + be16(0) + short(6, 128) + short(5, 2) + short(4, 1) + short(1, 1) + long(2, be32(3600))]
    two = listed([bytes([1, 3, 4, 1]) + be32(0x1000) + listed(esp, 3), bytes([1, 4, 2, 1]) + be16(0x1234) + listed([bytes([1, 3]) + be16(0)], 3)], 2)
    both = ME + PEER
    quick = [(8, bytes(20)), (1, be32(1) + be32(1) + two), (10, bytes(16)), (4, bytes(128)), (5, bytes([4, 0]) + be16(0) + addr(A4) + bytes([255, 255, 255, 0])), (5, bytes([1, 17]) + be16(1701) + addr(B4))]
    over('v1-quick', message(1, 32, 0, *quick, ident=7, spis=both))
    over('v1-quick-6', message(1, 32, 0, (5, bytes([5, 0]) + be16(0) + addr(A6)), (5, bytes([6, 0]) + be16(0) + addr(A6) + bytes([255] * 8 + [0] * 8)), (5, bytes([8, 6]) + be16(80) + addr(A6) + addr(B6)),
         (5, bytes([7, 6]) + be16(80) + addr(A4) + addr(B4)), ident=7, spis=both))
    over('v1-keys', message(1, 2, 0, (4, bytes(256)), (10, bytes(range(32))), (20, bytes(20)), (20, bytes(20)), (21, bytes([1, 0, 0, 0]) + addr(A4)), (21, bytes([5, 0, 0, 0]) + addr(A6)), spis=both))
    over('v1-drafts', message(1, 2, 0, (10, bytes(16)), (130, bytes(16)), (131, bytes([1, 0, 0, 0]) + addr(A4)), spis=both), flags='kept')
    over('v1-agg', message(1, 4, 0, (5, bytes([2, 0]) + be16(0) + b'gate.example'), (6, b'\4' + CERTIFICATE), (7, b'\4'), (9, bytes(64)), (8, bytes(20)), spis=both), check=False)
    over('v1-lifetime', message(1, 5, 0, (8, bytes(20)), (11, be32(1) + b'\3\4' + be16(24576) + be32(0x1000) + short(1, 1) + long(2, be32(3600))), ident=9, spis=both))
    over('v1-replay', message(1, 5, 0, (11, be32(1) + b'\3\4' + be16(24577) + be32(0x1000) + be32(1)), ident=9, spis=both))
    over('v1-dpd', message(1, 5, 0, (11, be32(1) + b'\1\x10' + be16(36136) + both + be32(77)), (12, be32(1) + b'\3\4' + be16(2) + be32(0x1000) + be32(0x2000)), ident=9, spis=both))
    over('v1-delete', message(1, 5, 0, (12, be32(1) + b'\1\x10' + be16(1) + both), ident=9, spis=both))
    over('v1-config', message(1, 6, 0, (8, bytes(20)), (14, b'\1\0' + be16(5) + long(1, b'') + long(2, b'') + short(0x4088, 0)), ident=9, spis=both))
    over('v1-encrypted', message(1, 2, 1, spis=both, first=(5, bytes(range(64)))))
    over('v1-fragment', message(1, 2, 0, (132, be16(1) + b'\1\0' + bytes(range(64))), spis=both))
    over('v1-other', message(1, 2, 0, (10, bytes(16)), (200, b'what'), (13, bytes(4)), spis=both), flags='kept')

def two():
    def tr(kind, ident, attrs=b''): return bytes([kind, 0]) + be16(ident) + attrs
    bits = short(14, 256)
    a = [tr(1, 12, bits), tr(1, 12, short(14, 128)), tr(3, 12), tr(2, 5), tr(4, 14), tr(4, 31)]
    b = [tr(1, 20, bits), tr(2, 5), tr(4, 19)]
    sa = listed([bytes([1, 1, 0, len(a)]) + listed(a, 3), bytes([2, 1, 0, len(b)]) + listed(b, 3)], 2)
    def n(t, v=b'', proto=0, spi=b''): return (41, bytes([proto, len(spi)]) + be16(t) + spi + v)
    over('v2-init', message(2, 34, 8, (33, sa), (34, be16(31) + be16(0) + bytes(32)), (40, bytes(range(32))), n(16388, bytes(20)), n(16389, bytes(20)), n(16430), n(16431, be16(2) + be16(3)), n(16406), (43, b'wiretag')))
    over('v2-cookie', message(2, 34, 0x20, n(16390, bytes(20))))
    over('v2-group', message(2, 34, 0x20, n(17, be16(19))))
    over('v2-redirect', message(2, 34, 0x20, n(16407, b'\1\4' + addr(A4) + bytes(32))))
    over('v2-critical', message(2, 34, 0x20, n(1, b'\xc8')))
    both = ME + PEER
    esp = listed([bytes([1, 3, 4, 3]) + be32(0x1000) + listed([tr(1, 12, bits), tr(3, 12), tr(5, 0)], 3)], 2)
    def ts(*s): return bytes([len(s)]) + bytes(3) + b''.join(s)
    four = bytes([7, 17]) + be16(16) + be16(0) + be16(65535) + addr(A4) + addr(B4)
    six = bytes([8, 0]) + be16(40) + be16(0) + be16(65535) + addr(A6) + addr(B6)
    auth = [(35, b'\2\0\0\0gate.example'), (37, b'\4' + CERTIFICATE), (38, b'\4' + bytes(20)), (36, b'\1\0\0\0' + addr(B4)), (39, b'\2\0\0\0' + bytes(32)),
            (47, b'\1\0\0\0' + long(1, b'') + long(3, b'') + long(7, b'') + long(8, b'')), (33, esp), (44, ts(four)), (45, ts(four, six)), n(16384), n(16396), n(16387, be16(0x1234) + b'\2')]
    over('v2-auth', message(2, 35, 8, *auth, ident=1, spis=both), check=False)
    over('v2-config', message(2, 35, 0x20, (47, b'\2\0\0\0' + long(1, addr(A4)) + long(2, bytes([255, 255, 255, 0])) + long(7, b'gate') + long(8, addr(A6) + b'\x40') + long(13, addr(A4) + bytes([255] * 4)) + long(14, be16(1) + be16(8))), (48, b'\3\1\0\4'), ident=1, spis=both), flags='own')
    over('v2-eap', message(2, 35, 0x20, (48, b'\1\1\0\x0a\1peer?'), ident=2, spis=both), flags='own')
    over('v2-delete', message(2, 37, 8, (42, b'\3\4' + be16(2) + be32(0x1000) + be32(0x2000)), n(16403, be32(3600)), n(16385, be32(5)), ident=3, spis=both))
    over('v2-delete-ike', message(2, 37, 8, (42, b'\1\0' + be16(0)), ident=3, spis=both))
    over('v2-rekey', message(2, 36, 8, n(16393, proto=3, spi=be32(0x1000)), ident=4, spis=both))
    over('v2-empty', message(2, 37, 0x20, ident=5, spis=both))
    sk = bytes([35, 0]) + be16(4 + 96) + bytes(range(96))
    over('v2-encrypted', message(2, 35, 8, spis=both, ident=1, first=(46, sk)), flags='open')
    skf = bytes([35, 0]) + be16(8 + 96) + be16(1) + be16(2) + bytes(range(96))
    over('v2-fragment', message(2, 35, 8, spis=both, ident=1, first=(53, skf)), flags='open')
    over('v2-other', message(2, 37, 8, (49, bytes(8)), (128, b'private'), n(16384), ident=6, spis=both), flags='kept', check=False)
    row('v2-nat', 228, ip4(17, udp(bytes(4) + message(2, 35, 8, spis=both, ident=1, first=(46, sk)), sport=4500, dport=4500)), flags='open')
    over('v2-behind', message(2, 37, 8, n(16384), ident=7, spis=both) + b'more', flags='asis', check=False)

one(), two()
write('stacks.py')
