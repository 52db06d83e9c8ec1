import { Fragments, join } from './fragments.js';

/** How far behind the newest frame we play: as little as the network's unevenness lets us, in seconds. */
const CLOSEST = 0.12;
const FARTHEST = 1.2;
/** Beyond this we do not hurry, we jump. */
const JUMP = 2.5;
/** What stays behind the picture: nothing is replayed here, and hours must not fill the memory. */
const KEEP = 8;
/** A phone that sends no further keyframe leaves nothing that can be trimmed; then joining anew gives one. */
const MOST_BYTES = 48 * 1024 * 1024;

const Source = globalThis.ManagedMediaSource ?? globalThis.MediaSource;

/** Thrown when the stream must be joined anew. */
export class RejoinNeeded extends Error {}

/** One live stream in a video element: appends, follows the live edge, trims. */
export class LiveBuffer {
  #video;
  #source;
  #buffer;
  #url;
  #fragments = new Fragments();
  #waiting = [];
  #keyframes = [];
  #kept = 0;
  #received = 0;
  #joined = false;
  #closest = CLOSEST;
  #failure;
  #following = true;
  #listeners = new AbortController();

  /** Whether the browser has Media Source Extensions at all. */
  static get possible() {
    return Boolean(Source);
  }

  static supports(codecs) {
    return Boolean(Source?.isTypeSupported(`video/mp4; codecs="${codecs}"`));
  }

  /** Attaches a new stream to the video element; resolves when it takes data. */
  static async open(video, codecs) {
    const made = new LiveBuffer(video);
    await made.#attach(codecs);
    return made;
  }

  constructor(video) {
    this.#video = video;
    this.#source = new Source();
    this.#url = URL.createObjectURL(this.#source);
  }

  async #attach(codecs) {
    const opened = new Promise((done) => this.#source.addEventListener('sourceopen', done, { once: true }));
    // ManagedMediaSource wants to know that nothing is cast to another screen.
    this.#video.disableRemotePlayback = true;
    this.#video.srcObject = null;
    this.#video.src = this.#url;
    await opened;
    URL.revokeObjectURL(this.#url);
    this.#source.duration = Infinity;
    this.#buffer = this.#source.addSourceBuffer(`video/mp4; codecs="${codecs}"`);
    const { signal } = this.#listeners;
    this.#buffer.addEventListener('updateend', () => this.#turn(), { signal });
    this.#buffer.addEventListener('error', () => this.#fail('the picture could not be decoded'), { signal });
    this.#video.addEventListener('error', () => this.#fail(this.#video.error?.message), { signal });
    this.#video.addEventListener('waiting', () => this.#stumbled(), { signal });
  }

  /**
   * Takes bytes as they come. Throws RejoinNeeded when only a new connection helps.
   *
   * @returns whether a part of the picture was among them
   */
  append(piece) {
    if (this.#failure) {
      throw new RejoinNeeded(this.#failure);
    }
    this.#received += piece.length;
    const fragments = this.#fragments.take(piece);
    for (const fragment of fragments) {
      this.#note(fragment);
      this.#waiting.push(fragment.bytes);
      this.#kept += fragment.bytes.length;
    }
    if (this.#kept > MOST_BYTES) {
      throw new RejoinNeeded('no keyframe came for long');
    }
    this.#turn();
    return fragments.length > 0;
  }

  #note(fragment) {
    if (fragment.keyframe) {
      this.#keyframes.push({ time: fragment.time, before: this.#kept });
    }
  }

  /** Seconds between the picture and the newest frame that has arrived. */
  get delay() {
    const ranges = this.#buffer?.buffered;
    return ranges?.length ? Math.max(0, ranges.end(ranges.length - 1) - this.#video.currentTime) : 0;
  }

  /** Bytes that have arrived. */
  get received() {
    return this.#received;
  }

  get seconds() {
    const ranges = this.#buffer?.buffered;
    return ranges?.length ? ranges.end(ranges.length - 1) - ranges.start(0) : 0;
  }

  /** Whether the picture follows the live edge; not while the viewer has paused. */
  follow(wanted) {
    this.#following = wanted;
    if (wanted && this.#joined) {
      this.#toEdge();
    }
  }

  close() {
    this.#listeners.abort();
    this.#waiting = [];
    this.#failure = 'closed';
  }

  #turn() {
    if (this.#failure || this.#source.readyState !== 'open' || this.#buffer.updating) {
      return;
    }
    this.#chase();
    try {
      if (!this.#trim()) {
        this.#feed();
      }
    } catch (error) {
      this.#fail(error.message);
    }
  }

  #feed() {
    if (this.#waiting.length) {
      const bytes = join(this.#waiting);
      this.#waiting = [];
      this.#buffer.appendBuffer(bytes);
    }
  }

  /**
   * MSE 3.5.9: what is removed reaches on to the next random access point, so an end between two keyframes would take the frames that are being shown.
   * Therefore the end is a keyframe that lies well behind the picture.
   */
  #trim() {
    const limit = this.#video.currentTime - KEEP;
    const past = this.#keyframes.findLastIndex((keyframe) => keyframe.time <= limit);
    if (past < 1 || !this.#joined) {
      return false;
    }
    const { time, before } = this.#keyframes[past];
    this.#keyframes = this.#keyframes.slice(past).map((keyframe) => ({ time: keyframe.time, before: keyframe.before - before }));
    this.#kept -= before;
    this.#buffer.remove(0, time);
    return true;
  }

  #chase() {
    const ranges = this.#buffer.buffered;
    if (!ranges.length || !this.#following) {
      return;
    }
    const start = ranges.start(ranges.length - 1);
    if (!this.#joined || this.#video.currentTime < start || this.delay > JUMP) {
      this.#toEdge();
    } else {
      this.#hurry(this.delay - this.#closest);
    }
  }

  /** A little faster than life is not seen; it brings the picture back to the edge without a jump. */
  #hurry(late) {
    const rate = late > 0.4 ? 1.12 : late > 0.08 ? 1.04 : 1;
    if (this.#video.playbackRate !== rate) {
      this.#video.playbackRate = rate;
    }
    // What a stall made us add fades again while all is well.
    this.#closest = Math.max(CLOSEST, this.#closest * 0.9995);
  }

  #toEdge() {
    const ranges = this.#buffer.buffered;
    if (ranges.length) {
      const last = ranges.length - 1;
      this.#joined = true;
      this.#video.currentTime = Math.max(ranges.start(last), ranges.end(last) - this.#closest);
    }
  }

  #stumbled() {
    if (this.#joined && !this.#video.seeking) {
      this.#closest = Math.min(FARTHEST, this.#closest * 1.5);
    }
  }

  #fail(reason) {
    this.#failure ??= reason ?? 'the picture could not be decoded';
  }
}
