package sandbox_test

import (
	"os"
	"testing"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/sandbox"
)

func TestViolationsOfTheSpecificationAreKept(t *testing.T) {
	t.Parallel()
	path := os.Getenv("DRILLBOT_OPENAPI")
	if path == "" {
		t.Skip("skipped: DRILLBOT_OPENAPI does not name Discord's openapi.json, so no test checks bodies against it")
	}
	sb := start1(t, sandbox.Options{OpenAPI: path})
	s := session(t, sb)
	long := &discordgo.MessageSend{Embeds: []*discordgo.MessageEmbed{{Title: text(257)}}}
	if err := send(sb.Channel(club, "drills"), long)(s); code(err) != 50035 {
		t.Errorf("got %v", err)
	}
	got := sb.Violations()
	if len(got) != 1 || got[0].Route != "POST /channels/{id}/messages" {
		t.Errorf("violations %+v", got)
	}
}

func TestInteractionSchemaIsGiven(t *testing.T) {
	t.Parallel()
	if os.Getenv("DRILLBOT_INTERACTION_SCHEMA") == "" {
		t.Skip("skipped: DRILLBOT_INTERACTION_SCHEMA does not name APIInteraction.schema.json, so no test checks interactions against it")
	}
	interactionSchema(t)
}
