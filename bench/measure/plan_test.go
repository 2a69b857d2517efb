package measure

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestPlanMeasuresAllThatFits(t *testing.T) {
	fast := estimate{0, 10, time.Second}
	slow := estimate{0, 50_000, time.Second} // 5 s for 100 000
	limits := Limits{Rounds: 3, Quick: 10 * time.Millisecond, Total: time.Minute}
	assert.Equal(t, []int{100_000, 20_000}, plan([]estimate{fast, slow}, 100_000, limits))
}

func TestPlanLowersEveryCapUntilTheTotalFits(t *testing.T) {
	slow := estimate{0, 10_000, 2 * time.Second} // 1 s for 100 000
	subjects := []estimate{slow, slow, slow, slow}
	limits := Limits{Rounds: 3, Total: 20 * time.Second}
	assert.Equal(t, []int{100_000, 100_000, 100_000, 100_000}, plan(subjects, 100_000, limits))
	limits.Total = 7 * time.Second
	sizes := plan(subjects, 100_000, limits)
	var total time.Duration
	for i, n := range sizes {
		assert.Equal(t, sizes[0], n)
		total += 3 * subjects[i].inRound(n, 100_000, 0)
	}
	assert.LessOrEqual(t, total, limits.Total)
}

func TestShareOfSlowItems(t *testing.T) {
	e := estimate{0, 1e9, time.Second} // a second an item
	assert.Equal(t, 1, share(e, 100, time.Millisecond), "one item is measured even above the cap")
	e.perItem = 100e9
	assert.Equal(t, 0, share(e, 100, time.Second), "but not at a hundred times the cap")
}

func TestShareNames(t *testing.T) {
	assert.Equal(t, "", Share(100, 100))
	assert.Equal(t, "1/20", Share(5000, 100_000))
	assert.Equal(t, "1/3", Share(3, 10))
	assert.Equal(t, "", Share(0, 10))
}

func TestPlanDoesNotStarveTheOthersForWhatIsSlowToStart(t *testing.T) {
	slow := estimate{10 * time.Second, 1, time.Second}
	work := estimate{0, 100, time.Second} // 10 ms for 100 000
	limits := Limits{Rounds: 3, Quick: time.Millisecond, Total: 5 * time.Second}
	assert.Equal(t, []int{100_000, 100_000}, plan([]estimate{slow, work}, 100_000, limits))
}
