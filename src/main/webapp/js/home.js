import { html, svg, render, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { get } from './api.js';
import { numberField, remembered, fault, tidy } from './calls/numbers.js';
import { whileSeen } from './events.js';
import { icon } from './icons.js';
import { at, inside } from './place.js';
import { frame, may, notice } from './shell.js';
import { shareBadge } from './shares.js';
import { ago, person, say } from './words.js';

const main = document.getElementById('main');
const account = await frame('home');
const state = { shares: undefined, error: undefined, to: '', fault: '' };

async function look() {
  try {
    state.shares = (await get('api/v1/shares')).items;
    state.error = undefined;
  } catch (error) {
    state.error = error;
  }
  draw();
}

const current = () => state.shares.filter((share) => share.state === 'live' || share.state === 'waiting');
const earlier = () => state.shares.filter((share) => share.state === 'ended' || share.state === 'refused').slice(0, 8);
const watchLink = (share) => (share.watchUrl ? inside(share.watchUrl) : at(`watch/${share.id}`));

function draw() {
  render(page(), main);
}

function page() {
  return html`
    <div class="page-head"><div>
      <h1>${say('home.title', { name: account.name })}</h1>
      <p>${say('home.lead')}</p>
    </div></div>
    <div class="desk">
      <section class="shares" aria-labelledby="shares-title">
        <h2 id="shares-title">${say('home.live')}</h2>
        ${state.error ? notice(state.error) : nothing}
        <div aria-live="polite" aria-busy=${!state.shares}>${state.shares ? live() : waiting()}</div>
      </section>
      ${may(account, 'click-to-dial:calls:create') ? quickCall() : nothing}
    </div>
    ${state.shares?.length ? past() : nothing}
    <section class="can" aria-labelledby="can-title">
      <h2 id="can-title">${say('home.can')}</h2>
      <ul role="list">${['watch', 'call', 'message'].map(ability)}</ul>
    </section>`;
}

function waiting() {
  return state.error ? nothing : html`<div class="share-grid"><div class="waiting share-hole"></div></div><p class="unseen">${say('app.loading')}</p>`;
}

function live() {
  const shares = current();
  return shares.length
    ? html`<ul class="share-grid" role="list">${repeat(shares, (share) => share.id, card)}</ul>`
    : html`<div class="card empty">${beach()}<h3>${say('home.live.none')}</h3><p>${say('home.live.none.detail')}</p></div>`;
}

function card(share) {
  return html`
    <li class="card share">
      <a href=${watchLink(share)} aria-label=${say('home.watchFrom', { from: person(share.from) })}>
        <span class="window">${waves()}${share.state === 'live' ? still(share) : nothing}<span class="play">${icon('play')}</span>${shareBadge(share.state)}</span>
        <span class="words"><strong>${person(share.from)}</strong><span class="quiet small">${share.startedAt ? ago(share.startedAt) : say('watch.waiting')}</span></span>
      </a>
    </li>`;
}

/** A key frame, which the browser decodes itself; where it cannot, a picture that the gateway made; where there is none, the waves stay. */
function still(share) {
  const poster = ({ target }) => {
    target.poster = at(`media/${share.id}/poster.jpg`);
  };
  return html`<video class="still" aria-hidden="true" tabindex="-1" muted playsinline preload="auto" src=${at(`media/${share.id}/still.mp4`)} @error=${poster}></video>`;
}

function past() {
  const shares = earlier();
  return shares.length
    ? html`
      <section class="past" aria-labelledby="past-title">
        <h2 id="past-title">${say('home.earlier')}</h2>
        <ul class="card rows" role="list">${repeat(shares, (share) => share.id, row)}</ul>
      </section>`
    : nothing;
}

function row(share) {
  return html`<li>${icon('video')}<span class="who">${person(share.from)}</span><span class="quiet small">${share.startedAt ? ago(share.startedAt) : ''}</span>${shareBadge(share.state)}</li>`;
}

function quickCall() {
  return html`
    <section class="card quick" aria-labelledby="quick-title">
      <h2 id="quick-title">${say('home.call')}</h2>
      <form novalidate @submit=${dial}>
        ${numberField('to', 'calls.other', state.to, state.fault)}
        <button class="button">${icon('phone')}${say('calls.go')}</button>
      </form>
      <p class="small quiet">${say('home.call.detail')}</p>
    </section>`;
}

/** The calls page has the other number, and shows the progress; so it gets what was typed. With both known, it calls at once. */
function dial(event) {
  event.preventDefault();
  const form = event.currentTarget;
  state.to = tidy(form.elements.to.value);
  state.fault = fault(state.to);
  draw();
  if (state.fault) {
    form.elements.to.focus();
    return;
  }
  location.assign(at(`calls?to=${encodeURIComponent(state.to)}${remembered('mine', account) ? '&go' : ''}`));
}

function ability(name) {
  const picture = { watch: 'video', call: 'phone', message: 'message' };
  return html`<li><span class="medal">${icon(picture[name])}</span><div><h3>${say(`home.can.${name}`)}</h3><p class="quiet small">${say(`home.can.${name}.detail`)}</p></div></li>`;
}

function waves() {
  return html`<svg class="waves" viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true">${svg`
    <rect width="320" height="180" class="w0"/>
    <path d="M0 92c50-18 92-14 140 0s118 16 180-6v94H0z" class="w1"/>
    <path d="M0 120c60-16 110-8 160 4s106 8 160-8v64H0z" class="w2"/>
    <path d="M0 152c70-14 118-2 168 4s104 2 152-8v32H0z" class="w3"/>`}</svg>`;
}

function beach() {
  return html`<svg class="art" viewBox="0 0 220 120" aria-hidden="true">${svg`
    <ellipse cx="110" cy="66" rx="106" ry="50" class="a-sea"/>
    <path d="M92 40c2-12 14-18 28-18s26 7 26 18-12 15-27 15-29-5-27-15z" class="a-sand"/>
    <path d="M102 38c2-8 9-11 18-11s16 5 16 11-8 10-17 10-18-4-17-10z" class="a-green"/>
    <path d="M112 52c-3 14-2 20-14 30-5 4-8 6-10 14h34c-3-6-3-11 2-17 7-8 7-17 8-27z" class="a-sand"/>
    <path d="M20 92c26-10 52-8 84-5 34 4 64 3 96-4-18 21-52 33-90 33s-74-10-90-24z" class="a-sand"/>
    <path d="M40 66c8-3 14 3 22 0M158 58c8-3 14 3 22 0M148 78c8-3 14 3 22 0M52 46c6-2 10 2 16 0" class="a-foam"/>`}</svg>`;
}

draw();
whileSeen(3000, look);
