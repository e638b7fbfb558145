"use strict";
(() => {
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const search = one("#search"), found = one("#found"), quotes = one("#quotes");
  const everything = found.textContent;
  const pieces = all(".piece").map((piece) => ({ piece, text: piece.textContent.replace(/\s+/g, " ").toLowerCase() }));

  // Search: all words typed must stand in a piece, its small print included; words in quotes stand together.
  function filter() {
    const words = (search.value.toLowerCase().match(/"[^"]+"|\S+/g) ?? []).map((word) => word.replaceAll('"', "")).filter(Boolean);
    let left = 0;
    for (const { piece, text } of pieces) {
      piece.hidden = !words.every((word) => text.includes(word));
      left += !piece.hidden;
    }
    for (const group of all(".chapter, .part")) group.hidden = !group.querySelector(".piece:not([hidden])");
    for (const entry of all(".entry")) {
      const part = document.getElementById(entry.dataset.part);
      entry.hidden = part.hidden;
      entry.querySelector(".count").textContent = all(".piece:not([hidden])", part).length;
      for (const link of all("[data-chapter]", entry)) link.hidden = document.getElementById(link.dataset.chapter).hidden;
    }
    one("#nothing").hidden = left > 0;
    found.textContent = words.length ? `${left} of ${pieces.length} pieces of chat` : everything;
    highlight(words);
  }

  function highlight(words) {
    if (!CSS.highlights) return;
    const ranges = [];
    for (const { piece } of words.length ? pieces : []) {
      if (piece.hidden || ranges.length > 2000) continue;
      const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data.toLowerCase();
        for (const word of words) {
          for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
            const range = new Range();
            range.setStart(node, at);
            range.setEnd(node, Math.min(at + word.length, node.length));
            ranges.push(range);
            const quote = node.parentElement.closest(".quote");
            if (quote) quote.open = true;
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  // Themes: light, dark, or every phone twice.
  function choose(theme) {
    root.dataset.theme = theme;
    for (const button of all("[data-choose]")) button.setAttribute("aria-pressed", button.dataset.choose === theme);
    for (const copy of all(".chat.other")) copy.remove();
    if (theme === "both") {
      for (const chat of all(".chat")) {
        const copy = chat.cloneNode(true);
        copy.classList.add("other");
        copy.setAttribute("aria-hidden", "true");
        chat.after(copy);
      }
    }
    try { localStorage.setItem("kneewise-theme", theme); } catch { /* a page from a file may keep nothing */ }
  }

  // A quote that shows all of itself has nothing to open.
  for (const quote of all(".quote")) {
    const shown = quote.firstElementChild;
    quote.classList.toggle("short", shown.scrollHeight <= shown.clientHeight + 2);
  }

  function openQuotes(open) {
    quotes.setAttribute("aria-pressed", open);
    for (const quote of all(".quote")) quote.open = open;
  }

  for (const button of all("[data-choose]")) button.addEventListener("click", () => choose(button.dataset.choose));
  quotes.addEventListener("click", () => openQuotes(quotes.getAttribute("aria-pressed") !== "true"));
  search.addEventListener("input", filter);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) { event.preventDefault(); search.focus(); }
    if (event.key === "Escape" && document.activeElement === search) { search.value = ""; filter(); search.blur(); }
  });

  // A link to something the search has hidden shows everything again.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) { search.value = ""; filter(); target.scrollIntoView(); }
  });

  // Pieces of all heights stand close together: each takes as many short rows as it is high.
  const ROW = 4, GAP = 32;
  const layer = new ResizeObserver((changed) => {
    for (const { target } of changed) {
      target.style.gridRowEnd = `span ${Math.ceil((target.getBoundingClientRect().height + GAP) / ROW)}`;
    }
  });
  for (const pieces of all(".pieces")) pieces.classList.add("laid");
  for (const { piece } of pieces) layer.observe(piece);

  // Where one is, in the list of parts.
  const watcher = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting) for (const entry of all(".entry")) entry.classList.toggle("here", entry.dataset.part === target.id);
    }
  }, { rootMargin: "-20% 0px -75% 0px" });
  for (const part of all(".part")) watcher.observe(part);

  let remembered = null;
  try { remembered = localStorage.getItem("kneewise-theme"); } catch { /* nothing kept */ }
  if (["light", "dark", "both"].includes(remembered)) choose(remembered);
})();
