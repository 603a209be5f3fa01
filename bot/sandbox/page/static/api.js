// api speaks the sandbox's HTTP. Every failure is a RequestError with a sentence that a player can read.

export class RequestError extends Error {
  constructor(status, body) {
    super(body?.message || `HTTP ${status}`);
    this.status = status;
    this.code = body?.code ?? 0;
    this.errors = body?.errors ?? null;
  }
}

async function request(method, path, { token, body, files } = {}) {
  const headers = {};
  if (token) headers.Authorization = token;
  if (body && !files?.length) headers['Content-Type'] = 'application/json';
  const response = await fetch(path, { method, headers, body: encode(body, files) });
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new RequestError(response.status, answer);
  return answer;
}

function encode(body, files) {
  if (!files?.length) return body ? JSON.stringify(body) : undefined;
  const form = new FormData();
  form.set('payload_json', JSON.stringify(body));
  files.forEach((file, i) => form.set(`files[${i}]`, file, file.name));
  return form;
}

export const state = () => request('GET', '/sandbox/state');
export const clock = (body) => request('POST', '/sandbox/clock', { body });

// Client asks as one player.
export class Client {
  #token;

  constructor(token) {
    this.#token = token;
  }

  #ask(method, path, options) {
    return request(method, `/api/v9${path}`, { ...options, token: this.#token });
  }

  interact = (body, files) => this.#ask('POST', '/interactions', { body, files });
  messages = (channel) => this.#ask('GET', `/channels/${channel}/messages?limit=50`);
  send = (channel, body) => this.#ask('POST', `/channels/${channel}/messages`, { body });
  channels = (guild) => this.#ask('GET', `/guilds/${guild}/channels`);
  roles = (guild) => this.#ask('GET', `/guilds/${guild}/roles`);
  setLocale = (locale) => this.#ask('PATCH', '/users/@me/settings', { body: { locale } });

  commands = (guild, channel) =>
    this.#ask('GET', guild ? `/guilds/${guild}/application-command-index` : `/channels/${channel}/application-command-index`);
}
