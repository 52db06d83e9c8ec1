import { html, svg } from '../../lib/lit-html/lit-html.js';
import { text } from '../api.js';
import { whileSeen } from '../events.js';
import { notice } from '../shell.js';
import { figure, say } from '../words.js';

const EVERY = 2000;
const SAMPLES = 60;

const tiles = [
  { name: 'messages', value: (all) => sum(all, 'tombolo_messages_total') },
  { name: 'shares', value: (all) => sum(all, 'tombolo_shares_active'), total: (all) => sum(all, 'tombolo_shares_total') },
  { name: 'calls', value: (all) => sum(all, 'tombolo_calls_active'), total: (all) => sum(all, 'tombolo_calls_total') },
  { name: 'errors', value: (all) => sum(all, 'tombolo_errors_total') },
  { name: 'latency', value: latency, show: (value) => (value < 0.1 ? `${figure(value * 1000, 1)} ms` : `${figure(value, 2)} s`) },
  { name: 'outbox', value: (all) => sum(all, 'tombolo_outbox_length') },
];

/** The most telling figures with the course of the last minutes, and all the others beneath. */
export class Metrics {
  #redraw;
  #stop;
  #all;
  #error;
  #courses = new Map(tiles.map((tile) => [tile.name, []]));

  constructor(redraw) {
    this.#redraw = redraw;
  }

  open() {
    this.#stop = whileSeen(EVERY, () => this.#look());
  }

  close() {
    this.#stop();
  }

  async #look() {
    try {
      this.#all = read(await text('metrics'));
      this.#error = undefined;
      for (const tile of tiles) {
        const course = this.#courses.get(tile.name);
        course.push(tile.value(this.#all));
        course.splice(0, course.length - SAMPLES);
      }
    } catch (error) {
      this.#error = error;
    }
    this.#redraw();
  }

  view() {
    if (this.#error) {
      return notice(this.#error);
    }
    return this.#all ? html`<ul class="figures" role="list">${tiles.map((tile) => this.#tile(tile))}</ul>${this.#table()}` : html`<div class="waiting hole"></div>`;
  }

  #tile(tile) {
    const value = tile.value(this.#all);
    const total = tile.total ? figure(tile.total(this.#all)) : undefined;
    return html`
      <li class="card figure-card">
        <h2>${say(`metrics.${tile.name}`)}</h2>
        <p class="big number">${(tile.show ?? figure)(value)}</p>
        <p class="small quiet">${say(`metrics.${tile.name}.detail`, { total })}</p>
        ${course(this.#courses.get(tile.name))}
      </li>`;
  }

  #table() {
    return html`
      <details class="card all">
        <summary>${say('metrics.all')}</summary>
        <div class="table" tabindex="0" role="region" aria-label=${say('metrics.all')}><table>
          <thead><tr><th scope="col">${say('metrics.name')}</th><th scope="col">${say('metrics.labels')}</th><th scope="col" class="right">${say('metrics.value')}</th></tr></thead>
          <tbody>${this.#all.map((one) => html`<tr><td class="mono">${one.name}</td><td class="mono quiet">${one.labels}</td><td class="number right">${figure(one.value, 6)}</td></tr>`)}</tbody>
        </table></div>
      </details>`;
  }
}

/** Prometheus' text format, as far as its samples go. */
export function read(exposition) {
  return [...exposition.matchAll(/^([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)/gm)].map(([, name, labels = '', value]) => ({ name, labels, value: Number(value.replace('Inf', 'Infinity')) }));
}

const sum = (all, name) => all.filter((one) => one.name === name).reduce((total, one) => total + one.value, 0);

function latency(all) {
  const count = sum(all, 'tombolo_message_seconds_count');
  return count ? sum(all, 'tombolo_message_seconds_sum') / count : 0;
}

/** The course of a figure as a line, newest at the right; the words beside it have the value. */
function course(values) {
  if (values.length < 2) {
    return html`<svg class="course" viewBox="0 0 120 32" aria-hidden="true"></svg>`;
  }
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const point = (value, index) => `${(120 - (values.length - 1 - index) * (120 / (SAMPLES - 1))).toFixed(1)},${span ? (28 - ((value - low) / span) * 24).toFixed(1) : 28}`;
  return html`<svg class="course" viewBox="0 0 120 32" preserveAspectRatio="none" aria-hidden="true">${svg`<polyline points=${values.map(point).join(' ')}/>`}</svg>`;
}
