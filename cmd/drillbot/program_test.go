package main_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"drillbot/bot/sandbox"
	"drillbot/bot/view"
	"drillbot/quiz/grade/llmtest"
)

// program returns the path of the built program: the one that DRILLBOT_PROGRAM names, or a
// fresh one.
func program(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("DRILLBOT_PROGRAM"); path != "" {
		return path
	}
	path := filepath.Join(t.TempDir(), "drillbot")
	if out, err := exec.Command("go", "build", "-o", path, "drillbot/cmd/drillbot").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// process is the program at work.
type process struct {
	cmd *exec.Cmd
	url string // of its page
}

var pageURL = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// launch starts the program with its data in dir, and waits until it is ready.
func launch(t *testing.T, path, dir string, env []string, args ...string) *process {
	t.Helper()
	p := start(t, path, dir, env, args...)
	p.awaitReady(t)
	return p
}

// start starts the program and waits until it tells its address.
func start(t *testing.T, path, dir string, env []string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(path, append(args, "-data", dir)...)}
	p.cmd.Env = append([]string{"HOME=" + dir, "PATH=" + os.Getenv("PATH")}, env...)
	if spec := os.Getenv("DRILLBOT_OPENAPI"); spec != "" {
		p.cmd.Env = append(p.cmd.Env, "DRILLBOT_OPENAPI="+spec)
	}
	p.cmd.Stderr = t.Output()
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if p.url = pageURL.FindString(lines.Text()); p.url != "" {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return p
		}
	}
	t.Fatal("the program told no address")
	return nil
}

func (p *process) awaitReady(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		if code, _ := get(ctx, p.url+"/readyz"); code == http.StatusOK {
			return
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
		}
	}
	t.Fatal("the program did not get ready")
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	_ = p.cmd.Wait()
}

// interrupt ends the program as Ctrl-C does.
func (p *process) interrupt(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
}

func get(ctx context.Context, url string) (int, string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err.Error()
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err.Error()
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body) // what came is enough
	return resp.StatusCode, string(body)
}

// channelOfChinese is the channel 刷题 of the sandbox's Chinese server.
const channelOfChinese = "1400000000000000012"

const (
	question = "seed-17-a"
	answerZH = "把 V×d 的词表矩阵分解成 V×e 和 e×d 两个小矩阵，参数量从 V·d 降到 V·e+e·d。" +
		"ALBERT 取 V=30000、d=768、e=128，从 23.04M 降到 3.94M，大约 5.85 倍。代价是秩不超过 e。"
)

// drill answers the question as xiaoming and returns what came back at once.
func drill(t *testing.T, p *process) (*sandbox.Player, *sandbox.Reply) {
	t.Helper()
	ctx := t.Context()
	player, err := sandbox.Join(ctx, p.url, "xiaoming")
	if err != nil {
		t.Fatal(err)
	}
	asked, err := player.Slash(ctx, channelOfChinese, "drill", sandbox.Opt{"question": question})
	if err != nil {
		t.Fatal(err)
	}
	form, err := player.Click(ctx, asked.Message, "作答")
	if err != nil {
		t.Fatal(err)
	}
	reply, err := player.Submit(ctx, form.Modal, map[string]any{view.FieldName(0): answerZH})
	if err != nil {
		t.Fatal(err)
	}
	return player, reply
}

// graded waits for the grade and returns it as text.
func graded(t *testing.T, player *sandbox.Player, reply *sandbox.Reply) string {
	t.Helper()
	m, err := player.Settled(t.Context(), reply)
	if err != nil {
		t.Fatal(err)
	}
	return text(m)
}

func text(m *sandbox.Message) string {
	out := m.Content + "\n"
	for _, e := range m.Embeds {
		out += e.Title + "\n" + e.Description + "\n"
		if e.Footer != nil {
			out += e.Footer.Text + "\n"
		}
	}
	return out
}

// mustHold fails unless text holds every one of wanted.
func mustHold(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in:\n%s", w, text)
		}
	}
}

func TestProgramFromQuestionToLeaderboard(t *testing.T) {
	p := launch(t, program(t), t.TempDir(), nil, "sandbox", "-addr", "127.0.0.1:0")
	player, reply := drill(t, p)
	mustHold(t, graded(t, player, reply), "/ 100 分", "答到了", "“", "离线估分", "积分", "参考答案")
	board, err := player.Slash(t.Context(), channelOfChinese, "leaderboard", nil)
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, text(board.Message), "🥇 <@"+player.ID+">", "第 **1** 名")
	for path, want := range map[string]string{
		"/healthz": "ok", "/readyz": "ready", "/": "<html",
		"/metrics": `drillbot_interactions_total{kind="form",name="x",ok="true"} 1`,
	} {
		if code, body := get(t.Context(), p.url+path); code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, no %q in %.300s", path, code, want, body)
		}
	}
	p.interrupt(t)
}

// modelEnv leads the program to a model server.
func modelEnv(s *llmtest.Server) []string {
	return []string{"OPENAI_BASE_URL=" + s.URL + "/v1", "OPENAI_API_KEY=test", "OPENAI_MODEL=test-model", "DRILLBOT_GRADE_TIMEOUT=20s"}
}

