/* Saves the table of a panel as CSV, as it is shown: title, filters, build and what is cut off stand in lines that
   begin with #, then the header and the rows. Numbers are plain numbers; text that a spreadsheet would run as a
   formula gets an apostrophe in front. */
(function () {
  var RISKY = /^[=+\-@\t\r|%]/;

  function cell(text) {
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }

  function plainText(text) {
    return RISKY.test(text) ? "'" + text : text;
  }

  /* 1,234.5 % -> 1234.5; what is no number (a dash for a missing value) is empty. */
  function plainNumber(text, decimal) {
    var kept = text.replace(/\u2212/g, "-").split("").filter(function (sign) {
      return (sign >= "0" && sign <= "9") || sign === "-" || sign === decimal;
    }).join("").replace(decimal, ".");
    return /^-?\d+(\.\d+)?$/.test(kept) ? kept : "";
  }

  function unitOf(texts) {
    if (texts.some(function (text) { return /%$/.test(text); })) { return " (%)"; }
    return texts.some(function (text) { return /^US\$/.test(text); }) ? " (US$)" : "";
  }

  function rowsOf(table, seenText) {
    var decimal = (1.5).toLocaleString(document.documentElement.lang || "en").charAt(1);
    var body = Array.from(table.querySelectorAll("tbody tr"), function (row) { return Array.from(row.children); });
    var heads = Array.from(table.querySelectorAll("thead th"), function (head, at) {
      var name = seenText(head);
      return name + unitOf(body.map(function (row) { return row[at] ? seenText(row[at]) : ""; }));
    });
    return [heads.map(plainText)].concat(body.map(function (row) {
      return row.map(function (one) {
        return one.classList.contains("number") ? plainNumber(seenText(one), decimal) : plainText(seenText(one));
      });
    }));
  }

  function textOf(panel, title) {
    var own = window.lagebildPanels;
    var notes = [title, own.filterLine(), own.textsOf(".build-line > *").join(" · ")];
    notes = notes.concat(Array.from(panel.querySelectorAll(".panel-note, .panel-table .table-count"), own.seenText));
    var lines = notes.filter(Boolean).map(function (note) { return "# " + note.replace(/[\r\n]+/g, " "); });
    panel.querySelectorAll(".panel-table table").forEach(function (table) {
      rowsOf(table, own.seenText).forEach(function (row) { lines.push(row.map(cell).join(",")); });
    });
    return lines.join("\r\n") + "\r\n";
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-save-table]");
    if (!button) { return; }
    var panel = document.getElementById(button.dataset.saveTable);
    var told = button.parentElement.querySelector("[role=status]");
    try {
      var text = textOf(panel, button.dataset.title);
      window.lagebildPanels.offer(new Blob(["\ufeff" + text], { type: "text/csv" }), window.lagebildPanels.fileName(panel, ".csv"));
      told.textContent = button.dataset.saidSaved;
    } catch (error) {
      told.textContent = button.dataset.saidFailed;
    }
  });
})();
