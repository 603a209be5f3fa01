package quiz

// BoardQuery asks for one page of a board and for the asking player's own place.
type BoardQuery struct {
	Server uint64
	Topic  string // "" over all topics
	Period Period
	Day    Date // today in the server's zone
	Offset int  // places to skip
	Limit  int  // places to return
	Player uint64
}

// Board is one page of a board.
type Board struct {
	Places  []Place
	Players int    // on the whole board
	Own     *Place // of BoardQuery.Player; nil when not on the board
}

// Place is one line of a board. More points stand higher; of equal points, those reached
// earlier; and of these, the smaller id.
type Place struct {
	Rank    int // 1 is the first
	Player  uint64
	Points  int
	Answers int
}

// Standing keeps the boards of one server, over all topics or within one, in memory: one
// Ranking for each period. It is fed with every change of a member's tallies and needs no job
// at midnight: a tally says which period it belongs to, so the first answer of a new day opens
// a new ranking, and a day without answers has none.
//
// Of each kind of period it keeps the two newest, as one server's answers may straddle
// midnight. The zero Standing is ready for use. It is not safe for use by several goroutines.
type Standing struct {
	// Exact names the periods whose places are all kept, however many players there are;
	// see Ranking. It is set before the first Update.
	Exact [4]bool

	periods [4][2]dated // the newest first
	dropped [4]bool     // whether a period older than these has been there
}

// dated is the ranking of one period.
type dated struct {
	number int32
	*Ranking
}

// Update replaces what a player has earned: before is what the last Update of this player
// said, zero at the first.
func (s *Standing) Update(player uint64, before, after [4]Tally) {
	for _, p := range Periods() {
		s.update(p, player, before[p], after[p])
	}
}

func (s *Standing) update(p Period, player uint64, before, after Tally) {
	if before == after {
		return
	}
	if before.Answers > 0 {
		if r := s.ranking(p, before.Number); r != nil {
			r.Remove(player, before)
		}
	}
	if after.Answers > 0 {
		if r := s.open(p, after.Number); r != nil {
			r.Add(player, after)
		}
	}
}

// ranking returns the ranking of a period, nil when there is none.
func (s *Standing) ranking(p Period, number int32) *Ranking {
	for _, d := range s.periods[p] {
		if d.Ranking != nil && d.number == number {
			return d.Ranking
		}
	}
	return nil
}

// open returns the ranking of a period, a new one if the period is among the two newest.
func (s *Standing) open(p Period, number int32) *Ranking {
	if r := s.ranking(p, number); r != nil {
		return r
	}
	at := &s.periods[p]
	for i, d := range at {
		if d.Ranking != nil && number < d.number {
			continue
		}
		s.dropped[p] = s.dropped[p] || at[1].Ranking != nil
		copy(at[i+1:], at[i:])
		at[i] = dated{number, &Ranking{Exact: s.Exact[p]}}
		return at[i].Ranking
	}
	s.dropped[p] = true
	return nil
}

// Board answers a query; own is what the asking player has in the period asked for. It
// reports false when the answer takes what is not kept: a place among equals far down a long
// board, a page there, or a period before the two newest. Then a new Standing is to be made of
// all members, with Exact set for the period, or without the tallies of later periods.
func (s *Standing) Board(q BoardQuery, own Tally) (Board, bool) {
	number := q.Period.Number(q.Day)
	r := s.ranking(q.Period, number)
	if r == nil {
		return Board{}, !s.forgot(q.Period, number)
	}
	b := Board{Players: r.Len()}
	var ok bool
	if b.Places, ok = r.Page(q.Offset, q.Limit); !ok {
		return Board{}, false
	}
	if own.Answers == 0 || own.Number != number {
		return b, true
	}
	place, ok := r.Place(q.Player, own)
	b.Own = &place
	return b, ok
}

// forgot reports whether a period may have had a ranking that was dropped.
func (s *Standing) forgot(p Period, number int32) bool {
	return s.dropped[p] && number < s.periods[p][1].number
}
