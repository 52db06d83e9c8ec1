import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { ref } from '../../lib/lit-html/directives/ref.js';
import { repeat } from '../../lib/lit-html/directives/repeat.js';
import { get } from '../api.js';
import { whileSeen } from '../events.js';
import { icon } from '../icons.js';
import { notice, toast } from '../shell.js';
import { clock, exactClock, person, say, stopwatch } from '../words.js';
import { ladder } from './ladder.js';

const NEWEST = 200;
const SHOWN = 60;

/** What happened: sessions, and the ladder of one of them. */
export class Sessions {
  #redraw;
  #stop;
  #items;
  #error;
  #callId = '';
  #id;
  #events;
  #chosen;
  #asTable = false;
  #registrations = false;
  #hidden = new Set();
  #width = 720;
  #sizes = new ResizeObserver(([entry]) => this.#resized(entry.contentRect.width));

  constructor(redraw) {
    this.#redraw = redraw;
  }

  open() {
    this.#id = decodeURIComponent(location.hash.split('/')[1] ?? '') || undefined;
    this.#stop = whileSeen(2500, () => this.#look());
  }

  close() {
    this.#stop();
    this.#sizes.disconnect();
  }

  async #look() {
    try {
      const search = this.#callId ? `callId=${encodeURIComponent(this.#callId)}&` : '';
      this.#items = (await get(`api/admin/v1/sessions?${search}limit=${NEWEST}`)).items;
      this.#error = undefined;
      await this.#timeline();
    } catch (error) {
      this.#error = error;
    }
    this.#redraw();
  }

  async #timeline() {
    const id = this.#id;
    if (id) {
      const events = await get(`api/admin/v1/traces/${encodeURIComponent(id)}`).then((trace) => trace.events, forgotten);
      if (id === this.#id) {
        this.#events = events;
      }
    }
  }

  async #pick(id) {
    this.#id = id;
    this.#events = undefined;
    this.#chosen = undefined;
    this.#hidden.clear();
    history.replaceState(null, '', `${location.pathname}#sessions/${encodeURIComponent(id)}`);
    this.#redraw();
    await this.#timeline().catch((error) => { this.#error = error; });
    this.#redraw();
    document.getElementById('ladder-title')?.scrollIntoView({ block: 'nearest' });
  }

  async #find(event) {
    event.preventDefault();
    this.#callId = event.currentTarget.elements.callId.value.trim();
    await this.#look();
    if (this.#callId && this.#items?.length) {
      await this.#pick(this.#items[0].id);
    }
  }

  #resized(width) {
    if (Math.abs(width - this.#width) > 2) {
      this.#width = width;
      requestAnimationFrame(this.#redraw);
    }
  }

  #watchWidth = (element) => {
    this.#sizes.disconnect();
    if (element) {
      this.#sizes.observe(element);
    }
  };

  view() {
    return html`
      <p class="lead quiet">${say('sessions.lead')}</p>
      <div class="sessions">
        <div class="pick">
          <form class="find" role="search" @submit=${(event) => this.#find(event)}>
            <label class="unseen" for="callId">${say('sessions.search')}</label>
            <input id="callId" name="callId" type="search" placeholder=${say('sessions.search')} autocomplete="off" spellcheck="false">
            <button class="button plain round" aria-label=${say('sessions.find')} title=${say('sessions.find')}>${icon('search')}</button>
          </form>
          ${this.#error ? notice(this.#error) : nothing}
          ${this.#items ? this.#list() : html`<div class="waiting hole"></div>`}
        </div>
        <div class="show">${this.#id ? this.#session() : this.#nothingChosen()}</div>
      </div>`;
  }

  #list() {
    if (!this.#items.length) {
      const words = this.#callId ? 'sessions.noMatch' : 'sessions.none';
      return html`<div class="card empty slim"><h2>${say(words, { callId: this.#callId })}</h2><p class="small">${say(`${words}.detail`)}</p></div>`;
    }
    return html`
      <div class="list-head"><h2>${say('sessions.list')}</h2>
        <button class="chip p-internal" aria-pressed=${this.#registrations} @click=${() => this.#toggleRegistrations()}>${say('sessions.registrations')}</button></div>
      <ul class="card session-list" role="list">${repeat(this.#listed(), (item) => item.id, (item) => this.#item(item))}</ul>`;
  }

  /** Phones register every few minutes; what people do would drown among it. */
  #listed() {
    const wanted = (item) => this.#registrations || this.#callId || item.id === this.#id || !item.summary.startsWith('REGISTER ');
    return this.#items.filter(wanted).slice(0, SHOWN);
  }

  #toggleRegistrations() {
    this.#registrations = !this.#registrations;
    this.#redraw();
  }

  #item(item) {
    return html`
      <li><button aria-current=${item.id === this.#id ? 'true' : nothing} @click=${() => this.#pick(item.id)}>
        <span class="title">${item.summary || item.id}</span>
        <span class="small quiet number">${clock(item.startedAt)} · <span class="mono">${item.id.slice(0, 10)}</span></span>
      </button></li>`;
  }

  #nothingChosen() {
    return html`<div class="card empty tall"><h2>${say('sessions.choose')}</h2><p>${say('sessions.choose.detail')}</p></div>`;
  }

  #session() {
    if (!this.#events) {
      return html`<div class="waiting tall"></div>`;
    }
    if (!this.#events.length) {
      return html`<div class="card empty tall"><h2>${say('sessions.gone')}</h2><p>${say('sessions.noMatch.detail')}</p></div>`;
    }
    const shown = this.#events.filter((event) => !this.#hidden.has(event.protocol));
    return html`
      <section class="card trace" aria-labelledby="ladder-title">
        ${this.#heading()}
        ${this.#filters()}
        <div class="scroll" ${ref(this.#watchWidth)}>${shown.length ? this.#drawn(shown) : nothing}</div>
        ${this.#asTable ? nothing : detail(shown[this.#chosen], () => this.#choose(undefined))}
      </section>`;
  }

  #heading() {
    const events = this.#events;
    const lasted = Date.parse(events.at(-1).time) - Date.parse(events[0].time);
    const time = lasted < 10_000 ? `${lasted} ms` : stopwatch(lasted);
    return html`
      <div class="trace-head">
        <div><h2 id="ladder-title"><span class="unseen">${say('sessions.ladder')} </span><span class="mono">${this.#id}</span></h2>
          <p class="small quiet number">${say('sessions.events', { count: events.length, time })}</p></div>
        <button class="button plain slim round" @click=${() => copy(this.#id)} aria-label=${say('sessions.copyId')} title=${say('sessions.copyId')}>${icon('copy')}</button>
        <div class="switch" role="group" aria-label=${say('sessions.view')}>
          ${[false, true].map((asTable) => html`<button aria-pressed=${this.#asTable === asTable} @click=${() => this.#show(asTable)}>${say(asTable ? 'sessions.table' : 'sessions.ladder')}</button>`)}
        </div>
      </div>`;
  }

  #filters() {
    const protocols = [...new Set(this.#events.map((event) => event.protocol))];
    return html`<div class="filters" role="group" aria-label=${say('sessions.filter')}>
      ${protocols.map((protocol) => html`<button class="chip p-${protocol.toLowerCase()}" aria-pressed=${!this.#hidden.has(protocol)} @click=${() => this.#filter(protocol)}>${protocol}</button>`)}
    </div>`;
  }

  #drawn(shown) {
    return this.#asTable ? table(shown) : ladder(shown, { width: this.#width, chosen: this.#chosen, choose: (index) => this.#choose(index) });
  }

  #choose(index) {
    this.#chosen = this.#chosen === index ? undefined : index;
    this.#redraw();
  }

  #show(asTable) {
    this.#asTable = asTable;
    this.#redraw();
  }

  #filter(protocol) {
    if (!this.#hidden.delete(protocol)) {
      this.#hidden.add(protocol);
    }
    this.#chosen = undefined;
    this.#redraw();
  }
}

function forgotten(error) {
  if (error.status === 404) {
    return [];
  }
  throw error;
}

function detail(event, close) {
  return event ? html`
    <section class="detail p-${event.protocol.toLowerCase()}" aria-live="polite" aria-label=${say('sessions.detail')}>
      <div class="detail-head">
        <h3><span class="protocol">${event.protocol}</span> ${event.summary}</h3>
        <button class="button plain slim round" @click=${close} aria-label=${say('app.close')} title=${say('app.close')}>${icon('close')}</button>
      </div>
      <p class="small quiet number">${exactClock(event.time)} · ${event.from} → ${event.to}</p>
      ${event.detail ? html`<pre tabindex="0">${event.detail}</pre>` : html`<p class="small quiet">${say('sessions.noDetail')}</p>`}
    </section>` : nothing;
}

/** The same as text, for whoever reads rather than looks. */
function table(events) {
  return html`
    <table>
      <thead><tr>${['time', 'protocol', 'from', 'to', 'summary'].map((name) => html`<th scope="col">${say(`sessions.${name}`)}</th>`)}</tr></thead>
      <tbody>${events.map((event) => html`
        <tr class="p-${event.protocol.toLowerCase()}">
          <td class="number" data-label=${say('sessions.time')}>${exactClock(event.time)}</td>
          <td data-label=${say('sessions.protocol')}><span class="protocol">${event.protocol}</span></td>
          <td data-label=${say('sessions.from')}>${person(event.from)}</td>
          <td data-label=${say('sessions.to')}>${person(event.to)}</td>
          <td data-label=${say('sessions.summary')}>${event.summary}${event.detail ? html`<details><summary>${say('sessions.detail')}</summary><pre tabindex="0">${event.detail}</pre></details>` : nothing}</td>
        </tr>`)}</tbody>
    </table>`;
}

async function copy(words) {
  await navigator.clipboard?.writeText(words).catch(() => {});
  toast(say('app.copied'));
}
