import { html, render, nothing } from '../../lib/lit-html/lit-html.js';
import { post } from '../api.js';
import { at } from '../place.js';
import { toast } from '../shell.js';
import { clock, say } from '../words.js';

/** How a share gets to a TV, and links for set-top boxes and players, which cannot sign in. */
export function elsewhere(place, share) {
  let links;
  draw();

  async function make() {
    try {
      links = await post(`api/v1/shares/${share}/links`, {});
    } catch (error) {
      toast(error.message);
    }
    draw();
  }

  function draw() {
    render(html`
      <p class="quiet small">${say('watch.elsewhere.detail', { url: at('tv').replace(/^https?:\/\//, '') })}</p>
      ${links ? made() : html`<button class="button plain slim" @click=${make}>${say('watch.elsewhere.make')}</button>`}`, place);
  }

  function made() {
    return html`
      <div class="links">${['hls', 'rtsp'].map((way) => links[way] ? html`<label>${say(`watch.way.${way}`)}<input readonly .value=${links[way]} @focus=${(event) => event.target.select()}></label>` : nothing)}</div>
      <p class="quiet small">${say('watch.elsewhere.until', { time: clock(links.expiresAt) })}</p>`;
  }
}
