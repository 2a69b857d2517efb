package main

import (
	"context"
	"time"

	"sumlog/bench/measure"
)

// row is one line of the table, or several: one way of ours and what it is compared
// with.
type row struct {
	name    string
	unit    string
	ours    *way
	against []comparison
}

// comparison is with the fastest of the peers, or with a bound where there are none.
type comparison struct {
	aim   aim
	peers []*way
}

// beside is a comparison with one peer, or with the fastest of several.
func beside(a aim, peers ...*way) comparison { return comparison{a, peers} }

// ways are those of all rows in their order, without those that are absent. A way that
// several rows share is one.
func ways(rows []row) (list []*way) {
	seen := map[*way]bool{}
	add := func(w *way) {
		if !seen[w] && w.absent == "" {
			seen[w] = true
			list = append(list, w)
		}
	}
	for _, r := range rows {
		add(r.ours)
		for _, c := range r.against {
			for _, peer := range c.peers {
				add(peer)
			}
		}
	}
	return list
}

// measureRows returns the nanoseconds a unit of each way, round by round.
func measureRows(ctx context.Context, rows []row, rounds int, batch time.Duration, watch measure.Watcher) (map[*way][]float64, error) {
	list := ways(rows)
	subjects := make([]measure.Subject, len(list))
	for i, w := range list {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		watch.Calibrating(w.name)
		if err := w.prepare(batch); err != nil {
			return nil, err
		}
		subjects[i] = w.subject()
	}
	// No limit but the rounds: package measure then takes one sample a round of each.
	results, err := measure.Run(ctx, subjects, 1, measure.Limits{Rounds: rounds, Total: time.Hour}, watch)
	if err != nil {
		return nil, err
	}
	times := map[*way][]float64{}
	for i, w := range list {
		if err := results[i].Err; err != nil {
			return nil, err
		}
		times[w] = w.perUnit(results[i].Samples)
	}
	return times, nil
}
