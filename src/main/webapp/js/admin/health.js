import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { get } from '../api.js';
import { whileSeen } from '../events.js';
import { icon } from '../icons.js';
import { notice } from '../shell.js';
import { exactClock, known, say } from '../words.js';

const looks = { up: 'good', degraded: 'warn', down: 'bad', absent: '' };

/** Readiness, part by part. */
export class Health {
  #redraw;
  #stop;
  #parts;
  #error;
  #at;

  constructor(redraw) {
    this.#redraw = redraw;
  }

  open() {
    this.#stop = whileSeen(3000, () => this.#look());
  }

  close() {
    this.#stop();
  }

  async #look() {
    try {
      // 503 is an answer too: it says what is not ready.
      this.#parts = parts(await get('health/ready', { allow: [503] }));
      this.#error = undefined;
      this.#at = Date.now();
    } catch (error) {
      this.#error = error;
    }
    this.#redraw();
  }

  view() {
    if (this.#error) {
      return notice(this.#error);
    }
    return this.#parts ? html`<div aria-live="polite" aria-atomic="true">${this.#whole()}</div>${this.#list()}` : html`<div class="waiting hole"></div>`;
  }

  #whole() {
    const worst = ['down', 'degraded'].find((state) => this.#parts.some((part) => part.state === state)) ?? 'up';
    const names = this.#parts.filter((part) => part.state === worst).map((part) => called(part.name)).join(', ');
    return html`
      <div class="card whole ${worst}">
        <span class="medal">${icon(worst === 'up' ? 'check' : 'alert')}</span>
        <div><h2>${say(`health.${worst}`)}</h2><p class="quiet">${say(`health.${worst}.detail`, { names })}</p></div>
      </div>`;
  }

  #list() {
    return html`
      <ul class="parts" role="list">${this.#parts.map(one)}</ul>
      <p class="small quiet number">${say('health.at', { time: exactClock(this.#at).slice(0, 8) })}</p>`;
  }
}

function one({ name, state, detail }) {
  return html`
    <li class="card">
      <div><h3>${called(name)}</h3>${detail ? html`<p class="small quiet">${detail}</p>` : nothing}</div>
      <span class="badge ${looks[state]}">${say(`health.part.${state}`)}</span>
    </li>`;
}

function parts({ checks }) {
  return Object.entries(checks).map(([name, { status, detail }]) => ({ name, state: status, detail }));
}

function called(name) {
  const key = `health.name.${name}`;
  return known(key) ? say(key) : name;
}
