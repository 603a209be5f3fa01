// commands finds and fills slash commands. It is pure: what is typed comes in, what is sent (or what is wrong) comes out.

export const kinds = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
};

export const slashType = 1;
export const userType = 2;
export const messageType = 3;

// localName and localText are what a player of this locale reads, else the default.
export const localName = (item, locale) => localised(item.name_localizations, locale) ?? item.name;
export const localText = (item, locale) => localised(item.description_localizations, locale) ?? item.description ?? '';

function localised(map, locale) {
  if (!map || !locale) return undefined;
  return map[locale] || undefined;
}

// leaves lists every command that can be sent: {command, path: [option, …], options}.
export function leaves(commands) {
  return commands
    .filter((command) => (command.type ?? slashType) === slashType)
    .flatMap((command) => below(command, command, []));
}

function below(command, node, path) {
  const inner = (node.options ?? []).filter((option) => option.type === kinds.subcommand || option.type === kinds.group);
  if (!inner.length) return [{ command, path, options: node.options ?? [] }];
  return inner.flatMap((option) => below(command, option, [...path, option]));
}

// title is the leaf as typed, without the slash: "deck add".
export const title = (leaf, locale) => [leaf.command, ...leaf.path].map((item) => localName(item, locale)).join(' ');
export const rawTitle = (leaf) => [leaf.command, ...leaf.path].map((item) => item.name).join(' ');
export const summary = (leaf, locale) => localText(leaf.path.at(-1) ?? leaf.command, locale);

// search ranks the leaves for what follows the slash: names that begin with it, then that contain it, then descriptions.
export function search(all, query, locale) {
  const wanted = fold(query);
  const ranked = all.map((leaf) => [rank(leaf, wanted, locale), leaf]).filter(([value]) => value >= 0);
  return ranked.sort((a, b) => a[0] - b[0] || compare(title(a[1], locale), title(b[1], locale))).map(([, leaf]) => leaf);
}

function rank(leaf, wanted, locale) {
  const names = [fold(title(leaf, locale)), fold(rawTitle(leaf))];
  if (names.some((name) => name.startsWith(wanted))) return 0;
  if (names.some((name) => name.split(/[ _-]/).some((word) => word.startsWith(wanted)))) return 1;
  if (names.some((name) => name.includes(wanted))) return 2;
  return fold(summary(leaf, locale)).includes(wanted) && wanted.length > 1 ? 3 : -1;
}

const fold = (text) => text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// read understands a whole typed or pasted line, `/drill topic: Black holes difficulty: 3`: {leaf, raw: {option: text}, rest}, or null if no
// command has that name. Values run on until the next option's name.
export function read(line, all, locale) {
  if (!line.startsWith('/')) return null;
  const text = line.slice(1);
  const leaf = longest(
    all.filter((candidate) => nameEnd(text, candidate, locale) >= 0),
    locale,
  );
  if (!leaf) return null;
  const rest = text.slice(nameEnd(text, leaf, locale)).trimStart();
  return { leaf, ...values(rest, leaf.options, locale) };
}

const longest = (found, locale) => found.sort((a, b) => title(b, locale).length - title(a, locale).length)[0] ?? null;

function nameEnd(text, leaf, locale) {
  const lower = text.toLowerCase();
  for (const name of [title(leaf, locale), rawTitle(leaf)]) {
    if (lower.startsWith(name.toLowerCase()) && /^(\s|$)/.test(text.slice(name.length))) return name.length;
  }
  return -1;
}

function values(text, options, locale) {
  const marks = options.flatMap((option) => optionMarks(text, option, locale)).sort((a, b) => a.start - b.start);
  const raw = {};
  marks.forEach((mark, i) => {
    raw[mark.name] ??= text.slice(mark.end, marks[i + 1]?.start).trim();
  });
  return { raw, rest: text.slice(0, marks[0]?.start).trim() };
}

