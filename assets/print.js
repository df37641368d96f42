/* While a page is printed, its figures are as wide as the paper; afterwards as wide as the window again. */
(function () {
  var PAPER = 676;

  function plots() { return window.Plotly ? Array.from(document.querySelectorAll(".js-plotly-plot")) : []; }

  window.addEventListener("beforeprint", function () {
    plots().forEach(function (plot) {
      window.Plotly.relayout(plot, { autosize: false, width: PAPER, height: plot.clientHeight });
    });
  });
  window.addEventListener("afterprint", function () {
    plots().forEach(function (plot) { window.Plotly.relayout(plot, { autosize: true, width: null, height: null }); });
  });
})();
