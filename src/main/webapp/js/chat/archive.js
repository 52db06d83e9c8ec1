import { $iq, child, NS, unique } from './xmpp.js';

const PAGE = 50;
const MOST_PAGES = 20;

/** The server's archive of my messages (XEP-0313); a server without one is no fault. */
export class Archive {
  #link;
  #take;
  #queries = new Map();
  #last = '';
  /** Whether all that the archive has was given. */
  whole = false;

  /** @param take gets each message with its time and name in the archive */
  constructor(link, take) {
    this.#link = link;
    this.#take = take;
  }

  /** The name of a message that came live, by which the next query goes on. */
  passed(message) {
    const id = [...message.children].find((one) => one.localName === 'stanza-id' && one.namespaceURI === NS.stanzaId && one.getAttribute('by') === this.#link.address);
    this.#last = id?.getAttribute('id') ?? this.#last;
  }

  /** A message of the archive; true when it was one. */
  heard(message) {
    const result = child(message, 'result', NS.mam);
    if (!result) {
      return false;
    }
    const query = this.#queries.get(result.getAttribute('queryid'));
    // XEP-0313 4.2: our own server answers by our address, or by none; anybody could write the element.
    if (query && ['', this.#link.address].includes(message.getAttribute('from') ?? '')) {
      query.push({ id: result.getAttribute('id'), forwarded: child(result, 'forwarded', NS.forward) });
    }
    return true;
  }

  /** What came while we were away; at first the newest. */
  async catchUp() {
    if (!this.#last) {
      this.whole = await this.#query({ before: '' });
      return;
    }
    for (let page = 0; page < MOST_PAGES; page++) {
      if (await this.#query({ after: this.#last })) {
        return;
      }
    }
  }

  /** Messages with one person before one that is there; true when nothing is before them. */
  earlier(address, before) {
    return this.#query({ before: before ?? '', with: address });
  }

  async #query(wanted) {
    const id = unique();
    const results = [];
    this.#queries.set(id, results);
    try {
      const answer = await this.#link.ask(request(id, wanted), 20_000);
      results.forEach(({ id: archived, forwarded }) => this.#give(archived, forwarded));
      if (!('with' in wanted)) {
        this.#last = results[results.length - 1]?.id ?? this.#last;
      }
      return child(answer, 'fin', NS.mam)?.getAttribute('complete') === 'true';
    } catch (error) {
      if (error.message === 'timeout' || error.message === 'away') {
        throw error;
      }
      return true;
    } finally {
      this.#queries.delete(id);
    }
  }

  #give(archived, forwarded) {
    const message = child(forwarded, 'message');
    const stamp = Date.parse(child(forwarded, 'delay', NS.delay)?.getAttribute('stamp'));
    if (message) {
      this.#take(message, { archived, at: stamp || Date.now() });
    }
  }
}

function request(id, wanted) {
  const query = $iq({ type: 'set' }).c('query', { xmlns: NS.mam, queryid: id });
  if (wanted.with) {
    query.c('x', { xmlns: 'jabber:x:data', type: 'submit' });
    query.c('field', { var: 'FORM_TYPE', type: 'hidden' }).c('value').t(NS.mam).up().up();
    query.c('field', { var: 'with' }).c('value').t(wanted.with).up().up().up();
  }
  query.c('set', { xmlns: NS.rsm }).c('max').t(String(PAGE)).up();
  return 'after' in wanted ? query.c('after').t(wanted.after) : query.c('before').t(wanted.before);
}
