/**
 * The style of the drawings. Contrast of text with what is behind it is at least 4.5 in both themes
 * (WCAG 2.2, 1.4.3); dashes, double lines and shapes say the same as the colours.
 */
export const svgStyle = `
:root{--ground:#ffffff;--ink:#1c2128;--soft:#57606a;--line:#6e7781;--box:#f6f8fa;--round:#8c959f;
--good:#e3f1e5;--some:#fdf0d5;--bad:#fbe0dd;--worst:#f3b3ac;--mark:#9a3412}
@media (prefers-color-scheme:dark){:root{--ground:#0d1117;--ink:#e6edf3;--soft:#9da7b3;--line:#8b949e;
--box:#161b22;--round:#6e7681;--good:#12351f;--some:#3d2f0a;--bad:#4a1b1a;--worst:#7d2723;--mark:#ffa657}}
.ground{fill:var(--ground)}
text{font-family:ui-monospace,'DejaVu Sans Mono','Liberation Mono',Menlo,Consolas,monospace;
fill:var(--ink);text-anchor:middle;white-space:pre}
.node rect,.node ellipse,.node polygon,.node circle{fill:var(--box);stroke:var(--round)}
.name .first{font-weight:600}
.name tspan:not(.first){font-size:10px;fill:var(--soft)}
.passed tspan:not(.first),.violated tspan:not(.first){fill:var(--ink)}
.compound rect{fill:none}
.initial circle{fill:var(--ink);stroke:none}
.idle rect{stroke-dasharray:5 3}
.any text{fill:var(--soft);font-style:italic}
.any .name .first{font-weight:400}
.cannot-fail ellipse,.passed ellipse{fill:var(--good)}
.can-fail rect{fill:var(--some);stroke-dasharray:5 3}
.must-fail polygon{fill:var(--bad)}
.violated polygon{fill:var(--worst)}
.edge path{fill:none;stroke:var(--line)}
.edge polygon{fill:var(--line)}
.edge text{fill:var(--soft);paint-order:stroke;stroke:var(--ground);stroke-width:3px}
.path path{stroke:var(--mark);stroke-width:2.4px}
.path polygon{fill:var(--mark)}
.path text{fill:var(--mark);font-weight:600}
`
