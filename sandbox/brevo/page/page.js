// The emulated Brevo live: what an account holds, what was called, and what a person could do in Brevo's screens.
const PAGE_SIZE = 25;
const REFRESH_MS = 1_000;
const NAMES = [
  ['FIRSTNAME', 'LASTNAME'],
  ['PRENOM', 'NOM'],
  ['VORNAME', 'NACHNAME'],
  ['VOORNAAM', 'ACHTERNAAM'],
];
const MOODS = {
  normal: { kinds: [], latencyMs: 0 },
  limited: { kinds: ['429'], latencyMs: 0 },
  outage: { kinds: ['503'], latencyMs: 0 },
  slow: { kinds: [], latencyMs: 2_000 },
  wrongKey: { kinds: ['wrongKey'], latencyMs: 0 },
};

const byId = (id) => document.getElementById(id);
const view = { search: '', offset: 0, count: 0, opened: null, contacts: [], state: null };
/** Modified times of the last look, to point out what changed since. */
let seen = null;
let turn = 0;

// Data

/** `?key=` in the page's address chooses another account. */
async function ask(method, path, query = {}, body = undefined) {
  const url = new URL(path, location.origin);
  const key = new URLSearchParams(location.search).get('key');
  for (const [name, value] of Object.entries({ ...query, ...(key ? { key } : {}) }))
    url.searchParams.set(name, value);
  const response = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error((await response.json()).message ?? `${response.status}`);
  return response.json();
}

/** Asks and shows; an answer that a newer question has overtaken is dropped. */
async function refresh() {
  turn += 1;
  const own = turn;
  try {
    const [state, contacts, opened] = await Promise.all([
      ask('GET', '/__sandbox/state'),
      ask('GET', '/__sandbox/contacts', { search: view.search, limit: PAGE_SIZE, offset: view.offset }),
      view.opened === null ? null : ask('GET', '/__sandbox/contacts', { id: view.opened }),
    ]);
    if (own !== turn) return;
    Object.assign(view, { state, contacts: contacts.contacts, count: contacts.count });
    say('');
    showState();
    showContacts();
    if (opened && view.opened !== null) showContact(opened.contacts[0]);
  } catch (error) {
    if (own === turn) say(`The emulated Brevo does not answer (${error.message})`);
  }
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, REFRESH_MS);
}

// Showing

function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

function mark(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Makes the children of `parent` fit `items`, one a key, and touches only what differs. */
function keyed(parent, items, keyOf, make, fill) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const key = String(keyOf(item));
    let child = before.get(key);
    before.delete(key);
    if (!child) {
      child = make(item);
      child.dataset.key = key;
    }
    fill(child, item);
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
  for (const child of before.values()) child.remove();
}

function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function say(message) {
  text(byId('said'), message);
}

function showState() {
  const { state } = view;
  text(byId('company'), state.companyName);
  text(byId('key'), state.key);
  const mood = moodOf(state);
  for (const button of document.querySelectorAll('[data-mood]'))
    mark(button, 'aria-pressed', String(button.dataset.mood === mood));
  keyed(
    byId('lists'),
    state.lists,
    (list) => list.id,
    (list) => {
      const item = element('li', {}, [element('span'), element('strong')]);
      item.dataset.testid = 'list';
      item.dataset.listId = list.id;
      return item;
    },
    (item, list) => {
      text(item.children[0], `${list.name} (${list.id})`);
      text(item.children[1], list.members.toLocaleString('en'));
    },
  );
  text(byId('calls-count'), state.callCount.toLocaleString('en'));
  const calls = state.calls.map((call, index) => ({ ...call, number: state.callCount - index }));
  keyed(byId('calls'), calls, (call) => call.number, makeCall, fillCall);
}

function moodOf({ faults, latencyMs }) {
  const same = ([, mood]) => mood.kinds.join() === faults.join() && mood.latencyMs === latencyMs;
  return Object.entries(MOODS).find(same)?.[0];
}

function makeCall() {
  const item = element('li', {}, [element('b'), element('code'), element('time')]);
  item.dataset.testid = 'call';
  return item;
}

