import { createInterface } from 'node:readline';
import { type FrameProxyTargets, startFrameProxy } from './frame-proxy.ts';

// The app's public address as a process of its own; where it points comes as JSON lines on stdin.
const proxy = await startFrameProxy();
createInterface({ input: process.stdin }).on('line', (line) => {
  proxy.point(JSON.parse(line) as Partial<FrameProxyTargets>);
});
process.stdout.write(`${JSON.stringify({ proxy: proxy.url })}\n`);
