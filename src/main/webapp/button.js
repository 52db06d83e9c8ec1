/*
 * <tombolo-call to="+15550002" key="pk_...">: a call button for any page, in one script:
 *
 *   <script type="module" src="https://GATEWAY/button.js"></script>
 *   <tombolo-call key="pk_..." to="+15550002" label="Call the office"></tombolo-call>
 *
 * The key works from the origins that it was made for. Looks: the custom properties --tombolo-accent, --tombolo-radius and
 * --tombolo-font, and the parts button, field, note. It tells the page what happens by the events tombolo-call-state
 * (detail: {state, reason}) and tombolo-call-error (detail: {message}).
 */
const GATEWAY = new URL('.', import.meta.url);

const WORDS = {
  en: {
    label: 'Call', number: 'Your phone number', hint: 'With + and country code, such as +15550001. Your phone rings first.', go: 'Call me', cancel: 'Close',
    work: 'One moment…', initiating: 'Calling you…', callingCaller: 'Your phone is ringing. Please answer.', callingCallee: 'Calling the other side…',
    connected: 'Connected.', disconnected: 'The call has ended.', failed: 'The call did not come about.', bad: 'Please enter your number with + and country code.',
    lost: 'We cannot see how the call goes on; your phone can.',
  },
};

const STYLE = `
  :host { display: inline-block; font: 400 1rem/1.5 var(--tombolo-font, system-ui, sans-serif); color-scheme: light dark; }
  button { min-height: 2.75rem; padding: 0.5rem 1.2rem; border: 0; border-radius: var(--tombolo-radius, 999px); background: var(--tombolo-accent, #0b6072); color: #fff; font: 560 1rem var(--tombolo-font, system-ui, sans-serif); cursor: pointer; }
  button:focus-visible, input:focus-visible { outline: 3px solid var(--tombolo-accent, #0b6072); outline-offset: 2px; }
  button[disabled] { opacity: 0.6; cursor: default; }
  button.plain { background: none; color: inherit; }
  form { display: grid; gap: 0.6rem; max-width: 20rem; padding: 1rem; border: 1px solid #8a8577; border-radius: 14px; }
  label { font-weight: 560; }
  input { min-height: 2.75rem; padding: 0.4rem 0.75rem; border: 1px solid #8a8577; border-radius: 9px; background: Field; color: FieldText; font: inherit; }
  .row { display: flex; gap: 0.5rem; }
  .note { margin: 0; font-size: 0.9rem; }
  [hidden] { display: none !important; }
`;

class CallError extends Error {}

class TomboloCall extends HTMLElement {
  #events;
  #parts;

  connectedCallback() {
    if (this.#parts) {
      return;
    }
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = `<style>${STYLE}</style>
      <button part="button" class="open" type="button"></button>
      <form hidden novalidate>
        <label for="number"></label>
        <input part="field" id="number" type="tel" autocomplete="tel" inputmode="tel" aria-describedby="hint">
        <p class="note hint" part="note" id="hint"></p>
        <div class="row"><button part="button" class="go"></button><button class="plain" type="button"></button></div>
      </form>
      <p class="note state" part="note" role="status" aria-live="polite"></p>`;
    const find = (css) => root.querySelector(css);
    this.#parts = { open: find('.open'), form: find('form'), input: find('input'), go: find('.go'), state: find('.state') };
    find('label').textContent = this.#say('number');
    find('.hint').textContent = this.#say('hint');
    find('.plain').textContent = this.#say('cancel');
    this.#parts.open.textContent = this.getAttribute('label') ?? this.#say('label');
    this.#parts.go.textContent = this.#say('go');
    this.#parts.open.addEventListener('click', () => this.#show(true));
    find('.plain').addEventListener('click', () => this.#show(false));
    this.#parts.form.addEventListener('submit', (event) => this.#submit(event));
  }

  disconnectedCallback() {
    this.#events?.close();
  }

  #say(key) {
    return WORDS.en[key] ?? key;
  }

  #show(open) {
    this.#parts.form.hidden = !open;
    this.#parts.open.hidden = open;
    (open ? this.#parts.input : this.#parts.open).focus();
  }

  async #submit(event) {
    event.preventDefault();
    const number = this.#parts.input.value.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
    if (!/^\+[1-9][0-9]{4,14}$/.test(number)) {
      this.#parts.input.setAttribute('aria-invalid', 'true');
      this.#parts.input.focus();
      this.#note(this.#say('bad'));
      return;
    }
    this.#parts.input.removeAttribute('aria-invalid');
    this.#parts.go.disabled = true;
    try {
      await this.#call(number);
    } catch (error) {
      this.#note(error.message);
      this.#tell('tombolo-call-error', { message: error.message });
    }
    this.#parts.go.disabled = false;
  }

  async #call(caller) {
    const key = this.getAttribute('key');
    this.#note(this.#say('work'));
    const { challenge, bits } = await ask(`api/v1/button/challenge?key=${encodeURIComponent(key)}`);
    const solution = await solve(challenge, bits);
    const { events } = await ask('api/v1/button/calls', { key, caller, callee: this.getAttribute('to'), challenge, solution });
    this.#show(false);
    this.#follow(events);
  }

  #follow(url) {
    this.#events?.close();
    this.#events = new EventSource(url);
    this.#events.addEventListener('status', ({ data }) => {
      const { state, reason } = JSON.parse(data).data.status;
      this.#note(this.#say(state));
      this.setAttribute('state', state);
      this.#tell('tombolo-call-state', { state, reason });
      if (state === 'disconnected' || state === 'failed') {
        this.#events.close();
      }
    });
    this.#events.addEventListener('error', () => this.#events.readyState === EventSource.CLOSED && this.#note(this.#say('lost')));
  }

  #note(words) {
    this.#parts.state.textContent = words;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

async function ask(path, body) {
  const options = body ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {};
  const response = await fetch(new URL(path, GATEWAY), { ...options, credentials: 'omit', mode: 'cors' });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new CallError(answer.detail ?? `The gateway answered ${response.status}.`);
  }
  return answer;
}

/** A number that makes the hash begin with so many zero bits; pauses now and then, so that the page stays alive. */
async function solve(challenge, bits) {
  const text = new TextEncoder();
  for (let number = 0; ; number += 1) {
    const hash = new DataView(await crypto.subtle.digest('SHA-256', text.encode(`${challenge}:${number}`)));
    if (Math.clz32(hash.getUint32(0)) >= bits) {
      return String(number);
    }
  }
}

customElements.define('tombolo-call', TomboloCall);