function fillCall(item, { method, path, status, startedAt }) {
  const [badge, what, time] = item.children;
  // A call without an answer was cut off, or is still being answered.
  text(badge, status === null ? '···' : String(status));
  const colour = status === null ? 'none' : status < 300 ? 'good' : status < 500 ? 'warn' : 'bad';
  if (badge.className !== colour) badge.className = colour;
  text(what, `${method} ${path}`);
  text(time, clock(startedAt));
}

function showContacts() {
  const { contacts, count, offset } = view;
  text(byId('count'), count.toLocaleString('en'));
  byId('empty').hidden = count > 0;
  text(byId('empty'), view.search ? 'No contact matches' : 'No contacts');
  keyed(byId('rows'), contacts, (contact) => contact.id, makeRow, fillRow);
  seen = new Map([...(seen ?? []), ...contacts.map((contact) => [contact.id, contact.modifiedAt])]);
  const last = Math.min(offset + PAGE_SIZE, count);
  text(byId('page'), count === 0 ? '' : `${offset + 1}–${last} of ${count.toLocaleString('en')}`);
  byId('previous').disabled = offset === 0;
  byId('next').disabled = last >= count;
  // The page was emptied from elsewhere: back to one that has something.
  if (offset > 0 && offset >= count) goTo(Math.max(0, Math.floor((count - 1) / PAGE_SIZE) * PAGE_SIZE));
}

function makeRow(contact) {
  const open = element('button', { type: 'button', className: 'open' });
  const cell = (className, children = []) => element('td', { className }, children);
  const row = element('tr', { onclick: () => openContact(contact.id) }, [
    cell('', [open]),
    cell(''),
    cell('wide'),
    cell('chips'),
    cell('wide'),
    cell('wide'),
  ]);
  row.dataset.testid = 'contact-row';
  return row;
}

function fillRow(row, contact) {
  const [email, name, sms, status, lists, modified] = row.children;
  mark(row, 'data-email', contact.email ?? '');
  mark(row, 'data-ext-id', contact.extId ?? '');
  text(email.firstChild, titleOf(contact));
  text(name, nameOf(contact));
  text(sms, String(contact.attributes.SMS ?? ''));
  showChips(status, contact);
  text(lists, contact.listIds.map(listName).join(', '));
  text(modified, moment(contact.modifiedAt));
  const changed = seen !== null && seen.get(contact.id) !== contact.modifiedAt;
  if (changed && (seen.has(contact.id) || view.offset === 0)) flash(row);
}

function flash(row) {
  row.classList.remove('fresh');
  // Read, so that the animation begins anew.
  void row.offsetWidth;
  row.classList.add('fresh');
}

function showChips(parent, contact) {
  const chips = [
    contact.email && (contact.emailBlacklisted ? ['blocked', 'Blocked'] : ['subscribed', 'Subscribed']),
    contact.attributes.SMS && (contact.smsBlacklisted ? ['blocked', 'SMS blocked'] : ['subscribed', 'SMS']),
  ].filter(Boolean);
  keyed(
    parent,
    chips,
    ([, label]) => label,
    ([kind, label]) => element('span', { className: `chip ${kind}`, textContent: label }),
    () => {},
  );
}

function showContact(contact) {
  const dialog = byId('contact');
  const note = byId('contact-note');
  byId('acts').hidden = !contact;
  if (!contact) {
    text(note, 'This contact does not exist any more.');
    byId('facts').replaceChildren();
    byId('chips').replaceChildren();
  } else {
    text(byId('contact-title'), titleOf(contact));
    showChips(byId('chips'), contact);
    keyed(byId('facts'), factsOf(contact), ([name]) => name, makeFact, fillFact);
    dialog.querySelector('[data-act="unblock"]').disabled = !contact.emailBlacklisted;
    dialog.querySelector('[data-act="unsubscribe"]').disabled = contact.emailBlacklisted;
    keyed(
      byId('off-lists'),
      contact.listIds,
      (id) => id,
      (id) => {
        const onclick = () => act({ kind: 'takeOffList', listId: id });
        return element('button', { type: 'button', onclick, textContent: `Take off ${listName(id)}` });
      },
      () => {},
    );
    const names = ['EMAIL', ...view.state.attributes];
    keyed(
      byId('attribute'),
      names,
      (name) => name,
      (name) => element('option', { value: name, textContent: name }),
      () => {},
    );
    dialog.contact = contact;
  }
  if (!dialog.open) {
    text(note, contact ? '' : note.textContent);
    showValue();
    dialog.showModal();
  }
}

