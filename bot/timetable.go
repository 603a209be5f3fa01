package bot

import (
	"cmp"
	"time"
)

// appointment is when to look at a server.
type appointment struct {
	server uint64
	at     time.Time
	turn   int // among those of the same time
	index  int // in the timetable
}

// timetable is a heap of appointments, the first one first.
type timetable []*appointment

func (t timetable) Len() int { return len(t) }
func (t timetable) Less(i, j int) bool {
	return cmp.Or(t[i].at.Compare(t[j].at), cmp.Compare(t[i].turn, t[j].turn)) < 0
}

func (t timetable) Swap(i, j int) {
	t[i], t[j] = t[j], t[i]
	t[i].index, t[j].index = i, j
}

// due counts the appointments from place i of the heap on whose time has come, up to most.
func (t timetable) due(i int, now time.Time, most int) int {
	if i >= len(t) || most <= 0 || t[i].at.After(now) {
		return 0
	}
	n := 1 + t.due(2*i+1, now, most-1)
	return n + t.due(2*i+2, now, most-n)
}

// Push and Pop are for package heap.
func (t *timetable) Push(x any) {
	a := x.(*appointment)
	a.index = len(*t)
	*t = append(*t, a)
}

func (t *timetable) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}
