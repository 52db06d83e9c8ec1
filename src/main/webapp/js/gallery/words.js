import { person, say } from '../words.js';

/** Whoever something is from. */
export const sender = (item) => (item.from ? person(item.from) : say('gallery.you'));
