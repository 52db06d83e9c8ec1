import { html, svg, nothing } from '../../lib/lit-html/lit-html.js';
import { say } from '../words.js';

/** Two phones and the line between them; the style sheet gives each state its movement. It says nothing that the words beside it do not say. */
export function picture(call) {
  return html`
    <div class="scene-call" data-state=${call?.state ?? 'none'} data-talked=${call?.connectedAt ? '' : nothing}>
      <svg viewBox="0 0 480 190" aria-hidden="true">
        ${line()}
        ${phone(96, 'left')}
        ${phone(384, 'right')}
        ${middle()}
      </svg>
      <div class="ends" ?hidden=${!call}>
        <div><span class="quiet small">${say('calls.you')}</span><strong class="number">${call?.caller}</strong></div>
        <div><span class="quiet small">${say('calls.them')}</span><strong class="number">${call?.callee}</strong></div>
      </div>
    </div>`;
}

function phone(x, side) {
  return svg`
    <g class="phone ${side}">
      <circle class="ring r3" cx=${x} cy="95" r="88"/>
      <circle class="ring r2" cx=${x} cy="95" r="74"/>
      <circle class="ring r1" cx=${x} cy="95" r="60"/>
      <g class="body">
        <rect class="case" x=${x - 27} y="45" width="54" height="100" rx="11"/>
        <rect class="glass" x=${x - 21} y="56" width="42" height="74" rx="4"/>
        <path class="speaker" d=${`M${x - 7} 50.500h14`}/>
        <path class="home" d=${`M${x - 6} 137.500h12`}/>
        <path class="handset" transform=${`translate(${x - 12} 81)`} d="M6.500 3.500h3l1.500 4.500-2 1.500a12 12 0 0 0 5.500 5.500l1.500-2 4.500 1.500v3a2 2 0 0 1-2.200 2A17 17 0 0 1 4.500 5.700a2 2 0 0 1 2-2.200z"/>
      </g>
    </g>`;
}

function line() {
  return svg`
    <path class="line" d="M150 95C200 70 280 120 330 95"/>
    <path class="flow" d="M150 95C200 70 280 120 330 95"/>`;
}

function middle() {
  return svg`
    <g class="knot">
      <circle cx="240" cy="95" r="19"/>
      <path class="ok" d="m231.500 95.500 6 6 11-12"/>
      <path class="no" d="m233.500 88.500 13 13m0-13-13 13"/>
      <g class="dots"><circle cx="232.500" cy="95" r="2.400"/><circle cx="240" cy="95" r="2.400"/><circle cx="247.500" cy="95" r="2.400"/></g>
    </g>`;
}
