import { Follower } from './events.js';

/**
 * A user's line: her calls with phones that pages of hers take part in. All tabs hear of them over the one connection of one tab, since a browser has
 * six for a host; while any tab is open she can be called.
 */
export class Line {
  #heard;
  #channel;
  #leave;
  #stream;
  #last;

  /** @param heard gets each change of a call, as the API tells it */
  constructor(account, heard) {
    this.#heard = heard;
    this.#channel = new BroadcastChannel(`tombolo.line.${account.name}`);
    this.#channel.addEventListener('message', (event) => this.#message(event.data));
    this.#join(account);
    this.#channel.postMessage({ ask: true });
    addEventListener('pageshow', (event) => event.persisted && this.#join(account));
    addEventListener('pagehide', () => this.#rest());
  }

  /** What was heard last of a call. */
  about(id) {
    return this.#last?.id === id ? this.#last : undefined;
  }

  #join(account) {
    if (!navigator.locks) {
      this.#lead();
      return;
    }
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    navigator.locks.request(`tombolo.line.${account.name}`, { signal }, () => this.#until(signal)).catch((error) => {
      if (error.name !== 'AbortError') {
        throw error;
      }
    });
  }

  #until(signal) {
    this.#lead();
    return new Promise((done) => signal.addEventListener('abort', done, { once: true }));
  }

  #lead() {
    this.#stream = new Follower('api/v1/browser-calls/events', { status: (call) => this.#told(call) });
  }

  #rest() {
    this.#stream?.close();
    this.#stream = undefined;
    this.#leave?.abort();
  }

  #told(call) {
    this.#hear(call);
    this.#channel.postMessage({ call });
  }

  #message({ ask, call }) {
    if (call) {
      this.#hear(call);
    } else if (ask && this.#stream && this.#last) {
      this.#channel.postMessage({ call: this.#last });
    }
  }

  #hear(call) {
    this.#last = call;
    this.#heard(call);
  }
}
