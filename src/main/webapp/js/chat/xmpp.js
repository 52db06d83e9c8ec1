// Strophe sets these names in the window; nothing else of the portal takes them from there.
import '../../lib/strophe/strophe.umd.min.js';

export const { Strophe, $iq, $msg, $pres } = globalThis;

export const NS = {
  card: 'vcard-temp',
  cardUpdate: 'vcard-temp:x:update',
  carbons: 'urn:xmpp:carbons:2',
  delay: 'urn:xmpp:delay',
  discoInfo: 'http://jabber.org/protocol/disco#info',
  discoItems: 'http://jabber.org/protocol/disco#items',
  forward: 'urn:xmpp:forward:0',
  mam: 'urn:xmpp:mam:2',
  markers: 'urn:xmpp:chat-markers:0',
  oob: 'jabber:x:oob',
  ping: 'urn:xmpp:ping',
  receipts: 'urn:xmpp:receipts',
  roster: 'jabber:iq:roster',
  rsm: 'http://jabber.org/protocol/rsm',
  stanzaId: 'urn:xmpp:sid:0',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  states: 'http://jabber.org/protocol/chatstates',
  upload: 'urn:xmpp:http:upload:0',
};

/** The first child of a name and namespace. */
export function child(element, name, namespace) {
  return [...(element?.children ?? [])].find((one) => one.localName === name && (!namespace || one.namespaceURI === namespace));
}

/** The text of a child, empty when there is none. */
export const childText = (element, name, namespace) => child(element, name, namespace)?.textContent ?? '';

export const bare = (address) => Strophe.getBareJidFromJid(address ?? '') ?? '';

/** A name that nothing else has; crypto.randomUUID is for secure contexts only. */
export function unique() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
