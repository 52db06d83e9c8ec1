/** How the picture arrives, measured over the time between two looks at it. */
export class Quality {
  #video;
  #before;
  figures = {};

  constructor(video) {
    this.#video = video;
  }

  /** Another connection: nothing of the old one can be compared with it. */
  reset() {
    this.#before = undefined;
    this.figures = {};
  }

  /** Looks at a stream over WebRTC; what the browser does not tell stays undefined. */
  async overWebRtc(stream) {
    const reports = [...(await stream.stats()).values()];
    const video = reports.find((one) => one.type === 'inbound-rtp' && one.kind === 'video');
    const way = reports.find((one) => one.type === 'candidate-pair' && one.nominated && one.state === 'succeeded');
    if (video) {
      this.#over({ ...video, at: video.timestamp }, (was) => ({
        way: 'webrtc',
        loss: share(video.packetsLost - was.packetsLost, video.packetsReceived - was.packetsReceived),
        jitter: video.jitter,
        delay: delay(video, was, way?.currentRoundTripTime ?? 0),
      }));
    }
  }

  /** Looks at a stream over HTTP, where the network's losses only show as delay. */
  overHttp(way, bytesReceived, delay) {
    const seen = this.#video.getVideoPlaybackQuality();
    this.#over({ at: performance.now(), bytesReceived, framesDecoded: seen.totalVideoFrames }, () => ({ way, delay }));
  }

  #over(now, more) {
    const was = this.#before;
    if (was && now.at - was.at < 900 && now.bytesReceived >= was.bytesReceived) {
      return;
    }
    this.#before = now;
    if (was && now.bytesReceived >= was.bytesReceived) {
      const seconds = (now.at - was.at) / 1000;
      this.figures = {
        rate: (now.framesDecoded - was.framesDecoded) / seconds,
        bits: 8 * (now.bytesReceived - was.bytesReceived) / seconds,
        ...more(was),
      };
    }
  }
}

function share(lost, received) {
  const all = Math.max(0, lost) + received;
  return all ? Math.max(0, lost) / all : 0;
}

/** From the phone's packet at the gateway to the picture: half the way there and back, and from the first packet of a frame to its decoding. */
function delay(now, was, roundTrip) {
  const frames = now.framesDecoded - was.framesDecoded;
  const inside = frames ? (now.totalProcessingDelay - was.totalProcessingDelay) / frames : 0;
  return roundTrip / 2 + inside;
}