function optionMarks(text, option, locale) {
  const names = [...new Set([localName(option, locale), option.name])].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(?<=^|\\s)(?:${names.join('|')})\\s*[:：]`, 'giu');
  return [...text.matchAll(pattern)].slice(0, 1).map((m) => ({ name: option.name, start: m.index, end: m.index + m[0].length }));
}

// choices are the option's own, as {value, label}, those that fit what is typed first; null when it has none.
export function choices(option, typed, locale) {
  if (!option.choices?.length) return null;
  const wanted = fold(typed);
  const all = option.choices.map((choice) => ({ value: choice.value, label: localName(choice, locale), name: choice.name }));
  return all.filter(({ label, name }) => fold(label).includes(wanted) || fold(name).includes(wanted));
}

// coerce turns typed text into the option's value: {value} or {error: [string key, arguments]}. people looks up '@name' and '#name':
// (kind, text) → id or undefined.
export function coerce(option, text, locale, people = () => undefined) {
  const reader = readers[option.type];
  if (!reader) return { error: ['optionUnknown', {}] };
  if (option.choices?.length) return coerceChoice(option, text, locale);
  return reader(option, text.trim(), people);
}

function coerceChoice(option, text, locale) {
  const wanted = fold(text);
  const found = option.choices.find((c) => [localName(c, locale), c.name, String(c.value)].some((name) => fold(name) === wanted));
  return found ? { value: found.value } : { error: ['optionChoice', {}] };
}

const readers = {
  [kinds.string]: readString,
  [kinds.integer]: (option, text) =>
    /^[-+]?\d{1,16}$/.test(text) ? inRange(option, Number(text)) : { error: ['optionInteger', {}] },
  [kinds.number]: (option, text) =>
    /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? inRange(option, Number(text)) : { error: ['optionNumber', {}] },
  [kinds.boolean]: readBoolean,
  [kinds.user]: lookup('user', 'optionUser'),
  [kinds.channel]: lookup('channel', 'optionChannel'),
  [kinds.role]: lookup('role', 'optionRole'),
  [kinds.mentionable]: lookup('mentionable', 'optionMentionable'),
};

function readString(option, text) {
  const min = option.min_length ?? 0;
  const max = option.max_length ?? 6000;
  if (text.length < min) return { error: ['tooShort', { min }] };
  return text.length > max ? { error: ['tooLong', { max }] } : { value: text };
}

function inRange(option, value) {
  if (option.min_value !== undefined && value < option.min_value) return { error: ['tooSmall', { min: option.min_value }] };
  if (option.max_value !== undefined && value > option.max_value) return { error: ['tooLarge', { max: option.max_value }] };
  return { value };
}

const truths = { true: true, yes: true, 是: true, 真: true, false: false, no: false, 否: false, 假: false };

function readBoolean(option, text) {
  const value = truths[text.toLowerCase()];
  return value === undefined ? { error: ['optionBoolean', {}] } : { value };
}

function lookup(kind, problem) {
  return (option, text, people) => {
    const id = /^<(?:@!?|@&|#)(\d+)>$/.exec(text)?.[1] ?? people(kind, text.replace(/^[@#]/, ''));
    return id ? { value: id } : { error: [problem, {}] };
  };
}

// fill makes the options to send from what was entered: {option name: {text} or {value}}; errors by option name. The result's options
// are nested in their subcommand as Discord wants them. With focused set, nothing is checked: that is an autocomplete request.
export function fill(leaf, entered, locale, people, focused = '') {
  const errors = {};
  const flat = [];
  for (const option of leaf.options) {
    const entry = entered[option.name];
    if (!entry || isBlank(entry, option, focused)) {
      if (option.required && !focused) errors[option.name] = ['optionRequired', {}];
      continue;
    }
    const result = focused ? loose(option, entry, locale, people) : strict(option, entry, locale, people);
    if (result.error) errors[option.name] = result.error;
    else
      flat.push({ type: option.type, name: option.name, value: result.value, ...(option.name === focused && { focused: true }) });
  }
  return { options: nest(leaf.path, flat), errors: focused ? {} : errors };
}

// An optional value left blank is as good as absent, but the focused one is always sent.
const isBlank = (entry, option, focused) => entry.value === undefined && entry.text.trim() === '' && option.name !== focused;

function strict(option, entry, locale, people) {
  if (entry.value !== undefined) return { value: entry.value };
  if (entry.text.trim() === '') return { error: ['optionRequired', {}] };
  return coerce(option, entry.text, locale, people);
}

function loose(option, entry, locale, people) {
  const result = strict(option, entry, locale, people);
  return result.error ? { value: entry.text ?? '' } : result;
}

function nest(path, options) {
  return path.reduceRight((inner, part) => [{ type: part.type, name: part.name, options: inner }], options);
}
