#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(SCTP='sctp', SCTPChunk='', UDPLite='udplite', DCCP='dccp', RDP='', PGM='pgm', QUIC='quic', GQUIC='gquic', GQUIC46='gquic')

def crc32c(b):
    c = 0xffffffff
    for x in b:
        c ^= x
        for _ in range(8): c = c >> 1 ^ (0x82f63b78 if c & 1 else 0)
    return c ^ 0xffffffff

def pad4(b): return b + bytes(-len(b) % 4)
# The length of a chunk does not count the padding of its last parameter, RFC 9260 section 3.2.
lists = {1: 16, 2: 16, 4: 0, 5: 0, 6: 0, 9: 0, 128: 4, 130: 0, 193: 4}
def chunk(t, body=b'', flags=0, trim=True):
    at, n = lists.get(t, len(body)), len(body)
    while trim and at + 4 <= len(body):
        n = at + int.from_bytes(body[at + 2:at + 4], 'big')
        at = n + -n % 4
    return pad4(bytes([t, flags]) + be16(4 + n) + body[:n])
def par(t, v=b''): return pad4(be16(t) + be16(4 + len(v)) + v)
def sctp(*chunks, sport=49152, dport=9, tag=0x12345678):
    p = be16(sport) + be16(dport) + be32(tag) + be32(0) + b''.join(chunks)
    return p[:8] + struct.pack('<I', crc32c(p)) + p[12:]
def data(p, ppid=0, flags=3, tsn=1, sid=2, seq=3): return chunk(0, be32(tsn) + be16(sid) + be16(seq) + be32(ppid) + p, flags)
def over(name, *chunks, **kw):
    port = {k: kw.pop(k) for k in ('sport', 'dport', 'tag') if k in kw}
    row('sctp-' + name, 228, ip4(132, sctp(*chunks, **port)), **kw)

v4, v6 = par(5, addr(A4)), par(6, addr(A6))

def chunks():
    over('data', data(b'hello'), flags='kept')
    over('data-whole', data(b'hellos!!'), flags='kept')
    over('bundle', data(b'one', flags=2), data(b'two-', tsn=2, flags=0), data(b'three', tsn=3, flags=1), flags='kept')
    over('unpadded', data(b'hello')[:-3], flags='asis,kept')
    over('ppid', data(b'hello', 51), flags='kept')
    over('i-data', chunk(64, be32(1) + be16(2) + be16(0) + be32(3) + be32(51) + b'hello', 3), flags='kept')
    init = be32(0xabcdef01) + be32(65536) + be16(10) + be16(2048) + be32(7)
    params = v4 + v6 + par(9, be32(1000)) + par(11, b'host.example\0') + par(12, be16(5) + be16(6)) + par(0x8000) + par(0x8002, bytes(range(32))) + par(0x8003, b'\xc1\x80')
    params += par(0x8004, be16(3) + be16(1)) + par(0x8005, bytes(5)) + par(0x8008, b'\xc1\x80\x82') + par(0xc000) + par(0xc006, be32(5)) + par(0x8001, be32(1))
    over('init', chunk(1, init + params), tag=0, check=False)
    over('init-ack', chunk(2, init + par(7, bytes(range(21))) + par(8, par(0xc123, b'abc'))))
    over('sack', chunk(3, be32(100) + be32(4096) + be16(2) + be16(1) + be16(2) + be16(3) + be16(5) + be16(9) + be32(99)))
    over('heartbeat', chunk(4, par(1, bytes(range(9)))))
    over('heartbeat-counted', chunk(4, par(1, bytes(range(9))), trim=False), flags='asis')
    over('heartbeat-ack', chunk(5, par(1, bytes(range(9)))))
    over('abort', chunk(6, par(12, b'because'), 1))
    causes = par(1, be16(5) + be16(0)) + par(2, be32(2) + be16(5) + be16(6)) + par(3, be32(1000)) + par(4) + par(5, v4) + par(6, chunk(99, b'ab')) + par(7)
    causes += par(8, par(0xc123, b'abc')) + par(9, be32(7)) + par(10) + par(11, v4 + v6) + par(12, b'user') + par(13, b'violated') + par(0xa0, v4) + par(0xa1, v4)
    causes += par(0xa2, v6) + par(0xa3) + par(0xa4, v4)
    over('error', chunk(9, causes), check=False)
    over('error-hmac', chunk(9, par(0x105, be16(7))), check=False)
    over('shutdown', chunk(7, be32(100)))
    over('shutdown-ack', chunk(8))
    over('shutdown-complete', chunk(14, flags=1))
    over('cookie', chunk(10, bytes(range(21))), data(b'early'), flags='kept')
    over('cookie-ack', chunk(11))
    over('ecn', chunk(12, be32(9)), chunk(13, be32(9)))
    over('auth', chunk(15, be16(1) + be16(1) + bytes(range(20))), data(b'auth'), flags='kept')
    over('nr-sack', chunk(16, be32(100) + be32(4096) + be16(1) + be16(1) + be16(1) + be16(0) + be16(2) + be16(3) + be16(5) + be16(9) + be32(99)))
    over('asconf', chunk(193, be32(1) + v4 + par(0xc001, be32(1) + v6) + par(0xc002, be32(2) + v4) + par(0xc004, be32(3) + v6)))
    over('asconf-ack', chunk(128, be32(1) + par(0xc005, be32(1)) + par(0xc003, be32(2) + par(0xa0, v4))))
    over('pktdrop', chunk(129, be32(1500) + be32(0) + be16(0) + be16(0) + sctp(chunk(11)), 1), check=False)
    resets = par(13, be32(1) + be32(2) + be32(3) + be16(4) + be16(5)) + par(14, be32(1) + be16(7)) + par(15, be32(9)) + par(16, be32(9) + be32(1) + be32(2) + be32(3))
    over('re-config', chunk(130, resets + par(17, be32(1) + be16(4) + be16(0)) + par(18, be32(2) + be16(4) + be16(0))))
    over('pad', chunk(132, bytes(9)))
    over('forward', chunk(192, be32(9) + be16(1) + be16(2) + be16(3) + be16(4)))
    over('i-forward', chunk(194, be32(9) + be16(1) + be16(1) + be32(2) + be16(3) + be16(0) + be32(4)))
    over('unknown', chunk(200, b'what'))
    row('sctp-ipv6', 229, ip6(132, sctp(data(b'six'))), flags='kept')
    row('sctp-udp', 228, ip4(17, udp(sctp(chunk(11)), sport=9899, dport=9899)))

