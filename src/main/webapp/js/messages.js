import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { icon } from './icons.js';
import { badge, journey, Messages } from './messages/states.js';
import { frame, may, notice } from './shell.js';
import { ago, person, say } from './words.js';

const main = document.getElementById('main');
const account = await frame('messages');
const messages = new Messages(draw);
draw();
// The words for how long ago it was.
setInterval(draw, 20_000);

function draw() {
  render(page(), main);
}

function page() {
  return html`
    <div class="page-head"><div><h1>${say('messages.title')}</h1><p>${say('messages.lead')}</p></div></div>
    ${messages.error ? notice(messages.error) : nothing}
    ${messages.interrupted ? html`<p class="quiet small" role="status">${say('messages.interrupted')}</p>` : nothing}
    ${messages.all ? list() : html`<div class="waiting tall"></div><p class="unseen">${say('app.loading')}</p>`}`;
}

function list() {
  if (!messages.all.length) {
    return html`<div class="card empty tall">${icon('message')}<h3>${say('messages.none')}</h3><p class="quiet">${say('messages.none.detail')}</p></div>`;
  }
  return html`
    <ul class="messages" role="list" aria-live="off">${repeat(messages.all, (message) => message.id, one)}</ul>
    ${messages.next ? html`<p class="trouble-way"><button class="button plain" @click=${() => messages.more()}>${say('messages.more')}</button></p>` : nothing}`;
}

/** An address in the letters of whoever has it. */
function readable(uri) {
  try {
    return person(decodeURIComponent(uri));
  } catch {
    return person(uri);
  }
}

function one(message) {
  return html`
    <li class="card message" id=${`message-${message.id}`}>
      <div class="message-head">
        <h2 class="title"><span class="number">${readable(message.from)}</span> <span aria-hidden="true">→</span><span class="unseen">${say('messages.to')}</span> <span class="number">${readable(message.to)}</span></h2>
        ${badge(message)}
      </div>
      <p class="quiet small">${say(`messages.${message.direction}`)}, ${ago(message.acceptedAt)}
        ${message.session && may(account, 'admin') ? html` · <a href=${`admin#sessions/${encodeURIComponent(message.session)}`}>${say('messages.trace')}</a>` : nothing}</p>
      ${journey(message)}
    </li>`;
}
