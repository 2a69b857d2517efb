package report

import (
	"fmt"

	"sumlog/bench/machine"
	"sumlog/bench/probe"
	"sumlog/bench/sweep"
)

// lastLevel says what size of the last-level cache the figures go by.
func lastLevel(info machine.Info) string {
	size := "last level " + Bytes(float64(info.LastLevel))
	switch {
	case info.LastLevel == 0:
		return ""
	case info.Reported:
		return size + ", as the system reports"
	}
	return size + " assumed: the system does not report it"
}

// InMemory says how large the arrays are that count as in memory, and whether that is
// enough.
func (d *Document) InMemory() string {
	last := d.Machine.LastLevel
	if last == 0 || len(d.Levels) == 0 {
		return ""
	}
	bytes := d.Levels[len(d.Levels)-1].Bytes
	known := "assumed, not reported"
	if d.Machine.Reported {
		known = "reported"
	}
	text := fmt.Sprintf("In memory are arrays of %s, %s times the last-level cache of %s, which is %s.",
		Bytes(float64(bytes)), figure(float64(bytes)/float64(last)), Bytes(float64(last)), known)
	switch {
	case bytes < 2*last:
		text += " The memory available does not allow more: these figures are partly figures of the cache."
	case bytes < 4*last:
		text += " The memory available does not allow 4 times."
	}
	return text
}

// KneeSays tells where reading becomes slower, and whether that is where the last-level
// cache should end.
func (d *Document) KneeSays() string {
	k, last := d.Knee, d.Machine.LastLevel
	if k == nil || len(k.Points) < 3 || last == 0 {
		return "The knee of the rate of reading was not measured."
	}
	first, end := k.Points[0], k.Points[len(k.Points)-1]
	at := func(p sweep.KneePoint) string {
		return fmt.Sprintf("%s × 10^9 bytes a second from %s", figure(p.Rate.Max/1e9), Bytes(float64(p.Bytes)))
	}
	text := "Reading one array: " + at(first) + ", " + at(end) + ". "
	known := Bytes(float64(last)) + " that are " + map[bool]string{true: "reported", false: "assumed"}[d.Machine.Reported]
	knee := "The rate falls behind " + Bytes(float64(k.Bytes))
	switch {
	case k.Bytes == 0:
		return text + "No knee shows: either one core reads no faster from the last-level cache than from memory, " +
			"or what counts as memory here is still in a cache."
	case k.Falling:
		return text + knee + " and still falls at the end, beyond the " + known + ": what counts as memory here is partly in a cache."
	case k.Bytes > 2*last:
		return text + knee + ", beyond the " + known + ": the cache is larger, and arrays that count as memory may be partly in it."
	case k.Bytes < last/4:
		return text + knee + ", long before the " + known + ": the cache is smaller, or others use it too. What counts as memory is in memory."
	}
	return text + knee + ", which agrees with the " + known + "."
}

// smaller names a level of caches that is no larger than the one before, or "".
func smaller(list []machine.Cache) string {
	for i := range list {
		if i > 0 && list[i].Bytes <= list[i-1].Bytes && len(probe.Caches(list, 0)) < len(list) {
			return CacheName(list[i].Level)
		}
	}
	return ""
}
