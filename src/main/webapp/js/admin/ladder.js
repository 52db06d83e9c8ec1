import { html, svg } from '../../lib/lit-html/lit-html.js';
import { exactClock, person, say } from '../words.js';

const GUTTER = 128;
const ROW = 48;
const NARROWEST = 168;
const WIDEST = 270;
const LETTER = 6.5;

/**
 * A session's timeline as a ladder: a column for each participant, an arrow for each event, time running down. Drawn to the width that is there.
 *
 * @param events what the trace has
 * @param view {width, chosen, choose(index)}
 */
export function ladder(events, view) {
  const names = participants(events);
  const column = Math.max(needed(events, names), (view.width - GUTTER) / names.length);
  const width = GUTTER + column * names.length;
  const place = { x: (name) => GUTTER + column * (names.indexOf(name) + 0.5), column, width, height: events.length * ROW + 12 };
  return html`
    <div class="ladder" @keydown=${(event) => step(event, events.length)}>
      <svg class="heads" width=${width} height="46" aria-hidden="true">${names.map((name) => head(name, place))}</svg>
      <svg class="rungs" width=${width} height=${place.height} role="group" aria-label=${say('sessions.ladder')}>
        ${names.map((name) => svg`<line class="life" x1=${place.x(name)} x2=${place.x(name)} y1="0" y2=${place.height}/>`)}
        ${events.map((event, index) => rung(event, index, events, place, view))}
      </svg>
    </div>`;
}

/** In the order in which they appear, which puts whoever began at the left; parts of ours that only think stand at the right. */
function participants(events) {
  const speaking = events.filter((event) => event.from !== event.to);
  return [...new Set([...speaking, ...events].flatMap((event) => [event.from, event.to]))];
}

/** As wide as the longest words between neighbours need, within reason. */
function needed(events, names) {
  const near = events.filter((event) => Math.abs(names.indexOf(event.from) - names.indexOf(event.to)) <= 1);
  const longest = Math.max(0, ...near.map((event) => event.summary.length + event.protocol.length + 1));
  return Math.min(WIDEST, Math.max(NARROWEST, longest * LETTER + 26));
}

function head(name, { x, column }) {
  const wide = Math.min(column - 16, Math.max(84, person(name).length * 7.6 + 26));
  return svg`
    <g class="head">
      <rect x=${x(name) - wide / 2} y="7" width=${wide} height="32" rx="9"/>
      <text x=${x(name)} y="27.500" text-anchor="middle">${cut(person(name), (wide - 14) / 7.6)}</text>
      <title>${name}</title>
    </g>`;
}

function rung(event, index, events, place, view) {
  const y = index * ROW + 6;
  const chosen = view.chosen === index;
  const label = say('sessions.arrow', { ...event, time: exactClock(event.time), protocol: event.protocol });
  return svg`
    <g class="rung p-${event.protocol.toLowerCase()}" role="button" tabindex=${chosen || (view.chosen === undefined && index === 0) ? 0 : -1}
      aria-pressed=${chosen} aria-label=${label} data-index=${index} @click=${() => view.choose(index)}>
      <rect class="row" x="0" y=${y} width=${place.width} height=${ROW} rx="8"/>
      <text class="time" x="12" y=${y + 22}>${exactClock(event.time)}</text>
      <text class="since" x="12" y=${y + 38}>${since(event, events[0])}</text>
      ${event.from === event.to ? note(event, y, place) : arrow(event, y, place)}
    </g>`;
}

function arrow(event, y, { x, column }) {
  const from = x(event.from);
  const to = x(event.to);
  const way = Math.sign(to - from);
  const middle = (from + to) / 2;
  const room = Math.abs(to - from) / Math.max(1, Math.round(Math.abs(to - from) / column)) - 16;
  const letters = (Math.abs(to - from) > column ? Math.abs(to - from) - 24 : room) / LETTER - event.protocol.length - 1;
  return svg`
    <text class="what" x=${middle} y=${y + 21} text-anchor="middle"><tspan class="protocol">${event.protocol}</tspan> ${cut(event.summary, letters)}</text>
    <line class="shaft" x1=${from} x2=${to - way * 9} y1=${y + 34} y2=${y + 34}/>
    <path class="tip" d=${`M${to} ${y + 34}l${-way * 11} -5.500v11z`}/>
    <circle class="tail" cx=${from} cy=${y + 34} r="3.500"/>`;
}

/** What somebody did alone: a decision, a mapping. */
function note(event, y, { x, column }) {
  const wide = column - 20;
  return svg`
    <rect class="note" x=${x(event.from) - wide / 2} y=${y + 8} width=${wide} height="32" rx="8"/>
    <text class="what" x=${x(event.from)} y=${y + 28} text-anchor="middle">${cut(event.summary, (wide - 16) / LETTER)}</text>`;
}

/** +0 ms, +12 ms, +3.4 s after the first event. */
function since(event, first) {
  const milliseconds = Date.parse(event.time) - Date.parse(first.time);
  return milliseconds < 10_000 ? `+${milliseconds} ms` : `+${(milliseconds / 1000).toFixed(1)} s`;
}

const cut = (words, letters) => (words.length > letters ? `${words.slice(0, Math.max(1, Math.floor(letters) - 1))}…` : words);

/** Up and down through the arrows; Enter or Space opens one. */
function step(event, count) {
  const now = Number(event.target.closest('.rung')?.dataset.index);
  if (Number.isNaN(now)) {
    return;
  }
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    event.target.closest('.rung').dispatchEvent(new MouseEvent('click', { bubbles: true }));
    return;
  }
  const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: count - 1 }[event.key];
  if (next >= 0 && next < count) {
    event.preventDefault();
    event.currentTarget.querySelector(`[data-index="${next}"]`).focus();
  }
}
