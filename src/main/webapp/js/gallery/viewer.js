import { html, render, nothing } from '../../lib/lit-html/lit-html.js';
import { icon } from '../icons.js';
import { at } from '../place.js';
import { clock, octets, say } from '../words.js';
import { sender } from './words.js';

/** One thing large, in a dialog; the arrow keys lead to those beside it. */
export class Viewer {
  #items;
  #dialog;
  #item;

  constructor(items) {
    this.#items = items;
    this.#dialog = document.createElement('dialog');
    this.#dialog.className = 'lightbox';
    this.#dialog.addEventListener('close', () => this.#closed());
    this.#dialog.addEventListener('keydown', (event) => this.#key(event));
    document.body.append(this.#dialog);
  }

  open(item) {
    this.#item = item;
    render(this.#page(), this.#dialog);
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
  }

  #closed() {
    const id = this.#item.id;
    // A film that nobody sees is not to be heard.
    render(nothing, this.#dialog);
    document.getElementById(`open-${id}`)?.focus();
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    // In a film the arrows go back and forth in it.
    if (step && event.target.tagName !== 'VIDEO') {
      this.#go(step);
    }
  }

  #go(step) {
    const other = this.#items.beside(this.#item, step);
    if (other) {
      this.open(other);
    }
  }

  #page() {
    const item = this.#item;
    const other = (step, name) => html`<button class="button plain round" ?disabled=${!this.#items.beside(item, step)} @click=${() => this.#go(step)} aria-label=${say(`gallery.${name}`)} title=${say(`gallery.${name}`)}>${icon('back')}</button>`;
    return html`
      <header>
        <div><h2>${item.name}</h2><p class="quiet small">${sender(item)}, ${clock(item.since)} · ${octets(item.size)} · ${say('gallery.expires', { day: clock(item.expiresAt) })}</p></div>
        <a class="button plain slim" href=${at(item.url)} download=${item.name}>${icon('download')}<span class="unseen">${say('gallery.download', { name: item.name })}</span></a>
        <button class="button plain slim round" @click=${() => this.#dialog.close()} aria-label=${say('app.close')} title=${say('app.close')}>${icon('close')}</button>
      </header>
      <div class="large">${large(item)}</div>
      <footer>${other(-1, 'previous')}<span class="forth">${other(1, 'next')}</span></footer>`;
  }
}

function large(item) {
  if (item.type.startsWith('image/')) {
    return html`<img src=${at(item.url)} alt=${item.name}>`;
  } else if (item.type.startsWith('video/')) {
    return html`<video id="film" src=${at(item.url)} controls autoplay playsinline></video>`;
  } else if (item.type.startsWith('audio/')) {
    return html`<audio src=${at(item.url)} controls autoplay></audio>`;
  }
  return html`<p class="quiet">${say('gallery.noPreview')}</p>`;
}
