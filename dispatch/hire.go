package dispatch

import "sync"

// A goroutine belongs to the testing/synctest bubble of the one that starts it,
// and the bubble then waits for it to end. So workers are started by a goroutine
// that exists before any bubble does.
var office struct {
	mu      sync.Mutex
	wanted  []wanted
	waiting bool // hire is at the door, or on its way there
	door    gate
}

type wanted struct {
	w     *worker
	ready *gate // opened when w is in its place; may be nil
}

func init() {
	office.door.shut()
	go hire()
}

// hireWorker has a goroutine started for w.
func hireWorker(w *worker, ready *gate) {
	office.mu.Lock()
	office.wanted = append(office.wanted, wanted{w, ready})
	wake := office.waiting
	office.waiting = false
	office.mu.Unlock()
	if wake {
		office.door.open()
	}
}

func hire() {
	for {
		office.mu.Lock()
		list := office.wanted
		office.wanted = nil
		office.waiting = len(list) == 0
		office.mu.Unlock()
		if len(list) == 0 {
			office.door.pass()
		}
		for _, want := range list {
			go want.w.start(want.ready)
		}
	}
}
