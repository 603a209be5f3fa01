package sandbox

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Gateway opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opVoice          = 4
	opResume         = 6
	opReconnect      = 7
	opRequestMembers = 8
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// Gateway close codes.
const (
	closeUnknownError    = 4000
	closeUnknownOp       = 4001
	closeDecode          = 4002
	closeNotAuthed       = 4003
	closeAuthFailed      = 4004
	closeAlreadyAuthed   = 4005
	closeInvalidSeq      = 4007
	closeRateLimited     = 4008
	closeSessionTimeout  = 4009
	closeInvalidShard    = 4010
	closeShardingNeeded  = 4011
	closeInvalidVersion  = 4012
	closeInvalidIntents  = 4013
	closeDisallowed      = 4014
	maxGatewayPayload    = 4096
	maxGatewaySends      = 120
	smallestCompressed   = 512
	gatewayWriteDeadline = 10 * time.Second
)

// conn is one WebSocket connection of a bot or a player's client.
type conn struct {
	sb       *Sandbox
	ws       *websocket.Conn
	compress bool          // packet by packet, asked for by IDENTIFY
	stream   *zlibStream   // the whole connection, asked for by the address
	packer   *zlib.Writer  // of the writing goroutine
	wake     chan struct{} // one token: the queue has something
	over     chan struct{} // closed when the reader has ended

	mu     sync.Mutex
	queue  []frame
	closed bool

	session *session // guarded by Sandbox.mu
	sends   int
	window  time.Time
}

// frame is something to write: a payload, or a close code after which the
// connection ends (a code of -1 cuts it without a word).
type frame struct {
	data []byte
	code int
	text string
}

type zlibStream struct {
	buf bytes.Buffer
	w   *zlib.Writer
}

// push queues a payload; it never blocks.
func (c *conn) push(data []byte) { c.enqueue(frame{data: data}) }

// end queues a close code.
func (c *conn) end(code int, text string) { c.enqueue(frame{code: code, text: text}) }

func (c *conn) enqueue(f frame) {
	c.mu.Lock()
	if !c.closed {
		c.queue = append(c.queue, f)
	}
	c.closed = c.closed || f.code != 0
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *conn) pushJSON(op int, d any) { c.push(c.sb.encode(map[string]any{"op": op, "d": d})) }

func (c *conn) take() []frame {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.queue
	c.queue = nil
	return out
}

// serveGateway upgrades and serves one connection until it ends.
func (sb *Sandbox) serveGateway(w http.ResponseWriter, r *http.Request) {
	if err := sb.gatewayRefusal(r); err != nil {
		sendFailure(w, err)
		return
	}
	upgrader := websocket.Upgrader{}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	c := &conn{sb: sb, ws: ws, wake: make(chan struct{}, 1), over: make(chan struct{})}
	if r.URL.Query().Get("compress") == "zlib-stream" {
		c.stream = &zlibStream{}
		c.stream.w = zlib.NewWriter(&c.stream.buf)
	}
	if !sb.enter(c) {
		_ = ws.Close()
		return
	}
	sb.work.Go(c.write)
	c.greet(r)
	c.read()
	sb.depart(c)
	close(c.over)
}

func (sb *Sandbox) gatewayRefusal(r *http.Request) *failure {
	select {
	case <-sb.stop:
		return fail(http.StatusServiceUnavailable, 0, "the sandbox is closing")
	default:
	}
	if !websocket.IsWebSocketUpgrade(r) {
		return fail(http.StatusBadRequest, 0, "this address takes WebSocket connections")
	}
	return nil
}

// enter registers the connection, unless the sandbox is closing.
func (sb *Sandbox) enter(c *conn) bool {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	select {
	case <-sb.stop:
		return false
	default:
	}
	sb.work.Add(1)
	sb.gateway.conns[c] = true
	return true
}

func (sb *Sandbox) depart(c *conn) {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	delete(sb.gateway.conns, c)
	if c.session != nil && c.session.conn == c {
		c.session.conn = nil
	}
	sb.work.Done()
}

