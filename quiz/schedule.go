package quiz

import "time"

// PostTime returns when a day of the calendar of zone has its daily post: the first moment of
// that day at which the clock on the wall shows minute (0..1439) or later. So a time that the
// clock jumps over comes at the end of the jump, one that it shows twice comes the first time, and
// on a day that ends before the time comes, it is the day's last minute. It reports false for a
// day that the zone never had.
func PostTime(day Date, minute int, zone *time.Location) (time.Time, bool) {
	begin, end := firstAt(day.Time(), zone), firstAt((day+1).Time(), zone)
	at := firstAt(day.Time().Add(time.Duration(minute)*time.Minute), zone)
	switch {
	case !begin.Before(end): // jumped over, as 30 December 2011 in Apia
		return time.Time{}, false
	case !at.Before(end): // as 23:30 on 30 March 2024 in Nuuk
		return end.Add(-time.Minute), true
	default:
		return at, true
	}
}

// widest is more than any clock on earth differs or has ever differed from UTC.
const widest = 36 * time.Hour

// firstAt returns the first moment at which the clock of zone shows wall, read as UTC, or later.
func firstAt(wall time.Time, zone *time.Location) time.Time {
	from := wall.Add(-widest).In(zone)
	for {
		_, offset := from.Zone()
		_, until := from.ZoneBounds()
		at := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if at.Before(from) { // the clock jumped over it
			at = from
		}
		if until.IsZero() || at.Before(until) {
			return at
		}
		from = until
	}
}

// NextPost returns the first day from d on that has its daily post after now, and when.
func NextPost(d Date, minute int, zone *time.Location, now time.Time) (Date, time.Time) {
	for d = max(d, DateOf(now.In(zone))-1); ; d++ {
		if at, ok := PostTime(d, minute, zone); ok && at.After(now) {
			return d, at
		}
	}
}
