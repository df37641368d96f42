/* Saves the figures of a panel as one PNG, in the browser: title, chosen filters, figures, note and build in one
   picture, so that it can be understood without the page. Nothing is sent anywhere. */
(function () {
  var WIDTH = 1200, EDGE = 40, SCALE = 2, INK = "#1b2733", SOFT = "#51606e", PAPER = "#ffffff";
  var FAMILY = 'system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif';

  function seenText(element) {
    var copy = element.cloneNode(true);
    copy.querySelectorAll(".unseen, [aria-hidden=true]").forEach(function (part) { part.remove(); });
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function textsOf(selector) {
    return Array.from(document.querySelectorAll(selector), seenText).filter(Boolean);
  }

  /* The chosen filters in the words of the page; without its bar of filters, as the address has them. */
  function filterLine() {
    var words = textsOf(".filter-bar .chip");
    if (!words.length) { words = textsOf(".filter-bar .chips-none"); }
    if (!words.length) {
      new URLSearchParams(window.location.search).forEach(function (value, key) { words.push(key + ": " + value); });
    }
    return words.join(" · ");
  }

  function pictureOf(plot) {
    var own = (plot.layout.meta || {}).picture || {};  /* what a figure wants to be different in its picture */
    var height = own.height || plot.clientHeight || 400;
    var layout = Object.assign({}, plot.layout, own, { autosize: false, width: WIDTH - 2 * EDGE, height: height });
    layout.paper_bgcolor = layout.plot_bgcolor = PAPER;
    if (layout.meta && layout.meta.key) { layout.showlegend = true; }
    var config = { topojsonURL: "/assets/topojson/", plotlyServerURL: "", showSendToCloud: false };
    var wanted = { format: "png", width: WIDTH - 2 * EDGE, height: height, scale: SCALE };
    return window.Plotly.toImage({ data: plot.data, layout: layout, config: config }, wanted).then(function (address) {
      return new Promise(function (done, failed) {
        var image = new Image();
        image.onload = function () { done({ image: image, height: height }); };
        image.onerror = failed;
        image.src = address;
      });
    });
  }

  function linesOf(pen, text, font) {
    var lines = [""];
    pen.font = font;
    text.split(/\s+/).forEach(function (word) {
      var longer = (lines[lines.length - 1] + " " + word).trim();
      if (pen.measureText(longer).width > WIDTH - 2 * EDGE && lines[lines.length - 1]) { lines.push(word); }
      else { lines[lines.length - 1] = longer; }
    });
    return lines;
  }

  /* Blocks of text and figures from top to bottom; the canvas gets the height that they need. */
  function drawn(blocks, isRightToLeft) {
    var canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), height = 2 * EDGE;
    blocks.forEach(function (block) {
      if (block.text) { block.lines = linesOf(pen, block.text, block.font); }
      block.height = block.image ? block.height : block.lines.length * block.step;
      height += block.height + 12;
    });
    canvas.width = WIDTH * SCALE;
    canvas.height = height * SCALE;
    pen.scale(SCALE, SCALE);
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, WIDTH, height);
    pen.direction = isRightToLeft ? "rtl" : "ltr";
    pen.textAlign = "start";
    pen.textBaseline = "top";
    var top = EDGE, start = isRightToLeft ? WIDTH - EDGE : EDGE;
    blocks.forEach(function (block) {
      if (block.image) { pen.drawImage(block.image, EDGE, top, WIDTH - 2 * EDGE, block.height); }
      (block.lines || []).forEach(function (line, at) {
        pen.font = block.font;
        pen.fillStyle = block.ink;
        pen.fillText(line, start, top + at * block.step);
      });
      top += block.height + 12;
    });
    return canvas;
  }

  function textBlock(text, size, weight, ink) {
    return { text: text, font: weight + " " + size + "px " + FAMILY, step: Math.round(size * 1.35), ink: ink };
  }

  function offer(blob, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
  }

  function offerPicture(canvas, name) {
    return new Promise(function (done, failed) {
      canvas.toBlob(function (blob) {
        if (!blob) { failed(new Error("empty picture")); return; }
        done(offer(blob, name));
      }, "image/png");
    });
  }

  /* The name of a file of a panel, with the build that it shows. */
  function fileName(panel, ending) {
    var build = document.querySelector(".build-line code");
    return ["lagebild", panel.id, build && build.textContent].filter(Boolean).join("-") + ending;
  }

  function save(button) {
    var panel = document.getElementById(button.dataset.saveFigure);
    var plots = panel ? Array.from(panel.querySelectorAll(".js-plotly-plot")) : [];
    if (!plots.length || !window.Plotly) { return Promise.reject(new Error("no figure")); }
    return Promise.all(plots.map(pictureOf)).then(function (pictures) {
      var keys = Array.from(panel.querySelectorAll("[data-in-picture]"), seenText);
      var blocks = [textBlock(button.dataset.title, 28, "700", INK), textBlock(filterLine(), 16, "400", SOFT)];
      blocks = blocks.concat(pictures, keys.concat(button.dataset.note || "").map(function (text) {
        return textBlock(text, 15, "400", INK);
      }));
      blocks.push(textBlock(textsOf(".build-line > *").concat("Lagebild").join(" · "), 14, "400", SOFT));
      var canvas = drawn(blocks.filter(function (block) { return block.image || block.text; }),
        getComputedStyle(panel).direction === "rtl");
      return offerPicture(canvas, fileName(panel, ".png"));
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-save-figure]");
    if (!button || button.disabled) { return; }
    var told = button.parentElement.querySelector("[role=status]");
    button.disabled = true;
    save(button).then(
      function () { told.textContent = button.dataset.saidSaved; },
      function () { told.textContent = button.dataset.saidFailed; }
    ).then(function () { button.disabled = false; button.focus(); });
  });
})();
