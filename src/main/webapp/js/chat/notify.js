import { say } from '../words.js';

/** Whether the browser can be asked to tell of messages while the page is hidden. */
export const canAsk = () => 'Notification' in window && isSecureContext && Notification.permission === 'default';

export const ask = () => Notification.requestPermission();

/** Tells of a message when nobody looks at the page. */
export function tell(name, text, open) {
  if (!document.hidden || !('Notification' in window) || Notification.permission !== 'granted') {
    return;
  }
  const shown = new Notification(say('chat.from', { name }), { body: text.slice(0, 200), tag: name, icon: 'img/favicon.svg' });
  shown.addEventListener('click', () => {
    window.focus();
    shown.close();
    open();
  });
}
