import { at, here } from './place.js';
import { known, say } from './words.js';

/** What the gateway answered when it could not do something: RFC 9457 on our own API, ErrorInfo on CAMARA's. */
export class Problem extends Error {
  constructor(status, title, detail, code) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.code = code;
  }
}

let csrf = '';

/** Unsafe requests with the cookie carry this token. */
export function useCsrf(token) {
  csrf = token ?? '';
}

export const get = (path, options) => call('GET', path, undefined, options);
export const post = (path, body, options) => call('POST', path, body, options);
export const put = (path, body, options) => call('PUT', path, body, options);
export const patch = (path, body, options) => call('PATCH', path, body, options);
export const remove = (path, options) => call('DELETE', path, undefined, options);

/** The body of a text resource, such as the metrics. */
export async function text(path, options) {
  const response = await request('GET', path, undefined, { ...options, accept: 'text/plain' });
  return response.text();
}

async function call(method, path, body, options) {
  const response = await request(method, path, body, options);
  return response.status === 204 ? undefined : response.json().catch(() => undefined);
}

/** A request of another protocol than our API's, such as WHEP: the answer as it is, whatever its status. */
export function exchange(method, path, { type, body, signal, keepalive } = {}) {
  const headers = { 'X-CSRF-Token': csrf };
  if (type) {
    headers['Content-Type'] = type;
  }
  return fetch(at(path), { method, headers, body, signal, keepalive, credentials: 'same-origin', cache: 'no-store' });
}

/**
 * Sends a file as it is, and tells how far it got.
 *
 * @param told gets the part that is sent, from 0 to 1
 */
export function upload(path, file, told) {
  return new Promise((settled, failed) => {
    const way = new XMLHttpRequest();
    way.open('POST', at(path));
    way.setRequestHeader('X-CSRF-Token', csrf);
    way.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    way.upload.addEventListener('progress', (event) => event.total && told(event.loaded / event.total));
    way.addEventListener('error', () => failed(new Problem(0, say('problem.network'), say('problem.network.detail'))));
    way.addEventListener('load', async () => {
      const answer = new Response(way.response, { status: way.status });
      return answer.ok ? settled(await answer.json()) : failed(await problem(answer));
    });
    way.send(file);
  });
}

async function request(method, path, body, { signal, allow = [], stay = false, accept = 'application/json' } = {}) {
  const response = await send(method, path, body, signal, accept);
  if (response.ok || allow.includes(response.status)) {
    return response;
  }
  if (response.status === 401 && !stay) {
    return signIn();
  }
  throw await problem(response);
}

async function send(method, path, body, signal, accept) {
  const headers = { Accept: accept };
  if (method !== 'GET') {
    headers['X-CSRF-Token'] = csrf;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  const content = body === undefined ? undefined : JSON.stringify(body);
  try {
    return await fetch(at(path), { method, headers, body: content, signal, credentials: 'same-origin', cache: 'no-store' });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Problem(0, say('problem.network'), say('problem.network.detail'));
  }
}

/** Leaves for the sign-in page, which comes back here. The promise never settles: the page is going away. */
export function signIn() {
  location.assign(at(`signin?next=${encodeURIComponent(here())}`));
  return new Promise(() => {});
}

async function problem(response) {
  const said = await response.json().catch(() => ({}));
  return new Problem(response.status, title(response.status), said.detail ?? said.message ?? '', said.code);
}

/** Our own words: the title of most problems is the bare phrase of the HTTP status. */
function title(status) {
  const key = `problem.${status}`;
  return say(known(key) ? key : 'problem.other');
}
