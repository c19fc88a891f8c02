#!/usr/bin/env python3
"""Writes stacks.txt: python3 stacks.py > stacks.txt. See craft.py, which builds the packets and has tshark read them."""
import sys
sys.path.insert(0, '../../testdata')
from craft import *

names(MEGACO='megaco', HTTPRequest='http', HTTPResponse='http', HTTPData='http', SSDPRequest='ssdp', SSDPResponse='ssdp', Chunked='', Text='data-text-lines', JSON='json', XML='xml', Form='urlencoded-form',
      Multipart='mime_multipart', Message='imf', SIPRequest='sip', SIPResponse='sip', SAP='sap', SAPType='', SIPData='sip', SDP='sdp', RTSPRequest='rtsp', RTSPResponse='rtsp', RTSPInterleaved='rtsp', RTSPData='rtsp',
      SMTPCommand='smtp', SMTPReply='smtp', SMTPData='smtp', POPCommand='pop', POPReply='pop', POPData='pop', IMAPCommand='imap', IMAPResponse='imap', IMAPData='imap',
      FTPCommand='ftp', FTPReply='ftp', FTPControlData='ftp', FTPData='ftp-data', IRC='irc', IRCData='irc', SSHIdentification='ssh', SSHData='ssh')

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

def media():
    sdp = 'v=0\no=alice 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 49170 RTP/AVP 0 101\na=rtpmap:0 PCMU/8000\na=sendrecv\n'
    common = 'Via: SIP/2.0/UDP pc33.example.com;branch=z9hG4bK776asdhds\nMax-Forwards: 70\nTo: Bob <sip:bob@example.com>\nFrom: Alice <sip:alice@example.com>;tag=1928301774\nCall-ID: a84b4c76e66710\nCSeq: 314159 INVITE\n'
    short = common.replace('Via', 'v').replace('To', 't').replace('From', 'f').replace('Call-ID', 'i')
    datagram('sip-invite', 5060, 'INVITE sip:bob@example.com SIP/2.0\n' + common + 'Contact: <sip:alice@pc33.example.com>\nContent-Type: application/sdp\nContent-Length: %d\n\n' % len(crlf(sdp)) + sdp)
    datagram('megaco', 2944, 'MEGACO/1 [192.0.2.1]:2944\nTransaction = 1 {Context = - {Modify = a/1 {Media {Stream = 1 {LocalControl {Mode = SendReceive}}}}}}\n')
    datagram('megaco-media', 2944, '!/1 <mg>\nP=1{C=2{A=a/1{M{L{\n' + sdp + '},R{\n' + sdp + '}}}}}', flags='open,own')
    datagram('sip-compact', 5060, 'INVITE sip:bob@example.com SIP/2.0\n' + short + 'c: application/sdp\nl: %d\n\n' % len(crlf(sdp)) + sdp)
    datagram('sip-trying', 5060, 'SIP/2.0 100 Trying\n' + common + 'Content-Length: 0\n\n')
    stream('sip-tcp', 5060, 'SIP/2.0 200 OK\n' + common + 'Content-Length: 0\n\nSIP/2.0 200 OK\n' + common + 'Content-Length: 0\n\n', back=True)
    stream('sip-data', 5060, b'\r\n\r\n', back=True, flags='open,own')
    def announce(name, head, p, flags='open', **kw): row(name, 228, ip4(17, udp(head + crlf(p), dport=9875)), flags, **kw)
    announce('sap', b'\x20\0\x12\x34' + addr(A4) + b'application/sdp\0', sdp)
    announce('sap-bare', b'\x24\0\x12\x34' + addr(A4), sdp, flags='kept')
    announce('sap-6', b'\x30\1\x12\x34' + addr(A6) + bytes(4) + b'text/x\0', 'a=b', flags='own,kept', check=False)
    announce('sap-encrypted', b'\x22\0\x12\x34' + addr(A4), 'hidden', flags='own,kept', check=False)
    stream('rtsp-describe', 554, 'DESCRIBE rtsp://example.com/stream RTSP/1.0\nCSeq: 2\nAccept: application/sdp\n\n')
    stream('rtsp-described', 554, 'RTSP/1.0 200 OK\nCSeq: 2\nContent-Type: application/sdp\nContent-Length: %d\n\n' % len(crlf(sdp)) + sdp, back=True)
    stream('rtsp-interleaved', 554, b'$\0\0\x0c' + b'\x80\x60' + be16(1) + be32(2) + be32(3) + b'$\1\0\x08' + b'\x80\xc9\0\1' + be32(3), back=True, flags='open,own')
    stream('rtsp-data', 554, b'\0\1\2\3', back=True, flags='open,own')

def mail():
    stream('smtp-greeting', 25, '220 mail.example.com ESMTP\n', back=True)
    stream('smtp-ehlo', 25, 'EHLO client.example.com\n')
    stream('smtp-extensions', 25, '250-mail.example.com\n250-PIPELINING\n250 SIZE 1000\n', back=True)
    stream('smtp-pipelined', 25, 'MAIL FROM:<a@example.com>\nRCPT TO:<b@example.com>\nDATA\n')
    stream('smtp-replies', 25, '250 ok\n250 ok\n354 go\n', back=True)
    stream('smtp-message', 25, 'From: a@example.com\nSubject: x\n\ntext\n.\n', flags='open,own')
    stream('smtp-bdat', 587, 'BDAT 4 LAST\nab\nQUIT\n', flags='open,own')
    stream('pop-reply', 110, '+OK ready\n', back=True)
    stream('pop-commands', 110, 'USER a\nPASS b\n', flags='open')
    stream('pop-list', 110, '+OK 2 messages\n1 120\n2 200\n.\n', back=True, flags='open')
    stream('pop-data', 110, 'something else\n', back=True, flags='open,own')
    stream('imap-greeting', 143, '* OK ready\n', back=True)
    stream('imap-login', 143, 'a1 LOGIN {4}\nuser {6}\nsecret\n')
    stream('imap-select', 143, '* 3 EXISTS\n* FLAGS (\\Seen)\na2 OK [READ-WRITE] done\n', back=True)
    stream('imap-continue', 143, '+ go on\n', back=True)
    stream('imap-data', 143, 'c29tZXRoaW5n\n', flags='open')

def others():
    stream('ftp-greeting', 21, '220-Welcome\n  to this\n220 server\n', back=True)
    stream('ftp-user', 21, 'USER anonymous\n')
    stream('ftp-passive', 21, '227 Entering Passive Mode (192,0,2,1,195,80)\n', back=True)
    stream('ftp-port', 21, 'PORT 192,0,2,1,195,80\nLIST\n')
    stream('ftp-part', 21, '  in the middle\n', back=True)
    stream('ftp-data', 20, b'\x7fELF data', back=True)
    stream('irc-nick', 6667, 'NICK a\nUSER a 0 * :A\n')
    stream('irc-reply', 6667, '@time=2026-01-01T00:00:00Z :server.example.com 001 a :Welcome\n:b!b@host PRIVMSG #c :hello there\n', back=True)
    stream('irc-data', 6667, b'\0\1\2', back=True, flags='open,own')

def shell():
    stream('ssh-identification', 22, b'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n', back=True)
    stream('ssh-newkeys', 22, be32(12) + b'\x0a\x15' + bytes(10), flags='own')

shell()
http()
media()
mail()
others()
write('stacks.py', extra=['-o', 'tcp.desegment_tcp_streams:FALSE'])
