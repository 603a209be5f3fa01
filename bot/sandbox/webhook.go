package sandbox

import (
	"net/http"

	"drillbot/bot/sandbox/wire"
)

// hook returns the interaction behind /webhooks/{app}/{token}: a webhook that
// exists from the first callback until the token's end.
func (c *call) hook() (*interaction, error) {
	it := c.byKey[c.arg("token")]
	switch {
	case c.arg("app") != c.app.ID:
		return nil, errUnknownWebhook()
	case it == nil || !c.alive(it):
		return nil, errBadToken()
	case it.State != answered || it.Type == wire.InteractionAutocomplete:
		return nil, errUnknownWebhook()
	}
	return it, nil
}

// hooked returns the message named in the path: @original, or one that this
// interaction made.
func (c *call) hooked() (*interaction, *message, error) {
	it, err := c.hook()
	if err != nil {
		return nil, nil, err
	}
	id := c.arg("message")
	if id == "@original" {
		id = it.Original
	}
	m := c.messages[id]
	mine := m != nil && (m.ID == it.Original || m.Metadata != nil && m.Metadata.ID == it.ID)
	if !mine {
		return nil, nil, errUnknownMessage()
	}
	return it, m, nil
}

// createFollowup answers POST /webhooks/{app}/{token}.
func (c *call) createFollowup() (any, error) {
	it, err := c.hook()
	if err != nil {
		return nil, err
	}
	var send wire.MessageSend
	if err := c.decode(&send); err != nil {
		return nil, err
	}
	if m := c.thinking(it); m != nil {
		return c.edited(m, &send)
	}
	if it.Guest && it.Followups >= maxGuestUse {
		return nil, fail(http.StatusBadRequest, 40094, "This interaction has hit the maximum number of follow up messages")
	}
	m, err := c.answerMessage(it, &send, "")
	if err != nil {
		return nil, err
	}
	it.Followups++
	c.saveInteraction(it)
	return c.viewed(m, c.app.ID), nil
}

// thinking returns the deferred answer that a first follow-up completes.
func (c *call) thinking(it *interaction) *message {
	m := c.messages[it.Original]
	if it.Answer == wire.CallbackDefer && m != nil && m.Loading() {
		return m
	}
	return nil
}

func (c *call) edited(m *message, send *wire.MessageSend) (any, error) {
	if err := c.applyEdit(m, send, ""); err != nil {
		return nil, err
	}
	return c.viewed(m, c.app.ID), nil
}

func (c *call) getFollowup() (any, error) {
	_, m, err := c.hooked()
	if err != nil {
		return nil, err
	}
	return c.viewed(m, c.app.ID), nil
}

func (c *call) editFollowup() (any, error) {
	_, m, err := c.hooked()
	if err != nil {
		return nil, err
	}
	var send wire.MessageSend
	if err := c.decode(&send); err != nil {
		return nil, err
	}
	return c.edited(m, &send)
}

func (c *call) deleteFollowup() (any, error) {
	_, m, err := c.hooked()
	if err != nil {
		return nil, err
	}
	c.drop(m)
	return nil, nil
}
