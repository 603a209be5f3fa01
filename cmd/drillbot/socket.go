package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"drillbot/quiz"
)

// The running program serves a socket in its data folder, for the commands that need the store
// which it holds. It speaks HTTP:
//
//	GET /backup    the store's file as it is at that moment
//	GET /servers   the settings of all servers, as JSON
//	GET /readyz    what /readyz says, also where -http is out of reach

// stall is how long whoever takes a copy may keep us waiting: the store grows meanwhile.
const stall = time.Minute

// serveSocket serves the socket at path until ctx is done. Only this user gets in. The store is
// ours, so a socket that is there already was left by a process that is gone.
func (h *house) serveSocket(ctx context.Context, path string) {
	l, err := listenSocket(path)
	if err != nil {
		h.log.Warn("no socket: drillbot backup, check and export work only while the bot is stopped", "error", err)
		return
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /backup", h.sendBackup)
	mux.HandleFunc("GET /servers", h.sendServers)
	mux.HandleFunc("GET /readyz", h.metrics.ready)
	if err := serve(ctx, l, mux); err != nil {
		h.log.Error("socket", "error", err)
	}
}

func listenSocket(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil { // the folder kept others out until now
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (h *house) sendBackup(w http.ResponseWriter, r *http.Request) {
	err := h.store.Copy(r.Context(), steady{w, http.NewResponseController(w)}, func(size int64) {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	})
	if err != nil { // the length tells the other side that this is not all
		h.log.Warn("backup", "error", err)
		return
	}
	h.log.Info("backup sent")
}

func (h *house) sendServers(w http.ResponseWriter, r *http.Request) {
	all := []quiz.Server{}
	for s, err := range h.store.Servers(r.Context()) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		all = append(all, s)
	}
	if err := json.NewEncoder(w).Encode(all); err != nil {
		h.log.Warn("settings", "error", err)
	}
}

// steady is a response that must not stall.
type steady struct {
	io.Writer
	control *http.ResponseController
}

func (s steady) Write(p []byte) (int, error) {
	if err := s.control.SetWriteDeadline(time.Now().Add(stall)); err != nil {
		return 0, err
	}
	return s.Writer.Write(p)
}

// errNotRunning says that nobody serves the socket.
var errNotRunning = errors.New("no bot runs on this data")

// socketClient talks to the program that runs on a data folder.
func socketClient(path string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			c, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
			if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, fs.ErrNotExist) {
				return nil, errNotRunning
			}
			return c, err
		},
	}}
}

// ask asks the program that runs on a data folder, or returns errNotRunning. The body is the
// caller's to close.
func ask(ctx context.Context, socket, path string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://drillbot"+path, nil)
	if err != nil {
		return nil, err
	}
	resp, err := socketClient(socket).Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask the running bot: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		defer resp.Body.Close()
		why, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<10)) // as far as it comes
		return nil, fmt.Errorf("the running bot answers %s: %s", resp.Status, strings.TrimSpace(string(why)))
	}
	return resp, nil
}

// fetchBackup copies the store of the program that runs on a data folder to w.
func fetchBackup(ctx context.Context, socket string, w io.Writer, size func(int64)) error {
	resp, err := ask(ctx, socket, "/backup")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	size(resp.ContentLength)
	_, err = io.Copy(w, resp.Body)
	return err
}

// fetchServers asks the program that runs on a data folder for the settings of all servers.
func fetchServers(ctx context.Context, socket string) ([]quiz.Server, error) {
	resp, err := ask(ctx, socket, "/servers")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var all []quiz.Server
	if err := json.NewDecoder(resp.Body).Decode(&all); err != nil {
		return nil, fmt.Errorf("settings of the running bot: %w", err)
	}
	return all, nil
}

// readyCommand is `drillbot ready`.
type readyCommand struct{ dataFlag }

// Run asks the bot that runs on the data. An error says why it cannot do its work.
func (c readyCommand) Run(ctx context.Context, con console) error {
	resp, err := ask(ctx, filepath.Join(c.Data, socketFile), "/readyz")
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(con.out, resp.Body)
	return err
}
