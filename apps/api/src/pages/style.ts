import type { Shop } from "@till/domain";

/**
 * The accent of a shop. It is dark enough for a light page. On a dark page it is mixed with white: even black, mixed like
 * this, has a contrast of 5 with the page (WCAG 2.2, 1.4.3).
 */
const accentOf = (color: string) => `
:root { --accent: ${color}; --on-accent: #fff; }
@media screen and (prefers-color-scheme: dark) {
  :root { --accent: color-mix(in oklab, ${color} 35%, #fff); --on-accent: #0b0d10; }
}
`;

/** The stylesheet of the pages of a shop. */
export const styleOf = ({ color }: Shop): string => (color === null ? style : `${style}${accentOf(color)}`);

/** The stylesheet of Till's own pages: light and dark, phone and wide, screen and paper. */
const style = `
:root {
  color-scheme: light dark;
  --ground: #f2f4f7; --paper: #fff; --ink: #16191d; --soft: #545d69; --line: #d8dde3;
  --accent: #1552d8; --on-accent: #fff;
  --good: #0b6b37; --good-ground: #e3f4ea; --bad: #a8271b; --bad-ground: #fceae8; --note: #7a4b00; --note-ground: #fdf1dc;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #101317; --paper: #191d23; --ink: #eef1f4; --soft: #a3adb9; --line: #343b45;
    --accent: #8fb3ff; --on-accent: #0b1730;
    --good: #7fdba6; --good-ground: #14301f; --bad: #ffaea5; --bad-ground: #3a1a17; --note: #ffd28a; --note-ground: #352708;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main {
  max-width: 46rem; margin: 0 auto; padding: 1.25rem;
  background: var(--paper); border: 1px solid var(--line); border-radius: .75rem;
}
main.narrow { max-width: 30rem; }
h1, h2, p, dl, dd, ul { margin: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 .25rem; font-size: 1.0625rem; }
a { color: var(--accent); text-underline-offset: .15em; }
bdi, p, dd { overflow-wrap: anywhere; }
.shop { color: var(--soft); font-weight: 600; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.support { margin-top: 2rem; }
.stack > * + * { margin-top: .75rem; }
.stack > .notice + h1 { margin-top: 1.5rem; }
.stack > .amount { margin-top: .25rem; }
.badge { display: inline-block; padding: .125rem .625rem; border-radius: 1rem; font-size: .875rem; font-weight: 600; }
.notice { padding: .75rem 1rem; border-radius: .5rem; }
.good { color: var(--good); background: var(--good-ground); }
.bad { color: var(--bad); background: var(--bad-ground); }
.note { color: var(--note); background: var(--note-ground); }
.amount { font-size: 2.25rem; font-weight: 700; line-height: 1.2; font-variant-numeric: tabular-nums; }

.facts { display: grid; grid-template-columns: max-content 1fr; gap: .375rem 1.5rem; }
.facts dt { color: var(--soft); }
.facts dd { text-wrap: balance; }
.stack > .facts + p { margin-top: 1.25rem; }
.buttons { display: grid; gap: .75rem; margin-top: 1.25rem; }
.button {
  display: inline-block; min-height: 3rem; padding: .625rem 1.25rem; border: 1px solid var(--accent); border-radius: .5rem;
  background: transparent; color: var(--accent); font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; cursor: pointer;
}
.button.main { background: var(--accent); color: var(--on-accent); }
.button:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }

header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: start; }
.columns { display: grid; gap: 1.25rem; margin-top: 1.5rem; }
.columns h2 { margin-top: 0; }
table { width: 100%; border-collapse: collapse; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .5rem 0 .5rem 1rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
th:first-child, td:first-child { padding-left: 0; text-align: left; }
th { color: var(--soft); font-size: .875rem; font-weight: 600; }
thead th { white-space: nowrap; }
tbody th { color: inherit; font: inherit; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.wide { display: none; }
.totals { display: grid; grid-template-columns: 1fr max-content; gap: .25rem 1.5rem; padding-top: .75rem; }
.totals dd { text-align: right; }
.totals .sum { padding-top: .25rem; font-weight: 700; }
footer { max-width: 46rem; margin: 1rem auto 0; }

@media (min-width: 40rem) {
  body { padding: 2.5rem 1.5rem; }
  main { padding: 2.5rem; }
  .buttons { grid-template-columns: 1fr 1fr; }
  .columns { grid-template-columns: 3fr 2fr; }
  .totals { width: 20rem; margin-left: auto; }
}
@media print, (min-width: 40rem) {
  .wide { display: table-cell; }
  .phone { display: none; }
}
@media print {
  :root { color-scheme: light; font-size: 9.5pt; }
  @page { margin: 16mm; }
  body { padding: 0; background: none; }
  main { max-width: none; padding: 0; border: 0; }
  .columns { grid-template-columns: 3fr 2fr; }
  .totals { width: 20rem; margin-left: auto; }
  tr, .totals, .facts, .keep { break-inside: avoid; }
  h2 { break-after: avoid; }
  .badge { border: 1px solid; }
  .screen { display: none; }
}
`;
