package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/coder"
	jobpb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/jobmanagement_v1"
	pipepb "github.com/apache/beam/sdks/v2/go/pkg/beam/model/pipeline_v1"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	sumlogbeam "sumlog/adapters/beam"
)

// startPrism starts prism in this process where no other runner is asked for, and has the pipeline
// run there by the portable job API, as on any other runner.
func startPrism(ctx context.Context) error {
	if !isPrism() {
		return nil
	}
	free, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return err
	}
	port := free.Addr().(*net.TCPAddr).Port
	if err := free.Close(); err != nil {
		return err
	}
	if _, err := prism.CreateJobServer(ctx, prism.Options{Port: port}); err != nil {
		return err
	}
	*jobopts.Endpoint = fmt.Sprintf("localhost:%d", port)
	if *jobopts.EnvironmentType == "" {
		*jobopts.EnvironmentType = "LOOPBACK" // the workers are this process too
	}
	return nil
}

// showProgress prints how many elements have been read, four times a second, where the runner has
// a job API at the flag -endpoint. The function it returns ends that.
func showProgress(ctx context.Context) (stop func()) {
	if *jobopts.Endpoint == "" {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := grpc.NewClient(*jobopts.Endpoint,
			grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			return
		}
		defer conn.Close()
		client := jobpb.NewJobServiceClient(conn)
		start, last := time.Now(), int64(-1)
		for tick := time.NewTicker(250 * time.Millisecond); ; {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if n := elementsRead(ctx, client); n != last {
				last = n
				fmt.Fprintf(os.Stderr, "%6.2f s: %d elements read\n", time.Since(start).Seconds(), n)
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// elementsRead returns the counter of the running job of this name, or 0: progress is no reason to
// fail.
func elementsRead(ctx context.Context, client jobpb.JobServiceClient) (n int64) {
	jobs, err := client.GetJobs(ctx, &jobpb.GetJobsRequest{})
	if err != nil {
		return 0
	}
	for _, job := range jobs.GetJobInfo() {
		if job.GetJobName() != *jobopts.JobName || job.GetState() != jobpb.JobState_RUNNING {
			continue
		}
		all, err := client.GetJobMetrics(ctx, &jobpb.GetJobMetricsRequest{JobId: job.GetJobId()})
		if err != nil {
			return 0
		}
		for _, m := range all.GetMetrics().GetAttempted() {
			n += counter(m)
		}
	}
	return n
}

// counter returns the value of the counter of elements read, and 0 for every other metric.
func counter(m *pipepb.MonitoringInfo) int64 {
	labels := m.GetLabels()
	if labels["NAMESPACE"] != sumlogbeam.Metrics || labels["NAME"] != sumlogbeam.ElementsRead {
		return 0
	}
	n, err := coder.DecodeVarInt(bytes.NewReader(m.GetPayload()))
	if err != nil {
		return 0
	}
	return n
}
