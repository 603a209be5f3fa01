// A discord.js 14 bot that only replies, for BenchmarkPath. Its modules are those of the
// sandbox's test.
import { createRequire } from 'node:module';
const { Client, MessageFlags } = createRequire(process.env.DRILLBOT_MODULES)('discord.js');

const client = new Client({ intents: [], rest: { api: process.env.DRILLBOT_FAR + '/api', globalRequestsPerSecond: 1e6 } });
const embeds = [{ title: '72 / 100', description: 'covered '.repeat(100) }];
client.on('interactionCreate', (i) => i.reply({ embeds, flags: MessageFlags.Ephemeral }).catch((e) => console.error(e)));
process.stdin.on('end', () => process.exit()).resume();
await client.login(Buffer.from('2').toString('base64') + '.a.b');
