#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys, zlib
sys.path.insert(0, '../../testdata')
from craft import *

names(Header='wlan', PaddedHeader='wlan', RadioTap='radiotap', Monitor='prism', AVS='wlancap', Encapsulated='wlan', LWAPP='lwapp', LWAPPIdentity='lwapp')

def le16(v): return struct.pack('<H', v)
def le32(v): return struct.pack('<I', v)
def le64(v): return struct.pack('<Q', v)

CM, DM = '00:00:5e:00:53:03', '00:00:5e:00:53:04'
BC = 'ff:ff:ff:ff:ff:ff'

def fc(typ, sub, flags=0): return bytes([typ << 2 | sub << 4, flags])
def seq(n, frag=0): return le16(n << 4 | frag)
def mgmt(sub, body, flags=0, dst=BM, ht=b''):
    return fc(0, sub, flags) + le16(314) + mac(dst) + mac(AM) + mac(CM) + seq(291) + ht + body
def ctrl(sub, body, dur=100, flags=0): return fc(1, sub, flags) + le16(dur) + body
def data(sub, body, flags=1, a4=b'', qos=b'', dur=44, a1=CM):
    return fc(2, sub, flags) + le16(dur) + mac(a1) + mac(AM) + mac(BM) + seq(77, 1 if flags & 4 else 0) + a4 + qos + body

def ie(n, b): return bytes([n, len(b)]) + b
def ext(n, b): return ie(255, bytes([n]) + b)
def oui(n, b): return ie(221, b)
def suite(t): return b'\x00\x0f\xac' + bytes([t])

llc = b'\xaa\xaa\x03\0\0\0'
inner = llc + be16(0x800) + ip4(17, udp(b'inside'))
ssid, rates, ds = ie(0, b'wiretag'), ie(1, bytes([0x82, 0x84, 0x8b, 0x96, 0x24, 0x30, 0x48, 0x6c])), ie(3, b'\x06')
rsn = ie(48, le16(1) + suite(4) + le16(1) + suite(4) + le16(2) + suite(2) + suite(8) + le16(0x00c0) + le16(1) + bytes(range(16)) + suite(6))
RA, TA = mac(BM), mac(AM)

def rt(present, fields, flags=0):
    """A radiotap header: words of bits, then fields as (alignment, bytes)."""
    h = b''.join(le32(w) for w in present)
    for align, b in fields:
        while (4 + len(h)) % align: h += b'\0'
        h += b
    return bytes([0, 0]) + le16(4 + len(h)) + h

# Frames that end with elements, or with bytes as many as there are: a part of them is another one that is whole.
OPEN = {t << 2 | n << 4 for t, n in [(0, n) for n in range(16)] + [(1, n) for n in (2, 5, 8, 9)] + [(3, 0), (3, 1)]}

