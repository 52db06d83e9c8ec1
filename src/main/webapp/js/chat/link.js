import { post, Problem } from '../api.js';
import { $iq, $pres, NS, Strophe, unique } from './xmpp.js';

const LONGEST_PAUSE = 30_000;
const PATIENCE = 10_000;
const QUIET = 30_000;

/**
 * The stream to the XMPP server, for as long as the page is there: by WebSocket (RFC 7395), or by BOSH (XEP-0206) where no WebSocket gets through; with a
 * new credential of the portal each time, and again and again after a loss.
 */
export class Link {
  #told;
  #connection;
  #attempt = 0;
  #pause = 1000;
  #bosh = false;
  #timer;
  #resource = `portal-${unique().slice(0, 8)}`;
  state = 'connecting';
  address = '';
  /** Scheme, host and port of uploaded files. */
  files = '';

  /** @param told {state(), online(), stanza(element)} */
  constructor(told) {
    this.#told = told;
    addEventListener('online', () => this.retry());
    addEventListener('pagehide', () => this.#connection?.disconnect());
    setInterval(() => this.#watch(), QUIET);
    this.#open();
  }

  get online() {
    return this.state === 'online';
  }

  /** `websocket` or `bosh`. */
  get transport() {
    return this.#bosh ? 'bosh' : 'websocket';
  }

  /** Tries at once instead of waiting for the next time. */
  retry() {
    if (this.state === 'away') {
      this.#open();
    }
  }

  send(stanza) {
    this.#connection.send(stanza);
  }

  /** Sends a request; the answer, or an error with the condition as its message. */
  ask(request, patience = PATIENCE) {
    return new Promise((resolve, reject) => {
      if (!this.online) {
        reject(new Error('away'));
        return;
      }
      this.#connection.sendIQ(request, resolve, (answer) => reject(failure(answer)), patience);
    });
  }

  /** Resolves when the server has taken all that was sent before: it answers in the order of arrival (RFC 6120 10.1). */
  confirm() {
    return this.ask($iq({ type: 'get', to: Strophe.getDomainFromJid(this.address) }).c('ping', { xmlns: NS.ping }));
  }

  async #open() {
    clearTimeout(this.#timer);
    const attempt = ++this.#attempt;
    this.#become('connecting');
    try {
      this.#connect(await post('api/v1/chat/credential'), attempt);
    } catch (error) {
      console.warn('no connection to the chat server', error.message);
      this.#lost(attempt, error instanceof Problem);
    }
  }

  #connect(credential, attempt) {
    this.address = credential.address;
    this.files = credential.files;
    const connection = new Strophe.Connection(this.#bosh ? credential.bosh : credential.websocket, { mechanisms: [Strophe.SASLPlain] });
    this.#connection = connection;
    connection.connect(`${credential.address}/${this.#resource}`, credential.password, (status) => this.#changed(status, attempt));
  }

  #changed(status, attempt) {
    const { CONNECTED, CONNFAIL, AUTHFAIL, ERROR, DISCONNECTED, CONNTIMEOUT } = Strophe.Status;
    if (status === CONNECTED && attempt === this.#attempt) {
      this.#pause = 1000;
      this.#listen();
      this.#become('online');
      this.#told.online();
    } else if ([CONNFAIL, AUTHFAIL, ERROR, DISCONNECTED, CONNTIMEOUT].includes(status)) {
      this.#lost(attempt);
    }
  }

  #listen() {
    for (const name of ['message', 'presence', 'iq']) {
      this.#connection.addHandler((stanza) => this.#heard(stanza), null, name);
    }
  }

  /** Strophe drops a handler that throws; one bad stanza must not end the conversation. */
  #heard(stanza) {
    try {
      this.#told.stanza(stanza);
    } catch (error) {
      console.warn('a stanza was not understood', error);
    }
    return true;
  }

  /** @param portal whether it was the portal that did not answer */
  #lost(attempt, portal = false) {
    if (attempt !== this.#attempt || this.state === 'away') {
      return;
    }
    // Where a WebSocket does not get through, BOSH may; and the other way round the next time.
    if (this.state === 'connecting' && !portal) {
      this.#bosh = !this.#bosh;
    }
    this.#attempt++;
    this.#connection?.reset();
    this.#become('away');
    this.#timer = setTimeout(() => this.#open(), this.#bosh && this.#pause === 1000 ? 0 : this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  /** A connection that is gone without a word is noticed by its silence. */
  async #watch() {
    const attempt = this.#attempt;
    if (this.online && !document.hidden) {
      await this.confirm().catch((error) => error.message === 'timeout' && this.#lost(attempt));
    }
  }

  #become(state) {
    this.state = state;
    this.#told.state();
  }

  /** Says that we are there. */
  appear() {
    this.send($pres());
  }
}

function failure(answer) {
  const error = answer && [...answer.children].find((one) => one.localName === 'error');
  const condition = error && [...error.children].find((one) => one.namespaceURI === NS.stanzas && one.localName !== 'text');
  return new Error(condition?.localName ?? 'timeout');
}
