import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { get } from './api.js';
import { tidy } from './calls/numbers.js';
import { icon } from './icons.js';
import { badge, journey } from './messages/states.js';
import { frame, may, notice } from './shell.js';
import { ago, person, say, stopwatch } from './words.js';

const NEWEST = 20;
const main = document.getElementById('main');
const account = await frame('admin');
let party = '';
let found;
let error;

if (may(account, 'admin')) {
  addEventListener('popstate', look);
  await look();
} else {
  render(html`<div class="card empty">${icon('alert')}<h1>${say('care.closed')}</h1><p>${say('care.closed.detail')}</p></div>`, main);
}

/** The address of the page names whom it is about, so that a colleague can be sent it. */
async function look() {
  party = new URLSearchParams(location.search).get('party') ?? '';
  found = undefined;
  error = undefined;
  draw();
  if (party) {
    try {
      found = await all(party);
    } catch (problem) {
      error = problem;
    }
    draw();
  }
}

async function all(address) {
  const query = `party=${encodeURIComponent(address)}&limit=${NEWEST}`;
  const [messages, calls, associations] = await Promise.all([
    get(`api/v1/messages?${query}`),
    // Who is called has a number or a SIP address; others have no calls.
    /^(\+|sips?:|tel:)/i.test(address) ? get(`api/v1/calls?${query}`) : { items: [] },
    identities(address),
  ]);
  return { messages: messages.items, calls: calls.items, associations };
}

/** Whom the address belongs to, on either side. */
async function identities(address) {
  const mine = [];
  let after = '';
  do {
    const page = await get(`api/admin/v1/associations?limit=500${after && `&after=${encodeURIComponent(after)}`}`);
    mine.push(...page.items.filter(({ ims, web }) => [ims, web].some((one) => person(one) === person(address))));
    after = page.next;
  } while (after);
  return mine;
}

function draw() {
  render(page(), main);
}

function page() {
  return html`
    <div class="page-head"><div><h1>${say('care.title')}</h1><p>${say('care.lead')}</p></div></div>
    <form class="card find" role="search" @submit=${find}>
      <div class="field"><label for="party">${say('care.party')}</label>
        <input id="party" name="party" type="search" .value=${party} autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="party-hint">
        <p class="hint" id="party-hint">${say('care.party.hint')}</p></div>
      <button class="button">${icon('search')}${say('care.find')}</button>
    </form>
    ${error ? notice(error) : nothing}
    ${found ? results() : party && !error ? html`<div class="waiting tall"></div><p class="unseen">${say('app.loading')}</p>` : nothing}`;
}

function find(event) {
  event.preventDefault();
  const typed = event.currentTarget.elements.party.value.trim();
  const address = /^[+0]?[\d\s().\-/]+$/.test(typed) ? tidy(typed) : typed;
  history.pushState(null, '', address ? `?party=${encodeURIComponent(address)}` : location.pathname);
  look();
}

function results() {
  return html`<div class="found" aria-live="polite">
    ${part('identities', found.associations, identity)}
    ${part('calls', found.calls, call)}
    ${part('messages', found.messages, message)}
  </div>`;
}

function part(name, items, row) {
  return html`
    <section class="card" aria-labelledby=${name}>
      <h2 id=${name}>${say(`care.${name}`)}</h2>
      ${items.length ? html`<ul class="rows" role="list">${items.map(row)}</ul>` : html`<p class="quiet">${say(`care.${name}.none`)}</p>`}
    </section>`;
}

function identity({ ims, web, service }) {
  return html`<li><span class="number">${person(ims)}</span> <span aria-hidden="true">↔</span> <span>${person(web)}</span> <span class="tag">${say(`me.service.${service}`)}</span></li>`;
}

function call(one) {
  const look = one.status === 'failed' ? 'bad' : one.status === 'disconnected' ? '' : 'good';
  return html`
    <li>
      <div class="line"><strong class="number">${person(one.caller)} → ${person(one.callee)}</strong><span class="badge ${look}">${say(`call.short.${one.status}`)}</span></div>
      <p class="quiet small">${ago(one.createdAt)}${one.seconds ? ` · ${stopwatch(one.seconds * 1000)}` : nothing}${one.reason ? ` · ${one.detail || one.reason}` : nothing} · ${ladder(one.id.replace(/^call_/, ''))}</p>
    </li>`;
}

function message(one) {
  return html`
    <li>
      <div class="line"><strong class="number">${person(one.from)} → ${person(one.to)}</strong>${badge(one)}</div>
      <p class="quiet small">${ago(one.acceptedAt)}${one.session ? html` · ${ladder(one.session)}` : nothing}</p>
      ${journey(one)}
    </li>`;
}

/** What went over the wires, as long as it is remembered. */
function ladder(session) {
  return html`<a href=${`admin#sessions/${encodeURIComponent(session)}`}>${say('care.trace')}</a>`;
}
