// mathjax reads a JSON array of TeX formulas and writes one of their outlines: width, height and depth in
// thousandths of an em, and what is drawn, each with its transformation. It is a development tool: the bot
// itself runs no JavaScript.
const { mathjax } = require('mathjax-full/js/mathjax.js');
const { TeX } = require('mathjax-full/js/input/tex.js');
const { SVG } = require('mathjax-full/js/output/svg.js');
const { liteAdaptor } = require('mathjax-full/js/adaptors/liteAdaptor.js');
const { RegisterHTMLHandler } = require('mathjax-full/js/handlers/html.js');
const { AllPackages } = require('mathjax-full/js/input/tex/AllPackages.js');

const adaptor = liteAdaptor();
RegisterHTMLHandler(adaptor);
const packages = AllPackages.filter((name) => name !== 'noerrors' && name !== 'noundefined');
const document = mathjax.document('', {
  InputJax: new TeX({ packages, formatError: (_, error) => { throw error; } }),
  OutputJax: new SVG({ fontCache: 'none' }),
});

const number = (node, name) => parseFloat(adaptor.getAttribute(node, name) || '0');
const times = ([a, b, c, d, e, f], [p, q, r, s, t, u]) => [
  a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f,
];

function transformation(text) {
  let m = [1, 0, 0, 1, 0, 0];
  for (const [, name, args] of (text || '').matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [x, y] = args.split(/[ ,]+/).map(Number);
    if (name === 'translate') m = times(m, [1, 0, 0, 1, x, y || 0]);
    else if (name === 'scale') m = times(m, [x, 0, 0, y === undefined ? x : y, 0, 0]);
    else throw new Error(`transformation ${name}`);
  }
  return m;
}

// viewport is what a nested svg does: it places its view box, and shows nothing outside of it.
function viewport(node, m) {
  const [x, y, w, h] = adaptor.getAttribute(node, 'viewBox').split(' ').map(Number);
  const at = [number(node, 'x'), number(node, 'y'), number(node, 'width'), number(node, 'height')];
  const inner = times(m, [at[2] / w, 0, 0, at[3] / h, at[0] - (x * at[2]) / w, at[1] - (y * at[3]) / h]);
  const [x0, y0] = [m[0] * at[0] + m[4], m[3] * at[1] + m[5]];
  const [x1, y1] = [x0 + m[0] * at[2], y0 + m[3] * at[3]];
  return [inner, [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)]];
}

function collect(node, m, clip, out) {
  const kind = adaptor.kind(node);
  if (kind === 'svg' && adaptor.getAttribute(node, 'x') !== null && adaptor.getAttribute(node, 'viewBox')) [m, clip] = viewport(node, m);
  m = times(m, transformation(adaptor.getAttribute(node, 'transform')));
  if (kind === 'path') {
    const d = adaptor.getAttribute(node, 'd');
    if (d) out.push({ d, m, clip });
  } else if (kind === 'rect') {
    const [x, y, w, h] = ['x', 'y', 'width', 'height'].map((name) => number(node, name));
    if (w && h) out.push({ d: `M${x} ${y}H${x + w}V${y + h}H${x}Z`, m, clip });
  } else if (kind === 'text') {
    out.push({ text: adaptor.textContent(node), size: parseFloat(adaptor.getAttribute(node, 'font-size')), m, clip });
  } else if (!['svg', 'g', '#text', 'defs', 'title'].includes(kind)) {
    throw new Error(`element ${kind}`);
  }
  for (const child of adaptor.childNodes(node) || []) if (adaptor.kind(child) !== '#text') collect(child, m, clip, out);
}

function outline(tex) {
  const svg = adaptor.firstChild(document.convert(tex, { display: true }));
  const [, top, width, height] = adaptor.getAttribute(svg, 'viewBox').split(' ').map(Number);
  const items = [];
  for (const child of adaptor.childNodes(svg)) collect(child, [1, 0, 0, -1, 0, 0], null, items);
  return { width, height: -top, depth: height + top, items };
}

let input = '';
process.stdin.on('data', (chunk) => (input += chunk));
process.stdin.on('end', () => {
  const out = JSON.parse(input).map((tex) => {
    try {
      return outline(tex);
    } catch (error) {
      return { error: String(error.message || error) };
    }
  });
  process.stdout.write(JSON.stringify(out));
});
