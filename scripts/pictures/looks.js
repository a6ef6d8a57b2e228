// Measures the page as laid out: what sticks out sideways, and which text is cut. Gives two lists of sentences.
() => {
  const overflow = [], clipped = [];
  const wide = document.documentElement.clientWidth;
  const style = (e) => getComputedStyle(e);
  const cuts = (value) => value === "hidden" || value === "clip";
  const scrolls = (value) => value === "auto" || value === "scroll";
  const words = (e) => (e.textContent || "").replace(/\s+/g, " ").trim().slice(0, 50);
  const place = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") +
    [...e.classList].map((c) => "." + c).join("") + " “" + words(e) + "”";
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  // Text kept for screen readers only, in the usual one-pixel box.
  const spoken = (e) => e.closest(".vh, .visually-hidden") || e.closest("svg, option, script, style, template, noscript");

  const page = document.documentElement.scrollWidth;
  if (page > wide) overflow.push(`the page is ${page} px wide in ${wide}`);

  const held = (e) => { // inside something that scrolls sideways or hides what is too wide
    for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) {
      const x = style(up).overflowX;
      if (scrolls(x) || cuts(x)) return true;
    }
    return false;
  };
  for (const e of document.body.querySelectorAll("*")) {
    if (overflow.length > 6) break;
    if (!seen(e) || spoken(e) || held(e)) continue;
    const box = e.getBoundingClientRect();
    if (box.width && (box.right > wide + 1 || box.left < -1)) {
      overflow.push(`${place(e)} spans ${Math.round(box.left)}–${Math.round(box.right)} of ${wide} px`);
    }
  }

  const flat = (text) => (text || "").replace(/\s+/g, " ").trim();
  // The whole text can be had from the element itself, its title or its label.
  const told = (e) => [e, e.parentElement].some((one) =>
    [one.getAttribute("title"), one.getAttribute("aria-label")].some((said) => said && flat(said).includes(flat(e.textContent))));
  const pen = document.createElement("canvas").getContext("2d");
  for (const e of document.querySelectorAll("input[placeholder]")) {
    const s = style(e), room = e.clientWidth - parseFloat(s.paddingInlineStart) - parseFloat(s.paddingInlineEnd);
    pen.font = s.font;
    const needs = pen.measureText(e.placeholder).width;
    if (seen(e) && !e.value && needs > room) clipped.push(`${place(e)} hints “${e.placeholder}” in ${Math.round(needs)} px, has ${Math.round(room)}`);
  }
  const drawn = (s) => parseFloat(s.borderInlineStartWidth) > 0 || !/^rgba\(.*, 0\)$|^transparent$/.test(s.backgroundColor);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const done = new Set();
  while (texts.nextNode() && clipped.length < 8) {
    const node = texts.currentNode, own = node.parentElement;
    if (!node.data.trim() || done.has(own) || !seen(own) || spoken(own)) continue;
    done.add(own);
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
    if (!rects.length) continue;
    const left = Math.min(...rects.map((r) => r.left)), right = Math.max(...rects.map((r) => r.right));
    const top = Math.min(...rects.map((r) => r.top)), bottom = Math.max(...rects.map((r) => r.bottom));
    const letter = parseFloat(style(own).fontSize);
    if (flat(node.data).length > 12 && right - left < 3.5 * letter) {
      clipped.push(`${place(own)} is squeezed into ${Math.round(right - left)} px`);
    }
    let free = { x: false, y: false }, boxed = false;
    for (let up = own; up && up !== document.documentElement; up = up.parentElement) {
      const s = style(up), box = up.getBoundingClientRect();
      if (s.display === "contents" || s.display === "inline") continue;
      const short = (s.textOverflow === "ellipsis" || s.webkitLineClamp !== "none") && told(up);
      if (!free.x && cuts(s.overflowX) && !short) {
        if (up === own && up.scrollWidth > up.clientWidth + 1) { clipped.push(`${place(up)} needs ${up.scrollWidth} px, has ${up.clientWidth}`); break; }
        if (left < box.left - 1 || right > box.right + 1) { clipped.push(`${place(own)} is cut sideways by ${place(up)}`); break; }
      }
      // The line box may be a little taller than the letters: 4 px are not a cut.
      if (!free.y && cuts(s.overflowY) && !short && (top < box.top - 4 || bottom > box.bottom + 4)) {
        clipped.push(`${place(own)} is cut in height by ${place(up)}`);
        break;
      }
      if (scrolls(s.overflowX) || short) free.x = true;
      if (scrolls(s.overflowY) || short) free.y = true;
      if (!boxed && !free.x && drawn(s) && !cuts(s.overflowX)) {
        boxed = true;
        if (left < box.left - 1 || right > box.right + 1) { clipped.push(`${place(own)} runs out of ${place(up)}`); break; }
      }
      if (s.position === "fixed") break;
    }
  }
  for (const svg of document.querySelectorAll("svg")) {
    const labels = [...svg.querySelectorAll("text")].filter(seen).map((e) => [e, e.getBoundingClientRect()]);
    labels.forEach(([e, a], nth) => labels.slice(nth + 1).forEach(([other, b]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 4) clipped.push(`${place(e)} and ${place(other)} lie on each other`);
    }));
  }
  return { overflow, clipped };
}
