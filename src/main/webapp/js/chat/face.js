import { html } from '../../lib/lit-html/lit-html.js';
import { say } from '../words.js';

const TONES = 6;

/** Somebody's picture, or the first letter of her name on a colour of her own, and how she is. */
export function face(name, presence, picture = '') {
  const tone = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TONES;
  return html`<span class="face tone-${tone}">${picture ? html`<img src=${picture} alt="">` : html`<span aria-hidden="true">${[...name.replace(/^\+/, '')][0] ?? '?'}</span>`}
    <span class="dot ${presence}" role="img" aria-label=${say(`chat.presence.${presence}`)}></span></span>`;
}
