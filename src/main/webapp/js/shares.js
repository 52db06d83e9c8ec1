import { html } from '../lib/lit-html/lit-html.js';
import { say } from './words.js';

const looks = { live: 'live', waiting: 'warn', ended: '', refused: 'bad' };

/** The state of a share in a word and a colour. */
export const shareBadge = (state) => html`<span class="badge ${looks[state] ?? ''}">${say(`share.state.${state}`)}</span>`;
