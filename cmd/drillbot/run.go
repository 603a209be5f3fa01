package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"drillbot/bot"
	"drillbot/bot/sandbox"
	"drillbot/bot/sandbox/page"
)

// defaultAddr is where the program serves unless told otherwise.
const defaultAddr = "127.0.0.1:8080"

// logger logs to w what is at least as severe as the flags say.
func (f logFlags) logger(w io.Writer) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(f.LogLevel)); err != nil {
		return nil, fmt.Errorf("log level: %w", err)
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})), nil
}

// Run runs the bot on Discord, or in the sandbox without a token.
func (c runCommand) Run(ctx context.Context, con console) error {
	if c.Token == "" && c.Discord == "" {
		fmt.Fprintln(con.out, "DISCORD_TOKEN is not set, so this is the sandbox: a Discord of your own, in this process.")
		return sandboxCommand{storeFlags: c.storeFlags, modelFlags: c.modelFlags, logFlags: c.logFlags, Addr: c.HTTP}.Run(ctx, con)
	}
	log, err := c.logger(con.err)
	if err != nil {
		return err
	}
	h, err := build(settings{store: c.storeFlags, model: c.modelFlags, log: log, now: time.Now})
	if err != nil {
		return err
	}
	return errors.Join(c.serveDiscord(ctx, con, h), h.Close())
}

// serveDiscord runs the bot with its own HTTP beside it; whichever fails ends both.
func (c runCommand) serveDiscord(ctx context.Context, con console, h *house) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	l, err := listen(c.HTTP)
	if err != nil {
		return err
	}
	b, err := h.newBot(o)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	mux := http.NewServeMux()
	h.metrics.mount(mux)
	if err := c.mountInteractions(mux, b); err != nil {
		return errors.Join(err, l.Close())
	}
	fmt.Fprintf(con.out, "Drillbot runs on Discord; data in %s; health at http://%s/healthz. Ctrl-C ends it.\n", c.Data, l.Addr())
	return together(ctx,
		func(ctx context.Context) error { return serve(ctx, l, mux) },
		func(ctx context.Context) error { return h.runBot(ctx, c.storeFlags, b) })
}

// mountInteractions adds the way in by HTTP where the flags want it.
func (c runCommand) mountInteractions(mux *http.ServeMux, b *bot.Bot) error {
	if c.PublicKey == "" {
		if !c.Gateway {
			return errors.New("-gateway=false needs -discord-public-key: without both no interaction can come in")
		}
		return nil
	}
	key, err := bot.ParsePublicKey(c.PublicKey)
	if err != nil {
		return fmt.Errorf("-discord-public-key: %w", err)
	}
	mux.Handle("/interactions", b.Interactions(key))
	return nil
}

// together runs all of work until ctx is done or one of them ends, and returns when all have.
func together(ctx context.Context, work ...func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ends := make(chan error)
	for _, w := range work {
		go func() { ends <- w(ctx) }()
	}
	var errs []error
	for range work {
		errs = append(errs, <-ends)
		stop()
	}
	return errors.Join(errs...)
}

// Run runs the sandbox, with the bot in it unless it shall be bare.
func (c sandboxCommand) Run(ctx context.Context, con console) error {
	log, err := c.logger(con.err)
	if err != nil {
		return err
	}
	c.Data = filepath.Join(c.Data, "sandbox")
	mux := http.NewServeMux()
	mux.Handle("/", page.Handler(page.Options{Title: "Drillbot", Start: "drill"}))
	sb, err := c.open(log, mux)
	if err != nil {
		return err
	}
	if c.Bare {
		signal.Ignore(syscall.SIGHUP) // which would read questions again, of which there are none
		fmt.Fprintf(con.out, "Bare sandbox at %s; ids and the bot's token at %s/sandbox/state. Ctrl-C ends it.\n", sb.URL(), sb.URL())
		return sb.Run(ctx)
	}
	h, err := build(settings{store: c.storeFlags, model: c.modelFlags, log: log, now: sb.Now})
	if err != nil {
		return errors.Join(err, sb.Close())
	}
	h.metrics.mount(mux)
	fmt.Fprintf(con.out, "Open %s in a browser: you are the player. Data in %s. Ctrl-C ends it.\n", sb.URL(), c.Data)
	return errors.Join(c.serveSandbox(ctx, sb, h), h.Close())
}

// open makes the sandbox; the default address being taken is no reason to fail.
func (c sandboxCommand) open(log *slog.Logger, page http.Handler) (*sandbox.Sandbox, error) {
	o := sandbox.Options{Addr: c.Addr, Dir: c.Data, OpenAPI: c.OpenAPI, Log: log, Page: page}
	sb, err := sandbox.New(o)
	if errors.Is(err, syscall.EADDRINUSE) && c.Addr == defaultAddr {
		o.Addr = "127.0.0.1:0"
		sb, err = sandbox.New(o)
	}
	if err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	return sb, nil
}

// serveSandbox runs the bot in the sandbox. The sandbox outlives it, so that what the
// bot promised can still be delivered.
func (c sandboxCommand) serveSandbox(ctx context.Context, sb *sandbox.Sandbox, h *house) error {
	b, err := h.newBot(bot.Options{Token: sb.BotToken(), Transport: sb.Transport(), Dialer: sb.Dialer(), Now: sb.Now, Files: sb.URL()})
	if err != nil {
		return errors.Join(err, sb.Close())
	}
	served := make(chan error, 1)
	around, stop := context.WithCancel(context.WithoutCancel(ctx))
	go func() { served <- sb.Run(around) }()
	err = h.runBot(ctx, c.storeFlags, b)
	stop()
	return errors.Join(err, <-served)
}
