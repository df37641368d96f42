/* Draws the figures of a page when they come near the view. Each place in the document names where its figure is
   fetched, somewhat before it is drawn: on a link with a long delay, the way there and back takes longer than its few
   bytes. The library comes with the first figure that is drawn, its part for maps with the first map. What a weak link
   loses is asked for again; what does not come says so and can be asked for once more. */
(function () {
  var LIBRARY = "/static/plotly/plotly-core.js", MAPS = "/static/plotly/plotly-geo.js";
  var NEAR = "400px", AHEAD = "1600px", PAUSES = [1000, 3000, 9000];
  var known = new Map(), scripts = {}, isPrinting = false, queue = Promise.resolve();

  function word(name) {
    var said = document.getElementById("figure-words");
    return (said && said.dataset[name]) || "";
  }

  function pause(time) { return new Promise(function (go) { setTimeout(go, time); }); }

  /* What the way to an answer gives in the end, asked for again after each pause. */
  function tried(ask, pauses) {
    return ask().catch(function (error) {
      if (!pauses.length) { throw error; }
      return pause(pauses[0]).then(function () { return tried(ask, pauses.slice(1)); });
    });
  }

  /* What an address gives as JSON; asked for again where a weak link lost it. */
  function fetched(address, gone) {
    return window.lagebildAsk(address, { signal: gone, pauses: PAUSES }).then(function (got) {
      if (!got.ok) { throw new Error(String(got.status)); }
      return JSON.parse(got.text);
    });
  }

  function element(address) {
    return new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = function () { script.remove(); failed(new Error(address)); };
      document.head.append(script);
    });
  }

  /* A script, once for all who need it. */
  function script(address) {
    scripts[address] = scripts[address] || tried(function () { return element(address); }, PAUSES).catch(function (error) {
      delete scripts[address];
      throw error;
    });
    return scripts[address];
  }

  /* A script that is needed after another one is on its way beside it. */
  function announce(address) {
    var hint = document.createElement("link");
    hint.rel = "preload";
    hint.as = "script";
    hint.href = address;
    document.head.append(hint);
  }

  function library(needsMaps) {
    if (needsMaps && !window.Plotly && !scripts[MAPS]) { announce(MAPS); }
    var core = window.Plotly ? Promise.resolve() : script(LIBRARY);
    return core.then(function () { return needsMaps ? script(MAPS) : null; });
  }

  /* A figure as it was sent; where the page is older than the template, all of it. */
  function figureOf(place, gone) {
    var address = place.dataset.figure;
    return fetched(address, gone).then(function (sent) {
      return window.lagebildFigure.whole(sent) || fetched(address + "&whole=1", gone);
    });
  }

  /* The figure of a place, asked for once; what failed is asked for anew. */
  function fetchedFor(place, held) {
    held.figure = held.figure || figureOf(place, held.gone.signal).catch(function (error) {
      held.figure = null;
      throw error;
    });
    return held.figure;
  }

  /* Outlines of maps, where the library looks for them. */
  function outlines(figure, gone) {
    var addresses = figure.data.map(function (one) { return one.geojson; }).filter(function (one) {
      return typeof one === "string" && !window.PlotlyGeoAssets[one];
    });
    return Promise.all(Array.from(new Set(addresses), function (address) {
      return fetched(address, gone).then(function (found) { window.PlotlyGeoAssets[address] = found; });
    })).then(function () { return figure; });
  }

  function config() {
    return Object.assign(window.lagebildFigure.config(), { locale: document.documentElement.lang, responsive: false });
  }

  function draw(place, figure) {
    if (!place.isConnected) { throw new Error("left"); }
    place.textContent = "";
    var layout = Object.assign({}, figure.layout, { autosize: true });
    delete layout.height;  /* the place has it, and on some pages another one by its width */
    return window.Plotly.newPlot(place, figure.data, layout, config()).then(function () {
      if (!place.isConnected) { window.Plotly.purge(place); throw new Error("left"); }
      say(place, "drawn");
      widths.observe(place);
    });
  }

  /* One figure after the other, so that the page stays quick under the hand. */
  function inTurn(place, figure) {
    var turn = queue.then(function () { return pause(0); }).then(function () { return draw(place, figure); });
    queue = turn.catch(function () { return null; });
    return turn;
  }

  /* Where a figure that failed says so: beside the image, as nothing inside an image is read out. */
  function saidBeside(place, isFailed) {
    var image = place.closest("[role=img]") || place, next = image.nextElementSibling;
    var found = next && next.classList.contains("figure-failed") ? next : null;
    if (!isFailed) { if (found) { found.remove(); } return; }
    if (found) { return; }
    var line = document.createElement("p"), words = document.createElement("span"), again = document.createElement("button");
    line.className = "figure-failed";
    words.setAttribute("role", "status");
    words.textContent = word("failed") + " ";
    again.type = "button";
    again.textContent = word("again");
    again.addEventListener("click", function () { drawn(place).catch(ignore); });
    line.append(words, again);
    image.after(line);
  }

  function say(place, state) {
    place.dataset.state = state;
    saidBeside(place, state === "failed");
    if (state !== "drawn") { place.textContent = state === "loading" ? word("loading") : ""; }
  }

  function ignore() { return null; }

  /* Draws the figure of a place, once; what failed is begun anew. */
  function drawn(place) {
    var held = known.get(place) || { gone: new AbortController() };
    known.set(place, held);
    near.unobserve(place);
    if (held.drawn) { return held.drawn; }
    say(place, "loading");
    held.drawn = Promise.all([
      fetchedFor(place, held).then(function (figure) { return outlines(figure, held.gone.signal); }),
      library("needsMaps" in place.dataset)
    ]).then(function (found) {
      return inTurn(place, found[0]);
    }).catch(function (error) {
      held.drawn = null;
      if (place.isConnected) { say(place, "failed"); }
      throw error;
    });
    return held.drawn;
  }

  function placesIn(root) { return Array.from(root.querySelectorAll(".figure-place")); }

  function allDrawn(root) { return Promise.all(placesIn(root || document).map(drawn)); }

  var near = new IntersectionObserver(function (seen) {
    seen.forEach(function (one) { if (one.isIntersecting) { drawn(one.target).catch(ignore); } });
  }, { rootMargin: NEAR });

  var ahead = new IntersectionObserver(function (seen) {
    seen.forEach(function (one) {
      var held = known.get(one.target);
      if (!one.isIntersecting || !held) { return; }
      ahead.unobserve(one.target);
      fetchedFor(one.target, held).catch(ignore);
    });
  }, { rootMargin: AHEAD });

  var widths = new ResizeObserver(function (changed) {
    changed.forEach(function (one) {
      var place = one.target, seen = place._fullLayout, room = one.contentRect;
      if (isPrinting || !seen || !room.width || !room.height) { return; }
      if (Math.abs(room.width - seen.width) < 1 && Math.abs(room.height - seen.height) < 1) { return; }
      requestAnimationFrame(function () { if (place.isConnected && place._fullLayout) { window.Plotly.Plots.resize(place); } });
    });
  });

  function forget(place, held) {
    held.gone.abort();
    near.unobserve(place);
    ahead.unobserve(place);
    widths.unobserve(place);
    if (window.Plotly) { window.Plotly.purge(place); }
    known.delete(place);
  }

  /* Forgets the figures of the page before, and waits for those of this one to come near. */
  function look() {
    known.forEach(function (held, place) { if (!place.isConnected) { forget(place, held); } });
    if (!known.size) {
      Object.keys(window.PlotlyGeoAssets).forEach(function (name) {
        if (name !== "topojson") { delete window.PlotlyGeoAssets[name]; }
      });
    }
    placesIn(document).forEach(function (place) {
      if (known.has(place)) { return; }
      known.set(place, { gone: new AbortController() });
      near.observe(place);
      ahead.observe(place);
    });
  }

  /* The link is there again: what failed is begun anew, without being asked for. */
  function again() {
    placesIn(document).forEach(function (place) { if (place.dataset.state === "failed") { near.observe(place); } });
  }

  function undrawn() { return placesIn(document).filter(function (place) { return place.dataset.state !== "drawn"; }); }

  /* Printing waits until every figure is there, or is known not to come. */
  function print() {
    return Promise.allSettled(undrawn().map(drawn)).then(function () { window.print(); });
  }

  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p" && undrawn().length) {
      event.preventDefault();
      print();
    }
  });
  window.addEventListener("beforeprint", function () {
    isPrinting = true;
    undrawn().forEach(function (place) { place.textContent = word("undrawn"); });
  });
  window.addEventListener("afterprint", function () { isPrinting = false; });
  window.addEventListener("online", again);
  document.addEventListener("lagebild:page", look);
  window.lagebildDrawing = { drawn: allDrawn, print: print };
  document.addEventListener("DOMContentLoaded", look);
})();
