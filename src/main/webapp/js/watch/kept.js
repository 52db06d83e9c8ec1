import { at } from '../place.js';

const PLAYLIST = 'application/vnd.apple.mpegurl';
/** Seconds that are fetched ahead and kept behind. */
const ONE_PICTURE = { maxBufferLength: 1, maxMaxBufferLength: 2, backBufferLength: 2 };
const LIBRARY = '../../lib/hls/hls.light.min.mjs';

/** One share over HLS in a video element: live where nothing else comes through, rewound, or once more after its end. */
export class Kept {
  #video;
  #path;
  #still;
  #hls;
  #details;
  #received = 0;
  #done;
  #listeners = new AbortController();
  /** Resolves with why it is over: `end`, `lost`, or the HTTP status that it was refused with. */
  over = new Promise((done) => { this.#done = done; });

  static get supported() {
    return Boolean(globalThis.MediaSource || globalThis.ManagedMediaSource || document.createElement('video').canPlayType(PLAYLIST));
  }

  /** @param still for one picture at a time: no more of what follows is fetched than that takes */
  constructor(video, share, { still = false } = {}) {
    this.#video = video;
    this.#still = still;
    this.#path = at(`hls/${share}/index.m3u8`);
  }

  /**
   * Begins so many seconds before now; undefined is the beginning.
   *
   * @param signal ends it
   */
  async open(back, signal) {
    signal.addEventListener('abort', () => this.close(), { once: true, signal: this.#listeners.signal });
    const follow = { signal: this.#listeners.signal };
    this.#video.addEventListener('ended', () => this.#done('end'), follow);
    this.#video.srcObject = null;
    this.#video.playbackRate = 1;
    const { default: Hls } = await import(LIBRARY);
    if (signal.aborted) {
      return;
    }
    if (Hls.isSupported()) {
      this.#load(Hls, back);
    } else {
      this.#native(back, follow);
    }
  }

  #load(Hls, back) {
    // A worker would need a policy of its own; one stream of a phone is no work.
    this.#hls = new Hls({ enableWorker: false, lowLatencyMode: !this.#still, ...(this.#still ? ONE_PICTURE : { backBufferLength: 120 }), startPosition: back === undefined ? 0 : -1 });
    this.#hls.on(Hls.Events.LEVEL_UPDATED, (event, { details }) => { this.#details = details; });
    if (back) {
      // Before its first picture the library would go to the live edge again.
      this.#video.addEventListener('loadeddata', () => this.seek(this.range.end - back), { once: true, signal: this.#listeners.signal });
    }
    this.#hls.on(Hls.Events.FRAG_LOADED, (event, { frag, part }) => { this.#received += (part ?? frag).stats.loaded; });
    this.#hls.on(Hls.Events.ERROR, (event, data) => this.#failed(data));
    this.#hls.loadSource(this.#path);
    this.#hls.attachMedia(this.#video);
  }

  #failed({ fatal, response }) {
    if ([401, 403, 404, 409, 410].includes(response?.code)) {
      this.#done(response.code);
    } else if (fatal) {
      this.#done('lost');
    }
  }

  #native(back, follow) {
    this.#video.addEventListener('error', () => this.#done('lost'), follow);
    this.#video.addEventListener('loadedmetadata', () => {
      const { start, end } = this.range;
      this.#video.currentTime = back === undefined ? start : Math.max(start, end - back);
    }, { ...follow, once: true });
    this.#video.src = this.#path;
  }

  /** What can be played, in the video's time. */
  get range() {
    if (this.#details?.fragments.length) {
      return { start: this.#details.fragments[0].start, end: this.#details.edge };
    }
    const { seekable } = this.#video;
    return seekable.length ? { start: seekable.start(0), end: seekable.end(seekable.length - 1) } : { start: 0, end: 0 };
  }

  /** Seconds behind the newest that is there. */
  get delay() {
    return Math.max(0, this.range.end - this.#video.currentTime);
  }

  get received() {
    return this.#received;
  }

  /** Goes to a time; what is no longer kept cannot be reached. */
  seek(time) {
    const { start, end } = this.range;
    this.#video.currentTime = Math.min(Math.max(time, start), Math.max(start, end - 0.5));
  }

  /** Whoever comes back from a pause goes on where she was. */
  follow() {}

  close() {
    this.#listeners.abort();
    this.#hls?.destroy();
    if (!this.#hls) {
      this.#video.removeAttribute('src');
    }
    this.#done('lost');
  }
}
