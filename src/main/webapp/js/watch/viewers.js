import { html, render, nothing } from '../../lib/lit-html/lit-html.js';
import { get, remove } from '../api.js';
import { whileSeen } from '../events.js';
import { toast } from '../shell.js';
import { ago, say } from '../words.js';

/** Shows who watches a share to the one who shares it, and nothing to anybody else. */
export async function viewers(place, share) {
  const path = `api/v1/shares/${share}/viewers`;
  const first = await look();
  if (first) {
    draw(first);
    whileSeen(3000, async () => draw(await look() ?? []));
  }

  async function look() {
    const found = await get(path, { stay: true, allow: [403, 404] }).catch(() => undefined);
    return found?.items;
  }

  function draw(items) {
    render(html`
      <section class="card" aria-labelledby="viewers-title">
        <h2 id="viewers-title">${say('watch.viewers')}</h2>
        ${items.length ? html`<ul class="viewers" role="list">${items.map(row)}</ul>` : html`<p class="quiet small">${say('watch.viewers.none')}</p>`}
      </section>`, place);
  }

  function row({ id, ways, since }) {
    return html`
      <li><span class="who"><strong>${id}</strong><span class="quiet small">${ways.map((way) => say(`watch.way.${way}`)).join(', ')} · ${since ? ago(since) : nothing}</span></span>
        <button class="button plain slim" aria-label=${say('watch.viewers.removeOne', { name: id })} @click=${() => drop(id)}>${say('watch.viewers.remove')}</button></li>`;
  }

  async function drop(name) {
    try {
      await remove(`${path}/${encodeURIComponent(name)}`);
      toast(say('watch.viewers.removed', { name }));
    } catch (error) {
      toast(error.message);
    }
    draw(await look() ?? []);
  }
}
