package main

import (
	"errors"
	"io"

	"drillbot/bot"
	"drillbot/data/bank/exchange"
	"drillbot/quiz"
)

// exchanging gives the bot the formats of `drillbot bank import` and `export`.
func exchanging() bot.Exchange {
	return bot.Exchange{
		Read: func(name string, data []byte, l quiz.Lang) ([]quiz.Question, []bot.Note, error) {
			format := exchange.Of(name)
			if format == "" {
				return nil, nil, errors.New("the name of the file tells no format")
			}
			questions, notes, err := exchange.Read(data, format, exchange.Options{Lang: l, Notes: l})
			return questions, notesOf(notes), err
		},
		Merge: exchange.Merge,
		Write: func(w io.Writer, format string, questions []quiz.Question, l quiz.Lang) ([]bot.Note, error) {
			notes, err := exchange.Write(w, format, questions, exchange.Options{Lang: l, Notes: l})
			return notesOf(notes), err
		},
	}
}

func notesOf(list []exchange.Note) []bot.Note {
	out := make([]bot.Note, len(list))
	for i, n := range list {
		out[i] = bot.Note{Item: n.Item, ID: n.ID, Msg: n.Msg, Out: n.Refused}
	}
	return out
}