def others():
    def lite(p, cov, src=A4, dst=B4):
        u = be16(49152) + be16(9) + be16(cov) + be16(0) + p
        part = u[:cov] if cov else u
        return put(u, 6, csum(addr(src) + addr(dst) + be32(len(u)) + be32(136) + pad2(part)) or 0xffff)
    def pad2(b): return b + bytes(len(b) % 2)
    row('udplite', 228, ip4(136, lite(b'inside', 0)))
    row('udplite-part', 228, ip4(136, lite(b'inside', 10)))
    row('udplite-header', 229, ip6(136, lite(b'inside', 8, A6, B6)))
    def dccp(t, more, opts=b'', p=b'', x=1, cov=0, dport=9):
        opts = opts + bytes(-len(opts) % 4)
        seq = b'\0' + b'\0\0\0\0\1\2' if x else b'\0\1\2'
        h = be16(49152) + be16(dport) + bytes([(12 + (4 if x else 0) + len(more) + len(opts)) // 4, cov]) + be16(0) + bytes([t << 1 | x]) + seq + more + opts
        b = h + p
        part = b if cov == 0 else b[:len(h) + 4 * (cov - 1)]
        return put(b, 6, csum(pseudo(A4, B4, 33, b) + pad2(part)))
    ack = be16(0) + b'\0\0\0\0\3\4'
    def drow(name, *a, **kw): row('dccp-' + name, 228, ip4(33, dccp(*a, **kw)), flags='')
    feature = b'\x20\4\1\2' + b'\x22\x06\3\0\0\x64'
    drow('request', 0, be32(0x68747470), feature)
    drow('response', 1, ack + be32(0x68747470), b'\x21\4\1\2' + b'\x24\4\5\6')
    drow('data', 2, b'', b'', b'hello', x=0)
    drow('ack', 3, b'\0\0\3\4', b'\x26\4\x05\xc1' + b'\x27\3\2' + b'\x28\4\x05\xb1', x=0)
    drow('dataack', 4, ack, b'\x29\6' + be32(5) + b'\x2a\x08' + be32(5) + be16(3) + b'\x2b\4' + be16(8) + b'\x2c\6' + be32(99), b'hello', cov=2)
    drow('closereq', 5, ack, b'\1\2\x25\4\0\1')
    drow('close', 6, ack)
    drow('reset', 7, ack + b'\5\1\2\3')
    drow('sync', 8, ack)
    drow('syncack', 9, ack, b'\xc0\6' + be32(1000) + b'\xc2\6' + be32(9999))
    drow('cover-none', 2, b'', b'', b'hello', cov=1)

    def rdp(flags, var=b'', p=b'', v=1):
        ports = b'\5\6' if v == 1 else be16(5) + be16(6)
        n = 2 + len(ports) + 14 + len(var)
        return bytes([flags | v, n // 2]) + ports + be16(len(p)) + be32(1) + be32(2) + be32(0xdeadbeef) + var + p
    row('rdp-syn', 228, ip4(27, rdp(0x80, be16(8) + be16(1400) + be16(0x8000))), flags='own')
    row('rdp-data', 228, ip4(27, rdp(0x40, p=b'hello')), flags='own')
    row('rdp-eack', 228, ip4(27, rdp(0x60, be32(5) + be32(7))), flags='own,open')
    row('rdp-v2', 228, ip4(27, rdp(0x48, b'ab', v=2)), flags='own')

    def pgm(t, body, p=b'', opts=b'', flags=0):
        if opts: opts, flags = b'\0\4' + be16(4 + len(opts)) + opts, flags | 1
        h = be16(1000) + be16(2000) + bytes([t, flags]) + be16(0) + bytes(range(6)) + be16(len(p)) + body + opts + p
        return put(h, 6, csum(h) or 0xffff)
    def nla(s): return be16(1 if '.' in s else 2) + be16(0) + addr(s)
    def prow(name, *a, **kw): row('pgm-' + name, 228, ip4(113, pgm(*a, **kw)), flags='open' if 'opts' in kw else '')
    prow('spm', 0, be32(9) + be32(1) + be32(8) + nla(A4))
    prow('spm6', 0, be32(9) + be32(1) + be32(8) + nla(A6), opts=b'\x03\x08\0\0' + be32(4) + b'\x8d\4\0\0')
    prow('odata', 4, be32(9) + be32(1), b'hello')
    prow('rdata', 5, be32(9) + be32(1), b'hello', opts=b'\x81\x10\0\0' + be32(9) + be32(0) + be32(5))
    prow('nak', 8, be32(9) + nla(A4) + nla('239.192.0.1'), opts=b'\x82\x0c\0\0' + be32(10) + be32(11))
    prow('ncf', 10, be32(9) + nla(A4) + nla('239.192.0.1'))
    prow('poll', 1, be32(1) + be16(2) + be16(0) + nla(A4) + be32(100) + be32(7) + be32(0xff))
    prow('polr', 2, be32(1) + be16(2) + be16(0))
    row('pgm-spmr', 228, ip4(113, pgm(12, b'')), flags='own') # too short to tshark
    prow('ack', 13, be32(9) + be32(0xffffffff), opts=b'\x92\x0c\0\0' + be32(10) + be16(1) + be16(2))

def quics():
    def over(name, p, port=443, **kw): row('quic-' + name, 228, ip4(17, udp(p, dport=port)), **kw)
    def ids(d, s): return bytes([len(d)]) + d + bytes([len(s)]) + s
    def var(n, w=2): return (n | {1: 0, 2: 0x4000, 4: 0x80000000}[w]).to_bytes(w, 'big')
    def long(t, p, v=1, d=bytes(range(8)), s=bytes(range(10, 15)), token=None, low=3, w=2):
        tok = b'' if token is None else var(len(token), 1) + token
        return bytes([0xc0 | t << 4 | low]) + be32(v) + ids(d, s) + tok + var(len(p), w) + p
    body = bytes(range(1, 60))
    over('initial', long(0, body, token=b''), flags='open')
    over('initial-token', long(0, body, token=b'token', w=4), flags='open')
    over('0rtt', long(1, body), flags='open')
    over('handshake', long(2, body), flags='open')
    over('retry', bytes([0xf0]) + be32(1) + ids(b'', b'abcd') + b'token' + bytes(range(16)), flags='open')
    over('negotiation', bytes([0x80]) + be32(0) + ids(b'abcd', bytes(8)) + be32(1) + be32(0x6b3343cf) + be32(0x1a2a3a4a), flags='own,open')
    over('coalesced', long(0, body, token=b'', s=b'') + long(2, body, s=b'') + b'\x5a' + body, flags='open')
    over('short', b'\x5a' + body, flags='own,open')
    over('v2', long(1, body, 0x6b3343cf, token=b''), flags='open')
    over('v2-handshake', long(3, body, 0x6b3343cf), flags='open')
    over('draft', long(0, body, 0xff00001d, token=b''), flags='open')
    over('doq', long(0, body, token=b''), port=853, flags='own,open')
    over('google50', long(0, body, 0x51303530, token=b''), flags='open')
    over('greased', long(0, body, 0x1a2a3a4a, token=b''), flags='open')
    cid = bytes(range(0x10, 0x18))
    row('gquic-client', 228, ip4(17, udp(b'\x0d' + cid + b'Q043' + b'\1' + body, dport=443)), flags='open')
    row('gquic-16', 228, ip4(17, udp(b'\x1d' + cid + b'Q043' + be16(300) + body, dport=443)), flags='open')
    row('gquic-48', 228, ip4(17, udp(b'\x3d' + cid + b'Q043' + b'\0\0' + be32(300) + body, dport=443)), flags='open')
    row('gquic-reset', 228, ip4(17, udp(b'\x0a' + cid + b'PRST' + struct.pack('<HH', 1, 0) + b'RNON' + struct.pack('<I', 8) + bytes(8), sport=443, dport=49152)), flags='own,open')
    row('gquic-46', 228, ip4(17, udp(b'\xc3Q046\x50' + cid + be32(1) + body, dport=443)), flags='open')

chunks()
others()
quics()
write('stacks.py', ['-o', 'sctp.checksum:crc32c', '-o', 'dccp.check_checksum:TRUE'])
