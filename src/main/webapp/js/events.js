import { at } from './place.js';

const LONGEST_PAUSE = 10_000;

/**
 * Follows a stream of server-sent `status` events, and of `progress` between them, for as long as it is wanted. EventSource comes back by itself after a network error but gives up
 * after an HTTP error (a restarting gateway's 503), so this one starts a new one then.
 */
export class Follower {
  #source;
  #timer;
  #pause = 1000;
  #path;
  #last = '';
  #told;

  /** @param told {status(data), progress(data), connected(boolean)} */
  constructor(path, told) {
    this.#path = path;
    this.#told = told;
    this.#open();
    addEventListener('pagehide', this.#rest);
    addEventListener('pageshow', this.#wake);
  }

  close() {
    this.#rest();
    removeEventListener('pagehide', this.#rest);
    removeEventListener('pageshow', this.#wake);
  }

  // A page that the browser keeps for going back would keep its connection, and a browser has six for a host.
  #rest = () => {
    clearTimeout(this.#timer);
    this.#source.close();
  };

  #wake = (event) => event.persisted && this.#open();

  #open() {
    // A new source has no Last-Event-ID header to send, so it is said in the address.
    const from = this.#last ? `?lastEventId=${encodeURIComponent(this.#last)}` : '';
    this.#source = new EventSource(at(this.#path + from));
    this.#source.addEventListener('open', () => this.#connected());
    this.#source.addEventListener('error', () => this.#failed());
    this.#source.addEventListener('status', (event) => this.#heard(event));
    this.#source.addEventListener('progress', (event) => this.#told.progress?.(JSON.parse(event.data)));
  }

  #heard(event) {
    this.#last = event.lastEventId;
    this.#told.status(JSON.parse(event.data));
  }

  #connected() {
    this.#pause = 1000;
    this.#told.connected?.(true);
  }

  #failed() {
    this.#told.connected?.(false);
    if (this.#source.readyState === EventSource.CLOSED) {
      this.#timer = setTimeout(() => this.#open(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    }
  }
}

/** Runs a task now and then again, each time after the last has finished, and only while somebody looks at the page. */
export function whileSeen(milliseconds, task) {
  let timer;
  let stopped = false;
  async function round() {
    clearTimeout(timer);
    if (!document.hidden) {
      await task();
    }
    if (!stopped) {
      timer = setTimeout(round, milliseconds);
    }
  }
  const shown = () => !document.hidden && round();
  document.addEventListener('visibilitychange', shown);
  round();
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', shown);
  };
}
