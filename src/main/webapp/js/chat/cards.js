import { $iq, bare, child, childText, NS } from './xmpp.js';

const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const MOST_LETTERS = 200_000;
const EDGE = 128;

/** Names and pictures that people gave themselves (XEP-0054), asked for when they are first shown and when they have changed (XEP-0153). */
export class Cards {
  #link;
  #told;
  #cards = new Map();

  /** @param told called when a card has come */
  constructor(link, told) {
    this.#link = link;
    this.#told = told;
  }

  name(address) {
    return this.#card(address).name ?? '';
  }

  /** A data URL, empty when there is no picture. */
  picture(address) {
    return this.#card(address).picture ?? '';
  }

  /** XEP-0153 4.3: presence tells the SHA-1 of the picture; an empty one says that there is none. */
  heard(presence) {
    const photo = child(child(presence, 'x', NS.cardUpdate), 'photo');
    const address = bare(presence.getAttribute('from'));
    const card = this.#cards.get(address);
    // An IMS user has no such hash, and may have a card only once there is presence.
    const hash = photo?.textContent ?? '';
    if (card && (card.hash !== hash || !card.name)) {
      card.hash = hash;
      card.asked = false;
    }
  }

  #card(address) {
    const card = this.#cards.get(address) ?? {};
    this.#cards.set(address, card);
    if (!card.asked && this.#link.online) {
      card.asked = true;
      this.#ask(address, card);
    }
    return card;
  }

  async #ask(address, card) {
    const to = address === this.#link.address ? {} : { to: address };
    try {
      const vcard = child(await this.#link.ask($iq({ type: 'get', ...to }).c('vCard', { xmlns: NS.card })), 'vCard');
      card.name = (childText(vcard, 'FN') || childText(vcard, 'NICKNAME')).slice(0, 100);
      card.picture = picture(child(vcard, 'PHOTO'));
      this.#told();
    } catch (error) {
      card.asked = error.message !== 'away';
    }
  }

  /** Gives myself a name and, when there is one, another picture. */
  async save(name, image) {
    const own = this.#card(this.#link.address);
    const shown = image ? await small(image) : own.picture;
    const request = $iq({ type: 'set' }).c('vCard', { xmlns: NS.card }).c('FN').t(name).up();
    if (shown) {
      const [, type, data] = shown.match(/^data:([^;]+);base64,(.*)$/);
      request.c('PHOTO').c('TYPE').t(type).up().c('BINVAL').t(data);
    }
    await this.#link.ask(request);
    Object.assign(own, { name, picture: shown, asked: true });
    this.#told();
  }
}

function picture(photo) {
  const type = childText(photo, 'TYPE').toLowerCase();
  const data = childText(photo, 'BINVAL').replace(/\s/g, '');
  return TYPES.includes(type) && data.length < MOST_LETTERS && /^[A-Za-z0-9+/]+=*$/.test(data) ? `data:${type};base64,${data}` : '';
}

/** The middle of a picture, as large as it is shown anywhere. */
async function small(image) {
  const bitmap = await createImageBitmap(image);
  const edge = Math.min(bitmap.width, bitmap.height);
  const canvas = Object.assign(document.createElement('canvas'), { width: EDGE, height: EDGE });
  canvas.getContext('2d').drawImage(bitmap, (bitmap.width - edge) / 2, (bitmap.height - edge) / 2, edge, edge, 0, 0, EDGE, EDGE);
  return canvas.toDataURL('image/jpeg', 0.85);
}
