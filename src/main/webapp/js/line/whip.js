import { exchange, Problem } from '../api.js';
import { known, say } from '../words.js';

const BREAK = 8000;

/** A page's media with a phone: camera or screen and microphone there, what the phone sends back (RFC 9725). */
export class Whip {
  #peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  #remote = new MediaStream();
  #session;
  #leave = () => this.close();

  /**
   * @param stream what is sent
   * @param wish {audio, video}: directions such as `sendrecv`; what is not there is not offered
   * @param lost told when nothing passes any more
   */
  constructor(stream, wish, lost) {
    for (const kind of ['video', 'audio']) {
      if (wish[kind]) {
        const track = stream.getTracks().find((one) => one.kind === kind);
        this.#peer.addTransceiver(track ?? kind, { direction: wish[kind], streams: [stream] });
      }
    }
    this.#peer.addEventListener('track', (event) => this.#remote.addTrack(event.track));
    this.#follow(lost);
    addEventListener('pagehide', this.#leave);
  }

  #follow(lost) {
    let timer;
    this.#peer.addEventListener('connectionstatechange', () => {
      clearTimeout(timer);
      if (this.#peer.connectionState === 'failed') {
        lost();
      } else if (this.#peer.connectionState === 'disconnected') {
        timer = setTimeout(lost, BREAK);
      }
    });
  }

  /** What the phone sends. */
  get remote() {
    return this.#remote;
  }

  /**
   * Offers; resolves with the call's id.
   *
   * @param query such as `to=%2B15550002`
   */
  async offer(query) {
    await this.#peer.setLocalDescription();
    const answer = await this.#post(query);
    if (!answer.ok) {
      const said = await answer.json().catch(() => ({}));
      const key = `problem.${answer.status}`;
      throw new Problem(answer.status, say(known(key) ? key : 'problem.other'), said.detail ?? '', said.title);
    }
    this.#session = new URL(answer.headers.get('Location'), answer.url).href;
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    return this.#session.split('/').pop();
  }

  async #post(query) {
    try {
      return await exchange('POST', `whip?${query}`, { type: 'application/sdp', body: this.#peer.localDescription.sdp });
    } catch {
      throw new Problem(0, say('problem.network'), say('problem.network.detail'));
    }
  }

  /** Sends another picture, such as the screen's instead of the camera's. */
  async show(track) {
    await this.#videoSender?.replaceTrack(track);
  }

  get #videoSender() {
    return this.#peer.getSenders().find((sender) => sender.track?.kind === 'video');
  }

  /** RFC 6184 8.1: no more than the phone's decoder takes. */
  async keepTo({ macroblocks, perSecond, kilobits }) {
    const sender = this.#videoSender;
    if (!sender) {
      return;
    }
    const { width = 640, height = 480 } = sender.track.getSettings();
    const made = Math.ceil(width / 16) * Math.ceil(height / 16);
    const parameters = sender.getParameters();
    for (const encoding of parameters.encodings) {
      encoding.scaleResolutionDownBy = Math.max(1, Math.sqrt(made / macroblocks));
      encoding.maxFramerate = Math.max(5, Math.min(30, Math.floor(perSecond / Math.min(made, macroblocks))));
      encoding.maxBitrate = kilobits * 1000;
    }
    await sender.setParameters(parameters);
  }

  stats() {
    return this.#peer.getStats();
  }

  close() {
    removeEventListener('pagehide', this.#leave);
    const session = this.#session;
    this.#session = undefined;
    if (session) {
      // Without the good-bye first, the gateway would take it for a loss.
      exchange('DELETE', session, { keepalive: true }).catch(() => {}).finally(() => this.#peer.close());
    } else {
      this.#peer.close();
    }
  }
}
