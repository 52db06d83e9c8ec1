/**
 * Cuts a stream of fragmented MP4 (ISO/IEC 14496-12) into its initialisation segment and its fragments, and tells which of them a decoder can start
 * at. The network delivers in any pieces; nothing incomplete ever leaves here, so a lost connection never leaves a half box in the player.
 */
export class Fragments {
  #rest = new Uint8Array(0);
  #head = [];
  #timescale = 1;
  #track = 1;

  /**
   * Takes what has arrived.
   *
   * @returns {{bytes: Uint8Array, init: boolean, keyframe: boolean, time: number}[]} what is now complete, times in seconds
   */
  take(piece) {
    this.#rest = join([this.#rest, piece]);
    const done = [];
    for (let box = this.#next(); box; box = this.#next()) {
      this.#box(box, done);
    }
    return done;
  }

  #next() {
    const size = sizeOf(this.#rest);
    if (size === 0 || this.#rest.length < size) {
      return undefined;
    }
    const box = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(size);
    return box;
  }

  #box(box, done) {
    const type = typeOf(box);
    // 8.1.2: padding; the gateway sends it to see whether we are still there.
    if (type === 'free' || type === 'skip') {
      return;
    }
    this.#head.push(box);
    if (type === 'moov') {
      ({ timescale: this.#timescale, track: this.#track } = picture(box));
      done.push({ bytes: this.#flush(), init: true, keyframe: false, time: 0 });
    } else if (type === 'mdat') {
      const moof = this.#head.find((part) => typeOf(part) === 'moof');
      const { ticks, keyframe } = moof ? start(moof, this.#track) : { ticks: 0, keyframe: false };
      done.push({ bytes: this.#flush(), init: false, keyframe, time: ticks / this.#timescale });
    }
  }

  #flush() {
    const bytes = join(this.#head);
    this.#head = [];
    return bytes;
  }
}

export function join(parts) {
  if (parts.length === 1) {
    return parts[0];
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const view = (box) => new DataView(box.buffer, box.byteOffset, box.byteLength);
const typeOf = (box) => String.fromCharCode(box[4], box[5], box[6], box[7]);

/** The size of the box that starts here; 0 while its header has not arrived. */
function sizeOf(bytes) {
  if (bytes.length < 8) {
    return 0;
  }
  const size = view(bytes).getUint32(0);
  if (size >= 8) {
    return size;
  }
  // 14496-12 4.2: 1 says that a 64-bit size follows. 0, to the end of the file, cannot be in a live stream.
  if (size !== 1) {
    throw new TypeError(`a box of size ${size} in the stream`);
  }
  return bytes.length < 16 ? 0 : Number(view(bytes).getBigUint64(8));
}

function* children(box, skip = 8) {
  for (let at = skip; at + 8 <= box.length; ) {
    const size = view(box).getUint32(at);
    if (size < 8) {
      return;
    }
    yield box.subarray(at, at + size);
    at += size;
  }
}

function find(box, ...path) {
  return path.reduce((parent, type) => parent && [...children(parent)].find((child) => typeOf(child) === type), box);
}

/** Number and ticks a second of the first video track, else of the first track (tkhd, 8.3.2; mdhd, 8.4.2). */
function picture(moov) {
  const tracks = [...children(moov)].filter((child) => typeOf(child) === 'trak');
  const video = tracks.find((track) => isVideo(track)) ?? tracks[0];
  const mdhd = video && find(video, 'mdia', 'mdhd');
  const tkhd = video && find(video, 'tkhd');
  return {
    timescale: mdhd ? view(mdhd).getUint32(mdhd[8] === 1 ? 28 : 20) : 1,
    track: tkhd ? view(tkhd).getUint32(tkhd[8] === 1 ? 28 : 20) : 1,
  };
}

function isVideo(track) {
  const handler = find(track, 'mdia', 'hdlr');
  return handler && String.fromCharCode(...handler.subarray(16, 20)) === 'vide';
}

/** Decode time of the first sample (tfdt, 8.8.12), and whether it is a sync sample (sample flags, 8.8.3.1). */
function start(moof, track) {
  const traf = [...children(moof)].find((child) => typeOf(child) === 'traf' && view(find(child, 'tfhd')).getUint32(12) === track);
  const tfdt = traf && find(traf, 'tfdt');
  if (!tfdt) {
    return { ticks: 0, keyframe: false };
  }
  const ticks = tfdt[8] === 1 ? Number(view(tfdt).getBigUint64(12)) : view(tfdt).getUint32(12);
  return { ticks, keyframe: (firstFlags(traf) & 0x10000) === 0 };
}

/** Flags of the first sample: from trun (8.8.8), else the default of tfhd (8.8.7), else those of a sync sample. */
function firstFlags(traf) {
  const trun = find(traf, 'trun');
  const flags = trun ? view(trun).getUint32(8) & 0xffffff : 0;
  const afterCount = 16 + (flags & 0x1 ? 4 : 0);
  if (flags & 0x4) {
    return view(trun).getUint32(afterCount);
  }
  if (flags & 0x400) {
    return view(trun).getUint32(afterCount + (flags & 0x100 ? 4 : 0) + (flags & 0x200 ? 4 : 0));
  }
  return defaultFlags(find(traf, 'tfhd'));
}

function defaultFlags(tfhd) {
  const flags = tfhd ? view(tfhd).getUint32(8) & 0xffffff : 0;
  if (!(flags & 0x20)) {
    return 0;
  }
  const before = [0x1, 0x2, 0x8, 0x10].reduce((sum, bit) => sum + (flags & bit ? (bit === 0x1 ? 8 : 4) : 0), 16);
  return view(tfhd).getUint32(before);
}
