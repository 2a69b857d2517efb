package dispatch

import "sync"

// spawnRequests are the workers to start. A goroutine belongs to the testing/synctest bubble
// of its creator, and the bubble waits for it to end; so a goroutine older than any bubble
// starts them.
var spawnRequests struct {
	mu      sync.Mutex
	list    []spawnRequest
	waiting bool // spawner waits for event, or is about to
	event   event
}

type spawnRequest struct {
	w     *worker
	bound *event // signalled when w is pinned; may be nil
}

func init() {
	spawnRequests.event.reset()
	go spawner()
}

// spawnWorker has a goroutine started for w, and bound signalled unless it is nil.
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
