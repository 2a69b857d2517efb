package kernel_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"sumlog/kernel"
)

// SUMLOG_TEST_REQUIRE=avx2 (a comma-separated list) makes a run fail where one of
// these instruction sets cannot run: otherwise its tests would pass by not
// existing.
func TestMain(m *testing.M) {
	for name := range strings.SplitSeq(os.Getenv("SUMLOG_TEST_REQUIRE"), ",") {
		if name == "" {
			continue
		}
		isa, err := kernel.ParseISA(name)
		if err == nil && !slices.Contains(kernel.Supported(), isa) {
			err = fmt.Errorf("this binary and processor have %v", kernel.Supported())
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "SUMLOG_TEST_REQUIRE=%s: %v\n", name, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
