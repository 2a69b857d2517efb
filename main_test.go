package sumlog_test

import (
	"context"

	"sumlog/internal/pooltest"
)

// Shared by the tests of the pool and of the operations.
var (
	newPool    = pooltest.New
	poolOf     = pooltest.Of
	values     = pooltest.Values
	positive   = pooltest.Positive
	equal      = pooltest.Equal
	argsOf     = pooltest.Args
	must       = pooltest.Must
	caught     = pooltest.Caught
	background = context.Background()
)

func value[T any](v T, err error) T { return pooltest.Value(v, err) }

// noContext is a context that the caller forgot.
var noContext context.Context
