import { stopwatch } from '../words.js';
import { Kept } from './kept.js';

/** A pointer that passes over the line wants nothing; one that stays does. */
const STAYS = 120;

/** The picture of the time that the pointer, a finger or the arrow keys are at, over the line of times: a second, small player that never plays. */
export class Thumbnail {
  #box;
  #video;
  #time;
  #share;
  #kept;
  #timer;

  /** @param box has a video and a place for the time in words */
  constructor(box, share) {
    this.#box = box;
    this.#video = box.querySelector('video');
    this.#time = box.querySelector('.time');
    this.#share = share;
    this.#video.addEventListener('seeked', () => box.classList.add('seen'));
  }

  /**
   * Shows a time.
   *
   * @param place of it on the line, from 0 to 1
   * @param behind seconds between it and the newest that there is
   */
  show(place, behind) {
    this.#box.hidden = false;
    this.#box.style.setProperty('--place', place);
    this.#time.textContent = `−${stopwatch(1000 * behind)}`;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#seek(behind), STAYS);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#box.hidden = true;
  }

  /** Lets go of what it has fetched. */
  close() {
    this.hide();
    this.#kept?.close();
    this.#kept = undefined;
    this.#box.classList.remove('seen');
  }

  /** Both players count from what is newest: their own times need not be the same. */
  #seek(behind) {
    if (this.#kept) {
      this.#kept.seek(this.#kept.range.end - behind);
      return;
    }
    this.#kept = new Kept(this.#video, this.#share, { still: true });
    this.#kept.open(behind, new AbortController().signal).catch(() => this.close());
    this.#kept.over.then(() => this.close());
  }
}
