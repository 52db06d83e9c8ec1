import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { get, post, remove } from './api.js';
import { Call, FINAL } from './calls/call.js';
import { fault, numberField, remember, remembered, tidy } from './calls/numbers.js';
import { picture } from './calls/picture.js';
import { whileSeen } from './events.js';
import { icon } from './icons.js';
import { frame, may, notice, toast } from './shell.js';
import { ago, known, say, stopwatch } from './words.js';

const DIAL = 'click-to-dial/v0.2rc1/calls';
const looks = { connected: 'good', initiating: 'busy', callingCaller: 'busy', callingCallee: 'busy', disconnected: '', failed: 'bad' };
const main = document.getElementById('main');
const account = await frame('calls');
const asked = new URLSearchParams(location.search);
const state = {
  mine: remembered('mine', account),
  other: tidy(asked.get('to') ?? ''),
  faults: {},
  busy: false,
  error: undefined,
  call: undefined,
  recent: undefined,
};

draw();
setInterval(drawClock, 250);
whileSeen(5000, list);
if (asked.has('go') && state.mine && !fault(state.other)) {
  // Only once: a reload must not call again.
  history.replaceState(null, '', location.pathname);
  call(state.mine, state.other);
}

async function list() {
  try {
    state.recent = (await get('api/v1/calls')).items;
  } catch (error) {
    state.recent ??= [];
    state.error ??= error;
  }
  joinRunning();
  fillMine();
  draw();
}

/** Most people have one phone: the one of their last call. */
function fillMine() {
  if (!document.getElementById('mine').value && state.recent.length && !may(account, 'admin')) {
    state.mine = state.recent[0].caller;
  }
}

/** Whoever comes back to the page finds the call that is still going on. */
function joinRunning() {
  const running = state.recent.find((call) => !FINAL.has(call.status));
  if (!state.call && !state.busy && running) {
    show(running);
  }
}

function show(call) {
  state.call?.close();
  state.call = new Call(call, () => changed());
  draw();
}

function changed() {
  draw();
  if (state.call.over) {
    list();
  }
}

function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  state.mine = tidy(form.elements.mine.value);
  state.other = tidy(form.elements.other.value);
  state.faults = { mine: fault(state.mine), other: fault(state.other) };
  if (!state.faults.mine && state.mine === state.other) {
    state.faults.other = say('calls.same');
  }
  draw();
  const wrong = ['mine', 'other'].find((name) => state.faults[name]);
  if (wrong) {
    form.elements[wrong].focus();
  } else {
    remember('mine', state.mine, account);
    call(state.mine, state.other);
  }
}

async function call(mine, other) {
  if (state.busy) {
    return;
  }
  state.busy = true;
  state.error = undefined;
  draw();
  try {
    const made = await post(DIAL, { caller: { number: mine }, callee: { number: other } });
    show({ id: made.callId, caller: mine, callee: other, status: made.status });
    list();
  } catch (error) {
    state.error = error;
  }
  state.busy = false;
  draw();
}

async function hangUp() {
  try {
    await remove(`${DIAL}/${encodeURIComponent(state.call.id)}`);
  } catch (error) {
    // 404 and 409 say that it was over already, which is what was wanted.
    if (error.status !== 404 && error.status !== 409) {
      toast(error.message);
    }
  }
}

/** What is wished of the call; what was wrong is told in a word. */
async function wish(method, path, body) {
  try {
    await method(`api/v1/calls/${encodeURIComponent(state.call.id)}/${path}`, body);
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  }
}

async function recordOrStop() {
  const { call } = state;
  if (call.recording) {
    await wish(remove, 'recording');
  } else {
    call.recording = await wish(post, 'recording');
  }
  draw();
}

async function playOrStop() {
  const { call } = state;
  if (call.playing) {
    await wish(remove, 'announcements');
  } else {
    call.playing = await wish(post, 'announcements', { tone: 'waiting', times: 5 });
  }
  draw();
}

