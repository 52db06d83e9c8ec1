import { Follower } from '../events.js';
import { at } from '../place.js';
import { Kept } from './kept.js';
import { LiveBuffer, RejoinNeeded } from './live-buffer.js';
import { Quality } from './quality.js';
import { NoWebRtc, Whep } from './whep.js';

/** No byte for so long: the picture stands still, and we say so. */
const SILENCE = 3000;
const PAUSES = [500, 1000, 2000, 4000, 8000];
/** A viewer who pauses for longer lets go of the stream; playing joins it anew. */
const PATIENCE = 20_000;
const ASK_AGAIN = 2500;
/** A proxy that keeps an endless answer to itself never lets the first octet through. */
const FIRST_OCTET = 5000;
/** How often we look whether the picture moves; a browser tells of each frame, but not while its page is hidden. */
const LOOK = 100;
const FINAL = new Set(['ended', 'refused', 'forbidden', 'missing', 'unsupported', 'signedOut']);

/**
 * Plays one share: over WebRTC, or where that cannot be, as fragmented MP4 over HTTP, or where that cannot be, over HLS, which also plays what is past.
 * Its state is one of connecting -> waiting -> live <-> stalled | held, live <-> paused, live <-> past, live -> lost -> connecting, any -> ended | refused,
 * connecting -> forbidden | missing | unsupported | signedOut; `enter` is the only place that moves it, and the last six are final, but that what has ended
 * may be watched again: ended <-> past.
 */
export class Player {
  #video;
  #share;
  #told;
  #events;
  #buffer;
  #whep;
  #kept;
  #webRtc = Whep.supported;
  #endless = true;
  #back;
  #turned = false;
  #note;
  #held = false;
  #end;
  #quality;
  #download;
  #silence;
  #patience;
  #tries = 0;
  #wake = () => {};
  #paused = false;
  state = 'connecting';
  about = {};
  watched = 0;
  #liveSince;

  /** @param told called after each change of the state */
  constructor(video, share, told) {
    this.#video = video;
    this.#share = share;
    this.#told = told;
    this.#quality = new Quality(video);
  }

