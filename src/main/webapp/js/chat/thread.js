import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { repeat } from '../../lib/lit-html/directives/repeat.js';
import { icon } from '../icons.js';
import { toast } from '../shell.js';
import { clock, figure, known, person, say } from '../words.js';
import { face } from './face.js';
import { fileOf } from './upload.js';

const MARKS = { waiting: 'clock', sent: 'check', delivered: 'checks', displayed: 'checks', failed: 'alert' };
const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/g;
const NEAR = 80;

/** One conversation: what was said, and where to write. */
export class ThreadPane {
  #messenger;
  #told;
  #shown = { conversation: undefined, last: undefined };
  #uploading = false;
  #atEnd = true;

  /** @param told {close(), changed()} */
  constructor(messenger, told) {
    this.#messenger = messenger;
    this.#told = told;
  }

  view(conversation) {
    return html`
      ${this.#head(conversation)}
      <div class="messages" tabindex="0" role="log" aria-label=${say('chat.messages')} @scroll=${(event) => this.#scrolled(event.currentTarget)}>
        ${!this.#messenger.hasEarlier(conversation)
          ? nothing
          : html`<button class="button plain slim earlier" @click=${() => this.#earlier(conversation)}>${say('chat.earlier')}</button>`}
        <ol role="list">${repeat(conversation.messages, (one) => `${one.mine} ${one.id}`, (one, index) => this.#message(conversation, one, conversation.messages[index - 1]))}</ol>
        <p class="typing quiet small" aria-live="polite">${conversation.typing ? say('chat.typing', { name: this.#messenger.name(conversation.address) }) : ''}</p>
      </div>
      ${this.#foot(conversation)}`;
  }

  /** After each drawing: the newest message is in view, unless somebody reads further up. */
  drawn(conversation) {
    const log = document.querySelector('.messages');
    const text = document.getElementById('text');
    if (!log || !conversation) {
      this.#shown = {};
      return;
    }
    const other = this.#shown.conversation !== conversation;
    if (other || this.#atEnd || (conversation.last !== this.#shown.last && conversation.last?.mine)) {
      log.scrollTop = log.scrollHeight;
      this.#atEnd = true;
    }
    if (other) {
      text.value = this.#messenger.draft(conversation.address);
      grow(text);
    }
    this.#shown = { conversation, last: conversation.last };
  }

  #scrolled(log) {
    this.#atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
  }

  async #earlier(conversation) {
    const log = document.querySelector('.messages');
    const below = log.scrollHeight - log.scrollTop;
    await this.#messenger.earlier(conversation).catch(() => {});
    this.#told.changed();
    // What was read stays where it was; the page is drawn by then.
    setTimeout(() => {
      log.scrollTop = log.scrollHeight - below;
    });
  }

  #head({ address }) {
    const { roster } = this.#messenger;
    const name = this.#messenger.name(address);
    const presence = roster.presence(address);
    return html`
      <header class="head">
        <button class="button plain slim round back" aria-label=${say('chat.back')} title=${say('chat.back')} @click=${this.#told.close}>${icon('back')}</button>
        ${face(name, presence, this.#messenger.cards.picture(address))}
        <div class="who"><h2>${name}</h2><p class="quiet small">${person(address)}${presence === 'gone' ? nothing : ` · ${say(`chat.presence.${presence}`)}`}</p></div>
        ${roster.has(address)
          ? nothing
          : html`<button class="button plain slim" ?disabled=${!this.#messenger.link.online} @click=${() => this.#add(address)}>${icon('plus')}${say('chat.add')}</button>`}
      </header>`;
  }

  async #add(address) {
    await this.#messenger.roster.add(address).catch(() => toast(say('chat.add.failed')));
    this.#told.changed();
  }

  #message(conversation, message, before) {
    const day = new Date(message.at).toDateString();
    const newDay = !before || new Date(before.at).toDateString() !== day;
    const follows = !newDay && before.mine === message.mine && message.at - before.at < 120_000;
    return html`
      ${newDay ? html`<li class="day" role="presentation"><span>${new Date(message.at).toLocaleDateString('en', { weekday: 'long', day: 'numeric', month: 'long' })}</span></li>` : nothing}
      <li class="message ${message.mine ? 'mine' : 'hers'} ${follows ? 'follows' : ''}" data-state=${message.mine ? message.state : nothing} data-id=${message.id}>
        <div class="bubble">
          <span class="unseen">${message.mine ? say('chat.you') : this.#messenger.name(conversation.address)}</span>
          ${this.#content(message)}
          <span class="foot small"><time datetime=${new Date(message.at).toISOString()}>${clock(message.at)}</time>${message.mine ? mark(message.state) : nothing}</span>
        </div>
        ${message.state === 'failed' ? this.#failed(conversation, message) : nothing}
      </li>`;
  }

  #content({ text, file }) {
    const link = file ? fileOf(file, this.#messenger.link.files) : undefined;
    if (!link) {
      return html`<p class="text">${words(text)}</p>`;
    }
    return html`<a class="file" href=${link.url} target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">${
      link.picture ? html`<img src=${link.url} alt=${link.name} loading="lazy" @load=${() => this.#told.changed()}>` : html`${icon('file')}<span>${link.name}</span>`
    }</a>`;
  }

  #failed(conversation, message) {
    const key = `chat.why.${message.why}`;
    return html`<p class="failure small" role="alert">${say(known(key) ? key : 'chat.why.other')}
      <button class="link" @click=${() => this.#messenger.again(conversation.address, message)}>${say('chat.again')}</button></p>`;
  }

  #foot(conversation) {
    const { upload, link } = this.#messenger;
    return html`
      <form class="write" @submit=${(event) => this.#submit(event, conversation)} @dragover=${(event) => event.preventDefault()} @drop=${(event) => this.#dropped(event, conversation)}>
        <input type="file" id="file" hidden @change=${(event) => this.#chosen(event.target, conversation)}>
        <button type="button" class="button plain round" aria-label=${say('chat.attach')} title=${say('chat.attach')} ?disabled=${!upload.possible || !link.online || this.#uploading}
          @click=${() => document.getElementById('file').click()}>${icon('clip')}</button>
        <label class="unseen" for="text">${say('chat.text')}</label>
        <textarea id="text" rows="1" maxlength="10000" placeholder=${say('chat.text.hint')} @input=${(event) => this.#typed(event.target, conversation)}
          @keydown=${(event) => this.#key(event)} @paste=${(event) => this.#pasted(event, conversation)}></textarea>
        <button class="button round" aria-label=${say('chat.send')} title=${say('chat.send')}>${icon('send')}</button>
      </form>
      <p class="unseen" role="status">${this.#uploading ? say('chat.uploading') : ''}</p>
      ${this.#uploading ? html`<div class="uploading" aria-hidden="true"></div>` : nothing}`;
  }

  #typed(text, conversation) {
    grow(text);
    this.#messenger.type(conversation.address, text.value);
  }

  /** Enter sends, Shift with Enter is a new line; not while an input method composes. */
  #key(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      event.target.form.requestSubmit();
    } else if (event.key === 'Escape') {
      this.#told.close();
    }
  }

  #submit(event, conversation) {
    event.preventDefault();
    const text = document.getElementById('text');
    if (text.value.trim()) {
      this.#messenger.say(conversation.address, text.value.trim());
      text.value = '';
      grow(text);
    }
    text.focus();
  }

  #chosen(input, conversation) {
    const [file] = input.files;
    input.value = '';
    this.#attach(file, conversation);
  }

  #pasted(event, conversation) {
    const [file] = event.clipboardData.files;
    if (file) {
      event.preventDefault();
      this.#attach(file, conversation);
    }
  }

  #dropped(event, conversation) {
    event.preventDefault();
    this.#attach(event.dataTransfer.files[0], conversation);
  }

  async #attach(file, conversation) {
    const { upload } = this.#messenger;
    if (!file || !upload.possible || this.#uploading) {
      return;
    }
    if (file.size > upload.most) {
      toast(say('chat.tooBig', { most: figure(upload.most / 1024 / 1024, 1) }));
      return;
    }
    this.#uploading = true;
    this.#told.changed();
    try {
      await this.#messenger.attach(conversation.address, file);
    } catch {
      toast(say('chat.attach.failed', { name: file.name }), { words: say('app.tryAgain'), run: () => this.#attach(file, conversation) });
    }
    this.#uploading = false;
    this.#told.changed();
  }
}

function mark(state) {
  return html`<span class="mark ${state}" role="img" aria-label=${say(`chat.state.${state}`)} title=${say(`chat.state.${state}`)}>${icon(MARKS[state])}</span>`;
}

/** Text with its links; never anything else than text. */
function words(text) {
  return text.split(LINK).map((part, index) => (index % 2 ? html`<a href=${part} target="_blank" rel="noopener noreferrer">${part}</a>` : part));
}

/** As high as what is in it, up to a quarter of the screen. */
function grow(text) {
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight + 2, innerHeight / 4)}px`;
}
