package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Join returns the player of that name or id in the sandbox of another
// process that serves at url. It fails with ErrNoPlayer for an unknown one.
func Join(ctx context.Context, url, name string) (*Player, error) {
	var state struct {
		AppID   string `json:"application_id"`
		Players []struct {
			ID    string `json:"id"`
			Name  string `json:"name"`
			Token string `json:"token"`
		} `json:"players"`
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/sandbox/state", nil)
	if err != nil {
		return nil, fmt.Errorf("join %s: %w", url, err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("join: %w", err)
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(resp.Body).Decode(&state); err != nil {
		return nil, fmt.Errorf("join %s: %w", url, err)
	}
	for _, p := range state.Players {
		if p.Name == name || p.ID == name {
			return &Player{
				ID: p.ID, Name: p.Name, Token: p.Token, base: strings.TrimSuffix(url, "/"), app: state.AppID,
				http: http.DefaultClient, where: map[string]string{},
			}, nil
		}
	}
	return nil, fmt.Errorf("player %q: %w", name, ErrNoPlayer)
}
