// messages keeps what each channel shows, oldest first. Local messages (an interaction on its way, or one that failed) stand among
// the real ones until the answer takes their place.

export const flag = { ephemeral: 64, loading: 128, v2: 1 << 15 };
export const isEphemeral = (message) => Boolean((message.flags ?? 0) & flag.ephemeral);
export const isLoading = (message) => Boolean((message.flags ?? 0) & flag.loading);

export class Messages {
  #channels = new Map();
  #hidden;

  // hidden are the ids of ephemeral messages that the player dismissed.
  constructor(hidden = []) {
    this.#hidden = new Set(hidden);
  }

  list(channel) {
    return this.#channels.get(channel) ?? [];
  }

  load(channel, messages) {
    const local = this.list(channel).filter((message) => message.local);
    const kept = messages.filter((message) => !this.#hidden.has(message.id));
    this.#channels.set(channel, [...kept, ...local].sort(byID));
  }

  // put adds or replaces; an update may be partial. It tells whether anything is to be drawn.
  put(channel, message) {
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

// byID sorts snowflakes: longer is later.
const byID = (a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
