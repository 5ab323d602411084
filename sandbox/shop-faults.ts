import type { IncomingMessage, ServerResponse } from 'node:http';

/** What can go wrong on the side of a shop that a merchant runs on a small machine. */
export const SHOP_FAULT_KINDS = ['429', '500html', '503', 'maintenance', 'reset', 'cut', 'denied'] as const;
export type ShopFaultKind = (typeof SHOP_FAULT_KINDS)[number];

export interface ShopFault {
  kind: ShopFaultKind;
  /** How many calls it hits; absent: until cleared. */
  times?: number;
  match?: (method: string, path: string) => boolean;
}

export class ShopFaults {
  #all: ShopFault[] = [];

  add(fault: ShopFault): void {
    this.#all.push({ ...fault });
  }

  clear(): void {
    this.#all = [];
  }

  /** Answers in the place of the shop; false when nothing is wrong with this call. */
  hit(request: IncomingMessage, response: ServerResponse): boolean {
    const path = request.url ?? '';
    const fault = this.#all.find((f) => f.match?.(request.method ?? '', path) ?? true);
    if (!fault) return false;
    if (fault.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) this.#all = this.#all.filter((f) => f !== fault);
    }
    request.resume();
    switch (fault.kind) {
      case '429':
        response.writeHead(429, { 'retry-after': '1', 'content-type': 'application/json' });
        response.end('{"message":"Too many requests"}');
        break;
      case '500html':
        response
          .writeHead(500, { 'content-type': 'text/html' })
          .end('<h1>Error establishing a database connection</h1>');
        break;
      case '503':
        response
          .writeHead(503, { 'content-type': 'application/json' })
          .end('{"message":"Service unavailable"}');
        break;
      case 'maintenance':
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<p>Briefly unavailable for maintenance.</p>');
        break;
      case 'denied':
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end('{"code":"woocommerce_rest_cannot_view","message":"Sorry, you cannot list resources."}');
        break;
      case 'reset':
        response.socket?.destroy();
        break;
      case 'cut':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
        response.write('[{"id":');
        setImmediate(() => response.socket?.destroy());
        break;
    }
    return true;
  }
}
