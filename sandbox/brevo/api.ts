import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { FAULT_ANSWERS, type Fault } from './faults.ts';
import type { LimitState } from './limiter.ts';
import { type Reply, refuse, reply } from './reply.ts';
import { answerResource } from './resources.ts';
import type { BrevoWorld } from './world.ts';

const DEFAULT_MS = { slow: 2_000, slowDrip: 3_000, timeout: 60_000 };

/** Answers /v3: fault, key, limit, then the resource; every call is in the log with what was sent. */
export async function answerApi(
  world: BrevoWorld,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  base: string,
): Promise<void> {
  const path = url.pathname.slice('/v3'.length);
  const method = request.method ?? 'GET';
  const key = String(request.headers['api-key'] ?? '');
  const requestId = randomUUID();
  response.setHeader('sib-request-id', requestId);
  // Whoever reads back asks by this clock.
  response.setHeader('date', new Date(world.now()).toUTCString());
  const { log } = world;
  const call = log.begin({ method, path: path + url.search, key, requestId }, world.now());
  const text = await readText(request);
  const sent = parse(text);
  log.sent(call, sent, text.length);
  const fault = world.faults.next(method, path, sent);
  const cut = () => {
    log.end(call, call.status, world.now());
    request.socket.destroy();
  };
  if (world.latencyMs > 0) await sleep(world.latencyMs);
  if (fault?.kind === 'slow') await sleep(fault.ms ?? DEFAULT_MS.slow);
  if (fault?.kind === 'reset') return cut();
  if (fault?.kind === 'timeout') return void silence(request, fault, cut);
  const early = fault && FAULT_ANSWERS[fault.kind];
  if (early) {
    const limits = early.status === 429 ? limitHeaders(LIMITED) : {};
    log.end(call, early.status, world.now());
    response.writeHead(early.status, { 'content-type': early.type, ...limits }).end(early.body);
    return;
  }
  const account = world.accounts.get(key);
  const limit = account?.limiter.hit(path, world.limits) ?? null;
  const answer = decide();
  call.status = answer.status;
  if (fault?.kind === 'resetAfterApply') return cut();
  if (fault?.kind === 'timeoutAfterApply') return void silence(request, fault, cut);
  if (limit) for (const [name, value] of Object.entries(limitHeaders(limit))) response.setHeader(name, value);
  await send(response, answer, fault);
  log.end(call, answer.status, world.now());

  function decide(): Reply {
    if (key === '') return refuse(401, 'unauthorized', 'authentication not found in headers');
    if (!account) return refuse(401, 'unauthorized', 'Key not found');
    if (limit && !limit.allowed) return reply(429, { message: 'Too many requests' });
    if (text !== '' && (typeof sent !== 'object' || sent === null || Array.isArray(sent)))
      return refuse(400, 'bad_request', 'Input must be a valid JSON object');
    const body = (sent ?? {}) as Record<string, unknown>;
    const asked = { method, path, query: url.searchParams, body, bytes: Buffer.byteLength(text) };
    return answerResource(world, account, asked, base);
  }
}

/** What a limited answer says when the fault, not the count, limits. */
const LIMITED: LimitState = { allowed: false, limit: 10, remaining: 0, resetSeconds: 1 };

function limitHeaders({ limit, remaining, resetSeconds }: LimitState): Record<string, string> {
  return {
    'x-sib-ratelimit-limit': String(limit),
    'x-sib-ratelimit-remaining': String(remaining),
    'x-sib-ratelimit-reset': String(resetSeconds),
  };
}

async function send(response: ServerResponse, answer: Reply, fault: Fault | undefined): Promise<void> {
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  response.statusCode = answer.status;
  if (text !== '') response.setHeader('content-type', 'application/json');
  if (fault?.kind === 'slowDrip') await drip(response, text, fault.ms ?? DEFAULT_MS.slowDrip);
  else response.end(fault?.kind === 'malformedJson' ? `${text.slice(0, -1)}<<` : text);
}

/** The whole text in twenty drops. */
async function drip(response: ServerResponse, text: string, ms: number): Promise<void> {
  const size = Math.max(1, Math.ceil(text.length / 20));
  for (let from = 0; from < text.length; from += size) {
    response.write(text.slice(from, from + size));
    await sleep(ms / 20);
  }
  response.end();
}

/** Says nothing until the caller hangs up or the time is over; does not keep the process alive. */
function silence(request: IncomingMessage, fault: Fault, cut: () => void): void {
  const over = () => {
    clearTimeout(timer);
    request.socket.off('close', over);
    cut();
  };
  const timer = setTimeout(over, fault.ms ?? DEFAULT_MS.timeout).unref();
  request.socket.once('close', over);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
