// settings is what this browser remembers. A browser that keeps nothing (private mode, full disk) plays on without.

const prefix = 'sandbox.';

export function recall(key, fallback = null) {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

export function remember(key, value) {
  try {
    if (value === null || value === undefined) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // Nothing to do: the page works without a memory.
  }
}

// rememberIn keeps a value in a small map below key and forgets the oldest beyond limit.
export function rememberIn(key, name, value, limit = 100) {
  const entries = Object.entries(recall(key, {})).filter(([other]) => other !== name);
  if (value !== null && value !== undefined) entries.push([name, value]);
  remember(key, Object.fromEntries(entries.slice(-limit)));
}

export const recallIn = (key, name) => recall(key, {})[name] ?? null;

// applyTheme sets 'dark' or 'light'; null follows the system.
export function applyTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}
