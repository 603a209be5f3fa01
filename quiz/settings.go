package quiz

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Setting is one setting of a server in a form that is the same in every language: ids as
// numbers, "09:00", "on". "" is the default.
type Setting struct{ Name, Value string }

// Settings lists what a server has set, in the order in which people are shown it.
func (s Server) Settings() []Setting {
	minute := ""
	if s.Channel != 0 {
		minute = FormatClock(s.Minute)
	}
	return []Setting{
		{"channel", plainID(s.Channel)},
		{"time", minute},
		{"zone", s.Zone},
		{"topics", strings.Join(s.Topics, ", ")},
		{"levels", strings.Trim(fmt.Sprint(s.Levels), "[]")},
		{"role", plainID(s.Role)},
		{"thread", onOff(s.Thread, "on")},
		{"results", onOff(s.Results, "on")},
		{"winner", plainID(s.Winner)},
		{"questions", string(s.Questions)},
		{"language", string(s.Lang)},
		{"boards", onOff(s.Private, "private")},
		{"inbox", plainID(s.Inbox)},
		{"retention", plainID(uint64(max(0, s.Retention)))},
		{"model", onOff(s.NoModel, "off")},
		{"budget", plainID(uint64(max(0, s.Budget)))},
	}
}

// Changed lists what became different between two states of a server's settings, as entries of
// its log without who, when and why.
func Changed(before, after Server) []Change {
	var out []Change
	now := after.Settings()
	for i, was := range before.Settings() {
		if was.Value != now[i].Value {
			out = append(out, Change{Server: after.ID, What: was.Name, From: was.Value, To: now[i].Value})
		}
	}
	return out
}

// plainID writes a number, and zero as nothing.
func plainID(n uint64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatUint(n, 10)
}

func onOff(on bool, word string) string {
	if on {
		return word
	}
	return ""
}

// FormatClock writes a minute of the day as 09:00.
func FormatClock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// clock is a time of day as people write it: 9, 09:00, 9.30, 9：30, 9点, 21点30分, 晚上9点, 9pm.
var clock = regexp.MustCompile(`^(上午|早上|下午|晚上)?\s*(\d{1,2})\s*(?:[:：.点时h]\s*(\d{2})?\s*分?)?\s*(am|pm|a\.m\.|p\.m\.)?$`)

// ParseClock reads a time of day as a minute of the day, 0..1439. The error wraps ErrBadTime.
func ParseClock(text string) (int, error) {
	m := clock.FindStringSubmatch(strings.ToLower(strings.TrimSpace(text)))
	if m == nil {
		return 0, fmt.Errorf("%w: %q", ErrBadTime, text)
	}
	hour, _ := strconv.Atoi(m[2]) // one or two digits
	minute, _ := strconv.Atoi(m[3])
	after := m[1] == "下午" || m[1] == "晚上" || strings.HasPrefix(m[4], "p")
	before := m[1] == "上午" || m[1] == "早上" || strings.HasPrefix(m[4], "a")
	switch {
	case hour > 23 || minute > 59 || (after || before) && (hour == 0 || hour > 12) && m[4] != "":
		return 0, fmt.Errorf("%w: %q", ErrBadTime, text)
	case after && hour < 12:
		hour += 12
	case before && hour == 12:
		hour = 0
	}
	return hour*60 + minute, nil
}

// Zone returns the time zone of a server, fallback where it has set none. The error wraps
// ErrBadZone.
func (s Server) Location(fallback *time.Location) (*time.Location, error) {
	if s.Zone == "" {
		return fallback, nil
	}
	return ParseZone(s.Zone)
}

// ParseZone returns the time zone of an IANA name. The error wraps ErrBadZone.
func ParseZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("%w: %q", ErrBadZone, name)
	}
	return zone, nil
}

// Settings returns the settings of a server.
func (d *Drill) Settings(ctx context.Context, server uint64) (Server, error) {
	s, err := d.Store.Server(ctx, server)
	if err != nil {
		return s, fmt.Errorf("settings of server %d: %w", server, err)
	}
	return s, nil
}

// Configure changes the settings of a server on behalf of an admin, and writes down what became
// different. id is the interaction that asked for it. An error of change is returned as it is.
func (d *Drill) Configure(ctx context.Context, id, server, admin uint64, change func(*Server) error) (Server, []Change, error) {
	now := d.Now()
	var log []Change
	after, err := d.Store.UpdateServer(ctx, server, func(s *Server) ([]Change, error) {
		before := *s
		if err := change(s); err != nil {
			return nil, err
		}
		log = Changed(before, *s)
		for i := range log {
			log[i].ID, log[i].At, log[i].By = id, now, admin
		}
		return log, nil
	})
	if err != nil {
		return after, nil, fmt.Errorf("configure server %d: %w", server, err)
	}
	return after, log, nil
}

// Log returns the newest entries of a server's log, at most n.
func (d *Drill) Log(ctx context.Context, server uint64, n int) ([]Change, error) {
	var out []Change
	for c, err := range d.Store.Changes(ctx, server) {
		if err != nil {
			return nil, fmt.Errorf("log of server %d: %w", server, err)
		}
		if out = append(out, c); len(out) == n {
			break
		}
	}
	return out, nil
}

// Spent returns what grading has cost a server today, in millionths of a US dollar. The day is
// that of the budgets.
func (d *Drill) Spent(ctx context.Context, server uint64) (int64, error) {
	spent, err := d.Store.Spend(ctx, DateOf(d.Now()), server, 0, 0)
	if err != nil {
		return 0, fmt.Errorf("spent by server %d: %w", server, err)
	}
	return spent.Server, nil
}
