"use strict";
(() => {
  const form = document.querySelector(".filters");
  const shown = document.querySelector(".shown");
  const items = [...document.querySelectorAll("[data-union]")];
  const text = new Map();

  // What a search looks in: everything that the union's section says.
  for (const section of document.querySelectorAll("article[data-union]")) {
    text.set(section.dataset.union, () => {
      const words = section.textContent.toLowerCase();
      text.set(section.dataset.union, () => words);
      return words;
    });
  }

  const chosen = (name) => new Set([...form.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value));

  function filter() {
    const orgs = chosen("org");
    const verdicts = chosen("verdict");
    const topics = form.elements.topic.value === "all" ? ["preventive", "hms"] : [form.elements.topic.value];
    const words = form.elements.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = (item) =>
      orgs.has(item.dataset.org) &&
      topics.some((topic) => verdicts.has(item.dataset[topic])) &&
      words.every((word) => text.get(item.dataset.union)().includes(word));
    let count = 0;
    for (const item of items) {
      item.hidden = !matches(item);
      count += item.tagName === "ARTICLE" && !item.hidden;
    }
    for (const head of document.querySelectorAll("[data-head]")) {
      const members = items.filter((item) => item.tagName === head.dataset.head && item.dataset.org === head.dataset.org);
      head.hidden = members.every((item) => item.hidden);
    }
    for (const cell of document.querySelectorAll("[data-topic]")) cell.hidden = !topics.includes(cell.dataset.topic);
    shown.textContent = shown.dataset.text.replace("{count}", count).replace("{all}", text.size);
  }

  if (form) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  // A link into a union that the filter hides shows it again.
  addEventListener("hashchange", () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      form.reset();
      setTimeout(() => target.scrollIntoView());
    }
  });

  // Paper cannot be unfolded; what was folded is folded again after printing.
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details:not([open])")) {
      folded.open = true;
      folded.dataset.folded = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const folded of document.querySelectorAll("details[data-folded]")) {
      folded.open = false;
      delete folded.dataset.folded;
    }
  });
})();
