// What the pages do beside being read: keys, copying a citation, lighting up what belongs together.
// Everything can be read and reached without it.
"use strict";

const said = (words) => { document.getElementById("told").textContent = words; };
const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

// Copy buttons are there only where copying works.
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = button.closest(".cite").querySelector(".citation");
    try {
      await navigator.clipboard.writeText(words.textContent);
      button.textContent = "Copied";
      said("The citation was copied.");
    } catch {
      // Without leave to copy, the words are at least marked.
      getSelection().selectAllChildren(words);
      said("The citation is marked; copy it with your keyboard.");
    }
  });
}

// Words in the text and the note beside it light up together.
const lit = new Map();
for (const element of document.querySelectorAll("[data-of]")) {
  for (const id of element.dataset.of.split(" ")) {
    if (!lit.has(id)) lit.set(id, []);
    lit.get(id).push(element);
  }
}
const light = (event, on) => {
  const here = event.target.closest?.("[data-of]");
  if (!here) return;
  for (const id of here.dataset.of.split(" ")) {
    for (const element of lit.get(id) ?? []) element.classList.toggle("lit", on);
  }
};
for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(kind, (event) => light(event, on));
}

// Keys.
const cards = [...document.querySelectorAll(".hits > li > .card, .note")];
let at = -1;
const go = (step) => {
  if (cards.length === 0) return;
  cards[at]?.classList.remove("here");
  at = Math.max(0, Math.min(cards.length - 1, at + step));
  cards[at].classList.add("here");
  const link = cards[at].querySelector("a.open");
  (link ?? cards[at]).focus({ preventScroll: true });
  cards[at].scrollIntoView({ block: "nearest" });
};
const help = document.getElementById("keys");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (typing(event.target)) event.target.blur();
    for (const open of document.querySelectorAll("details.cite[open]")) open.open = false;
    return;
  }
  if (typing(event.target) || help.open) return;
  const keyed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (keyed) {
    keyed.click();
  } else if (event.key === "/") {
    document.getElementById("q").focus();
  } else if (event.key === "?") {
    help.showModal();
  } else if (event.key === "j") {
    go(1);
  } else if (event.key === "k") {
    go(-1);
  } else if (event.key === "c") {
    const cite = (cards[at] ?? document).querySelector("details.cite");
    if (!cite) return;
    cite.open = !cite.open;
    if (cite.open) cite.querySelector("button.copy").focus();
  } else {
    return;
  }
  event.preventDefault();
});
