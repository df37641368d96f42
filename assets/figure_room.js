/* Makes a figure fit into less height than it wants, on paper, slides and in saved pictures: letters of a list get
   smaller, and where even that is too much the list shows its first rows. Who calls says how many are left out. */
window.lagebildRoom = (function () {
  var ROW = 24, FRAME = 90;

  function isList(axis) { return Boolean(axis && axis.tickmode === "array" && axis.range && axis.tickvals); }

  /* A copy of the layout whose list has as many rows as fit, and how many of how many they are; null: all of them. */
  function shortened(layout, height) {
    var axis = layout.yaxis, fitting = Math.floor((height - FRAME) / ROW);
    if (!isList(axis) || axis.tickvals.length <= fitting) { return { layout: layout, cut: null }; }
    var all = axis.tickvals, last = fitting - 0.5, isDown = axis.range[0] > axis.range[1];
    var range = isDown ? [last, -0.5] : [all.length - 1 - last, all.length - 0.5];
    var low = Math.min.apply(null, range), high = Math.max.apply(null, range);
    function isIn(at) { return at > low && at < high; }
    var kept = {
      range: range,
      tickvals: all.filter(isIn),
      ticktext: axis.ticktext.filter(function (text, at) { return isIn(all[at]); })
    };
    var annotations = (layout.annotations || []).filter(function (one) {
      return one.yref === "paper" || typeof one.y !== "number" || isIn(one.y);
    });
    var short = Object.assign({}, layout, { yaxis: Object.assign({}, axis, kept), annotations: annotations });
    return { layout: short, cut: [fitting, all.length] };
  }

  /* A copy of the layout with smaller labels, on one line each, where rows have less room than they want. */
  function denser(layout, height) {
    var axis = layout.yaxis;
    if (!isList(axis)) { return layout; }
    var row = (height - FRAME) / Math.max(1, axis.tickvals.length);
    if (row >= 30) { return layout; }
    var font = Object.assign({}, axis.tickfont, { size: Math.max(8, Math.min(13, Math.floor(row * 0.6))) });
    var texts = axis.ticktext.map(function (text) { return String(text).replace(/<br>/g, " "); });
    return Object.assign({}, layout, { yaxis: Object.assign({}, axis, { ticktext: texts, tickfont: font }) });
  }

  return { shortened: shortened, denser: denser };
})();
