// Bench compares sums of logarithms by sumlog with those by Arrow alone, and the sum of a column of
// a Parquet file with decoding it. It prints medians of interleaved rounds.
//
//	go run ./bench -rows 100000000
//
// writes a file of 800 MB into a temporary folder, and removes it. It checks first that all ways to
// sum by sumlog give the same bits, for which the column is in memory, twice.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"sumlog/dispatch"
)

func main() {
	log.SetFlags(0)
	rows := flag.Int("rows", 100_000_000, "rows of the Parquet file")
	rounds := flag.Int("rounds", 11, "rounds, 20 times as many of small arrays")
	variant := flag.String("variant", "", "read -file in this way only, and print time and memory")
	path := flag.String("file", "", "see -variant")
	flag.Parse()
	ctx := context.Background()
	var err error
	if *variant != "" {
		err = report(ctx, *variant, *path)
	} else {
		err = compare(ctx, *rows, *rounds)
	}
	if err != nil {
		log.Fatal(err)
	}
}

func compare(ctx context.Context, rows, rounds int) error {
	fmt.Printf("%s/%s, %d cores, %s\n",
		runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0), dispatch.ISA())
	for _, n := range []int{100_000, 10_000_000} {
		if err := compareArrays(ctx, n, rounds*max(1, 2_000_000/n)); err != nil {
			return err
		}
	}
	return compareFiles(ctx, rows, rounds)
}

// compareFiles writes files and has each variant read them in a process of its own, since the
// greatest memory belongs to a process.
func compareFiles(ctx context.Context, rows, rounds int) (err error) {
	dir, err := os.MkdirTemp("", "sumlog")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		path := filepath.Join(dir, "column.parquet")
		column, err := kind.write(path, rows)
		if err != nil {
			return err
		}
		if err := check(ctx, path, column); err != nil {
			return err
		}
		column.Release()
		fmt.Printf("\nParquet, %d rows of %s; file, chunks and slice give sumlog the same bits\n",
			rows, kind.name)
		wall, cpu := map[string][]float64{}, map[string][]float64{}
		memory := map[string]float64{}
		for range rounds {
			for _, v := range variants {
				cmd := exec.Command(self, "-variant", v.name, "-file", path)
				out, err := cmd.Output()
				if err != nil {
					return fmt.Errorf("%s: %w", v.name, err)
				}
				seconds, mib := figures(string(out))
				used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
				wall[v.name] = append(wall[v.name], seconds)
				cpu[v.name] = append(cpu[v.name], used.Seconds())
				memory[v.name] = max(memory[v.name], mib)
			}
		}
		for _, v := range variants {
			fmt.Printf("  %-27s %6.2f ns a row, %5.2f times decoding; "+
				"CPU %6.2f ns, %5.2f times; %4.0f MiB\n",
				v.name, median(wall[v.name])*1e9/float64(rows), ratio(wall[v.name], wall[decoding]),
				median(cpu[v.name])*1e9/float64(rows), ratio(cpu[v.name], cpu[decoding]), memory[v.name])
		}
	}
	return nil
}

// report reads a file in one way and prints the seconds and MiB of memory that it took.
func report(ctx context.Context, name, path string) error {
	for _, v := range variants {
		if v.name == name {
			start := time.Now()
			if err := v.read(ctx, path); err != nil {
				return err
			}
			fmt.Println(time.Since(start).Seconds(), peakMiB())
			return nil
		}
	}
	return fmt.Errorf("no variant %q", name)
}

func figures(line string) (seconds, mib float64) {
	f := strings.Fields(line)
	seconds, _ = strconv.ParseFloat(f[0], 64)
	mib, _ = strconv.ParseFloat(f[1], 64)
	return seconds, mib
}

func median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	return x[len(x)/2]
}

// ratio is the median of the ratios of each round.
func ratio(x, y []float64) float64 {
	r := make([]float64, len(x))
	for i := range x {
		r[i] = x[i] / y[i]
	}
	return median(r)
}
