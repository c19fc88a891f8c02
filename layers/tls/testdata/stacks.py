#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import hashlib, sys
sys.path.insert(0, '../../testdata')
from craft import *

inside = ('ChangeCipherSpec Alert Heartbeat Handshake ClientHello DTLSClientHello ServerHello HelloVerifyRequest NewSessionTicket NewSessionTicket13 EncryptedExtensions '
          'Certificate Certificate13 ServerKeyExchange CertificateRequest CertificateRequest10 CertificateRequest13 CertificateVerify CertificateVerify10 ClientKeyExchange '
          'Finished CertificateStatus KeyUpdate CompressedCertificate DTLSHandshake').split()
names(TLSData='tls', TLS='tls', SSLv2='tls', DTLS='dtls', **{n: '' for n in inside})

def be24(v): return be32(v)[1:]
def v8(b): return bytes([len(b)]) + b
def v16(b): return be16(len(b)) + b
def v24(b): return be24(len(b)) + b
def ext(t, b=b''): return be16(t) + v16(b)
def words(*v): return b''.join(be16(x) for x in v)

def record(t, b, v=0x303): return bytes([t]) + be16(v) + v16(b)
def message(t, b): return bytes([t]) + v24(b)
def over(name, *records, port=443, **kw): row(name, 228, ip4(6, tcp(b''.join(records), dport=port)), **kw)
def hand(name, t, b, flags='open', **kw): over(name, record(22, message(t, b)), flags=flags, **kw)

R = bytes(range(32))
key = bytes(range(100, 132))
certificate = CERTIFICATE
suites = words(0x3a3a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x9c, 0x9d, 0x2f, 0x35)
exts = b''.join([
    ext(0x2a2a), ext(0, v16(b'\0' + v16(b'www.example.net'))), ext(23), ext(0xff01, v8(b'')), ext(10, v16(words(0x4a4a, 29, 23, 24))), ext(11, v8(b'\0')),
    ext(35), ext(16, v16(v8(b'h2') + v8(b'http/1.1'))), ext(5, b'\1' + be16(0) + be16(0)),
    ext(13, v16(words(0x403, 0x804, 0x401, 0x503, 0x805, 0x501, 0x806, 0x601))), ext(18), ext(51, v16(be16(0x4a4a) + v16(b'\0') + be16(29) + v16(key))),
    ext(45, v8(b'\1')), ext(43, v8(words(0x6a6a, 0x304, 0x303))), ext(27, v8(be16(2))), ext(17513, v16(v8(b'h2'))), ext(0x1a1a, b'\0'), ext(21, bytes(20))])
hello = be16(0x303) + R + v8(key) + v16(suites) + v8(b'\0') + v16(exts)
more = b''.join([
    ext(1, b'\2'), ext(14, v16(words(1, 7)) + v8(b'')), ext(15, b'\1'), ext(17, v16(b'\2' + v16(words(0, 0)))), ext(19, v8(b'\2\0')), ext(20, v8(b'\0')), ext(22),
    ext(28, be16(0x4001)), ext(34, v16(words(0x403))), ext(42), ext(44, v16(b'cookie')), ext(47, v16(v16(bytes.fromhex('3000')))), ext(49), ext(50, v16(words(0x804))),
    ext(54, v8(b'id')), ext(0xfe0d, b'\0' + words(1, 1) + b'\7' + v16(key) + v16(bytes(48))), ext(57, bytes([1, 2, 0x67, 0x10, 3, 2, 0x45, 0xc0])),
    ext(41, v16(v16(b'identity') + be32(5)) + v16(v8(R)))])
old = be16(0x301) + R + v8(b'') + v16(words(5, 4, 0xff)) + v8(b'\0')
server = be16(0x303) + R + v8(key) + be16(0x1301) + b'\0'

def hellos():
    hand('tls-client-hello', 1, hello)
    hand('tls-client-hello-more', 1, be16(0x303) + R + v8(b'') + v16(suites) + v8(b'\0') + v16(more), check=False)
    hand('tls-client-hello-old', 1, old)
    hand('tls-server-hello', 2, server + v16(ext(51, be16(29) + v16(key)) + ext(43, be16(0x304))))
    hand('tls-server-hello-12', 2, be16(0x303) + R + v8(b'') + be16(0xc02f) + b'\0' + v16(ext(0) + ext(0xff01, v8(b'')) + ext(11, v8(b'\0')) + ext(16, v16(v8(b'h2')))))
    retry = be16(0x303) + hashlib.sha256(b'HelloRetryRequest').digest() + v8(b'') + be16(0x1301) + b'\0' + v16(ext(51, be16(23)) + ext(43, be16(0x304)))
    hand('tls-hello-retry-request', 2, retry)
    body = b'\1' + be16(0x301) + words(6, 0, 16) + bytes([0, 0, 5, 7, 0, 0xc0]) + R[:16]
    over('tls-sslv2', be16(0x8000 | len(body)) + body)

