import { say } from '../words.js';

/** Why there is no picture or sound to send, in words. */
export class NoSource extends Error {
  constructor(words) {
    super(words);
    this.title = say('share.noSource');
    this.detail = words;
  }
}

const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 } };

/** Whether this page may ask for cameras at all: browsers let secure ones only. */
export const canCapture = () => Boolean(navigator.mediaDevices?.getUserMedia);

export const canShowScreen = () => Boolean(navigator.mediaDevices?.getDisplayMedia);

/**
 * Camera or screen, and the microphone.
 *
 * @param picture `camera`, `screen` or undefined
 */
export async function capture(picture, sound = true) {
  if (!canCapture()) {
    throw new NoSource(say('share.insecure'));
  }
  try {
    return picture === 'screen' ? await screen(sound) : await navigator.mediaDevices.getUserMedia({ video: picture ? PICTURE : false, audio: sound });
  } catch (error) {
    throw new NoSource(why(error, picture));
  }
}

async function screen(sound) {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false });
  // Text stays sharp when bits are few.
  stream.getVideoTracks()[0].contentHint = 'detail';
  if (sound) {
    // Without a microphone the screen is still worth showing.
    const voice = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => new MediaStream());
    voice.getTracks().forEach((track) => stream.addTrack(track));
  }
  return stream;
}

function why(error, picture) {
  if (error.name === 'NotAllowedError') {
    return say(picture === 'screen' ? 'share.refused.screen' : 'share.refused.devices');
  }
  if (error.name === 'NotFoundError' || error.name === 'OverconstrainedError') {
    return say(picture ? 'share.missing.camera' : 'share.missing.microphone');
  }
  return error.name === 'NotReadableError' ? say('share.occupied') : error.message;
}

export const stop = (stream) => stream?.getTracks().forEach((track) => track.stop());
