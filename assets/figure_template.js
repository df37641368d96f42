/* What nearly every figure has, once for all of them, and how it is put to what was sent of a figure. The template is
   that of components/sent_figure.py; `python -m tests.house.figure_template` writes it anew. */
(function () {
  var TEMPLATE = {"config": {"displayModeBar": false, "displaylogo": false, "doubleClick": false, "plotlyServerURL": "", "scrollZoom": false, "showAxisDragHandles": false, "showSendToCloud": false}, "layout": {"dragmode": false, "font": {"color": "#1b2733", "family": "system-ui, Segoe UI, Roboto, Noto Sans, Arial, sans-serif", "size": 13}, "height": 320, "hoverlabel": {"bgcolor": "#1b2733", "font": {"color": "#ffffff"}, "namelength": -1}, "hovermode": "closest", "legend": {"orientation": "h", "traceorder": "normal", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}, "margin": {"autoexpand": true, "b": 8, "l": 8, "r": 24, "t": 8}, "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "separators": ".,", "showlegend": false, "xaxis": {"automargin": true, "fixedrange": true, "gridcolor": "#d9dfe5", "linecolor": "#d9dfe5", "zerolinecolor": "#d9dfe5"}, "yaxis": {"automargin": true, "fixedrange": true, "gridcolor": "#d9dfe5", "linecolor": "#d9dfe5", "zerolinecolor": "#d9dfe5"}}, "name": "542c6802", "traces": {"bar": {"cliponaxis": false, "hovertemplate": "%{customdata}: %{x:,.4~g}<extra></extra>", "orientation": "h", "textfont": {"color": "#1b2733"}, "textposition": "outside"}, "choropleth": {"featureidkey": "id", "hovertemplate": "%{text}<extra></extra>", "marker": {"line": {"width": 0.5}}, "showscale": false}, "heatmap": {"hoverongaps": false, "hovertemplate": "%{customdata}<extra></extra>", "texttemplate": "%{text}", "xgap": 2, "ygap": 2}, "scatter": {"connectgaps": false, "line": {"dash": "solid", "width": 2.5}, "marker": {"size": 7, "symbol": "circle"}, "mode": "lines+markers"}, "scattergeo": {"hoverinfo": "skip", "mode": "markers"}}}; /* template */
  var MONTHS = 12, NOTHING = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];

  /* Maps draw outlines of ours only; the library would fetch others from its makers where it finds none. */
  function empty() {
    var objects = {};
    NOTHING.forEach(function (name) { objects[name] = { type: "GeometryCollection", geometries: [] }; });
    return { type: "Topology", arcs: [], objects: objects };
  }
  window.PlotlyGeoAssets = window.PlotlyGeoAssets || { topojson: { world_110m: empty(), world_50m: empty() } };

  function isPlain(value) { return Boolean(value) && typeof value === "object" && !Array.isArray(value); }

  function copied(value) {
    if (Array.isArray(value)) { return value.map(copied); }
    return isPlain(value) ? merged({}, value) : value;
  }

  /* The base with what was given over it; null takes away what the base has. */
  function merged(base, given) {
    var found = {};
    Object.keys(base).forEach(function (name) { if (!(name in given)) { found[name] = copied(base[name]); } });
    Object.keys(given).forEach(function (name) {
      var value = given[name];
      if (isPlain(value) && isPlain(base[name])) { found[name] = merged(base[name], value); }
      else if (value !== null || !(name in base)) { found[name] = copied(value); }
    });
    return found;
  }

  function months(first, count) {
    var begin = Number(first.slice(0, 4)) * MONTHS + Number(first.slice(5, 7)) - 1, found = [];
    for (var at = begin; at < begin + count; at++) {
      found.push(String(Math.floor(at / MONTHS)).padStart(4, "0") + "-" + String(at % MONTHS + 1).padStart(2, "0") + "-01");
    }
    return found;
  }

  function unrolled(row) {
    if (!isPlain(row)) { return row; }
    return row.months ? months(row.months[0], row.months[1]) : Array.from({ length: row.count }, function (_, at) { return at; });
  }

  function trace(given) {
    var rows = {};
    ["x", "y"].forEach(function (name) { if (name in given) { rows[name] = unrolled(given[name]); } });
    return merged(TEMPLATE.traces[given.type] || {}, Object.assign({}, given, rows));
  }

  /* A figure as plotly draws it. What was sent for another template is not for this one: null. */
  function whole(sent) {
    if (sent.template && sent.template !== TEMPLATE.name) { return null; }
    if (!sent.template) { return { data: sent.data, layout: sent.layout }; }
    return { data: sent.data.map(trace), layout: merged(TEMPLATE.layout, sent.layout) };
  }

  window.lagebildFigure = { whole: whole, config: function () { return merged(TEMPLATE.config, {}); } };
})();
