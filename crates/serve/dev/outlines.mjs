// Makes assets/outlines.txt from the npm package world-atlas, which has Natural Earth's outlines.
//
//   npm install world-atlas@2.0.2 topojson-client@3 && node outlines.mjs > ../assets/outlines.txt
//
// Lines are thinned to what a map of the world shows: half a degree. Not needed to build.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature, mesh } from "topojson-client";

const require = createRequire(import.meta.url);
const world = JSON.parse(readFileSync(require.resolve("world-atlas/countries-110m.json"), "utf8"));
const TOLERANCE = 0.3;

function thin(line) {
  if (line.length < 3) return line;
  const [[ax, ay], [bx, by]] = [line[0], line[line.length - 1]];
  const length = Math.hypot(bx - ax, by - ay);
  let [most, at] = [0, 0];
  for (let i = 1; i < line.length - 1; i++) {
    const [x, y] = line[i];
    const away = length === 0
      ? Math.hypot(x - ax, y - ay)
      : Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
    if (away > most) [most, at] = [away, i];
  }
  if (most <= TOLERANCE) return [line[0], line[line.length - 1]];
  return [...thin(line.slice(0, at + 1)).slice(0, -1), ...thin(line.slice(at))];
}

// A ring that steps over the antimeridian stays on the side on which it begins.
const oneSide = (line) => {
  let before = line[0][0];
  return line.map(([x, y]) => {
    if (Math.abs(x - before) > 180 && Math.abs(y) < 85) x = Math.sign(before) * 180;
    before = x;
    return [x, y];
  });
};
const tenths = (line) => line.map(([x, y]) => [Math.round(x * 10), Math.round(y * 10)]);
const write = (kind, line, least) => {
  const points = tenths(thin(oneSide(line)));
  if (points.length >= least) console.log(`${kind}\t${points.map((p) => p.join(",")).join(" ")}`);
};

console.log("# Outlines of the land and borders between states, for maps of the world.");
console.log("# Columns: land (a closed ring) or border (a line); longitude,latitude in tenths of a degree.");
console.log("# Origin: Natural Earth, 1:110m, as the npm package world-atlas 2.0.2 has it, thinned by");
console.log("# crates/serve/dev/outlines.mjs. Licence: public domain (Natural Earth); ISC (world-atlas).");
for (const ring of feature(world, world.objects.land).features.flatMap((f) =>
  f.geometry.type === "Polygon" ? f.geometry.coordinates : f.geometry.coordinates.flat())) {
  write("land", ring, 4);
}
for (const line of mesh(world, world.objects.countries, (a, b) => a !== b).coordinates) write("border", line, 2);
