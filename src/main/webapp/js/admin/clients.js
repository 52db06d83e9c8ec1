import { html, nothing } from '../../lib/lit-html/lit-html.js';
import { repeat } from '../../lib/lit-html/directives/repeat.js';
import { get, patch, post, remove } from '../api.js';
import { icon } from '../icons.js';
import { at } from '../place.js';
import { notice, toast } from '../shell.js';
import { ago, say } from '../words.js';

const PATH = 'api/admin/v1/clients';
const QUOTAS = ['active', 'perMinute', 'perDay', 'minutesPerDay'];
const USED = { active: 'active', perMinute: 'minute', perDay: 'day', minutesPerDay: 'minutes' };

/** The programs that get tokens of the gateway's issuer: register, secrets, quotas, and its key. */
export class Clients {
  #redraw;
  #items;
  #scopes = [];
  #error;
  #wrong;
  #missing = false;
  #shown;
  #open;
  #foreign = false;

  constructor(redraw) {
    this.#redraw = redraw;
  }

  open() {
    this.#list();
  }

  /** A secret is not kept on the page. */
  close() {
    this.#shown = undefined;
    this.#open = undefined;
    this.#error = undefined;
  }

  async #list() {
    try {
      const [items, issuer] = await Promise.all([all(), get('.well-known/openid-configuration')]);
      this.#items = items;
      this.#scopes = issuer.scopes_supported;
    } catch (error) {
      this.#foreign = error.status === 404;
      this.#error = this.#foreign ? undefined : error;
    }
    this.#redraw();
  }

  // ---- what an administrator does

  async #register(event) {
    event.preventDefault();
    const form = event.currentTarget;
    const name = form.elements.name.value.trim();
    const owner = form.elements.owner.value.trim();
    const scopes = [...form.querySelectorAll('[name=scope]:checked')].map((box) => box.value);
    this.#missing = !name;
    this.#wrong = undefined;
    if (this.#missing) {
      form.elements.name.focus();
    } else if (await this.#show(() => post(PATH, owner ? { name, owner, scopes } : { name, scopes }))) {
      form.reset();
    }
    this.#redraw();
  }

  /** Whatever answers with a secret: it is shown, and the focus goes there. */
  async #show(ask) {
    try {
      this.#shown = await ask();
      await this.#list();
      document.getElementById('secret-title')?.focus();
      return true;
    } catch (error) {
      this.#wrong = error;
      return false;
    }
  }

  async #renew(client) {
    if (await sure(say('clients.renew.sure', client), say('clients.renew')) && !(await this.#show(() => post(`${path(client)}/secret`)))) {
      this.#redraw();
    }
  }

  async #enable(client) {
    await this.#tried(() => patch(path(client), { enabled: !client.enabled }), say(client.enabled ? 'clients.disabled' : 'clients.enabled', client));
  }

  async #remove(client) {
    if (await sure(say('clients.remove.sure', client), say('clients.remove'))) {
      await this.#tried(() => remove(path(client)), say('clients.removed', client));
      document.getElementById('clients-title')?.focus();
    }
  }

  async #limit(event, client) {
    event.preventDefault();
    const { elements } = event.currentTarget;
    const given = QUOTAS.filter((part) => elements[part].value !== '').map((part) => [part, Number(elements[part].value)]);
    if (await this.#tried(() => patch(path(client), { quota: Object.fromEntries(given) }), say('clients.quota.saved', client))) {
      this.#toggle(client);
    }
  }

  async #rotate() {
    await this.#tried(() => post(`${PATH}/keys/rotation`), say('clients.keys.rotated'));
  }

  async #tried(step, words) {
    try {
      await step();
      toast(words);
    } catch (error) {
      toast(error.message);
      return false;
    }
    await this.#list();
    return true;
  }

  async #copy() {
    await navigator.clipboard?.writeText(this.#shown.secret).catch(() => {});
    toast(say('app.copied'));
  }

  #forget() {
    this.#shown = undefined;
    this.#redraw();
    document.getElementById('clients-title')?.focus();
  }

  /** Opens the quotas of one client, or closes them; the focus stays with what was pressed. */
  #toggle(client) {
    this.#open = this.#open === client.id ? undefined : client.id;
    this.#redraw();
    document.getElementById(this.#open ? 'quota-active' : `quotas-${client.id}`)?.focus();
  }

  // ---- how it looks

  view() {
    if (this.#foreign) {
      return html`<div class="card empty"><h2>${say('clients.oidc')}</h2><p>${say('clients.oidc.detail')}</p></div>`;
    }
    return html`
      <p class="lead quiet">${say('clients.lead', { url: absolute('oauth/token') })}</p>
      ${this.#shown ? this.#secret() : nothing}
      ${this.#form()}
      <h2 id="clients-title" class="unseen" tabindex="-1">${say('clients.list')}</h2>
      ${this.#clients()}
      ${this.#key()}`;
  }

  #secret() {
    const { client, secret } = this.#shown;
    return html`
      <section class="card fresh" aria-labelledby="secret-title">
        <h2 id="secret-title" tabindex="-1">${say('clients.secret', client)}</h2>
        <p class="quiet small">${say('clients.secret.detail')}</p>
        <dl><dt>${say('clients.id')}</dt><dd class="mono">${client.id}</dd><dt>${say('clients.secret.label')}</dt><dd class="mono">${secret}</dd></dl>
        <div class="acts">
          <button class="button slim" @click=${() => this.#copy()}>${icon('copy')}${say('clients.copy')}</button>
          <button class="button plain slim" @click=${() => this.#forget()}>${icon('check')}${say('clients.done')}</button>
        </div>
      </section>`;
  }

  #form() {
    return html`
      <section class="card">
        <form class="register" novalidate @submit=${(event) => this.#register(event)}>
          <div class="field">
            <label for="name">${say('clients.name')}</label>
            <input id="name" name="name" maxlength="100" autocomplete="off" required aria-invalid=${this.#missing ? 'true' : nothing} aria-describedby="name-hint">
            <p class=${this.#missing ? 'error' : 'hint'} id="name-hint">${say(this.#missing ? 'clients.required' : 'clients.name.hint')}</p>
          </div>
          <div class="field">
            <label for="owner">${say('clients.owner')}</label>
            <input id="owner" name="owner" autocapitalize="none" spellcheck="false" autocomplete="off" aria-describedby="owner-hint">
            <p class="hint" id="owner-hint">${say('clients.owner.hint')}</p>
          </div>
          <fieldset class="scopes">
            <legend>${say('clients.scopes')}</legend>
            ${this.#scopes.map((scope) => html`<label><input type="checkbox" name="scope" value=${scope}><span class="mono">${scope}</span></label>`)}
            <p class="hint">${say('clients.scopes.hint')}</p>
          </fieldset>
          <button class="button">${icon('plus')}${say('clients.register')}</button>
        </form>
        ${this.#wrong || this.#error ? html`<div class="below">${notice(this.#wrong ?? this.#error)}</div>` : nothing}
      </section>`;
  }

  #clients() {
    if (!this.#items) {
      return this.#error ? nothing : html`<div class="waiting hole"></div>`;
    }
    if (!this.#items.length) {
      return html`<div class="card empty"><h3>${say('clients.none')}</h3><p>${say('clients.none.detail')}</p></div>`;
    }
    const heads = ['client', 'used', 'calls', 'state'];
    return html`
      <div class="card table clients">
        <table>
          <thead><tr>${heads.map((name) => html`<th scope="col">${say(`clients.${name}`)}</th>`)}<th scope="col"><span class="unseen">${say('clients.actions')}</span></th></tr></thead>
          <tbody>${repeat(this.#items, (client) => client.id, (client) => this.#row(client))}</tbody>
        </table>
      </div>`;
  }

  #row(client) {
    const open = this.#open === client.id;
    return html`
      <tr>
        <td data-label=${say('clients.client')}><div><strong>${client.name}</strong>${client.owner ? html` <span class="quiet small">${client.owner}</span>` : nothing}<br>
          <span class="mono small">${client.id}</span><br><span class="quiet small">${client.scopes.join(' ')}</span></div></td>
        <td data-label=${say('clients.used')}>${client.lastUsedAt ? ago(client.lastUsedAt) : html`<span class="quiet">${say('clients.never')}</span>`}</td>
        <td data-label=${say('clients.calls')} class="number">${say('clients.calls.now', client.use)}</td>
        <td data-label=${say('clients.state')}><span class="badge ${client.enabled ? 'good' : 'bad'}">${say(client.enabled ? 'clients.on' : 'clients.off')}</span></td>
        <td class="acts">
          <button class="button plain slim" id=${`quotas-${client.id}`} aria-expanded=${open} aria-label=${say('clients.quota.of', client)} @click=${() => this.#toggle(client)}>${say('clients.quota')}</button>
          <button class="button plain slim" aria-label=${say('clients.renew.of', client)} @click=${() => this.#renew(client)}>${icon('again')}${say('clients.renew')}</button>
          <button class="button plain slim" aria-label=${say(client.enabled ? 'clients.disable.of' : 'clients.enable.of', client)} @click=${() => this.#enable(client)}>${say(client.enabled ? 'clients.disable' : 'clients.enable')}</button>
          <button class="button plain slim round" aria-label=${say('clients.remove.of', client)} title=${say('clients.remove')} @click=${() => this.#remove(client)}>${icon('trash')}</button>
        </td>
      </tr>
      ${open ? html`<tr class="under"><td colspan="5">${this.#quota(client)}</td></tr>` : nothing}`;
  }

  #quota(client) {
    return html`
      <form class="quota" aria-label=${say('clients.quota.of', client)} @submit=${(event) => this.#limit(event, client)}
        @keydown=${(event) => event.key === 'Escape' && this.#toggle(client)}>
        ${QUOTAS.map((part) => html`
          <div class="field">
            <label for=${`quota-${part}`}>${say(`clients.quota.${part}`)}</label>
            <input id=${`quota-${part}`} name=${part} type="number" min="0" max="1000000" inputmode="numeric" .value=${`${client.quota[part] ?? ''}`} aria-describedby=${`quota-${part}-use`}>
            <p class="hint number" id=${`quota-${part}-use`}>${say('clients.quota.use', { used: client.use[USED[part]], limit: client.limits[part] || say('clients.quota.any') })}</p>
          </div>`)}
        <p class="quiet small">${say('clients.quota.detail')}</p>
        <div class="acts">
          <button class="button slim">${icon('check')}${say('clients.quota.save')}</button>
          <button class="button plain slim" type="button" @click=${() => this.#toggle(client)}>${say('clients.cancel')}</button>
        </div>
      </form>`;
  }

  #key() {
    return html`
      <section class="card key" aria-labelledby="key-title">
        <div><h2 id="key-title">${say('clients.keys')}</h2><p class="quiet small">${say('clients.keys.detail', { url: absolute('.well-known/jwks.json') })}</p></div>
        <button class="button plain" @click=${() => this.#rotate()}>${icon('again')}${say('clients.keys.rotate')}</button>
      </section>`;
  }
}

const path = (client) => `${PATH}/${encodeURIComponent(client.id)}`;

const absolute = (place) => new URL(at(place), location.href).href;

/** Asks before what cannot be taken back; true when it is to be done. */
function sure(words, action) {
  const dialog = document.createElement('dialog');
  dialog.className = 'card sure';
  dialog.setAttribute('aria-label', action);
  const ask = document.createElement('p');
  ask.textContent = words;
  const form = document.createElement('form');
  form.method = 'dialog';
  form.className = 'acts';
  form.append(button(action, 'yes', 'button danger'), button(say('clients.cancel'), 'no', 'button plain'));
  dialog.append(ask, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((settled) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      settled(dialog.returnValue === 'yes');
    });
  });
}

function button(words, value, look) {
  const made = document.createElement('button');
  made.textContent = words;
  made.value = value;
  made.className = look;
  return made;
}

/** Page by page to the end. */
async function all() {
  const items = [];
  let next;
  do {
    const page = await get(next ? `${PATH}?after=${encodeURIComponent(next)}` : PATH);
    items.push(...page.items);
    next = page.next;
  } while (next && items.length < 2000);
  return items;
}
