import { exchange } from '../api.js';

/** A browser on a network that lets no UDP through never connects: then the picture comes over HTTP. */
const PATIENCE = 3000;
/** Whoever answers ICE is there: a gateway under load may take its time with the keys. */
const HANDSHAKE = 8000;
/** A short break in the network mends by itself. */
const BREAK = 5000;

/** Thrown when this share, or this network, is not for WebRTC. */
export class NoWebRtc extends Error {}

/** One share over WebRTC (draft-ietf-wish-whep) in a video element. */
export class Whep {
  #video;
  #peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  #signal;
  #session;
  #over;
  #reached;
  #connected;
  #leave = () => this.close();

  static get supported() {
    return 'RTCPeerConnection' in globalThis;
  }

  constructor(video, signal) {
    this.#video = video;
    this.#signal = signal;
    this.#over = new Promise((done) => {
      this.#connected = new Promise((good) => this.#follow(good, done));
      this.#reached = new Promise((good) => this.#followIce(good));
      signal.addEventListener('abort', done, { once: true });
    });
    addEventListener('pagehide', this.#leave);
  }

  #follow(good, done) {
    let timer;
    this.#peer.addEventListener('connectionstatechange', () => {
      clearTimeout(timer);
      const state = this.#peer.connectionState;
      if (state === 'connected') {
        good(true);
      } else if (state === 'disconnected') {
        timer = setTimeout(done, BREAK);
      } else if (state === 'failed' || state === 'closed') {
        done();
      }
    });
    this.#peer.addEventListener('track', (event) => this.#show(event));
  }

  #followIce(good) {
    this.#peer.addEventListener('iceconnectionstatechange', () => {
      if (['connected', 'completed'].includes(this.#peer.iceConnectionState)) {
        good(true);
      }
    });
  }

  #show(event) {
    // As little waiting as the network's unevenness allows; the browser finds out how much that is.
    if (event.track.kind === 'video') {
      event.receiver.jitterBufferTarget = 0;
    }
    this.#video.playbackRate = 1;
    if (this.#video.srcObject !== event.streams[0]) {
      this.#video.srcObject = event.streams[0];
    }
  }

  /** Offers to receive; resolves with the gateway's answer, which may be a refusal for everybody. */
  async offer(path) {
    this.#peer.addTransceiver('video', { direction: 'recvonly' });
    this.#peer.addTransceiver('audio', { direction: 'recvonly' });
    await this.#peer.setLocalDescription();
    const answer = await exchange('POST', path, { type: 'application/sdp', body: this.#peer.localDescription.sdp, signal: this.#signal });
    if (answer.ok) {
      this.#session = new URL(answer.headers.get('Location'), answer.url).href;
      await this.#peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    } else if ([400, 413, 415, 422, 503].includes(answer.status)) {
      throw new NoWebRtc(`the gateway said ${answer.status}`);
    }
    return answer;
  }

  /** Waits for ICE, then for DTLS. */
  async connect() {
    await this.#within(PATIENCE, this.#reached);
    await this.#within(HANDSHAKE, this.#connected);
  }

  async #within(patience, state) {
    const late = new Promise((done) => setTimeout(done, patience));
    if (!await Promise.race([state, late, this.#over])) {
      this.#signal.throwIfAborted();
      throw new NoWebRtc('no connection came about');
    }
  }

  /** Resolves when the connection is over. */
  get over() {
    return this.#over;
  }

  stats() {
    return this.#peer.getStats();
  }

  /** What arrives is always shown at once. */
  follow() {}

  close() {
    removeEventListener('pagehide', this.#leave);
    this.#peer.close();
    if (this.#session) {
      exchange('DELETE', this.#session, { keepalive: true }).catch(() => {});
      this.#session = undefined;
    }
  }
}
