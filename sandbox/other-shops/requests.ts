import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ShopCall } from './shop.ts';

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Notes a call of the API, and its answer when there is one. */
export function noteCall(
  world: { now: () => number; calls: ShopCall[] },
  { method = '' }: IncomingMessage,
  response: ServerResponse,
  path: string,
): void {
  const call: ShopCall = { at: world.now(), method, path, status: null };
  world.calls.push(call);
  response.once('finish', () => {
    call.status = response.statusCode;
  });
}
