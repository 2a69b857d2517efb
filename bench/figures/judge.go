package main

import (
	"sumlog/bench/measure"
)

// Row is what was measured of a row. Times are nanoseconds a unit.
type Row struct {
	Name        string        `json:"name"`
	Unit        string        `json:"unit"`
	Way         string        `json:"way"`
	Time        measure.Stats `json:"ns"`
	Samples     []float64     `json:"samples"` // round by round
	Comparisons []Comparison  `json:"comparisons"`
}

// Comparison is a row beside a peer, or beside a bound alone.
type Comparison struct {
	Peer    string         `json:"peer,omitempty"`
	Absent  string         `json:"absent,omitempty"` // why the peer was not measured
	Time    *measure.Stats `json:"ns,omitempty"`
	Tried   []Tried        `json:"tried,omitempty"` // where the peer is the fastest of several
	Samples []float64      `json:"samples,omitempty"`
	Kind    kind           `json:"compared_as"`
	Value   *measure.Stats `json:"value,omitempty"` // of the comparisons round by round
	Aim     float64        `json:"aim,omitempty"`
	Holds   *bool          `json:"holds,omitempty"`

	aim aim
}

// Tried is one way of several of which the fastest is the peer.
type Tried struct {
	Name string        `json:"name"`
	Time measure.Stats `json:"ns"`
}

// judge compares the times of all rows.
func judge(rows []row, times map[*way][]float64) []Row {
	list := make([]Row, len(rows))
	for i, r := range rows {
		ours := times[r.ours]
		list[i] = Row{Name: r.name, Unit: r.unit, Way: r.ours.name, Time: measure.Summarise(ours), Samples: ours}
		for _, c := range r.against {
			list[i].Comparisons = append(list[i].Comparisons, c.judge(ours, times))
		}
	}
	return list
}

// judge compares our times with those of the fastest peer, round by round: what slows
// the machine down slows both.
func (c comparison) judge(ours []float64, times map[*way][]float64) Comparison {
	result := Comparison{Kind: c.aim.kind, aim: c.aim}
	var theirs []float64
	if len(c.peers) > 0 {
		peer := fastest(c.peers, times)
		result.Peer = peer.name
		if peer.absent != "" {
			result.Absent = peer.absent
			return result
		}
		theirs = times[peer]
		result.Time, result.Samples = summary(theirs), theirs
		if len(c.peers) > 1 {
			result.Tried = tried(c.peers, times)
		}
	}
	values := make([]float64, len(ours))
	for i := range ours {
		if theirs == nil {
			values[i] = c.aim.value(ours[i], 0)
		} else {
			values[i] = c.aim.value(ours[i], theirs[i])
		}
	}
	result.Value = summary(values)
	if c.aim.bound != 0 {
		holds := c.aim.holds(result.Value.Median)
		result.Aim, result.Holds = c.aim.bound, &holds
	}
	return result
}

// fastest is the peer with the least median. All of them are absent or none.
func fastest(peers []*way, times map[*way][]float64) *way {
	best := peers[0]
	for _, peer := range peers[1:] {
		if measure.Summarise(times[peer]).Median < measure.Summarise(times[best]).Median {
			best = peer
		}
	}
	return best
}

func tried(peers []*way, times map[*way][]float64) (list []Tried) {
	for _, peer := range peers {
		list = append(list, Tried{peer.name, measure.Summarise(times[peer])})
	}
	return list
}

func summary(samples []float64) *measure.Stats {
	s := measure.Summarise(samples)
	return &s
}
