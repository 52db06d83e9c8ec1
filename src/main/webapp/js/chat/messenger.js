import { Archive } from './archive.js';
import { Cards } from './cards.js';
import { Conversation } from './conversation.js';
import { Drafts } from './drafts.js';
import { Link } from './link.js';
import { Roster } from './roster.js';
import { Upload } from './upload.js';
import { $iq, $msg, bare, child, childText, NS } from './xmpp.js';

const TYPING_PAUSE = 5000;

/** All conversations of whoever is signed in: sends, receives, and keeps what is on its way until the server has it. */
export class Messenger {
  #told;
  #drafts;
  #conversations = new Map();
  #typing;
  /** Ids of what was sent on this stream and is not confirmed. */
  #onItsWay = new Set();

  /** @param told {changed(), arrived(conversation, message), isRead(conversation)} */
  constructor(account, told) {
    this.#told = told;
    this.#drafts = new Drafts(account);
    this.link = new Link({ state: () => this.#state(), online: () => this.#online(), stanza: (stanza) => this.#stanza(stanza) });
    this.roster = new Roster(this.link);
    this.archive = new Archive(this.link, (message, when) => this.#message(message, when));
    this.upload = new Upload(this.link);
    this.cards = new Cards(this.link, () => this.#told.changed());
    this.#drafts.waiting.forEach(({ address, message }) => this.with(address).add({ ...message, mine: true, state: 'waiting' }));
  }

  /** The conversation with somebody, new when there is none. */
  with(address) {
    if (!this.#conversations.has(address)) {
      this.#conversations.set(address, new Conversation(address));
    }
    return this.#conversations.get(address);
  }

  /** The one with the newest message first, then contacts with whom nothing was said yet. */
  get conversations() {
    this.roster.contacts.forEach(({ address }) => this.with(address));
    return [...this.#conversations.values()].sort((one, other) => (other.last?.at ?? 0) - (one.last?.at ?? 0) || one.address.localeCompare(other.address));
  }

  name(address) {
    return this.roster.name(address) || this.cards.name(address) || address.split('@')[0].replace(/\\40/g, '@');
  }

  draft(address) {
    return this.#drafts.typed(address);
  }

  // ---- Sending ----

  say(address, text, file) {
    this.#drafts.wait(address, this.with(address).write(text, file));
    this.type(address, '');
    this.#flush();
    this.#told.changed();
  }

  /** Sends once more what failed, as a new message. */
  again(address, message) {
    this.with(address).remove(message);
    this.say(address, message.text, message.file);
  }

  async attach(address, file) {
    const url = await this.upload.put(file);
    this.say(address, url, url);
  }

  /** What waits goes out in order, and is sent when the server has answered behind it. Nothing is lost when it does not: it goes out again with the same id. */
  async #flush() {
    const out = this.link.online ? this.#drafts.waiting.filter(({ message }) => !this.#onItsWay.has(message.id)) : [];
    if (!out.length) {
      return;
    }
    out.forEach(({ address, message }) => {
      this.#onItsWay.add(message.id);
      this.link.send(stanza(address, message));
    });
    try {
      await this.link.confirm();
    } catch {
      return;
    }
    out.forEach(({ address, message }) => this.#sent(address, message.id));
    this.#told.changed();
  }

  #sent(address, id) {
    this.#drafts.done(id);
    this.with(address).mark(id, 'sent');
  }

  /** Keeps what is typed, and says that somebody types (XEP-0085) to who understands it. */
  type(address, text) {
    this.#drafts.type(address, text);
    const tell = this.with(address).talksOfTyping && this.link.online;
    if (tell && text && !this.#typing) {
      this.#tellTyping(address, 'composing');
    }
    clearTimeout(this.#typing?.timer);
    if (!text) {
      this.#typing = undefined;
    } else if (this.#typing) {
      this.#typing.timer = setTimeout(() => this.#tellTyping(address, 'paused'), TYPING_PAUSE);
    }
  }

  #tellTyping(address, state) {
    this.#typing = state === 'composing' ? {} : undefined;
    if (this.link.online) {
      this.link.send($msg({ to: address, type: 'chat' }).c(state, { xmlns: NS.states }));
    }
  }

  /** Somebody has looked at a conversation: her partner may know (XEP-0333). */
  read(conversation) {
    conversation.unread = 0;
    const seen = conversation.messages.filter((one) => !one.mine && one.markable && !one.seen);
    if (seen.length && this.link.online) {
      seen.forEach((one) => {
        one.seen = true;
      });
      this.link.send($msg({ to: conversation.address, type: 'chat' }).c('displayed', { xmlns: NS.markers, id: seen[seen.length - 1].id }));
    }
  }

  /** Whether there may be more in the archive than is shown. */
  hasEarlier(conversation) {
    return this.link.online && conversation.messages.length > 0 && !conversation.complete && (!this.archive.whole || conversation.trimmed);
  }

  /** Messages before the oldest that is shown. */
  async earlier(conversation) {
    const oldest = conversation.messages.find((one) => one.archived);
    conversation.complete = await this.archive.earlier(conversation.address, oldest?.archived);
  }

  // ---- The stream ----

  #state() {
    this.#told.changed();
  }

  async #online() {
    this.link.ask($iq({ type: 'set' }).c('enable', { xmlns: NS.carbons })).catch(() => {});
    const known = this.roster.load().catch(() => {});
    this.link.appear();
    this.#onItsWay.clear();
    this.#flush();
    await Promise.allSettled([known, this.archive.catchUp(), this.upload.find()]);
    this.#told.changed();
  }

  #stanza(stanza) {
    if (stanza.localName === 'message') {
      this.archive.heard(stanza) || this.#live(stanza);
    } else if (stanza.localName === 'presence') {
      this.roster.heard(stanza);
      this.cards.heard(stanza);
    } else if (!this.roster.pushed(stanza)) {
      this.#asked(stanza);
      return;
    }
    this.#told.changed();
  }

  /** RFC 6120 8.2.3: each request gets an answer. */
  #asked(iq) {
    const [type, to, id] = ['type', 'from', 'id'].map((name) => iq.getAttribute(name));
    if (type === 'get' && child(iq, 'ping', NS.ping)) {
      this.link.send($iq({ type: 'result', id, ...(to && { to }) }));
    } else if (type === 'get' || type === 'set') {
      this.link.send($iq({ type: 'error', id, ...(to && { to }) }).c('error', { type: 'cancel' }).c('service-unavailable', { xmlns: NS.stanzas }));
    }
  }

