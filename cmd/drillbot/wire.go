package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"drillbot/bot"
	"drillbot/data/bank"
	"drillbot/data/bolt"
	"drillbot/data/formula"
	"drillbot/quiz"
)

// house is everything wired: store → grader → drill → bot. This is the only
// file that knows everybody.
type house struct {
	store   *bolt.Store
	drill   *quiz.Drill
	metrics *metrics
	log     *slog.Logger
	close   []func() error
}

// settings are the flags that the house is built from.
type settings struct {
	store storeFlags
	model modelFlags
	log   *slog.Logger
	now   func() time.Time
}

// build opens the store and wires the drill. Close releases what it opened.
func build(s settings) (h *house, err error) {
	h = &house{log: s.log}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	zone, err := s.store.location()
	if err != nil {
		return h, err
	}
	questions, err := s.store.questions()
	if err != nil {
		return h, err
	}
	if err := os.MkdirAll(s.store.Data, 0o700); err != nil {
		return h, fmt.Errorf("data folder: %w; choose another one with -data", err)
	}
	if h.store, err = bolt.Open(filepath.Join(s.store.Data, storeFile), bolt.Options{Now: s.now, Log: s.log}); err != nil {
		return h, err
	}
	h.close = append(h.close, h.store.Close)
	h.metrics = newMetrics(h.store.Ping)
	grader, err := h.grader(s)
	if err != nil {
		return h, err
	}
	h.drill = &quiz.Drill{
		Store: h.store, Grader: grader.Grader, Slow: s.model.configured(), Zone: zone,
		Now: s.now, Draw: rand.Uint32, Observe: h.metrics.graded,
	}
	if grader.queue != nil {
		h.drill.Ahead, h.drill.Purge = grader.queue.Ahead, grader.cache.Forget
		h.metrics.watchQueue(grader.queue.Waiting)
	}
	h.drill.SetBank(questions)
	return h, nil
}

// Close releases what build opened, last things first.
func (h *house) Close() error {
	var errs []error
	for i := len(h.close) - 1; i >= 0; i-- {
		errs = append(errs, h.close[i]())
	}
	h.close = nil
	return errors.Join(errs...)
}

// grader is the offline one, or the model in front of it: an answer graded before costs
// nothing, and a spent budget or a failing server ends in an estimate. Without a model
// there is no queue and no cache.
func (h *house) grader(s settings) (modelChain, error) {
	offline, err := newOffline(s.store.Bank)
	if err != nil {
		return modelChain{}, err
	}
	if !s.model.configured() {
		return modelChain{Grader: offline}, nil
	}
	llm, err := s.model.newLLM(s.log)
	if err != nil {
		return modelChain{}, err
	}
	h.close = append(h.close, func() error { llm.Close(); return nil })
	h.log.Info("open answers are graded by a model", "model", s.model.Model)
	return s.model.chain(llm, offline, h.store, s), nil
}

// questions loads the bank that the flags name.
func (s storeFlags) questions() (*quiz.Bank, error) {
	if s.OnlyBank && s.Bank == "" {
		return nil, errors.New("-only-bank leaves no questions without -bank DIR")
	}
	set, err := bank.Embedded()
	if err != nil || s.Bank == "" {
		return bankOf(set, err)
	}
	own, problems := bank.Loader{Base: set}.Load(os.DirFS(s.Bank))
	if errs := problems.Errors(); len(errs) > 0 {
		return nil, fmt.Errorf("questions in %s cannot be used:\n%w", s.Bank, errs)
	}
	if !s.OnlyBank {
		own, err = bank.Merge(set, own)
	}
	return bankOf(own, err)
}

func bankOf(s *bank.Set, err error) (*quiz.Bank, error) {
	if err != nil {
		return nil, err
	}
	return s.Bank(), nil
}

// reloading reads the bank again on every SIGHUP until ctx is done. One that is not
// sound changes nothing.
func (h *house) reloading(ctx context.Context, s storeFlags) {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	defer signal.Stop(hup)
	for {
		select {
		case <-ctx.Done():
			return
		case <-hup:
		}
		questions, err := s.questions()
		if err != nil {
			h.log.Error("questions not reloaded, the old ones stay", "error", err)
			continue
		}
		h.drill.SetBank(questions)
		h.log.Info("questions reloaded", "count", len(questions.Questions))
	}
}

// newBot makes the bot for Discord, or for what stands in for it.
func (h *house) newBot(o bot.Options) (*bot.Bot, error) {
	o.Drill, o.Log, o.Exchange = h.drill, h.log, exchanging()
	outlines, err := formula.Embedded()
	if err != nil {
		return nil, fmt.Errorf("formulas: %w", err)
	}
	o.Pictures = formula.NewArtist(outlines)
	o.Observe, o.Connected = h.metrics.interaction, h.metrics.connected
	if o.HTTPOnly {
		o.Connected = h.metrics.up.Store
	}
	return bot.New(o)
}

// runBot answers until ctx is done.
func (h *house) runBot(ctx context.Context, s storeFlags, b *bot.Bot) error {
	around, stop := context.WithCancel(context.WithoutCancel(ctx)) // also while the bot keeps its last promises
	defer stop()
	var wait sync.WaitGroup
	wait.Go(func() { h.reloading(around, s) })
	wait.Go(func() { h.serveSocket(around, filepath.Join(s.Data, socketFile)) })
	err := b.Run(ctx)
	stop()
	wait.Wait()
	return err
}
