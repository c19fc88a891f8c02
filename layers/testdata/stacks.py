#!/usr/bin/env python3
"""Writes stacks.txt: one packet a line, built here byte by byte from the standards, and read by tshark.

    python3 stacks.py > stacks.txt      (needs tshark; the file was made with 4.0.17)

Columns: name, LINKTYPE_ number, frame.protocols as tshark gives it, bytes in hexadecimal. tshark is asked to
verify checksums, and the script fails where it finds a bad one or a malformed packet.
"""
import ipaddress, os, struct, subprocess, sys, tempfile

def be16(v): return struct.pack('>H', v)
def be32(v): return struct.pack('>I', v)
def addr(s): return ipaddress.ip_address(s).packed
def mac(s): return bytes.fromhex(s.replace(':', ''))

def csum(b):
    if len(b) % 2: b += b'\0'
    s = sum(struct.unpack('>%dH' % (len(b) // 2), b))
    while s >> 16: s = (s & 0xffff) + (s >> 16)
    return ~s & 0xffff

def put(b, at, v): return b[:at] + be16(v) + b[at + 2:]

A4, B4, A6, B6 = '192.0.2.1', '198.51.100.2', '2001:db8::1', '2001:db8:1::2'
AM, BM = '00:00:5e:00:53:01', '00:00:5e:00:53:02'

def eth(typ, p, pad=60):
    f = mac(BM) + mac(AM) + be16(typ) + p
    return f + b'\0' * (pad - len(f))

def ip4(proto, p, opts=b'', off=0, flags=2, src=A4, dst=B4, ident=0x1234, length=None, tos=0):
    n = 20 + len(opts)
    h = bytes([0x40 | n // 4, tos]) + be16(n + len(p) if length is None else length) + be16(ident) + be16(flags << 13 | off)
    h += bytes([64, proto]) + be16(0) + addr(src) + addr(dst) + opts
    return put(h, 10, csum(h)) + p

def ip6(nh, p, src=A6, dst=B6, length=None):
    return be32(0x60012345) + be16(len(p) if length is None else length) + bytes([nh, 64]) + addr(src) + addr(dst) + p

def pseudo(src, dst, proto, p): return addr(src) + addr(dst) + be32(len(p)) + be32(proto)

def udp(p, src=A4, dst=B4, sport=49152, dport=9):
    u = be16(sport) + be16(dport) + be16(8 + len(p)) + be16(0) + p
    return put(u, 6, csum(pseudo(src, dst, 17, u) + u) or 0xffff)

def tcp(p, opts=b'', flags=0x18, src=A4, dst=B4, sport=49152, dport=9):
    o = (20 + len(opts)) // 4
    t = be16(sport) + be16(dport) + be32(0x01020304) + be32(0x05060708 if flags & 16 else 0)
    t += be16(o << 12 | flags) + be16(4096) + be16(0) + be16(0) + opts + p
    return put(t, 16, csum(pseudo(src, dst, 6, t) + t))

def icmp(typ, code, p):
    m = bytes([typ, code]) + be16(0) + p
    return put(m, 2, csum(m))

def icmp6(typ, code, p, src=A6, dst=B6):
    m = bytes([typ, code]) + be16(0) + p
    return put(m, 2, csum(pseudo(src, dst, 58, m) + m))

def ext(nh, opts):
    h = bytes([nh, (len(opts) + 2) // 8 - 1]) + opts
    assert len(h) % 8 == 0
    return h

rows = []
def row(name, lt, data): rows.append((name, lt, data))

def link():
    u = udp(b'abcdefgh')
    row('ethernet-udp', 1, eth(0x800, ip4(17, u)))
    row('ethernet-trailer', 1, eth(0x800, ip4(17, u)) + b'\x11\x22\x33\x44')
    row('dot1q', 1, eth(0x8100, be16(0x6064) + be16(0x800) + ip4(17, u)))
    row('qinq', 1, eth(0x88a8, be16(0x7001) + be16(0x8100) + be16(0x0002) + be16(0x86dd) + ip6(17, udp(b'xy', A6, B6))))
    row('novell-raw', 1, eth(30, b'\xff\xff' + be16(30) + bytes(12) + be16(0x4545) + bytes(10) + be16(0x4546)))
    row('llc-xid', 1, eth(6, bytes.fromhex('0001bf810102')))
    row('llc-i-frame', 1, eth(7, bytes.fromhex('22220204616263')))
    row('llc-ip', 1, eth(3 + 36, b'\x06\x06\x03' + ip4(17, u)))
    row('snap', 1, eth(8 + 36, b'\xaa\xaa\x03' + b'\0\0\0' + be16(0x800) + ip4(17, u)))
    row('snap-dot1q', 1, eth(0x8100, be16(5) + be16(8 + 36) + b'\xaa\xaa\x03\0\0\0' + be16(0x800) + ip4(17, u)))
    row('snap-cisco', 1, eth(8 + 4, b'\xaa\xaa\x03\x00\x00\x0c\x20\x0a' + b'abcd'))
    arp = be16(1) + be16(0x800) + bytes([6, 4]) + be16(1) + mac(AM) + addr(A4) + bytes(6) + addr(B4)
    row('arp', 1, eth(0x806, arp))
    row('rarp', 1, eth(0x8035, be16(1) + be16(0x800) + bytes([6, 4]) + be16(4) + mac(AM) + addr(A4) + mac(BM) + addr(B4)))
    row('sll', 113, be16(4) + be16(1) + be16(6) + mac(AM) + b'\xab\xcd' + be16(0x800) + ip4(17, u))
    row('sll-llc', 113, be16(0) + be16(1) + be16(6) + mac(AM) + b'\0\0' + be16(4) + b'\xaa\xaa\x03\0\0\0' + be16(0x800) + ip4(17, u))
    row('sll2', 276, be16(0x86dd) + be16(0) + be32(2) + be16(772) + bytes([4, 6]) + bytes(8) + ip6(17, udp(b'xy', A6, B6)))
    row('null-le', 0, struct.pack('<I', 2) + ip4(17, u))
    row('null-ethertype', 0, bytes([15, 0]) + be16(0x800) + ip4(17, u))
    row('null-be-30', 0, be32(30) + ip6(17, udp(b'xy', A6, B6)))
    row('null-le-28', 0, struct.pack('<I', 28) + ip6(17, udp(b'xy', A6, B6)))
    row('loop', 108, be32(24) + ip6(17, udp(b'xy', A6, B6)))
    row('raw-4', 101, ip4(17, u))
    row('raw-6', 101, ip6(17, udp(b'xy', A6, B6)))
    row('ipv4', 228, ip4(17, u))
    row('ipv6', 229, ip6(17, udp(b'xy', A6, B6)))

def network():
    u, u6 = udp(b'abcdefgh'), udp(b'abcdefgh', A6, B6)
    rr = bytes([7, 11, 8]) + addr('192.0.2.9') + bytes(4)
    row('ip-record-route', 228, ip4(17, u, rr + b'\1'))
    row('ip-timestamp', 228, ip4(17, u, bytes([68, 20, 13, 0x11]) + addr('192.0.2.9') + be32(1000) + bytes(8)))
    row('ip-router-alert', 228, ip4(17, u, bytes([148, 4, 0, 0])))
    row('ip-security-end', 228, ip4(17, u, bytes([130, 11, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0])))
    lsrr = bytes([131, 7, 4]) + addr('203.0.113.7') + b'\0'
    row('ip-loose-route', 228, ip4(17, udp(b'abcdefgh', A4, '203.0.113.7'), lsrr))
    row('ip-first-fragment', 228, ip4(17, udp(b'0123456789abcdefghij')[:16], flags=1))
    row('ip-last-fragment', 228, ip4(17, b'ijklmnop', off=2, flags=0))
    row('ip-in-ip', 228, ip4(4, ip4(17, u)))
    row('6in4', 228, ip4(41, ip6(17, u6)))
    row('ip-ah', 228, ip4(51, bytes([17, 4]) + be16(0) + be32(0x100) + be32(1) + bytes(range(12)) + u))
    row('ip-fragment-header', 228, ip4(44, bytes([17, 0]) + be16(0) + be32(7) + u))
    row('ip6-hopopts', 229, ip6(0, ext(17, bytes([5, 2, 0, 0, 1, 0])) + u6))
    row('ip6-dstopts-home', 229, ip6(60, ext(17, bytes([1, 2, 0, 0, 0xc9, 16]) + addr('2001:db8::77')) + udp(b'abcdefgh', '2001:db8::77', B6)))
    row('ip6-routing-2', 229, ip6(43, bytes([17, 2, 2, 1]) + be32(0) + addr('2001:db8::99') + udp(b'abcdefgh', A6, '2001:db8::99')))
    srh = bytes([17, 4, 4, 1, 1, 0]) + be16(0) + addr('2001:db8::a2') + addr('2001:db8::a1')
    row('ip6-routing-srh', 229, ip6(43, srh + udp(b'abcdefgh', A6, '2001:db8::a2'), dst='2001:db8::a1'))
    rpl = bytes([17, 1, 3, 2, 0xfe, 0x50]) + be16(0) + b'\x05' + b'\x00\x06' + bytes(5)
    row('ip6-routing-rpl', 229, ip6(43, rpl + udp(b'abcdefgh', A6, '2001:db8::6'), dst='2001:db8::4'))
    row('ip6-fragment', 229, ip6(44, bytes([17, 0]) + be16(1) + be32(0xabcd) + u6[:8]))
    row('ip6-last-fragment', 229, ip6(44, bytes([17, 0]) + be16(1 << 3) + be32(0xabcd) + u6[8:]))
    row('ip6-ah', 229, ip6(51, bytes([17, 4]) + be16(0) + be32(0x100) + be32(1) + bytes(range(12)) + u6))
    row('ip6-none', 229, ip6(59, b''))

def control():
    u, u6 = udp(b'abcdefgh'), udp(b'abcdefgh', A6, B6)
    q = ip4(17, u)
    row('icmp-echo', 228, ip4(1, icmp(8, 0, be16(7) + be16(1) + b'abcdefgh')))
    row('icmp-echo-reply', 228, ip4(1, icmp(0, 0, be16(7) + be16(1) + b'abcdefgh')))
    row('icmp-unreachable', 228, ip4(1, icmp(3, 3, be32(0) + q)))
    row('icmp-frag-needed', 228, ip4(1, icmp(3, 4, be16(0) + be16(1400) + q)))
    row('icmp-redirect', 228, ip4(1, icmp(5, 1, addr('192.0.2.254') + q)))
    ob = be16(8) + b'\1\1' + be32(16 << 12 | 1 << 8 | 1)
    ex = put(be32(0x20000000) + ob, 2, csum(be32(0x20000000) + ob))
    row('icmp-time-exceeded-mpls', 228, ip4(1, icmp(11, 0, bytes([0, 32, 0, 0]) + q + bytes(128 - len(q)) + ex)))
    row('icmp-parameter-problem', 228, ip4(1, icmp(12, 0, bytes([20, 0, 0, 0]) + q)))
    row('icmp-source-quench', 228, ip4(1, icmp(4, 0, be32(0) + q)))
    row('icmp-timestamp', 228, ip4(1, icmp(13, 0, be16(7) + be16(1) + be32(1000) + be32(0) + be32(0))))
    row('icmp-mask', 228, ip4(1, icmp(18, 0, be16(7) + be16(1) + addr('255.255.255.0'))))
    row('icmp-router-adv', 228, ip4(1, icmp(9, 0, bytes([2, 2]) + be16(1800) + addr(A4) + be32(0) + addr(B4) + be32(0x80000000))))
    row('icmp-router-sol', 228, ip4(1, icmp(10, 0, be32(0))))
    row('icmp-information', 228, ip4(1, icmp(16, 0, be16(7) + be16(1))))
    row('icmp-traceroute', 228, ip4(1, icmp(30, 0, be16(7) + be16(0) + be16(3) + be16(0xffff) + be32(125000) + be32(1500))))
    idx = put(be32(0x20000000) + be16(8) + b'\3\2' + be32(2), 2, csum(be32(0x20000000) + be16(8) + b'\3\2' + be32(2)))
    row('icmp-extended-echo', 228, ip4(1, icmp(42, 0, be16(7) + b'\5\1' + idx)))
    row('icmp-extended-reply', 228, ip4(1, icmp(43, 0, be16(7) + b'\5\x46')))
    row('icmp-unknown', 228, ip4(1, icmp(99, 1, b'abcdefgh')))
    q6 = ip6(17, u6)
    def six(name, typ, code, p): row(name, 229, ip6(58, icmp6(typ, code, p)))
    six('icmpv6-unreachable', 1, 4, be32(0) + q6)
    six('icmpv6-too-big', 2, 0, be32(1280) + q6)
    six('icmpv6-time-exceeded', 3, 0, be32(0) + q6)
    six('icmpv6-parameter-problem', 4, 1, be32(6) + q6)
    six('icmpv6-echo', 128, 0, be16(7) + be16(1) + b'abcdefgh')
    sl, tl = bytes([1, 1]) + mac(AM), bytes([2, 1]) + mac(BM)
    six('icmpv6-extended-reply', 161, 3, be16(7) + b'\5\x46')
    six('ndp-rs', 133, 0, be32(0) + sl)
    six('ndp-ns', 135, 0, be32(0) + addr(B6) + sl)
    six('ndp-na', 136, 0, be32(0x60000000) + addr(B6) + tl)
    prefix = bytes([3, 4, 64, 0xc0]) + be32(86400) + be32(14400) + be32(0) + addr('2001:db8:5::')
    route = bytes([24, 2, 48, 8]) + be32(600) + addr('2001:db8:6::')[:8]
    rdnss = bytes([25, 3, 0, 0]) + be32(600) + addr('2001:db8::53')
    dnssl = bytes([31, 3, 0, 0]) + be32(600) + b'\x07example\x03org\0' + bytes(3)
    mtu = bytes([5, 1, 0, 0]) + be32(1480)
    six('ndp-ra', 134, 0, bytes([64, 0xc8]) + be16(1800) + be32(0) + be32(0) + sl + mtu + prefix + route + rdnss + dnssl)
    red = bytes([4, (8 + len(q6)) // 8]) + bytes(6) + q6
    six('ndp-redirect', 137, 0, be32(0) + addr('fe80::1') + addr(B6) + tl + red)
    ra = bytes([58, 0, 5, 2, 0, 0, 1, 0])
    six('mld-report', 131, 0, be16(0) + be16(0) + addr('ff02::1:3'))
    six('mld-query', 130, 0, be16(1000) + be16(0) + bytes(16))
    six('mldv2-query', 130, 0, be16(0x8123) + be16(0) + addr('ff02::1:3') + bytes([0x0a, 0x8f]) + be16(1) + addr(A6))
    recs = bytes([4, 0]) + be16(0) + addr('ff02::1:3') + bytes([3, 0]) + be16(2) + addr('ff02::fb') + addr(A6) + addr(B6)
    m = be16(0) + be16(2) + recs
    row('mldv2-report', 229, ip6(0, ra + icmp6(143, 0, m)))

def transport():
    ts = bytes([8, 10]) + be32(0x11223344) + be32(0x55667788)
    row('tcp-syn', 228, ip4(6, tcp(b'', bytes([2, 4]) + be16(1460) + bytes([4, 2]) + ts + bytes([1, 3, 3, 7]), 2)))
    row('tcp-data', 228, ip4(6, tcp(b'abc', b'\1\1' + ts)))
    row('tcp-sack', 228, ip4(6, tcp(b'', b'\1\1' + ts + b'\1\1' + bytes([5, 18]) + be32(1) + be32(2) + be32(3) + be32(4), 16)))
    row('tcp-end-padding', 228, ip4(6, tcp(b'abc', bytes([2, 4]) + be16(1460) + b'\0\xaa\xbb\xcc', 0x1fd)))
    row('tcp-md5', 228, ip4(6, tcp(b'', bytes([19, 18]) + bytes(range(16)) + b'\1\1', 2)))
    row('tcp-fast-open', 228, ip4(6, tcp(b'', bytes([34, 10]) + bytes(range(8)) + bytes([28, 4, 0x80, 5]) + b'\1\1', 2)))
    row('tcp-mptcp-capable', 228, ip4(6, tcp(b'', bytes([30, 12, 1, 0x81]) + bytes(range(8)), 0x12)))
    row('tcp-mptcp-dss', 228, ip4(6, tcp(b'abc', bytes([30, 20, 0x20, 0x05]) + be32(9) + be32(10) + be32(11) + be16(3) + be16(0xbeef))))
    row('tcp-ipv6', 229, ip6(6, tcp(b'abc', b'\1\1' + ts, src=A6, dst=B6)))
    row('udp-no-checksum', 228, ip4(17, put(udp(b'abc'), 6, 0)))

def judge(data, lt):
    with tempfile.NamedTemporaryFile(suffix='.pcap', delete=False) as f:
        f.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, lt) + struct.pack('<IIII', 0, 0, len(data), len(data)) + data)
    cmd = ['tshark', '-r', f.name, '-n', '-o', 'tcp.check_checksum:TRUE', '-o', 'udp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE',
           '-o', 'ip.defragment:FALSE', '-o', 'ipv6.defragment:FALSE']
    out = subprocess.run(cmd + ['-T', 'fields', '-e', 'frame.protocols'], capture_output=True, text=True).stdout.strip()
    full = subprocess.run(cmd + ['-V'], capture_output=True, text=True).stdout
    bad = [l.strip() for l in full.splitlines() if '[incorrect' in l or 'Checksum Status: Bad' in l or '[Malformed' in l]
    os.unlink(f.name)
    return out, bad

link(), network(), control(), transport()
failed = False
print('# Made by stacks.py, which says what the columns are.')
for name, lt, data in rows:
    protocols, bad = judge(data, lt)
    if bad:
        failed = True
        print(name, bad, file=sys.stderr)
    print(name, lt, protocols, data.hex())
sys.exit(failed)
