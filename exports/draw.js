/* Draws the figures of a document for paper and pictures, each as wide as its place, makes tables and slides fit, and
   says on the root element when all of it is there. Nothing is cut off without a word: tables get smaller letters
   until their longest word fits; what a slide cannot hold is counted in a sentence. */
(function () {
  var root = document.documentElement, size, most, isSlide;
  var SMALLEST = 6.5, SMALL = 7.5, MOST_LINES = 4, LEAST_ZOOM = 0.45, SAID = 20, LOWEST = 160;

  function saidCut(place, shown, all) {
    var said = document.createElement("p");
    said.className = "figure-cut";
    said.textContent = root.dataset.saidCut.replace("{shown}", shown).replace("{all}", all);
    place.after(said);
  }

  function tallest(table) {
    return Math.max.apply(null, Array.from(table.tBodies[0] ? table.tBodies[0].rows : [], function (row) { return row.offsetHeight; }).concat(0));
  }

  /* Letters so small that no word and no number of the table is broken, but not smaller than can be read. */
  function fitTable(table) {
    var room = table.parentElement.clientWidth, letters = parseFloat(getComputedStyle(table).fontSize);
    if (!room || !table.offsetParent) { return; }
    table.classList.add("is-fitted");
    for (var turn = 0; turn < 8 && table.scrollWidth > room + 1 && letters > SMALLEST; turn++) {
      letters = Math.max(SMALLEST, letters * Math.max(0.75, room / table.scrollWidth));
      table.style.setProperty("font-size", letters + "px", "important");
    }
    if (table.scrollWidth > room + 1) { table.classList.replace("is-fitted", "is-broken"); }
    for (var more = 0; more < 8 && letters > SMALL && tallest(table) > MOST_LINES * letters * 1.5; more++) {
      letters = Math.max(SMALL, letters * 0.93);
      table.style.setProperty("font-size", letters + "px", "important");
    }
  }

  function setHeight(place, height) {
    place.style.setProperty("aspect-ratio", "auto");
    place.style.setProperty("block-size", height + "px", "important");
  }

  function drawn(place) {
    var held = JSON.parse(place.querySelector(".figure-data").textContent), layout = held.figure.layout;
    place.textContent = "";
    var wanted = isSlide ? most : place.getBoundingClientRect().height || layout.height || 400;
    var height = Math.floor(Math.min(wanted, most));
    var fitting = isSlide ? window.lagebildRoom.shortened(layout, height) : { layout: layout, cut: null };
    if (fitting.cut) { saidCut(place, fitting.cut[0], fitting.cut[1]); }
    layout = isSlide || height < wanted ? window.lagebildRoom.denser(fitting.layout, height) : layout;
    setHeight(place, height);
    layout.autosize = false;
    layout.width = Math.floor(place.getBoundingClientRect().width);
    layout.height = height;
    var config = Object.assign({}, held.config, { staticPlot: true, responsive: false });
    return window.Plotly.newPlot(place, held.figure.data, layout, config);
  }

  function main() { return document.querySelector("main"); }

  /* What stands around the figures of a slide keeps its height; they get the rest. Tables lose rows from the end. */
  function fitSlide() {
    var places = Array.from(document.querySelectorAll(".dash-graph"));
    places.forEach(function (place) { setHeight(place, 0); });
    var wanted = places.length ? 200 * places.length : 0;
    Array.from(document.querySelectorAll("table.is-fitted, table.is-broken")).forEach(function (table) {
      var rows = Array.from(table.querySelectorAll("tbody tr")), kept = rows.length;
      while (kept > 3 && main().scrollHeight + wanted + 24 > window.innerHeight) { rows[--kept].remove(); }
      if (kept < rows.length) { saidCut(table, kept, rows.length); }
    });
    function bottom(height) {
      places.forEach(function (place) { setHeight(place, height); });
      return main().getBoundingClientRect().bottom;
    }
    var edge = Math.max(window.innerHeight - SAID, bottom(LOWEST));
    for (most = window.innerHeight; most > LOWEST && bottom(most) > edge;) { most -= 12; }
  }

  /* The whole document smaller, where it is still wider than the window, or on a slide higher. */
  function shrink() {
    if (size === "paper") { return null; }
    for (var zoom = 1; zoom >= LEAST_ZOOM; zoom -= 0.03) {
      main().style.zoom = zoom;
      var isTooHigh = isSlide && main().getBoundingClientRect().bottom > window.innerHeight;
      if (root.scrollWidth <= window.innerWidth && !isTooHigh) { break; }
    }
    if (isSlide && zoom < LEAST_ZOOM) { throw new Error(root.dataset.saidFull); }
    return Promise.all(Array.from(document.querySelectorAll(".js-plotly-plot"), function (place) {
      var width = place.clientWidth;
      return width === place.layout.width ? null : window.Plotly.relayout(place, { width: width });
    }));
  }

  /* A script of the library of figures, where it is not there yet. */
  function part(address) {
    if (document.querySelector('script[src="' + address + '"]')) { return Promise.resolve(); }
    return new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = function () { failed(new Error(address)); };
      document.head.append(script);
    });
  }

  /* What the figures of this document need of it. */
  function plotly() {
    var held = Array.from(document.querySelectorAll(".figure-data"), function (one) { return JSON.parse(one.textContent); });
    var hasMaps = held.some(function (one) {
      return one.figure.data.some(function (trace) { return trace.type === "choropleth" || trace.type === "scattergeo"; });
    });
    if (!held.length) { return Promise.resolve(); }
    return part("/plotly/plotly-core.js").then(function () { return hasMaps ? part("/plotly/plotly-geo.js") : null; });
  }

  function draw() {
    size = root.dataset.size;
    isSlide = size === "slide";
    most = Number(root.dataset.mostHeight) || Infinity;
    Promise.all([document.fonts.ready, plotly()]).then(function () {
      document.querySelectorAll("main table").forEach(fitTable);
      if (isSlide) { fitSlide(); }
      return Promise.all(Array.from(document.querySelectorAll(".dash-graph"), drawn));
    }).then(shrink).then(
      function () { root.dataset.state = "ready"; },
      function (error) { root.dataset.state = "failed: " + ((error && error.message) || error); }
    );
  }

  window.lagebildDraw = draw;
  draw();
})();
