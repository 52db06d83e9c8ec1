import { unique } from './xmpp.js';

const MOST = 500;
const STEPS = ['waiting', 'sent', 'delivered', 'displayed'];

/** What was said with one person, the oldest first. */
export class Conversation {
  messages = [];
  unread = 0;
  typing = false;
  /** Whether she has said that her client shows who types (XEP-0085 5.1). */
  talksOfTyping = false;
  /** Whether the archive has nothing before the oldest. */
  complete = false;
  /** Whether the oldest were forgotten here. */
  trimmed = false;
  #known = new Map();

  constructor(address) {
    this.address = address;
  }

  get last() {
    return this.messages[this.messages.length - 1];
  }

  /** A new message of mine that is not sent yet. */
  write(text, file) {
    return this.add({ id: unique(), mine: true, text, file, at: Date.now(), state: 'waiting' });
  }

  /** Takes a message in at its time; one that is there already stays as it is. */
  add(message) {
    const key = `${message.mine ? 'mine' : 'hers'} ${message.id}`;
    const known = this.#known.get(key);
    if (known) {
      known.archived ??= message.archived;
      return known;
    }
    this.#known.set(key, message);
    const after = this.messages.findLastIndex((one) => one.at <= message.at);
    this.messages.splice(after + 1, 0, message);
    if (this.messages.length > MOST) {
      this.#forget(this.messages.shift());
      this.complete = false;
      this.trimmed = true;
    }
    return message;
  }

  #forget(message) {
    this.#known.delete(`${message.mine ? 'mine' : 'hers'} ${message.id}`);
  }

  remove(message) {
    this.messages = this.messages.filter((one) => one !== message);
    this.#forget(message);
  }

  has(mine, id) {
    return this.#known.has(`${mine ? 'mine' : 'hers'} ${id}`);
  }

  mine(id) {
    return this.#known.get(`mine ${id}`);
  }

  /** Moves a message of mine on; marks may overtake each other, and none goes back. */
  mark(id, state) {
    const message = this.mine(id);
    if (!message) {
      return;
    }
    this.#step(message, state);
    if (state === 'displayed') {
      // XEP-0333 4: who has seen this one has seen those before it.
      this.messages.filter((one) => one.mine && one.at <= message.at && one.state !== 'failed').forEach((one) => this.#step(one, state));
    }
  }

  #step(message, state) {
    if (message.state !== 'failed' && STEPS.indexOf(state) > STEPS.indexOf(message.state)) {
      message.state = state;
    }
  }

  fail(id, why) {
    const message = this.mine(id);
    if (message) {
      message.state = 'failed';
      message.why = why;
    }
  }
}
