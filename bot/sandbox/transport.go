package sandbox

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// Transport returns a RoundTripper for http.Client and discordgo's
// Session.Client: requests for Discord's hosts, of whatever scheme, go to this
// sandbox, all others where they say. Its CloseIdleConnections works.
func (sb *Sandbox) Transport() http.RoundTripper {
	return TransportTo(sb.listener.Addr().String())
}

// TransportTo is Sandbox.Transport for a sandbox of another process that
// listens on addr.
func TransportTo(addr string) http.RoundTripper {
	return &redirect{addr: addr, base: &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute}}
}

// Dialer returns a WebSocket dialer that connects to this sandbox whatever
// the address says, for discordgo's Session.Dialer.
func (sb *Sandbox) Dialer() *websocket.Dialer {
	return DialerTo(sb.listener.Addr().String())
}

// DialerTo is Sandbox.Dialer for a sandbox of another process that listens on
// addr.
func DialerTo(addr string) *websocket.Dialer {
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, addr)
	}
	return &websocket.Dialer{NetDialContext: dial, NetDialTLSContext: dial, HandshakeTimeout: 10 * time.Second}
}

type redirect struct {
	addr string
	base *http.Transport
}

// RoundTrip sends the request to the sandbox if it is meant for Discord.
func (r *redirect) RoundTrip(req *http.Request) (*http.Response, error) {
	if !discordHost(req.URL.Hostname()) {
		return r.base.RoundTrip(req)
	}
	req = req.Clone(req.Context())
	req.URL.Scheme, req.URL.Host, req.Host = "http", r.addr, r.addr
	return r.base.RoundTrip(req)
}

// CloseIdleConnections closes what http.Client keeps open.
func (r *redirect) CloseIdleConnections() { r.base.CloseIdleConnections() }

func discordHost(host string) bool {
	for _, domain := range []string{"discord.com", "discordapp.com", "discordapp.net", "discord.gg"} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// loopback reports whether a host with or without a port is this machine only.
func loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
