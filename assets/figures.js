/* Saves the figures of a panel as one PNG, in the browser: title, chosen filters, figures, note, build and address in
   one picture, so that it can be understood without the page. Nothing is sent anywhere. */
(function () {
  /* In pixels; scale: pixels of the picture for each; height: of a picture that always has the same. letters: of the
     heading. The same sizes as in exports/picture.py. */
  var SIZES = {
    screen: { width: 1200, edge: 40, scale: 2, letters: 28 },
    print: { width: 800, edge: 24, scale: 3.1, letters: 20 },
    slide: { width: 1200, edge: 24, scale: 1, letters: 26, height: 675 }
  };
  var GAP = 12, LOWEST = 160, INK = "#1b2733", SOFT = "#51606e", PAPER = "#ffffff";
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

  /* The figure as an image. room: the height that it must keep to, 0 where it may have what it wants. */
  function pictureOf(plot, size, room) {
    var own = (plot.layout.meta || {}).picture || {};  /* what a figure wants to be different in its picture */
    var height = room || own.height || plot.clientHeight || 400, width = size.width - 2 * size.edge;
    var given = Object.assign({}, plot.layout, own, { autosize: false, width: width, height: height });
    var fitting = room ? window.lagebildRoom.shortened(given, height) : { layout: given, cut: null };
    var layout = Object.assign({}, room ? window.lagebildRoom.denser(fitting.layout, height) : given);
    layout.paper_bgcolor = layout.plot_bgcolor = PAPER;
    if (layout.meta && layout.meta.key) { layout.showlegend = true; }
    var config = window.lagebildFigure.config();
    var wanted = { format: "png", width: width, height: height, scale: size.scale };
    return window.Plotly.toImage({ data: plot.data, layout: layout, config: config }, wanted).then(function (address) {
      return new Promise(function (done, failed) {
        var image = new Image();
        image.onload = function () { done({ image: image, height: height, cut: fitting.cut }); };
        image.onerror = failed;
        image.src = address;
      });
    });
  }

  function linesOf(pen, block, width) {
    var lines = [""];
    pen.font = block.font;
    block.text.split(/\s+/).forEach(function (word) {
      var longer = (lines[lines.length - 1] + " " + word).trim();
      if (pen.measureText(longer).width > width && lines[lines.length - 1]) { lines.push(word); }
      else { lines[lines.length - 1] = longer; }
    });
    return lines;
  }

  /* Gives each block its height; what all of them need together. */
  function measured(blocks, size) {
    var pen = document.createElement("canvas").getContext("2d");
    return blocks.reduce(function (height, block) {
      if (block.text) {
        block.lines = linesOf(pen, block, size.width - 2 * size.edge);
        block.height = block.lines.length * block.step;
      }
      return height + (block.height || 0) + GAP;
    }, 2 * size.edge - GAP);
  }

  /* Blocks of text and figures from top to bottom; the canvas gets the height that they need. */
  function drawn(blocks, size, isRightToLeft) {
    var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    var height = Math.max(measured(blocks, size), size.height || 0);
    canvas.width = Math.round(size.width * size.scale);
    canvas.height = Math.round(height * size.scale);
    pen.scale(size.scale, size.scale);
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, size.width, height);
    pen.direction = isRightToLeft ? "rtl" : "ltr";
    pen.textAlign = "start";
    pen.textBaseline = "top";
    var top = size.edge, start = isRightToLeft ? size.width - size.edge : size.edge;
    blocks.forEach(function (block) {
      if (block.image) { pen.drawImage(block.image, size.edge, top, size.width - 2 * size.edge, block.height); }
      (block.lines || []).forEach(function (line, at) {
        pen.font = block.font;
        pen.fillStyle = block.ink;
        pen.fillText(line, start, top + at * block.step);
      });
      top += block.height + GAP;
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

  /* The address of what is shown, with its build. */
  function permanentLink() {
    var build = document.querySelector(".build-line code"), link = new URL(window.location.href);
    if (build) { link.searchParams.set("build", build.textContent); }
    link.hash = "";
    return decodeURI(link.href);
  }

  function wordsOf(panel, button, size) {
    var small = size.height ? 11 : Math.round(size.letters * 0.5);
    function soft(text) { return textBlock(text, small, "400", SOFT); }
    var keys = Array.from(panel.querySelectorAll("[data-in-picture]"), seenText).concat(button.dataset.note || "");
    var notes = size.height ? [keys.join(" ")] : keys;
    return {
      above: [textBlock(button.dataset.title, size.letters, "700", INK), soft(filterLine())],
      below: notes.map(function (text) { return textBlock(text, small, "400", INK); }).concat([
        soft(textsOf(".page-sources").join(" ")),
        soft(textsOf(".build-line > *").concat("Lagebild").join(" · ")), soft(permanentLink())
      ])
    };
  }

  function hasWords(block) { return Boolean(block.text); }

  function save(button) {
    var panel = document.getElementById(button.dataset.saveFigure);
    if (!panel) { return Promise.reject(new Error("no figure")); }
    return window.lagebildDrawing.drawn(panel).then(function () { return saved(panel, button); });
  }

  function saved(panel, button) {
    var plots = Array.from(panel.querySelectorAll(".js-plotly-plot"));
    if (!plots.length) { return Promise.reject(new Error("no figure")); }
    var choice = button.parentElement.querySelector("[data-picture-size]");
    var name = choice ? choice.value : "screen", size = SIZES[name] || SIZES.screen;
    var words = wordsOf(panel, button, size), above = words.above.filter(hasWords), below = words.below.filter(hasWords);
    var rest = size.height ? size.height - measured(above.concat(below), size) - 3 * GAP - 12 : 0;
    var room = size.height ? Math.max(LOWEST, Math.floor(rest / plots.length)) : 0;
    return Promise.all(plots.map(function (plot) { return pictureOf(plot, size, room); })).then(function (pictures) {
      var cut = pictures.filter(function (one) { return one.cut; }).map(function (one) {
        var said = button.dataset.saidCut.replace("{shown}", one.cut[0]).replace("{all}", one.cut[1]);
        return textBlock(said, 11, "400", INK);
      });
      var canvas = drawn(above.concat(pictures, cut, below), size, getComputedStyle(panel).direction === "rtl");
      return offerPicture(canvas, fileName(panel, (name === "screen" ? "" : "-" + name) + ".png"));
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-save-figure]");
    if (!button || button.disabled) { return; }
    var told = button.closest(".panel-tools").querySelector("[role=status]");
    button.disabled = true;
    save(button).then(
      function () { told.textContent = button.dataset.saidSaved; },
      function () { told.textContent = button.dataset.saidFailed; }
    ).then(function () { button.disabled = false; button.focus(); });
  });
})();
