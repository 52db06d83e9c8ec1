import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { get, remove, signIn, useCsrf, Problem } from './api.js';
import { icon } from './icons.js';
import { Line } from './line.js';
import { Bell } from './line/bell.js';
import { at } from './place.js';
import { say } from './words.js';

const places = [
  { name: 'home', path: '', icon: 'home' },
  { name: 'chat', path: 'chat', icon: 'message', scope: 'chat' },
  { name: 'calls', path: 'calls', icon: 'phone' },
  { name: 'share', path: 'share', icon: 'video', scope: 'calls:write' },
  { name: 'gallery', path: 'gallery', icon: 'picture', scope: 'gallery:read' },
  { name: 'messages', path: 'messages', icon: 'message' },
  { name: 'webhooks', path: 'webhooks', icon: 'hook' },
  { name: 'admin', path: 'admin', icon: 'gauge', scope: 'admin' },
];

/** Who is signed in, or undefined. */
export async function whoIsIt() {
  try {
    const account = await get('api/v1/session', { stay: true });
    useCsrf(account.csrf);
    return account;
  } catch (error) {
    if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
      return undefined;
    }
    throw error;
  }
}

let connected;
let bell;

/** The user's line, once the frame is there. */
export const line = () => connected;

/** This page answers a call: it does not ring here, unless it cannot be. */
export const answering = (id) => bell?.quiet(id);

export const notAnswering = (id) => bell?.again(connected?.about(id));

/**
 * Draws the frame of a page for whoever is signed in; without anybody, the sign-in page comes first. From then on she can be called.
 *
 * @param heard of a page that wants to hear of calls
 * @param answer of a page that answers them itself; else another page comes
 */
export async function frame(current, heard = () => {}, answer = elsewhere) {
  drawTop(current, undefined);
  const account = await whoIsIt().catch((error) => trouble(error, () => location.reload()));
  if (!account) {
    return signIn();
  }
  drawTop(current, account);
  connect(account, heard, answer);
  return account;
}

function connect(account, heard, answer) {
  if (may(account, 'calls:write')) {
    bell = new Bell(answer);
    connected = new Line(account, (call) => {
      bell.heard(call);
      heard(call);
    });
  }
}

function elsewhere({ id, peer }, video) {
  const to = new URLSearchParams({ call: id, peer });
  location.assign(at(`share?${to}${video ? '&video' : ''}`));
}

export const may = (account, scope) => Boolean(account?.scopes?.includes(scope));

function drawTop(current, account) {
  render(top(current, account), document.getElementById('top'));
}

function top(current, account) {
  const seen = account ? places.filter((place) => !place.scope || may(account, place.scope)) : [];
  return html`
    <a class="skip" href=${`${location.pathname}${location.search}#main`} @click=${toContent}>${say('app.skip')}</a>
    <div class="bar">
      <a class="brand" href=${at('')}><img src=${at('img/logo.svg')} alt="" width="32" height="32">${say('app.name')}</a>
      ${seen.length ? html`<nav class="places" aria-label=${say('app.places')}>${seen.map((place) => link(place, current))}</nav>` : nothing}
      ${account ? me(account, current) : nothing}
    </div>`;
}

function toContent(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

function link(place, current) {
  return html`<a href=${at(place.path)} aria-current=${place.name === current ? 'page' : nothing}>${icon(place.icon)}${say(`app.${place.name}`)}</a>`;
}

function me(account, current) {
  return html`
    <div class="me">
      <a class="who" href=${at('me')} aria-label=${say('app.me', account)} title=${say('app.me', account)} aria-current=${current === 'me' ? 'page' : nothing}>
        <span class="avatar" aria-hidden="true">${account.name.slice(0, 1)}</span>
        <span class="name">${account.name}</span>
      </a>
      <button class="button plain slim round" @click=${signOut} aria-label=${say('app.signOut')} title=${say('app.signOut')}>${icon('exit')}</button>
    </div>`;
}

async function signOut() {
  await remove('api/v1/session', { stay: true }).catch(() => {});
  location.assign(at('signin'));
}

/** Fills the page with what went wrong and a way on. The promise never settles: nothing else can be shown. */
export function trouble(error, again) {
  render(html`<div class="card">${notice(error)}<p class="trouble-way"><button class="button" @click=${again}>${say('app.tryAgain')}</button></p></div>`, document.getElementById('main'));
  return new Promise(() => {});
}

/** A problem in words. */
export function notice(error) {
  return html`
    <div class="notice bad" role="alert">${icon('alert')}
      <div><strong>${error.title ?? say('problem.other')}</strong>${error.detail ?? error.message}</div>
    </div>`;
}

/** A line at the foot of the screen, with at most one thing to do about it. */
export function toast(words, action) {
  const box = document.createElement('div');
  box.className = 'toast';
  const away = () => box.remove();
  render(html`<span>${words}</span>${action ? html`<button @click=${() => { away(); action.run(); }}>${action.words}</button>` : nothing}`, box);
  const toasts = document.getElementById('toasts');
  toasts.append(box);
  while (toasts.children.length > 3) {
    toasts.firstElementChild.remove();
  }
  // Something to undo stays longer, and never goes while it is being reached for.
  const leave = () => (box.matches(':hover, :focus-within') ? setTimeout(leave, 2000) : away());
  setTimeout(leave, action ? 10_000 : 5000);
}
