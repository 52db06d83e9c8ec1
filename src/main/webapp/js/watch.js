import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { get, remove, signIn } from './api.js';
import { elsewhere } from './watch/elsewhere.js';
import { viewers } from './watch/viewers.js';
import { icon } from './icons.js';
import { at } from './place.js';
import { frame, may, toast } from './shell.js';
import { Kept } from './watch/kept.js';
import { Player } from './watch/player.js';
import { Thumbnail } from './watch/thumbnail.js';
import { clock, figure, person, say, stopwatch } from './words.js';

/** How far one press goes, in seconds. */
const STEP = 10;
const main = document.getElementById('main');
const share = decodeURIComponent(location.pathname.split('/').filter(Boolean).pop() ?? '');
const account = await frame('watch');
const page = { share: undefined, full: false, idle: false };

render(layout(), main);
const video = document.getElementById('video');
const stage = document.getElementById('stage');
const player = new Player(video, share, changed);
const thumbnail = new Thumbnail(document.getElementById('thumbnail'), share);
if (globalThis.RTCPeerConnection || Kept.supported) {
  player.start();
} else {
  player.state = 'unsupported';
  player.about = { codecs: 'H.264' };
}
describe();
draw();
viewers(document.getElementById('viewers'), share);
elsewhere(document.getElementById('elsewhere'), share);
setInterval(drawFigures, 500);

async function describe() {
  page.share = await get(`api/v1/shares/${share}`, { stay: true }).catch(() => undefined);
  document.title = `${title()} · ${say('app.name')}`;
  draw();
}

function changed() {
  if (player.state === 'signedOut') {
    signIn();
    return;
  }
  if (player.state !== 'past') {
    thumbnail.close();
  }
  draw();
}

function title() {
  return page.share ? say('watch.titleFrom', { from: person(page.share.from) }) : say('watch.title');
}

function known() {
  return ['live', 'paused', 'stalled', 'held', 'past'].includes(player.state);
}

/** Drawn once; what changes is inside the parts, so that the video element always stays the same one. */
function layout() {
  return html`
    <div class="page-head"><h1 id="title"></h1></div>
    <div class="theatre">
      <section id="stage" class="stage" aria-label=${say('watch.player')}>
        <video id="video" playsinline muted autoplay .muted=${true}></video>
        <video class="poster" aria-hidden="true" tabindex="-1" muted playsinline preload="auto" src=${at(`media/${share}/still.mp4`)} @error=${poster}></video>
        <div id="veil" class="veil" aria-live="polite" aria-atomic="true"></div>
        <div id="mark" class="mark"></div>
        <div id="controls"></div>
        <div id="thumbnail" class="thumbnail" aria-hidden="true" hidden><video muted playsinline .muted=${true} tabindex="-1"></video><span class="time number"></span></div>
      </section>
      <aside class="beside">
        <section class="card" aria-labelledby="about-title"><h2 id="about-title">${say('watch.details')}</h2><div id="about"></div></section>
        <div id="viewers"></div>
        <section class="card" aria-labelledby="quality-title"><h2 id="quality-title">${say('watch.quality')}</h2><div id="quality"></div></section>
        <section class="card" aria-labelledby="elsewhere-title"><h2 id="elsewhere-title">${say('watch.elsewhere')}</h2><div id="elsewhere"></div></section>
      </aside>
      <section class="card keys" aria-labelledby="keys-title"><h2 id="keys-title">${say('watch.keys')}</h2>${keys()}</section>
    </div>`;
}

/** The newest picture, until the player has one; where the browser does not decode the phone's own, as a JPEG. */
function poster({ target }) {
  target.poster = at(`media/${share}/poster.jpg`);
}

function keys() {
  const list = [['watch.key.space', 'play'], ['watch.key.left', 'back'], ['watch.key.right', 'forward'], ['L', 'live'], ['M', 'mute'], ['F', 'full'], ['P', 'aside']];
  return html`<dl>${list.map(([key, word]) => html`<div><dt><kbd>${key.length > 1 ? say(key) : key}</kbd></dt><dd>${say(`watch.keys.${word}`)}</dd></div>`)}</dl>`;
}

function draw() {
  stage.dataset.state = player.state;
  document.getElementById('title').textContent = title();
  render(veil(), document.getElementById('veil'));
  render(mark(), document.getElementById('mark'));
  render(controls(), document.getElementById('controls'));
  drawFigures();
}

function drawFigures() {
  render(about(), document.getElementById('about'));
  render(quality(), document.getElementById('quality'));
  if (player.state === 'past') {
    render(mark(), document.getElementById('mark'));
    render(controls(), document.getElementById('controls'));
  }
  if (player.state === 'lost') {
    render(veil(), document.getElementById('veil'));
  }
}

