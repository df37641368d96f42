/* Draws the figures of a document for paper and pictures, each as wide as its place, and says on the root element when
   all of them are there. A figure that is taller than data-most-height becomes denser; on a slide a list of bars shows
   as many as fit and says so. */
(function () {
  var root = document.documentElement;
  var most = Number(root.dataset.mostHeight) || Infinity, isSlide = root.dataset.size === "slide";
  var ROW = 22, FRAME = 90;

  /* The bars that fit; the sentence below says how many. */
  function shortened(layout, place) {
    var axis = layout.yaxis || {}, labels = axis.tickvals || [], fitting = Math.floor((most - FRAME) / ROW);
    if (!isSlide || axis.tickmode !== "array" || !axis.range || labels.length <= fitting) { return; }
    var last = fitting - 0.5;
    axis.range = axis.range[0] > axis.range[1] ? [last, -0.5] : [labels.length - 1 - last, labels.length - 0.5];
    axis.tickvals = labels.filter(function (at) { return at > Math.min.apply(null, axis.range) && at < Math.max.apply(null, axis.range); });
    axis.ticktext = axis.ticktext.filter(function (text, at) { return axis.tickvals.indexOf(labels[at]) > -1; });
    var said = document.createElement("p");
    said.className = "figure-cut";
    said.textContent = root.dataset.saidCut.replace("{shown}", fitting).replace("{all}", labels.length);
    place.after(said);
  }

  function drawn(place) {
    var held = JSON.parse(place.querySelector(".figure-data").textContent);
    var layout = held.figure.layout, wanted = layout.height || 400;
    place.textContent = "";
    shortened(layout, place);
    var height = isSlide ? most : Math.min(wanted, most);
    if (height < wanted && layout.yaxis && layout.yaxis.tickmode === "array") {
      layout.yaxis.tickfont = Object.assign({ size: Math.max(8, Math.round(13 * Math.max(height / wanted, 0.6))) }, layout.yaxis.tickfont);
    }
    place.style.height = height + "px";
    layout.autosize = false;
    layout.width = Math.floor(place.getBoundingClientRect().width);
    layout.height = height;
    var config = Object.assign({}, held.config, { staticPlot: true, responsive: false });
    return window.Plotly.newPlot(place, held.figure.data, layout, config);
  }

  function fit() {
    if (!isSlide) { return; }
    /* What stands around the figures keeps its height; they get the rest of the slide. */
    var places = document.querySelectorAll(".dash-graph"), main = document.querySelector("main");
    places.forEach(function (place) { place.style.height = "0"; });
    var rest = window.innerHeight - main.getBoundingClientRect().height;
    most = Math.max(160, Math.floor(rest / Math.max(1, places.length)) - 24);
  }

  document.fonts.ready.then(function () {
    fit();
    return Promise.all(Array.from(document.querySelectorAll(".dash-graph"), drawn));
  }).then(
    function () { root.dataset.state = "ready"; },
    function (error) { root.dataset.state = "failed: " + ((error && error.message) || error); }
  );
})();
