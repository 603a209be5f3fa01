package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"drillbot/bot"
	"drillbot/quiz"
)

// metrics is what /metrics tells, and what /readyz goes by.
type metrics struct {
	ping     func(context.Context) error
	up       atomic.Bool
	registry *prometheus.Registry

	interactions *prometheus.CounterVec
	latency      *prometheus.HistogramVec
	grades       *prometheus.CounterVec
	gradeTime    *prometheus.HistogramVec
	tokens       *prometheus.CounterVec
	cost         prometheus.Counter
	unsure       prometheus.Counter
	gateway      prometheus.Gauge
	connects     prometheus.Counter
}

func newMetrics(ping func(context.Context) error) *metrics {
	m := &metrics{
		ping:         ping,
		registry:     prometheus.NewRegistry(),
		interactions: counters("drillbot_interactions_total", "Interactions answered.", "kind", "name", "ok"),
		latency: histograms("drillbot_interaction_seconds", "Time from an interaction's arrival to its first response; Discord allows 3 s.",
			[]float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 3}, "kind"),
		grades: counters("drillbot_grades_total", "Answers graded, by the grader and by why the first choice did not.", "by", "fell"),
		gradeTime: histograms("drillbot_grade_seconds", "Time to grade an answer.",
			[]float64{.0005, .002, .01, .1, .5, 1, 2, 5, 10, 20, 45}, "by"),
		tokens:   counters("drillbot_grade_tokens_total", "Tokens used for grading.", "kind"),
		unsure:   prometheus.NewCounter(prometheus.CounterOpts{Name: "drillbot_grades_unsure_total", Help: "Grades that two readings of a model did not agree on."}),
		cost:     prometheus.NewCounter(prometheus.CounterOpts{Name: "drillbot_grade_cost_dollars_total", Help: "What grading has cost, in US dollars."}),
		gateway:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "drillbot_gateway_up", Help: "1 while connected to Discord's gateway."}),
		connects: prometheus.NewCounter(prometheus.CounterOpts{Name: "drillbot_gateway_connects_total", Help: "Connections made to Discord's gateway."}),
	}
	m.registry.MustRegister(m.interactions, m.latency, m.grades, m.gradeTime, m.tokens, m.cost, m.unsure, m.gateway, m.connects,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "drillbot_store_up", Help: "1 while the store reads and writes."}, m.storeUp))
	return m
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func histograms(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
}

// watchQueue shows how many answers wait for the model.
func (m *metrics) watchQueue(waiting func() int) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(
		prometheus.GaugeOpts{Name: "drillbot_grade_queue", Help: "Answers that wait for the model."},
		func() float64 { return float64(waiting()) }))
}

func (m *metrics) storeUp() float64 {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if m.ping(ctx) != nil {
		return 0
	}
	return 1
}

func (m *metrics) interaction(o bot.Observation) {
	m.interactions.WithLabelValues(o.Kind, o.Name, strconv.FormatBool(!o.Failed)).Inc()
	m.latency.WithLabelValues(o.Kind).Observe(o.Elapsed.Seconds())
}

func (m *metrics) graded(g quiz.Grade, d time.Duration) {
	m.grades.WithLabelValues(g.By, string(g.Fell)).Inc()
	m.gradeTime.WithLabelValues(g.By).Observe(d.Seconds())
	m.tokens.WithLabelValues("in").Add(float64(g.Usage.In))
	m.tokens.WithLabelValues("cached").Add(float64(g.Usage.Cached))
	m.tokens.WithLabelValues("out").Add(float64(g.Usage.Out))
	m.cost.Add(float64(g.Usage.Micros) / 1e6)
	if slices.Contains(g.Flags, quiz.FlagUnsure) {
		m.unsure.Inc()
	}
}

func (m *metrics) connected(up bool) {
	m.up.Store(up)
	m.gateway.Set(0)
	if up {
		m.gateway.Set(1)
		m.connects.Inc()
	}
}

// mount adds /healthz, /readyz and /metrics to mux.
func (m *metrics) mount(mux *http.ServeMux) {
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", m.ready)
}

// ready says 200 while the bot can do its work, else 503 and why not.
func (m *metrics) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	switch {
	case m.ping(ctx) != nil:
		http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
	case !m.up.Load():
		http.Error(w, "not connected to Discord", http.StatusServiceUnavailable)
	default:
		fmt.Fprintln(w, "ready")
	}
}

// listen opens addr. The default address being taken is no reason to fail: any other will do.
func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) && addr == defaultAddr {
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; choose another address", addr, err)
	}
	return l, nil
}

// lastWords is how long a request may go on once the program ends: an interaction is to be
// answered in 3 seconds.
const lastWords = 3 * time.Second

// serve serves h on l until ctx is done; what has come in by then is answered.
func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	ended := make(chan struct{})
	stopped := context.AfterFunc(ctx, func() {
		defer close(ended)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWords)
		defer cancel()
		if server.Shutdown(last) != nil {
			_ = server.Close() // whoever is still there has had their time
		}
	})
	err := server.Serve(l)
	if !stopped() {
		<-ended
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve on %s: %w", l.Addr(), err)
	}
	return nil
}
