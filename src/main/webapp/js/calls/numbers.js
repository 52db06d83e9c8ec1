import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { icon } from '../icons.js';
import { say } from '../words.js';

/** CAMARA's PhoneNumber: E.164 with a plus. */
const NUMBER = /^\+[1-9][0-9]{4,14}$/;

/** What people type between digits is not part of a number; 00 is how many dial the plus. */
export function tidy(typed) {
  return String(typed).replace(/[\s().\-/]/g, '').replace(/^tel:/i, '').replace(/^00/, '+');
}

/** What is wrong with a number, in words; empty when nothing is. */
export function fault(number) {
  if (!number) {
    return say('calls.missing');
  }
  return NUMBER.test(number) ? '' : say('calls.bad');
}

export function numberField(name, word, value, error, hint = '') {
  const describedBy = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return html`
    <div class="field">
      <label for=${name}>${say(word)}</label>
      <input id=${name} name=${name} type="tel" inputmode="tel" autocomplete="off" placeholder="+15550002" .value=${value}
        aria-invalid=${error ? 'true' : nothing} aria-describedby=${describedBy || nothing} required>
      ${error ? html`<p class="error" id=${`${name}-error`} role="alert">${icon('alert')}${error}</p>` : nothing}
      ${hint ? html`<p class="hint" id=${`${name}-hint`}>${hint}</p>` : nothing}
    </div>`;
}

/** A number used last on this device; for my own, the one that the gateway knows comes first. */
export function remembered(name, account) {
  const own = name === 'mine' ? (account?.numbers ?? [])[0] : undefined;
  return read(`tombolo.${account?.name}.${name}`) || own || '';
}

export function remember(name, number, account) {
  try {
    localStorage.setItem(`tombolo.${account?.name}.${name}`, number);
  } catch {
    // A browser that keeps nothing: then it is typed again.
  }
}

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return '';
  }
}
