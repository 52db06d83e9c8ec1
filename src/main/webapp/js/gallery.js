import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { upload } from './api.js';
import { whileSeen } from './events.js';
import { Items } from './gallery/items.js';
import { Sending } from './gallery/sending.js';
import { Viewer } from './gallery/viewer.js';
import { sender } from './gallery/words.js';
import { icon } from './icons.js';
import { at } from './place.js';
import { frame, may, notice, toast } from './shell.js';
import { ago, octets, say, stopwatch } from './words.js';

const main = document.getElementById('main');
const account = await frame('gallery');
const items = new Items(draw);
const viewer = new Viewer(items);
const sending = new Sending(draw);
const uploads = new Map();
draw();
whileSeen(5000, () => items.look());
main.addEventListener('dragover', (event) => event.preventDefault());
main.addEventListener('drop', (event) => {
  event.preventDefault();
  take(event.dataTransfer.files);
});

function draw() {
  render(page(), main);
}

function page() {
  return html`
    <div class="page-head">
      <div><h1>${say('gallery.title')}</h1><p>${say('gallery.lead')}</p></div>
      <button class="button" @click=${() => document.getElementById('file').click()}>${icon('plus')}${say('gallery.upload')}</button>
      <input id="file" type="file" multiple hidden @change=${(event) => { take(event.target.files); event.target.value = ''; }}>
    </div>
    ${items.error ? notice(items.error) : nothing}
    ${items.choices ? choice() : nothing}
    ${[...uploads].map(([file, part]) => html`<p class="card upload"><label>${say('gallery.uploading', { name: file.name })} <progress max="1" .value=${part}></progress></label></p>`)}
    ${sending.list()}
    ${items.all ? list() : html`<div class="waiting tall"></div><p class="unseen">${say('app.loading')}</p>`}`;
}

function choice() {
  const { keepShares, left } = items.choices;
  return html`
    <div class="card keep">
      <input id="keep" type="checkbox" role="switch" .checked=${keepShares === true} @change=${(event) => tried(items.keepShares(event.target.checked))} aria-describedby="keep-detail">
      <label for="keep">${say('gallery.keep')}</label>
      <p id="keep-detail" class="quiet small">${say('gallery.keep.detail', { left: octets(left) })} ${keepShares === undefined ? say('gallery.keep.rule') : ''}</p>
    </div>`;
}

function list() {
  if (!items.all.length) {
    return html`<div class="card empty tall">${icon('picture')}<h2>${say('gallery.none')}</h2><p class="quiet">${say('gallery.none.detail')}</p></div>`;
  }
  return html`
    <ul class="gallery" role="list" @keydown=${move}>${repeat(items.all, (item) => item.id, card)}</ul>
    ${items.next ? html`<p class="trouble-way"><button class="button plain" @click=${() => tried(items.more())}>${say('gallery.more')}</button></p>` : nothing}`;
}

function card(item) {
  return html`
    <li class="card thing" data-id=${item.id}>
      <button class="window" id=${`open-${item.id}`} @click=${() => viewer.open(item)} aria-label=${say('gallery.open', { name: item.name, from: sender(item) })}>
        ${small(item)}${item.seconds ? html`<span class="length number">${stopwatch(item.seconds * 1000)}</span>` : nothing}
      </button>
      <div class="words">
        <strong>${sender(item)}</strong>
        <span class="quiet small">${say(`gallery.${item.origin}`)}, <time datetime=${item.since}>${ago(item.since)}</time> · ${octets(item.size)}</span>
      </div>
      <div class="ways">
        ${may(account, 'pushes:create') ? html`<button class="button plain slim round" @click=${() => sending.open(item)} aria-label=${say('gallery.send', { name: item.name })} title=${say('gallery.send', { name: item.name })}>${icon('send')}</button>` : nothing}
        <a class="button plain slim round" href=${at(item.url)} download=${item.name} aria-label=${say('gallery.download', { name: item.name })} title=${say('gallery.download', { name: item.name })}>${icon('download')}</a>
        <button class="button plain slim round" @click=${() => drop(item)} aria-label=${say('gallery.delete', { name: item.name })} title=${say('gallery.delete', { name: item.name })}>${icon('trash')}</button>
      </div>
    </li>`;
}

/** A small picture; of a film its first one, which the browser decodes itself. */
function small(item) {
  if (item.thumbnailUrl) {
    return html`<img src=${at(item.thumbnailUrl)} alt="" loading="lazy">`;
  }
  return item.type.startsWith('video/')
    ? html`<video src=${at(item.url)} muted playsinline preload="metadata" tabindex="-1" aria-hidden="true"></video>`
    : icon('file');
}

/** The arrow keys go from one to the next, Delete deletes. */
function move(event) {
  const open = event.target.closest('.window');
  if (!open) {
    return;
  }
  const all = [...main.querySelectorAll('.window')];
  const place = all.indexOf(open);
  const columns = all.filter((one) => one.offsetTop === all[0].offsetTop).length;
  const to = { ArrowLeft: place - 1, ArrowRight: place + 1, ArrowUp: place - columns, ArrowDown: place + columns, Home: 0, End: all.length - 1 }[event.key];
  if (all[to]) {
    event.preventDefault();
    all[to].focus();
  } else if (event.key === 'Delete') {
    drop(items.all[place]);
    (all[place + 1] ?? all[place - 1])?.focus();
  }
}

async function drop(item) {
  if (await tried(items.remove(item).then(() => true))) {
    toast(say('gallery.deleted', { name: item.name }), { words: say('gallery.undo'), run: () => tried(items.restore(item)) });
  }
}

async function take(files) {
  for (const file of files) {
    uploads.set(file, 0);
    await tried(upload(`media/gallery?name=${encodeURIComponent(file.name)}`, file, (part) => { uploads.set(file, part); draw(); }));
    uploads.delete(file);
    await items.look();
  }
}

/** What could not be done is said at the foot of the screen. */
async function tried(work) {
  try {
    return await work;
  } catch (error) {
    toast(error.detail || error.message);
    return undefined;
  }
}
