package main

import (
	"errors"
	"log/slog"

	"drillbot/quiz"
	"drillbot/quiz/grade"
)

// modelsAtOnce is how many answers the model grades at a time; the others queue.
const modelsAtOnce = 8

var errPrice = errors.New("-price takes two numbers, as in 0.15,0.60: dollars for a million input and output tokens")

// newLLM makes the grader that asks the model. Changes are made to its options last.
func (m modelFlags) newLLM(log *slog.Logger, changes ...func(*grade.LLMOptions)) (*grade.LLM, error) {
	o := grade.LLMOptions{BaseURL: m.BaseURL, Key: m.Key, Model: m.Model, Azure: m.Azure, Timeout: m.Timeout, Log: log}
	switch len(m.Price) {
	case 0:
	case 2:
		in := micros(m.Price[0])
		o.Prices = &grade.Prices{In: in, Cached: in, Out: micros(m.Price[1])}
	default:
		return nil, errPrice
	}
	for _, change := range changes {
		change(&o)
	}
	return grade.NewLLM(o)
}

// modelChain is the model with all that stands around it.
type modelChain struct {
	quiz.Grader
	queue *grade.Queue
	cache *grade.Cache
}

// chain puts the wrappers in order around the model: an answer graded before costs nothing, what
// is in doubt is read twice, and a spent budget or a failing server ends in an offline estimate.
func (m modelFlags) chain(llm *grade.LLM, offline quiz.Grader, purse grade.Purse, s settings) modelChain {
	c := m.strict(llm, offline, purse, s)
	c.Grader = grade.ByWish(grade.Fallback(c.cache, offline, logFall(s.log)), offline)
	return c
}

// strict is the same without anything to fall back to.
func (m modelFlags) strict(llm *grade.LLM, offline quiz.Grader, purse grade.Purse, s settings) modelChain {
	queue := grade.NewQueue(grade.Second(llm, offline, grade.SecondOptions{}), grade.QueueOptions{AtOnce: modelsAtOnce})
	paid := grade.Budgeted(grade.Timeout(queue, m.Timeout), purse, grade.Caps{
		Server: micros(m.ServerCap), Player: micros(m.PlayerCap),
		Reserve: func(j quiz.Job) int64 { return 2 * llm.Reserve(j) },
	}, s.now)
	cache := grade.Cached(paid, grade.CacheOptions{Version: llm.Version()})
	return modelChain{cache, queue, cache}
}

func micros(dollars float64) int64 { return int64(dollars * 1e6) }
