import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { get, post, Problem } from './api.js';
import { icon } from './icons.js';
import { at } from './place.js';
import { whoIsIt } from './shell.js';
import { Kept } from './watch/kept.js';
import { ago, person, say, stopwatch } from './words.js';

/** How far one press goes, in seconds. */
const STEP = 10;
const LOOK = 3000;
/** What a viewer on the couch has to read goes after this. */
const READ = 5000;
const TRY_AGAIN = 3000;
/** What a remote control's buttons are called. */
const BACK = new Set(['Escape', 'Backspace', 'GoBack', 'BrowserBack', 'XF86Back']);
const main = document.getElementById('main');

/** What the screen shows: `pairing`, `list` or `player`; each has its own way with keys. */
let view;

function show(next) {
  view?.close();
  view = next;
  document.body.dataset.view = next.name;
  next.open();
}

document.addEventListener('keydown', (event) => {
  const key = BACK.has(event.key) ? 'Back' : event.key === 'MediaPlayPause' ? 'Enter' : event.key;
  if (view?.press(key)) {
    event.preventDefault();
  }
});

/** Shows a code until somebody has confirmed it elsewhere (RFC 8628). */
class Pairing {
  name = 'pairing';
  #codes;
  #trouble;
  #timer;
  #interval;
  #closed = false;

  open() {
    this.#draw();
    this.#begin();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  press(key) {
    if (key === 'Enter') {
      this.#begin();
    }
    return key === 'Enter';
  }

  async #begin() {
    clearTimeout(this.#timer);
    try {
      this.#codes = await post('api/v1/tv/codes', {}, { stay: true });
      this.#interval = this.#codes.interval;
      this.#trouble = undefined;
      this.#later(() => this.#ask());
    } catch (error) {
      this.#trouble = error;
      this.#interval = TRY_AGAIN / 1000;
      this.#later(() => this.#begin());
    }
    this.#draw();
  }

  #later(task) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#closed || task(), 1000 * this.#interval);
  }

  async #ask() {
    try {
      show(new List(await post('api/v1/tv/session', { deviceCode: this.#codes.deviceCode }, { stay: true })));
    } catch (error) {
      this.#answered(error);
    }
  }

  #answered(error) {
    if (error.code === 'access_denied' || error.code === 'expired_token') {
      this.#begin();
      return;
    }
    // RFC 8628 3.5: slow_down adds five seconds for good; a network that fails is asked again as well.
    this.#interval += error.code === 'slow_down' ? 5 : 0;
    this.#later(() => this.#ask());
  }

  #draw() {
    render(html`
      <section class="pairing">
        <img class="scene" src=${at('img/scene.svg')} alt="">
        <div class="mark"><img src=${at('img/logo.svg')} alt="">${say('app.name')}</div>
        <h1>${say('tv.pair')}</h1>
        <ol>
          <li>${say('tv.pair.open')}<strong>${this.#codes ? this.#codes.verificationUri.replace(/^https?:\/\//, '') : '…'}</strong></li>
          <li>${say('tv.pair.type')}<strong id="code" class="code" aria-live="polite">${this.#codes?.userCode ?? '····-····'}</strong></li>
        </ol>
        <p class="hint">${this.#trouble ? this.#trouble.title : say('tv.pair.waits')}</p>
      </section>`, main);
  }
}

/** The shares that the TV's user may see, as tiles that the arrow keys go through. */
class List {
  name = 'list';
  #account;
  #shares = [];
  #at = 0;
  #timer;
  #trouble = false;
  #closed = false;

  constructor(account) {
    this.#account = account;
  }

  open() {
    this.#look();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #look() {
    try {
      const { items } = await get('api/v1/shares', { stay: true });
      const there = items.filter((share) => ['live', 'waiting', 'ended'].includes(share.state));
      const chosen = this.#shares[this.#at]?.id;
      this.#shares = there.sort((one, other) => order(one) - order(other)).slice(0, 12);
      this.#at = Math.max(0, this.#shares.findIndex((share) => share.id === chosen));
      this.#trouble = false;
    } catch (error) {
      if (error instanceof Problem && error.status === 401 && !this.#closed) {
        show(new Pairing());
        return;
      }
      this.#trouble = true;
    }
    if (!this.#closed) {
      this.#draw();
      this.#timer = setTimeout(() => this.#look(), LOOK);
    }
  }

