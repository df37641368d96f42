/* Asks the server for something that only reads, and asks again with growing pauses where a weak link lost it or a
   server in between has nobody behind it. Says how it stands by events on the document: `lagebild:link` with
   is = "waiting" (until: when it asks again, in ms since 1970), "there" (took: ms, size: letters) or "lost".
   `lagebild:now` ends a pause, and so does a network that comes back. */
"use strict";

/* lagebildAsk(address, {signal, pauses, isQuiet, headers, cache}) promises {status, ok, url, headers, text}. It fails only where
   nothing came after the last pause, or where the signal ended it. isQuiet: without events. */
window.lagebildAsk = (() => {
  const PAUSES = [1000, 3000, 8000, 20000], AGAIN = [502, 503, 504], LONGEST_WAIT = 60000, LONGEST_TRY = 120000;

  /* Ends after a pause, or as soon as somebody or the network says so. */
  function rest(pause, signal) {
    return new Promise((go, fail) => {
      const over = new AbortController(), heard = { signal: over.signal };
      const timer = setTimeout(end, pause);
      function end() { over.abort(); clearTimeout(timer); go(); }
      window.addEventListener("online", end, heard);
      document.addEventListener("lagebild:now", end, heard);
      if (signal) {
        signal.addEventListener("abort", () => { over.abort(); clearTimeout(timer); fail(signal.reason); }, heard);
      }
    });
  }

  /* One try, body and all. */
  async function once(address, options) {
    const limit = AbortSignal.timeout ? [AbortSignal.timeout(LONGEST_TRY)] : [];
    const given = options.signal ? [options.signal, ...limit] : limit;
    const signal = given.length > 1 && AbortSignal.any ? AbortSignal.any(given) : given[0];
    const begun = performance.now();
    const got = await fetch(address, { credentials: "same-origin", ...options, signal });
    const text = await got.text();
    const told = { status: got.status, ok: got.ok, url: got.url, headers: got.headers, text };
    return { told, took: performance.now() - begun };
  }

  /* Somewhat different for everybody, so that a server that comes back is not asked by all at once. */
  function pauseAfter(told, planned) {
    const wished = told ? Number(told.headers.get("Retry-After")) * 1000 : 0;
    return Math.min(LONGEST_WAIT, Math.max(wished || 0, planned * (0.8 + 0.4 * Math.random())));
  }

  return async function ask(address, options = {}) {
    const { pauses = PAUSES, isQuiet = false, ...given } = options;
    function tell(detail) {
      if (!isQuiet) { document.dispatchEvent(new CustomEvent("lagebild:link", { detail })); }
    }
    for (let at = 0; ; at += 1) {
      let told = null, failed = null;
      try {
        const tried = await once(address, given);
        told = tried.told;
        if (!AGAIN.includes(told.status)) {
          tell({ is: "there", took: tried.took, size: told.text.length });
          return told;
        }
      } catch (error) {
        if (options.signal && options.signal.aborted) { throw error; }
        failed = error;
      }
      if (at >= pauses.length) {
        tell({ is: "lost" });
        if (told) { return told; }
        throw failed;
      }
      const pause = pauseAfter(told, pauses[at]);
      tell({ is: "waiting", until: Date.now() + pause });
      await rest(pause, options.signal);
    }
  };
})();
