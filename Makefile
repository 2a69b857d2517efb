# The tasks of the project. `make` alone lists them.

GO ?= go

# The programs that .ci/tools/go.mod names, built for this machine.
BIN = $(CURDIR)/.ci/tools/bin

# The library builds for everything that Go builds for, without assembly where there is none.
EVERY_PLATFORM = $(shell $(GO) tool dist list)
# Where the tests are vetted as well.
PLATFORMS = linux/amd64 linux/arm64 linux/riscv64 linux/s390x linux/386 \
	darwin/amd64 darwin/arm64 windows/amd64 windows/arm64 js/wasm

# QEMU=required makes a missing emulator an error; what this machine cannot run is skipped.
CAN = REQUIRED="$(QEMU)" GO="$(GO)" .ci/can

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

.PHONY: generate
generate: ## rewrite the assembly and what stands beside it
	$(GO) generate ./...

.PHONY: test
test: test-can ## what to run before a commit
	@echo "two checks at a time, each of which prints when it has ended: $(CHECKS)"
	@$(MAKE) $(TWO) $(CHECKS)

# Compilers and tests wait for each other: two side by side keep two cores busy.
TWO = --jobs=2 --output-sync=target --no-print-directory
CHECKS = test-race generated vet fmacheck test-purego test-modules

# Of these most have one process at a time to run: two side by side take half the time. The long
# ones come first.
OTHERS = test-emulated test-arm64 test-long test-fuzz test-avx512 test-alone test-c test-python \
	test-fallbacks test-browser test-adapters

.PHONY: test-all
test-all: test ## everything that this machine can check, with other processors emulated
	@echo "two more at a time: $(OTHERS)"
	@$(MAKE) $(TWO) $(OTHERS) SHORT=-short

.PHONY: test-can
test-can: ## what decides which of the checks this machine can do
	@GO="$(GO)" .ci/can_test

.PHONY: generated
generated: ## fail where the generated files are not what gen writes
	$(GO) -C gen run . -check

.PHONY: vet
vet: ## go vet, all modules
	$(GO) vet work
	$(GO) vet -tags purego ./...
	$(GO) vet -tags noasm ./kernel

.PHONY: fmacheck
fmacheck: ## fail where a compiler fuses a multiplication and an addition that the source does not
	$(GO) run ./internal/fmacheck

.PHONY: test-modules
test-modules: ## the tests of all modules
	$(GO) test work

# Where make test has been run, SHORT=-short is enough: only the versions of imports may differ.
.PHONY: test-alone
test-alone: ## the library by itself, as its users get it
	GOWORK=off $(GO) test $(SHORT) ./...
	GOWORK=off $(GO) mod verify

