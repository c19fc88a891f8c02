"""Messages of DHCPv6 with every option, for stacks.py."""
from craft import *

LL = 'fe80::1'

def opt(code, v=b''): return be16(code) + be16(len(v)) + v
def items(*list): return b''.join(be16(len(i)) + i for i in list)
def name(s): return b''.join(bytes([len(l)]) + l for l in s.encode().split(b'.') if l) + b'\0'
def prefix(s, n): return bytes([n]) + addr(s)[:(n + 7) // 8]

def message(label, typ, options, check=True, dport=547, sport=546, flags=''):
    m = bytes([typ]) + bytes([0x12, 0x34, 0x56]) + options
    row('dhcpv6-' + label, 229, ip6(17, udp(m, A6, B6, sport, dport)), flags, check)
    return m

llt = be16(1) + be16(1) + be32(0x2a000000) + mac(AM)
duid = lambda typ, v: be16(typ) + v
client = opt(1, llt)
server = opt(2, duid(3, be16(1) + mac(BM)))
iaaddr = opt(5, addr('2001:db8::77') + be32(3600) + be32(7200) + opt(13, be16(0) + b'fine'))
iaprefix = opt(26, be32(3600) + be32(7200) + bytes([48]) + addr('2001:db8:7::') + opt(67, bytes([64, 0, 5])))

def messages():
    solicit = message('solicit', 1, client + opt(6, be16(23) + be16(24) + be16(82)) + opt(8, be16(100)) + opt(3, be32(1) + be32(0) + be32(0)) + opt(25, be32(2) + bytes(8)) + opt(14) + opt(20))
    message('advertise', 2, client + server + opt(3, be32(1) + be32(900) + be32(1440) + iaaddr) + opt(25, be32(2) + be32(900) + be32(1440) + iaprefix) + opt(7, b'\xff')
            + opt(23, addr('2001:db8::53') + addr('2001:db8::54')) + opt(24, name('example.net') + name('sub.example.org')) + opt(12, addr(B6)), dport=546, sport=547)
    message('request', 3, client + server + opt(4, be32(3) + iaaddr) + opt(39, b'\1' + name('host')[:-1]) + opt(16, be32(311) + items(b'MSFT 5.0')))
    message('reply', 7, client + server + opt(13, be16(6) + b'none left') + opt(39, b'\2' + name('host.example.net')) + opt(32, be32(86400)) + opt(82, be32(3600)) + opt(83, be32(7200)), dport=546, sport=547)
    message('reconfigure', 10, client + server + opt(19, b'\5') + opt(11, bytes([3, 1, 0]) + bytes(8) + b'\2' + bytes(16)), dport=546, sport=547)
    message('information', 11, opt(1, duid(2, be32(32473) + b'serial')) + opt(15, items(b'staff', b'blue')) + opt(8, be16(0)))
    message('decline', 9, opt(1, duid(4, bytes(range(16)))) + opt(1, duid(9, b'new kind')))
    inner = bytes([12, 0]) + addr(A6) + addr(LL) + opt(18, b'eth0') + opt(9, solicit)
    outer = bytes([12, 1]) + addr('::') + addr(A6) + opt(9, inner) + opt(37, be32(32473) + b'port 7') + opt(38, b'subscriber') + opt(79, be16(1) + mac(AM)) + opt(53, llt) + opt(135, be16(0))
    row('dhcpv6-relay', 229, ip6(17, udp(outer, A6, B6, 547, 547)))
    row('dhcpv6-relay-reply', 229, ip6(17, udp(bytes([13, 0]) + addr(A6) + addr(LL) + opt(18, b'eth0') + opt(9, bytes([7, 0x12, 0x34, 0x56]) + client + server), A6, B6, 547, 547)))
    row('dhcpv6-query', 229, ip6(17, udp(bytes([14, 0, 0, 9]) + client + opt(44, b'\1' + addr(A6) + iaaddr + opt(6, be16(47))), A6, B6, 546, 547)))
    data = opt(45, client + iaaddr + opt(46, be32(60)) + opt(47, addr(A6) + inner))
    row('dhcpv6-query-reply', 229, ip6(17, udp(bytes([15, 0, 0, 9]) + client + server + data + opt(48, addr(A6) + addr(B6)), A6, B6, 547, 546)), check=False)
    bulk = bytes([17, 0, 0, 9]) + data
    row('dhcpv6-tcp', 229, ip6(6, tcp(be16(len(bulk)) + bulk + be16(4) + bytes([16, 0, 0, 9]), src=A6, dst=B6, dport=547)), flags='own', check=False)

def options():
    addrs, text = addr(A6) + addr(B6), b'some text'
    message('services', 7, b''.join(opt(c, addrs) for c in (22, 27, 28, 31, 34, 40, 52, 88)) + b''.join(opt(c, name('example.net')) for c in (21, 29, 30, 33, 51, 57, 58, 64, 65)) + opt(86, addrs)
            + opt(17, be32(32473) + opt(1, b'x') + opt(2, b'')) + opt(41, b'EST5EDT') + opt(42, b'Europe/Paris'), check=False)
    message('boot', 7, opt(59, b'tftp://[2001:db8::1]/boot') + opt(60, items(b'root=/dev/nfs', b'ro')) + opt(61, be16(7) + be16(11)) + opt(62, bytes([1, 3, 16])), check=False)
    message('time', 7, opt(56, opt(1, addr(A6)) + opt(2, addr('ff05::101')) + opt(3, name('ntp.example.net'))))
    message('place', 7, opt(36, b'\2DE' + bytes([1, 2]) + b'BE' + bytes([3, 6]) + b'Berlin') + opt(63, bytes(range(16))) + opt(54, opt(1, addr(A6))) + opt(55, opt(1, name('mos.example.net')))
            + opt(143, addr(A6)), check=False)
    message('mobility', 7, opt(49, name('home.example.net')) + opt(50, name('visited.example.net')) + opt(69, opt(71, bytes([48]) + addr('2001:db8::')) + opt(72, addr(A6)) + opt(73, name('ha.example.net')))
            + opt(70, b'') + opt(68, b'\0vpn') + opt(66, opt(65, name('erp.example.net'))), check=False)
    message('selection', 7, opt(74, addr(A6) + b'\1' + name('example.net')) + opt(84, b'\3' + opt(85, bytes([1, 40]) + prefix('2001:db8::', 36))) + opt(78, be16(1) + be16(2) + b'\1' + be16(88) + addr(A6) + b'EXAMPLE.NET')
            + opt(76, b'EXAMPLE.NET') + opt(77, b'EXAMPLE.NET') + opt(80, addr(A6)) + opt(81, bytes([1, 6]) + b'user'), check=False)
    boot4 = bytes([1, 1, 6, 0]) + be32(0x77) + bytes(20) + mac(AM) + bytes(10 + 192) + b'\x63\x82\x53\x63' + bytes([53, 1, 1, 255])
    message('dhcpv4', 20, opt(87, boot4), check=False)
    rule = opt(89, bytes([1, 16, 24]) + addr('192.0.2.0') + prefix('2001:db8::', 40) + opt(93, bytes([6, 8]) + be16(0x3400)))
    message('softwire', 7, opt(94, rule + opt(90, addr(A6))) + opt(95, rule + opt(91, prefix('64:ff9b::', 96))) + opt(96, opt(92, addr(A4) + prefix('2001:db8::', 64) + opt(93, bytes([0, 4]) + be16(0x5000))) + opt(90, addr(A6)))
            + opt(97, b'') + opt(98, bytes(8)) + opt(99, bytes(4)) + opt(111, be16(94) + be16(96)) + opt(113, prefix('ff3e::', 96) + prefix('::', 0) + prefix('64:ff9b::', 96)) + opt(137, prefix('2001:db8::', 64)), check=False)
    message('access', 7, opt(103, b'https://example.net/api') + opt(104, bytes([0x80, 20]) + be16(300) + b'\1' + be16(1) + be16(2) + be16(3) + b'\1' + be16(4) + be16(5) + be16(6) + addr('ff03::1'))
            + opt(105, b'\0\4') + opt(106, text) + opt(107, text) + opt(108, mac(AM)) + opt(109, be32(32473)) + opt(110, b'example.net') + opt(112, b'https://example.net/mud'), check=False)
    times = b''.join(opt(c, be32(c)) for c in (46, 100, 101, 102, 120, 122, 123, 124, 125, 126, 128, 133, 134))
    message('failover', 24, opt(114, b'\1') + opt(115, be16(1)) + opt(116, opt(118, name('example.net'))) + opt(119, be16(3)) + opt(121, be32(10)) + opt(127, be16(1) + be16(0)) + opt(130, text) + opt(131, b'\1')
            + opt(132, b'\2') + opt(129, bytes(4) + b'key') + times, check=False)
    message('link-layer', 7, opt(138, be32(1) + be32(100) + be32(200) + opt(139, be16(1) + be16(6) + mac(AM) + be32(3) + be32(7200) + opt(13, be16(0)))) + opt(140, bytes([1, 200, 2, 100])), check=False)
    message('resolvers', 7, opt(144, be16(1) + items(name('dns.example.net')) + be16(16) + addr(A6) + be16(1) + be16(4) + b'\3dot') + opt(141, name('dots.example.net')) + opt(142, addrs) + opt(136, items(b'https://example.net'))
            + opt(145, name('example.net')) + opt(146, be16(1) + name('dm.example.net')) + opt(147, be16(1) + name('rdm.example.net')) + opt(148) + opt(43, be16(37)) + opt(75, b'x') + opt(117, b'x') + opt(999, b'unknown'), check=False)

def dhcpv6():
    messages()
    options()