function mark() {
  if (player.state === 'past') {
    return html`<span class="badge past">${say('watch.behind', { time: stopwatch(1000 * behind()) })}</span>`;
  }
  return known() && player.state !== 'held' ? html`<span class="badge live">${say('watch.live')}</span>` : nothing;
}

/** Seconds between what is shown and the newest that there is. */
function behind() {
  return Math.max(0, (player.range?.end ?? 0) - video.currentTime);
}

/** The state in words over the picture; nothing while the picture speaks for itself. */
function veil() {
  if (player.state === 'live' || player.state === 'past') {
    return html`<span class="unseen">${say(`watch.${player.state}`)}</span>`;
  }
  return html`
    <div class="words">
      ${['connecting', 'lost', 'waiting'].includes(player.state) ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}
      <p class="what">${say(`watch.${situation()}`, player.about)}</p>
      <p class="why">${detail()}</p>
      ${way()}
    </div>`;
}

function detail() {
  const { state, about: { until, reason, codecs } } = player;
  if (state === 'lost') {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    return seconds > 0 ? say('watch.lost.detail', { seconds }) : say('watch.lost.now');
  }
  if (state === 'ended') {
    const watched = player.watched >= 1000 ? ` ${say('watch.ended.lasted', { time: stopwatch(player.watched) })}` : '';
    return player.about.gone ? say('watch.ended.gone') : say(`watch.ended.${ending(reason ?? '')}`) + watched;
  }
  if (state === 'waiting' && reason) {
    return say('watch.waiting.unplayable');
  }
  return say(`watch.${situation()}.detail`, { codecs });
}

/** Who may watch shares, but not this one that is there, was removed from it. */
function situation() {
  return player.state === 'forbidden' && may(account, 'shares:read') ? 'removed' : player.state;
}

/** Why it ended, as far as a viewer cares. */
function ending(reason) {
  const kinds = [[/^no video/, 'silence'], [/^connection lost/, 'lost'], [/on request/, 'request']];
  return kinds.find(([words]) => words.test(reason))?.[1] ?? 'detail';
}

/** The one thing to do about it. */
function way() {
  switch (player.state) {
    case 'blocked':
    case 'paused':
      return html`<button class="button" @click=${() => player.play()}>${icon('play')}${say('watch.play')}</button>`;
    case 'lost':
      return html`<button class="button" @click=${() => player.retry()}>${say('app.tryAgain')}</button>`;
    case 'forbidden':
      return html`<button class="button" @click=${signIn}>${say('watch.signIn')}</button>`;
    case 'ended':
      return html`<div class="ways">
        ${player.about.gone ? nothing : html`<button class="button" @click=${() => player.again()}>${icon('again')}${say('watch.again')}</button>`}
        <a class="button quiet" href=${at('')}>${say('watch.back')}</a>
      </div>`;
    case 'refused':
    case 'missing':
    case 'unsupported':
      return html`<a class="button" href=${at('')}>${say('watch.back')}</a>`;
    default:
      return nothing;
  }
}

function controls() {
  const playing = player.state === 'past' ? !video.paused : player.state !== 'paused';
  return known() ? html`
    <div class="controls" role="group" aria-label=${say('watch.player')}>
      ${control(playing ? 'pause' : 'play', playing ? 'watch.pause' : 'watch.play', toggle)}
      ${control('rewind', 'watch.rewind', () => player.rewind(STEP))}
      ${control(video.muted ? 'silence' : 'sound', video.muted ? 'watch.unmute' : 'watch.mute', mute)}
      ${timeline()}
      <button class="to-live" @click=${() => player.play()} aria-label=${say('watch.goLive')}>${say('watch.live')}</button>
      ${document.pictureInPictureEnabled ? control('aside', 'watch.aside', aside) : nothing}
      ${control(page.full ? 'leaveFull' : 'full', page.full ? 'watch.leaveFull' : 'watch.full', full)}
    </div>` : nothing;
}

/** Where in what is kept the picture is. */
function timeline() {
  const range = player.range;
  return range ? html`<input class="timeline" type="range" min=${range.start} max=${range.end} step="0.1" .value=${String(video.currentTime)}
    aria-label=${say('watch.timeline')} aria-valuetext=${say('watch.behind', { time: stopwatch(1000 * behind()) })}
    @input=${({ target }) => { player.seek(Number(target.value)); preview(Number(target.value)); }}
    @pointermove=${({ target, offsetX }) => preview(range.start + (offsetX / target.clientWidth) * (range.end - range.start))}
    @pointerleave=${() => thumbnail.hide()} @blur=${() => thumbnail.hide()}>` : html`<span class="timeline"></span>`;
}