function factsOf(contact) {
  return [
    ['Contact id', contact.id],
    ['ext_id', contact.extId ?? '—'],
    ['Lists', contact.listIds.map(listName).join(', ') || '—'],
    ...Object.entries(contact.attributes).sort(([a], [b]) => (a < b ? -1 : 1)),
    ['Created', moment(contact.createdAt)],
    ['Modified', moment(contact.modifiedAt)],
  ];
}

function makeFact([name]) {
  const fact = element('div', {}, [element('dt', { textContent: name }), element('dd')]);
  fact.dataset.attribute = name;
  return fact;
}

function fillFact(fact, [, value]) {
  text(fact.lastChild, Array.isArray(value) ? value.join(', ') : String(value));
}

/** The chosen attribute's value as it is now, for editing. */
function showValue() {
  const { contact } = byId('contact');
  const own = { EMAIL: contact?.email, EXT_ID: contact?.extId };
  const name = byId('attribute').value;
  byId('value').value = String((name in own ? own[name] : contact?.attributes[name]) ?? '');
}

function titleOf(contact) {
  return contact.email ?? (contact.attributes.SMS ? `+${contact.attributes.SMS}` : `Contact ${contact.id}`);
}

function nameOf({ attributes }) {
  const [first, last] = NAMES.find((pair) => pair.some((name) => attributes[name])) ?? [];
  return [attributes[first], attributes[last]].filter(Boolean).join(' ');
}

function listName(id) {
  return view.state.lists.find((list) => list.id === id)?.name ?? `List ${id}`;
}

function clock(at) {
  return new Date(at).toLocaleTimeString('en-GB');
}

function moment(at) {
  const today = new Date(at).toDateString() === new Date().toDateString();
  const day = { day: 'numeric', month: 'short', year: 'numeric' };
  return today ? clock(at) : new Date(at).toLocaleDateString('en-GB', day);
}

// Doing

function goTo(offset) {
  view.offset = Math.max(0, offset);
  seen = null;
  void refresh();
}

function openContact(id) {
  view.opened = id;
  showContact(view.contacts.find((contact) => contact.id === id));
}

async function act(body) {
  const { id } = byId('contact').contact;
  try {
    await ask('POST', '/__sandbox/act', {}, { id, ...body });
    text(byId('contact-note'), 'Done');
  } catch (error) {
    text(byId('contact-note'), error.message);
  }
  await refresh();
}

for (const button of document.querySelectorAll('[data-mood]'))
  button.addEventListener('click', async () => {
    await ask('POST', '/__sandbox/faults', {}, MOODS[button.dataset.mood]);
    await refresh();
  });
for (const button of document.querySelectorAll('[data-act]'))
  button.addEventListener('click', () => act({ kind: button.dataset.act }));
byId('copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(byId('key').textContent);
  text(byId('copy'), 'Copied');
  setTimeout(() => text(byId('copy'), 'Copy'), 1_500);
});
byId('search').addEventListener('input', (event) => {
  view.search = event.target.value.trim();
  goTo(0);
});
byId('previous').addEventListener('click', () => goTo(view.offset - PAGE_SIZE));
byId('next').addEventListener('click', () => goTo(view.offset + PAGE_SIZE));
byId('close').addEventListener('click', () => byId('contact').close());
byId('contact').addEventListener('close', () => {
  view.opened = null;
});
byId('contact').addEventListener('click', (event) => {
  // Only the backdrop is the dialog itself: its content covers the rest.
  if (event.target === byId('contact')) byId('contact').close();
});
byId('attribute').addEventListener('change', showValue);
byId('edit').addEventListener('submit', (event) => {
  event.preventDefault();
  // The emulator reads the text in the attribute's type.
  void act({ kind: 'edit', attributes: { [byId('attribute').value]: byId('value').value.trim() } });
});
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void refresh();
});
void keepFresh();