  press(key) {
    const columns = 3;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
    if (step) {
      const next = this.#at + step;
      this.#at = next >= 0 && next < this.#shares.length ? next : this.#at;
      this.#draw();
      return true;
    }
    const share = this.#shares[this.#at];
    if (key === 'Enter' && share && share.state !== 'waiting') {
      show(new Screen(share, this.#account));
    }
    return key === 'Enter';
  }

  #draw() {
    render(html`
      <section class="list">
        <header><img src=${at('img/logo.svg')} alt=""><h1>${say('tv.title', { name: this.#account.name })}</h1></header>
        ${this.#shares.length ? html`<ul role="list">${this.#shares.map((share, index) => this.#tile(share, index))}</ul>`
          : html`<p class="nothing">${say('tv.nothing')}<span>${say('tv.nothing.detail')}</span></p>`}
        <footer>${this.#trouble ? say('tv.trouble') : say('tv.keys')}</footer>
      </section>`, main);
    main.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #tile(share, index) {
    return html`
      <li aria-current=${index === this.#at} class=${share.state}>
        <span class="window">${share.state === 'live'
          ? html`<video muted playsinline preload="auto" aria-hidden="true" src=${at(`media/${share.id}/still.mp4`)}></video>` : icon('video')}
          <span class=${`badge ${share.state === 'live' ? 'live' : ''}`}>${say(`share.state.${share.state}`)}</span></span>
        <strong>${person(share.from)}</strong><span class="when">${ago(share.startedAt)}</span>
      </li>`;
  }
}

const order = (share) => ['live', 'waiting', 'ended'].indexOf(share.state);

/** Plays one share over HLS: live, or once more from the beginning. */
class Screen {
  name = 'player';
  #share;
  #account;
  #kept;
  #end = new AbortController();
  #words = say('watch.connecting');
  #timer;
  #hide;

  constructor(share, account) {
    this.#share = share;
    this.#account = account;
  }

  open() {
    render(html`<section class="screen"><video id="video" playsinline autoplay></video><div id="veil" aria-live="polite"></div><div id="about"></div></section>`, main);
    this.#video.addEventListener('playing', () => { this.#words = ''; this.#draw(); });
    this.#video.addEventListener('waiting', () => { this.#words = say('watch.connecting'); this.#draw(); });
    this.#play();
    this.#timer = setInterval(() => this.#draw(), 500);
    this.#awake();
  }

  get #video() {
    return document.getElementById('video');
  }

  async #play() {
    const { signal } = this.#end;
    while (!signal.aborted) {
      this.#kept = new Kept(this.#video, this.#share.id);
      await this.#kept.open(this.#share.state === 'ended' ? undefined : 0, signal);
      this.#start();
      const why = await this.#kept.over;
      this.#kept.close();
      if (!signal.aborted && !(await this.#goesOn(why))) {
        return;
      }
    }
  }

  // A TV has no pointer to press play with: without sound a browser always starts.
  #start() {
    this.#video.play().catch((error) => {
      if (error.name === 'NotAllowedError') {
        this.#video.muted = true;
        this.#video.play().catch(() => {});
      }
    });
  }

  async #goesOn(why) {
    const over = { end: 'watch.ended', 401: 'tv.signedOut', 403: 'tv.removed', 404: 'watch.missing', 410: 'watch.ended' }[why];
    this.#words = say(over ?? 'watch.lost');
    this.#draw();
    await new Promise((done) => setTimeout(done, TRY_AGAIN));
    if (over && !this.#end.signal.aborted) {
      this.#back();
    }
    return !over;
  }

  #back() {
    show(new List(this.#account));
  }

  close() {
    this.#end.abort();
    clearInterval(this.#timer);
    clearTimeout(this.#hide);
  }

  press(key) {
    this.#awake();
    const action = {
      Back: () => this.#back(),
      Enter: () => this.#toggle(),
      ' ': () => this.#toggle(),
      ArrowLeft: () => this.#kept?.seek(this.#video.currentTime - STEP),
      ArrowRight: () => this.#kept?.seek(this.#video.currentTime + STEP),
      ArrowUp: () => this.#sound(),
      ArrowDown: () => this.#kept?.seek(Infinity),
    }[key];
    action?.();
    this.#draw();
    return Boolean(action);
  }

  #toggle() {
    if (this.#video.paused) {
      this.#start();
    } else {
      this.#video.pause();
    }
  }

  #sound() {
    this.#video.muted = !this.#video.muted;
  }

  #awake() {
    document.body.classList.add('awake');
    clearTimeout(this.#hide);
    this.#hide = setTimeout(() => document.body.classList.remove('awake'), READ);
  }

  #draw() {
    if (this.#end.signal.aborted) {
      return;
    }
    const words = this.#video.paused && !this.#words ? say('watch.paused') : this.#words;
    render(words ? html`<p>${words}</p>` : nothing, document.getElementById('veil'));
    const behind = this.#kept ? this.#kept.delay : 0;
    const live = this.#share.state === 'live' && behind < STEP;
    render(html`
      <span class=${`badge ${live ? 'live' : ''}`}>${live ? say('watch.live') : say('watch.behind', { time: stopwatch(1000 * behind) })}</span>
      <strong>${person(this.#share.from)}</strong>
      <span class="keys">${say('tv.player.keys')}</span>`, document.getElementById('about'));
  }
}

const account = await whoIsIt().catch(() => undefined);
show(account ? new List(account) : new Pairing());
