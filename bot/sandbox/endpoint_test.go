package sandbox_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/bwmarrin/discordgo"

	"drillbot/bot/sandbox"
)

// endpoint is a bot behind an interactions endpoint.
func endpoint(t *testing.T, sb *sandbox.Sandbox) *httptest.Server {
	t.Helper()
	var state struct {
		PublicKey string `json:"public_key"`
	}
	operator(t, sb, "/sandbox/state", nil, &state)
	key, err := hex.DecodeString(state.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !discordgo.VerifyInteraction(r, ed25519.PublicKey(key)) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		raw, _ := io.ReadAll(r.Body)
		var i discordgo.Interaction
		if err := i.UnmarshalJSON(raw); err != nil {
			t.Error(err)
		}
		answer := say("signed and sealed")
		if i.Type == discordgo.InteractionPing {
			answer = &discordgo.InteractionResponse{Type: discordgo.InteractionResponsePong}
		}
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestSignedInteractionsOverHTTP(t *testing.T) {
	sb, ctx := start(t, sandbox.Options{}), deadline(t)
	s, server := session(t, sb), endpoint(t, sb)
	register(t, s, sb, slash("drill"))
	address := discordgo.EndpointAPI + "applications/@me"
	for url, ok := range map[string]bool{server.URL + "/interactions": true, sb.URL() + "/nothing": false} {
		_, err := s.RequestWithBucketID("PATCH", address, map[string]string{"interactions_endpoint_url": url}, address)
		if (err == nil) != ok {
			t.Errorf("endpoint %s: %v", url, err)
		}
	}
	reply, err := sb.Player("ada").Slash(ctx, sb.Channel(club, "drills"), "drill", nil)
	if err != nil || reply.Message.Content != "signed and sealed" {
		t.Errorf("got %+v, %v", reply, err)
	}
}
