package quiz

import "slices"

// Doubtful reports whether an attempt waits for a human to look at its grade: one that readings of a model
// did not agree on, in a server, where there are moderators, with words to look at.
func (a Attempt) Doubtful() bool {
	return a.Server != 0 && a.Judge == 0 && !a.Answer.Empty() && a.Grade != nil && slices.Contains(a.Grade.Flags, FlagUnsure)
}

// doubt opens the case of a doubtful grade, with the grade in one transaction. It has the id of its attempt, as a
// Dispute has, so that there is one case about a grade however often it is given.
func (l *Ledger) doubt() {
	if a := l.Attempt; a.Doubtful() {
		l.Case = &Case{
			ID: a.ID, Kind: Doubt, At: a.At, Server: a.Server, Player: a.Player, Lang: a.Lang, Question: a.Question, Attempt: a.ID,
		}
	}
}
