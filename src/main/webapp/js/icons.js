import { html, svg } from '../lib/lit-html/lit-html.js';

/** Line drawings on a 24 by 24 grid, in the colour of the text around them. Never alone: words or a label stand beside them. */
const draw = (shape) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;

const shapes = {
  home: svg`<path d="M4 10.500 12 4l8 6.500V19a1 1 0 0 1-1 1h-4.500v-6h-5v6H5a1 1 0 0 1-1-1z"/>`,
  phone: svg`<path d="M6.500 3.500h3l1.500 4.500-2 1.500a12 12 0 0 0 5.500 5.500l1.500-2 4.500 1.500v3a2 2 0 0 1-2.200 2A17 17 0 0 1 4.500 5.700a2 2 0 0 1 2-2.200z"/>`,
  hangUp: svg`<path d="M3.500 14.500c-.4-1-.3-2.200.5-3C6 9.500 8.800 8.500 12 8.500s6 1 8 3c.8.8.9 2 .5 3l-.5 1.200-4-1v-2.400a12 12 0 0 0-8 0v2.400l-4 1z"/>`,
  gauge: svg`<path d="M4.600 18a9 9 0 1 1 14.800 0zM12 13.500l3.500-4"/>`,
  play: svg`<path d="M8 5.500v13l10.500-6.500z"/>`,
  pause: svg`<path d="M9 5.500v13M15 5.500v13"/>`,
  sound: svg`<path d="M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4.200 4.200 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11"/>`,
  silence: svg`<path d="M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM16 9.500l5 5M21 9.500l-5 5"/>`,
  rewind: svg`<path d="M5 12a7 7 0 1 0 2.100-5M4.500 4v4h4M12 8.500V12l2.500 1.500"/>`,
  aside: svg`<path d="M4 5.500h16v13H4zM12.500 12h5v4h-5z"/>`,
  full: svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>`,
  leaveFull: svg`<path d="M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5"/>`,
  message: svg`<path d="M4.500 5.500h15a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H12l-4.500 3.500v-3.500h-3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z"/>`,
  video: svg`<path d="M3.500 6.500h11a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM15.500 11l6-3.500v9l-6-3.500"/>`,
  tv: svg`<path d="M3.500 5h17a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-17a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1zM8 20h8"/>`,
  exit: svg`<path d="M14 4.500H6a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h8M10.500 12H20M16.500 8.500 20 12l-3.500 3.500"/>`,
  trash: svg`<path d="M4.500 7h15M9.500 7V4.500h5V7M6.500 7l.8 12.500h9.400L17.500 7M10 10.500v5.500M14 10.500v5.500"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  search: svg`<circle cx="10.500" cy="10.500" r="6"/><path d="m15 15 5 5"/>`,
  alert: svg`<path d="M12 4 2.800 19.500h18.400zM12 10v4.500M12 17v.1"/>`,
  info: svg`<circle cx="12" cy="12" r="8.500"/><path d="M12 11v5M12 8v.1"/>`,
  check: svg`<path d="m5 12.500 4.500 4.500L19 7.500"/>`,
  copy: svg`<path d="M9 9h10v11H9zM15 9V4.500H5v11h4"/>`,
  again: svg`<path d="M19 12a7 7 0 1 1-2.100-5M19.500 4v4h-4"/>`,
  hook: svg`<path d="M9.500 9.500a3.500 3.500 0 1 1 5 3l-2 3.500M7 12.500a3.500 3.500 0 1 0 3 5h5.500M17 14.500a3.500 3.500 0 1 1-2.500 6"/>`,
  send: svg`<path d="M4.500 12 3.500 5l17 7-17 7 1-7zM4.500 12H12"/>`,
  clip: svg`<path d="m19.500 11.500-7.500 7.500a4.600 4.600 0 0 1-6.500-6.500l8-8a3 3 0 0 1 4.300 4.300l-7.800 7.800a1.500 1.500 0 0 1-2.100-2.100l7-7"/>`,
  back: svg`<path d="M14.500 5.500 8 12l6.500 6.500"/>`,
  pencil: svg`<path d="m5 15.500-1 4.500 4.500-1L19 8.500 15.500 5zM13 7.500l3.500 3.500"/>`,
  bell: svg`<path d="M6 16.500v-6a6 6 0 0 1 12 0v6l1.500 2h-15zM10 18.500a2 2 0 0 0 4 0"/>`,
  file: svg`<path d="M6.500 3.500h7l4.500 4.500v12.500h-11.500zM13.500 3.500V8H18"/>`,
  clock: svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.500V12l3 2"/>`,
  checks: svg`<path d="m2.500 12.500 4.500 4.500L16.500 7M11.500 16l1 1L22 7"/>`,
  mic: svg`<path d="M9.500 5.500a2.500 2.500 0 0 1 5 0v6a2.500 2.500 0 0 1-5 0zM6 11a6 6 0 0 0 12 0M12 17v3.500M9 20.500h6"/>`,
  micOff: svg`<path d="M9.500 9v2.500a2.500 2.500 0 0 0 4 2M14.500 10V5.500a2.500 2.500 0 0 0-4.800-1M6 11a6 6 0 0 0 10 4.500M18 11a6 6 0 0 1-.4 2M12 17v3.500M9 20.500h6M4 4l16 16"/>`,
  videoOff: svg`<path d="M9 6.500h5.500a1 1 0 0 1 1 1V13M15.500 11l6-3.500v9l-3.500-2M15 17.500H3.500a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1H4M3.500 3.500l17 17"/>`,
  screen: svg`<path d="M3.500 5h17v11h-17zM9 20h6M12 16v4"/>`,
  picture: svg`<path d="M4 5.500h16v13H4zM4 15.500l4.500-4.500 4 4 2.500-2.500 5 5"/><circle cx="15.500" cy="9.500" r="1.400"/>`,
  download: svg`<path d="M12 4.500v10M7.500 10.500 12 15l4.500-4.500M5 19h14"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
};

export const icon = (name) => draw(shapes[name]);
