package quiz_test

import (
	"errors"
	"testing"

	"drillbot/quiz"

	"github.com/google/go-cmp/cmp"
)

func TestParseClock(t *testing.T) {
	for text, want := range map[string]string{
		"9": "09:00", "09:00": "09:00", "9:30": "09:30", "9.30": "09:30", "23:59": "23:59", "0": "00:00", "00:05": "00:05",
		"9am": "09:00", "9 PM": "21:00", "12am": "00:00", "12pm": "12:00", "9：30": "09:30", "9点": "09:00", "21点30分": "21:30",
		"晚上9点": "21:00", "早上 8:15": "08:15", "下午3点": "15:00", " 7h ": "07:00",
	} {
		got, err := quiz.ParseClock(text)
		if err != nil || quiz.FormatClock(got) != want {
			t.Errorf("%q: %s, %v; want %s", text, quiz.FormatClock(got), err, want)
		}
	}
	for _, text := range []string{"", "24:00", "9:60", "13pm", "0am", "noon", "9:5", "-1", "9:30:00", "99", "9 o'clock maybe"} {
		if got, err := quiz.ParseClock(text); !errors.Is(err, quiz.ErrBadTime) {
			t.Errorf("%q: %d, %v; want ErrBadTime", text, got, err)
		}
	}
}

func FuzzParseClock(f *testing.F) {
	f.Add("9:30pm")
	f.Add("晚上9点30分")
	f.Fuzz(func(t *testing.T, text string) {
		minute, err := quiz.ParseClock(text)
		if err != nil {
			return
		}
		if again, err := quiz.ParseClock(quiz.FormatClock(minute)); err != nil || again != minute || minute < 0 || minute >= 24*60 {
			t.Errorf("%q is %d, and that reads as %d, %v", text, minute, again, err)
		}
	})
}

func TestParseZone(t *testing.T) {
	for _, name := range []string{"Asia/Shanghai", "UTC", "America/Sao_Paulo"} {
		if zone, err := quiz.ParseZone(name); err != nil || zone.String() != name {
			t.Errorf("%s: %v, %v", name, zone, err)
		}
	}
	for _, name := range []string{"", "Local", "Mars/Olympus", "../etc/passwd"} {
		if _, err := quiz.ParseZone(name); !errors.Is(err, quiz.ErrBadZone) {
			t.Errorf("%q: %v, want ErrBadZone", name, err)
		}
	}
}

func TestChanged(t *testing.T) {
	before := quiz.Server{ID: 5, Zone: "UTC", Channel: 1, Minute: 60}
	after := quiz.Server{ID: 5, Zone: "Asia/Tokyo", Channel: 1, Minute: 60, Topics: []string{"arc", "moe"}, Levels: []int{1, 2}, NoModel: true}
	want := []quiz.Change{
		{Server: 5, What: "zone", From: "UTC", To: "Asia/Tokyo"},
		{Server: 5, What: "topics", To: "arc, moe"},
		{Server: 5, What: "levels", To: "1 2"},
		{Server: 5, What: "model", To: "off"},
	}
	if diff := cmp.Diff(want, quiz.Changed(before, after)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if log := quiz.Changed(after, after); log != nil {
		t.Errorf("nothing changed, and the log says %v", log)
	}
}
