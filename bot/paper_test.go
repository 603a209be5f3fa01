package bot_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"drillbot/bot/view"
	"drillbot/quiz"
)

// paperDiscord is as much of Discord as posts need, in memory: messages with nonces that it knows
// for five minutes, and channels in which the bot may not write in some weeks.
type paperDiscord struct {
	year *year

	mu       sync.Mutex
	channels map[uint64][]paperMessage
	last     uint64
	reads    int
}

type paperMessage struct {
	id    uint64
	nonce string
	at    time.Time
	kind  quiz.PostKind
	day   quiz.Date
	body  json.RawMessage // the components
}

func newPaperDiscord(y *year) *paperDiscord {
	return &paperDiscord{year: y, channels: map[uint64][]paperMessage{}}
}

// forbidden says in which channels the bot has no permission for some time.
func (d *paperDiscord) forbidden(channel uint64) bool { return channel%10 == 3 }

func (d *paperDiscord) forbiddenNow(channel uint64, now time.Time) bool {
	return d.forbidden(channel) && now.YearDay()/5%4 == 0
}

// RoundTrip answers a request. The process may die before Discord has it, and before it has the answer.
func (d *paperDiscord) RoundTrip(r *http.Request) (*http.Response, error) {
	if d.year.tick() {
		return nil, errors.New("dead")
	}
	var sent []byte
	if r.Body != nil {
		sent, _ = io.ReadAll(r.Body)
	}
	d.mu.Lock()
	status, reply := d.answer(r, sent)
	d.mu.Unlock()
	if d.year.tick() {
		return nil, errors.New("dead")
	}
	data, err := json.Marshal(reply)
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(data)), Request: r}, err
}

func (d *paperDiscord) answer(r *http.Request, sent []byte) (int, any) {
	path := strings.Split(strings.TrimPrefix(r.URL.Path, "/api/v10/"), "/")
	now := d.year.clock()
	channel, _ := strconv.ParseUint(path[1], 10, 64)
	switch {
	case path[0] != "channels":
		return 200, map[string]any{}
	case d.forbiddenNow(channel, now):
		return 403, map[string]any{"code": 50013, "message": "Missing Permissions"}
	case r.Method == http.MethodGet && len(path) == 2:
		return 200, map[string]string{"last_message_id": d.newest(channel)}
	case r.Method == http.MethodGet:
		return 200, d.list(channel, r.URL.Query().Get("after"))
	case r.Method == http.MethodPost && len(path) == 3:
		return 200, map[string]string{"id": fmt.Sprint(d.post(channel, sent, now))}
	default: // a thread, or a change of a message
		return 200, map[string]any{}
	}
}

// post takes a message, or knows it by its nonce.
func (d *paperDiscord) post(channel uint64, sent []byte, now time.Time) uint64 {
	var m struct {
		Nonce      string
		Components json.RawMessage
	}
	if err := json.Unmarshal(sent, &m); err != nil {
		panic(err)
	}
	for _, o := range d.channels[channel] {
		if o.nonce == m.Nonce && now.Sub(o.at) < 5*time.Minute {
			return o.id
		}
	}
	d.last = max(d.last+1, uint64(now.UnixMilli()-1420070400000+1<<40)<<22)
	p := paperMessage{id: d.last, nonce: m.Nonce, at: now, body: m.Components}
	p.kind, p.day = postOf(m.Components)
	d.channels[channel] = append(d.channels[channel], p)
	return p.id
}

// postOf says what a message is by its buttons.
func postOf(components json.RawMessage) (quiz.PostKind, quiz.Date) {
	var rows []struct {
		Components []struct {
			ID string `json:"custom_id"`
		}
	}
	if err := json.Unmarshal(components, &rows); err != nil {
		panic(err)
	}
	for _, row := range rows {
		for _, c := range row.Components {
			id, err := view.ParseID(c.ID)
			for kind := quiz.DailyPost; kind <= quiz.MonthPost && err == nil; kind++ {
				if view.IsPost(id, quiz.PostKey{Kind: kind, Day: id.Day}) {
					return kind, id.Day
				}
			}
		}
	}
	return 0, 0
}

// newest is the id of a channel's newest message.
func (d *paperDiscord) newest(channel uint64) string {
	if all := d.channels[channel]; len(all) > 0 {
		return fmt.Sprint(all[len(all)-1].id)
	}
	return ""
}

func (d *paperDiscord) list(channel uint64, after string) []any {
	d.reads++
	out := []any{}
	for _, m := range d.channels[channel] {
		if from, _ := strconv.ParseUint(after, 10, 64); m.id > from && len(out) < 100 {
			out = append(out, map[string]any{"id": fmt.Sprint(m.id), "components": m.body})
		}
	}
	return out
}

// sent returns the messages of a kind and day in a channel.
func (d *paperDiscord) sent(channel uint64, kind quiz.PostKind, day quiz.Date) []paperMessage {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []paperMessage
	for _, m := range d.channels[channel] {
		if m.kind == kind && m.day == day {
			out = append(out, m)
		}
	}
	return out
}

func (d *paperDiscord) total() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, list := range d.channels {
		n += len(list)
	}
	return n
}
