"""What the demo phone sounds and looks like: a G.711 tone and an H.264 test picture, both over RTP."""

import ctypes
import math
import random
import re
import signal
import socket
import struct
import subprocess
import threading
import time

PCMU, PCMA = 0, 8  # static payload types (RFC 3551 6)
CODECS = {PCMU: "PCMU/8000", PCMA: "PCMA/8000"}
FRAME = 160  # samples of 20 ms
TONE = 440  # Hz: a whole number of waves fits into the second that is repeated


def rtp_sockets(host):
    """A socket on an even port for RTP and one on the next port for RTCP (RFC 3550 11)."""
    while True:
        rtp, rtcp = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        rtp.bind((host, 0))
        port = rtp.getsockname()[1]
        try:
            if port % 2 == 0:
                rtcp.bind((host, port + 1))
                return rtp, rtcp
        except OSError:
            pass
        rtp.close()
        rtcp.close()


def mu_law(sample):
    """ITU-T G.711 table 2a: sign, exponent, mantissa, all inverted."""
    magnitude = min(abs(sample), 32635) + 132
    exponent = magnitude.bit_length() - 8
    return ~((0x80 if sample < 0 else 0) | exponent << 4 | magnitude >> (exponent + 3) & 0x0F) & 0xFF


def a_law(sample):
    """ITU-T G.711 table 1a: even bits inverted."""
    magnitude = min(abs(sample), 32767)
    exponent = max(magnitude.bit_length() - 8, 0)
    mantissa = magnitude >> (exponent + 3 if exponent else 4) & 0x0F
    return ((0x00 if sample < 0 else 0x80) | exponent << 4 | mantissa) ^ 0x55


def tone(payload_type):
    encode = mu_law if payload_type == PCMU else a_law
    return bytes(encode(int(8000 * math.sin(2 * math.pi * TONE * n / 8000))) for n in range(8000))


class Sdp:
    """The lines of a session description that we act on."""

    def __init__(self, body):
        text = body.decode("utf-8", "replace")
        self.session, *self.media = re.split(r"(?m)^(?=m=)", text)
        self.lines = [section.splitlines()[0] for section in self.media]

    def index(self, kind):
        """The first medium of a kind that is not refused (port 0); None when there is none."""
        return next((i for i, line in enumerate(self.lines) if line.startswith(f"m={kind} ") and self.port(i)), None)

    def port(self, index):
        return int(self.lines[index].split()[1].split("/")[0])

    def formats(self, index):
        return [int(word) for word in self.lines[index].split()[3:] if word.isdigit()]

    def address(self, index):
        found = re.findall(r"(?m)^c=IN IP4 ([^\s/]+)", self.media[index] + "\n" + self.session)
        return found[0] if found else "0.0.0.0"

    def receives(self, index):
        """Whether the other side wants to get something now (RFC 3264 5.1, 8.4)."""
        direction = re.findall(r"(?m)^a=(sendrecv|sendonly|recvonly|inactive)", self.media[index] + "\n" + self.session)
        return self.address(index) != "0.0.0.0" and direction[:1] not in (["sendonly"], ["inactive"])


def session(host, media, identity, version):
    """RFC 4566 5: one identity for a session, a new version for each change."""
    origin = f"v=0\r\no=demo {identity} {version} IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
    return (origin + "".join(line + "\r\n" for line in media)).encode()


class Tone:
    """Sends the tone to wherever the session description points, in steps of 20 ms; `hears()` at the first packet that comes."""

    def __init__(self, host, hears):
        self.rtp, self.rtcp = rtp_sockets(host)
        self.port = self.rtp.getsockname()[1]
        self.target = None
        self.sound = {payload_type: tone(payload_type) for payload_type in CODECS}
        self.open = True
        self.hears = hears
        threading.Thread(target=self._run, name="tone", daemon=True).start()
        threading.Thread(target=self._listen, name="ear", daemon=True).start()

    def play(self, address, port, payload_type):
        self.target = (address, port, payload_type)

    def pause(self):
        self.target = None

    def close(self):
        self.open = False

    def _run(self):
        number, stamp, source = random.getrandbits(16), random.getrandbits(32), random.getrandbits(32)
        position, due = 0, time.monotonic()
        while self.open:
            if self.target:
                self._send(number, stamp, source, position)
            number, stamp = number + 1 & 0xFFFF, stamp + FRAME & 0xFFFFFFFF
            position, due = (position + FRAME) % 8000, due + 0.02
            time.sleep(max(0.0, due - time.monotonic()))
        self.rtp.close()
        self.rtcp.close()

    def _listen(self):
        self.rtp.settimeout(1)
        heard = False
        while self.open:
            try:
                self.rtp.recv(2048)
            except OSError:
                continue  # nothing for a second, or an ICMP error of a packet that we sent
            if not heard:
                heard = True
                self.hears()

    def _send(self, number, stamp, source, position):
        address, port, payload_type = self.target
        header = struct.pack("!BBHII", 0x80, payload_type, number, stamp, source)  # RFC 3550 5.1
        try:
            self.rtp.sendto(header + self.sound[payload_type][position : position + FRAME], (address, port))
        except OSError:
            pass  # nobody listens any more; the BYE will say so


class Video:
    """A test picture with a running clock, H.264 constrained baseline in RTP (RFC 6184), made by ffmpeg."""

    PAYLOAD_TYPE = 96
    DESCRIPTION = [
        f"a=rtpmap:{PAYLOAD_TYPE} H264/90000",
        f"a=fmtp:{PAYLOAD_TYPE} profile-level-id=42C01E;packetization-mode=1",
    ]

    def __init__(self, host):
        self.host = host
        rtp, rtcp = rtp_sockets(host)
        self.port = rtp.getsockname()[1]
        rtp.close()  # ffmpeg binds them again
        rtcp.close()
        self.process = None

    def play(self, address, port):
        self.close()
        target = f"rtp://{address}:{port}?localrtpport={self.port}&localrtcpport={self.port + 1}&pkt_size=1200"
        command = ["ffmpeg", "-nostdin", "-loglevel", "error", "-re", "-f", "lavfi", "-i", "testsrc=size=640x360:rate=25"]
        # A picture a second that stands for itself, with its parameter sets: whoever joins late waits no longer.
        command += ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-threads", "1"]
        command += ["-profile:v", "baseline", "-level", "3.0", "-pix_fmt", "yuv420p", "-b:v", "600k"]
        command += ["-g", "25", "-x264-params", "repeat-headers=1:scenecut=0"]
        command += ["-f", "rtp", "-payload_type", str(self.PAYLOAD_TYPE), target]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=die_with_parent)

    @property
    def ended(self):
        return self.process is not None and self.process.poll() is not None

    def close(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def die_with_parent():
    """Linux's PR_SET_PDEATHSIG: no ffmpeg stays behind when the phone is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
