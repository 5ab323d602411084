import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerApi } from './api.ts';
import { answerControl } from './control.ts';
import { type Beginning, BrevoWorld } from './world.ts';

export interface BrevoOptions extends Beginning {
  port?: number;
  /** The clock: milliseconds since 1970. */
  now?: () => number;
  /** Decides about faults with a probability. */
  random?: () => number;
}

export interface RunningBrevo {
  url: string;
  world: BrevoWorld;
  close(): Promise<void>;
}

/** Starts the emulated Brevo on loopback. */
export async function startBrevo(options: BrevoOptions = {}): Promise<RunningBrevo> {
  const world = new BrevoWorld(options.now ?? Date.now, options.random ?? Math.random, options);
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', url);
    try {
      if (asked.pathname.startsWith('/v3/')) await answerApi(world, request, response, asked, url);
      else await answerControl(world, request, response, asked);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`The emulator failed: ${(error as Error).stack}`);
    }
  }

  return {
    url,
    world,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Silent faults and open pages would keep it waiting.
        server.closeAllConnections();
      }),
  };
}
