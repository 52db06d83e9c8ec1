import { html, render } from '../lib/lit-html/lit-html.js';
import { Associations } from './admin/associations.js';
import { Clients } from './admin/clients.js';
import { Health } from './admin/health.js';
import { Metrics } from './admin/metrics.js';
import { Sessions } from './admin/sessions.js';
import { icon } from './icons.js';
import { at } from './place.js';
import { frame, may } from './shell.js';
import { say } from './words.js';

const main = document.getElementById('main');
const account = await frame('admin');
const areas = {
  health: new Health(draw),
  associations: new Associations(draw),
  clients: new Clients(draw),
  sessions: new Sessions(draw),
  metrics: new Metrics(draw),
};
const names = Object.keys(areas);
let current;

if (may(account, 'admin')) {
  choose(named(), false);
  addEventListener('popstate', () => choose(named(), false));
} else {
  render(closed(), main);
}

/** The area that the address names: #sessions, or #sessions/ID for one session. */
function named() {
  const name = location.hash.slice(1).split('/')[0];
  return names.includes(name) ? name : names[0];
}

function choose(name, remember = true) {
  if (remember && name !== named()) {
    history.pushState(null, '', `${location.pathname}#${name}`);
  }
  if (current !== name) {
    areas[current]?.close();
    current = name;
    areas[current].open();
  }
  draw();
}

function draw() {
  if (current) {
    render(page(), main);
  }
}

function page() {
  return html`
    <div class="page-head"><div><h1>${say('admin.title')}</h1><p>${say('admin.lead')}</p></div>
      <a class="button plain" href=${at('care')}>${icon('search')}${say('care.title')}</a></div>
    <div class="tabs" role="tablist" aria-label=${say('admin.tabs')} @keydown=${step}>${names.map(tab)}</div>
    <div class="area" role="tabpanel" id="area" aria-labelledby=${`tab-${current}`} tabindex="0">${areas[current].view()}</div>`;
}

function tab(name) {
  const chosen = name === current;
  return html`<button role="tab" id=${`tab-${name}`} aria-selected=${chosen} aria-controls="area" tabindex=${chosen ? 0 : -1} @click=${() => choose(name)}>${say(`admin.${name}`)}</button>`;
}

/** Tabs by arrow keys, as the ARIA practices have them. */
function step(event) {
  const last = names.length - 1;
  const now = names.indexOf(current);
  const next = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now === 0 ? last : now - 1, Home: 0, End: last }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    choose(names[next]);
    document.getElementById(`tab-${names[next]}`).focus();
  }
}

function closed() {
  return html`
    <div class="card empty">${icon('alert')}<h1>${say('admin.none')}</h1><p>${say('admin.none.detail')}</p>
      <a class="button" href=${at('')}>${say('watch.back')}</a></div>`;
}
