package sandbox

import (
	"maps"
	"net/http"
	"strconv"

	"drillbot/bot/sandbox/rule"
	"drillbot/bot/sandbox/wire"
)

// scope checks the application and the guild in the path; "" is global.
func (c *call) scope() (string, error) {
	if c.arg("app") != c.app.ID {
		return "", fail(http.StatusForbidden, 20012, "You are not authorized to perform this action on this application")
	}
	guildID := c.arg("guild")
	if guildID == "" {
		return "", nil
	}
	g := c.guilds[guildID]
	if g == nil || !g.Bot {
		return "", errMissingAccess()
	}
	return guildID, nil
}

// scoped lists the commands of one scope, oldest first.
func (sb *Sandbox) scoped(guildID string) []wire.Command {
	out := []wire.Command{}
	for _, id := range sortedIDs(sb.commands) {
		if cmd := sb.commands[id]; cmd.GuildID == guildID {
			out = append(out, *cmd)
		}
	}
	return out
}

// listCommands answers GET …/commands. Without with_localizations it tells the
// localized text for X-Discord-Locale instead of all of them.
func (c *call) listCommands() (any, error) {
	guildID, err := c.scope()
	if err != nil {
		return nil, err
	}
	list := c.scoped(guildID)
	if c.query("with_localizations") == "true" {
		return list, nil
	}
	for i := range list {
		list[i] = localized(list[i], c.r.Header.Get("X-Discord-Locale"), false)
	}
	return list, nil
}

func (c *call) oneCommand() (*wire.Command, error) {
	guildID, err := c.scope()
	if err != nil {
		return nil, err
	}
	cmd := c.commands[c.arg("command")]
	if cmd == nil || cmd.GuildID != guildID {
		return nil, errUnknownCommand()
	}
	return cmd, nil
}

func (c *call) getCommand() (any, error) {
	cmd, err := c.oneCommand()
	if err != nil {
		return nil, err
	}
	return cmd, nil
}

// createCommand answers POST …/commands; a known name is overwritten.
func (c *call) createCommand() (any, error) {
	guildID, err := c.scope()
	if err != nil {
		return nil, err
	}
	cmd := wire.Command{Type: wire.CommandSlash}
	if err := c.decode(&cmd); err != nil {
		return nil, err
	}
	cmd.GuildID = guildID
	if err := errForm(rule.Command("", &cmd)); err != nil {
		return nil, err
	}
	status := http.StatusOK
	old := c.commandNamed(guildID, cmd.Name, cmd.Type)
	if old == nil {
		status = http.StatusCreated
		if len(rule.Counts(append(c.scoped(guildID), cmd))) > 0 {
			return nil, errTooManyCommands()
		}
	}
	return reply{status, c.register(cmd, old)}, nil
}

func errTooManyCommands() error {
	return fail(http.StatusBadRequest, 30032, "Maximum number of application commands reached (100).")
}

func (sb *Sandbox) commandNamed(guildID, name string, kind int) *wire.Command {
	for _, cmd := range sb.commands {
		if cmd.GuildID == guildID && cmd.Name == name && cmd.Type == kind {
			return cmd
		}
	}
	return nil
}

// register stores a checked command, keeping the id of the one it replaces.
func (sb *Sandbox) register(cmd wire.Command, old *wire.Command) *wire.Command {
	cmd.ApplicationID, cmd.Version = sb.app.ID, sb.nextID()
	cmd.ID = cmd.Version
	if old != nil {
		cmd.ID = old.ID
	}
	if cmd.GuildID == "" && cmd.IntegrationTypes == nil {
		cmd.IntegrationTypes = []int{wire.InstallGuild}
	}
	if p := cmd.DefaultMemberPermissions; p != nil {
		text := wire.Text(strconv.FormatUint(parseBits(string(*p)), 10))
		cmd.DefaultMemberPermissions = &text
	}
	sb.commands[cmd.ID] = &cmd
	sb.put(kindCommand, cmd.ID, &cmd)
	return &cmd
}

// overwriteCommands answers PUT …/commands: the list becomes all there is.
func (c *call) overwriteCommands() (any, error) {
	guildID, err := c.scope()
	if err != nil {
		return nil, err
	}
	list, err := c.commandList(guildID)
	if err != nil {
		return nil, err
	}
	before := map[string]*wire.Command{}
	for _, cmd := range c.scoped(guildID) {
		before[cmd.ID] = c.commands[cmd.ID]
	}
	out := []*wire.Command{}
	for _, cmd := range list {
		old := c.commandNamed(guildID, cmd.Name, cmd.Type)
		kept := c.register(cmd, old)
		delete(before, kept.ID)
		out = append(out, kept)
	}
	for id := range before {
		delete(c.commands, id)
		c.removed(kindCommand, id)
	}
	return out, nil
}