def others():
    over('tls-change-alert', record(20, b'\1'), record(21, b'\2\x28'))
    over('tls-alert', record(21, b'\2\x28'))
    over('tls-heartbeat', record(24, b'\1' + v16(b'ping') + bytes(16)))
    over('tls-data', record(23, bytes(range(40, 90))), record(23, b'x' * 30))
    over('tls-cut', record(23, bytes(range(40, 90))), record(23, b'x' * 30)[:12])
    over('tls-encrypted', record(22, bytes(range(200, 240))))
    hand('tls-certificate', 11, v24(v24(certificate)), check=False)
    hand('tls-certificate-13', 11, v8(b'') + v24(v24(certificate) + v16(ext(18, v16(v16(b'sct'))))), check=False)
    hand('tls-compressed-certificate', 25, be16(2) + be24(300) + v24(b'compressed'), check=False)
    hand('tls-certificate-status', 22, b'\1' + v24(b'0\3\n\1\6'), check=False)
    sign = be16(0x804) + v16(R)
    params = b'\3' + be16(29) + v8(key) + sign
    hand('tls-request', 13, v8(b'\1\x40') + v16(words(0x403, 0x804)) + v16(v16(bytes.fromhex('3000'))), flags='')
    hand('tls-request-10', 13, v8(b'\1\2') + v16(v16(bytes.fromhex('3000'))), flags='', check=False)
    hand('tls-verify', 15, sign, flags='')
    hand('tls-verify-10', 15, v16(R), flags='', check=False)
    hand('tls-client-key', 16, v8(key), flags='')
    hand('tls-server-key', 12, params, flags='')
    over('tls-server-flight', record(22, message(12, params) + message(13, v8(b'\1\x40') + v16(words(0x403, 0x804)) + v16(v16(bytes.fromhex('3000')))) + message(14, b'')))
    over('tls-client-flight', record(22, message(16, v8(key))), record(22, message(15, sign)), record(20, b'\1'), record(22, bytes(8) + bytes(range(180, 212))))
    over('tls-server-old', record(22, message(13, v8(b'\1\2') + v16(v16(bytes.fromhex('3000')))), 0x301), record(22, message(15, v16(R)), 0x301), check=False)
    hand('tls-request-13', 13, v8(b'') + v16(ext(13, v16(words(0x804)))), check=False)
    hand('tls-encrypted-extensions', 8, v16(ext(16, v16(v8(b'h2')))), check=False)
    hand('tls-ticket', 4, be32(7200) + v16(b'ticket'))
    hand('tls-ticket-13', 4, be32(7200) + be32(99) + v8(b'nonce') + v16(b'ticket') + v16(ext(42, be32(16384))), check=False)
    hand('tls-finished', 20, R[:12])
    hand('tls-key-update', 24, b'\1')

def dtls():
    def record(t, b, seq, epoch=0, v=0xfefd): return bytes([t]) + be16(v) + be16(epoch) + bytes(2) + be32(seq) + v16(b)
    def message(t, b, seq, at=0, n=None): return bytes([t]) + v24(b)[:3] + be16(seq) + be24(at) + be24(len(b) if n is None else n) + b[at:][:n]
    def over(name, *records, **kw): row(name, 228, ip4(17, udp(b''.join(records), dport=4433)), **kw)
    hello = be16(0xfefd) + R + v8(b'') + v8(b'cookie') + v16(words(0xc02b, 0xc0ac)) + v8(b'\0') + v16(ext(10, v16(words(23))) + ext(11, v8(b'\0')) + ext(14, v16(words(1)) + v8(b'')))
    over('dtls-client-hello', record(22, message(1, hello, 0), 0, v=0xfeff), flags='open')
    over('dtls-verify', record(22, message(3, be16(0xfeff) + v8(b'cookie'), 0), 0, v=0xfeff))
    over('dtls-fragments', record(22, message(1, hello, 0, 0, 40), 1), record(22, message(1, hello, 0, 40, len(hello) - 40), 2))
    over('dtls-flight', record(22, message(2, be16(0xfefd) + server[2:-3] + be16(0xc02b) + b'\0', 1), 1), record(22, message(14, b'', 2), 2), flags='open')
    over('dtls-end', record(22, message(16, v8(key), 2), 3), record(20, b'\1', 4), record(22, R, 0, 1))

row('tls-middle', 228, ip4(6, tcp(bytes(range(200, 240)), dport=443)), check=False)

hellos(), others(), dtls()
write('stacks.py')