async function press(event) {
  event.preventDefault();
  const field = event.currentTarget.elements.keys;
  const keys = field.value.toUpperCase().replace(/[^0-9A-D*#]/g, '');
  if (keys && (await wish(post, 'legs/callee/keys', { keys }))) {
    field.value = '';
    toast(say('calls.keys.sent', { keys }));
  }
}

function redial({ caller, callee }) {
  state.mine = caller;
  state.other = callee;
  call(caller, callee);
}

function draw() {
  render(page(), main);
  drawClock();
}

/** The clock alone, four times a second; it is no live region, so that nobody hears it count. */
function drawClock() {
  const clock = document.getElementById('clock');
  if (clock && state.call) {
    clock.textContent = stopwatch(state.call.talked);
  }
}

function page() {
  return html`
    <div class="page-head"><div><h1>${say('calls.title')}</h1><p>${say('calls.lead')}</p></div></div>
    <div class=${state.call && !state.call.over ? 'switchboard busy' : 'switchboard'}>
      <section class="card" aria-labelledby="new-title">
        <h2 id="new-title">${say('calls.new')}</h2>
        <form novalidate @submit=${submit}>
          ${numberField('mine', 'calls.mine', state.mine, state.faults.mine, say('calls.mine.hint'))}
          ${numberField('other', 'calls.other', state.other, state.faults.other, say('calls.other.hint'))}
          ${state.error ? notice(state.error) : nothing}
          <button class="button" aria-disabled=${state.busy}>${icon('phone')}${say(state.busy ? 'calls.going' : 'calls.go')}</button>
        </form>
      </section>
      <section class="card current" aria-labelledby="now-title">
        <h2 id="now-title" class="unseen">${say('calls.now')}</h2>
        ${picture(state.call)}
        ${progress()}
      </section>
    </div>
    <section class="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">${say('calls.recent')}</h2>
      ${recent()}
    </section>`;
}

function progress() {
  const { call } = state;
  return html`
    <div class="progress">
      <div aria-live="polite" aria-atomic="true">
        <p class="what" data-call-state=${call?.state ?? 'none'}>${call ? say(`call.${call.state}`, call) : say('calls.idle')}</p>
        <p class="quiet">${call ? why(call) : say('calls.idle.detail')}</p>
      </div>
      ${call?.state === 'connected' ? html`<p class="clock number" role="timer" aria-label=${say('calls.clock')} id="clock"></p>` : nothing}
      ${call ? actions(call) : nothing}
      ${call?.state === 'connected' ? tools(call) : nothing}
      ${call?.recordingId ? recorded(call) : nothing}
    </div>`;
}

function why(call) {
  if (call.interrupted) {
    return say('calls.reconnecting');
  }
  if (!call.over) {
    return say(`call.${call.state}.detail`, call);
  }
  const reason = call.reason && known(`call.reason.${call.reason}`) ? say(`call.reason.${call.reason}`, call) : '';
  return call.seconds > 0 ? `${reason} ${say('calls.lasted', { time: stopwatch(call.seconds * 1000) })}` : reason;
}

function actions(call) {
  return call.over
    ? html`<button class="button plain" @click=${() => redial(call)}>${icon('phone')}${say('calls.again')}</button>`
    : html`<button class="button danger" @click=${hangUp}>${icon('hangUp')}${say('calls.hangUp')}</button>`;
}

function tools(call) {
  return html`
    <div class="tools">
      <button class="button plain" aria-pressed=${call.recording} @click=${recordOrStop}>${icon('mic')}${say(call.recording ? 'calls.record.stop' : 'calls.record')}</button>
      <button class="button plain" aria-pressed=${call.playing} @click=${playOrStop}>${icon('sound')}${say(call.playing ? 'calls.tone.stop' : 'calls.tone')}</button>
      <form class="keys" @submit=${press}>
        <label for="keys">${say('calls.keys')}</label>
        <input id="keys" name="keys" inputmode="tel" autocomplete="off" maxlength="32" pattern="[0-9A-Da-d*#]+" aria-describedby="keys-hint">
        <button class="button plain">${say('calls.keys.send')}</button>
        <p class="quiet small" id="keys-hint">${say('calls.keys.hint')}</p>
      </form>
    </div>`;
}

function recorded(call) {
  const sound = `media/recordings/${encodeURIComponent(call.recordingId)}`;
  return html`
    <div class="tools">
      <audio controls preload="none" src=${sound} aria-label=${say('calls.recorded')}></audio>
      <a class="button plain" href=${sound} download>${say('calls.recorded.save')}</a>
    </div>`;
}

function recent() {
  if (!state.recent) {
    return html`<div class="waiting hole"></div><p class="unseen">${say('app.loading')}</p>`;
  }
  return state.recent.length
    ? html`<ul class="card rows" role="list">${repeat(state.recent.slice(0, 20), (call) => call.id, row)}</ul>`
    : html`<p class="card quiet">${say('calls.recent.none')}</p>`;
}

function row(call) {
  // What is followed live is ahead of the list.
  const status = state.call?.id === call.id ? state.call.state : call.status;
  const running = !FINAL.has(status);
  return html`
    <li>
      ${icon('phone')}
      <span class="who number"><strong>${call.callee}</strong><span class="quiet small">${say('home.from', { from: call.caller })} · ${ago(call.createdAt)}</span></span>
      <span class="badge ${looks[status] ?? ''}">${say(`call.short.${status}`)}</span>
      ${running
        ? html`<button class="button plain slim" @click=${() => show(call)} aria-label=${say('calls.showCall', call)}>${say('calls.show')}</button>`
        : html`<button class="button plain slim round" @click=${() => redial(call)} aria-label=${say('calls.redial', call)} title=${say('calls.redial', call)}>${icon('phone')}</button>`}
    </li>`;
}
