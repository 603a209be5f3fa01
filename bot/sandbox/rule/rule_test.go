package rule_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"drillbot/bot/sandbox/rule"
	"drillbot/bot/sandbox/wire"
)

// codes returns the code words of the faults, in order.
func codes(f rule.Faults) []string {
	var out []string
	for _, one := range f {
		out = append(out, one.Path+" "+one.Code)
	}
	return out
}

func TestMessage(t *testing.T) {
	v2 := `{"components":[{"type":17,"components":[{"type":10,"content":"t"}]}]}`
	cases := map[string]struct {
		body  string
		flags int
		want  []string
	}{
		"plain":             {`{"content":"x"}`, 0, nil},
		"null fields":       {`{"content":null,"embeds":null,"components":null}`, 0, nil},
		"components v2":     {v2, wire.FlagComponentsV2, nil},
		"v2 without flag":   {v2, 0, []string{"components.0.type UNION_TYPE_CHOICES"}},
		"6000 characters":   {`{"embeds":[{"description":"` + strings.Repeat("é", 4000) + `"},{"description":"` + strings.Repeat("é", 2000) + `"}]}`, 0, nil},
		"empty field name":  {`{"embeds":[{"fields":[{"name":"","value":"v"}]}]}`, 0, []string{"embeds.0.fields.0.name BASE_TYPE_REQUIRED"}},
		"link with id":      {`{"components":[{"type":1,"components":[{"type":2,"style":5,"label":"l","url":"https://a.b","custom_id":"c"}]}]}`, 0, []string{"components.0.components.0.custom_id BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"}},
		"button of nothing": {`{"components":[{"type":1,"components":[{"type":2,"style":1,"custom_id":"c"}]}]}`, 0, []string{"components.0.components.0 BUTTON_COMPONENT_INVALID_LABEL_OR_EMOJI"}},
		"image by ftp":      {`{"embeds":[{"image":{"url":"ftp://a"}}]}`, 0, []string{"embeds.0.image.url URL_TYPE_INVALID_SCHEME"}},
	}
	for name, c := range cases {
		var m wire.MessageSend
		if err := json.Unmarshal([]byte(c.body), &m); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, codes(rule.Message("", &m, c.flags))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestModalHasAtMostFiveRows(t *testing.T) {
	label := `{"type":18,"label":"l","component":{"type":4,"custom_id":"ID","style":1}}`
	rows := func(n int) string {
		var list []string
		for i := range n {
			list = append(list, strings.Replace(label, "ID", string(rune('a'+i)), 1))
		}
		return `{"custom_id":"m","title":"t","components":[` + strings.Join(list, ",") + `]}`
	}
	for n, want := range map[int]int{0: 1, 1: 0, 5: 0, 6: 1} {
		var data wire.CallbackData
		if err := json.Unmarshal([]byte(rows(n)), &data); err != nil {
			t.Fatal(err)
		}
		if got := rule.Modal(&data); len(got) != want {
			t.Errorf("%d rows: %v, want %d faults", n, got, want)
		}
	}
}

func TestCommandTextIsCountedByItsLongestLanguage(t *testing.T) {
	cmd := wire.Command{Type: wire.CommandSlash, Name: "x", Description: strings.Repeat("d", 100)}
	for i := range 25 {
		o := wire.Option{Type: wire.OptionString, Name: "o" + string(rune('a'+i)), Description: "d"}
		for range 3 {
			o.Choices = append(o.Choices, wire.Choice{Name: "n", NameLocalizations: map[string]string{"fr": strings.Repeat("n", 100)}, Value: json.RawMessage(`"v"`)})
		}
		cmd.Options = append(cmd.Options, o)
	}
	if got := rule.Command("", &cmd); len(got) != 0 {
		t.Errorf("short enough: %v", got)
	}
	cmd.Options[0].Choices = append(cmd.Options[0].Choices, cmd.Options[0].Choices...)
	cmd.Options[1].Choices = append(cmd.Options[1].Choices, cmd.Options[1].Choices...)
	if got, want := codes(rule.Command("", &cmd)), []string{" APPLICATION_COMMAND_TOO_LARGE"}; !cmp.Equal(got, want) {
		t.Errorf("too long: %v, want %v", got, want)
	}
}

func FuzzMessage(f *testing.F) {
	f.Add([]byte(`{"content":"x","embeds":[{"title":"t","fields":[{"name":"n","value":"v"}]}]}`), 0)
	f.Add([]byte(`{"components":[{"type":9,"components":[{"type":10}],"accessory":{"type":11,"media":{"url":"x"}}}]}`), wire.FlagComponentsV2)
	f.Fuzz(func(t *testing.T, body []byte, flags int) {
		var m wire.MessageSend
		if json.Unmarshal(body, &m) != nil {
			return
		}
		faults := rule.Message("data", &m, flags)
		if _, err := json.Marshal(faults.Tree()); err != nil {
			t.Error(err)
		}
		if len(faults) > 0 && len(faults.Tree()) == 0 {
			t.Errorf("%v are lost in the tree", faults)
		}
	})
}

func FuzzModal(f *testing.F) {
	f.Add([]byte(`{"custom_id":"a","title":"b","components":[{"type":18,"label":"l","component":{"type":3,"custom_id":"c","options":[]}}]}`))
	f.Add([]byte(`{"components":[{"type":1,"components":[{"type":4}]}]}`))
	f.Fuzz(func(_ *testing.T, body []byte) {
		var data wire.CallbackData
		if json.Unmarshal(body, &data) == nil {
			rule.Modal(&data)
		}
	})
}

func FuzzCommand(f *testing.F) {
	f.Add([]byte(`{"type":1,"name":"a","description":"b","options":[{"type":2,"name":"g","description":"d","options":[{"type":1,"name":"s","description":"d"}]}]}`))
	f.Fuzz(func(_ *testing.T, body []byte) {
		var cmd wire.Command
		if json.Unmarshal(body, &cmd) == nil {
			rule.Command("0", &cmd)
		}
	})
}
