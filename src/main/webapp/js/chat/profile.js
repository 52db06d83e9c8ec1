import { html } from '../../lib/lit-html/lit-html.js';
import { icon } from '../icons.js';
import { toast } from '../shell.js';
import { say } from '../words.js';
import { face } from './face.js';

/** My own name and picture. */
export class ProfileDialog {
  #messenger;
  #account;
  #image;

  constructor(messenger, account) {
    this.#messenger = messenger;
    this.#account = account;
  }

  get #name() {
    return this.#messenger.cards.name(this.#messenger.link.address) || this.#account.name;
  }

  view() {
    const { link, cards } = this.#messenger;
    const picture = cards.picture(link.address);
    const presence = link.online ? 'here' : 'gone';
    return html`
      <button class="own" ?disabled=${!link.online} @click=${() => this.#open()} aria-label=${say('chat.own')}>${face(this.#name, presence, picture)}<span>${this.#name}</span>${icon('pencil')}</button>
      <dialog class="profile" aria-labelledby="profile-title">
        <h2 id="profile-title">${say('chat.own')}</h2>
        <p class="quiet small">${say('chat.own.detail')}</p>
        <form method="dialog" @submit=${(event) => this.#save(event)}>
          <div class="choose">${face(this.#name, presence, picture)}
            <label class="field">${say('chat.own.choose')}<input type="file" name="picture" accept="image/png,image/jpeg,image/gif,image/webp" @change=${(event) => this.#chosen(event.target)}></label></div>
          <div class="field"><label for="own-name">${say('chat.own.name')}</label><input id="own-name" name="name" maxlength="100" autocomplete="nickname"></div>
          <div class="ways">
            <button class="button plain slim" type="button" @click=${() => dialog().close()}>${say('chat.own.cancel')}</button>
            <button class="button slim">${say('chat.own.save')}</button>
          </div>
        </form>
      </dialog>`;
  }

  #open() {
    this.#image = undefined;
    dialog().querySelector('form').reset();
    document.getElementById('own-name').value = this.#name;
    dialog().showModal();
  }

  #chosen(input) {
    [this.#image] = input.files;
  }

  async #save(event) {
    const name = event.currentTarget.elements.name.value.trim();
    await this.#messenger.cards.save(name, this.#image).catch(() => toast(say('chat.own.failed')));
  }
}

const dialog = () => document.querySelector('dialog.profile');
