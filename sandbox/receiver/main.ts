import { startReceiver } from './server.ts';

// The merchant's own system as a process of its own: ends with its parent.
const receiver = await startReceiver(Number(process.env.SANDBOX_RECEIVER_PORT ?? 0));
process.stdout.write(`${JSON.stringify({ receiver: receiver.url })}\n`);
const stop = () => void receiver.close().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('SIGINT', () => {});
process.stdin.resume();
process.stdin.on('end', stop);
