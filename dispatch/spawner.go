package dispatch

import "sync"

// A goroutine belongs to the testing/synctest bubble of the one that starts it,
// and the bubble then waits for it to end. So workers are started by a goroutine
// that exists before any bubble does.
var spawnRequests struct {
	mu      sync.Mutex
	list    []spawnRequest
	waiting bool // hire is at the door, or on its way there
	event   event
}

type spawnRequest struct {
	w     *worker
	bound *event // opened when w is in its place; may be nil
}

func init() {
	spawnRequests.event.reset()
	go spawner()
}

// hireWorker has a goroutine started for w.
func spawnWorker(w *worker, bound *event) {
	spawnRequests.mu.Lock()
	spawnRequests.list = append(spawnRequests.list, spawnRequest{w, bound})
	wake := spawnRequests.waiting
	spawnRequests.waiting = false
	spawnRequests.mu.Unlock()
	if wake {
		spawnRequests.event.signal()
	}
}

func spawner() {
	for {
		spawnRequests.mu.Lock()
		list := spawnRequests.list
		spawnRequests.list = nil
		spawnRequests.waiting = len(list) == 0
		spawnRequests.mu.Unlock()
		if len(list) == 0 {
			spawnRequests.event.wait()
		}
		for _, request := range list {
			go request.w.start(request.bound)
		}
	}
}