  start() {
    this.#events = new Follower(`api/v1/shares/${this.#share}/events`, { status: (share) => this.#heard(share) });
    // A browser pauses video that nobody sees; whoever comes back wants to see now.
    document.addEventListener('visibilitychange', () => document.hidden || this.#paused || this.#resume());
    // The download would keep one of the browser's six connections for a page that is left.
    addEventListener('pagehide', () => this.#download?.abort());
    this.#run();
  }

  get over() {
    return FINAL.has(this.state);
  }

  /** How the picture arrives; measured anew about once a second while somebody asks. */
  get quality() {
    if (this.#whep) {
      this.#quality.overWebRtc(this.#whep).catch(() => {});
    } else if (this.#buffer) {
      this.#quality.overHttp('http', this.#buffer.received, this.#buffer.delay);
    } else if (this.#kept) {
      this.#quality.overHttp('hls', this.#kept.received, this.#kept.delay);
    }
    return this.#quality.figures;
  }

  /** What can be rewound to, while something that is past plays; else undefined. */
  get range() {
    return this.state === 'past' ? this.#kept?.range : undefined;
  }

  /** Goes back so many seconds from what is shown. */
  rewind(seconds) {
    if (this.state === 'past') {
      this.seek(this.#video.currentTime - seconds);
    } else if (['live', 'stalled', 'held', 'paused'].includes(this.state)) {
      this.#paused = false;
      clearTimeout(this.#patience);
      this.#turnTo(seconds);
    }
  }

  /** Leaves what plays for another part of the share: so many seconds back, or now. */
  #turnTo(back) {
    this.#back = back;
    this.#turned = true;
    this.#enter('connecting');
    this.#wake();
    this.#download?.abort();
  }

  /** Goes to a time of {@link range}. */
  seek(time) {
    this.#kept?.seek(time);
  }

  /** Once more from the beginning of what is kept, after the end. */
  async again() {
    if (this.state !== 'ended') {
      return;
    }
    const { about } = this;
    this.#download = new AbortController();
    this.#back = Infinity;
    this.#move('connecting', {});
    const why = await this.#playKept(undefined);
    this.#move('ended', { ...about, gone: why !== 'end' });
  }

  pause() {
    if (this.state === 'past') {
      this.#video.pause();
      return;
    }
    if (this.state !== 'live' && this.state !== 'stalled') {
      return;
    }
    this.#paused = true;
    this.#stream?.follow(false);
    this.#video.pause();
    this.#patience = setTimeout(() => this.#download?.abort(), PATIENCE);
    this.#enter('paused');
  }

  /** Back to now: after a pause, or when the browser would not start by itself. */
  play() {
    if (this.#back !== undefined && this.#kept) {
      this.#turnTo(undefined);
    }
    this.#paused = false;
    clearTimeout(this.#patience);
    this.#wake();
    this.#resume();
  }

  /** Tries at once instead of waiting for the next attempt. */
  retry() {
    this.#wake();
  }

  get #stream() {
    return this.#whep ?? this.#buffer ?? this.#kept;
  }

  #resume() {
    if (this.#stream && !this.over) {
      this.#stream.follow(true);
      // Where nothing comes, the next picture begins it.
      if (this.state !== 'held' && this.state !== 'stalled') {
        this.#begin();
      }
    }
  }

  async #run() {
    while (!this.over) {
      const [pause, reason] = await this.#attempt();
      if (this.#turned) {
        this.#turned = false;
      } else if (!this.over) {
        await this.#rest(pause, reason);
      }
    }
    this.#events.close();
  }

  /** One connection, from its start to its end: what to wait before the next one, and why. */
  async #attempt() {
    this.#download = new AbortController();
    this.#quality.reset();
    try {
      if (this.#back !== undefined) {
        return await this.#overHls(this.#back);
      }
      return (await this.#overWebRtc()) ?? (await this.#overHttp()) ?? await this.#overHls(0);
    } catch {
      return [this.#nextPause(), 'lost'];
    } finally {
      this.#download.abort();
      clearTimeout(this.#silence);
    }
  }

  /** Live when nothing is to be rewound, else so many seconds behind. */
  async #overHls(back) {
    const why = await this.#playKept(back);
    if (this.#end) {
      this.#heard(this.#end);
    } else if (typeof why === 'number') {
      return this.#refused({ status: why }) ?? [this.#nextPause(), 'lost'];
    }
    return [this.#nextPause(), 'lost'];
  }

  async #playKept(back) {
    this.#quality.reset();
    const kept = new Kept(this.#video, this.#share);
    try {
      this.#kept = kept;
      await kept.open(back, this.#download.signal);
      this.#watchFrames(this.#frames);
      return await kept.over;
    } finally {
      kept.close();
      this.#kept = undefined;
    }
  }

  /** Undefined when only HTTP is left. */
  async #overWebRtc() {
    if (!this.#webRtc) {
      return undefined;
    }
    const whep = new Whep(this.#video, this.#download.signal);
    try {
      const answer = await whep.offer(`whep/${this.#share}`);
      if (!answer.ok) {
        return this.#refused(answer) ?? [this.#nextPause(), 'lost'];
      }
      this.#whep = whep;
      await whep.connect();
      this.#watchFrames(this.#frames);
      await whep.over;
      return [this.#paused ? 0 : this.#nextPause(), 'lost'];
    } catch (error) {
      if (error instanceof NoWebRtc) {
        this.#webRtc = false;
        return undefined;
      }
      throw error;
    } finally {
      whep.close();
      this.#whep = undefined;
    }
  }

  /** Looks for new pictures for as long as this connection lasts. */
  #watchFrames(before) {
    const frames = this.#frames;
    if (frames !== before) {
      this.#arrived();
    }
    const stream = this.#stream;
    setTimeout(() => stream && this.#stream === stream && this.#watchFrames(frames), LOOK);
  }

  get #frames() {
    return this.#video.getVideoPlaybackQuality().totalVideoFrames;
  }

  /** Undefined when only HLS is left. */
  async #overHttp() {
    if (!this.#endless) {
      return undefined;
    }
    this.#quality.reset();
    try {
      const answer = await fetch(at(`media/${this.#share}/live`), { signal: this.#download.signal, cache: 'no-store', credentials: 'same-origin' });
      return await this.#answered(answer);
    } catch (error) {
      return error instanceof RejoinNeeded ? [0, 'rejoin'] : [this.#nextPause(), 'lost'];
    } finally {
      this.#buffer?.close();
      this.#buffer = undefined;
    }
  }

  async #answered(answer) {
    return this.#refused(answer) ?? (answer.ok ? this.#read(answer) : [this.#nextPause(), 'lost']);
  }

  /** What an answer means that no other transport would change; else undefined. */
  #refused(answer) {
    const final = { 401: 'signedOut', 403: 'forbidden', 404: 'missing', 410: 'ended' }[answer.status];
    if (final) {
      this.#enter(final);
      return [0, 'final'];
    }
    if (answer.status === 409) {
      this.#enter('waiting', { reason: this.#note });
      return [Math.min(ASK_AGAIN, 1000 * (Number(answer.headers.get('Retry-After')) || Infinity)), 'waiting'];
    }
    return undefined;
  }

  async #read(answer) {
    const codecs = answer.headers.get('X-Codecs') ?? 'avc1.42E01E';
    if (!LiveBuffer.possible && Kept.supported) {
      this.#endless = false;
      return undefined;
    }
    if (!LiveBuffer.supports(codecs)) {
      this.#enter('unsupported', { codecs });
      return [0, 'final'];
    }
    this.#buffer = await LiveBuffer.open(this.#video, codecs);
    const reader = answer.body.getReader();
    const first = reader.read();
    if (!await Promise.race([first, new Promise((done) => setTimeout(done, FIRST_OCTET))])) {
      this.#endless = false;
      return undefined;
    }
    for (let piece = await first; !piece.done; piece = await reader.read()) {
      if (this.#buffer.append(piece.value)) {
        this.#arrived();
      }
    }
    return [this.#paused ? 0 : this.#nextPause(), 'lost'];
  }

  /** A part of the picture has come. */
  #arrived() {
    this.#tries = 0;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.state === 'live' && this.#enter(this.#held ? 'held' : 'stalled'), SILENCE);
    if (!this.#paused && this.state !== this.#shown && this.state !== 'blocked') {
      this.#begin();
    }
  }

  /** What the viewer sees once there is a picture. */
  get #shown() {
    return this.#back === undefined ? 'live' : 'past';
  }

  /** Live is what the viewer sees: it begins with a frame on the screen, not with the first byte. */
  #begin() {
    if (this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !this.#video.paused) {
      this.#enter(this.#shown);
      return;
    }
    this.#video.play().then(
      () => this.#stream && !this.#paused && this.#enter(this.#shown),
      (error) => error.name === 'NotAllowedError' && this.#enter('blocked'),
    );
  }

