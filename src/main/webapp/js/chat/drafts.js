/**
 * What is typed and not sent yet, in this tab: it outlives a reload and a new sign-in, and goes with the tab, because the browser may be used by others.
 */
export class Drafts {
  #key;
  #kept = { typed: {}, waiting: [] };

  constructor(account) {
    this.#key = `tombolo.chat.${account.name}`;
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}');
      this.#kept = { typed: kept.typed ?? {}, waiting: kept.waiting ?? [] };
    } catch {
      // A browser that keeps nothing.
    }
  }

  typed(address) {
    return this.#kept.typed[address] ?? '';
  }

  type(address, text) {
    this.#kept.typed[address] = text || undefined;
    this.#keep();
  }

  /** Messages that the server has not confirmed, as {address, message}. */
  get waiting() {
    return this.#kept.waiting;
  }

  wait(address, { id, text, file, at }) {
    this.#kept.waiting.push({ address, message: { id, text, file, at } });
    this.#keep();
  }

  done(id) {
    this.#kept.waiting = this.#kept.waiting.filter((one) => one.message.id !== id);
    this.#keep();
  }

  #keep() {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.#kept));
    } catch {
      // Then it lives as long as the page.
    }
  }
}
