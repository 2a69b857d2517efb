package dispatch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unsafe"

	"sumlog"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/dispatch"
	"sumlog/kernel"
)

func init() { childPrograms["refused"] = computeRefused }

// Whatever the system refuses, the pool computes, parks its workers between jobs, and reports
// what was refused. The filters come before or after the pool's start.
func TestRefusedSystemCalls(t *testing.T) {
	needCPUs(t, 2)
	if runtime.GOARCH == "s390x" {
		t.Skip("the filters are for little-endian processors")
	}
	for _, c := range []struct {
		call    string
		pinning string // in Report, where the filter comes first
		parking string
	}{
		{"sched_setaffinity", "the system refused to pin a thread: sched_setaffinity: %v for CPU ", ""},
		{"sched_getaffinity", "the affinity mask cannot be read: sched_getaffinity: %v", ""},
		{"getcpu", "the caller's CPU cannot be read: getcpu: %v", ""},
		{"futex wait", "", "futex wait: %v"},
		{"futex wake", "", "futex wake: %v"},
		{"gettid", "", ""},
	} {
		for _, errno := range []unix.Errno{unix.EPERM, unix.ENOSYS} {
			for _, when := range []string{"before", "after"} {
				name := fmt.Sprint(c.call, ", ", errno, ", ", when)
				out, _ := child(t, "refused", "SUMLOG_TEST_CALL="+c.call,
					"SUMLOG_TEST_ERRNO="+strconv.Itoa(int(errno)), "SUMLOG_TEST_WHEN="+when)
				if strings.HasPrefix(out, "no filter") {
					t.Skip(out)
				}
				require.Contains(t, out, "right, parked\n", name)
				if when == "before" && c.pinning != "" {
					require.Contains(t, out, "pinned: false, "+fmt.Sprintf(c.pinning, errno), name)
				} else {
					require.Contains(t, out, "pinned: true, ", name)
				}
				if c.parking != "" {
					require.Contains(t, out, "parking: "+fmt.Sprintf(c.parking, errno)+"\n", name)
				} else {
					require.Contains(t, out, "parking: \n", name)
				}
			}
		}
	}
}

func computeRefused() {
	runtime.GOMAXPROCS(runtime.NumCPU()) // otherwise the runtime follows the mask, which it cannot read
	call := os.Getenv("SUMLOG_TEST_CALL")
	number, err := strconv.Atoi(os.Getenv("SUMLOG_TEST_ERRNO"))
	if err != nil {
		panic(err)
	}
	p := new(dispatch.Pool)
	if os.Getenv("SUMLOG_TEST_WHEN") == "after" {
		p.For(2, 1, func(int, int) {})
	}
	if err := refuse(call, unix.Errno(number)); err != nil {
		fmt.Println("no filter can be installed here:", err)
		return
	}
	x := positive(1 << 20)
	want := kernel.SumLog(kernel.Best(), x)
	for range 5 {
		if sum := value(sumlog.On(background, p).SumLog(x)); sum != want {
			fmt.Println("sum", sum, "want", want)
		}
		time.Sleep(2 * time.Millisecond) // the workers park
		m := newBarrier(p.Workers())
		p.For(100, 1, func(int, int) { m.Wait() })
	}
	if !othersSleep() {
		fmt.Println("a thread runs though there is no work")
		return
	}
	fmt.Println("right, parked")
	r := p.Report()
	fmt.Printf("pinned: %v, %s\nparking: %s\n", r.Pinned, r.Pinning, r.Parking)
	if err := p.Close(); err != nil {
		fmt.Println(err)
	}
}

// othersSleep waits until no thread but this one runs, or wants to. A worker that cannot park
// always does, however little time the system gives it.
func othersSleep() bool {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	self, _ := os.Readlink("/proc/thread-self") // gettid may be refused
	self = filepath.Base(self)
	for calm, tries := 0, 0; tries < 3000; tries++ {
		time.Sleep(2 * time.Millisecond)
		calm++
		files, _ := filepath.Glob("/proc/self/task/*/stat")
		for _, f := range files {
			text, _ := os.ReadFile(f)
			if strings.Contains(string(text), ") R ") && strings.Split(f, "/")[4] != self {
				calm = 0
			}
		}
		if calm == 5 {
			return true
		}
	}
	return false
}

// refuse has all threads' calls of that name return errno.
func refuse(name string, errno unix.Errno) error {
	const (
		load   = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		result = unix.BPF_RET | unix.BPF_K

		nr, args = 0, 16 // in struct seccomp_data
	)
	type want struct{ at, value uint32 }
	var all []want
	switch name {
	case "sched_setaffinity":
		all = []want{{nr, unix.SYS_SCHED_SETAFFINITY}}
	case "sched_getaffinity":
		all = []want{{nr, unix.SYS_SCHED_GETAFFINITY}}
	case "getcpu":
		all = []want{{nr, unix.SYS_GETCPU}}
	case "gettid":
		all = []want{{nr, unix.SYS_GETTID}}
	case "futex wait":
		all = []want{{nr, unix.SYS_FUTEX}, {args + 8, 128}, {args + 40, 0x736c6f67}}
	case "futex wake":
		all = []want{{nr, unix.SYS_FUTEX}, {args + 8, 129}, {args + 40, 0x736c6f67}}
	default:
		panic(name)
	}
	var program []unix.SockFilter
	for i, w := range all {
		program = append(program, unix.SockFilter{Code: load, K: w.at},
			unix.SockFilter{Code: equal, K: w.value, Jf: uint8(2*(len(all)-i-1) + 1)})
	}
	program = append(program, unix.SockFilter{Code: result, K: unix.SECCOMP_RET_ERRNO | uint32(errno)},
		unix.SockFilter{Code: result, K: unix.SECCOMP_RET_ALLOW})
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return os.NewSyscallError("prctl", err)
	}
	f := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, e := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&f)))
	if e != 0 {
		return os.NewSyscallError("seccomp", e)
	}
	return nil
}
