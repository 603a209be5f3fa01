package bolt_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkBoardRedis compares the top ten and a place among a million players with a sorted
// set of Redis, asked in pipelines of a hundred. The board is exact, as Redis is.
// Goal: query ≥ 5. It is skipped where there is no redis-server.
func BenchmarkBoardRedis(b *testing.B) {
	const n, pipeline = 1_000_000, 100
	redis := startRedis(b)
	c := newCrowd(n, true)
	for i := 0; i < n; i += pipeline {
		redis.pipeline(b, pipeline, func(j int) []string {
			points := c.tallies[i+j].Points
			return []string{"ZADD", "board", strconv.Itoa(int(points)), strconv.Itoa(i + j)}
		})
	}
	var queries, updates [2]time.Duration
	for b.Loop() {
		for range 50 {
			queries[0] += perOp(pipeline, func() { c.query(c.draw.IntN(n)) })
			queries[1] += perOp(1, func() {
				redis.pipeline(b, 2*pipeline, func(j int) []string {
					if j%2 == 0 {
						return []string{"ZREVRANGE", "board", "0", "9", "WITHSCORES"}
					}
					return []string{"ZREVRANK", "board", strconv.Itoa(c.draw.IntN(n))}
				})
			}) / pipeline
			updates[0] += perOp(pipeline, c.update)
			updates[1] += perOp(1, func() {
				redis.pipeline(b, pipeline, func(int) []string {
					return []string{"ZINCRBY", "board", "10", strconv.Itoa(c.draw.IntN(n))}
				})
			}) / pipeline
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(queries[1])/float64(queries[0]), "query-redis/own")
	b.ReportMetric(float64(updates[1])/float64(updates[0]), "update-redis/own")
}

// redis is a connection to a server of its own.
type redis struct {
	w *bufio.Writer
	r *bufio.Reader
}

func startRedis(b *testing.B) *redis {
	b.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		b.Skip("no redis-server is installed to compare with")
	}
	socket := filepath.Join(b.TempDir(), "redis.sock")
	cmd := exec.Command(program, "--port", "0", "--unixsocket", socket, "--save", "", "--daemonize", "no")
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.Contains(strings.ToLower(lines.Text()), "ready to accept connections") {
			break
		}
	}
	conn, err := net.Dial("unix", socket)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { conn.Close() })
	return &redis{w: bufio.NewWriterSize(conn, 1<<16), r: bufio.NewReaderSize(conn, 1<<16)}
}

// pipeline sends n commands and reads their replies.
func (r *redis) pipeline(b *testing.B, n int, command func(i int) []string) {
	for i := range n {
		words := command(i)
		fmt.Fprintf(r.w, "*%d\r\n", len(words))
		for _, word := range words {
			fmt.Fprintf(r.w, "$%d\r\n%s\r\n", len(word), word)
		}
	}
	if err := r.w.Flush(); err != nil {
		b.Fatal(err)
	}
	for range n {
		if err := r.reply(); err != nil {
			b.Fatal(err)
		}
	}
}

// reply reads one reply of the protocol RESP2.
func (r *redis) reply() error {
	line, err := r.r.ReadString('\n')
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(strings.TrimSpace(line[1:]))
	switch line[0] {
	case '-':
		return fmt.Errorf("redis: %s", line)
	case '$':
		_, err = io.CopyN(io.Discard, r.r, int64(n+2))
	case '*':
		for range n {
			if err := r.reply(); err != nil {
				return err
			}
		}
	}
	return err
}
