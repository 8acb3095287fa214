// Walks through the console in a real browser: `node walk.mjs ADDRESS KEY CHROMIUM FOLDER`.
// Prints what it found as JSON; screenshots go to FOLDER.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [address, key, executablePath, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = { problems: [], foreign: [], violations: [], runs: {}, forms: {}, leaks: [], milliseconds: {} };

// One operation of each service, with the view that its result opens in.
const RUNS = JSON.parse(readFileSync(new URL('runs.json', import.meta.url)));

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  await context.addInitScript((value) => sessionStorage.getItem('flowforge-key') ?? sessionStorage.setItem('flowforge-key', value), key);
  const page = await context.newPage();
  page.on('pageerror', (error) => found.problems.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // a refused call is logged by the browser itself; a broken policy too, and that is a fault
    if (message.type() === 'error' && !message.text().includes('the server responded with a status of 4')) found.problems.push(`${page.url()}: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(blob|data):/.test(url)) found.foreign.push(url);
    if (url.includes(key)) found.leaks.push('the key is in an address');
  });
  return page;
}

async function check(page, name) {
  // axe is put in by the debugger, which the policy of the page does not bind
  const client = await page.context().newCDPSession(page);
  await client.send('Runtime.evaluate', { expression: axe });
  const done = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const one of done.violations) found.violations.push(`${name}: ${one.id} at ${one.nodes.map((node) => node.target.join(' ')).slice(0, 3).join('; ')}`);
}

async function shot(page, name) {
  await page.screenshot({ path: `${folder}/${name}.png` });
}

async function runExample(page, operation) {
  await page.goto(`${address}/ops/${operation}#example`);
  await page.locator('.zone.z-pa').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('.facts, .fail').first().waitFor({ timeout: 60_000 });
  return page.locator('.z-re .tabs [aria-selected=true]').first().innerText();
}

// A newcomer without a key runs an example, is asked for the key, mistypes it, and gets the result in the end.
const newcomer = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
await newcomer.goto(address);
await newcomer.locator('.note.first button').waitFor();
await check(newcomer, 'home without a key');
await newcomer.locator('.chip', { hasText: 'Hash' }).click();
await newcomer.locator('.zone.z-pa').waitFor();
await newcomer.keyboard.press('Control+Enter');
await newcomer.locator('#key-in:focus').waitFor();
await newcomer.keyboard.type('ff_mistyped');
await newcomer.keyboard.press('Enter');
await newcomer.locator('#key-wrong').waitFor();
await shot(newcomer, 'key-wrong');
await check(newcomer, 'wrong key');
await newcomer.locator('#key-in').fill(key);
await newcomer.keyboard.press('Enter');
await newcomer.locator('.facts').waitFor();
found.newcomer = { text: await newcomer.locator('.tree').innerText(), isClosed: (await newcomer.locator('dialog[open]').count()) === 0 };

// The code that is copied holds no secret of the form.
const page = await open();
await page.goto(`${address}/ops/crypto.jwt.sign#example`);
await page.locator('.code pre').waitFor();
found.secret = await page.locator('.code pre').innerText();

// A call whose address lacks a value is not sent: the field says so.
await page.goto(`${address}/ops/vector.collections.get`);
await page.locator('.go .run').click();
await page.locator('#field-collection .msg').waitFor();
found.missing = await page.locator('#field-collection .msg').innerText();

let started = Date.now();
await page.goto(address);
await page.locator('.svc').first().waitFor();
found.milliseconds.firstLoad = Date.now() - started;
await shot(page, 'home-light');
await check(page, 'home');

for (const [operation] of Object.entries(RUNS)) {
  found.runs[operation] = await runExample(page, operation);
  await page.waitForLoadState('networkidle');
  await shot(page, operation);
}
await check(page, 'operation');

// Drop a file on the home page, choose an operation, run it, send the result on.
await page.goto(address);
const png = Buffer.from(readFileSync(new URL('photo.png', import.meta.url)));
await page.locator('.drop input').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: png });
await page.locator('.ops.cards a', { hasText: 'Resize' }).first().waitFor();
await shot(page, 'dropped');
await page.locator('.ops.cards a[href="/ops/image.resize"]').click();
await page.locator('#field-width input').first().fill('300');
await page.locator('.go .run').click();
await page.locator('.cmp img').first().waitFor();
await page.locator('.facts .ok, .facts b').first().waitFor();
await shot(page, 'compare-light');
found.sent = await page.locator('.code pre').innerText();

// A wrong value: the message is at its field, with a fix.
await page.locator('#field-quality input[type=number]').fill('140');
await page.locator('.go .run').click();
await page.locator('.fail').waitFor();
await page.locator('#field-quality .msg').waitFor();
found.message = await page.locator('#field-quality .msg').innerText();
await shot(page, 'error-light');
await check(page, 'error');
await page.locator('#field-quality .msg button').click();
await page.locator('.go .run').click();
await page.locator('.facts').waitFor();

