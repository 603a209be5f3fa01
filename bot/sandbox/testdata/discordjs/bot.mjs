// An unmodified discord.js 14 client on the sandbox. TestDiscordJS plays the
// players; this side says on stdout what happened, one word a line.
import { ActionRowBuilder, AttachmentBuilder, ButtonBuilder, ButtonStyle, Client, Events, GatewayIntentBits, MessageFlags,
  ModalBuilder, SlashCommandBuilder, StringSelectMenuBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';

const client = new Client({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages], rest: { api: process.env.SANDBOX_API } });
const tell = (word) => process.stdout.write(word + '\n');

const commands = [
  new SlashCommandBuilder().setName('drill').setDescription('asks').setDescriptionLocalizations({ 'zh-CN': '出题' })
    .addStringOption((o) => o.setName('topic').setDescription('what about').setAutocomplete(true)),
  new SlashCommandBuilder().setName('file').setDescription('sends a file'),
];

const form = new ModalBuilder().setCustomId('form').setTitle('Your answer').addComponents(
  new ActionRowBuilder().addComponents(new TextInputBuilder().setCustomId('text').setLabel('Answer').setStyle(TextInputStyle.Paragraph)));

const rows = [
  new ActionRowBuilder().addComponents(new ButtonBuilder().setCustomId('answer').setLabel('Answer').setStyle(ButtonStyle.Primary)),
  new ActionRowBuilder().addComponents(new StringSelectMenuBuilder().setCustomId('pick').addOptions({ label: 'One', value: '1' }, { label: 'Two', value: '2' })),
];

const answers = [
  [(i) => i.isAutocomplete(), (i) => i.respond([{ name: 'ARC ' + i.options.getFocused(), value: 'arc' }])],
  [(i) => i.commandName === 'drill', (i) => i.reply({ content: 'topic ' + i.options.getString('topic'), components: rows, flags: MessageFlags.Ephemeral })],
  [(i) => i.commandName === 'file', async (i) => {
    await i.deferReply();
    await i.editReply({ content: 'here', files: [new AttachmentBuilder(Buffer.from('hello'), { name: 'a.txt' })] });
    await i.followUp('and more');
  }],
  [(i) => i.isButton(), (i) => i.showModal(form)],
  [(i) => i.isStringSelectMenu(), (i) => i.update({ content: 'picked ' + i.values.join(), components: [] })],
  [(i) => i.isModalSubmit(), async (i) => {
    await i.deferReply({ flags: MessageFlags.Ephemeral });
    await i.editReply('graded ' + i.fields.getTextInputValue('text'));
  }],
];

client.on(Events.InteractionCreate, (i) => answers.find(([is]) => is(i))[1](i).catch((e) => tell('error ' + e)));
client.on(Events.ShardResume, () => tell('resumed'));
client.on(Events.Error, (e) => tell('error ' + e));
client.once(Events.ClientReady, async () => {
  await client.application.commands.set(commands);
  tell('ready');
});
process.stdin.on('end', () => client.destroy()).resume();
await client.login(process.env.SANDBOX_TOKEN);
