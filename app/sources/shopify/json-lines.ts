/** A line of a file and the offset just behind it, in bytes from the file's beginning: reading may go on there. */
export interface Line {
  text: string;
  end: number;
}

const NEWLINE = 10;

/**
 * Splits a stream of bytes into lines, by bytes, so that a character that is torn between two chunks stays whole. Empty
 * lines are left out. An error of the stream is thrown where it happens: a file that breaks off is never taken for one
 * that ended (which `node:readline` would do).
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, start: number): AsyncGenerator<Line> {
  let begun: Uint8Array[] = [];
  let end = start;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      const text = textOf(begun, chunk.subarray(from, at));
      end += bytesIn(begun) + (at - from) + 1;
      begun = [];
      from = at + 1;
      if (text !== '') yield { text, end };
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  const last = textOf(begun, new Uint8Array());
  if (last !== '') yield { text: last, end: end + bytesIn(begun) };
}

/** Leaves out the first bytes: for a server that sends the whole file although a part was asked for. */
export async function* withoutFirst(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    if (left >= chunk.length) left -= chunk.length;
    else {
      yield left > 0 ? chunk.subarray(left) : chunk;
      left = 0;
    }
  }
}

function textOf(begun: Uint8Array[], rest: Uint8Array): string {
  const whole = begun.length === 0 ? rest : Buffer.concat([...begun, rest]);
  return Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).toString('utf8').trim();
}

function bytesIn(parts: Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