func TestProgramWithAModel(t *testing.T) {
	model := llmtest.New(llmtest.Options{})
	defer model.Close()
	p := launch(t, program(t), t.TempDir(), modelEnv(model), "sandbox", "-addr", "127.0.0.1:0")
	player, reply := drill(t, p)
	mustHold(t, graded(t, player, reply), "/ 100 分", "由 test-model 评分", "参考答案")
}

// TestProgramKilledWhileGrading kills the program while the model thinks, and starts it
// again: the grade arrives, once.
func TestProgramKilledWhileGrading(t *testing.T) {
	model := llmtest.New(llmtest.Options{})
	defer model.Close()
	path, dir := program(t), t.TempDir()
	model.Plant(llmtest.Fault{Kind: llmtest.Hang, Count: 1})
	p := launch(t, path, dir, modelEnv(model), "sandbox", "-addr", "127.0.0.1:0")
	_, reply := drill(t, p)
	if !reply.Message.Loading() {
		t.Fatalf("got an answer instead of thinking…:\n%s", text(reply.Message))
	}
	awaitRequest(t, model)
	p.kill()
	p = launch(t, path, dir, modelEnv(model), "sandbox", "-addr", "127.0.0.1:0")
	again, err := sandbox.Join(t.Context(), p.url, "xiaoming")
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, graded(t, again, reply), "/ 100 分", "由 test-model 评分")
	all, err := again.Messages(t.Context(), channelOfChinese)
	if err != nil {
		t.Fatal(err)
	}
	results := 0
	for _, m := range all {
		results += strings.Count(text(&m), "/ 100 分")
	}
	if results != 1 {
		t.Errorf("%d results, want one", results)
	}
}

// TestProgramBesideASandbox runs the bot in a process of its own, which is killed while the model
// thinks: the player sees "thinking…" all the while, then the grade, once; by either way in.
func TestProgramBesideASandbox(t *testing.T) {
	path := program(t)
	for way, byHTTP := range map[string]bool{"gateway": false, "http": true} {
		t.Run(way, func(t *testing.T) {
			model := llmtest.New(llmtest.Options{})
			defer model.Close()
			model.Plant(llmtest.Fault{Kind: llmtest.Hang, Count: 1})
			world, dir := launchSandbox(t, path, "-bare"), t.TempDir()
			first := launchBot(t, path, dir, modelEnv(model), world, byHTTP)
			player, reply := drill(t, world)
			if !reply.Message.Loading() {
				t.Fatalf("no thinking…:\n%s", text(reply.Message))
			}
			awaitRequest(t, model)
			first.kill()
			second := launchBot(t, path, dir, modelEnv(model), world, byHTTP)
			mustHold(t, graded(t, player, reply), "/ 100 分", "由 test-model 评分")
			second.interrupt(t)
		})
	}
}

// launchSandbox starts a sandbox that is ready as soon as it tells its address.
func launchSandbox(t *testing.T, path string, args ...string) *process {
	t.Helper()
	return start(t, path, t.TempDir(), nil, append([]string{"sandbox", "-addr", "127.0.0.1:0"}, args...)...)
}

// awaitRequest waits until the model was asked.
func awaitRequest(t *testing.T, model *llmtest.Server) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); len(model.Requests()) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the model was not asked")
		}
	}
}

// TestProgramReloadsItsBank changes a question of one's own while it is open.
func TestProgramReloadsItsBank(t *testing.T) {
	own := filepath.Join(t.TempDir(), "arc")
	if err := os.Mkdir(own, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(prompt string) {
		t.Helper()
		q := fmt.Sprintf(ownQuestion, prompt)
		if err := os.WriteFile(filepath.Join(own, "my-1.yaml"), []byte(q), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("哪一个？第一版")
	p := launch(t, program(t), t.TempDir(), nil, "sandbox", "-addr", "127.0.0.1:0", "-bank", filepath.Dir(own))
	player, err := sandbox.Join(t.Context(), p.url, "xiaoming")
	if err != nil {
		t.Fatal(err)
	}
	ask := func() *sandbox.Message {
		t.Helper()
		r, err := player.Slash(t.Context(), channelOfChinese, "drill", sandbox.Opt{"question": "my-1"})
		if err != nil {
			t.Fatal(err)
		}
		return r.Message
	}
	before := ask()
	mustHold(t, text(before), "哪一个？第一版")
	write("哪一个？第二版")
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(text(ask()), "哪一个？第二版"); {
		if time.Now().After(deadline) {
			t.Fatal("the new version is not asked")
		}
	}
	r, err := player.Click(t.Context(), before, "A")
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, text(r.Message), "/ 100 分")
}

const ownQuestion = `id: my-1
type: choice
difficulty: 1
tags: [test]
prompt: {en: "Which one?", zh: %q}
reference: {en: "The softmax.", zh: "是 softmax。"}
hints: [{en: "It sums to one.", zh: "它的和为 1。"}]
sources: ["1706.03762"]
reviewed: 2026-11-01
options:
  - {id: a, text: {en: ReLU, zh: ReLU}, why: {en: No., zh: 不是。}}
  - {id: b, right: true, text: {en: softmax, zh: softmax}, why: {en: Yes., zh: 是的。}}
  - {id: c, text: {en: tanh, zh: tanh}, why: {en: No., zh: 不是。}}
  - {id: d, text: {en: GELU, zh: GELU}, why: {en: No., zh: 不是。}}
`