// commandList reads and checks the body of a bulk overwrite.
func (c *call) commandList(guildID string) ([]wire.Command, error) {
	var list []wire.Command
	if err := c.decode(&list); err != nil {
		return nil, err
	}
	var faults rule.Faults
	for i := range list {
		if list[i].Type == 0 {
			list[i].Type = wire.CommandSlash
		}
		list[i].GuildID = guildID
		faults = append(faults, rule.Command(strconv.Itoa(i), &list[i])...)
	}
	faults = append(faults, rule.Names(list)...)
	if len(faults) == 0 && len(rule.Counts(list)) > 0 {
		return nil, errTooManyCommands()
	}
	return list, errForm(faults)
}

// editCommand answers PATCH …/commands/{id}: what is absent stays.
func (c *call) editCommand() (any, error) {
	old, err := c.oneCommand()
	if err != nil {
		return nil, err
	}
	cmd := *old
	cmd.NameLocalizations, cmd.DescriptionLocalizations = maps.Clone(old.NameLocalizations), maps.Clone(old.DescriptionLocalizations)
	cmd.Options, cmd.Contexts, cmd.IntegrationTypes, cmd.DefaultMemberPermissions = nil, nil, nil, nil
	if err := c.decode(&cmd); err != nil {
		return nil, err
	}
	restore(&cmd, old, c.body)
	cmd.GuildID, cmd.Type = old.GuildID, old.Type
	if err := errForm(rule.Command("", &cmd)); err != nil {
		return nil, err
	}
	return c.register(cmd, old), nil
}

// restore puts back what the body did not mention.
func restore(cmd, old *wire.Command, body []byte) {
	has := members(body)
	if !has["options"] {
		cmd.Options = old.Options
	}
	if !has["contexts"] {
		cmd.Contexts = old.Contexts
	}
	if !has["integration_types"] {
		cmd.IntegrationTypes = old.IntegrationTypes
	}
	if !has["default_member_permissions"] {
		cmd.DefaultMemberPermissions = old.DefaultMemberPermissions
	}
}

func (c *call) deleteCommand() (any, error) {
	cmd, err := c.oneCommand()
	if err != nil {
		return nil, err
	}
	delete(c.commands, cmd.ID)
	c.removed(kindCommand, cmd.ID)
	return nil, nil
}

// channelIndex answers GET /channels/{id}/application-command-index.
func (c *call) channelIndex() (any, error) {
	ch, err := c.place()
	if err != nil {
		return nil, err
	}
	return c.commandIndex(c.indexFor(ch, c.player.ID)), nil
}

// guildIndex answers GET /guilds/{id}/application-command-index: what can be
// used in any channel of the guild.
func (c *call) guildIndex() (any, error) {
	g, err := c.inGuild()
	if err != nil {
		return nil, err
	}
	found := map[string]*wire.Command{}
	for _, id := range g.channels {
		for _, cmd := range c.indexFor(c.channels[id], c.player.ID) {
			found[cmd.ID] = cmd
		}
	}
	list := []*wire.Command{}
	for _, id := range sortedIDs(found) {
		list = append(list, found[id])
	}
	return c.commandIndex(list), nil
}

func (c *call) commandIndex(list []*wire.Command) map[string]any {
	out := []wire.Command{}
	for _, cmd := range list {
		out = append(out, localized(*cmd, c.player.Locale, true))
	}
	return map[string]any{
		"application_commands": out,
		"applications":         []any{map[string]any{"id": c.app.ID, "name": c.app.Name, "icon": nil, "bot": c.world.bot()}},
		"version":              c.app.ID,
	}
}

// localized returns a copy with *_localized for a locale; keep leaves the
// tables of all locales in.
func localized(cmd wire.Command, locale string, keep bool) wire.Command {
	cmd.NameLocalized = cmd.NameLocalizations[locale]
	cmd.DescriptionLocalized = cmd.DescriptionLocalizations[locale]
	cmd.Options = localizedOptions(cmd.Options, locale, keep)
	if !keep {
		cmd.NameLocalizations, cmd.DescriptionLocalizations = nil, nil
	}
	return cmd
}

func localizedOptions(in []wire.Option, locale string, keep bool) []wire.Option {
	var out []wire.Option
	for _, o := range in {
		o.NameLocalized, o.DescriptionLocalized = o.NameLocalizations[locale], o.DescriptionLocalizations[locale]
		o.Options = localizedOptions(o.Options, locale, keep)
		o.Choices = localizedChoices(o.Choices, locale, keep)
		if !keep {
			o.NameLocalizations, o.DescriptionLocalizations = nil, nil
		}
		out = append(out, o)
	}
	return out
}

func localizedChoices(in []wire.Choice, locale string, keep bool) []wire.Choice {
	var out []wire.Choice
	for _, c := range in {
		c.NameLocalized = c.NameLocalizations[locale]
		if !keep {
			c.NameLocalizations = nil
		}
		out = append(out, c)
	}
	return out
}
