/**
 * Every word that a person reads. A translation is one more table of the same keys; nothing else in the portal holds prose.
 */
const english = {
  'app.name': 'Tombolo',
  'app.skip': 'Skip to the content',
  'app.places': 'Places',
  'app.home': 'Home',
  'app.calls': 'Calls',
  'app.webhooks': 'Webhooks',
  'app.admin': 'Admin',
  'app.signOut': 'Sign out',
  'app.signedOut': 'You are signed out.',
  'app.close': 'Close',
  'app.copied': 'Copied',
  'app.tryAgain': 'Try again',
  'app.anonymous': 'Anonymous',
  'app.loading': 'Loading…',

  'problem.network': 'The gateway cannot be reached',
  'problem.network.detail': 'Check the connection of this device. The page goes on by itself as soon as the gateway answers.',
  'problem.400': 'That is not quite right',
  'problem.403': 'You may not do that',
  'problem.404': 'That does not exist',
  'problem.409': 'That does not go together with what is there',
  'problem.410': 'That does not exist any more',
  'problem.422': 'That is not possible',
  'problem.429': 'Too many attempts',
  'problem.503': 'The gateway is busy or not ready yet',
  'problem.other': 'The gateway could not do that',

  'signin.title': 'Sign in',
  'signin.lead': 'Watch what people share with you, and call from your browser.',
  'signin.name': 'Name',
  'signin.password': 'Password',
  'signin.show': 'Show',
  'signin.hide': 'Hide',
  'signin.showPassword': 'Show password',
  'signin.go': 'Sign in',
  'signin.busy': 'Signing in…',
  'signin.wrong': 'That name and password do not belong together.',
  'signin.name.missing': 'Please enter your name.',
  'signin.password.missing': 'Please enter your password.',
  'signin.where': 'The first start of the gateway makes the accounts and writes their passwords to accounts.properties in its data directory.',
  'signin.picture': 'A strip of sand that joins an island to the mainland',
  'signin.motto': 'The strip of sand between the phone network and the Web.',

  'home.title': 'Hello, {name}',
  'home.lead': 'Live video and calls of the phone network, here in your browser.',
  'home.live': 'Shared with you',
  'home.live.none': 'Nobody is sharing with you right now',
  'home.live.none.detail': 'When someone shares live video with your number, it appears here by itself. You can leave this page open.',
  'home.watch': 'Watch',
  'home.watchFrom': 'Watch {from}',
  'home.from': 'from {from}',
  'home.to': 'to {to}',
  'home.earlier': 'Earlier',
  'home.call': 'Quick call',
  'home.call.detail': 'Your own phone rings first; then we ring the other one and join the two.',
  'home.can': 'What you can do',
  'home.can.watch': 'Watch live video',
  'home.can.watch.detail': 'Somebody starts Video Share on a phone and picks you; you watch in the browser, with nothing to install.',
  'home.can.call': 'Call from the browser',
  'home.can.call.detail': 'Enter two numbers. Both phones ring, and you follow each step live.',
  'home.can.message': 'Write across networks',
  'home.can.message.detail': 'Messages travel between phone numbers and chat addresses (XMPP) in both directions.',

  'share.state.waiting': 'Waiting',
  'share.state.live': 'Live',
  'share.state.ended': 'Ended',
  'share.state.refused': 'Refused',

  'watch.title': 'Live video',
  'watch.titleFrom': 'Live video from {from}',
  'watch.connecting': 'Connecting…',
  'watch.connecting.detail': 'The picture appears in a moment.',
  'watch.waiting': 'Waiting for the phone',
  'watch.waiting.detail': 'The other side is ready, but its camera has sent nothing yet. The picture starts by itself.',
  'watch.live': 'Live',
  'watch.paused': 'Paused',
  'watch.paused.detail': 'The live picture goes on without you. Press play to return to now.',
  'watch.stalled': 'The picture has stopped',
  'watch.stalled.detail': 'Nothing has come from the phone for some seconds. It may be out of coverage; we keep listening.',
  'watch.lost': 'Connection lost',
  'watch.lost.detail': 'Trying again in {seconds} s…',
  'watch.lost.now': 'Trying again now…',
  'watch.ended': 'This share has ended',
  'watch.ended.detail': 'The phone stopped sharing.',
  'watch.ended.silence': 'Nothing more came from the phone, so the share was ended.',
  'watch.ended.lost': 'The connection to the phone was lost.',
  'watch.ended.request': 'It was ended here, not by the phone.',
  'watch.ended.lasted': 'You watched for {time}.',
  'watch.refused': 'This share was refused',
  'watch.refused.detail': 'Its content may not be shown to you.',
  'watch.forbidden': 'This share is not for you',
  'watch.forbidden.detail': 'It was sent to somebody else. Sign in as the person it was sent to.',
  'watch.missing': 'There is no such share',
  'watch.missing.detail': 'The link may be incomplete, the share long over, or it was sent to somebody else.',
  'watch.unsupported': 'This browser cannot play live video',
  'watch.unsupported.detail': 'It has neither WebRTC nor Media Source Extensions for {codecs}. Current versions of Chrome, Edge, Firefox and Safari have them.',
  'watch.blocked': 'Press play to start',
  'watch.blocked.detail': 'Your browser does not start video by itself on this site.',
  'watch.signIn': 'Sign in as somebody else',
  'watch.back': 'Back to home',
  'watch.play': 'Play',
  'watch.pause': 'Pause',
  'watch.goLive': 'Go to now',
  'watch.mute': 'Mute',
  'watch.unmute': 'Unmute',
  'watch.full': 'Full screen',
  'watch.leaveFull': 'Leave full screen',
  'watch.player': 'Live video player',
  'watch.from': 'From',
  'watch.to': 'To',
  'watch.since': 'Since',
  'watch.picture': 'Picture',
  'watch.quality': 'Quality',
  'watch.way': 'Transport',
  'watch.way.webrtc': 'WebRTC',
  'watch.way.http': 'HTTP stream',
  'watch.rate': 'Frame rate',
  'watch.perSecond': '{rate} /s',
  'watch.bits': 'Bit rate',
  'watch.loss': 'Loss',
  'watch.jitter': 'Jitter',
  'watch.delay': 'Delay',
  'watch.stop': 'End this share',
  'watch.keys': 'Keys',
  'watch.keys.play': 'play or pause',
  'watch.keys.live': 'back to now',
  'watch.keys.mute': 'sound on or off',
  'watch.keys.full': 'full screen',
  'watch.key.space': 'Space',
  'watch.details': 'About this share',

  'calls.title': 'Calls',
  'calls.lead': 'Two phones, one click. Yours rings first; when you answer, we ring the other one and join the two.',
  'calls.new': 'New call',
  'calls.mine': 'My number',
  'calls.mine.hint': 'The phone that rings first.',
  'calls.other': 'Number to call',
  'calls.other.hint': 'With + and country code, such as +15550002.',
  'calls.go': 'Call',
  'calls.going': 'Calling…',
  'calls.missing': 'Please enter a number.',
  'calls.bad': 'A number starts with + and the country code, then 4 to 14 more digits.',
  'calls.same': 'Both are the same phone. Choose another number to call.',
  'calls.now': 'Current call',
  'calls.idle': 'No call yet',
  'calls.idle.detail': 'Enter two numbers and press Call. You follow each step here.',
  'calls.hangUp': 'Hang up',
  'calls.again': 'Call again',
  'calls.recent': 'Recent calls',
  'calls.recent.none': 'Your calls will be listed here.',
  'calls.show': 'Show',
  'calls.showCall': 'Show the call from {caller} to {callee}',
  'calls.redial': 'Call {callee} again',
  'calls.you': 'You',
  'calls.them': 'Other party',
  'calls.lasted': 'The call lasted {time}.',
  'calls.reconnecting': 'The live progress was interrupted; joining again…',
  'calls.between': '{caller} to {callee}',
  'calls.clock': 'Time connected',

  'webhooks.title': 'Webhooks',
  'webhooks.lead': 'Every event that your calls sent to a sink: when, with what answer, and once more if you like.',
  'webhooks.secret': 'Signing secret',
  'webhooks.secret.detail': 'Each event carries webhook-signature (Standard Webhooks, HMAC-SHA256 with this secret) and x-jws-signature (verified by /.well-known/jwks.json).',
  'webhooks.reveal': 'Show the secret',
  'webhooks.copy': 'Copy',
  'webhooks.rotate': 'Replace',
  'webhooks.rotated': 'There is a new secret; the former one signs for another day.',
  'webhooks.former': 'The former secret signs beside it until {until}.',
  'webhooks.calls': 'Calls with a sink',
  'webhooks.events': 'Events',
  'webhooks.none': 'No deliveries yet',
  'webhooks.none.detail': 'Name a sink when you start a call by the API; its events appear here.',
  'webhooks.choose': 'Choose a call',
  'webhooks.choose.detail': 'Its events are listed here with every attempt to deliver them.',
  'webhooks.gone': 'This call has been forgotten',
  'webhooks.waiting': '{waiting} waiting',
  'webhooks.delivered': '{delivered} delivered',
  'webhooks.lost': '{delivered} of {events} delivered',
  'webhooks.resend': 'Resend',
  'webhooks.resendOne': 'Resend event {sequence}',
  'webhooks.resendAll': 'Resend all',
  'webhooks.resent': '{count} events are on their way again.',
  'webhooks.resentOne.toast': 'The event is on its way again.',
  'webhooks.outcome.good': 'Delivered',
  'webhooks.outcome.busy': 'Waiting',
  'webhooks.outcome.bad': 'Given up',
  'webhooks.outcome.none': 'Not sent',
  'webhooks.attempt.delivered': 'delivered',
  'webhooks.attempt.refused': 'refused',
  'webhooks.attempt.failed': 'failed, tried again',
  'webhooks.millis': '{millis} ms',
  'webhooks.body': 'Show the event',
  'webhooks.hide': 'Hide the event',

  'call.initiating': 'Getting ready',
  'call.initiating.detail': 'The call is being set up.',
  'call.callingCaller': 'Ringing your phone',
  'call.callingCaller.detail': 'Answer {caller} to go on.',
  'call.callingCallee': 'Ringing {callee}',
  'call.callingCallee.detail': 'You have answered. Waiting for the other side.',
  'call.connected': 'Connected',
  'call.connected.detail': 'You can talk now.',
  'call.disconnected': 'Call ended',
  'call.failed': 'The call did not come about',
  'call.short.initiating': 'Getting ready',
  'call.short.callingCaller': 'Ringing you',
  'call.short.callingCallee': 'Ringing them',
  'call.short.connected': 'Connected',
  'call.short.disconnected': 'Ended',
  'call.short.failed': 'Failed',
  'call.reason.hangUp': 'Somebody hung up.',
  'call.reason.callerBusy': 'Your phone is busy.',
  'call.reason.callerNoAnswer': 'You did not answer your phone in time.',
  'call.reason.callerFailure': 'Your phone could not be reached. Is it switched on and registered?',
  'call.reason.callerAbandon': 'You hung up before the other side answered.',
  'call.reason.calleeBusy': '{callee} is busy.',
  'call.reason.calleeNoAnswer': '{callee} did not answer.',
  'call.reason.calleeFailure': '{callee} could not be reached.',
  'call.reason.other': 'The network ended the call.',

  'admin.title': 'Administration',
  'admin.lead': 'How the gateway is, who is who, and what happened.',
  'admin.none': 'This place is for administrators',
  'admin.none.detail': 'Your account does not have the right “admin”.',
  'admin.tabs': 'Areas of administration',
  'admin.health': 'Health',
  'admin.associations': 'Associations',
  'admin.sessions': 'Sessions',
  'admin.metrics': 'Metrics',

  'health.up': 'Everything works',
  'health.up.detail': 'All dependencies of the gateway answer.',
  'health.down': 'Something needs your attention',
  'health.down.detail': '{names} not ready.',
  'health.degraded': 'Working, with something missing',
  'health.degraded.detail': 'What needs {names} waits until it is back.',
  'health.part.up': 'Up',
  'health.part.degraded': 'Degraded',
  'health.part.down': 'Down',
  'health.part.absent': 'Not installed',
  'health.name.database': 'Database',
  'health.name.sip': 'SIP',
  'health.name.xmpp': 'XMPP server',
  'health.name.transcoder': 'Transcoder',
  'health.at': 'Looked at {time}',

  'associations.lead': 'Which identity of the phone network belongs to which identity of the Web, for each service.',
  'associations.ims': 'Phone identity',
  'associations.ims.hint': 'sip:alice@ims.localhost or tel:+15550001',
  'associations.web': 'Web identity',
  'associations.web.hint': 'web:alice or xmpp:juliet@localhost',
  'associations.service': 'Service',
  'associations.source': 'Source',
  'associations.actions': 'Actions',
  'associations.add': 'Add association',
  'associations.added': 'Added {ims} ↔ {web}',
  'associations.remove': 'Remove',
  'associations.removeOne': 'Remove {ims} ↔ {web}',
  'associations.removed': 'Removed {ims} ↔ {web}',
  'associations.undo': 'Undo',
  'associations.none': 'No associations yet',
  'associations.none.detail': 'Add the first one above: a phone number and the Web user whom it belongs to.',
  'associations.list': 'Associations',
  'associations.required': 'Please fill this in.',

  'sessions.lead': 'Each message, share and call leaves one timeline over all protocols. Choose one to see it as a ladder.',
  'sessions.search': 'Find by Call-ID',
  'sessions.find': 'Find',
  'sessions.all': 'Show all',
  'sessions.registrations': 'Registrations',
  'sessions.none': 'No sessions yet',
  'sessions.none.detail': 'Send a message, share a video or place a call; it appears here at once.',
  'sessions.noMatch': 'No session has the Call-ID “{callId}”',
  'sessions.noMatch.detail': 'Old sessions are forgotten first. Check that the Call-ID is complete.',
  'sessions.list': 'Newest sessions',
  'sessions.choose': 'Choose a session',
  'sessions.choose.detail': 'Its ladder is drawn here: who said what to whom, in which protocol, when.',
  'sessions.events': '{count} events in {time}',
  'sessions.ladder': 'Ladder',
  'sessions.table': 'List',
  'sessions.view': 'View',
  'sessions.ladderOf': 'Ladder of session {id}',
  'sessions.time': 'Time',
  'sessions.protocol': 'Protocol',
  'sessions.from': 'From',
  'sessions.to': 'To',
  'sessions.summary': 'What',
  'sessions.detail': 'Detail',
  'sessions.noDetail': 'There is nothing more to this event.',
  'sessions.copy': 'Copy',
  'sessions.copyId': 'Copy session id',
  'sessions.arrow': '{time}, {protocol}, from {from} to {to}: {summary}',
  'sessions.gone': 'This session has been forgotten',
  'sessions.filter': 'Protocols shown',

  'metrics.messages': 'Messages',
  'metrics.messages.detail': 'both directions, since the start',
  'metrics.shares': 'Live shares',
  'metrics.shares.detail': '{total} since the start',
  'metrics.calls': 'Active calls',
  'metrics.calls.detail': '{total} since the start',
  'metrics.errors': 'Errors',
  'metrics.errors.detail': 'all protocols, since the start',
  'metrics.latency': 'Message latency',
  'metrics.latency.detail': 'mean, since the start',
  'metrics.outbox': 'Waiting in the outbox',
  'metrics.outbox.detail': 'for the XMPP server',
  'metrics.all': 'All metrics',
  'metrics.name': 'Name',
  'metrics.labels': 'Labels',
  'metrics.value': 'Value',
  'metrics.trend': 'Over the last two minutes',
};

