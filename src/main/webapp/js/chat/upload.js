import { $iq, child, NS, Strophe } from './xmpp.js';

const PICTURE = /\.(png|jpe?g|gif|webp|avif)$/i;
// XEP-0363 5: no other header of a slot may be followed.
const HEADERS = ['authorization', 'cookie', 'expires'];

/** What a link to a file shows: its name, and whether it is a picture that this page may show. */
export function fileOf(url, origin) {
  try {
    const link = new URL(url);
    const name = decodeURIComponent(link.pathname.split('/').pop()) || link.host;
    return ['http:', 'https:'].includes(link.protocol) ? { url: link.href, name, picture: [origin, location.origin].includes(link.origin) && PICTURE.test(name) } : undefined;
  } catch {
    return undefined;
  }
}

/** The server's place for files (XEP-0363). */
export class Upload {
  #link;
  #service;
  most = Infinity;

  constructor(link) {
    this.#link = link;
  }

  /** Looks for the place among the services of our server; without one, nothing can be attached. */
  async find() {
    const domain = Strophe.getDomainFromJid(this.#link.address);
    const answer = await this.#link.ask($iq({ type: 'get', to: domain }).c('query', { xmlns: NS.discoItems }));
    const items = [...child(answer, 'query').children].map((item) => item.getAttribute('jid'));
    for (const service of [domain, ...items]) {
      const info = await this.#link.ask($iq({ type: 'get', to: service }).c('query', { xmlns: NS.discoInfo })).catch(() => undefined);
      const query = child(info, 'query', NS.discoInfo);
      if ([...(query?.children ?? [])].some((one) => one.getAttribute('var') === NS.upload)) {
        this.#service = service;
        this.most = limit(query);
        return;
      }
    }
  }

  get possible() {
    return Boolean(this.#service);
  }

  /** Puts a file there; its URL. */
  async put(file) {
    const slot = child(await this.#link.ask(this.#request(file)), 'slot', NS.upload);
    const put = child(slot, 'put');
    const headers = { 'Content-Type': file.type || 'application/octet-stream' };
    [...put.children].filter((one) => HEADERS.includes(one.getAttribute('name').toLowerCase())).forEach((one) => {
      headers[one.getAttribute('name')] = one.textContent.replace(/[\r\n]/g, '');
    });
    const answer = await fetch(put.getAttribute('url'), { method: 'PUT', body: file, headers });
    if (!answer.ok) {
      throw new Error(`upload ${answer.status}`);
    }
    return child(slot, 'get').getAttribute('url');
  }

  #request(file) {
    const type = file.type || 'application/octet-stream';
    return $iq({ type: 'get', to: this.#service }).c('request', { xmlns: NS.upload, filename: file.name.replace(/[/\\]/g, '_'), size: file.size, 'content-type': type });
  }
}

function limit(query) {
  const field = [...query.getElementsByTagName('field')].find((one) => one.getAttribute('var') === 'max-file-size');
  return Number(field?.textContent.trim()) || Infinity;
}