  #live(message) {
    const carbon = child(message, 'sent', NS.carbons) ?? child(message, 'received', NS.carbons);
    if (carbon) {
      // XEP-0280 11: from somebody else it is a forgery.
      if (message.getAttribute('from') === this.link.address) {
        this.#message(child(child(carbon, 'forwarded', NS.forward), 'message'), { at: Date.now(), live: carbon.localName === 'received', copy: true });
      }
      return;
    }
    this.archive.passed(message);
    const delay = child(message, 'delay', NS.delay);
    this.#message(message, { at: Date.parse(delay?.getAttribute('stamp')) || Date.now(), live: true });
  }

  /** @param when {at, archived, live, copy}: live when it has just come to me, and not out of the archive or from another device of mine; copy when another device got it, too */
  #message(message, when) {
    const mine = bare(message.getAttribute('from') ?? this.link.address) === this.link.address;
    const address = bare(message.getAttribute(mine ? 'to' : 'from'));
    const type = message.getAttribute('type');
    if (!address || address === this.link.address || type === 'groupchat' || type === 'headline') {
      return;
    }
    const conversation = this.with(address);
    if (type === 'error') {
      this.#failed(conversation, message);
      return;
    }
    mine ? this.#markedByMe(conversation, message) : this.#marked(conversation, message);
    if (childText(message, 'body')) {
      this.#content(conversation, message, { ...when, mine });
    }
  }

  #failed(conversation, message) {
    const error = child(message, 'error');
    const condition = [...(error?.children ?? [])].find((one) => one.namespaceURI === NS.stanzas && one.localName !== 'text');
    this.#drafts.done(message.getAttribute('id'));
    conversation.fail(message.getAttribute('id'), condition?.localName ?? 'undefined-condition');
  }

  #marked(conversation, message) {
    const state = [...message.children].find((one) => one.namespaceURI === NS.states)?.localName;
    if (state) {
      conversation.talksOfTyping = true;
      conversation.typing = state === 'composing';
    }
    const receipt = child(message, 'received', NS.receipts) ?? child(message, 'received', NS.markers);
    const seen = child(message, 'displayed', NS.markers) ?? child(message, 'acknowledged', NS.markers);
    if (seen) {
      conversation.mark(seen.getAttribute('id'), 'displayed');
    } else if (receipt) {
      conversation.mark(receipt.getAttribute('id'), 'delivered');
    }
  }

  /** Another device of mine has shown it. */
  #markedByMe(conversation, message) {
    const seen = child(message, 'displayed', NS.markers);
    const index = conversation.messages.findIndex((one) => !one.mine && one.id === seen?.getAttribute('id'));
    if (index >= 0) {
      conversation.messages.slice(0, index + 1).forEach((one) => {
        one.seen = true;
      });
      conversation.unread = 0;
    }
  }

  #content(conversation, message, { at, archived, live, copy, mine }) {
    const id = message.getAttribute('id') ?? archived ?? `${at}`;
    const isNew = !conversation.has(mine, id);
    const entry = conversation.add({
      id,
      mine,
      at,
      archived,
      text: childText(message, 'body'),
      file: childText(child(message, 'x', NS.oob), 'url'),
      state: 'sent',
      markable: Boolean(child(message, 'markable', NS.markers)),
    });
    if (mine) {
      this.#sent(conversation.address, id);
    }
    if (live && !mine && !copy) {
      this.#receipt(message);
    }
    if (isNew && live && !mine) {
      conversation.typing = false;
      conversation.unread++;
      this.#told.arrived(conversation, entry);
    }
  }

  /** XEP-0184 5.3: only for whom there is a conversation with, which by now there is. */
  #receipt(message) {
    if (child(message, 'request', NS.receipts) && message.getAttribute('id')) {
      this.link.send($msg({ to: message.getAttribute('from'), type: 'chat' }).c('received', { xmlns: NS.receipts, id: message.getAttribute('id') }));
    }
  }
}

function stanza(to, { id, text, file }) {
  const message = $msg({ to, id, type: 'chat' }).c('body').t(text).up().c('active', { xmlns: NS.states }).up();
  message.c('request', { xmlns: NS.receipts }).up().c('markable', { xmlns: NS.markers }).up();
  return file ? message.c('x', { xmlns: NS.oob }).c('url').t(file) : message;
}
