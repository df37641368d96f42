/* Opens the pages that a reader has kept when there is no network, and says so where a page is not kept. With a network
   it changes nothing: pages come from the server, and nothing is kept but the frame of the app, which is the same for
   everybody. Pages are kept and thrown away by assets/keeping.js. The
   server writes EDITION, the version of the app, and SHELL, addresses of that frame, before these lines. */
const KEPT = "lagebild-kept", INDEX = "/kept-pages.json", SHELL_CACHE = `lagebild-shell-${EDITION}`;
const OFFLINE = SHELL[0], NOBODY_BEHIND = [502, 503, 504], PAUSES = [500, 2000];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL_CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("lagebild-shell-") && name !== SHELL_CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    if (self.registration.navigationPreload) { await self.registration.navigationPreload.enable(); }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const request = event.request, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) { return; }
  if (request.mode === "navigate") { event.respondWith(page(event, address)); }
  else if (/^\/(static|figures|boundaries)\//.test(address.pathname)) { event.respondWith(part(request, address)); }
});

/* A document: from the server, else as it was kept, else the page that says that there is no network. */
async function page(event, address) {
  let got = null;
  try {
    got = await tried(event.request, event.preloadResponse);
    if (!isFromBetween(got)) { return got; }
  } catch (error) { /* no network, or nobody answers */ }
  const kept = await keptPage(address.pathname + address.search);
  return kept || await caches.match(OFFLINE, { ignoreVary: true }) || got || Response.error();
}

/* The kept document, marked with the moment when it was kept, by which its scripts say how old it is. */
async function keptPage(key) {
  const cache = await caches.open(KEPT), index = await cache.match(INDEX), got = await cache.match(key);
  const known = index && (await index.json()).pages.find((one) => one.key === key);
  if (!got || !known) { return null; }
  const text = (await got.text()).replace("<html ", `<html data-kept="${known.at}" `);
  return new Response(text, { headers: got.headers });
}

/* Whether a server in between answers, because there is nobody behind it at the moment. */
function isFromBetween(got) { return NOBODY_BEHIND.includes(got.status) && !got.headers.has("X-Request-Id"); }

/* What the server says, asked again where a weak link lost it. begun: the answer that the browser has asked for already
   while this script was starting. */
async function tried(request, begun) {
  for (let at = 0; ; at += 1) {
    const isLast = at >= PAUSES.length || navigator.onLine === false;
    try {
      const got = (!at && await begun) || await fetch(request.clone());
      if (isLast || !isFromBetween(got)) { return got; }
    } catch (error) {
      if (isLast || request.signal.aborted) { throw error; }
    }
    await new Promise((go) => { setTimeout(go, PAUSES[at]); });
  }
}

/* A part of a document: from the server, else as it was kept. */
async function part(request, address) {
  try {
    return await (address.pathname.startsWith("/static/") ? tried(request) : fetch(request));
  } catch (error) {
    const found = await caches.match(address.pathname + address.search, { ignoreVary: true });
    if (found) { return found; }
    throw error;
  }
}
