/**
 * Preloaded into every process of the sandbox (`node --import`): its stdin is a pipe from the process that started it,
 * and the pipe closes when that one ends, even by `kill -9`. Then this one ends too, the way SIGTERM ends it.
 */
process.stdin.on('end', leave);
process.stdin.on('error', leave);
process.stdin.resume();
// The pipe alone must not keep a process alive that is done. Which kind of stream stdin is, only its start decides.
(process.stdin as unknown as { unref?(): void }).unref?.();

function leave(): void {
  process.kill(process.pid, 'SIGTERM');
}
