// interaction builds what Discord's own client posts to /interactions. place is {application, guild, channel};
// session.js adds the session_id of its gateway.

const epoch = 1420070400000n; // Discord's first moment
let count = 0n;

// nonce is a fresh snowflake; the answering events carry it back.
export function nonce() {
  count = (count + 1n) % 4096n;
  return String(((BigInt(Date.now()) - epoch) << 22n) | count);
}

function base(type, place, id) {
  const body = { type, application_id: place.application, channel_id: place.channel, nonce: id };
  return place.guild ? { ...body, guild_id: place.guild } : body;
}

function commandData(command, options) {
  const { version, id, name, type = 1 } = command;
  return { version, id, name, type, options, ...(command.guild_id && { guild_id: command.guild_id }) };
}

export function slash(place, command, options, id, files = []) {
  const attachments = files.map((file, i) => ({ id: String(i), filename: file.name }));
  return { ...base(2, place, id), data: { ...commandData(command, options), attachments } };
}

export const contextMenu = (place, command, target, id) => ({
  ...base(2, place, id),
  data: { ...commandData(command, []), target_id: target, attachments: [] },
});

export const autocomplete = (place, command, options, id) => ({ ...base(4, place, id), data: commandData(command, options) });

export function component(place, message, part, values, id) {
  const data = { component_type: part.type, custom_id: part.custom_id };
  if (values) Object.assign(data, { type: part.type, values });
  return { ...base(3, place, id), message_id: message.id, message_flags: message.flags ?? 0, data };
}

export const modalSubmit = (place, modal, components, id) => ({
  ...base(5, place, id),
  data: { id: modal.id, custom_id: modal.custom_id, components },
});
