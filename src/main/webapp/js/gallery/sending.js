import { html, render, nothing } from '../../lib/lit-html/lit-html.js';
import { fault, tidy } from '../calls/numbers.js';
import { icon } from '../icons.js';
import { toast } from '../shell.js';
import { known, person, say } from '../words.js';
import { Push } from './push.js';

const looks = { delivered: 'good', refused: 'bad', expired: 'bad' };

/** Asks to whom something goes, and shows what is on its way. */
export class Sending {
  #all = [];
  #told;
  #dialog = document.createElement('dialog');
  #item;
  #fault = '';
  #busy = false;

  /** @param told called after each change */
  constructor(told) {
    this.#told = told;
    this.#dialog.className = 'card ask';
    document.body.append(this.#dialog);
  }

  open(item) {
    this.#item = item;
    this.#fault = '';
    this.#draw();
    this.#dialog.showModal();
  }

  #draw() {
    render(this.#form(), this.#dialog);
  }

  #form() {
    const wrong = this.#fault;
    return html`
      <form novalidate @submit=${(event) => this.#submit(event)}>
        <h2>${say('gallery.send.title', { name: this.#item.name })}</h2>
        <div class="field">
          <label for="send-to">${say('gallery.send.to')}</label>
          <input id="send-to" name="to" autocomplete="off" placeholder="+15550002" aria-invalid=${wrong ? 'true' : nothing}
            aria-describedby=${wrong ? 'send-error send-hint' : 'send-hint'} required>
          ${wrong ? html`<p class="error" id="send-error" role="alert">${icon('alert')}${wrong}</p>` : nothing}
          <p class="hint" id="send-hint">${say('gallery.send.hint')}</p>
        </div>
        <p class="ways">
          <button class="button" aria-disabled=${this.#busy}>${icon('send')}${say('gallery.send.go')}</button>
          <button class="button plain" type="button" @click=${() => this.#dialog.close()}>${say('gallery.send.not')}</button>
        </p>
      </form>`;
  }

  async #submit(event) {
    event.preventDefault();
    const field = event.currentTarget.elements.to;
    const typed = field.value.trim();
    const to = /^sips?:/i.test(typed) ? typed : tidy(typed);
    this.#fault = /^sips?:.+@.+/i.test(to) ? '' : fault(to);
    if (!this.#fault && !this.#busy) {
      await this.#send(to);
    }
    this.#draw();
    if (this.#fault) {
      field.focus();
    }
  }

  async #send(to) {
    this.#busy = true;
    this.#draw();
    try {
      this.#all.unshift(await Push.send(this.#item, to, this.#told));
      this.#dialog.close();
      this.#told();
    } catch (error) {
      this.#fault = error.detail || error.message;
    }
    this.#busy = false;
  }

  /** What is on its way, and what became of what was. */
  list() {
    return this.#all.map((push) => this.#row(push));
  }

  #row(push) {
    const words = { name: push.item.name, to: person(push.to), percent: push.percent ?? 0 };
    const running = push.status === 'sending';
    return html`
      <div class="card sent" data-push=${push.status}>
        <div aria-live="polite">
          <strong>${say('gallery.send.row', words)}</strong>
          <span class="badge ${looks[push.status] ?? (push.over ? '' : 'busy')}">${say(`push.${push.status}`)}</span>
          <p class="quiet small">${detail(push, words)}</p>
        </div>
        ${running ? html`<progress max="100" .value=${push.percent ?? 0} aria-label=${say('gallery.send.row', words)}></progress><span class="number">${say('gallery.send.percent', words)}</span>` : nothing}
        ${push.over
    ? html`<button class="button plain slim round" @click=${() => this.#drop(push)} aria-label=${say('app.close')} title=${say('app.close')}>${icon('close')}</button>`
    : html`<button class="button plain slim" @click=${() => this.#cancel(push)}>${say('gallery.send.cancel')}</button>`}
      </div>`;
  }

  async #cancel(push) {
    try {
      await push.cancel();
    } catch (error) {
      // 409 says that it was over already, which the stream tells, too.
      if (error.status !== 409) {
        toast(error.detail || error.message);
      }
    }
  }

  #drop(push) {
    push.close();
    this.#all = this.#all.filter((one) => one !== push);
    this.#told();
  }
}

/** Why, in words that a person understands: for what the phone answered, by what it means. */
function detail(push, words) {
  const key = `push.${push.status}.${push.detail}`;
  if (known(key)) {
    return say(key, words);
  }
  const way = `push.${push.status}.${push.way}`;
  return say(known(way) ? way : `push.${push.status}.detail`, words);
}