  #nextPause() {
    const pause = PAUSES[Math.min(this.#tries, PAUSES.length - 1)];
    this.#tries += 1;
    return pause;
  }

  /** Waits for its time, or until somebody wakes us: an event, a click, or the network coming back. */
  async #rest(pause, reason) {
    if (this.#paused) {
      await new Promise((done) => { this.#wake = done; });
      this.#enter('connecting');
    } else if (reason !== 'rejoin') {
      if (reason === 'lost') {
        this.#enter('lost', { until: Date.now() + pause });
      }
      await this.#sleep(pause);
    }
  }

  #sleep(pause) {
    return new Promise((done) => {
      const timer = setTimeout(finish, pause);
      function finish() {
        clearTimeout(timer);
        removeEventListener('online', finish);
        done();
      }
      this.#wake = finish;
      addEventListener('online', finish);
    });
  }

  #heard(share) {
    this.#held = Boolean(share.held);
    this.#note = share.reason;
    if (share.state === 'waiting' && this.state === 'waiting') {
      this.#enter('waiting', { reason: share.reason });
    }
    if (this.#held && (this.state === 'live' || this.state === 'stalled')) {
      this.#enter('held');
    }
    if (share.state === 'ended' && this.#kept && this.#back !== undefined) {
      this.#end = share; // Who watches what is past may see it to its end.
    } else if (share.state === 'ended' || share.state === 'refused') {
      this.#enter(share.state, { reason: share.reason });
      this.#download?.abort();
      this.#wake();
    } else if (share.state === 'live' && this.state === 'waiting') {
      this.#wake();
    }
  }

  #enter(state, about = {}) {
    if (!this.over) {
      this.#move(state, about);
    }
  }

  #move(state, about) {
    this.#count(state);
    this.state = state;
    this.about = about;
    if (this.over) {
      this.#video.pause();
    }
    this.#told();
  }

  /** How long somebody has watched, for the word at the end. */
  #count(state) {
    if (this.#liveSince && state !== 'live') {
      this.watched += Date.now() - this.#liveSince;
    }
    this.#liveSince = state === 'live' ? (this.#liveSince ?? Date.now()) : undefined;
  }
}
