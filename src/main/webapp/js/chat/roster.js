import { $iq, $pres, bare, child, NS } from './xmpp.js';

const WORTH = { chat: 4, '': 3, away: 2, xa: 1, dnd: 1 };

/** Who is in my contacts, and how each of them is (RFC 6121). */
export class Roster {
  #link;
  #contacts = new Map();
  /** For each address, what each of its devices said. */
  #devices = new Map();
  /** Who asks to see when I am there. */
  requests = new Set();

  constructor(link) {
    this.#link = link;
  }

  get contacts() {
    return [...this.#contacts.values()];
  }

  has(address) {
    return this.#contacts.has(address);
  }

  name(address) {
    return this.#contacts.get(address)?.name ?? '';
  }

  /** `chat`, `here`, `away`, `xa`, `dnd`, or `gone`, also for somebody of whom nothing is known. */
  presence(address) {
    const shows = [...(this.#devices.get(address)?.values() ?? [])];
    const best = shows.sort((one, other) => WORTH[other] - WORTH[one])[0];
    return best === undefined ? 'gone' : best || 'here';
  }

  async load() {
    this.#devices.clear();
    const answer = await this.#link.ask($iq({ type: 'get' }).c('query', { xmlns: NS.roster }));
    this.#contacts.clear();
    this.#take(child(answer, 'query', NS.roster));
  }

  /** A roster push; true when it was one. */
  pushed(iq) {
    const query = child(iq, 'query', NS.roster);
    // RFC 6121 2.1.6: from somebody else it is a forgery.
    if (!query || iq.getAttribute('type') !== 'set' || ![null, this.#link.address].includes(iq.getAttribute('from'))) {
      return false;
    }
    this.#take(query);
    this.#link.send($iq({ type: 'result', id: iq.getAttribute('id') }));
    return true;
  }

  #take(query) {
    for (const item of query.children) {
      const address = bare(item.getAttribute('jid'));
      if (item.getAttribute('subscription') === 'remove') {
        this.#contacts.delete(address);
      } else {
        this.#contacts.set(address, { address, name: item.getAttribute('name') ?? '', subscription: item.getAttribute('subscription') });
      }
    }
  }

  heard(presence) {
    const from = presence.getAttribute('from') ?? '';
    const address = bare(from);
    const devices = this.#devices.get(address) ?? new Map();
    this.#devices.set(address, devices);
    switch (presence.getAttribute('type')) {
      case null:
        devices.set(from, WORTH[child(presence, 'show')?.textContent] ? child(presence, 'show').textContent : '');
        break;
      case 'unavailable':
        // RFC 6121 4.5.3: from the bare address it is about all devices.
        from === address ? devices.clear() : devices.delete(from);
        break;
      case 'subscribe':
        this.#asked(address);
        break;
    }
  }

  /** Whom I asked myself may see me, too. */
  #asked(address) {
    if (['to', 'both'].includes(this.#contacts.get(address)?.subscription)) {
      this.#link.send($pres({ to: address, type: 'subscribed' }));
    } else {
      this.requests.add(address);
    }
  }

  /** Puts somebody into the contacts and asks to see when she is there. */
  async add(address) {
    await this.#link.ask($iq({ type: 'set' }).c('query', { xmlns: NS.roster }).c('item', { jid: address }));
    this.#link.send($pres({ to: address, type: 'subscribe' }));
  }

  async accept(address) {
    this.requests.delete(address);
    this.#link.send($pres({ to: address, type: 'subscribed' }));
    if (!['to', 'both'].includes(this.#contacts.get(address)?.subscription)) {
      await this.add(address);
    }
  }

  decline(address) {
    this.requests.delete(address);
    this.#link.send($pres({ to: address, type: 'unsubscribed' }));
  }
}
