import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { post } from './api.js';
import { icon } from './icons.js';
import { frame, notice } from './shell.js';
import { say } from './words.js';

const main = document.getElementById('main');
const account = await frame('');
const state = { code: new URLSearchParams(location.search).get('code') ?? '', busy: false, error: undefined, done: undefined };

async function decide(allow) {
  const code = document.getElementById('code').value.trim();
  if (!code || state.busy) {
    document.getElementById('code').focus();
    return;
  }
  state.busy = true;
  state.error = undefined;
  draw();
  try {
    await post(`api/v1/tv/codes/${encodeURIComponent(code)}`, { allow });
    state.done = allow ? 'allowed' : 'refused';
  } catch (error) {
    state.error = error;
  }
  state.busy = false;
  draw();
}

function submit(event) {
  event.preventDefault();
  decide(true);
}

function draw() {
  render(page(), main);
}

function page() {
  return html`
    <div class="page-head"><div><h1>${say('pair.title')}</h1><p>${say('pair.lead', { name: account.name })}</p></div></div>
    <section class="card pair" aria-live="polite">${state.done ? done() : form()}</section>`;
}

function done() {
  return html`<p class="done">${icon(state.done === 'allowed' ? 'tv' : 'alert')}${say(`pair.${state.done}`)}</p>`;
}

function form() {
  return html`
    ${state.error ? notice(state.error) : nothing}
    <form novalidate @submit=${submit}>
      <div class="field">
        <label for="code">${say('pair.code')}</label>
        <input id="code" name="code" .value=${state.code} placeholder="BCDF-GHJK" maxlength="20" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required>
      </div>
      <p class="small quiet">${say('pair.warning')}</p>
      <div class="ways">
        <button class="button" aria-disabled=${state.busy}>${say('pair.allow')}</button>
        <button class="button plain" type="button" aria-disabled=${state.busy} @click=${() => decide(false)}>${say('pair.refuse')}</button>
      </div>
    </form>`;
}

draw();
document.getElementById('code').focus();
