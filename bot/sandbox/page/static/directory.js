// directory is who and what there is around the player: names, members, channels, commands.
import { leaves, messageType, userType } from './commands.js';
import { Emitter } from './emitter.js';
import { t } from './strings.js';

const textChannels = new Set([0, 1, 5, 10, 11, 12]);

// Directory is filled by session.js and read by the views.
export class Directory extends Emitter {
  servers = [];
  players = [];
  player = null;
  server = null; // null: direct messages
  commands = [];
  applications = [];
  roles = [];
  ownRoles = new Set(); // ids of the player's roles in all servers
  application = ''; // id
  applicationTitle = '';

  get locale() {
    return this.player?.locale ?? 'en-US';
  }
  get leaves() {
    return leaves(this.commands);
  }
  userCommands = () => this.commands.filter((command) => command.type === userType);
  messageCommands = () => this.commands.filter((command) => command.type === messageType);

  // home are the servers that the player is in.
  home = () =>
    this.servers.filter((server) => !server.members?.length || server.members.some((member) => idOf(member) === this.player.id));

  channelsOf = (server) =>
    server ? (server.channels ?? []).filter((channel) => textChannels.has(channel.type)) : this.#direct();

  #direct() {
    return this.player.dm_channel_id ? [{ id: this.player.dm_channel_id, name: this.applicationName(), type: 1 }] : [];
  }

  applicationName = (id = this.application) =>
    this.applications.find((application) => application.id === id)?.name ?? (this.applicationTitle || 'App');
  isApplication = (id) =>
    id === this.application || this.applications.some((application) => application.id === id || application.bot?.id === id);

  // people are those of the server, the application included, as {id, name, bot}.
  people() {
    const members = this.server ? (this.server.members ?? []) : [this.player.id];
    const named = members.map((member) => this.person(idOf(member), member));
    const bot = { id: this.application, name: this.applicationName(), bot: true };
    const present = this.server ? this.server.bot_installed !== false : true;
    return [...named.filter((person) => !this.isApplication(person.id)), ...(present ? [bot] : [])];
  }

  person(id, hint = null) {
    const player = this.players.find((other) => other.id === id);
    const name = player?.name ?? (typeof hint === 'object' ? nameOf(hint) : '') ?? '';
    return { id, name: name || (this.isApplication(id) ? this.applicationName() : t('someone')), bot: this.isApplication(id) };
  }

  channelName(id) {
    for (const server of this.servers) {
      const found = server.channels?.find((channel) => channel.id === id);
      if (found) return found.name;
    }
    return '';
  }

  roleName = (id) => (id === this.server?.id ? 'everyone' : (this.roles.find((role) => role.id === id)?.name ?? t('someRole')));

  // names tells whether a message pings the player: by name, by a role or with everybody.
  names = (message) =>
    message.mention_everyone ||
    message.mentions?.some((user) => user.id === this.player.id) ||
    message.mention_roles?.some((id) => this.ownRoles.has(id)) ||
    false;

  // find looks up what a person typed for an option: (kind, name) → id.
  find = (kind, name) => {
    const wanted = name.toLowerCase();
    const lists = { user: this.people(), channel: this.channelsOf(this.server), role: this.roles };
    const all = kind === 'mentionable' ? [...lists.user, ...lists.role] : (lists[kind] ?? []);
    return all.find((item) => item.name.toLowerCase() === wanted)?.id;
  };
}

const idOf = (member) => (typeof member === 'string' ? member : (member.user?.id ?? member.id));

// nameOf is what Discord shows of a user or member object.
export const nameOf = (user) =>
  user.nick ?? user.global_name ?? user.name ?? user.username ?? user.user?.global_name ?? user.user?.username ?? '';
