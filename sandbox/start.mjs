// `npm run sandbox`: makes a fresh clone ready (install, build) and starts the sandbox. Runs on any Node from 20 on,
// before anything is installed; the sandbox itself runs on the Node of the project.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WINDOWS = process.platform === 'win32';
const NODE = path.join(ROOT, WINDOWS ? 'node_modules/node/bin/node.exe' : 'node_modules/.bin/node');
const STAMP = path.join(ROOT, 'node_modules/.sandbox-lock');
/** What a build is made of. */
const SOURCES = ['app', 'prisma/schema.prisma', 'vite.config.ts', 'package-lock.json'];

let child;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (!stopping && !child) process.exit(130);
    stopping = true;
    child?.kill(signal);
  });
}

stopWithNpm();
// Through a link it is another checkout's folder, and npm would empty it.
const linked =
  lstatSync(path.join(ROOT, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
const installed = linked || isInstalled();
if (!installed) {
  say('Installing packages (npm ci)');
  await npm(['ci', '--include=dev', '--no-audit', '--no-fund'], { NODE_ENV: undefined });
}
if (!linked) writeFileSync(STAMP, lockHash());
if (!installed || !isBuilt()) {
  say('Building the app (npm run build)');
  await npm(['run', 'build'], {});
}
// The pipe on stdin is how the sandbox notices that this process is gone, whatever ended it.
process.exitCode = await run(NODE, ['sandbox/main.ts'], { SANDBOX_WATCH_PARENT: '1' }, 'inherit');

/** Killed, npm tells nobody: its shell stays, or this process is left alone. Ctrl-C in a terminal reaches everyone. */
function stopWithNpm() {
  if (WINDOWS || !process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  let above = 0;
  try {
    above = Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(shell)], { encoding: 'utf8' }));
  } catch {
    // A machine without ps: then only the shell is watched.
  }
  const timer = setInterval(() => {
    if (process.ppid === shell && (above === 0 || isAlive(above))) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  timer.unref();
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isInstalled() {
  if (!existsSync(NODE)) return false;
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === lockHash();
  // Installed by hand: npm writes this file last, so an install that broke off does not count.
  const written = modified('node_modules/.package-lock.json');
  if (written === 0 || written < modified('package-lock.json')) return false;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  return names.every((name) => existsSync(path.join(ROOT, 'node_modules', name)));
}

function isBuilt() {
  const built = Math.min(modified('build/server/index.js'), modified('build/client'));
  if (built === 0 || !existsSync(path.join(ROOT, 'node_modules/.prisma/client'))) return false;
  return SOURCES.every((source) => newest(source) <= modified('build/server/index.js'));
}

/** Of a folder also its own time, which changes when a file in it is removed. */
function newest(name) {
  const time = modified(name);
  if (time === 0 || !statSync(path.join(ROOT, name)).isDirectory()) return time;
  return readdirSync(path.join(ROOT, name)).reduce(
    (latest, entry) => Math.max(latest, /\.test\.tsx?$/.test(entry) ? 0 : newest(`${name}/${entry}`)),
    time,
  );
}

function modified(name) {
  return statSync(path.join(ROOT, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
}

async function npm(args, env) {
  const cli = process.env.npm_execpath;
  const known = cli && /\.c?js$/.test(cli) && existsSync(cli);
  const code = known
    ? await run(process.execPath, [cli, ...args], env, 'quiet')
    : await run('npm', args, env, 'quiet');
  if (code !== 0) {
    if (!stopping) say(`npm ${args.join(' ')} failed with exit code ${code}`);
    process.exit(code);
  }
}

/** Answers the exit code. 'quiet': the output is shown only when the command fails. */
function run(command, args, env, output) {
  return new Promise((resolve) => {
    let text = '';
    child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: output === 'inherit' ? ['pipe', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      shell: WINDOWS && command === 'npm',
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        text = (text + chunk).slice(-20_000);
      });
    }
    child.on('error', (error) => {
      say(error.message);
      resolve(1);
    });
    child.on('close', (code, signal) => {
      child = undefined;
      if (output === 'quiet' && code !== 0 && !stopping) process.stderr.write(text);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