// hangUp ends all connections, when the sandbox closes.
func (sb *Sandbox) hangUp() {
	sb.mu.Lock()
	defer sb.mu.Unlock()
	for c := range sb.gateway.conns {
		c.end(-1, "")
	}
}

// greet sends HELLO, or the close code for a version that does not exist.
func (c *conn) greet(r *http.Request) {
	if v := r.URL.Query().Get("v"); v != "" {
		if n, err := strconv.Atoi(v); err != nil || n < gatewayVersionLowest || n > 10 {
			c.end(closeInvalidVersion, "Invalid API version.")
			return
		}
	}
	c.pushJSON(opHello, map[string]any{"heartbeat_interval": c.sb.opts.Heartbeat.Milliseconds(), "_trace": []string{"sandbox"}})
}

// read takes the client's payloads until the connection ends.
func (c *conn) read() {
	c.ws.SetReadLimit(1 << 20)
	for {
		_, data, err := c.ws.ReadMessage()
		if err != nil {
			c.forget(err)
			return
		}
		c.handle(data)
	}
}

// forget drops the session when the client said goodbye with 1000 or 1001: such a session
// cannot be resumed. A client that answers our own goodbye with it has not begun to part.
func (c *conn) forget(err error) {
	ours := c.ended()
	c.enqueue(frame{code: -1})
	if ours || !websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
		return
	}
	c.sb.mu.Lock()
	defer c.sb.mu.Unlock()
	if c.session != nil && c.session.conn == c {
		delete(c.sb.gateway.sessions, c.session.id)
	}
}

// ended reports whether we have said goodbye.
func (c *conn) ended() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

func (c *conn) handle(data []byte) {
	if len(data) > maxGatewayPayload {
		c.end(closeDecode, "Error while decoding payload.")
		return
	}
	var p payload
	if err := json.Unmarshal(data, &p); err != nil {
		c.end(closeDecode, "Error while decoding payload.")
		return
	}
	c.sb.mu.Lock()
	defer c.sb.mu.Unlock()
	if c.flooding() {
		c.end(closeRateLimited, "You are being rate limited.")
		return
	}
	c.dispatch(p)
	c.sb.commit()
}

// flooding counts the client's sends of the last minute.
func (c *conn) flooding() bool {
	if now := time.Now(); now.Sub(c.window) > time.Minute {
		c.window, c.sends = now, 0
	}
	c.sends++
	return c.sends > maxGatewaySends
}

// write sends what is queued until a close frame was sent or the reader ended.
func (c *conn) write() {
	defer c.ws.Close()
	for {
		for _, f := range c.take() {
			if err := c.writeFrame(f); err != nil || f.code != 0 {
				return
			}
		}
		select {
		case <-c.wake:
		case <-c.over:
			return
		}
	}
}

func (c *conn) writeFrame(f frame) error {
	_ = c.ws.SetWriteDeadline(time.Now().Add(gatewayWriteDeadline))
	if f.code > 0 {
		return c.ws.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(f.code, f.text))
	}
	if f.code < 0 {
		return nil
	}
	kind, data, err := c.encoded(f.data)
	if err != nil {
		return fmt.Errorf("compress a payload: %w", err)
	}
	return c.ws.WriteMessage(kind, data)
}

// encoded compresses a payload as the client asked.
func (c *conn) encoded(data []byte) (int, []byte, error) {
	if c.stream != nil {
		c.stream.buf.Reset()
		if _, err := c.stream.w.Write(data); err != nil {
			return 0, nil, err
		}
		err := c.stream.w.Flush()
		return websocket.BinaryMessage, c.stream.buf.Bytes(), err
	}
	c.mu.Lock()
	compress := c.compress
	c.mu.Unlock()
	if !compress || len(data) < smallestCompressed {
		return websocket.TextMessage, data, nil
	}
	packed, err := c.pack(data)
	return websocket.BinaryMessage, packed, err
}

// pack compresses one payload, with a writer made once: making one is dear.
func (c *conn) pack(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	if c.packer == nil {
		c.packer = zlib.NewWriter(&buf)
	}
	c.packer.Reset(&buf)
	if _, err := c.packer.Write(data); err != nil {
		return nil, err
	}
	err := c.packer.Close()
	return buf.Bytes(), err
}