def frames(lt=105):
    def r(name, b, **kw):
        if b[0] & 0xfc in OPEN: kw.setdefault('flags', 'open')
        row(name, lt, b, **kw)
    tim = ie(5, bytes([0, 3, 1, 0x24, 0x10]))
    country = ie(7, b'DE ' + bytes([1, 13, 20]))
    r('beacon', mgmt(8, le64(0x123456789) + le16(100) + le16(0x0431) + ssid + rates + ds + tim + country + ie(42, b'\x04') + ie(50, b'\x0c\x12\x18\x60') + rsn, dst=BC))
    r('assoc-req', mgmt(0, le16(0x0431) + le16(10) + ssid + rates))
    r('assoc-resp', mgmt(1, le16(0x0431) + le16(0) + le16(0xc001) + rates))
    r('reassoc-req', mgmt(2, le16(0x0431) + le16(10) + mac(DM) + ssid))
    r('reassoc-resp', mgmt(3, le16(0x0431) + le16(17) + le16(0xc001) + rates))
    r('probe-req', mgmt(4, ie(0, b'') + rates, dst=BC))
    r('probe-resp', mgmt(5, le64(7) + le16(100) + le16(0x0421) + ssid + rates + ds))
    r('timing', mgmt(6, le64(7) + le16(0x0421) + country), check=False)
    r('atim', mgmt(9, b'')), r('reserved', mgmt(15, b'\1\2\3'))
    r('disassoc', mgmt(10, le16(8)))
    r('auth-open', mgmt(11, le16(0) + le16(1) + le16(0)))
    r('auth-challenge', mgmt(11, le16(1) + le16(2) + le16(0) + ie(16, bytes(range(128)))))
    r('auth-sae-commit', mgmt(11, le16(3) + le16(1) + le16(0) + le16(19) + bytes(96)))
    r('auth-fils-key', mgmt(11, le16(5) + le16(1) + le16(0) + le16(19) + bytes(range(64)) + b'\xff\x09\4' + bytes(8)))
    r('auth-fils-refused', mgmt(11, le16(5) + le16(2) + le16(112) + b'\xff\x09\4' + bytes(8)))
    r('auth-sae-confirm', mgmt(11, le16(3) + le16(2) + le16(0) + le16(1) + bytes(32)))
    r('deauth', mgmt(12, le16(7)))
    gas = bytes([108, 2, 0x7f, 0])
    actions = dict(spectrum=bytes([0, 4]) + ie(37, bytes([1, 11, 3])), addba=bytes([3, 0, 9]) + le16(0x1002) + le16(0) + le16(0x1230), delba=bytes([3, 2]) + le16(0x0800) + le16(37),
                   gas=bytes([4, 10, 1]) + gas + le16(8) + le16(256) + le16(4) + le16(257) + le16(264), neighbor=bytes([5, 4, 1]) + ssid,
                   ft=bytes([6, 1]) + mac(AM) + mac(DM) + ie(54, le16(0x1234) + b'\1'), width=bytes([7, 0, 1]), saquery=bytes([8, 0]) + le16(77),
                   btm=bytes([10, 7, 1, 5]) + le16(100) + b'\xff' + ie(52, mac(DM) + le32(0x3f) + bytes([115, 36, 9])), mesh=bytes([13, 1]) + ie(126, bytes([0, 1, 31]) + mac(DM) + le32(5) + le32(5000) + le32(7)),
                   peering=bytes([15, 1]) + le16(0) + ie(114, b'mesh') + ie(117, le16(0) + le16(0x1234)), vht=bytes([21, 2, 2]), vendor=bytes([127, 0, 0x50, 0xf2, 1, 2]))
    actions['pilot'] = bytes([4, 7]) + b'DE' + bytes([81, 6, 10])
    for name, b in actions.items(): r('action-' + name, mgmt(13, b))
    r('action-no-ack', mgmt(14, bytes([127, 0, 0x50, 0xf2])))
    row('tdls', 1, eth(0x890d, bytes([2, 12, 3]) + le16(25) + ie(101, mac(CM) + RA + TA) + bytes(20), pad=0), flags='open')
    he = bytes(6) + bytes([0x44]) + bytes(10) + le16(0xfffa) + le16(0xfffa)
    rest = ie(45, le16(0x1ee) + b'\x17' + b'\xff\xff' + bytes(21)) + ie(61, b'\x06' + bytes(21)) + ie(191, le32(0x0f8259b2) + le16(0xfffa) + le16(0) + le16(0xfffa) + le16(0))
    rest += ie(192, b'\1\x2a\0' + le16(0)) + ext(35, he) + ext(36, bytes([0, 0, 0, 5]) + le16(0xfffc)) + oui(1, b'\0\x50\xf2\1' + le16(1) + b'\0\x50\xf2\2' + le16(1) + b'\0\x50\xf2\2' + le16(1) + b'\0\x50\xf2\2')
    rest += oui(2, b'\0\x50\xf2\2\1\1\x80\0' + bytes([3, 0xa4, 0, 0, 0x27, 0xa4, 0, 0, 0x42, 0x43, 0x5e, 0, 0x62, 0x32, 0x2f, 0]))
    rest += ext(108, bytes(11) + b'\x44\x44\x44') + ext(106, bytes([0]) + le32(0x44444444)) + ext(107, le16(0) + b'\x07' + mac(DM)) + ie(127, bytes(8))
    r('beacon-elements', mgmt(8, le64(1) + le16(100) + le16(0x411) + ssid + rates + ds + rest, dst=BC))
    r('mgmt-ht', mgmt(8, le64(1) + le16(100) + le16(1) + ssid, flags=0x80, ht=le32(0x40000000), dst=BC))

    r('rts', ctrl(11, RA + TA)), r('cts', ctrl(12, RA)), r('ack', ctrl(13, RA)), r('cf-end', ctrl(14, mac(BC) + mac(CM), dur=0)), r('cf-end-ack', ctrl(15, mac(BC) + mac(CM), dur=0)), r('ps-poll', ctrl(10, mac(CM) + TA, dur=0xc005))
    r('bar', ctrl(8, RA + TA + le16(0x5005) + le16(0x1230)))
    r('bar-multi-tid', ctrl(8, RA + TA + le16(0x1006) + le16(0x3000) + le16(0x1230) + le16(0x5000) + le16(0x4560)))
    r('ba', ctrl(9, RA + TA + le16(0x5005) + le16(0x1230) + bytes(range(8))))
    r('ba-basic', ctrl(9, RA + TA + le16(0x5000) + le16(0x1230) + bytes(128)), check=False)
    r('ba-multi-tid', ctrl(9, RA + TA + le16(0x1006) + le16(0x3000) + le16(0x1230) + bytes(8) + le16(0x5000) + le16(0x4560) + bytes(8)))
    r('ba-multi-sta', ctrl(9, RA + TA + le16(0x0016) + le16(0x3005) + le16(0x1230) + bytes(8) + le16(0xf806)), check=False)
    r('vht-ndpa', ctrl(5, RA + TA + bytes([0x14]) + le16(0x2005)))
    r('he-ndpa', ctrl(5, RA + TA + bytes([0x16]) + le32(0x20001005)))
    r('bf-poll', ctrl(4, RA + TA + b'\x03'))
    r('trigger', ctrl(2, mac(BC) + TA + struct.pack('<Q', 0x0123456789abc0) + bytes([5, 0x10, 0x20, 0x30, 0x40, 0x11]) + b'\xff\xff\xff'), check=False)
    r('tack', ctrl(3, RA + TA + bytes(12)), check=False)
    r('wrapper', ctrl(7, RA + fc(1, 8) + le32(0x80000000) + TA + le16(0x5005) + le16(0x1230)))
    for sub, n, name in (2, 2, 'poll'), (3, 7, 'spr'), (4, 7, 'grant'), (8, 6, 'ssw'), (9, 8, 'ssw-feedback'), (10, 8, 'ssw-ack'), (11, 7, 'grant-ack'):
        r('dmg-' + name, ctrl(6, RA + TA + bytes(range(1, n + 1)), flags=sub), check=False)
    r('dmg-cts', ctrl(6, RA + TA, flags=5)), r('dmg-dts', ctrl(6, RA + TA + mac(CM), flags=6))
    r('dmg-beacon', fc(3, 0) + le16(0) + mac(CM) + le64(5) + bytes([0x10, 2, 3]) + le16(100) + bytes(6) + b'\0' + ssid, check=False)
    r('s1g-beacon', fc(3, 1) + le16(0) + mac(CM) + le32(5) + b'\x01' + ssid, check=False)

    r('data', data(0, inner)), r('data-from-ds', data(0, inner, flags=2)), r('data-adhoc', data(0, inner, flags=0))
    for sub, name in (1, 'ack'), (2, 'poll'), (3, 'ack-poll'):
        r('data-cf-' + name, data(sub, inner)), r('data-cf-%s-only' % name, data(4 + sub, b''))
        r('data-qos-cf-' + name, data(8 + sub, inner, qos=le16(6)))
    r('data-qos-cf-poll-only', data(14, b'', qos=le16(6))), r('data-qos-cf-ack-poll-only', data(15, b'', qos=le16(6)))
    r('data-4', data(0, inner, flags=3, a4=mac(DM)))
    r('data-null', data(4, b'')), r('data-qos-null', data(12, b'', qos=le16(5)))
    r('data-qos', data(8, inner, qos=le16(0x0006)))
    r('data-qos-ht', data(8, inner, flags=0x81, qos=le16(6), a4=b'')[:26] + le32(3) + inner)
    r('data-fragment', data(0, inner[:24], flags=5))
    r('data-bare', data(0, mac(BM) + mac(AM) + be16(0x800) + ip4(17, udp(b'inside'))))
    r('data-wep', data(0, bytes([1, 2, 3, 0x40]) + bytes(20) + be32(7), flags=0x41))
    r('data-tkip', data(0, bytes([0, 0x20, 1, 0x20]) + bytes(4) + bytes(24), flags=0x41))
    r('data-ccmp', data(8, bytes([1, 0, 0, 0x20]) + bytes(4) + bytes(24), flags=0x41, qos=le16(0)))
    r('deauth-protected', mgmt(12, bytes([1, 0, 0, 0x20]) + bytes(4) + bytes(10), flags=0x40))
    odd = llc + be16(0x800) + ip4(17, udp(b'inside!'))
    sub = mac(BM) + mac(AM) + be16(len(odd)) + odd
    r('amsdu', data(8, sub + b'\0' * (-len(sub) % 4) + sub, qos=le16(0x80)), flags='own')
    r('mesh', data(8, bytes([0, 31]) + le32(99) + inner, flags=3, a4=mac(DM), qos=le16(0x100)))
    r('mesh-group', data(8, bytes([1, 31]) + le32(99) + mac(DM) + inner, flags=2, qos=le16(0x100), a1='01:00:5e:00:00:01'))

