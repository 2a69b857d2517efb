// Command mutate proves the tests of the assembly: it swaps each arithmetic
// instruction of the generated files, one at a time, and runs the kernels' tests,
// which have to fail. The files themselves stay as they are (the compiler is given
// an overlay).
//
//	go -C gen run ./mutate ../kernel/avx2/*.s
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"
)

// mutant is a file with one instruction changed.
type mutant struct {
	file string
	line int // counted from 1
	was  string
	is   string
	text string // of the whole file
}

func main() {
	var survivors, all int
	for _, file := range os.Args[1:] {
		text, err := os.ReadFile(file)
		exitOn(err)
		if !passes(mutant{file: file, text: string(text)}) {
			exitOn(fmt.Errorf("%s: the tests fail without a change, so they prove nothing", file))
		}
		mutants := mutate(file, string(text))
		all += len(mutants)
		fmt.Printf("%s: %d mutants\n", file, len(mutants))
		for _, m := range survive(mutants) {
			survivors++
			fmt.Printf("SURVIVED %s:%d: %s -> %s\n", m.file, m.line, m.was, m.is)
		}
	}
	fmt.Printf("%d mutants, %d survived\n", all, survivors)
	if survivors > 0 || all == 0 {
		os.Exit(1)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// swaps lists, for each mnemonic, what takes its place.
var swaps = []struct {
	was *regexp.Regexp
	is  string
}{
	{regexp.MustCompile(`\bVADDPD\b`), "VSUBPD"},
	{regexp.MustCompile(`\bVSUBPD\b`), "VADDPD"},
	{regexp.MustCompile(`\bVMULPD\b`), "VDIVPD"},
	{regexp.MustCompile(`\bVDIVPD\b`), "VMULPD"},
	{regexp.MustCompile(`\bVFMADD(\d+)PD\b`), "VFMSUB${1}PD"},
	{regexp.MustCompile(`\bVFMSUB(\d+)PD\b`), "VFMADD${1}PD"},
	{regexp.MustCompile(`\bVADDPS\b`), "VSUBPS"},
	{regexp.MustCompile(`\bVPADD([BWDQ])\b`), "VPSUB${1}"},
	{regexp.MustCompile(`\bVPSUBQ\b`), "VPADDQ"},
	{regexp.MustCompile(`\bVPMINSD\b`), "VPMAXSD"},
	{regexp.MustCompile(`\bVPMAXUD\b`), "VPMINUD"},
	{regexp.MustCompile(`\bVPCMPGTQ\b`), "VPCMPEQQ"},
	{regexp.MustCompile(`\bVPCMPEQQ\b`), "VPCMPGTQ"},
	{regexp.MustCompile(`\bVPERMPD(\s+)\$0x4e`), "VPERMPD${1}$$0xe4"},     // no exchange
	{regexp.MustCompile(`\bVPERMILPD(\s+)\$0x05`), "VPERMILPD${1}$$0x0a"}, // none either
	{regexp.MustCompile(`\bVPAND\b`), "VPOR"},
	{regexp.MustCompile(`\bVPOR\b`), "VPAND"},
	{regexp.MustCompile(`\bVANDPD\b`), "VORPD"},
	{regexp.MustCompile(`\bVORPD\b`), "VANDPD"},
	{regexp.MustCompile(`\bVPSLLQ\b`), "VPSRLQ"},
	{regexp.MustCompile(`\bVPSRLQ\b`), "VPSLLQ"},
	{regexp.MustCompile(`\bVPERMPS\b(\s+)\S+, `), "VPERMPS${1}Y0, "},
	{regexp.MustCompile(`\bVPBLENDD(\s+)\$0xaa`), "VPBLENDD${1}$$0x55"},
	{regexp.MustCompile(`\bVCMPPD(\s+)\$0x11`), "VCMPPD${1}$$0x1d"},                             // less to not less
	{regexp.MustCompile(`\bVCMPPD(\s+)\$0x00`), "VCMPPD${1}$$0x0c"},                             // equal to unequal
	{regexp.MustCompile(`\bVBLENDVPD(\s+\S+), (\S+), (Y\d+), `), "VBLENDVPD${1}, ${3}, ${3}, "}, // always one side
}

func mutate(file, text string) (list []mutant) {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(strings.TrimSpace(line), "//") {
			continue
		}
		for _, s := range swaps {
			if !s.was.MatchString(line) {
				continue
			}
			changed := append([]string{}, lines...)
			changed[i] = s.was.ReplaceAllString(line, s.is)
			list = append(list, mutant{file, i + 1, squeeze(line), squeeze(changed[i]), strings.Join(changed, "\n")})
		}
	}
	return list
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// survive returns the mutants that no test notices.
func survive(mutants []mutant) (alive []mutant) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.NumCPU())
	for _, m := range mutants {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if passes(m) {
				mu.Lock()
				alive = append(alive, m)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return alive
}

// passes runs the tests on a mutant. One that does not assemble is a mistake of
// this program, and ends it; one that never ends has been noticed.
func passes(m mutant) bool {
	dir, err := os.MkdirTemp("", "mutate")
	exitOn(err)
	defer os.RemoveAll(dir)
	path, err := filepath.Abs(m.file)
	exitOn(err)
	changed, overlay := filepath.Join(dir, "mutant.s"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {path: changed}})
	exitOn(err)
	exitOn(os.WriteFile(changed, []byte(m.text), 0o600))
	exitOn(os.WriteFile(overlay, replace, 0o600))

	binary := filepath.Join(dir, "test")
	// The package itself first: its tests see which path a sum took.
	for _, pkg := range []string{"sumlog/kernel/" + filepath.Base(filepath.Dir(path)), "sumlog/kernel"} {
		build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", binary, pkg)
		if out, err := build.CombinedOutput(); err != nil {
			exitOn(fmt.Errorf("%s:%d: %s does not build: %w\n%s", m.file, m.line, m.is, err, out))
		}
		if !runs(binary) {
			return false
		}
	}
	return true
}

func runs(binary string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	err := exec.CommandContext(ctx, binary, "-test.failfast", "-test.short").Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
		exitOn(err)
	}
	return err == nil
}
