// A Jingle client as the library stanza makes one, in a browser: it plays a tone and tells which one it hears. Tests drive it by
// window.jingle.
import { createClient } from 'stanza';

const context = new AudioContext();
const events = [];
let client;
let session;
let tone;
let ear;
let screen;
let picture;
let only = '';

const createOffer = RTCPeerConnection.prototype.createOffer;
RTCPeerConnection.prototype.createOffer = function (...options) {
    const codecs = RTCRtpReceiver.getCapabilities('audio').codecs.filter((codec) => codec.mimeType === only);
    if (codecs.length > 0) {
        this.getTransceivers().forEach((transceiver) => transceiver.setCodecPreferences(codecs));
    }
    return createOffer.apply(this, options);
};

function toneOf(hertz) {
    const oscillator = new OscillatorNode(context, { frequency: hertz });
    const out = new MediaStreamAudioDestinationNode(context);
    oscillator.connect(out);
    oscillator.start();
    return out.stream;
}

// Chromium lets a remote stream into Web Audio only while some element plays it.
function listen(stream) {
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    element.play();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(analyser);
    ear = { analyser, element };
}

// A camera: what it shows moves, so that there is something to encode.
function camera() {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const brush = canvas.getContext('2d');
    let step = 0;
    setInterval(() => {
        brush.fillStyle = `hsl(${step}, 80%, 50%)`;
        brush.fillRect((step = (step + 7) % 360) % 300, 0, 20, 240);
    }, 50);
    return canvas.captureStream(20).getVideoTracks()[0];
}

function watch(track) {
    screen = Object.assign(document.createElement('video'), { muted: true, srcObject: new MediaStream([track]) });
    screen.play();
}

const ours = () => new MediaStream([...tone.getTracks(), ...(picture ? [picture] : [])]);

function took(taken) {
    session = taken;
}

window.jingle = {
    events,

    connect(url, jid, password, hertz) {
        tone = toneOf(hertz);
        client = createClient({ jid, password, transports: { websocket: url, bosh: false } });
        client.jingle.iceServers.length = 0;
        client.on('session:started', () => {
            client.getRoster();
            client.sendPresence();
            events.push('online ' + client.jid);
        });
        client.on('auth:failed', () => events.push('auth failed'));
        client.on('stream:error', (error) => events.push('stream error ' + JSON.stringify(error)));
        client.on('jingle:incoming', (incoming) => {
            took(incoming);
            events.push('incoming ' + incoming.peerID);
            incoming.ring();
        });
        client.on('jingle:accepted', () => events.push('accepted'));
        client.on('jingle:ringing', () => events.push('ringing'));
        client.on('jingle:hold', () => events.push('hold'));
        client.on('jingle:resumed', () => events.push('resumed'));
        client.on('jingle:terminated', (ended, reason) => events.push('terminated ' + reason?.condition));
        client.jingle.on('peerTrackAdded', (from, track, stream) =>
            track.kind === 'video' ? watch(track) : listen(stream),
        );
        client.jingle.on('connectionState', (of, state) => events.push('connection ' + state));
        client.jingle.on('log:error', (...words) => events.push('error ' + words.map(String).join(' ')));
        client.connect();
    },

    // Shows its presence to somebody who has not subscribed to it (RFC 6121 4.6).
    announce: (to) => client.sendPresence({ to }),

    features: (of) => client.getDiscoInfo(of).then((info) => events.push('features ' + info.features.join(' '))),

    call(to) {
        const outgoing = client.jingle.createMediaSession(to, undefined, ours());
        took(outgoing);
        outgoing.start();
    },

    async accept() {
        const stream = ours();
        await Promise.all(stream.getTracks().map((track) => session.addTrack(track, stream)));
        await session.accept();
    },

    decline: () => session.decline(),
    busy: () => session.end('busy'),
    cancel: () => session.cancel(),
    hangUp: () => session.end('success'),
    hold: () => session.hold(),
    resume: () => session.resume(),

    // Starts ICE anew, and tells when media go by what came of it.
    async restart() {
        const changes = async () => {
            const stats = await session.pc.getStats();
            return [...stats.values()].find((s) => s.type === 'transport').selectedCandidatePairChanges;
        };
        const ufrag = () => /a=ice-ufrag:(\S+)/.exec(session.pc.remoteDescription.sdp)[1];
        const before = { changes: await changes(), ufrag: ufrag() };
        await session.restartIce();
        const watch = setInterval(async () => {
            if (ufrag() !== before.ufrag && (await changes()) > before.changes) {
                clearInterval(watch);
                events.push('restarted');
            }
        }, 100);
    },

    // Which codec it hears.
    async codec() {
        const stats = await session.pc.getStats();
        const inbound = [...stats.values()].find((s) => s.type === 'inbound-rtp' && s.kind === 'audio');
        events.push('codec ' + stats.get(inbound?.codecId)?.mimeType);
    },

    // Tells what the receiver reports say of its sound (RFC 3550 6.4), once there is one.
    awaitReport() {
        const wait = setInterval(async () => {
            const stats = await session.pc.getStats();
            const report = [...stats.values()].find((s) => s.type === 'remote-inbound-rtp' && s.kind === 'audio');
            if (report) {
                clearInterval(wait);
                events.push(`report ${report.packetsLost} lost`);
            }
        }, 100);
    },

    // Presses a key (RFC 4733).
    press: (key) => session.pc.getSenders()[0].dtmf.insertDTMF(key, 300),

    // Tells when it hears one of the two tones of a key (ITU-T Q.23).
    awaitTone(low, high) {
        const ears = setInterval(() => {
            const heard = window.jingle.heard();
            if ([low, high].some((tone) => Math.abs(heard - tone) < 20)) {
                clearInterval(ears);
                events.push('key');
            }
        }, 10);
    },

    // Offers this codec alone from now on, or all of them.
    offer: (type) => (only = type),

    // Shows pictures of a camera in calls from now on.
    show: () => (picture = camera()),

    // How many pictures it has seen in the latest call.
    seen: () => screen?.getVideoPlaybackQuality().totalVideoFrames ?? 0,

    // The frequency that it hears, in hertz; 0 for silence.
    heard() {
        if (!ear) {
            return 0;
        }
        const bins = new Float32Array(ear.analyser.frequencyBinCount);
        ear.analyser.getFloatFrequencyData(bins);
        const loudest = bins.reduce((best, value, i) => (value > bins[best] ? i : best), 0);
        return bins[loudest] < -60 ? 0 : (loudest * context.sampleRate) / ear.analyser.fftSize;
    },
};
