import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { repeat } from '../../lib/lit-html/directives/repeat.js';
import { get, post, remove } from '../api.js';
import { icon } from '../icons.js';
import { notice, toast } from '../shell.js';
import { say } from '../words.js';

const PATH = 'api/admin/v1/associations';
const SERVICES = ['VIDEO', 'MESSAGING'];

/** Who is who: list, add, remove with undo. */
export class Associations {
  #redraw;
  #items;
  #error;
  #missing = {};

  constructor(redraw) {
    this.#redraw = redraw;
  }

  open() {
    this.#list();
  }

  close() {
    this.#error = undefined;
  }

  async #list() {
    try {
      this.#items = await all();
    } catch (error) {
      this.#error = error;
    }
    this.#redraw();
  }

  async #submit(event) {
    event.preventDefault();
    const form = event.currentTarget;
    const values = Object.fromEntries(['ims', 'web', 'service'].map((name) => [name, form.elements[name].value.trim()]));
    this.#missing = { ims: !values.ims, web: !values.web };
    this.#error = undefined;
    this.#redraw();
    const empty = ['ims', 'web'].find((name) => this.#missing[name]);
    if (empty) {
      form.elements[empty].focus();
    } else if (await this.#add(values)) {
      form.reset();
      form.elements.ims.focus();
    }
  }

  async #add({ ims, web, service }) {
    try {
      await post(PATH, { ims, web, service });
      toast(say('associations.added', { ims, web }));
      await this.#list();
      return true;
    } catch (error) {
      this.#error = error;
      this.#redraw();
      return false;
    }
  }

  async #remove(association) {
    try {
      await remove(`${PATH}/${encodeURIComponent(association.id)}`);
      toast(say('associations.removed', association), { words: say('associations.undo'), run: () => this.#add(association) });
    } catch (error) {
      toast(error.message);
    }
    await this.#list();
    document.getElementById('list-title')?.focus();
  }

  view() {
    return html`
      <p class="lead quiet">${say('associations.lead')}</p>
      <section class="card">
        <form class="add" novalidate @submit=${(event) => this.#submit(event)}>
          ${this.#field('ims')}${this.#field('web')}
          <div class="field"><label for="service">${say('associations.service')}</label>
            <select id="service" name="service">${SERVICES.map((service) => html`<option>${service}</option>`)}</select></div>
          <button class="button">${icon('plus')}${say('associations.add')}</button>
        </form>
        ${this.#error ? html`<div class="below">${notice(this.#error)}</div>` : nothing}
      </section>
      <h2 id="list-title" class="unseen" tabindex="-1">${say('associations.list')}</h2>
      ${this.#shown()}`;
  }

  #field(name) {
    const wrong = this.#missing[name];
    return html`
      <div class="field">
        <label for=${name}>${say(`associations.${name}`)}</label>
        <input id=${name} name=${name} autocapitalize="none" spellcheck="false" autocomplete="off" required
          aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${`${name}-hint`}>
        <p class=${wrong ? 'error' : 'hint'} id=${`${name}-hint`}>${wrong ? say('associations.required') : say(`associations.${name}.hint`)}</p>
      </div>`;
  }

  #shown() {
    if (!this.#items) {
      return this.#error ? nothing : html`<div class="waiting hole"></div>`;
    }
    return this.#items.length ? this.#table() : html`<div class="card empty"><h3>${say('associations.none')}</h3><p>${say('associations.none.detail')}</p></div>`;
  }

  #table() {
    return html`
      <div class="card table">
        <table>
          <thead><tr>${['ims', 'web', 'service', 'source'].map((name) => html`<th scope="col">${say(`associations.${name}`)}</th>`)}
            <th scope="col"><span class="unseen">${say('associations.actions')}</span></th></tr></thead>
          <tbody>${repeat(this.#items, (item) => item.id, (item) => this.#row(item))}</tbody>
        </table>
      </div>`;
  }

  #row(item) {
    return html`
      <tr>
        <td data-label=${say('associations.ims')}><span class="mono">${item.ims}</span></td>
        <td data-label=${say('associations.web')}><span class="mono">${item.web}</span></td>
        <td data-label=${say('associations.service')}><span class="tag">${item.service}</span></td>
        <td data-label=${say('associations.source')} class="quiet small">${item.source}</td>
        <td class="act"><button class="button plain slim round" aria-label=${say('associations.removeOne', item)} title=${say('associations.remove')} @click=${() => this.#remove(item)}>${icon('trash')}</button></td>
      </tr>`;
  }
}

/** Page by page to the end; an operator's rules are some hundreds. */
async function all() {
  const items = [];
  let next;
  do {
    const page = await get(next ? `${PATH}?after=${encodeURIComponent(next)}` : PATH);
    items.push(...page.items);
    next = page.next;
  } while (next && items.length < 2000);
  return items;
}
