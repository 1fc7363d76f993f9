// Turns a snapshot into elements: a line for a series, a table for everything else.

const numbers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const svgNamespace = 'http://www.w3.org/2000/svg';

/** Earlier than any time a store would send (2001), in ms: tells a time from a count. */
const earliestTime = 1e12;

export function draw(name, { key, columns, rows }) {
  const values = columns.map((_, i) => i).filter((i) => isNumber(rows, i));
  const isSeries = key.length === 0 && rows.length > 1 && rows.every(([first]) => time(first) !== null) && values.some((i) => i > 0);
  return isSeries ? line(columns, rows, values.filter((i) => i > 0)) : table(name, columns, rows, values, key);
}

function table(name, columns, rows, values, key) {
  // A column that only grows is a scale, such as the bounds of buckets: it orders the rows and measures nothing.
  const scales = values.filter((i) => rows.length > 1 && rows.every((row, at) => at === 0 || row[i] === null || row[i] > rows[at - 1][i]));
  const bar = values.find((i) => !scales.includes(i) && !key.includes(columns[i]));
  const most = bar === undefined ? 0 : Math.max(...rows.map((row) => row[bar] ?? 0));
  if (bar !== undefined && scales.length === 0) rows = rows.toSorted((a, b) => (b[bar] ?? 0) - (a[bar] ?? 0));

  const cell = (value, i) => {
    const td = element('td', typeof value === 'number' ? numbers.format(value) : value ?? '–');
    if (values.includes(i)) td.className = 'number';
    if (i === bar && most > 0) {
      td.classList.add('bar');
      td.style.setProperty('--part', Math.max(0, value ?? 0) / most);
    }
    return td;
  };
  const head = columns.map((column, i) => {
    const th = element('th', column);
    th.scope = 'col';
    if (values.includes(i)) th.className = 'number';
    return th;
  });
  return element('table',
    element('caption', rows.length === 1 ? `${name}, 1 row` : `${name}, ${rows.length} rows`),
    element('thead', element('tr', ...head)),
    element('tbody', ...rows.map((row) => element('tr', ...row.map(cell)))));
}

/** One line for the first value column; the caption tells the newest value of each. */
function line(columns, rows, values) {
  const [column] = values;
  const points = rows.filter((row) => row[column] !== null).map((row) => [time(row[0]), row[column]]);
  const times = points.map(([at]) => at), heights = points.map(([, value]) => value);
  const from = Math.min(...times), width = Math.max(...times) - from || 1;
  const low = Math.min(0, ...heights), height = Math.max(...heights) - low || 1;
  const place = ([at, value]) => `${((at - from) / width * 600).toFixed(1)},${(118 - (value - low) / height * 116).toFixed(1)}`;

  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', '0 0 600 120');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `${columns[column]} from ${numbers.format(Math.min(...heights))} to ${numbers.format(Math.max(...heights))}`);
  const polyline = document.createElementNS(svgNamespace, 'polyline');
  polyline.setAttribute('points', points.map(place).join(' '));
  svg.append(polyline);

  const newest = values.map((i) => `${columns[i]} ${rows.at(-1)[i] === null ? '–' : numbers.format(rows.at(-1)[i])}`).join(' · ');
  const span = `${new Date(from).toLocaleTimeString()} to ${new Date(from + width).toLocaleTimeString()}`;
  return element('figure', svg, element('figcaption', `${columns[column]}, ${span}, 0 to ${numbers.format(low + height)}. Now: ${newest}`));
}

function isNumber(rows, column) {
  return rows.some((row) => typeof row[column] === 'number') && rows.every((row) => row[column] === null || typeof row[column] === 'number');
}

/** A time in ms, or null: stores send times as unix milliseconds or as ISO text. */
function time(value) {
  if (typeof value === 'number') return value >= earliestTime ? value : null;
  const parsed = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}
