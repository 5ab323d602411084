import { escaped, PAGE_STYLE } from '../page-style.ts';
import type { Behaviour, Received, RunningReceiver } from './server.ts';

const STYLE = `${PAGE_STYLE}
pre{padding:.75rem;overflow:auto;margin:.5rem 0 0}
article{border-top:1px solid #e3e3e3;padding:.75rem 0}
article p{margin:0;display:flex;flex-wrap:wrap;gap:.75rem}
.valid{color:#0c5132}.wrong,.missing{color:#8e0b21}`;

const BEHAVIOURS: [Behaviour, string][] = [
  [200, 'Take it (200)'],
  [500, 'Fail (500)'],
  [429, 'Too many (429)'],
  [410, 'Gone (410)'],
  ['redirect', 'Redirect to a private address'],
  ['silent', 'Never answer'],
  ['endless', 'Answer without end'],
  ['huge', 'Answer with too much'],
];

/** What came in, newest first, with its signature checked, and how to answer from now on. */
export function page({ received, secret, behaviour }: RunningReceiver, address: string): string {
  const options = BEHAVIOURS.map(
    ([value, text]) =>
      `<option value="${value}"${value === behaviour ? ' selected' : ''}>${escaped(text)}</option>`,
  ).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Notifications: sandbox</title><link rel="icon" href="data:,"><style>${STYLE}</style>
</head>
<body><main>
<h1>Notifications</h1>
<p>A system of the merchant's own. Enter this address in the app's settings: <code>${escaped(address)}</code></p>
<div class="card"><form method="post" action="/settings">
<label>Secret <input name="secret" value="${escaped(secret ?? '')}" placeholder="whsec_..." autocomplete="off"></label>
<label>Answer <select name="behaviour">${options}</select></label>
<button>Save</button>
</form></div>
<div class="card">
<form method="post" action="/clear"><h2>Received: ${received.length}</h2><button>Clear</button></form>
${received.map(entry).join('')}
</div>
</main></body></html>`;
}

function entry({ at, headers, body, signature, answered }: Received): string {
  const type = typeOf(body);
  return `<article><p><strong>${escaped(type)}</strong><time>${escaped(at)}</time>
<span>answered ${answered === 0 ? 'badly' : answered}</span><span class="${signature.replace(' ', '-')}">signature ${signature}</span>
<code>${escaped(String(headers['webhook-id'] ?? ''))}</code></p><pre>${escaped(pretty(body))}</pre></article>`;
}

function typeOf(body: string): string {
  try {
    return String((JSON.parse(body) as { type?: unknown }).type ?? 'unknown');
  } catch {
    return 'not JSON';
  }
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
