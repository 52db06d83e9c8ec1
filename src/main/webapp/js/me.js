import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { get, put, remove } from './api.js';
import { icon } from './icons.js';
import { at } from './place.js';
import { frame, notice, toast, trouble } from './shell.js';
import { person, say } from './words.js';

const main = document.getElementById('main');
const account = await frame('me');
const { identities } = await get('api/v1/me').catch((error) => trouble(error, () => location.reload()));
let guests = (await get('api/v1/guests').catch((error) => trouble(error, () => location.reload()))).items;
let error;
draw();

function draw() {
  render(page(), main);
}

function page() {
  return html`
    <div class="page-head"><div><h1>${account.name}</h1><p>${say('me.lead')}</p></div></div>
    <div class="about">
      <section class="card" aria-labelledby="numbers"><h2 id="numbers">${say('me.numbers')}</h2>${numbers()}</section>
      <section class="card" aria-labelledby="guests"><h2 id="guests" tabindex="-1">${say('me.guests')}</h2>
        <p class="quiet small">${say('me.guests.detail')}</p>
        ${guests.length ? html`<ul class="rows" role="list">${guests.map(guest)}</ul>` : html`<p class="none quiet">${say('me.guests.none')}</p>`}
        <form class="add" novalidate @submit=${add}>
          <div class="field"><label for="name">${say('me.guest')}</label>
            <input id="name" name="name" autocapitalize="none" autocomplete="off" spellcheck="false" required></div>
          <button class="button">${icon('plus')}${say('me.guest.add')}</button>
        </form>
        ${error ? notice(error) : nothing}
      </section>
      <section class="card" aria-labelledby="more"><h2 id="more">${say('me.more')}</h2>
        <ul class="ways" role="list">
          <li><a href=${at('gallery')}>${icon('picture')}${say('me.recordings')}</a></li>
          <li><a href=${at('pair')}>${icon('tv')}${say('me.tv')}</a></li>
        </ul>
      </section>
    </div>`;
}

function numbers() {
  if (!identities.length) {
    return html`<p class="quiet">${say('me.numbers.none')}</p>`;
  }
  return html`<ul class="rows" role="list">${identities.map(({ ims, services }) => html`
    <li><span class="number">${person(ims)}</span><span class="tags">${services.map((service) => html`<span class="tag">${say(`me.service.${service}`)}</span>`)}</span></li>`)}</ul>`;
}

function guest({ id }) {
  return html`
    <li data-guest=${id}><span>${id}</span>
      <button class="button plain slim round" aria-label=${say('me.guest.remove', { id })} title=${say('me.guest.remove', { id })} @click=${() => leave(id)}>${icon('trash')}</button></li>`;
}

async function add(event) {
  event.preventDefault();
  const field = event.currentTarget.elements.name;
  const name = field.value.trim();
  if (name && await changed(put(`api/v1/guests/${encodeURIComponent(name)}`))) {
    field.value = '';
    toast(say('me.guest.added', { id: name }));
  }
  field.focus();
}

async function leave(id) {
  if (await changed(remove(`api/v1/guests/${encodeURIComponent(id)}`))) {
    toast(say('me.guest.removed', { id }), { words: say('me.undo'), run: () => changed(put(`api/v1/guests/${encodeURIComponent(id)}`)) });
  }
  document.getElementById('guests').focus();
}

/** Whether it could be changed; the list is as it is now. */
async function changed(work) {
  try {
    await work;
    guests = (await get('api/v1/guests')).items;
    error = undefined;
  } catch (problem) {
    error = problem;
  }
  draw();
  return !error;
}
