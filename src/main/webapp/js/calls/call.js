import { Follower } from '../events.js';

export const FINAL = new Set(['disconnected', 'failed']);

/**
 * One call as it goes on. Events may come twice (a stream that was joined anew) or late; a call never goes back, so an earlier step is passed over.
 */
export class Call {
  static #order = ['initiating', 'callingCaller', 'callingCallee', 'connected', 'disconnected', 'failed'];
  #follower;
  #told;
  interrupted = false;
  /** Whether it is being recorded, and whether something is being played, as far as this page knows. */
  recording = false;
  playing = false;
  /** What was recorded, once it can be heard. */
  recordingId;

  /** @param told called after each change */
  constructor({ id, caller, callee, status }, told) {
    this.id = id;
    this.caller = caller;
    this.callee = callee;
    this.state = status ?? 'initiating';
    this.#told = told;
    this.#follower = new Follower(`api/v1/calls/${encodeURIComponent(id)}/events`, {
      status: (event) => this.#heard(event),
      connected: (yes) => this.#connected(yes),
    });
  }

  get over() {
    return FINAL.has(this.state);
  }

  /** Milliseconds that both have been talking. */
  get talked() {
    if (this.seconds !== undefined) {
      return this.seconds * 1000;
    }
    return this.connectedAt ? Date.now() - this.connectedAt : 0;
  }

  close() {
    this.#follower.close();
  }

  #heard({ type, data }) {
    if (type.endsWith('.recording-ready')) {
      this.recording = false;
      this.recordingId = data.recordingId;
    } else if (type.endsWith('.announcement-ended')) {
      this.playing = false;
    }
    this.#moved(data);
  }

  #moved({ status, timestamp, callDuration }) {
    const order = Call.#order;
    if (order.indexOf(status.state) < order.indexOf(this.state)) {
      return;
    }
    this.state = status.state;
    this.reason = status.reason;
    if (status.state === 'connected') {
      // The gateway's clock may differ from ours: a time ahead of ours counts as now.
      this.connectedAt ??= Math.min(Date.now(), Date.parse(timestamp) || Date.now());
    }
    if (this.over) {
      this.seconds = callDuration === undefined ? Math.floor(this.talked / 1000) : Number(callDuration);
      this.close();
    }
    this.#told();
  }

  #connected(yes) {
    if (this.over) {
      this.close();
    }
    this.interrupted = !yes && !this.over;
    this.#told();
  }
}
