import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { get } from '../api.js';
import { whileSeen } from '../events.js';
import { icon } from '../icons.js';
import { notice } from '../shell.js';
import { exactClock, say } from '../words.js';

const looks = { up: 'good', down: 'bad', off: '' };

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
    const down = this.#parts.filter((part) => part.state === 'down').map((part) => part.name);
    const well = down.length === 0;
    return html`
      <div class="card whole ${well ? 'well' : 'ill'}">
        <span class="medal">${icon(well ? 'check' : 'alert')}</span>
        <div><h2>${say(well ? 'health.up' : 'health.down')}</h2>
          <p class="quiet">${well ? say('health.up.detail') : say('health.down.detail', { names: down.join(', ') })}</p></div>
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
      <div><h3>${name}</h3>${detail ? html`<p class="small quiet">${detail}</p>` : nothing}</div>
      <span class="badge ${looks[state]}">${say(`health.part.${state}`)}</span>
    </li>`;
}

/** The dependencies, as a map by name or as a list. */
function parts(ready) {
  const found = ready?.dependencies ?? ready?.checks ?? ready?.components ?? {};
  const list = Array.isArray(found) ? found : Object.entries(found).map(([name, part]) => ({ name, ...(typeof part === 'string' ? { state: part } : part) }));
  return list.map((part) => ({ name: part.name, state: word(part.state ?? part.status), detail: part.detail ?? part.reason ?? '' }));
}

function word(state) {
  const known = String(state).toLowerCase();
  if (['up', 'ready', 'ok', 'true'].includes(known)) {
    return 'up';
  }
  return ['off', 'disabled', 'absent', 'missing', 'unused'].includes(known) ? 'off' : 'down';
}
