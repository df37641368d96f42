"""Scripts that look at a page as an eye does. Each gives a list of what is wrong, empty when nothing is."""

NAMED = """const named = one => one.tagName.toLowerCase() + (one.id ? '#' + one.id : '')
  + (typeof one.className === 'string' && one.className ? '.' + one.className.trim().replace(/ +/g, '.') : '')
  + ' “' + (one.textContent || '').trim().slice(0, 40) + '”';"""

WIDER = (
    "() => {"
    + NAMED
    + """
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) return [];
  return ['the page scrolls sideways: ' + document.documentElement.scrollWidth + ' > ' + width,
    ...[...document.querySelectorAll('body *')].filter(one => {
      const box = one.getBoundingClientRect();
      return box.width && (box.right > width + 1 || box.left < -1) && !one.closest('svg, .unseen, .skip, .table-scroll');
    }).slice(0, 6).map(named)]; }"""
)
"""What makes the page scroll sideways."""

OVERLAPS = (
    "() => {"
    + NAMED
    + """
  const clip = (box, one) => {
    for (let up = one; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX === 'visible') continue;
      const held = up.getBoundingClientRect();
      box = { left: Math.max(box.left, held.left), right: Math.min(box.right, held.right),
              top: Math.max(box.top, held.top), bottom: Math.min(box.bottom, held.bottom) };
    }
    return box;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), boxes = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const one = node.parentElement;
    if (!node.data.trim() || one.closest('svg, select, .unseen, .skip, script, style, noscript')) continue;
    if (!one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const box = clip(rect, one);
      if (box.right - box.left > 2 && box.bottom - box.top > 2) boxes.push({ box, one });
    }
  }
  boxes.sort((a, b) => a.box.top - b.box.top);
  const found = [];
  boxes.forEach(({ box, one }, at) => {
    for (let next = at + 1; next < boxes.length && boxes[next].box.top < box.bottom - 6; next++) {
      const other = boxes[next];
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const down = Math.min(box.bottom, other.box.bottom) - other.box.top;
      if (across > 3 && down > 6) found.push(named(one) + ' over ' + named(other.one));
    }
  });
  return found.slice(0, 5); }"""
)
"""Words that lie over other words. Figures are left out: their labels are plotly's."""

SHOWN_ON_PAPER = (
    "() => {"
    + NAMED
    + """
  const controls = [...document.querySelectorAll('nav, form, button, select, .skip, [role=search]')];
  return controls.filter(one => one.checkVisibility()).map(named).slice(0, 6); }"""
)
"""Controls that stand on paper, where nobody can use them."""

CUT_FIGURES = (
    "() => {"
    + NAMED
    + """
  return [...document.querySelectorAll('.js-plotly-plot')].filter(one => {
    const drawn = one.querySelector('.main-svg').getBoundingClientRect();
    const held = one.closest('.panel, main').getBoundingClientRect();
    return one.checkVisibility() && (drawn.right > held.right + 1 || drawn.left < held.left - 1);
  }).map(one => named(one.closest('.panel') || one)).slice(0, 6); }"""
)
"""Figures that are wider than the paper leaves room for."""

FOCUS = (
    "() => {"
    + NAMED
    + """
  const kinds = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const all = [...document.querySelectorAll(kinds)].filter(one => !one.disabled && !one.closest('.js-plotly-plot')
    && one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
  const found = [];
  for (const one of all) {
    one.focus({ preventScroll: true });
    if (document.activeElement !== one) { found.push('takes no focus: ' + named(one)); continue; }
    const look = getComputedStyle(one);
    if (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2) found.push('no outline: ' + named(one));
  }
  if (document.activeElement) document.activeElement.blur();
  return found.slice(0, 6); }"""
)
"""What can be reached by keyboard and does not show it. The last key must have been one of the keyboard."""
