import { html, render, nothing } from '../lib/lit-html/lit-html.js';
import { post } from './api.js';
import { icon } from './icons.js';
import { at } from './place.js';
import { notice } from './shell.js';
import { say } from './words.js';

const state = { busy: false, shown: false, error: undefined, missing: {} };

/** Where to go after sign-in: only ever a page of this portal. */
function next() {
  const wanted = new URLSearchParams(location.search).get('next') ?? '';
  const target = at(wanted.replace(/^[/\\]+/, ''));
  return target.startsWith(at('')) ? target : at('');
}

async function submit(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const name = form.elements.name.value.trim();
  const password = form.elements.password.value;
  state.missing = { name: !name, password: !password };
  state.error = undefined;
  if (!name || !password) {
    draw();
    (name ? form.elements.password : form.elements.name).focus();
    return;
  }
  await tryIt(form, name, password);
}

async function tryIt(form, name, password) {
  if (state.busy) {
    return;
  }
  state.busy = true;
  draw();
  try {
    await post('api/v1/session', { name, password }, { stay: true });
    location.replace(next());
  } catch (error) {
    state.busy = false;
    state.error = error.status === 401 ? { title: say('signin.wrong'), detail: '' } : error;
    draw();
    form.elements.password.select();
    form.elements.password.focus();
  }
}

function show() {
  state.shown = !state.shown;
  draw();
}

function missing(field) {
  return state.missing[field]
    ? html`<p class="error" id=${`${field}-error`} role="alert">${icon('alert')}${say(`signin.${field}.missing`)}</p>`
    : nothing;
}

function draw() {
  render(page(), document.getElementById('main'));
}

function page() {
  return html`
    <div class="gate">
      <section class="scene" aria-hidden="true">
        <img src=${at('img/scene.svg')} alt="">
        <p class="motto"><img src=${at('img/logo.svg')} alt="" width="44" height="44"><span><b>${say('app.name')}</b>${say('signin.motto')}</span></p>
      </section>
      <section class="door">
        <img class="mark" src=${at('img/logo.svg')} alt="" width="48" height="48">
        <h1>${say('signin.title')}</h1>
        <p class="quiet">${say('signin.lead')}</p>
        ${state.error ? notice(state.error) : nothing}
        <form novalidate @submit=${submit}>
          <div class="field">
            <label for="name">${say('signin.name')}</label>
            <input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required
              aria-invalid=${state.missing.name ? 'true' : nothing} aria-describedby=${state.missing.name ? 'name-error' : nothing}>
            ${missing('name')}
          </div>
          <div class="field">
            <label for="password">${say('signin.password')}</label>
            <div class="with-button">
              <input id="password" name="password" type=${state.shown ? 'text' : 'password'} autocomplete="current-password" required
                aria-invalid=${state.missing.password ? 'true' : nothing} aria-describedby=${state.missing.password ? 'password-error' : nothing}>
              <button type="button" class="inside" aria-pressed=${state.shown} aria-label=${say('signin.showPassword')} @click=${show}>${say(state.shown ? 'signin.hide' : 'signin.show')}</button>
            </div>
            ${missing('password')}
          </div>
          <button class="button wide" aria-disabled=${state.busy}>${say(state.busy ? 'signin.busy' : 'signin.go')}</button>
        </form>
        <p class="small quiet where">${say('signin.where')}</p>
      </section>
    </div>`;
}

draw();
document.getElementById('name').focus();