.PHONY: test-adapters
test-adapters: ## go vet, staticcheck and the tests of each module in adapters, by itself
	@for module in adapters/*/go.mod; do \
		dir=$${module%/go.mod}; echo "$$dir"; \
		GO="$(GO)" GOWORK=off .ci/can modules "$$dir" -- \
			sh -c 'cd "$$1" && $(GO) vet ./... && $(GO) test ./... && \
				$(GO) tool -modfile=$(CURDIR)/.ci/tools/go.mod staticcheck ./...' - "$$dir" || exit 1; \
	done

# Two packages only compute: the race detector slows them down tenfold and has next to nothing to
# find, and without assembly they are no different.
PURE = ./internal/exact ./internal/generic
IMPURE = $$($(GO) list ./... | grep -vE '/internal/(exact|generic)$$')
# So do these tests of package kernel. TestSameBits calls the same code under the race detector.
SWEEPS = ^Test(SameBitsLengths|SameBitsAlone|StaysInsideTheSlice|AddStaysInside|Misaligned|AddMisaligned|$\
	GoldenBits|ColumnsHaveSumLogsBits|GroupsHaveSumLogsBits|OrderOfFactors|SumLogPositions|Sum1pPositions|$\
	DivAndFrexpAreExact)$$

.PHONY: test-purego
test-purego: ## the library without assembly, and the golden bits with the compiler's own fusing
	SUMLOG_TEST_REQUIRE= $(GO) test -short -tags purego $(IMPURE)
	SUMLOG_TEST_REQUIRE= $(GO) test -short -tags noasm -run NoAssembly ./kernel
	@$(CAN) v3 -- env GOAMD64=v3 .ci/golden

.PHONY: test-race
test-race: ## the library under the race detector
	@$(CAN) race -- $(GO) test -short -race -skip '$(SWEEPS)' $(IMPURE)

.PHONY: test-long
test-long: ## what test-race leaves out, and more with the compiler's own fusing
	@# Results are compared with exact arithmetic one after the other: make test does it.
	@$(CAN) race -- $(GO) test -short -race -timeout 30m -skip '^Test(Results|SpecialValues)$$' $(PURE)
	@$(CAN) race -- $(GO) test -short -race -timeout 30m -run '$(SWEEPS)' ./kernel
	@$(CAN) v3 -- env GOAMD64=v3 $(GO) test -short ./kernel ./internal/generic

# The tests that refuse system calls, or lack what hosts may lack.
REFUSALS = Refused|NoLinks|NoProc|Private|Advice|NoSpace|Reserve|Memory|Limited|Stale|Reused|Chmod|Durable|Pin|Mask

.PHONY: test-fallbacks
test-fallbacks: ## how much of the code that system calls are made in the tests of their refusal run
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
		$(GO) test -short -coverprofile="$$dir/profile" -run '$(REFUSALS)' ./shared ./dispatch && \
		$(GO) tool cover -func="$$dir/profile" | grep -E '_(linux|unix)\.go' | \
		awk '{ split($$1, f, ":"); n[f[1]]++; sum[f[1]] += $$NF } \
			END { for (k in n) printf "%5.1f %%  %s, mean of %d functions\n", sum[k] / n[k], k, n[k] }' | sort -n

.PHONY: soak
soak: ## pools and tables under random load for ten minutes: masks change, system calls are refused
	SUMLOG_SOAK=10m $(GO) test -race -run '^(TestSoak|TestOpenForEver)$$' -timeout 30m -v ./dispatch ./shared

# FOLDER:FUNCTION
FUZZ_TARGETS = $(shell grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9]*' kernel shared | sed -E 's|/[^/]*:func |:|')

.PHONY: test-fuzz
test-fuzz: ## each fuzz target for a fixed number of executions
	@$(CAN) fuzz -- .ci/fuzz 10000 $(FUZZ_TARGETS)

.PHONY: fuzz
fuzz: ## each fuzz target for ten minutes
	@for f in $(FUZZ_TARGETS); do \
		$(GO) test "./$${f%:*}" -run '^$$' -fuzz "^$${f#*:}\$$" -fuzztime=10m || exit 1; \
	done

.PHONY: stress
stress: ## ten times in a row, 4 x 10^5 locked updates by processes that are killed all the time
	$(GO) test ./shared -run '^TestStress$$' -count=10 -v -timeout 30m

EMULATED = arm64/aarch64 riscv64/riscv64 s390x/s390x ppc64le/ppc64le

.PHONY: test-emulated
test-emulated: ## the golden bits here, on other processors through qemu-user, and on 386; arrays on s390x
	@$(GO) env GOARCH; GO="$(GO)" .ci/golden || exit 1; \
	for p in $(EMULATED); do \
		echo "$${p%/*}, under qemu-$${p#*/}"; \
		$(CAN) qemu $${p#*/} -- env GOARCH=$${p%/*} .ci/golden -exec qemu-$${p#*/} || exit 1; \
	done; \
	echo "386"; $(CAN) 386 -- env GOARCH=386 .ci/golden || exit 1; \
	echo "arrays, on a big-endian processor"; $(CAN) qemu s390x -- .ci/emulated s390x s390x

.PHONY: test-arm64
test-arm64: ## the kernels and probes by NEON, and pools and arrays, through qemu-user
	@$(CAN) qemu aarch64 -- env GOARCH=arm64 SUMLOG_TEST_REQUIRE=neon \
		$(GO) test -short -exec qemu-aarch64 ./kernel ./bench/probe
	@$(CAN) qemu aarch64 -- .ci/emulated arm64 aarch64

.PHONY: test-avx512
test-avx512: ## the AVX-512 kernels, on this processor or under Bochs (minutes)
	@GO="$(GO)" QEMU="$(QEMU)" .ci/avx512

.PHONY: c
c: ## the C library: c/build/libsumlog.a and libsumlog.so
	@mkdir -p c/build
	$(CC) -O2 -ffp-contract=off -fPIC -c c/sumlog.c -o c/build/sumlog.o
	$(AR) rcs c/build/libsumlog.a c/build/sumlog.o
	$(CC) -shared c/build/sumlog.o -lm -o c/build/libsumlog.so

.PHONY: test-c
test-c: ## the C library by gcc and clang and, through qemu-user, for arm64
	@GO="$(GO)" QEMU="$(QEMU)" .ci/c

.PHONY: wheel
wheel: ## the Python package: a wheel and a source distribution, in python/dist
	@.ci/python build

.PHONY: test-python
test-python: ## the Python package, from its wheel in fresh virtual environments
	@$(CAN) python -- .ci/python test

.PHONY: tools
tools: # gofumpt, staticcheck, actionlint, benchstat
	@GOBIN=$(BIN) GOWORK=off GOOS= GOARCH= $(GO) -C .ci/tools install tool

