package quiz

import (
	"fmt"
	"time"
)

// Date is a calendar day, counted from 1 January 1970. It has no zone: it is
// the date on the wall of whoever it was made for. The zero Date is "never".
type Date int32

// DateOf returns the day on which t falls in its own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// ParseDate reads a date as 2006-01-02.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("date %q: %w", s, err)
	}
	return DateOf(t), nil
}

// Time returns midnight UTC of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// String returns the day as 2006-01-02, or "" for never.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Period is a span of days over which a board counts.
type Period uint8

// The periods of a board.
const (
	Today Period = iota
	Week         // Monday to Sunday, as in ISO 8601
	Month
	All
)

// Periods lists every Period, shortest first.
func Periods() []Period { return []Period{Today, Week, Month, All} }

// Number identifies the period of its kind that holds day d: two days share it
// exactly when they are in the same period, and it grows with time.
func (p Period) Number(d Date) int32 {
	switch p {
	case Today:
		return int32(d)
	case Week: // 1 January 1970 was a Thursday
		return (int32(d) + 3) / 7
	case Month:
		y, m, _ := d.Time().Date()
		return int32(y)*12 + int32(m) - 1
	default:
		return 0
	}
}
