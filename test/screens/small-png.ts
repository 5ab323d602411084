import { crc32, deflateSync, inflateSync } from 'node:zlib';

interface Pixels {
  width: number;
  height: number;
  /** RGB, row by row. */
  data: Uint8Array;
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const COLOURS = 96;

/** A picture of a screen with at most 96 colours: a fourth of the bytes, and no eye sees it. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, data } = decode(png);
  const palette = paletteOf(data);
  const nearest = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = colourAt(data, (y * width + x) * 3);
      let index = nearest.get(colour);
      if (index === undefined) {
        index = nearestOf(palette, colour);
        nearest.set(colour, index);
      }
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(partsOf))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The picture as Chromium writes it: eight bits a channel, not interlaced, with or without transparency. */
function decode(png: Buffer): Pixels {
  const [width, height, kind] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25]];
  const channels = kind === 2 ? 3 : 4;
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const lines = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] as number;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < channels ? 0 : (lines[at - channels] as number);
      const up = y === 0 ? 0 : (lines[at - stride] as number);
      const corner = x < channels || y === 0 ? 0 : (lines[at - stride - channels] as number);
      lines[at] = (raw[y * (stride + 1) + 1 + x] as number) + predicted(filter, left, up, corner);
    }
  }
  if (channels === 3) return { width, height, data: lines };
  return { width, height, data: lines.filter((_, index) => index % 4 !== 3) };
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

const EXACT = 40;
const alike = (colour: number) => colour & 0xf8f8f8;

/** The most frequent colours. */
function paletteOf(data: Uint8Array): number[] {
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 3) {
    const colour = colourAt(data, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const byCount = [...counts].sort(([, one], [, other]) => other - one).map(([colour]) => colour);
  if (byCount.length <= COLOURS) return byCount;
  // Surfaces are exact; of the many shades at the edges of letters, those that hardly differ count as one.
  const chosen = byCount.slice(0, EXACT);
  const kinds = new Set(chosen.map(alike));
  for (const colour of byCount.slice(EXACT)) {
    if (kinds.has(alike(colour))) continue;
    kinds.add(alike(colour));
    chosen.push(colour);
    if (chosen.length === COLOURS) break;
  }
  return chosen;
}

function nearestOf(palette: number[], colour: number): number {
  const [r = 0, g = 0, b = 0] = partsOf(colour);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of palette.entries()) {
    const [red = 0, green = 0, blue = 0] = partsOf(other);
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function colourAt(data: Uint8Array, at: number): number {
  return ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);
}

function partsOf(colour: number): number[] {
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
