import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { canShowScreen, capture, stop } from './line/sources.js';
import { Whip } from './line/whip.js';
import { remember, remembered } from './calls/numbers.js';
import { ask, canAsk } from './chat/notify.js';
import { icon } from './icons.js';
import { answering, frame, line, notAnswering, notice, toast } from './shell.js';
import { known, person, say, stopwatch } from './words.js';

const FINAL = ['ended', 'refused'];
const main = document.getElementById('main');
const asked = new URLSearchParams(location.search);
const state = {
  to: asked.get('to') ?? '',
  source: 'camera',
  fault: '',
  error: undefined,
  /** What the gateway says of the call, or what we say of it before: {state, reason, detail, peer, since}. */
  call: undefined,
  whip: undefined,
  stream: undefined,
  muted: false,
  paused: false,
};
const account = await frame('share', heard, answer);

state.to ||= remembered('shareTo', account);
draw();
setInterval(drawClock, 500);
if (asked.has('call')) {
  // Only once: a reload must not answer again.
  history.replaceState(null, '', location.pathname);
  answer({ id: asked.get('call'), peer: asked.get('peer') ?? '', incoming: true }, asked.has('video'));
}

function over() {
  return !state.call || FINAL.includes(state.call.state);
}

/** The gateway tells of a call. */
function heard(call) {
  if (!state.id || call.id !== state.id) {
    return;
  }
  const before = state.call?.state;
  state.call = call;
  if (FINAL.includes(call.state)) {
    release();
  } else if (call.state === 'live' && before !== 'live' && call.level) {
    state.whip?.keepTo(call.level);
  }
  draw();
}

function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  state.to = form.elements.to.value.trim();
  state.source = form.elements.source.value;
  state.fault = state.to ? '' : say('share.to.missing');
  draw();
  if (state.fault) {
    form.elements.to.focus();
    return;
  }
  remember('shareTo', state.to, account);
  begin({ state: 'preparing', peer: state.to }, state.source, { video: 'sendonly', audio: 'sendrecv' }, `to=${encodeURIComponent(state.to)}`);
}

/** A call that comes in is answered here. */
async function answer(call, video) {
  answering(call.id);
  await begin({ ...call, state: 'preparing' }, video ? 'camera' : undefined, { video: video && 'sendrecv', audio: 'sendrecv' }, `call=${encodeURIComponent(call.id)}`);
}

async function begin(call, picture, wish, query) {
  if (state.busy || !over()) {
    return;
  }
  Object.assign(state, { busy: true, error: undefined, call, id: undefined, muted: false, paused: false });
  draw();
  try {
    state.stream = await capture(picture);
    state.source = picture ?? state.source;
    watchEnd(state.stream);
    state.whip = new Whip(state.stream, wish, () => lost());
    draw();
    state.id = await state.whip.offer(query);
    heard(line().about(state.id) ?? { ...call, state: 'dialing' });
  } catch (error) {
    state.error = error;
    state.call = undefined;
    release();
    if (call.incoming) {
      notAnswering(call.id);
    }
  }
  state.busy = false;
  draw();
}

/** The browser's own "Stop sharing" ends a shared screen. */
function watchEnd(stream) {
  stream.getVideoTracks()[0]?.addEventListener('ended', () => leave());
}

function lost() {
  if (!over()) {
    state.call = { ...state.call, state: 'ended', reason: 'page-lost', detail: '' };
    release();
    draw();
  }
}

function leave() {
  state.whip?.close();
  if (!over()) {
    const open = ['preparing', 'dialing', 'ringing'].includes(state.call.state);
    state.call = { ...state.call, state: open ? 'refused' : 'ended', reason: open ? 'cancelled' : 'page-ended', detail: '' };
  }
  release();
  draw();
}

function release() {
  state.whip?.close();
  stop(state.stream);
  state.whip = undefined;
  state.stream = undefined;
}

function mute() {
  state.muted = !state.muted;
  state.stream.getAudioTracks().forEach((track) => { track.enabled = !state.muted; });
  draw();
}

/** The screen instead of the camera, or the other way round; the phone sees no more of it than that. */
async function swap() {
  const other = state.source === 'camera' ? 'screen' : 'camera';
  try {
    const [track] = (await capture(other, false)).getVideoTracks();
    const [before] = state.stream.getVideoTracks();
    await state.whip.show(track);
    state.stream.removeTrack(before);
    before.stop();
    state.stream.addTrack(track);
    state.source = other;
    state.paused = false;
    watchEnd(state.stream);
    if (state.call.level) {
      await state.whip.keepTo(state.call.level);
    }
  } catch (error) {
    toast(error.message);
  }
  draw();
}

/** The phone sees black meanwhile. */
function pause() {
  state.paused = !state.paused;
  state.stream.getVideoTracks().forEach((track) => { track.enabled = !state.paused; });
  draw();
}

// ---- what is seen --------------------------------------------------------------------------------------------------

function draw() {
  render(page(), main);
  play('preview', state.stream);
  play('remote', state.whip?.remote);
  drawClock();
}

function play(id, stream) {
  const video = document.getElementById(id);
  if (video && video.srcObject !== (stream ?? null)) {
    video.srcObject = stream ?? null;
  }
}

