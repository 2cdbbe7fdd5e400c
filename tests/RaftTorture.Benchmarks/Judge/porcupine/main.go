// Runs Porcupine on one history of registers, or of a key-value store, as this project writes them: one event a line, a cas-miss with or without what it saw, an info
// that may or may not have happened. Prints verdict, milliseconds and peak memory of the check alone.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

type line struct {
	Process  json.RawMessage
	Type     string
	F        string
	Key      *string
	Value    json.RawMessage
	Error    string
	Observed json.RawMessage
}

const (
	read = iota
	write
	cas
	get
	put
	appending
)

type input struct {
	f        int
	key      string
	from, to int
	text     string
}

type output struct {
	ok, unknown, hasSeen bool
	seen                 int
	text                 string
}

var numbers = map[string]int{}

func number(raw json.RawMessage) int {
	text := strings.Trim(string(raw), `"`)
	if text == "" {
		text = "null"
	}
	n, known := numbers[text]
	if !known {
		n = len(numbers)
		numbers[text] = n
	}
	return n
}

// An unknown operation is put at the very end, where it may do what it would have done, or nothing.
func step(state, in, out interface{}) (bool, interface{}) {
	s, i, o := state.(int), in.(input), out.(output)
	switch {
	case i.f == read:
		return o.unknown || o.seen == s, s
	case i.f == write:
		return true, i.to
	case o.unknown:
		if s == i.from {
			return true, i.to
		}
		return true, s
	case o.ok:
		return s == i.from, i.to
	default:
		return s != i.from && (!o.hasSeen || o.seen == s), s
	}
}

// Put, append and get of texts; an absent key holds none.
func stepText(state, in, out interface{}) (bool, interface{}) {
	s, i, o := state.(string), in.(input), out.(output)
	switch i.f {
	case put:
		return true, i.text
	case appending:
		return true, s + i.text
	default:
		return o.text == s, s
	}
}

func byKey(history []porcupine.Event) [][]porcupine.Event {
	keys := []string{}
	of := map[string][]porcupine.Event{}
	keyOf := map[int]string{}
	for _, e := range history {
		if e.Kind == porcupine.CallEvent {
			keyOf[e.Id] = e.Value.(input).key
		}
		key := keyOf[e.Id]
		if _, known := of[key]; !known {
			keys = append(keys, key)
		}
		of[key] = append(of[key], e)
	}
	parts := [][]porcupine.Event{}
	for _, key := range keys {
		parts = append(parts, of[key])
	}
	return parts
}

type open struct {
	id int
	in input
}

// What certainly never happened is left out, call and all.
func load(path string) []porcupine.Event {
	file, err := os.Open(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(make([]byte, 1<<20), 1<<26)
	opened := map[string]open{}
	never := map[int]bool{}
	all := []porcupine.Event{}
	for id := 0; lines.Scan(); {
		var e line
		if json.Unmarshal(lines.Bytes(), &e) != nil || string(e.Process) == `"nemesis"` {
			continue
		}
		process := string(e.Process)
		if e.Type == "invoke" {
			opened[process] = open{id, inputOf(e)}
			all = append(all, porcupine.Event{Kind: porcupine.CallEvent, Value: opened[process].in, Id: id})
			id++
			continue
		}
		o := opened[process]
		if e.Type == "info" {
			continue
		}
		delete(opened, process)
		if e.Type == "fail" && e.Error != "cas-miss" {
			never[o.id] = true
			continue
		}
		all = append(all, porcupine.Event{Kind: porcupine.ReturnEvent, Value: outputOf(e), Id: o.id})
	}
	return closed(all, never, opened)
}

func closed(all []porcupine.Event, never map[int]bool, opened map[string]open) []porcupine.Event {
	ended := map[int]bool{}
	events := []porcupine.Event{}
	for _, e := range all {
		ended[e.Id] = ended[e.Id] || e.Kind == porcupine.ReturnEvent
	}
	left := []int{}
	for _, e := range all {
		if never[e.Id] {
			continue
		}
		if f := ofCall(e); !ended[e.Id] && (f == read || f == get) {
			continue
		}
		events = append(events, e)
		if e.Kind == porcupine.CallEvent && !ended[e.Id] {
			left = append(left, e.Id)
		}
	}
	sort.Ints(left)
	for _, id := range left {
		events = append(events, porcupine.Event{Kind: porcupine.ReturnEvent, Value: output{unknown: true}, Id: id})
	}
	return events
}

func ofCall(e porcupine.Event) int {
	if e.Kind == porcupine.CallEvent {
		return e.Value.(input).f
	}
	return -1
}

func textOf(raw json.RawMessage) string {
	var text string
	json.Unmarshal(raw, &text)
	return text
}

func inputOf(e line) input {
	in := input{}
	if e.Key != nil {
		in.key = *e.Key
	}
	switch e.F {
	case "write":
		in.f, in.to = write, number(e.Value)
	case "cas":
		var both []json.RawMessage
		json.Unmarshal(e.Value, &both)
		in.f, in.from, in.to = cas, number(both[0]), number(both[1])
	case "get":
		in.f = get
	case "put":
		in.f, in.text = put, textOf(e.Value)
	case "append":
		in.f, in.text = appending, textOf(e.Value)
	}
	return in
}

func outputOf(e line) output {
	if e.Type == "fail" {
		return output{hasSeen: e.Observed != nil, seen: number(e.Observed)}
	}
	if e.F == "read" {
		return output{ok: true, seen: number(e.Value)}
	}
	if e.F == "get" {
		return output{ok: true, text: textOf(e.Value)}
	}
	return output{ok: true}
}

// The largest heap that was seen, and an end to it: this checker has no limit of its own.
func watch(mostMb uint64, peak *uint64, since time.Time) {
	for {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if m.HeapInuse > *peak {
			*peak = m.HeapInuse
		}
		if m.Sys > mostMb<<20 {
			print("Unknown", time.Since(since), *peak)
			os.Exit(0)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func print(verdict string, took time.Duration, bytes uint64) {
	fmt.Printf("{\"verdict\":%q,\"ms\":%f,\"mb\":%f}\n", verdict, float64(took.Nanoseconds())/1e6, float64(bytes)/1e6)
}

func main() {
	limit := flag.Duration("limit", 20*time.Second, "for one check")
	memory := flag.Uint64("memory-mb", 4000, "for all")
	kind := flag.String("model", "register", "or kv")
	initial := flag.String("initial", "null", "what each register holds at first")
	runs := flag.Int("runs", 5, "checks, of which the median counts")
	flag.Parse()
	history := load(flag.Arg(0))
	first := number(json.RawMessage(*initial))
	model := porcupine.Model{
		PartitionEvent: byKey,
		Init:           func() interface{} { return first },
		Step:           step,
		Equal:          func(a, b interface{}) bool { return a == b },
	}
	if *kind == "kv" {
		model.Init = func() interface{} { return "" }
		model.Step = stepText
	}
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak uint64
	go watch(*memory, &peak, time.Now())
	times := []time.Duration{}
	verdict := ""
	for n := 0; n < *runs; n++ {
		start := time.Now()
		verdict = string(porcupine.CheckEventsTimeout(model, history, *limit))
		times = append(times, time.Since(start))
		if times[0] > time.Second {
			break
		}
	}
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	if after.HeapInuse > peak {
		peak = after.HeapInuse
	}
	if peak > before.HeapInuse {
		peak -= before.HeapInuse
	}
	print(verdict, times[len(times)/2], peak)
}
