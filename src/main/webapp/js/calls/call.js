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

  /** @param told called after each change */
  constructor({ id, caller, callee, status }, told) {
    this.id = id;
    this.caller = caller;
    this.callee = callee;
    this.state = status ?? 'initiating';
    this.#told = told;
    this.#follower = new Follower(`api/v1/calls/${encodeURIComponent(id)}/events`, {
      status: (event) => this.#heard(event.data),
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

  #heard({ status, timestamp, callDuration }) {
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
