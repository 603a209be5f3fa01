// session is who plays where. Views read it, call its verbs and listen to its events:
// 'place' (player, server or channel changed), 'list' (a channel's messages were loaded), 'message', 'gone', 'unread', 'commands', 'modal',
// 'choices', 'clock', 'online', 'language', 'notice'.
import * as api from './api.js';
import { Directory } from './directory.js';
import { Gateway } from './gateway.js';
import * as interaction from './interaction.js';
import { later, Messages } from './messages.js';
import { Pending, Silence } from './pending.js';
import { recall, recallIn, remember, rememberIn } from './settings.js';
import { languageOf, setLanguage, t } from './strings.js';

// gate is a promise with its key.
function gate() {
  let resolve;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

export class Session extends Directory {
  channel = null;
  unread = new Map(); // channel id → number of messages that name the player, 0 for a plain one

  #offset = 0;
  #client = null;
  #gateway = null;
  #gatewaySession = '';
  #pending = new Pending();
  #messages = new Messages();
  #interactions = new Map(); // interaction id → nonce
  #ready = gate(); // resolved while the gateway is up

  async start() {
    await this.refresh();
    const known = this.players.find((player) => player.id === recall('player'));
    this.play(
      known ?? this.players.find((player) => languageOf(player.locale) === languageOf(navigator.language)) ?? this.players[0],
    );
  }

  // ---- what there is

  async refresh() {
    const state = await api.state();
    this.application = state.application_id;
    this.servers = state.servers ?? [];
    this.players = (state.players ?? []).map((player) => ({ ...player, name: player.display_name || player.name }));
    this.applicationTitle = state.application_name ?? '';
    this.commands = this.commands.length ? this.commands : (state.commands ?? []);
    this.#setClock(state.now);
    if (!this.player) return;
    this.player = this.players.find((player) => player.id === this.player.id) ?? this.players[0];
    this.server = this.server && (this.servers.find((server) => server.id === this.server.id) ?? null);
    this.#client = new api.Client(this.player.token);
  }

  now = () => Date.now() + this.#offset;

  // ---- where the player is

  play(player) {
    this.#gateway?.close();
    this.#pending.clear();
    this.player = player;
    this.#client = new api.Client(player.token);
    this.#messages = new Messages(recallIn('dismissed', player.id) ?? []);
    this.unread.clear();
    remember('player', player.id);
    setLanguage(languageOf(player.locale));
    this.emit('language');
    this.#connect();
    this.#goLast();
  }

  #goLast() {
    const last = recallIn('place', this.player.id);
    const server =
      this.home().find((candidate) => candidate.id === last?.server) ?? (last && !last.server ? null : this.#firstServer());
    const channels = this.channelsOf(server);
    const first = channels.find((channel) => channel.type === 0) ?? channels[0];
    this.go(server, channels.find((channel) => channel.id === last?.channel) ?? first ?? null);
  }

  // #firstServer is one that speaks the player's language and has the application, if there is one.
  #firstServer() {
    const speaks = (server) => languageOf(server.locale) === languageOf(this.locale) && server.bot_installed;
    return this.home().find(speaks) ?? this.home()[0] ?? null;
  }

  async go(server, channel) {
    this.server = server;
    this.channel = channel;
    if (channel) this.unread.delete(channel.id);
    rememberIn('place', this.player.id, { server: server?.id ?? '', channel: channel?.id ?? '' });
    this.emit('place');
    await this.#load();
  }

  async #load() {
    const { channel, server } = this;
    if (!channel) return;
    const client = this.#client;
    this.#messages.expect(channel.id);
    const [messages, index, roles] = await Promise.all([
      client.messages(channel.id).catch((error) => this.#notice(error)),
      client.commands(server?.id, channel.id).catch(() => null),
      server ? client.roles(server.id).catch(() => []) : [],
    ]);
    if (client !== this.#client) return;
    if (messages) this.#messages.load(channel.id, messages);
    this.#see(channel.id);
    if (index) [this.commands, this.applications] = [index.application_commands ?? [], index.applications ?? []];
    this.roles = roles ?? [];
    if (this.channel !== channel) return;
    this.emit('list');
    this.emit('commands');
  }

  list = () => (this.channel ? this.#messages.list(this.channel.id) : []);

  #notice(error) {
    this.emit('notice', error.message);
    return null;
  }

  // ---- the gateway

  #connect() {
    let tries = 0;
    this.#gateway = new Gateway(async () => {
      if (tries++ > 0) await this.refresh(); // a restarted sandbox may have made new tokens
      return this.player.token;
    });
    this.#gatewaySession = '';
    this.#unready();
    this.#gateway.on('online', (online) => this.#online(online));
    this.#gateway.on('event', ({ name, data }) => this.#events[name]?.(data));
    this.#gateway.connect();
  }

  #online(online) {
    if (online) this.#resync();
    else this.#unready();
    this.emit('online', online);
  }

  // #unready makes interactions wait for the next READY: their outcome would be told to nobody.
  #unready() {
    const waiting = this.#ready;
    this.#ready = gate();
    this.#ready.promise.then(waiting.resolve);
  }

  // What happened before the gateway was up is read now.
  async #resync() {
    if (this.#gatewaySession) this.emit('place');
    await this.#load();
  }

  #events = {
    READY: (data) => {
      this.#gatewaySession = data.session_id;
      this.#ready.resolve();
      const guilds = data.guilds ?? [];
      this.ownRoles = new Set(guilds.flatMap((guild) => this.#rolesIn(guild)));
      const places = guilds.flatMap((guild) => [...(guild.channels ?? []), ...(guild.threads ?? [])]);
      this.#missed([...(data.private_channels ?? []), ...places]);
    },
    MESSAGE_CREATE: (message) => this.#arrived(message, true),
    MESSAGE_UPDATE: (message) => this.#arrived(message, false),
    MESSAGE_DELETE: ({ id, channel_id }) => this.#gone(channel_id, id),
    INTERACTION_CREATE: ({ id, nonce }) => this.#interactions.set(id, nonce),
    INTERACTION_SUCCESS: ({ id, nonce }) => this.#succeeded(nonce ?? this.#interactions.get(id)),
    INTERACTION_FAILURE: ({ id, nonce }) => this.#pending.fail(nonce ?? this.#interactions.get(id)),
    INTERACTION_MODAL_CREATE: (modal) => this.#modal(modal),
    APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE: (answer) => this.#choices(answer),
    APPLICATION_COMMAND_INDEX_UPDATE: () => this.#load(),
    GUILD_APPLICATION_COMMAND_INDEX_UPDATE: () => this.#load(),
    GUILD_CREATE: () => this.#places(),
    GUILD_MEMBER_ADD: () => this.#places(),
    GUILD_MEMBER_REMOVE: () => this.#places(),
    CHANNEL_CREATE: () => this.#places(),
    CHANNEL_UPDATE: () => this.#places(),
    CHANNEL_DELETE: () => this.#places(),
    THREAD_CREATE: () => this.#places(),
  };

  #refreshing = 0;

  // Several places may change at once, on READY above all; one look is enough.
  #places() {
    clearTimeout(this.#refreshing);
    this.#refreshing = setTimeout(
      () =>
        this.refresh().then(
          () => this.emit('places'),
          () => {},
        ),
      150,
    );
  }

  #arrived(message, fresh) {
    const channel = message.channel_id;
    const whole = this.#messages.put(channel, message);
    if (!whole) return;
    this.#settleLocal(channel, whole);
    if (channel === this.channel?.id) {
      this.#see(channel);
      this.emit('message', { message: whole, fresh });
    } else if (fresh && whole.author?.id !== this.player.id) this.#count(channel, whole);
  }

  // The answer takes the place of the message that said it was on its way.
  #settleLocal(channel, message) {
    const nonce = message.nonce ?? this.#interactions.get((message.interaction_metadata ?? message.interaction)?.id);
    const local = nonce && this.#messages.waiting(channel, nonce);
    if (local) this.#gone(channel, local.id);
  }

  #gone(channel, id) {
    this.#messages.remove(channel, id);
    if (channel === this.channel?.id) this.emit('gone', id);
  }

  #rolesIn = (guild) => (guild.members ?? []).find((member) => member.user?.id === this.player.id)?.roles ?? [];

  // #see notes how far the player has read a channel that is before them.
  #see(channel) {
    const last = this.#messages.list(channel).findLast((message) => !message.local)?.id;
    const seen = recallIn('seen', this.player.id) ?? {};
    if (last && later(last, seen[channel])) rememberIn('seen', this.player.id, { ...seen, [channel]: last });
  }

  // #missed marks what was written while someone else was played: a direct message counts, others are unread.
  #missed(channels) {
    const seen = recallIn('seen', this.player.id) ?? {};
    const unread = channels.filter(
      ({ id, last_message_id: last }) => last && id !== this.channel?.id && !this.unread.has(id) && later(last, seen[id]),
    );
    for (const { id } of unread) this.unread.set(id, id === this.player.dm_channel_id ? 1 : 0);
    if (unread.length) this.emit('unread');
  }

  #count(channel, message) {
    const named = this.names(message) || channel === this.player.dm_channel_id;
    this.unread.set(channel, (this.unread.get(channel) ?? 0) + (named ? 1 : 0));
    this.emit('unread');
  }

  #succeeded(nonce) {
    const local = this.channel && this.#messages.waiting(this.channel.id, nonce);
    if (local) this.#gone(this.channel.id, local.id);
    this.#pending.settle(nonce, null);
  }

  #modal(modal) {
    this.#succeeded(modal.nonce);
    this.emit('modal', modal);
  }

  #choices(answer) {
    this.#pending.settle(answer.nonce, answer.choices ?? []);
  }

  // ---- what the player does

  #place = (command) => ({
    application: command?.application_id ?? this.application,
    guild: this.server?.id,
    channel: this.channel.id,
  });

  async #ask(body, files) {
    const answer = this.#pending.add(body.nonce);
    answer.catch(() => {}); // reported below or by the caller
    try {
      await Promise.race([this.#ready.promise, answer]);
      await this.#client.interact({ ...body, session_id: this.#gatewaySession }, files);
    } catch (error) {
      this.#pending.settle(body.nonce, null);
      throw error;
    }
    return answer;
  }

  // run sends a slash command; its progress and its failure show as a message.
  run(leaf, options, files = []) {
    const id = interaction.nonce();
    return this.#shown(interaction.slash(this.#place(leaf.command), leaf.command, options, id, files), leaf.command, files);
  }

  runMenu(command, target) {
    return this.#shown(interaction.contextMenu(this.#place(command), command, target, interaction.nonce()), command, []);
  }

  async #shown(body, command, files) {
    const channel = this.channel.id;
    const local = this.#local(body, command);
    this.#show(channel, local);
    try {
      await this.#ask(body, files);
    } catch (error) {
      const failed = error instanceof Silence ? t('noResponse') : error.message;
      if (this.#messages.waiting(channel, body.nonce)) this.#show(channel, { ...local, local: 'failed', failed });
    }
  }

  #local(body, command) {
    return {
      id: body.nonce,
      nonce: body.nonce,
      local: 'sending',
      timestamp: new Date(this.now()).toISOString(),
      author: { id: body.application_id, username: this.applicationName(body.application_id), bot: true },
      interaction_metadata: {
        user: { id: this.player.id, username: this.player.name },
        type: 2,
        command_type: command.type,
        name: command.name,
      },
      content: '',
    };
  }

  #show(channel, message) {
    const whole = this.#messages.put(channel, message);
    if (whole && channel === this.channel?.id) this.emit('message', { message: whole, fresh: true });
  }

  // press resolves when the bot has answered and rejects with a sentence to show beside the button.
  async press(message, part, values) {
    await this.#ask(
      interaction.component(this.#place({ application_id: message.application_id }), message, part, values, interaction.nonce()),
    );
  }

  // complete resolves with the choices for the focused option.
  complete(leaf, options) {
    return this.#ask(interaction.autocomplete(this.#place(leaf.command), leaf.command, options, interaction.nonce()));
  }

  submit(modal, components) {
    const place = {
      ...this.#place({ application_id: modal.application?.id ?? modal.application_id }),
      channel: modal.channel_id ?? this.channel.id,
    };
    return this.#ask(interaction.modalSubmit(place, modal, components, interaction.nonce()));
  }

  async say(content) {
    try {
      const message = await this.#client.send(this.channel.id, { content: this.#encode(content), nonce: interaction.nonce() });
      if (message?.id) this.#arrived({ channel_id: this.channel.id, ...message }, true);
      return true;
    } catch (error) {
      this.#notice(error);
      return false;
    }
  }

  // #encode turns the names that a person types into mentions.
  #encode(content) {
    const people = this.people().sort((a, b) => b.name.length - a.name.length);
    return people.reduce((text, { id, name }) => text.replaceAll(`@${name}`, `<@${id}>`), content);
  }

  dismiss(message) {
    const channel = message.channel_id ?? this.channel.id;
    rememberIn('dismissed', this.player.id, this.#messages.hide(channel, message.id));
    this.emit('gone', message.id);
  }

  // ---- language and time

  async speak(locale) {
    this.player.locale = locale;
    setLanguage(languageOf(locale));
    this.emit('language');
    this.emit('place');
    this.emit('list');
    await this.#client.setLocale(locale).catch((error) => this.#notice(error));
    await this.#load();
  }

  async travel(body) {
    try {
      const answer = await api.clock(body);
      this.#setClock(answer?.now ?? (await api.state()).now);
    } catch (error) {
      this.#notice(error);
    }
  }

  #setClock(now) {
    this.#offset = now ? new Date(now).getTime() - Date.now() : 0;
    this.emit('clock');
  }
}
