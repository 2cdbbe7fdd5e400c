// Drives an etcd cluster through its native client, as the benchmark drives a RaftTorture cluster through its own: each client has a
// connection and keys of its own and asks again as soon as it is answered. Prints one line of JSON.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"sync"
	"syscall"
	"time"

	"go.etcd.io/etcd/clientv3"
)

// load is what to do; the flags name its parts.
type load struct {
	operation  string
	clients    int
	keys       int
	valueBytes int
	warmUp     time.Duration
	duration   time.Duration
	endpoints  []string
}

// report is what was seen after the warm-up.
type report struct {
	Operations  int     `json:"operations"`
	Total       int     `json:"total"` // with the warm-up
	Errors      int     `json:"errors"`
	Seconds     float64 `json:"seconds"`
	P50Us       int64   `json:"p50Us"`
	P99Us       int64   `json:"p99Us"`
	DriverCpuUs int64   `json:"driverCpuUs"` // with the warm-up
	FirstError  string  `json:"firstError"`
	LatenciesUs []int64 `json:"-"`
}

func main() {
	asked := parse()
	connections, err := connect(asked)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	json.NewEncoder(os.Stdout).Encode(run(asked, connections))
}

func parse() load {
	var asked load
	endpoints := flag.String("endpoints", "", "comma-separated")
	flag.StringVar(&asked.operation, "operation", "put", "fill, put or get")
	flag.IntVar(&asked.clients, "clients", 64, "clients, each with a connection of its own")
	flag.IntVar(&asked.keys, "keys", 100, "keys of each client")
	flag.IntVar(&asked.valueBytes, "value-bytes", 256, "size of a value")
	flag.DurationVar(&asked.warmUp, "warm-up", 0, "not measured")
	flag.DurationVar(&asked.duration, "duration", 10*time.Second, "measured")
	flag.Parse()
	asked.endpoints = strings.Split(*endpoints, ",")
	return asked
}

// connect opens all connections, and uses each once, before the first operation is timed.
func connect(asked load) ([]*clientv3.Client, error) {
	connections := make([]*clientv3.Client, asked.clients)
	for i := range connections {
		connection, err := clientv3.New(clientv3.Config{Endpoints: asked.endpoints, DialTimeout: 5 * time.Second})
		if err != nil {
			return nil, err
		}
		if _, err := connection.Get(context.Background(), "connect"); err != nil {
			return nil, err
		}
		connections[i] = connection
	}
	return connections, nil
}

func run(asked load, connections []*clientv3.Client) report {
	parts := make([]report, len(connections))
	cpuBefore := cpuUs()
	start := time.Now().Add(asked.warmUp)
	var all sync.WaitGroup
	for i, connection := range connections {
		all.Add(1)
		go func(i int, connection *clientv3.Client) {
			defer all.Done()
			parts[i] = drive(asked, i, connection, start)
		}(i, connection)
	}
	all.Wait()
	whole := sum(parts, time.Since(start))
	whole.DriverCpuUs = cpuUs() - cpuBefore
	return whole
}

// cpuUs is the processor time of this process so far.
func cpuUs() int64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return (usage.Utime.Nano() + usage.Stime.Nano()) / 1000
}

// drive asks until the time is over; fill asks once for each key.
func drive(asked load, client int, connection *clientv3.Client, start time.Time) report {
	var seen report
	value := strings.Repeat("x", asked.valueBytes)
	end := start.Add(asked.duration)
	for i := 0; asked.operation == "fill" && i < asked.keys || asked.operation != "fill" && time.Now().Before(end); i++ {
		key := fmt.Sprintf("k%d-%d", client, i%asked.keys)
		asking := time.Now()
		err := ask(asked.operation, connection, key, value)
		if err != nil {
			seen.Errors++
			seen.FirstError = err.Error()
			continue
		}
		seen.Total++
		if !asking.Before(start) {
			seen.LatenciesUs = append(seen.LatenciesUs, time.Since(asking).Microseconds())
		}
	}
	return seen
}

// ask performs one operation; a get that finds nothing, or something else than what was put, is an error.
func ask(operation string, connection *clientv3.Client, key string, value string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if operation != "get" {
		_, err := connection.Put(ctx, key, value)
		return err
	}
	found, err := connection.Get(ctx, key)
	if err == nil && (len(found.Kvs) != 1 || string(found.Kvs[0].Value) != value) {
		err = fmt.Errorf("%s was read as %v", key, found.Kvs)
	}
	return err
}

func sum(parts []report, elapsed time.Duration) report {
	whole := report{Seconds: elapsed.Seconds()}
	for _, part := range parts {
		whole.LatenciesUs = append(whole.LatenciesUs, part.LatenciesUs...)
		whole.Errors += part.Errors
		whole.Total += part.Total
		if part.FirstError != "" {
			whole.FirstError = part.FirstError
		}
	}
	latencies := whole.LatenciesUs
	sort.Slice(latencies, func(a, b int) bool { return latencies[a] < latencies[b] })
	whole.Operations = len(latencies)
	if len(latencies) > 0 {
		whole.P50Us, whole.P99Us = latencies[len(latencies)/2], latencies[len(latencies)*99/100]
	}
	return whole
}