const tables = { en: english };
const language = tables[document.documentElement.lang] ? document.documentElement.lang : 'en';

/** The words for a key, with {names} filled in. An unknown key shows itself, so that it is seen and mended. */
export function say(key, values = {}) {
  const words = tables[language][key] ?? english[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** Whether there are words for a key. */
export function known(key) {
  return key in english;
}

/** 10:42:07, or with the day when it was not today. */
export function clock(instant) {
  const time = new Date(instant);
  const today = time.toDateString() === new Date().toDateString();
  return time.toLocaleString(language, today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** 10:42:07.123: for traces, where order matters. */
export function exactClock(instant) {
  return new Date(instant).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
}

/** 1:07 or 1:02:07: for a running clock. */
export function stopwatch(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** 3 minutes ago. */
export function ago(instant) {
  const seconds = (new Date(instant) - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' });
  const [unit, size] = [['day', 86400], ['hour', 3600], ['minute', 60]].find(([, size]) => -seconds >= size) ?? ['second', 1];
  return words.format(Math.round(seconds / size), unit);
}

/** 12,345.6 in the reader's way. */
export function figure(value, digits = 0) {
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

/** An address as a person would write it: no scheme, no parameters. */
export function person(address) {
  // RFC 3323 4.1.1.3: who does not want to be known.
  if (/@anonymous\.invalid$/i.test(address)) {
    return say('app.anonymous');
  }
  return String(address ?? '').replace(/^(sips?|tel|xmpp|web|mailto):/i, '').replace(/[;?].*$/, '');
}
