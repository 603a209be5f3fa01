package quiz_test

import (
	"testing"
	"time"

	"drillbot/quiz"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := quiz.ParseZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func date(t *testing.T, s string) quiz.Date {
	t.Helper()
	d, err := quiz.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestPostTime holds the days on which clocks do what one does not expect, each at the time that
// its zone's rules say (tzdata 2025).
func TestPostTime(t *testing.T) {
	for _, c := range []struct {
		zone, day, clock string
		want             string // with its offset; "" for a day that there is not
	}{
		{"Asia/Shanghai", "2026-11-23", "09:00", "2026-11-23T09:00:00+08:00"},
		{"UTC", "2028-02-29", "00:00", "2028-02-29T00:00:00Z"},
		{"Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T03:00:00+02:00"}, // jumped over
		{"Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T02:30:00+02:00"}, // twice: the first
		{"Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T03:00:00+01:00"},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"},
		{"America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04T01:00:00-02:00"}, // no midnight
		{"America/Sao_Paulo", "2018-11-04", "00:59", "2018-11-04T01:00:00-02:00"},
		{"America/Sao_Paulo", "2018-11-04", "01:00", "2018-11-04T01:00:00-02:00"},
		{"America/Sao_Paulo", "2018-11-03", "23:59", "2018-11-03T23:59:00-03:00"},
		{"America/Sao_Paulo", "2019-02-16", "23:30", "2019-02-16T23:30:00-02:00"}, // the hour before midnight twice
		{"America/Sao_Paulo", "2019-02-17", "00:00", "2019-02-17T00:00:00-03:00"},
		{"Africa/Cairo", "2026-04-24", "00:00", "2026-04-24T01:00:00+03:00"},
		{"Africa/Cairo", "2026-10-29", "23:30", "2026-10-29T23:30:00+03:00"},
		{"Asia/Beirut", "2026-03-29", "00:15", "2026-03-29T01:00:00+03:00"},
		{"Pacific/Apia", "2011-12-29", "23:59", "2011-12-29T23:59:00-10:00"},
		{"Pacific/Apia", "2011-12-30", "09:00", ""},
		{"Pacific/Apia", "2011-12-31", "00:00", "2011-12-31T00:00:00+14:00"},
		{"Pacific/Kwajalein", "1993-08-21", "12:00", ""},
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:30:00+11:00"}, // by half an hour
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-05T01:45:00+11:00"},
		{"America/Nuuk", "2024-03-30", "23:30", "2024-03-30T22:59:00-02:00"}, // the day ends an hour early
		{"America/Nuuk", "2024-03-31", "00:00", "2024-03-31T00:00:00-01:00"},
		{"America/St_Johns", "2006-10-29", "00:00", "2006-10-29T00:00:00-02:30"}, // at 00:01 the clock goes back to the day before
		{"America/St_Johns", "2006-10-28", "23:30", "2006-10-28T23:30:00-02:30"},
		{"Asia/Kathmandu", "2026-01-01", "00:00", "2026-01-01T00:00:00+05:45"},
		{"Pacific/Kiritimati", "2026-01-01", "09:00", "2026-01-01T09:00:00+14:00"},
	} {
		minute, err := quiz.ParseClock(c.clock)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if at, ok := quiz.PostTime(date(t, c.day), minute, zone(t, c.zone)); ok {
			got = at.Format(time.RFC3339)
		}
		if got != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.zone, c.day, c.clock, got, c.want)
		}
	}
}

// TestPostTimeIsOnItsDay walks every day of ten years in zones of all kinds: a day's post is on that
// day, not before its time unless the day ends before, and later than the day's before.
func TestPostTimeIsOnItsDay(t *testing.T) {
	names := []string{
		"America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "America/Nuuk", "America/St_Johns",
		"Europe/London", "Asia/Shanghai", "Africa/Casablanca", "America/Havana", "Asia/Tehran", "Asia/Gaza", "Antarctica/Troll",
	}
	for _, name := range names {
		z := zone(t, name)
		for _, minute := range []int{0, 1, 30, 90, 150, 9 * 60, 23*60 + 30, 24*60 - 1} {
			var before time.Time
			for day := date(t, "2009-01-01"); day < date(t, "2030-01-01"); day++ {
				at, ok := quiz.PostTime(day, minute, z)
				if !ok {
					continue
				}
				if got := quiz.DateOf(at); got != day || !at.After(before) || at.Sub(before) > 72*time.Hour && !before.IsZero() {
					t.Fatalf("%s %s %s: %s after %s", name, day, quiz.FormatClock(minute), at, before)
				}
				before = at
			}
		}
	}
}

func TestNextPost(t *testing.T) {
	apia := zone(t, "Pacific/Apia")
	now := time.Date(2011, 12, 29, 12, 0, 0, 0, apia)
	day, at := quiz.NextPost(0, 9*60, apia, now)
	if day.String() != "2011-12-31" || at.Format(time.RFC3339) != "2011-12-31T09:00:00+14:00" {
		t.Errorf("after a day that there is not: %s at %s", day, at)
	}
	if day, _ = quiz.NextPost(0, 13*60, apia, now); day.String() != "2011-12-29" {
		t.Errorf("later today: %s", day)
	}
	if day, _ = quiz.NextPost(date(t, "2012-02-29"), 0, apia, now); day.String() != "2012-02-29" {
		t.Errorf("from a day on: %s", day)
	}
}
