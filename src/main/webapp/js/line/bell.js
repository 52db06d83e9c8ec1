import { html, render, nothing } from '../../lib/lit-html/lit-html.js';
import { exchange } from '../api.js';
import { icon } from '../icons.js';
import { at } from '../place.js';
import { person, say } from '../words.js';

/** A call that comes in, at the top of whatever page is open: the first tab that answers has it, and the others stop ringing. */
export class Bell {
  #box = document.createElement('div');
  #answer;
  #call;
  #notification;
  #tone;
  #taken;

  /** @param answer takes the call and whether with video */
  constructor(answer) {
    this.#answer = answer;
    this.#box.id = 'bell';
    this.#box.setAttribute('aria-live', 'assertive');
    document.body.append(this.#box);
  }

  /** What the line tells. */
  heard(call) {
    if (call.incoming && call.state === 'ringing') {
      this.#ring(call);
    } else if (this.#call?.id === call.id) {
      this.stop();
    }
  }

  #ring(call) {
    if (this.#call?.id === call.id || this.#taken === call.id) {
      return;
    }
    this.#call = call;
    render(this.#banner(call), this.#box);
    this.#notify(call);
    this.#tone = ringTone();
  }

  /** This tab is about to answer a call. */
  quiet(id) {
    this.#taken = id;
    this.stop();
  }

  /** It could not. */
  again(call) {
    this.#taken = undefined;
    if (call) {
      this.heard(call);
    }
  }

  stop() {
    this.#call = undefined;
    this.#tone?.close();
    this.#tone = undefined;
    this.#notification?.close();
    this.#notification = undefined;
    render(nothing, this.#box);
  }

  #banner(call) {
    const who = person(call.peer);
    return html`
      <section class="bell" aria-labelledby="bell-who">
        <span class="bell-medal" aria-hidden="true">${icon(call.video ? 'video' : 'phone')}</span>
        <div class="bell-words">
          <strong id="bell-who">${who}</strong>
          <span id="bell-what" class="quiet small">${say(call.video ? 'bell.video' : 'bell.voice')}</span>
        </div>
        <div class="bell-ways">
          ${call.video ? html`<button class="button good" @click=${() => this.#take(true)}>${icon('video')}${say('bell.answerVideo')}</button>` : nothing}
          <button class="button ${call.video ? 'plain' : 'good'}" @click=${() => this.#take(false)}>${icon('phone')}${say(call.video ? 'bell.answerVoice' : 'bell.answer')}</button>
          <button class="button danger" @click=${() => this.#decline()}>${icon('hangUp')}${say('bell.decline')}</button>
        </div>
      </section>`;
  }

  #take(video) {
    const call = this.#call;
    this.quiet(call.id);
    this.#answer(call, video);
  }

  #decline() {
    const { id } = this.#call;
    this.stop();
    exchange('DELETE', `whip/${id}`).catch(() => {});
  }

  /** One for all tabs, by its tag; it brings the tab that made it to the front. */
  #notify(call) {
    if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') {
      return;
    }
    this.#notification = new Notification(say('bell.title', { name: person(call.peer) }), {
      body: say(call.video ? 'bell.video' : 'bell.voice'),
      tag: call.id,
      icon: at('img/favicon.svg'),
      requireInteraction: true,
    });
    this.#notification.addEventListener('click', () => window.focus());
  }
}

/** ITU-T E.180: two tones, on for a second and off for four. Silent where the browser plays nothing before somebody has touched the page. */
function ringTone() {
  const context = new AudioContext();
  const volume = context.createGain();
  volume.gain.value = 0;
  for (let second = 0; second < 120; second += 5) {
    volume.gain.setValueAtTime(0.08, context.currentTime + second);
    volume.gain.setValueAtTime(0, context.currentTime + second + 1);
  }
  volume.connect(context.destination);
  for (const hertz of [440, 480]) {
    const tone = new OscillatorNode(context, { frequency: hertz });
    tone.connect(volume);
    tone.start();
  }
  return context;
}
