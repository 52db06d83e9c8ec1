import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { get, post } from './api.js';
import { whileSeen } from './events.js';
import { icon } from './icons.js';
import { frame, notice, toast } from './shell.js';
import { ago, exactClock, say } from './words.js';

const main = document.getElementById('main');
await frame('webhooks');
const state = { calls: undefined, id: decodeURIComponent(location.hash.slice(1)) || undefined, events: undefined, error: undefined, secret: undefined, open: new Set() };

draw();
whileSeen(2500, look);

async function look() {
  try {
    state.calls = await items();
    await events();
    state.error = undefined;
  } catch (error) {
    state.calls ??= [];
    state.error = error;
  }
  draw();
}

/** Calls and pushes with a sink, the newest first. */
async function items() {
  const all = await Promise.all([get('api/v1/deliveries'), get('api/v1/push-deliveries')]);
  return all.flatMap((page) => page.items).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

function deliveries(id) {
  return `api/v1/${id.startsWith('push_') ? 'pushes' : 'calls'}/${encodeURIComponent(id)}/deliveries`;
}

async function events() {
  const { id } = state;
  if (id) {
    const found = await get(deliveries(id)).then((all) => all.items, forgotten);
    if (id === state.id) {
      state.events = found;
    }
  }
}

/** A call that is a day old is gone; anything else is a fault. */
function forgotten(error) {
  if (error.status === 404) {
    return [];
  }
  throw error;
}

async function pick(id) {
  Object.assign(state, { id, events: undefined });
  state.open.clear();
  history.replaceState(null, '', `${location.pathname}#${encodeURIComponent(id)}`);
  draw();
  await look();
  document.getElementById('events-title')?.scrollIntoView({ block: 'nearest' });
}

async function resend(sequence) {
  const one = sequence === undefined ? '' : `/${sequence}`;
  try {
    const { resent } = await post(`${deliveries(state.id)}${one}`);
    toast(say(resent === 1 ? 'webhooks.resentOne.toast' : 'webhooks.resent', { count: resent }));
  } catch (error) {
    toast(error.message);
  }
  look();
}

async function reveal() {
  await secret(() => get('api/v1/webhook-secret'));
}

async function rotate() {
  await secret(() => post('api/v1/webhook-secret/rotation'));
  toast(say('webhooks.rotated'));
}

async function secret(ask) {
  try {
    state.secret = await ask();
  } catch (error) {
    toast(error.message);
  }
  draw();
}

async function copy() {
  await navigator.clipboard.writeText(state.secret.secret);
  toast(say('app.copied'));
}

function toggle(sequence) {
  if (!state.open.delete(sequence)) {
    state.open.add(sequence);
  }
  draw();
}

function draw() {
  render(page(), main);
}

function page() {
  return html`
    <div class="page-head"><div><h1>${say('webhooks.title')}</h1><p>${say('webhooks.lead')}</p></div></div>
    ${secretCard()}
    ${state.error ? notice(state.error) : nothing}
    <div class="inspector">
      <section aria-labelledby="calls-title">
        <h2 id="calls-title">${say('webhooks.calls')}</h2>
        ${state.calls ? calls() : html`<div class="waiting hole"></div><p class="unseen">${say('app.loading')}</p>`}
      </section>
      <section aria-labelledby="events-title">
        <div class="events-head">
          <h2 id="events-title">${say('webhooks.events')}</h2>
          ${state.events?.length ? html`<button class="button plain slim" @click=${() => resend()}>${icon('again')}${say('webhooks.resendAll')}</button>` : nothing}
        </div>
        ${chosen()}
      </section>
    </div>`;
}

function secretCard() {
  const { secret: shown } = state;
  return html`
    <section class="card secret" aria-labelledby="secret-title">
      <div>
        <h2 id="secret-title">${say('webhooks.secret')}</h2>
        <p class="quiet small">${say('webhooks.secret.detail')}</p>
        ${shown ? html`<p><code class="key">${shown.secret}</code></p>` : nothing}
        ${shown?.formerSignsUntil ? html`<p class="quiet small">${say('webhooks.former', { until: new Date(shown.formerSignsUntil).toLocaleString() })}</p>` : nothing}
      </div>
      <div class="act">
        ${shown
          ? html`<button class="button plain slim" @click=${copy}>${icon('copy')}${say('webhooks.copy')}</button>
              <button class="button plain slim" @click=${rotate}>${icon('again')}${say('webhooks.rotate')}</button>`
          : html`<button class="button plain slim" @click=${reveal}>${say('webhooks.reveal')}</button>`}
      </div>
    </section>`;
}

function calls() {
  return state.calls.length
    ? html`<ul class="card call-list" role="list">${repeat(state.calls, (item) => item.callId ?? item.pushId, call)}</ul>`
    : html`<div class="card empty slim"><h3>${say('webhooks.none')}</h3><p class="quiet">${say('webhooks.none.detail')}</p></div>`;
}

function call(item) {
  const id = item.callId ?? item.pushId;
  const look = item.waiting ? 'busy' : item.delivered === item.events ? 'good' : 'bad';
  const words = item.waiting ? 'webhooks.waiting' : item.delivered === item.events ? 'webhooks.delivered' : 'webhooks.lost';
  return html`
    <li>
      <button @click=${() => pick(id)} aria-current=${id === state.id ? 'true' : nothing}>
        <span class="title number">${item.callId ? say('calls.between', item) : say('webhooks.push', item)}</span>
        <span class="quiet small where">${item.sink}</span>
        <span class="foot"><span class="badge ${look}">${say(words, item)}</span><span class="quiet small">${ago(item.createdAt)}</span></span>
      </button>
    </li>`;
}

function chosen() {
  if (!state.id) {
    return html`<div class="card empty tall"><h3>${say('webhooks.choose')}</h3><p class="quiet">${say('webhooks.choose.detail')}</p></div>`;
  }
  if (!state.events) {
    return html`<div class="waiting tall"></div>`;
  }
  return state.events.length
    ? html`<ol class="events" role="list">${repeat(state.events, (event) => event.sequence, one)}</ol>`
    : html`<div class="card empty tall"><h3>${say('webhooks.gone')}</h3></div>`;
}

function one(item) {
  const { status, detail } = item.event.data;
  const pushed = state.id.startsWith('push_');
  const { state: word, reason } = pushed ? { state: status, reason: detail } : status;
  const open = state.open.has(item.sequence);
  return html`
    <li class="card event">
      <div class="event-head">
        <span class="sequence number">${item.sequence}</span>
        <div class="event-what"><h3>${say(pushed ? `push.${word}` : `call.short.${word}`)}${reason ? html` <span class="quiet">${reason}</span>` : nothing}</h3>
          <span class="quiet small number">${exactClock(item.event.time)}</span></div>
        <span class="badge ${outcome(item)}">${say(`webhooks.outcome.${outcome(item) || 'none'}`)}</span>
        <button class="button plain slim" @click=${() => resend(item.sequence)} aria-label=${say('webhooks.resendOne', item)}>${icon('again')}${say('webhooks.resend')}</button>
      </div>
      ${item.attempts.length ? attempts(item) : nothing}
      <button class="more" @click=${() => toggle(item.sequence)} aria-expanded=${open} aria-controls=${`json-${item.sequence}`}>
        ${say(open ? 'webhooks.hide' : 'webhooks.body')}</button>
      <pre id=${`json-${item.sequence}`} ?hidden=${!open} tabindex="0">${open ? JSON.stringify(item.event, undefined, 2) : ''}</pre>
    </li>`;
}

function outcome(item) {
  if (item.waiting) {
    return 'busy';
  }
  if (!item.attempts.length) {
    return '';
  }
  return item.attempts.at(-1).outcome === 'delivered' ? 'good' : 'bad';
}

function attempts(item) {
  return html`
    <ol class="attempts" role="list">${item.attempts.map((attempt) => html`
      <li class=${attempt.outcome}>
        <span class="number quiet">${exactClock(attempt.at)}</span>
        <span>${say(`webhooks.attempt.${attempt.outcome}`)}</span>
        <code>${attempt.what}</code>
        <span class="number quiet">${say('webhooks.millis', attempt)}</span>
      </li>`)}
    </ol>`;
}
