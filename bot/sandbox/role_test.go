package sandbox_test

import (
	"testing"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/sandbox"
)

// ranked is a server with a role that anybody may ping, one that nobody may, and one above the bot's.
func ranked(manage bool) sandbox.Seed {
	s := sandbox.DefaultSeed()
	s.Servers[0].ManageRoles = manage
	s.Servers[0].Roles = []sandbox.Rank{
		{ID: "1500000000000000001", Name: "drillers", Mentionable: true},
		{ID: "1500000000000000002", Name: "winner"},
		{ID: "1500000000000000003", Name: "board", Above: true},
	}
	return s
}

func TestRolesOfMembers(t *testing.T) {
	sb := start(t, sandbox.Options{Seed: ranked(true)})
	s, ada, guild := session(t, sb), sb.Player("ada").ID, "1300000000000000001"
	for range 2 { // as often as one likes
		if err := s.GuildMemberRoleAdd(guild, ada, "1500000000000000002"); err != nil {
			t.Fatal(err)
		}
	}
	m, err := s.GuildMember(guild, ada)
	if err != nil || len(m.Roles) != 2 || m.Roles[1] != "1500000000000000002" {
		t.Errorf("member %+v, %v", m, err)
	}
	if err := s.GuildMemberRoleRemove(guild, ada, "1500000000000000002"); err != nil {
		t.Error(err)
	}
	if m, _ := s.GuildMember(guild, ada); len(m.Roles) != 1 {
		t.Errorf("roles %v", m.Roles)
	}
	for _, c := range []struct {
		member, role string
		want         int
	}{
		{ada, "1500000000000000003", 50013},                     // above the bot's
		{ada, "1500000000000000009", 10011},                     // no such role
		{sb.Player("meiling").ID, "1500000000000000002", 10007}, // not there
	} {
		if err := s.GuildMemberRoleAdd(guild, c.member, c.role); code(err) != c.want {
			t.Errorf("role %s for %s: %v, want %d", c.role, c.member, err, c.want)
		}
	}
}

func TestRolesTakeARightToGive(t *testing.T) {
	sb := start(t, sandbox.Options{Seed: ranked(false)})
	s := session(t, sb)
	if err := s.GuildMemberRoleAdd("1300000000000000001", sb.Player("ada").ID, "1500000000000000002"); code(err) != 50013 {
		t.Errorf("without Manage Roles: %v", err)
	}
}

func TestOnlyMentionableRolesArePinged(t *testing.T) {
	sb := start(t, sandbox.Options{Seed: ranked(false)})
	s, drills := session(t, sb), sb.Channel(club, "drills")
	both := "<@&1500000000000000001> <@&1500000000000000002>"
	for _, c := range []struct {
		allowed *discordgo.MessageAllowedMentions
		want    int
	}{
		{&discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}, Roles: []string{"1500000000000000001", "1500000000000000002"}}, 1},
		{&discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}, Roles: []string{"1500000000000000002"}}, 0},
		{&discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}, 0},
	} {
		m, err := s.ChannelMessageSendComplex(drills, &discordgo.MessageSend{Content: both, AllowedMentions: c.allowed})
		if err != nil || len(m.MentionRoles) != c.want {
			t.Errorf("allowed %+v: %v, %v", c.allowed, m, err)
		}
	}
}
