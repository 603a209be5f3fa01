package text_test

import (
	"fmt"
	"reflect"
	"testing"
	"unicode"
	"unicode/utf8"

	"drillbot/bot/text"
	"drillbot/quiz"
)

// TestComplete walks all strings of both languages: none is missing, and Chinese is Chinese.
func TestComplete(t *testing.T) {
	for _, l := range []quiz.Lang{quiz.English, quiz.Chinese} {
		walk(reflect.ValueOf(*text.For(l)), string(l), func(path, s string) {
			if s == "" {
				t.Errorf("%s is empty", path)
			}
		}, func(path string) { t.Errorf("%s is nil", path) })
	}
}

// walk visits every string, and every result of a function called with zeros and ones.
func walk(v reflect.Value, path string, visit func(path, s string), missing func(path string)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			walk(v.Field(i), path+"."+v.Type().Field(i).Name, visit, missing)
		}
	case reflect.Array:
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit, missing)
		}
	case reflect.Map:
		if v.Len() == 0 {
			missing(path)
		}
		for _, k := range v.MapKeys() {
			walk(v.MapIndex(k), fmt.Sprintf("%s[%v]", path, k), visit, missing)
		}
	case reflect.Func:
		if v.IsNil() {
			missing(path)
			return
		}
		visit(path, called(v))
	case reflect.String:
		visit(path, v.String())
	}
}

// called is what a function of the strings says.
func called(f reflect.Value) string {
	var in []reflect.Value
	for i := range f.Type().NumIn() {
		v := reflect.New(f.Type().In(i)).Elem()
		if v.CanInt() {
			v.SetInt(1)
		}
		in = append(in, v)
	}
	return f.Call(in)[0].String()
}

// TestLimits holds the strings that Discord bounds.
func TestLimits(t *testing.T) {
	for _, l := range []quiz.Lang{quiz.English, quiz.Chinese} {
		s := text.For(l)
		for _, c := range []text.Named{
			s.Command.Drill, s.Command.Leaderboard, s.Command.Profile, s.Command.Help, s.Command.Topic, s.Command.Difficulty,
			s.Command.Type, s.Command.Question, s.Command.Public, s.Command.Period, s.Command.Player,
			s.Settings.Command, s.Settings.Show, s.Settings.Daily, s.Settings.Grading, s.Settings.Server, s.Settings.Log,
			s.Settings.Channel, s.Settings.Time, s.Settings.Zone, s.Settings.Role, s.Settings.Thread, s.Settings.Results,
			s.Settings.Winner, s.Settings.Off, s.Settings.Model, s.Settings.Budget, s.Settings.Language, s.Settings.Boards,
			s.Settings.Inbox, s.Settings.Questions, s.Settings.Retention, s.Inbox.Command, s.Privacy.Command,
			s.Settings.Points, s.Settings.HowMany, s.Settings.Reason, s.Settings.Whose,
			s.Deck.Command, s.Deck.Suggest, s.Deck.Import, s.Deck.Edit, s.Deck.Retire, s.Deck.Find, s.Deck.ToFile, s.Deck.Type, s.Deck.Topic,
			s.Deck.Difficulty, s.Deck.Question, s.Deck.File, s.Deck.Back, s.Deck.Format, s.Deck.Words, s.Daily.Command, s.Daily.Today, s.Daily.Past, s.Daily.Tomorrow, s.Daily.Day, s.Daily.Question,
		} {
			atMost(t, c.Description, 100)
			atMost(t, c.Name, 32)
			for _, r := range c.Name {
				if unicode.IsUpper(r) || unicode.IsSpace(r) {
					t.Errorf("name %q", c.Name)
				}
			}
		}
		for _, button := range []string{
			s.Question.Answer, s.Question.HintButton(3, 3), s.Question.Skip, s.Question.GiveUp, s.Result.TryAgain, s.Result.Next,
			s.Result.ReportButton, s.Board.Prev, s.Board.NextPage, s.Error.AnswerAgain, s.Profile.Again("seed-17-a"),
			s.Settings.Refresh, s.Settings.Preview, s.Inbox.Accept, s.Inbox.Decline, s.Inbox.Settle, s.Inbox.Keep, s.Inbox.Dispute,
			s.Deck.Approve, s.Deck.Change, s.Deck.Decline, s.Deck.HandIn(50), s.Daily.PractiseIt, s.Daily.Share, s.Daily.Unshare, s.Daily.Swap, s.Daily.Board,
		} {
			atMost(t, button, 80)
		}
		for _, label := range []string{s.Question.FormOpen, s.Question.FormOrder, s.Question.FormNumber("parameters"), s.Report.Label, s.Report.Title, s.Question.FormTitle("seed-17-a"), s.Inbox.Note, s.Deck.FormTitle, s.Deck.EditTitle, s.Deck.Prompt, s.Deck.Reference, s.Deck.Points, s.Deck.Options, s.Deck.Why, s.Inbox.DisputeTitle, s.Inbox.DisputeLabel, s.Inbox.DecideForm("seed-17-a")} {
			atMost(t, label, 45)
		}
		for _, placeholder := range []string{s.Question.FormOpenEg, s.Question.FormNumEg, s.Question.FormOrderEg, s.Report.Eg, s.Inbox.NoteEg, s.Deck.PromptEg, s.Deck.ReferenceEg, s.Deck.PointsEg, s.Deck.OptionsEg, s.Inbox.DisputeEg, s.Daily.PickPast, s.Daily.Thread("2026-11-23")} {
			atMost(t, placeholder, 100)
		}
	}
}

func atMost(t *testing.T, s string, n int) {
	t.Helper()
	if got := utf8.RuneCountInString(s); got > n {
		t.Errorf("%q has %d characters, Discord takes %d", s, got, n)
	}
}
