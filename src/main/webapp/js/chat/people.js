import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { repeat } from '../../lib/lit-html/directives/repeat.js';
import { get } from '../api.js';
import { icon } from '../icons.js';
import { notice } from '../shell.js';
import { clock, person, say } from '../words.js';
import { face } from './face.js';

const KINDS = { WEB: 'message', PHONE: 'phone', XMPP: 'message' };

/** The list of conversations, and finding somebody to start another with. */
export class PeoplePane {
  #messenger;
  #told;
  #typed = '';
  #found;
  #error;
  #busy = false;

  /** @param told {open(address), changed()} */
  constructor(messenger, told) {
    this.#messenger = messenger;
    this.#told = told;
  }

  view(open) {
    return html`
      <form class="find" role="search" @submit=${(event) => this.#submit(event)}>
        <label class="unseen" for="find">${say('chat.find')}</label>
        ${icon('search')}
        <input id="find" name="q" type="search" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="256"
          placeholder=${say('chat.find.hint')} .value=${this.#typed} @input=${(event) => this.#type(event.target.value)}>
        <button class="button plain slim" aria-disabled=${this.#busy} ?hidden=${!this.#typed}>${say('chat.find.go')}</button>
      </form>
      <div aria-live="polite">${this.#results()}</div>
      ${this.#list(open)}`;
  }

  #type(typed) {
    this.#typed = typed;
    this.#found = undefined;
    this.#error = undefined;
    this.#told.changed();
  }

  async #submit(event) {
    event.preventDefault();
    const wanted = this.#typed.trim();
    if (!wanted || this.#busy) {
      return;
    }
    this.#busy = true;
    try {
      this.#found = (await get(`api/v1/chat/contacts?q=${encodeURIComponent(wanted)}`)).items;
    } catch (error) {
      this.#error = error;
    }
    this.#busy = false;
    this.#told.changed();
  }

  #results() {
    if (this.#error) {
      return notice(this.#error);
    }
    if (!this.#found) {
      return nothing;
    }
    return this.#found.length
      ? html`<h2 class="small quiet">${say('chat.found')}</h2><ul class="found" role="list">${this.#found.map((one) => this.#result(one))}</ul>`
      : html`<p class="none"><strong>${say('chat.none')}</strong><span class="quiet small">${say('chat.none.detail')}</span></p>`;
  }

  #result({ address, name, kind }) {
    return html`
      <li><button @click=${() => this.#start(address)}>
        ${face(name, this.#messenger.roster.presence(address))}
        <span class="who"><strong>${name}</strong><span class="quiet small">${person(address)}</span></span>
        <span class="badge">${icon(KINDS[kind])}${say(`chat.kind.${kind}`)}</span>
      </button></li>`;
  }

  #start(address) {
    this.#type('');
    this.#told.open(address);
  }

  #list(open) {
    const wanted = this.#typed.trim().toLowerCase();
    const shown = this.#messenger.conversations.filter(({ address }) => !wanted || `${this.#messenger.name(address)} ${address}`.toLowerCase().includes(wanted));
    if (!shown.length && !wanted) {
      return html`<p class="none"><strong>${say('chat.empty')}</strong><span class="quiet small">${say('chat.empty.detail')}</span></p>`;
    }
    return html`<ul class="conversations" role="list">${repeat(shown, (one) => one.address, (one) => this.#row(one, open))}</ul>`;
  }

  #row(conversation, open) {
    const { address, last, unread, typing } = conversation;
    const name = this.#messenger.name(address);
    const presence = this.#messenger.roster.presence(address);
    return html`
      <li><button aria-current=${open === address ? 'true' : nothing} @click=${() => this.#told.open(address)} data-address=${address}>
        ${face(name, presence, this.#messenger.cards.picture(address))}
        <span class="who">
          <span class="line"><strong>${name}</strong>${last ? html`<time class="quiet small" datetime=${new Date(last.at).toISOString()}>${clock(last.at)}</time>` : nothing}</span>
          <span class="line"><span class="quiet small preview">${typing ? say('chat.typing.short') : preview(last, presence)}</span>
            ${unread ? html`<span class="unread" aria-label=${say('chat.unread', { count: unread })}>${unread}</span>` : nothing}</span>
        </span>
      </button></li>`;
  }
}

function preview(message, presence) {
  if (!message) {
    return say(`chat.presence.${presence}`);
  }
  const text = message.file ? say('chat.file') : message.text;
  return message.mine ? say('chat.mine', { text }) : text;
}
