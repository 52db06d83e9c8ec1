import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { get } from '../api.js';
import { Follower } from '../events.js';
import { exactClock, say } from '../words.js';

const looks = { accepted: 'busy', policy: 'bad', sent: '', delivered: 'good', displayed: 'good', failed: 'bad' };
const steps = [['accepted', 'acceptedAt'], ['sent', 'sentAt'], ['delivered', 'deliveredAt'], ['displayed', 'displayedAt'], ['failed', 'failedAt']];

/** How far a message got, in one word. */
export function badge(message) {
  return html`<span class="badge ${looks[message.state]}" data-state=${message.state}>${say(`messages.state.${message.state}`)}</span>`;
}

/** What it got through and when, why it did not arrive, and what it lost on the way. */
export function journey(message) {
  const reached = steps.filter(([, time]) => message[time]);
  return html`
    <ol class="journey" role="list">${reached.map(([state, time]) => html`
      <li class=${state}><span>${say(`messages.state.${state === 'failed' ? message.state : state}`)}</span> <time class="quiet small number" datetime=${message[time]}>${exactClock(message[time])}</time></li>`)}
    </ol>
    ${message.reason ? html`<p class="reason">${message.reason}</p>` : nothing}
    ${message.lost.length ? html`<p class="lost quiet small">${say('messages.lost', { what: message.lost.map((one) => say(`messages.lost.${one}`)).join(', ') })}</p>` : nothing}`;
}

/** The newest messages of whoever is signed in, live. */
export class Messages {
  #follower;
  #told;
  #most;
  #heard = new Map();
  all;
  next;
  error;
  interrupted = false;

  /** @param told called after each change */
  constructor(told, most = 100) {
    this.#told = told;
    this.#most = most;
    this.#follower = new Follower('api/v1/messages/events', {
      status: (message) => this.#change(message),
      connected: (yes) => this.#connected(yes),
    });
    this.#read('', (items) => items);
  }

  close() {
    this.#follower.close();
  }

  /** The ones before the oldest that is shown. */
  async more() {
    await this.#read(`&after=${encodeURIComponent(this.next)}`, (items) => [...this.all, ...items]);
  }

  /** What happened while nobody listened is in the list. */
  #connected(yes) {
    this.interrupted = !yes;
    if (yes) {
      this.#heard.clear();
      this.#read('', (items) => items);
    }
    this.#told();
  }

  async #read(after, join) {
    try {
      const page = await get(`api/v1/messages?limit=${this.#most}${after}`);
      this.all = join(page.items);
      this.next = page.next;
      this.error = undefined;
      // What was heard while the list was on its way may be newer than it.
      [...this.#heard.values()].forEach((message) => this.#put(message));
    } catch (error) {
      this.error = error;
    }
    this.#told();
  }

  #change(message) {
    this.#heard.set(message.id, message);
    if (this.all) {
      this.#put(message);
      this.#told();
    }
  }

  #put(message) {
    const at = this.all.findIndex((one) => one.id === message.id);
    if (at >= 0) {
      this.all = this.all.with(at, message);
    } else if (!this.all.length || number(message) > number(this.all.at(-1))) {
      this.all = [...this.all, message].sort((one, other) => number(other) - number(one));
    }
  }
}

/** Its place in the order of arrival. */
const number = (message) => Number(message.id.split('.').at(-1));
