import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The project's own Node: the one that started us may be older (npx playwright, a test runner). */
const NODE = `${ROOT}node_modules/${process.platform === 'win32' ? 'node/bin/node.exe' : '.bin/node'}`;
const WATCH_PARENT = '--import=./sandbox/watch-parent.ts';

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface SandboxProcess {
  pid: number;
  /** What `ready` found in the output. */
  found: string;
  running(): boolean;
  /** Ends when the process has ended, whoever ended it. */
  ended: Promise<Ending>;
  /** Hands one JSON line to the process's stdin. */
  tell(message: object): void;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL when that took too long. */
  stop(withinMs?: number): Promise<void>;
  /** The end of what it printed. */
  output(): string;
}

interface StartOptions {
  name: string;
  /** Arguments of Node: flags and the file. */
  args: string[];
  env?: Record<string, string | undefined>;
  /** The process is ready when a line of its output matches; group 1 is what is wanted of it. */
  ready: RegExp;
  /** Every line it prints. */
  onLine?: (line: string) => void;
}

const READY_WITHIN_MS = 120_000;

/** Starts a process of the sandbox and waits until it says that it is ready. */
export async function startProcess(options: StartOptions): Promise<SandboxProcess> {
  const child = spawn(NODE, [WATCH_PARENT, ...options.args], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: undefined, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C in a terminal reaches the main process alone, which stops the others in order.
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 1, signal: null }));
  });
  const printed = readOutput(child, options);
  const found = await Promise.race([printed.found, failure(options.name, ended, printed.text)]);
  return {
    pid: child.pid!,
    found,
    ended,
    running: () => child.exitCode === null && child.signalCode === null,
    tell: (message) => void child.stdin!.write(`${JSON.stringify(message)}\n`),
    kill: (signal) => void child.kill(signal),
    output: printed.text,
    async stop(withinMs = 5_000) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function readOutput(child: ChildProcess, options: StartOptions) {
  let text = '';
  let report: (found: string) => void = () => {};
  const found = new Promise<string>((resolve) => {
    report = resolve;
  });
  for (const stream of [child.stdout!, child.stderr!]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      text = (text + chunk).slice(-16_000);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const match = options.ready.exec(line);
        if (match) report(match[1] ?? '');
        else options.onLine?.(line);
      }
    });
  }
  // A process that has just died takes no more messages; its end is reported elsewhere.
  child.stdin!.on('error', () => {});
  return { found, text: () => text };
}

async function failure(name: string, ended: Promise<Ending>, text: () => string): Promise<never> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), READY_WITHIN_MS);
    timer.unref();
  });
  const ending = await Promise.race([ended, late]);
  clearTimeout(timer);
  if (ending === 'late')
    throw new Error(`${name} did not start within ${READY_WITHIN_MS / 1000} seconds:\n${text()}`);
  throw new Error(`${name} ended (${ending.signal ?? `exit code ${ending.code}`}):\n${text().trim()}`);
}