def radio():
    frame = data(0, inner)
    fcs = le32(zlib.crc32(frame))
    row('radiotap', 127, rt([0x0000086f], [(8, le64(1234)), (1, b'\x10'), (1, b'\x0c'), (2, le16(2437) + le16(0x00a0)), (1, b'\xc4'), (1, b'\xa0'), (1, b'\x01')]) + frame + fcs)
    row('radiotap-bad-fcs', 127, rt([0x00000002], [(1, b'\x50')]) + frame + le32(5), flags='asis')
    row('radiotap-antennas', 127, rt([0xa0004020, 0xa0000820, 0x00000820], [(1, b'\xc4'), (2, le16(0)), (1, b'\xc4'), (1, b'\0'), (1, b'\xc3'), (1, b'\1')]) + frame)
    row('radiotap-vendor', 127, rt([0xc0000004, 0x80000003, 0], [(1, b'\x0c'), (2, b'\0\0\x5e\x01' + le16(3) + b'abc')]) + frame, flags='asis')
    row('radiotap-ht', 127, rt([0x00180000], [(1, bytes([0x1f, 0x04, 7])), (4, le32(9) + le16(4) + bytes([0, 0]))]) + frame)
    row('radiotap-vht', 127, rt([0x00600000], [(2, le16(0x1ff) + bytes([4, 4, 0x92, 0, 0, 0, 1, 5]) + le16(256)), (8, le64(99) + le16(1) + bytes([1, 2]))]) + frame)
    row('radiotap-he', 127, rt([0x0b800000], [(2, bytes(range(12))), (2, bytes(12)), (2, bytes(6)), (2, le16(3) + le16(0x123))]) + frame, check=False)
    row('radiotap-tlv', 127, rt([0x10000004], [(1, b'\x0c'), (4, le16(33) + le16(12) + bytes(12) + le16(30) + le16(7) + b'\0\0\x5e\1\0\0x\0')]) + frame, check=False)
    row('radiotap-pad', 127, rt([0x00000002], [(1, b'\x20')]) + data(8, b'\0\0' + inner, qos=le16(6)), flags='open')
    row('radiotap-xchannel', 127, rt([0x00040000], [(4, le32(0x10140) + le16(5540) + bytes([108, 30]))]) + frame)
    def item(did, v, o='<'): return struct.pack(o + 'IHHI', did, 0, 4, v)
    row('prism', 119, le32(0x44) + le32(144) + b'wlan0'.ljust(16, b'\0') + b''.join(item(i << 16 | 0x44, 10 + i) for i in range(1, 11)) + frame)
    row('prism-madwifi', 119, le32(0x41) + le32(144) + b'ath0'.ljust(16, b'\0') + b''.join(item(i << 12 | 0x41, 10 + i) for i in range(1, 11)) + frame)
    row('prism-big', 119, be32(0x44) + be32(144) + b'wlan0'.ljust(16, b'\0') + b''.join(item(i << 16 | 0x44, 10 + i, '>') for i in range(1, 11)) + frame)
    avs = be32(0x80211001) + be32(64) + struct.pack('>QQ', 5, 6) + b''.join(be32(v) for v in (6, 6, 540, 0, 0, 2)) + struct.pack('>ii', -60, -95) + be32(1) + be32(3)
    row('avs', 163, avs + frame), row('avs-prism', 119, avs + frame)
    avs2 = be32(0x80211002) + be32(80) + avs[8:] + be32(9) + be32(0) + RA + be16(0)
    row('avs-2', 163, avs2 + frame)

def lwapp():
    frame = data(0, inner)
    row('lwapp', 228, ip4(17, udp(bytes([8, 7]) + be16(len(frame)) + bytes([0xd8, 30]) + frame, dport=12222)), check=False)
    control = bytes([12, 150]) + be16(4) + be32(7) + bytes(4)
    row('lwapp-control', 228, ip4(17, udp(bytes([4, 0]) + be16(len(control)) + bytes(2) + control, sport=12223, dport=20105)), flags='open')
    row('lwapp-identity', 228, ip4(17, udp(mac(AM) + bytes([4, 0]) + be16(len(control)) + bytes(2) + control, dport=12223)), flags='open')

frames(), radio(), lwapp()
write('stacks.py')
