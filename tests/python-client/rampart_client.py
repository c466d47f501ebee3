"""A client of the gateway in Python, standard library only, written from docs/PROTOCOL.md alone."""

import base64
import hashlib
import http.client
import json
import os
import socket
import ssl
import struct
import time
from urllib.parse import urlsplit

PROTOCOL = 1
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refused(Exception):
    """The gateway said no; the message is its code."""


# --- HTTPS -----------------------------------------------------------------


def trusting(ca_pem):
    """TLS 1.3 that trusts exactly one authority."""
    context = ssl.create_default_context(cadata=ca_pem)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def https(context, url, method, path, body=None, key=None):
    """One request: (status, JSON)."""
    parts = urlsplit(url)
    connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=context, timeout=10)
    headers = {} if key is None else {"Authorization": "Bearer " + key}
    data = None
    if body is not None:
        headers["Content-Type"] = "application/json"
        data = json.dumps(body, ensure_ascii=False).encode("utf-8")
    try:
        connection.request(method, path, data, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


# --- Enrolment of a seat -----------------------------------------------------


def base32(data):
    """Five bits a character, most significant first."""
    bits = "".join(format(byte, "08b") for byte in data)
    return "".join(ALPHABET[int(bits[i : i + 5], 2)] for i in range(0, len(bits), 5))


def enrol(feed_url, code):
    """Spends a code. Returns (EnrolAnswer, authority as PEM)."""
    plain = code.upper().replace("-", "").replace(" ", "")
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    secret, mark = plain[:8], plain[8:]
    unchecked = ssl._create_unverified_context()
    _, answer = https(unchecked, feed_url, "GET", "/v1/authority")
    der = ssl.PEM_cert_to_DER_cert(answer["pem"].strip())
    if base32(hashlib.sha256(der).digest()[:10]) != mark:
        raise Refused("another gateway")
    ca_pem = ssl.DER_cert_to_PEM_cert(der)
    checked = trusting(ca_pem)
    _, health = https(checked, feed_url, "GET", "/healthz")
    if health["protocol"] != PROTOCOL:
        raise Refused("bad-protocol")
    status, answer = https(checked, feed_url, "POST", "/v1/enrol", {"protocol": PROTOCOL, "secret": secret})
    if status != 200:
        raise Refused(answer["error"]["code"])
    return answer, ca_pem


# --- WebSocket (RFC 6455, what a client needs of it) ----------------------------


class WebSocket:
    def __init__(self, context, url, path):
        parts = urlsplit(url)
        raw = socket.create_connection((parts.hostname, parts.port), timeout=10)
        self.socket = context.wrap_socket(raw, server_hostname=parts.hostname)
        self.buffer = b""
        nonce = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            (
                f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {nonce}\r\nSec-WebSocket-Version: 13\r\n\r\n"
            ).encode()
        )
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise Refused(head.split(b"\r\n", 1)[0].decode())

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the gateway ended the connection")
        self.buffer += data

    def _take(self, count):
        while len(self.buffer) < count:
            self._more()
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def send(self, text, opcode=1):
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        length = len(data)
        head = bytes([0x80 | opcode])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 65536:
            head += bytes([0x80 | 126]) + struct.pack(">H", length)
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", length)
        mask = os.urandom(4)
        self.socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def receive(self):
        """The next message: str or bytes."""
        message, kind = b"", None
        while True:
            first, second = self._take(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", self._take(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self._take(8))
            data = self._take(length)
            opcode = first & 0x0F
            if opcode == 8:
                raise ConnectionError("the gateway closed the connection")
            if opcode == 9:
                self.send(data, 10)
                continue
            if opcode == 10:
                continue
            kind = kind or opcode
            message += data
            if first & 0x80:
                return message.decode("utf-8") if kind == 1 else message

    def close(self):
        self.socket.close()


# --- Feed ----------------------------------------------------------------------


class Feed:
    """One connection to a namespace. Events are handed out by `next`, answers by `ask`."""

    def __init__(self, url, ca_pem, namespace, key, view):
        self.namespace = namespace
        self.waiting = []
        self.last_id = 0
        self.ws = WebSocket(trusting(ca_pem), url, "/socket.io/?EIO=4&transport=websocket")
        if not self.ws.receive().startswith("0"):
            raise Refused("no open packet")
        auth = {"protocol": PROTOCOL, "key": key, "view": view}
        self.ws.send(f"40{namespace},{json.dumps(auth)}")
        kind, body, _ = self._packet()
        if kind == "4":
            raise Refused(body["message"])

    def _packet(self):
        """The next packet of the namespace: (type, JSON with attachments in place, id or None)."""
        while True:
            message = self.ws.receive()
            if message == "2":
                self.ws.send("3")
                continue
            if message[0] == "1":
                raise ConnectionError("closed")
            if message[0] != "4":
                continue
            kind, rest = message[1], message[2:]
            attachments = 0
            if kind in "56":
                count, rest = rest.split("-", 1)
                attachments = int(count)
            rest = rest[len(self.namespace) + 1 :]
            digits = len(rest) - len(rest.lstrip("0123456789"))
            number = int(rest[:digits]) if digits else None
            body = json.loads(rest[digits:]) if rest[digits:] else None
            if attachments:
                body = place(body, [self.ws.receive() for _ in range(attachments)])
            if kind == "1":
                raise ConnectionError("the gateway ended the connection")
            return kind, body, number

    def emit(self, event, body):
        self.ws.send(f"42{self.namespace},{json.dumps([event, body])}")

    def ask(self, event, body):
        """A request and its answer; events that come between are kept for `next`."""
        self.last_id += 1
        self.ws.send(f"42{self.namespace},{self.last_id}{json.dumps([event, body])}")
        while True:
            kind, answer, number = self._packet()
            if kind in "36" and number == self.last_id:
                return answer[0]
            if kind in "25":
                self.waiting.append(answer)

    def next(self, event):
        """The body of the next event of this name."""
        for i, (name, body) in enumerate(self.waiting):
            if name == event:
                del self.waiting[i]
                return body
        while True:
            kind, body, _ = self._packet()
            if kind in "25":
                if body[0] == event:
                    return body[1]
                self.waiting.append(body)

    def close(self):
        self.ws.close()


def place(value, attachments):
    """Puts binary attachments where their placeholders stand."""
    if isinstance(value, dict):
        if value.get("_placeholder") is True:
            return attachments[value["num"]]
        return {name: place(member, attachments) for name, member in value.items()}
    if isinstance(value, list):
        return [place(member, attachments) for member in value]
    return value


class Log:
    """The events of a stream in order, each checked; acknowledged as they are stored here."""

    def __init__(self, feed, stream):
        self.feed, self.stream, self.events = feed, stream, []
        answer = feed.ask("subscribe", {"stream": stream, "fromSeq": 1})
        if not answer["ok"]:
            raise Refused(answer["code"])

    def until(self, is_wanted, seconds=10):
        """Reads on until an event is wanted; returns it."""
        for event in self.events:
            if is_wanted(event):
                return event
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            batch = self.feed.next("events")["events"]
            found = None
            for event in batch:
                if event["seq"] != len(self.events) + 1:
                    raise Refused(f"a gap before {event['seq']}")
                if event_hash(event) != event["hash"]:
                    raise Refused(f"event {event['seq']} has another hash")
                self.events.append(event)
                if found is None and is_wanted(event):
                    found = event
            self.feed.emit("ack", {"stream": self.stream, "seq": len(self.events)})
            if found is not None:
                return found
        raise TimeoutError("the event did not come")


# --- Canonical JSON and hashes -----------------------------------------------------


def canonical(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(member) for member in value) + "]"
    if isinstance(value, float):
        return ecma_number(value)
    return json.dumps(value, ensure_ascii=False)


def ecma_number(value):
    """A float as ECMAScript writes it: 1e-7, not 1e-07; 0.00001, not 1e-05; 30, not 30.0."""
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    text = repr(value)
    if "e" not in text:
        return text
    digits, exponent = text.split("e")
    power = int(exponent)
    if -7 <= power < 0:
        sign = "-" if digits.startswith("-") else ""
        return sign + "0." + "0" * (-power - 1) + digits.lstrip("-").replace(".", "")
    return f"{digits}e{'+' if power > 0 else '-'}{abs(power)}"


def event_hash(event):
    members = ("actor", "atMs", "data", "id", "kind", "seq", "stream")
    text = canonical({name: event[name] for name in members if name in event})
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


# --- Position frames ------------------------------------------------------------------


def decode_frame(frame):
    """Rows of a position frame as dictionaries; unknown heading and speed are None."""
    magic, version, _, count = struct.unpack_from("<HBBI", frame, 0)
    if magic != 0x5250 or version != 1:
        raise Refused("not a position frame")

    def column(letter, offset):
        return struct.unpack_from(f"<{count}{letter}", frame, offset)

    at_ms = column("d", 8)
    slot = column("I", 8 + 8 * count)
    lon = column("i", 8 + 12 * count)
    lat = column("i", 8 + 16 * count)
    heading = column("H", 8 + 20 * count)
    speed = column("H", 8 + 22 * count)
    return [
        {
            "atMs": int(at_ms[i]),
            "slot": slot[i],
            "lon": lon[i] / 1e7,
            "lat": lat[i] / 1e7,
            "headingDeg": None if heading[i] == 65535 else heading[i] / 100,
            "speedMps": None if speed[i] == 65535 else speed[i] / 100,
        }
        for i in range(count)
    ]
