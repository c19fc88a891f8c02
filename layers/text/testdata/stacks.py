#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(HTTPRequest='http', HTTPResponse='http', HTTPData='http', SSDPRequest='ssdp', SSDPResponse='ssdp', Chunked='', Text='data-text-lines', JSON='json', XML='xml', Form='urlencoded-form',
      Multipart='mime_multipart')

def crlf(s): return s.replace('\n', '\r\n').encode()
def stream(name, port, s, back=False, **kw):
    kw.setdefault('flags', 'open')
    data = s if isinstance(s, bytes) else crlf(s)
    row(name, 228, ip4(6, tcp(data, sport=port, dport=49152) if back else tcp(data, dport=port)), **kw)
def datagram(name, port, s, **kw):
    kw.setdefault('flags', 'open')
    row(name, 228, ip4(17, udp(crlf(s), sport=port, dport=port)), **kw)

def http():
    stream('http-get', 80, 'GET /index.html HTTP/1.1\nHost: www.example.com\nAccept: text/*,\n application/json\n\n')
    stream('http-pipelined', 80, 'GET /a HTTP/1.1\nHost: a\n\nGET /b HTTP/1.1\nHost: b\n\n')
    stream('http-post', 8080, 'POST /form HTTP/1.1\nHost: a\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 7\n\na=1&b=2')
    stream('http-text', 80, 'HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 7\n\nhello\n', back=True)
    stream('http-json', 80, 'HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 7\n\n{"a":1}', back=True)
    stream('http-xml', 80, 'HTTP/1.1 200 OK\nContent-Type: application/xml\nContent-Length: 4\n\n<a/>', back=True)
    stream('http-multipart', 80, 'HTTP/1.1 200 OK\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\n', back=True, flags='open,own')
    stream('http-chunked', 80, 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5;x=1\nhello\n0\nDigest: x\n\n', back=True)
    stream('http-cut', 80, b'GET /a HTTP/1.1\r\nHost: www.exa')
    stream('http-bare', 80, b'HTTP/1.0 404 Not Found\nServer:x\n\n', back=True)
    stream('http-data', 80, b'\0\1\2\3 in the middle of something', back=True, flags='open,own')
    search = 'M-SEARCH * HTTP/1.1\nHOST: 239.255.255.250:1900\nMAN: "ssdp:discover"\nMX: 1\nST: ssdp:all\n\n'
    datagram('ssdp-search', 1900, search)
    datagram('ssdp-response', 1900, 'HTTP/1.1 200 OK\nCACHE-CONTROL: max-age=1800\nEXT:\nST: ssdp:all\nUSN: uuid:1\n\n')

http()
write('stacks.py', extra=['-o', 'tcp.desegment_tcp_streams:FALSE'])
