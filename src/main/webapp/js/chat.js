import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { Messenger } from './chat/messenger.js';
import * as notify from './chat/notify.js';
import { PeoplePane } from './chat/people.js';
import { ProfileDialog } from './chat/profile.js';
import { ThreadPane } from './chat/thread.js';
import { icon } from './icons.js';
import { frame, toast } from './shell.js';
import { person, say } from './words.js';

const main = document.getElementById('main');
const account = await frame('chat');
const state = { open: address(), width: matchMedia('(max-width: 52rem)'), drawing: false };
const messenger = new Messenger(account, { changed: drawSoon, arrived });
const people = new PeoplePane(messenger, { open, changed: drawSoon });
const profile = new ProfileDialog(messenger, account);
const thread = new ThreadPane(messenger, { close: () => open(''), changed: drawSoon });

addEventListener('hashchange', () => {
  state.open = address();
  draw();
});
addEventListener('visibilitychange', drawSoon);
addEventListener('focus', drawSoon);
state.width.addEventListener('change', drawSoon);
draw();

/** Whose conversation is open stands behind the #, so that it can be linked to and outlives a reload. */
function address() {
  return decodeURIComponent(location.hash.slice(1));
}

/** @param write whether the person goes on by writing */
function open(wanted, write = true) {
  history.replaceState(null, '', wanted ? `#${encodeURIComponent(wanted)}` : location.pathname);
  state.open = wanted;
  draw();
  if (wanted && write) {
    document.getElementById('text')?.focus();
  } else if (!wanted) {
    document.getElementById('find')?.focus();
  }
}

function arrived(conversation, message) {
  const name = messenger.name(conversation.address);
  notify.tell(name, message.file ? say('chat.file') : message.text, () => open(conversation.address));
  if (!document.hidden && state.open !== conversation.address) {
    toast(say('chat.from', { name }), { words: say('chat.show'), run: () => open(conversation.address) });
  }
}

/** Many stanzas may come at once: one picture is enough for all of them. */
function drawSoon() {
  if (!state.drawing) {
    state.drawing = true;
    // A timer and no animation frame, which a hidden page does not get.
    setTimeout(() => {
      state.drawing = false;
      draw();
    });
  }
}

function draw() {
  const conversation = state.open ? messenger.with(state.open) : undefined;
  if (conversation && !document.hidden && document.hasFocus()) {
    messenger.read(conversation);
  }
  const unread = messenger.conversations.reduce((sum, one) => sum + one.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ''}${say('chat.title')} · ${say('app.name')}`;
  render(page(conversation), main);
  thread.drawn(conversation);
}

function page(conversation) {
  const narrow = state.width.matches;
  return html`
    <h1 class="unseen">${say('chat.title')}</h1>
    ${away()}
    <div class="chat card" data-transport=${messenger.link.online ? messenger.link.transport : nothing}>
      <section class="people" aria-label=${say('chat.people')} ?hidden=${narrow && conversation}>
        ${requests()}
        ${people.view(state.open)}
        ${profile.view()}
        ${notify.canAsk() ? html`<button class="ask" @click=${() => notify.ask().then(drawSoon)}>${icon('bell')}${say('chat.notify')}</button>` : nothing}
      </section>
      <section class="thread" aria-label=${conversation ? say('chat.with', { name: messenger.name(conversation.address) }) : say('chat.thread')} ?hidden=${narrow && !conversation}>
        ${conversation ? thread.view(conversation) : nobody()}
      </section>
    </div>`;
}

/** Whether messages go out now; what is typed meanwhile waits. */
function away() {
  const { state: link } = messenger.link;
  return html`<div class="away" role="status">${
    link === 'away'
      ? html`<p class="notice">${icon('alert')}<span><strong>${say('chat.away')}</strong>${say('chat.away.detail')}</span>
          <button class="button plain slim" @click=${() => messenger.link.retry()}>${say('app.tryAgain')}</button></p>`
      : nothing
  }</div>`;
}

function requests() {
  return [...messenger.roster.requests].map((one) => html`
    <div class="request" role="group" aria-label=${say('chat.request', { name: messenger.name(one) })}>
      <p><strong>${messenger.name(one)}</strong> <span class="quiet small">${person(one)}</span><br>${say('chat.request.detail')}</p>
      <div>
        <button class="button slim" @click=${() => messenger.roster.accept(one).finally(drawSoon)}>${say('chat.allow')}</button>
        <button class="button plain slim" @click=${() => { messenger.roster.decline(one); drawSoon(); }}>${say('chat.decline')}</button>
      </div>
    </div>`);
}

function nobody() {
  return html`<div class="empty">${icon('message')}<h2>${say('chat.choose')}</h2><p>${say('chat.choose.detail')}</p></div>`;
}