/** Shows what was at a time before one goes there. */
function preview(time) {
  const { start, end } = player.range ?? {};
  if (end > start) {
    const there = Math.min(Math.max(time, start), end);
    const line = document.querySelector('.timeline');
    const from = line.offsetLeft + ((there - start) / (end - start)) * line.clientWidth;
    thumbnail.show(from / stage.clientWidth, end - there);
  }
}

async function aside() {
  if (document.pictureInPictureElement) {
    await document.exitPictureInPicture();
  } else {
    await video.requestPictureInPicture().catch((error) => toast(error.message));
  }
}

function control(picture, word, action) {
  return html`<button @click=${action} aria-label=${say(word)} title=${say(word)}>${icon(picture)}</button>`;
}

function about() {
  return html`<dl class="facts">
    ${fact('watch.from', page.share && person(page.share.from))}
    ${fact('watch.to', page.share && person(page.share.to))}
    ${fact('watch.since', page.share?.startedAt && clock(page.share.startedAt))}
    ${fact('watch.picture', video.videoWidth ? `${video.videoWidth} × ${video.videoHeight}` : '')}
  </dl>
  ${may(account, 'shares:write') && known() ? html`<button class="button plain slim" @click=${stop}>${say('watch.stop')}</button>` : nothing}`;
}

/** How the picture arrives; a dash where this way of transport cannot tell. */
function quality() {
  const { way, loss, jitter, rate, bits, delay } = known() ? player.quality : {};
  return html`<dl class="facts">
    ${measure('watch.way', way && say(`watch.way.${way}`))}
    ${measure('watch.rate', rate !== undefined && say('watch.perSecond', { rate: figure(rate) }))}
    ${measure('watch.bits', bits !== undefined && `${figure(bits / 1000)} kb/s`)}
    ${measure('watch.loss', loss !== undefined && `${figure(100 * loss, 1)} %`)}
    ${measure('watch.jitter', jitter !== undefined && `${figure(1000 * jitter)} ms`)}
    ${measure('watch.delay', delay !== undefined && `${figure(1000 * delay)} ms`)}
  </dl>`;
}

function measure(word, value) {
  return html`<div><dt>${say(word)}</dt><dd class="number">${value || '–'}</dd></div>`;
}

function fact(word, value) {
  return value ? html`<div><dt>${say(word)}</dt><dd class="number">${value}</dd></div>` : nothing;
}

async function stop() {
  await remove(`api/v1/shares/${share}`).catch((error) => toast(error.message));
}

function toggle() {
  if (player.state === 'past') {
    video[video.paused ? 'play' : 'pause']();
  } else if (player.state === 'paused' || player.state === 'blocked') {
    player.play();
  } else {
    player.pause();
  }
}

function mute() {
  video.muted = !video.muted;
  draw();
}

async function full() {
  if (document.fullscreenElement) {
    await document.exitFullscreen();
  } else if (stage.requestFullscreen) {
    await stage.requestFullscreen().catch(() => {});
  } else {
    video.webkitEnterFullscreen?.();
  }
}

document.addEventListener('fullscreenchange', () => {
  page.full = Boolean(document.fullscreenElement);
  draw();
});

for (const sign of ['volumechange', 'play', 'pause']) {
  video.addEventListener(sign, draw);
}

document.addEventListener('keydown', (event) => {
  const typing = (event.target.closest('button, a, input') && (event.key === ' ' || event.key === 'Enter')) || event.target.closest('input[type=range]') && event.key.startsWith('Arrow');
  if (event.ctrlKey || event.metaKey || event.altKey || typing) {
    return;
  }
  const action = {
    ' ': toggle, k: toggle, l: () => player.play(), m: mute, f: full, p: aside,
    arrowleft: () => player.rewind(STEP), j: () => player.rewind(STEP), arrowright: () => player.seek(video.currentTime + STEP),
  }[event.key.toLowerCase()];
  if (action && !player.over) {
    event.preventDefault();
    action();
  }
});

// The controls go when nobody moves, and come back with the pointer or the keyboard.
let idle;
function awake() {
  stage.classList.remove('idle');
  clearTimeout(idle);
  idle = setTimeout(() => stage.classList.toggle('idle', !stage.querySelector('.controls :focus-visible')), 3000);
}
for (const sign of ['pointermove', 'pointerdown', 'focusin', 'keydown']) {
  stage.addEventListener(sign, awake);
}
stage.addEventListener('dblclick', full);
awake();
