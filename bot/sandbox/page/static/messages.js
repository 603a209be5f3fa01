// messages keeps what each channel shows, oldest first. Local messages (an interaction on its way, or one that failed) stand among
// the real ones until the answer takes their place.

export const flag = { ephemeral: 64, loading: 128, v2: 1 << 15 };
export const isEphemeral = (message) => Boolean((message.flags ?? 0) & flag.ephemeral);
export const isLoading = (message) => Boolean((message.flags ?? 0) & flag.loading);

export class Messages {
  #channels = new Map();
  #hidden;
  #fresh = new Map(); // channel → ids that changed since expect

  // hidden are the ids of ephemeral messages that the player dismissed.
  constructor(hidden = []) {
    this.#hidden = new Set(hidden);
  }

  list(channel) {
    return this.#channels.get(channel) ?? [];
  }

  // expect begins a reading of the channel; what changes until load is newer than what will have been read.
  expect(channel) {
    this.#fresh.set(channel, new Set());
  }

  load(channel, messages) {
    const fresh = this.#fresh.get(channel) ?? new Set();
    const kept = this.list(channel).filter((message) => message.local || fresh.has(message.id));
    const read = messages.filter((message) => !this.#hidden.has(message.id) && !fresh.has(message.id));
    this.#channels.set(channel, [...read, ...kept].sort(byID));
  }

  // put adds or replaces; an update may be partial. It tells whether anything is to be drawn.
  put(channel, message) {
    this.#fresh.get(channel)?.add(message.id);
    const list = this.list(channel);
    const known = list.findIndex((other) => other.id === message.id);
    if (this.#hidden.has(message.id) || (known < 0 && !message.author)) return null;
    const whole = known < 0 ? message : { ...list[known], ...message };
    if (known < 0) list.push(whole);
    else list[known] = whole;
    this.#channels.set(channel, list.sort(byID));
    return whole;
  }

  remove(channel, id) {
    this.#fresh.get(channel)?.add(id);
    this.#channels.set(
      channel,
      this.list(channel).filter((message) => message.id !== id),
    );
  }

  hide(channel, id) {
    this.#hidden.add(id);
    this.remove(channel, id);
    return [...this.#hidden].slice(-200);
  }

  // find gives the local message that waits for this nonce.
  waiting(channel, nonce) {
    return this.list(channel).find((message) => message.local && message.nonce === nonce);
  }
}

// later tells whether snowflake a was made after b, or b is none: longer is later.
export const later = (a, b) => !b || a.length > b.length || (a.length === b.length && a > b);

const byID = (a, b) => (a.id === b.id ? 0 : later(a.id, b.id) ? 1 : -1);