// A job: submitted by a client, followed to its end on the page of jobs, with its result.
const submitted = await page.evaluate(async (value) => {
  const body = JSON.stringify({ operation: 'math.evaluate', request: { expression: '6*7' } });
  const headers = { 'X-API-Key': value, 'Content-Type': 'application/json' };
  return (await fetch('/api/v1/jobs', { method: 'POST', headers, body })).status;
}, key);
await page.goto(`${address}/jobs`);
await page.locator('tbody button', { hasText: 'Details' }).first().click();
await page.locator('section[aria-label="Details of the job"] pre').waitFor();
found.job = { submitted, result: await page.locator('section[aria-label="Details of the job"] pre').innerText(), events: await page.locator('section[aria-label="Details of the job"] li').allInnerTexts() };
await shot(page, 'jobs-light');
await check(page, 'jobs');

// A large file goes up in pieces.
await page.goto(`${address}/files`);
writeFileSync(`${folder}/large.bin`, Buffer.alloc((32 << 20) + 1000, 7));
await page.locator('input[type=file]').setInputFiles(`${folder}/large.bin`);
await page.locator('td', { hasText: 'large.bin' }).first().waitFor({ timeout: 60_000 });
found.large = await page.locator('tr', { hasText: 'large.bin' }).first().innerText();
await shot(page, 'files-light');
await check(page, 'files');

// The guide.
await page.goto(`${address}/guide`);
await shot(page, 'guide-light');
await check(page, 'guide');
await page.locator('main a', { hasText: 'HTTP and curl' }).click();
await page.locator('h1', { hasText: 'curl' }).waitFor();
await shot(page, 'guide-start');
await check(page, 'guide start');

// By keyboard alone: find, open, example, run.
await page.goto(address);
await page.locator('.svc').first().waitFor();
await page.keyboard.press('/');
await page.locator('.pal[open] input:focus').waitFor();
await page.keyboard.type('checksum text');
await page.locator('.pal li').first().waitFor();
await shot(page, 'palette-light');
await check(page, 'palette');
await page.keyboard.press('Enter');
await page.waitForURL(/\/ops\//);
found.keyboard = new URL(page.url()).pathname;

// The key: nowhere but in the session.
const stored = await page.evaluate(async () => {
  const databases = await indexedDB.databases();
  const rows = await new Promise((done) => {
    const asked = indexedDB.open('flowforge');
    asked.onsuccess = () => {
      const all = asked.result.transaction('runs').objectStore('runs').getAll();
      all.onsuccess = () => done(JSON.stringify(all.result));
    };
  });
  return JSON.stringify({ ...localStorage }) + JSON.stringify(databases) + rows + document.cookie;
});
if (stored.includes(key)) found.leaks.push('the key is stored beyond the session');

// Every operation has a form, drawn at once.
const catalog = await page.evaluate(() => fetch('/console/catalog.json').then((answer) => answer.json()));
for (const row of catalog.operations) {
  const id = row.id;
  await page.evaluate((target) => {
    history.pushState(null, '', `/ops/${target}#example`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, id);
  started = Date.now();
  await page.locator(`.step.on:has-text("${id}")`).first().waitFor();
  const fields = await page.locator('.z-pa .f, .z-in .filefield, .z-pa p.muted').count();
  found.forms[id] = fields;
}
found.milliseconds.draw = await page.evaluate(async () => {
  // the largest form: from its visit to the frame that shows it
  let worst = ['', 0];
  for (const id of ['image.card', 'image.chart', 'image.pipeline', 'llm.chat.completions', 'math.numbers.combinatorics', 'jobs.deliveries.list']) {
    const start = performance.now();
    history.pushState(null, '', `/ops/${id}#example`);
    dispatchEvent(new PopStateEvent('popstate'));
    for (let tries = 0; tries < 200 && !document.querySelector('.step.on')?.textContent?.includes(id); tries += 1) await new Promise((done) => requestAnimationFrame(done));
    const spent = performance.now() - start;
    if (document.querySelector('.step.on')?.textContent?.includes(id) && spent > worst[1]) worst = [id, spent];
  }
  return worst;
});

const dark = await open({ colorScheme: 'dark' });
await dark.goto(address);
await dark.locator('.svc').first().waitFor();
await shot(dark, 'home-dark');
await check(dark, 'home dark');
await runExample(dark, 'crypto.hash');
await shot(dark, 'hash-dark');
await check(dark, 'operation dark');
await dark.goto(`${address}/docs/crypto.hash`);
await shot(dark, 'reference-dark');
await check(dark, 'reference dark');
for (const [name, where] of [['guide-dark', '/guide/limits.html'], ['jobs-dark', '/jobs']]) {
  await dark.goto(address + where);
  await dark.locator('main table').first().waitFor();
  await shot(dark, name);
  await check(dark, name);
}

const phone = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
await phone.goto(address);
await phone.locator('.svc').first().waitFor();
await shot(phone, 'home-phone');
await check(phone, 'home phone');
for (const [name, where] of [['guide-phone', '/guide/errors.html'], ['jobs-phone', '/jobs']]) {
  await phone.goto(address + where);
  await phone.locator('main table').first().waitFor();
  await shot(phone, name);
  await check(phone, name);
}
await phone.goto(`${address}/ops/image.resize#example`);
await phone.locator('.trio').waitFor();
await shot(phone, 'resize-phone-input');
await phone.locator('.trio button').nth(1).click();
await shot(phone, 'resize-phone-form');
await phone.locator('.dock .run').click();
await phone.locator('.facts').waitFor();
await shot(phone, 'resize-phone-result');
await check(phone, 'operation phone');

await browser.close();
console.log(JSON.stringify(found));