.PHONY: lint
lint: tools ## formatting, static analysis, workflows, and go build and go vet for every platform
	@test -z "$$($(BIN)/gofumpt -l . | tee -a /dev/stderr)"
	$(BIN)/staticcheck ./... ./bench/... ./gen/...
	$(BIN)/actionlint -shellcheck= -pyflakes= .github/workflows/*.yml
	@# Two at a time: the compilers of a platform wait for each other.
	@{ printf '%s tests\n' $(PLATFORMS); printf '%s\n' $(filter-out $(PLATFORMS),$(EVERY_PLATFORM)); } | \
		GO="$(GO)" xargs -P2 -L1 .ci/platform
	@echo "go build and go vet: $(words $(EVERY_PLATFORM)) platforms, $(words $(PLATFORMS)) of them with the tests"

.PHONY: bench
bench: ## the comparison program
	$(GO) run ./bench

.PHONY: figures
figures: ## the comparison program, and which of the targets in bench/aims.txt its report meets
	$(GO) run ./bench -aims bench/aims.txt

.PHONY: test-browser
test-browser: ## the comparison's report as a browser shows it, on a phone and on a desk
	@$(CAN) browser -- $(GO) test -tags browser -run Browser ./bench/page

.PHONY: benchmarks
benchmarks: ## Go benchmarks, in lines that benchstat reads
	$(GO) test -run='^$$' -bench=. -count=6 . ./kernel ./dispatch ./shared

# The instruction set that is compared is the last one named, which is the best.
BENCH ?= .
.PHONY: benchcmp
benchcmp: tools ## plain Go beside the best instruction set, by benchstat: make benchcmp BENCH=SumLog
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && cd kernel && \
		$(GO) test -run='^$$' -bench='$(BENCH)' -benchtime=50ms -count=6 -tags purego . >"$$dir/all" && \
		sed -n 's#/isa=generic##p; /^[a-z]*: /p' "$$dir/all" >"$$dir/purego" && \
		$(GO) test -run='^$$' -bench='$(BENCH)' -benchtime=50ms -count=6 . >"$$dir/all" && \
		best=$$(sed -n 's#.*/isa=\([a-z0-9]*\)/.*#\1#p' "$$dir/all" | tail -n 1) && test -n "$$best" && \
		sed -n "s#/isa=$$best/#/#p; /^[a-z]*: /p" "$$dir/all" >"$$dir/$$best" && \
		$(BIN)/benchstat "purego=$$dir/purego" "$$best=$$dir/$$best"

.PHONY: mutate
mutate: ## make the operations of the kernels wrong one by one; the tests must notice (some twenty thousand: hours)
	$(GO) -C gen run . mutate avx2 avx512

.PHONY: mutate-arm64
mutate-arm64: ## the same for one in forty of NEON's, under qemu-aarch64
	$(GO) -C gen run . -every 40 -run 'SameBits$$|SameBitsLengths|AddTypes|Path' mutate neon

.PHONY: constants
constants: ## derive the constants of internal/generic again, with Sollya (Debian's sollya)
	$(GO) -C gen test ./constants -count=1 -run Derived -v

.PHONY: rename
rename: ## give the modules another path, but not their messages: make rename MODULE=host/path
	@test -n "$(MODULE)" || { echo 'usage: make rename MODULE=host/path' >&2; exit 2; }
	find . -name '*.go' -o -name go.mod -o -name Makefile -o -name '*.md' | grep -v '^./\.git/' | \
		xargs sed -i -E 's#(["[ ])sumlog/(kernel|dispatch|shared|internal|gen|bench)([^:a-z]|$$)#\1$(MODULE)/\2\3#g; s#(["[ ])sumlog/(adapters(/[a-z]+)+)([^:a-z/]|$$)#\1$(MODULE)/\2\4#g; s#^([[:space:]]*(import )?)"sumlog"$$#\1"$(MODULE)"#; s#^(module|require|replace|	)( ?)sumlog( |$$)#\1\2$(MODULE)\3#'
	$(GO) generate ./...

.PHONY: test-rename
test-rename: ## rename a copy of the project and build it
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && git ls-files -z | xargs -0 cp --parents -t "$$dir" && \
		cd "$$dir" && $(MAKE) -s rename MODULE=example.org/group/logs && \
		$(GO) vet work && $(GO) -C gen run . -check && \
		$(GO) test -short -run 'Panics|Checks|Golden|Doc' ./kernel ./internal/generic && \
		! grep -rnE '"sumlog/[a-z0-9/]+"|^[[:space:]]*(import )?"sumlog"$$' --include='*.go' .
