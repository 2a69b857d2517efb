package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"sumlog/dispatch"
	"sumlog/internal/pooltest"
	"sumlog/kernel"
)

// childVariable makes the test binary a program that uses the package, for behaviour that
// shows only from outside a process.
const childVariable = "SUMLOG_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "idle":
		os.Exit(0)
	case "report":
		dispatch.ISA()
		dispatch.ISA()
		fmt.Println("isa", dispatch.ISA())
		fmt.Println("best", kernel.Best())
		fmt.Print(dispatch.Report())
		fmt.Println("unsupported", errors.Is(dispatch.Use(kernel.Best()), errors.ErrUnsupported))
		_, err := dispatch.NewPool(dispatch.WithISA(kernel.Best()))
		fmt.Println("unsupported", errors.Is(err, errors.ErrUnsupported))
		os.Exit(0)
	}
	if run := childPrograms[os.Getenv(childVariable)]; run != nil {
		run()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// childPrograms are further programs, defined beside their tests.
var childPrograms = map[string]func(){"exit": exitFromATask}

// noContext is a context that the caller forgot.
var noContext context.Context

// Shared by the tests of the pool and of the operations.
var (
	newPool    = pooltest.New
	newBarrier = pooltest.NewBarrier
	poolOf     = pooltest.Of
	procs      = pooltest.Procs
	values     = pooltest.Values
	positive   = pooltest.Positive
	equal      = pooltest.Equal
	must       = pooltest.Must
	caught     = pooltest.Caught
	background = context.Background()
)

func value[T any](v T, err error) T { return pooltest.Value(v, err) }