function drawClock() {
  const clock = document.getElementById('clock');
  if (clock && state.call?.since) {
    clock.textContent = stopwatch(Date.now() - new Date(state.call.since));
  }
}

function page() {
  return html`
    <div class="page-head"><div><h1>${say('share.title')}</h1>${over() ? html`<p>${say('share.lead')}</p>` : nothing}</div></div>
    <div class="studio" data-busy=${over() ? nothing : ''}>
      ${over() ? form() : nothing}
      <section class="card booth" aria-labelledby="booth-title">
        <h2 id="booth-title" class="unseen">${say('share.now')}</h2>
        ${screen()}
        ${progress()}
      </section>
    </div>`;
}

function form() {
  const described = [state.fault && 'to-error', 'to-hint'].filter(Boolean).join(' ');
  return html`
    <section class="card" aria-labelledby="new-title">
      <h2 id="new-title">${say('share.new')}</h2>
      <form novalidate @submit=${submit}>
        <div class="field">
          <label for="to">${say('share.to')}</label>
          <input id="to" name="to" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="+15550002" .value=${state.to}
            aria-invalid=${state.fault ? 'true' : nothing} aria-describedby=${described} required>
          ${state.fault ? html`<p class="error" id="to-error" role="alert">${icon('alert')}${state.fault}</p>` : nothing}
          <p class="hint" id="to-hint">${say('share.to.hint')}</p>
        </div>
        <fieldset class="sources">
          <legend>${say('share.what')}</legend>
          ${['camera', ...(canShowScreen() ? ['screen'] : [])].map(source)}
        </fieldset>
        ${state.error ? notice(state.error) : nothing}
        <button class="button">${icon('video')}${say('share.go')}</button>
      </form>
      ${canAsk() ? html`<button class="button plain slim tell" @click=${() => ask().then(draw)}>${icon('bell')}${say('share.notify')}</button>` : nothing}
    </section>`;
}

function source(name) {
  return html`
    <label class="source"><input type="radio" name="source" value=${name} ?checked=${state.source === name}>
      ${icon(name === 'camera' ? 'video' : 'screen')}<span>${say(`share.${name}`)}</span></label>`;
}

function screen() {
  const shown = !over();
  const sends = state.stream?.getVideoTracks().length > 0;
  const sees = shown && state.call.video && state.call.incoming;
  return html`
    <div class="screen" data-state=${state.call?.state ?? 'idle'} data-sees=${sees ? '' : nothing}>
      ${sees ? html`<video id="remote" class="big" autoplay playsinline aria-label=${say('share.remote')}></video>` : html`<audio id="remote" autoplay></audio>`}
      ${sends ? html`<video id="preview" class=${sees ? 'corner' : 'big'} autoplay playsinline muted aria-label=${say('share.preview')}></video>` : nothing}
      ${sends || sees ? nothing : html`<span class="blank" aria-hidden="true">${icon(shown ? 'phone' : 'video')}</span>`}
      ${state.paused ? html`<span class="tag">${say('share.paused')}</span>` : nothing}
    </div>`;
}

function progress() {
  const { call } = state;
  const running = !over();
  const words = call ? say(`share.call.${call.incoming && call.state === 'dialing' ? 'preparing' : call.state}`, { peer: person(call.peer) }) : say('share.idle');
  return html`
    <div class="progress">
      <div aria-live="polite" aria-atomic="true">
        <p class="what" data-call-state=${call?.state ?? 'none'}>${words}</p>
        <p class="quiet">${call ? why(call) : say('share.idle.detail')}</p>
      </div>
      ${call?.state === 'live' ? html`<p class="clock number" role="timer" aria-label=${say('calls.clock')} id="clock"></p>` : nothing}
      ${running ? controls() : nothing}
    </div>`;
}

function why(call) {
  if (!FINAL.includes(call.state)) {
    return say(`share.call.${call.state}.detail`, { peer: person(call.peer) });
  }
  const key = `share.reason.${call.reason}`;
  const words = known(key) ? say(key, { peer: person(call.peer) }) : '';
  return call.detail && !known(key) ? call.detail : words;
}

function controls() {
  const hears = state.stream?.getAudioTracks().length > 0;
  const sends = state.stream?.getVideoTracks().length > 0;
  return html`
    <div class="controls">
      ${hears ? toggle('mute', state.muted, mute, state.muted ? 'micOff' : 'mic') : nothing}
      ${sends && canShowScreen() ? html`<button class="button plain" id="swap" @click=${swap}>${icon(state.source === 'camera' ? 'screen' : 'video')}${say(state.source === 'camera' ? 'share.toScreen' : 'share.toCamera')}</button>` : nothing}
      ${sends ? toggle('pause', state.paused, pause, state.paused ? 'videoOff' : 'video') : nothing}
      <button class="button danger" id="stop" @click=${leave}>${icon('hangUp')}${say(state.call.incoming ? 'share.hangUp' : 'share.stop')}</button>
    </div>`;
}

function toggle(name, on, run, picture) {
  return html`<button class="button plain" id=${name} aria-pressed=${on} @click=${run}>${icon(picture)}${say(`share.${name}`)}</button>`;
}
