package sandbox

import (
	"net/http"

	"drillbot/bot/sandbox/rule"
	"drillbot/bot/sandbox/wire"
)

// callback answers POST /interactions/{id}/{token}/callback: the bot's first
// word, at most once and in time.
func (c *call) callback() (any, error) {
	it := c.interactions[c.arg("interaction")]
	if it == nil || it.Token != c.arg("token") {
		return nil, errUnknownInteraction()
	}
	var cb wire.Callback
	if err := c.decode(&cb); err != nil {
		return nil, err
	}
	if err := c.accept(it, &cb); err != nil {
		return nil, err
	}
	if c.query("with_response") != "true" {
		return nil, nil
	}
	return reply{http.StatusOK, c.callbackResponse(it)}, nil
}

// accept takes a callback, by REST or as the body of an HTTP delivery.
func (c *call) accept(it *interaction, cb *wire.Callback) error {
	switch {
	case it.State == answered:
		return errAcknowledged()
	case it.State == failed || c.late(it):
		return errUnknownInteraction()
	}
	kinds := map[int]func(*interaction, *wire.Callback) error{
		wire.CallbackMessage: c.replyMessage, wire.CallbackDefer: c.deferMessage,
		wire.CallbackDeferUpdate: c.deferUpdate, wire.CallbackUpdate: c.updateSource,
		wire.CallbackAutocomplete: c.complete, wire.CallbackModal: c.openModal,
	}
	do, ok := kinds[cb.Type]
	if !ok || !fits(it.Type, cb.Type) {
		return errField("type", "INTERACTION_CALLBACK_TYPE_INVALID", "This callback type does not answer this interaction.")
	}
	if err := do(it, cb); err != nil {
		return err
	}
	it.State, it.Answer = answered, cb.Type
	c.saveInteraction(it)
	if cb.Type != wire.CallbackAutocomplete {
		c.toPlayer(it.PlayerID, "INTERACTION_SUCCESS", outcome(it))
	}
	return nil
}

// fits tells which callbacks answer which interactions.
func fits(interaction, callback int) bool {
	switch callback {
	case wire.CallbackAutocomplete:
		return interaction == wire.InteractionAutocomplete
	case wire.CallbackModal:
		return interaction == wire.InteractionCommand || interaction == wire.InteractionComponent
	case wire.CallbackDeferUpdate, wire.CallbackUpdate:
		return interaction == wire.InteractionComponent || interaction == wire.InteractionModal
	}
	return interaction != wire.InteractionAutocomplete
}

func (c *call) replyMessage(it *interaction, cb *wire.Callback) error {
	m, err := c.answerMessage(it, &cb.Data.MessageSend, "data")
	if err != nil {
		return err
	}
	it.Original = m.ID
	return nil
}

func (c *call) deferMessage(it *interaction, cb *wire.Callback) error {
	m := c.blankAnswer(it)
	m.Flags = wire.FlagLoading
	if cb.Data.Flags != nil {
		m.Flags |= *cb.Data.Flags & wire.FlagEphemeral
	}
	c.own(m, it)
	c.post1(m, it)
	it.Original = m.ID
	return nil
}

func (c *call) deferUpdate(it *interaction, _ *wire.Callback) error {
	return c.needSource(it)
}

// needSource checks that there is a message to update: a form opened by a
// command has none.
func (c *call) needSource(it *interaction) error {
	if it.SourceID == "" {
		return errField("type", "INTERACTION_CALLBACK_TYPE_INVALID", "There is no message to update.")
	}
	return nil
}

func (c *call) updateSource(it *interaction, cb *wire.Callback) error {
	if err := c.needSource(it); err != nil {
		return err
	}
	m := c.messages[it.SourceID]
	if m == nil {
		return errUnknownMessage()
	}
	return c.applyEdit(m, &cb.Data.MessageSend, "data")
}

func (c *call) complete(it *interaction, cb *wire.Callback) error {
	if err := errForm(rule.Choices(cb.Data.Choices)); err != nil {
		return err
	}
	choices := cb.Data.Choices
	if choices == nil {
		choices = []wire.Choice{}
	}
	locale := c.players[it.PlayerID].Locale
	for i := range choices {
		choices[i].NameLocalized = choices[i].NameLocalizations[locale]
	}
	out := outcome(it)
	out["choices"] = choices
	delete(out, "id")
	c.toPlayer(it.PlayerID, "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", out)
	return nil
}

func (c *call) openModal(it *interaction, cb *wire.Callback) error {
	if err := errForm(rule.Modal(&cb.Data)); err != nil {
		return err
	}
	m := &modal{
		ID: it.ID, PlayerID: it.PlayerID, ChannelID: it.ChannelID, CustomID: cb.Data.CustomID,
		Title: cb.Data.Title, Components: *cb.Data.Components, SourceID: it.SourceID, Meta: c.meta(it),
	}
	number(m.Components)
	c.modals[m.ID] = m
	c.put(kindModal, m.ID, m)
	out := outcome(it)
	out["custom_id"], out["title"], out["components"] = m.CustomID, m.Title, m.Components
	out["channel_id"] = m.ChannelID
	out["application"] = map[string]any{"id": c.app.ID, "name": c.app.Name, "bot": c.world.bot()}
	c.toPlayer(it.PlayerID, "INTERACTION_MODAL_CREATE", out)
	return nil
}

// number gives each component without an id the next free one, in the order
// shown, as Discord does.
func number(list []wire.Component) {
	used := map[int]bool{}
	wire.Walk(list, func(c *wire.Component) bool {
		used[c.ID] = true
		return true
	})
	next := 1
	wire.Walk(list, func(c *wire.Component) bool {
		for c.ID == 0 {
			if !used[next] {
				c.ID = next
			}
			next++
		}
		return true
	})
}

// callbackResponse is the answer to a callback with ?with_response=true.
func (c *call) callbackResponse(it *interaction) map[string]any {
	about := map[string]any{"id": it.ID, "type": it.Type, "channel_id": it.ChannelID}
	out := map[string]any{"interaction": about}
	resource := map[string]any{"type": it.Answer}
	m := c.messages[it.Original]
	if m != nil && it.Answer != wire.CallbackModal {
		about["response_message_id"] = m.ID
		about["response_message_loading"] = m.Loading()
		about["response_message_ephemeral"] = m.Ephemeral()
		resource["message"] = c.viewed(m, c.app.ID)
	}
	if it.Answer != wire.CallbackAutocomplete && it.Answer != wire.CallbackModal {
		out["resource"] = resource
	}
	return out
}
