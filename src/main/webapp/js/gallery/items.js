import { get, post, put, remove } from '../api.js';

const STEP = 60;

/** What whoever is signed in keeps, the newest first. */
export class Items {
  #told;
  all;
  next;
  choices;
  error;

  /** @param told called after each change */
  constructor(told) {
    this.#told = told;
  }

  /** Reads the newest again; older ones that were shown stay. */
  async look() {
    try {
      const [page, choices] = await Promise.all([get(`api/v1/gallery?limit=${STEP}`), get('api/v1/gallery/choices')]);
      const older = this.all && page.next ? this.all.slice(this.all.findIndex((one) => one.id === page.next) + 1) : [];
      const further = older.length > 0;
      this.all = [...page.items, ...older];
      this.next = further ? this.next : page.next;
      this.choices = choices;
      this.error = undefined;
    } catch (error) {
      this.error = error;
    }
    this.#told();
  }

  async more() {
    const page = await get(`api/v1/gallery?limit=${STEP}&after=${encodeURIComponent(this.next)}`);
    this.all = [...this.all, ...page.items];
    this.next = page.next;
    this.#told();
  }

  async keepShares(wanted) {
    this.choices = await put('api/v1/gallery/choices', { keepShares: wanted });
    this.#told();
  }

  async remove(item) {
    await remove(`api/v1/gallery/${item.id}`);
    this.all = this.all.filter((one) => one.id !== item.id);
    this.#told();
  }

  async restore(item) {
    await post(`api/v1/gallery/${item.id}/restore`);
    await this.look();
  }

  /** The one before or after, within what is shown. */
  beside(item, step) {
    return this.all[this.all.findIndex((one) => one.id === item.id) + step];
  }
}
