// time writes moments in the player's language. The sandbox has its own clock; everything here is a function of the moment given.

const styles = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

// format writes a `<t:unix:style>` timestamp; now is in milliseconds, zone is for tests.
export function format(unix, style, locale, now, zone) {
  const date = new Date(unix * 1000);
  if (Number.isNaN(date.getTime())) return String(unix);
  if (style === 'R') return relative(unix * 1000 - now, locale);
  return new Intl.DateTimeFormat(locale, { ...(styles[style] ?? styles.f), timeZone: zone }).format(date);
}

const units = [
  ['year', 31557600e3],
  ['month', 2629800e3],
  ['day', 86400e3],
  ['hour', 3600e3],
  ['minute', 60e3],
  ['second', 1e3],
];

// relative writes a difference in milliseconds: "in 2 hours", "3 days ago".
export function relative(difference, locale) {
  const [unit, length] = units.find(([, size]) => Math.abs(difference) >= size) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(locale).format(Math.round(difference / length), unit);
}

// stamp is a message's time: the hour today and yesterday (words come from strings.js), else the date too.
export function stamp(date, locale, now, words) {
  const hour = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(date);
  const days = daysBetween(date, new Date(now));
  if (days === 0) return words.today(hour);
  if (days === 1) return words.yesterday(hour);
  return new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(date);
}

export const hour = (date, locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(date);
export const day = (date, locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(date);
export const full = (date, locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(date);

export const weekday = (date, locale) => new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(date);

export const dateHour = (date, locale) =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' }).format(
    date,
  );

// daysBetween counts local midnights from a to b.
export function daysBetween(a, b) {
  const midnight = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(b) - midnight(a)) / 86400e3);
}

// zone is the time zone of the person at the page.
export const zone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const sameDay = (a, b) => daysBetween(a, b) === 0;
