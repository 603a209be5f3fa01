package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
)

// maxFeed is how many past events a player's feed keeps.
const maxFeed = 4000

// Event is one event as a player's client gets it. N counts a player's events
// from 1.
type Event struct {
	N    int             `json:"n"`
	Type string          `json:"t"`
	Data json.RawMessage `json:"d"`
}

// feed is a player's events, for programs that do not open a gateway.
type feed struct {
	last   int
	events []Event
	more   chan struct{}
}

func (f *feed) position() string { return strconv.Itoa(f.last) }

func (f *feed) add(kind string, data json.RawMessage) {
	f.last++
	f.events = append(f.events, Event{f.last, kind, data})
	if len(f.events) > maxFeed {
		f.events = slices.Clone(f.events[maxFeed/4:])
	}
	close(f.more)
	f.more = make(chan struct{})
}

// since returns the events after n and a channel that closes when more come.
func (f *feed) since(n int) ([]Event, <-chan struct{}) {
	i, _ := slices.BinarySearchFunc(f.events, n+1, func(e Event, n int) int { return e.N - n })
	return f.events[i:len(f.events):len(f.events)], f.more
}
