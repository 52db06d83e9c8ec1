import { post, remove } from '../api.js';
import { Follower } from '../events.js';

const FINAL = new Set(['delivered', 'refused', 'expired', 'cancelled']);

/** One thing of the gallery on its way to somebody. Events may come twice; a later one always has a higher sequence. */
export class Push {
  #follower;
  #told;
  #sequence = '';

  /**
   * Sends an item.
   *
   * @param to a number or a SIP address
   * @param told called after each change
   */
  static async send(item, to, told) {
    return new Push(await post('api/v1/pushes', { to, type: 'file', gallery: item.id }), item, told);
  }

  constructor(made, item, told) {
    this.id = made.id;
    this.to = made.to;
    this.item = item;
    this.status = made.status;
    this.#told = told;
    this.#follower = new Follower(`api/v1/pushes/${encodeURIComponent(made.id)}/events`, {
      status: (event) => this.#heard(event),
      progress: ({ percent }) => this.#progress(percent),
      connected: () => this.over && this.close(),
    });
  }

  get over() {
    return FINAL.has(this.status);
  }

  /** Takes it back; whoever has it by then keeps it. */
  async cancel() {
    await remove(`api/v1/pushes/${encodeURIComponent(this.id)}`);
  }

  close() {
    this.#follower.close();
  }

  #heard({ sequence, data }) {
    if (sequence <= this.#sequence) {
      return;
    }
    this.#sequence = sequence;
    this.status = data.status;
    this.detail = data.detail;
    this.way = data.way;
    if (this.over) {
      this.close();
    }
    this.#told();
  }

  #progress(percent) {
    this.percent = percent;
    this.#told();
  }
}
