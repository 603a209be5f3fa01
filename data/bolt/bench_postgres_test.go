//go:build linux

package bolt_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"drillbot/quiz"

	"github.com/jackc/pgx/v5"
)

// postgresDSN names the variable with the server to compare with, as a connection string of a
// database in which a schema may be made and dropped.
const postgresDSN = "DRILLBOT_TEST_POSTGRES"

// BenchmarkPostgres has 64 writers give PostgreSQL the same answers over 64 connections: one
// statement and one round trip each, which adds up in SQL what a rule in Go adds up for us.
// Goals: rate ≥ 1.5, p99 ≤ 0.6.
func BenchmarkPostgres(b *testing.B) {
	dsn := os.Getenv(postgresDSN)
	if dsn == "" {
		b.Skip("no " + postgresDSN + " to compare with")
	}
	tr, theirs := &traffic{}, &traffic{}
	s, db := filled(b, tr, stored), newPostgres(b, dsn)
	db.fill(b, theirs, stored)
	least, own := floor(b), &engine{name: "bolt", writers: 64, do: func() error { return put(s, tr) }}
	peer := &engine{name: "postgres", writers: 64, do: func() error { return db.put(theirs.next()) }}
	takeTurns(b, least, own, peer)
	b.ReportMetric(own.rate()/peer.rate(), "rate/postgres")
	b.ReportMetric(float64(own.quantile(0.99))/float64(peer.quantile(0.99)), "p99/postgres")
	b.ReportMetric(own.rate()/least.rate(), "rate/floor")
}

// postgres is 64 connections that are free or taken.
type postgres struct{ free chan *pgx.Conn }

const postgresTables = `
create table answers (id bigint primary key, server bigint, player bigint, question text, version text,
	topic text, seed bigint, at timestamptz, day int, points int, body text, grade jsonb);
create table members (server bigint, player bigint, topic text, tallies int[], reached timestamptz[],
	attempts int, scores bigint, last timestamptz, primary key (server, player, topic));
create table cards (player bigint, question text, stability float8, due timestamptz, last timestamptz,
	last_score int, best int, reps int, primary key (player, question));`

// postgresPut does nothing when the answer is there already.
const postgresPut = `
with a as (insert into answers values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		on conflict do nothing returning id),
	o as (insert into members select $2, $3, topic, array[1,$10::int,1,1,$10::int,1,1,$10::int,1,0,$10::int,1],
			array[$8::timestamptz,$8::timestamptz,$8::timestamptz,$8::timestamptz], 1, $10, $8
		from a, unnest(array['', $6]) as topic
		on conflict (server, player, topic) do update set
			tallies[2] = members.tallies[2] + $10, tallies[5] = members.tallies[5] + $10,
			tallies[8] = members.tallies[8] + $10, tallies[11] = members.tallies[11] + $10,
			reached = excluded.reached, attempts = members.attempts + 1,
			scores = members.scores + $10, last = excluded.last),
	c as (insert into cards select $3, $4, 1.5, $8, $8, $10, $10, 1 from a
		on conflict (player, question) do update set stability = cards.stability + 1.5,
			due = excluded.due, last = excluded.last, last_score = excluded.last_score,
			best = greatest(cards.best, excluded.best), reps = cards.reps + 1)
select count(*) from a`

func newPostgres(b *testing.B, dsn string) *postgres {
	b.Helper()
	ctx := context.Background()
	schema := fmt.Sprintf("drillbot_bench_%d", time.Now().UnixNano())
	p := &postgres{free: make(chan *pgx.Conn, 64)}
	for i := range cap(p.free) {
		conn, err := pgx.Connect(ctx, dsn)
		if err != nil {
			b.Fatal(err)
		}
		setup := "set search_path = " + schema
		if i == 0 {
			setup = "create schema " + schema + ";" + setup + ";" + postgresTables
		}
		if _, err := conn.Exec(ctx, setup); err != nil {
			b.Fatal(err)
		}
		p.free <- conn
	}
	b.Cleanup(func() { p.close(b, schema) })
	return p
}

func (p *postgres) close(b *testing.B, schema string) {
	ctx := context.Background()
	for i := range cap(p.free) {
		conn := <-p.free
		if i == 0 {
			if _, err := conn.Exec(ctx, "drop schema "+schema+" cascade"); err != nil {
				b.Error(err)
			}
		}
		if err := conn.Close(ctx); err != nil {
			b.Error(err)
		}
	}
}

func postgresArgs(a quiz.Attempt) ([]any, error) {
	grade, err := json.Marshal(a.Grade)
	return []any{
		int64(a.ID), int64(a.Server), int64(a.Player), a.Question, a.Version, a.Topic, int64(a.Seed),
		a.At, int32(a.Day), int32(a.Grade.Score), a.Answer.Text, string(grade),
	}, err
}

func (p *postgres) put(a quiz.Attempt) error {
	args, err := postgresArgs(a)
	if err != nil {
		return err
	}
	conn := <-p.free
	defer func() { p.free <- conn }()
	var n int
	return conn.QueryRow(context.Background(), postgresPut, args...).Scan(&n)
}

// fill stores answers in large transactions.
func (p *postgres) fill(b *testing.B, tr *traffic, n int) {
	b.Helper()
	ctx, conn := context.Background(), <-p.free
	defer func() { p.free <- conn }()
	for range n / 1000 {
		batch := &pgx.Batch{}
		for range 1000 {
			args, err := postgresArgs(tr.next())
			if err != nil {
				b.Fatal(err)
			}
			batch.Queue(postgresPut, args...)
		}
		if err := conn.SendBatch(ctx, batch).Close(); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := conn.Exec(ctx, "vacuum analyze"); err != nil {
		b.Fatal(err)
	}
}
