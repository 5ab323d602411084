import { escaped, PAGE_STYLE } from '../page-style.ts';
import { BEHAVIOURS, type Behaviour, type Shop, type ShopCustomer } from './shop.ts';

const STYLE = `${PAGE_STYLE}
h2{font-size:1.1rem;margin:0 0 .75rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.5rem 1rem;margin:0;align-items:center}
dd{margin:0;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
details{border-top:1px solid #e3e3e3;padding:.6rem 0}
summary{cursor:pointer;overflow-wrap:anywhere}
details form{margin:.75rem 0 0}
.check{display:flex;flex:0 0 auto;align-items:center;gap:.4rem;padding:.4rem 0}
.quiet{color:#616161}
.light{background:#e3e3e3;color:#303030;border-color:#e3e3e3}
.danger{background:#fff;color:#8e0b21;border-color:#8e0b21}
.said{background:#fff1e3}
table{border-collapse:collapse;width:100%;table-layout:fixed}
td,th{text-align:left;padding:.25rem .5rem .25rem 0;vertical-align:top;font-weight:400}
td.path{overflow-wrap:anywhere;font:13px ui-monospace,Menlo,monospace}
th.at{width:6rem}th.status{width:4.5rem}
.bad{color:#8e0b21}
@media(max-width:40rem){dl{grid-template-columns:1fr;gap:.15rem}dd{margin:0 0 .5rem}th.at{width:4.8rem}}`;

const WORDS: Record<Behaviour, string> = {
  well: 'Well',
  '503': 'Out of order (503)',
  '429': 'Too many requests (429)',
  denied: 'Keys refused (401)',
  reset: 'Connection breaks',
};

const NEWEST = 20;

/** The shop's page: its customers, the keys for the app, and what went to and fro. `said` is the answer to a form. */
export function shopPage(shop: Shop, said: string | null): string {
  const { total, newest } = shop.customers(NEWEST);
  const name = escaped(shop.name);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name}: sandbox</title><link rel="icon" href="data:,"><style>${STYLE}</style>
</head>
<body><main>
<h1>${name}</h1>
<p>${escaped(shop.note)}</p>
${said === null ? '' : `<p class="card said" role="alert">${escaped(said)}</p>`}
<section class="card" aria-labelledby="keys"><h2 id="keys">For the app, under Other sources</h2>
<dl>${shop.keys.map(key).join('')}</dl></section>
<section class="card" aria-labelledby="new"><h2 id="new">New customer</h2>
<form method="post" action="/customers">${fields(null)}<button>Create</button></form></section>
<section class="card" aria-labelledby="all"><h2 id="all">Customers: ${total}</h2>
${newest.map(customer).join('')}
${total > newest.length ? `<p class="quiet">The newest ${newest.length}.</p>` : ''}</section>
<section class="card" aria-labelledby="answers"><h2 id="answers">How the shop answers the app</h2>
<form method="post" action="/behaviour"><label>Answers <select name="behaviour">${BEHAVIOURS.map(
    (value) =>
      `<option value="${value}"${value === shop.behaviour() ? ' selected' : ''}>${WORDS[value]}</option>`,
  ).join('')}</select></label><button>Save</button></form></section>
<div id="traffic">${traffic(shop)}</div>
</main>
<script>
document.addEventListener('click', async ({ target }) => {
  const text = target.dataset && target.dataset.copy;
  if (!text) return;
  await navigator.clipboard.writeText(text);
  target.textContent = 'Copied';
});
setInterval(async () => {
  const answer = await fetch('/traffic').catch(() => null);
  if (answer && answer.ok) document.getElementById('traffic').innerHTML = await answer.text();
}, 2000);
</script>
</body></html>`;
}

/** What the shop told the app and what the app asked, newest first; fetched again every other second. */
export function traffic(shop: Shop): string {
  const told = shop.told();
  const calls = [...shop.calls()].reverse().slice(0, NEWEST);
  const asked = calls.map(({ at, method, path, status }) => row(at, status, `${method} ${readable(path)}`));
  return `${
    told === null
      ? ''
      : `<section class="card" aria-labelledby="told"><h2 id="told">What the shop told the app</h2>${table(
          [...told]
            .reverse()
            .slice(0, NEWEST)
            .map((each) => row(each.at, each.status || null, each.what)),
        )}</section>`
  }<section class="card" aria-labelledby="asked"><h2 id="asked">What the app asked the shop</h2>${table(asked)}</section>`;
}

function table(rows: string[]): string {
  return rows.length === 0
    ? '<p class="quiet">Nothing yet.</p>'
    : `<table><thead><tr><th class="at quiet">At</th><th class="status quiet">Answer</th><th class="quiet">What</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function row(at: number, status: number | null, what: string): string {
  const time = new Date(at).toISOString().slice(11, 19);
  const well = status !== null && status < 400;
  return `<tr><td>${time}</td><td${well ? '' : ' class="bad"'}>${status ?? 'none'}</td><td class="path">${escaped(what)}</td></tr>`;
}

/** Magento's searches are long: what is searched for is what matters. */
function readable(path: string): string {
  return path
    .replaceAll(/searchCriteria\[filter_groups\]\[\d+\]\[filters\]\[\d+\]/g, '')
    .replaceAll('searchCriteria', '')
    .slice(0, 200);
}

function key([label, value]: [string, string]): string {
  return `<dt>${escaped(label)}</dt><dd><code>${escaped(value)}</code><button class="light" type="button" data-copy="${escaped(value)}" aria-label="Copy: ${escaped(label)}">Copy</button></dd>`;
}

function customer(each: ShopCustomer & { id: number; orders: number }): string {
  const { id, email, firstName, lastName, orders } = each;
  return `<details><summary><strong>${escaped(email)}</strong> ${escaped(`${firstName} ${lastName}`)} <span class="quiet">number ${id}, ${orders} ${orders === 1 ? 'order' : 'orders'}</span></summary>
<form method="post" action="/customers/${id}">${fields(each)}<button>Save</button></form>
<form method="post" action="/customers/${id}/order"><label>Order worth <input name="total" type="number" min="0" step="0.01" value="25.00" required></label><button class="light">Place an order</button></form>
<form method="post" action="/customers/${id}/delete"><button class="danger">Delete</button></form></details>`;
}

function fields(of: ShopCustomer | null): string {
  const input = (label: string, name: keyof ShopCustomer, more = '') =>
    `<label>${label} <input name="${name}" value="${escaped(String(of?.[name] ?? ''))}" autocomplete="off"${more}></label>`;
  return [
    input('E-mail', 'email', ' type="email" required'),
    input('First name', 'firstName'),
    input('Last name', 'lastName'),
    input('Phone', 'phone'),
    input('Country (two letters)', 'country', ' maxlength="2"'),
    `<label class="check"><input type="checkbox" name="newsletter"${of?.newsletter ? ' checked' : ''}> Newsletter</label>`,
  ].join('');
}
