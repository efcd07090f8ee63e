// Checks that run inside a page: contrast and labels, after WCAG 2.2 AA.

export function contrastFaults() {
  const parse = (color) => {
    const found = color.match(/rgba?\(([\d.]+)[, ]+([\d.]+)[, ]+([\d.]+)(?:[,/ ]+([\d.]+))?\)/);
    return found ? [+found[1], +found[2], +found[3], found[4] === undefined ? 1 : +found[4]] : [0, 0, 0, 0];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
  const light = (color) => {
    const [r, g, b] = color.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let here = element; here; here = here.parentElement) {
      const color = parse(getComputedStyle(here).backgroundColor);
      layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest("script, .hidden, title, option")) continue;
    const style = getComputedStyle(element);
    const ground = behind(element);
    const ink = element.closest("svg") ? parse(style.fill) : parse(style.color);
    const [one, other] = [light(over(ink, ground)), light(ground)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faults.add(`${ratio.toFixed(2)} of <${element.localName} class="${element.getAttribute("class") ?? ""}">`);
  }
  return [...faults].slice(0, 10);
}

export function labelFaults() {
  const faults = [];
  for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!control.labels?.length && !control.ariaLabel) faults.push(control.outerHTML.slice(0, 80));
  }
  for (const button of document.querySelectorAll("button, a[href], summary")) {
    if (button.closest("svg")) continue;
    if (!button.textContent.trim() && !button.getAttribute("aria-label")) faults.push(button.outerHTML.slice(0, 80));
  }
  for (const picture of document.querySelectorAll("svg[role=img]")) {
    if (!picture.getAttribute("aria-label")) faults.push(picture.outerHTML.slice(0, 80));
  }
  let level = 0;
  for (const heading of document.querySelectorAll("main h1, main h2, main h3, main h4")) {
    const here = +heading.localName[1];
    if (here > level + 1) faults.push(`h${here} after h${level}: ${heading.textContent.slice(0, 40)}`);
    level = here;
  }
  return faults;
}
