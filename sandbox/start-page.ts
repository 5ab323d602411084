import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from './launch.ts';

export interface StartPage {
  url: string;
  /** From now on the page has something to show. */
  show(sandbox: Sandbox): void;
  close(): Promise<void>;
}

/** The one page whose address is printed: what this is, where to click, what to try. */
export async function startStartPage(port: number): Promise<StartPage> {
  let shown: Sandbox | undefined;
  const server = createServer((request, response) => answer(request, response, shown));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (sandbox) => {
      shown = sandbox;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, sandbox: Sandbox | undefined): void {
  const route = `${request.method} ${request.url?.split('?', 1)[0]}`;
  if (route === 'GET /') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(sandbox ? page(sandbox) : STARTING);
  } else if (route === 'POST /kill-app' && sandbox) {
    // As from another terminal: nobody in the sandbox expects it, so the app is started again.
    try {
      process.kill(sandbox.appPid, 'SIGKILL');
    } catch {
      // It is already down.
    }
    response.writeHead(204).end();
  } else {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  }
}

const STYLE = `
:root{color-scheme:light;font:15px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Inter,system-ui,sans-serif}
body{margin:0;background:#f1f1f1;color:#303030}
main{max-width:42rem;margin:0 auto;padding:3rem 1rem}
h1{font-size:1.5rem;line-height:1.2;margin:0 0 .25rem}
p{margin:0 0 1rem}
.card{background:#fff;border-radius:12px;padding:1.25rem;margin:0 0 1rem;box-shadow:0 1px 2px rgb(0 0 0/.12)}
.links{display:flex;flex-wrap:wrap;gap:.5rem}
.button{font:inherit;font-weight:600;border:0;border-radius:8px;padding:.45rem .8rem;background:#e3e3e3;color:#303030;text-decoration:none;cursor:pointer}
.primary{background:#303030;color:#fff}
.button:focus-visible{outline:2px solid #005bd3;outline-offset:2px}
h2{font-size:1rem;margin:0 0 .5rem}
ol{margin:0;padding-left:1.3rem}
li{margin:.35rem 0}
.key{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
code{font:13px ui-monospace,Menlo,monospace;background:#f1f1f1;border-radius:6px;padding:.3rem .5rem;overflow-wrap:anywhere}
.quiet{color:#616161;font-size:.9rem;margin:0}`;

const STARTING = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Starting</title><style>${STYLE}</style><main><p>The sandbox is starting.</p></main></html>`;

function page(sandbox: Sandbox): string {
  const app = `${sandbox.adminUrl}/apps/customer-sync-for-brevo`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Customer Sync for Brevo: sandbox</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Customer Sync for Brevo</h1>
<p>A small fake world: a Shopify store, two other shops and a Brevo account on this machine. Nothing here reaches the real ones.</p>
<div class="card links">
<a class="button primary" href="${sandbox.adminUrl}" target="admin">Open the Shopify admin</a>
<a class="button" href="${app}" target="admin">Open the app in it</a>
<a class="button" href="${sandbox.brevoUrl}/" target="brevo">Open Brevo</a>
<a class="button" href="${sandbox.wooUrl}/" target="woocommerce">Open WooCommerce</a>
<a class="button" href="${sandbox.magentoUrl}/" target="magento">Open Magento</a>
<a class="button" href="${sandbox.receiverUrl}/" target="receiver">Open the notifications' receiver</a>
</div>
<div class="card">
<h2>What to try</h2>
<ol>
<li>Open the app in the admin and connect Brevo with the key below, then choose a list.</li>
<li>Create a customer in the admin and watch the contact appear in Brevo; edit, tag, order, unsubscribe, delete.</li>
<li>Start a burst of 100 changes under Sandbox in the admin, with doubled, late and shuffled webhooks.</li>
<li>Connect WooCommerce or Magento under Other sources with the keys on its page, and change a customer there.</li>
<li>Switch Brevo off on its page, or kill the app in the middle of a burst: nothing is lost. <button class="button" type="button" id="kill">Kill the app</button></li>
</ol>
</div>
<div class="card">
<h2>Brevo API key</h2>
<div class="key"><code id="key">${sandbox.brevoKey}</code><button class="button" type="button" id="copy">Copy</button></div>
</div>
<p class="quiet">The store and Brevo begin anew at every start; what the app stored stays. To begin from nothing, stop the sandbox and remove its data folder.</p>
<p class="quiet" role="status" id="said"></p>
</main>
<script>
const said = document.getElementById('said');
document.getElementById('copy').onclick = async () => {
  await navigator.clipboard.writeText(document.getElementById('key').textContent);
  said.textContent = 'Key copied.';
};
document.getElementById('kill').onclick = async () => {
  await fetch('/kill-app', { method: 'POST' });
  said.textContent = 'The app was killed and is being started again.';
};
</script>
</body>
</html>`;
}
