// Bench tells what the machine that it runs on can do, what sumlog gets of it, and what
// the alternatives get. It measures the limits of one core and its memory; two jobs, sums
// of logarithms over many objects and a sum of two columns of a shared table, each by
// Python's loop and multiprocessing, by Go's loop, and by sumlog on every instruction set
// that this binary has and the processor runs, with one worker and with all; every kernel
// over all sizes beside its peers; and what more workers are worth. Every result is
// checked, and its error told. A page with tables and plots, and the same for programs, go
// to bench/out.
//
//	go run ./bench
//	go run ./bench -quick
//	go run ./bench -help
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit statuses.
const (
	fine        = 0
	wrong       = 1 // a result was wrong, or the program could not go on
	misused     = 2 // a flag was
	interrupted = 130
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second interrupt ends the program where the first does not end soon enough.
	context.AfterFunc(ctx, stop)

	status, err := measureAll(ctx, args, stdout, stderr)
	switch {
	case errors.Is(err, errHelp):
		return fine
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "bench: interrupted")
		return interrupted
	case err != nil:
		fmt.Fprintf(stderr, "bench: %v\n", err)
	}
	return status
}

// measureAll is the program; its error says why it ended early.
func measureAll(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	o, err := parse(args, stdout)
	if err != nil {
		return misused, err
	}
	c, err := prepare(ctx, o, stdout, stderr)
	if err != nil {
		return misused, err
	}
	ok, err := c.compare(ctx)
	if err = errors.Join(err, c.close()); err != nil || !ok {
		return wrong, err
	}
	return fine, nil
}
