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

// Board is one page of a board. Who has won no points yet is not on it.
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

// Standing keeps one kind of board in memory: of a server, over all topics or within one, for
// one period. It is fed with every change of a member's tally and needs no job at midnight: a
// tally says which period it belongs to, so the first answer of a new day opens a new ranking,
// and a day without answers has none.
//
// It keeps the two newest days, weeks or months, as one server's answers may straddle midnight.
// Period and Exact are set before the first Update. It is not safe for several goroutines.
type Standing struct {
	Period Period
	Exact  bool // keep all places, however many players there are; see Ranking

	kept    [2]dated // the newest first
	dropped bool     // whether an older one has been there
}

// dated is the ranking of one day, week or month.
type dated struct {
	number int32
	*Ranking
}

// Load adds a player of whom nothing was said yet.
func (s *Standing) Load(player uint64, t Tally) {
	if t.Points <= 0 {
		return
	}
	if r := s.open(t.Number); r != nil {
		r.Add(player, t)
	}
}

// Update replaces what a player has earned: before is what was last said of this player, zero
// when nothing was.
func (s *Standing) Update(player uint64, before, after Tally) {
	if before == after {
		return
	}
	if before.Points > 0 {
		if r := s.ranking(before.Number); r != nil {
			r.Remove(player, before)
		}
	}
	s.Load(player, after)
}

// ranking returns the ranking with a number, nil when there is none.
func (s *Standing) ranking(number int32) *Ranking {
	for _, d := range s.kept {
		if d.Ranking != nil && d.number == number {
			return d.Ranking
		}
	}
	return nil
}

// open returns the ranking with a number, a new one if the number is among the two highest.
func (s *Standing) open(number int32) *Ranking {
	if r := s.ranking(number); r != nil {
		return r
	}
	for i, d := range s.kept {
		if d.Ranking != nil && number < d.number {
			continue
		}
		s.dropped = s.dropped || s.kept[1].Ranking != nil
		copy(s.kept[i+1:], s.kept[i:])
		s.kept[i] = dated{number, &Ranking{Exact: s.Exact}}
		return s.kept[i].Ranking
	}
	s.dropped = true
	return nil
}

// Board answers a query for s.Period; own is what the asking player has in it. It reports
// false when the answer takes what is not kept: a place among equals far down a long board, a
// page there, or a day before the two newest. Then a new Standing is to be made of all
// members, an Exact one, or one that is told nothing of later days.
func (s *Standing) Board(q BoardQuery, own Tally) (Board, bool) {
	number := s.Period.Number(q.Day)
	r := s.ranking(number)
	if r == nil {
		forgotten := s.dropped && number < s.kept[1].number
		return Board{}, !forgotten
	}
	b := Board{Players: r.Len()}
	var ok bool
	if b.Places, ok = r.Page(q.Offset, q.Limit); !ok {
		return Board{}, false
	}
	if own.Points <= 0 || own.Number != number {
		return b, true
	}
	place, ok := r.Place(q.Player, own)
	b.Own = &place
	return b, ok
}
