package shared

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

// addressLimit returns the limit of the process for its address space (ulimit -v).
func addressLimit() uint64 {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_AS, &limit) != nil {
		return math.MaxUint64
	}
	return limit.Cur
}

// openUnnamed returns a file without a name on the file system where path is to be.
// It goes when it is closed, or its process ends.
func openUnnamed(path string) (*os.File, error) {
	dir := filepath.Dir(path)
	fd, err := sys.Retry("open", dir, func() (int, error) {
		return unix.Open(dir, unix.O_TMPFILE|unix.O_RDWR|unix.O_CLOEXEC, 0o600)
	})
	if err != nil {
		return nil, os.NewSyscallError("open", err)
	}
	return os.NewFile(uintptr(fd), path), nil
}

// linkUnnamed names the file: by /proc, and where that is not mounted by the
// descriptor, which needs a privilege before Linux 6.10.
func linkUnnamed(file *os.File, path string) error {
	link := func(fd int, from string, flags int) error {
		return sys.Do("linkat", from, func() error {
			return unix.Linkat(fd, from, unix.AT_FDCWD, path, flags)
		})
	}
	return control(file, func(fd int) error {
		err := link(unix.AT_FDCWD, descriptor(fd), unix.AT_SYMLINK_FOLLOW)
		if errors.Is(err, unix.ENOENT) {
			err = link(fd, "", unix.AT_EMPTY_PATH)
		}
		return os.NewSyscallError("linkat", err)
	})
}

// renameNew gives a file another name, which nothing may have.
func renameNew(from, to string) error {
	return os.NewSyscallError("renameat2", sys.Do("renameat2", to, func() error {
		return unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
	}))
}

// descriptor returns a path of what the descriptor refers to.
func descriptor(fd int) string { return fmt.Sprintf("/proc/self/fd/%d", fd) }

// reopen opens the file anew, by /proc or by its path: locks and the like belong to an
// opening, which descriptors that were inherited or duplicated have in common.
func reopen(file *os.File, path string, a access) (opened *os.File, err error) {
	err = control(file, func(fd int) error {
		opened, err = openPath(descriptor(fd), flagsOf(a))
		return err
	})
	if err == nil || !errors.Is(err, unix.ENOENT) {
		return opened, err
	}
	was, err := file.Stat()
	if err != nil {
		return nil, reason(err)
	}
	if opened, err = openPath(path, flagsOf(a)|unix.O_NOFOLLOW|unix.O_NONBLOCK); err == nil {
		is, err := opened.Stat()
		if err == nil && os.SameFile(was, is) {
			return opened, nil
		}
		_ = opened.Close()
	}
	return nil, fmt.Errorf("/proc is not mounted, and without it the file cannot be opened anew: %w",
		errors.ErrUnsupported)
}

// The least piece of a file for which room is found takes memory some 0.3 ms; the
// signals of a profiler come every 10 ms.
const leastPiece, firstPiece, mostPiece = 1 << 20, 1 << 24, 1 << 30

// reserve makes the file size bytes long and finds room for all of them, piece by
// piece: a signal undoes a piece. Pieces become larger until that happens, and smaller
// from then on.
func reserve(file *os.File, size int64) error {
	if err := roomFor(file, size); err != nil {
		return err
	}
	err := control(file, func(fd int) error {
		piece, interrupts := int64(firstPiece), 0
		for at := int64(0); at < size; {
			n := min(piece, size-at)
			_, err := sys.Call("fallocate", file.Name(), func() (struct{}, error) {
				return struct{}{}, unix.Fallocate(fd, 0, at, n)
			})
			switch {
			case err == nil:
				if at += n; interrupts == 0 {
					piece = min(2*piece, mostPiece)
				}
			case !errors.Is(err, unix.EINTR) || piece == leastPiece && interrupts > 100:
				return err
			default:
				interrupts++
				piece = max(piece/2, leastPiece)
			}
		}
		return nil
	})
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOSYS) {
		return writeZeros(file, size)
	}
	if errors.Is(err, unix.ENOMEM) { // a file in memory
		err = fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	return os.NewSyscallError("fallocate", err)
}

// anonymous returns size zero bytes behind head: a mapping of an unnamed file
// rather than an anonymous one, so that the file can be handed to other processes,
// which the head tells what it is.
func anonymous(head []byte, size int64) (*mapping, int64, error) {
	if size > math.MaxInt-int64(len(head)) {
		return nil, 0, ErrTooLarge
	}
	size += int64(len(head))
	if err := affordable(uintptr(size)); err != nil {
		return nil, 0, err
	}
	if err := fits(size); err != nil {
		return nil, 0, noSpace(err)
	}
	file, err := memoryFile(size)
	if err != nil {
		return nil, 0, noSpace(err)
	}
	m, err := mapFile(file, size, readWrite)
	if err == nil {
		err = writeAt(file, head)
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, err
	}
	return m, int64(len(head)), nil
}

// affordable asks the kernel whether it would grant size bytes. A file of any size
// can be made and mapped, and then the first touch kills the process; anonymous
// memory beyond what the machine has is refused. Of a control group's limit the kernel
// does not think.
func affordable(size uintptr) error {
	const flags = unix.MAP_PRIVATE | unix.MAP_ANON
	addr, err := mmap(-1, size, unix.PROT_READ|unix.PROT_WRITE, flags)
	if err != nil {
		return err
	}
	(&mapping{addr: addr, size: size}).unmap()
	return memoryEver(int64(size))
}

// memoryFile returns a file in memory whose size can never change: a process that is
// handed it could otherwise shorten it, and kill those that then touch the rest.
func memoryFile(size int64) (*os.File, error) {
	const name = "sumlog"
	const flags = unix.MFD_CLOEXEC | unix.MFD_ALLOW_SEALING
	create := func(flags int) (int, error) {
		return sys.Retry("memfd_create", "", func() (int, error) { return unix.MemfdCreate(name, flags) })
	}
	// Linux 6.3 may be set up to insist on a file that cannot be executed; before,
	// it did not know how to ask for one.
	fd, err := create(flags | unix.MFD_NOEXEC_SEAL)
	if errors.Is(err, unix.EINVAL) {
		fd, err = create(flags)
	}
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	file := os.NewFile(uintptr(fd), "memfd:"+name)
	if err := sys.Do("ftruncate", "", func() error { return file.Truncate(size) }); err != nil {
		_ = file.Close()
		return nil, reason(err)
	}
	const seals = unix.F_SEAL_SHRINK | unix.F_SEAL_GROW | unix.F_SEAL_SEAL
	if err := sys.Do("fcntl", "", func() error {
		_, err := unix.FcntlInt(uintptr(fd), unix.F_ADD_SEALS, seals)
		return err
	}); err != nil {
		_ = file.Close()
		return nil, os.NewSyscallError("fcntl", err)
	}
	return file, nil
}

// openSegment opens the segment of that name, where glibc and musl have them.
func openSegment(name string, a access) (*os.File, string, error) {
	plain := strings.TrimPrefix(name, "/")
	if plain == "" || plain == "." || plain == ".." || strings.ContainsAny(plain, "/\x00") {
		return nil, "", fmt.Errorf("want a name without slashes in it: %w", os.ErrInvalid)
	}
	return openFile("/dev/shm/"+plain, a)
}

// The locks are those of an open file description (F_OFD_SETLK), of the whole file:
// the system releases them when the last descriptor of that opening is closed, as it
// is when its process is killed, and not, as with fcntl's older ones, when another
// part of the process closes the file. The two kinds exclude each other.

// tryLockFile locks the file for writing or reading, or returns errBusy.
func tryLockFile(file *os.File, write bool) error {
	err := setLock(file, unix.F_OFD_SETLK, lockKind(write))
	if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EACCES) {
		return errBusy
	}
	return err
}

// waitLockFile is tryLockFile that waits, in the system. Signals do not end it.
func waitLockFile(file *os.File, write bool) error {
	for {
		err := setLock(file, unix.F_OFD_SETLKW, lockKind(write))
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func unlockFile(file *os.File) error { return setLock(file, unix.F_OFD_SETLK, unix.F_UNLCK) }

func lockKind(write bool) int16 {
	if write {
		return unix.F_WRLCK
	}
	return unix.F_RDLCK
}

func setLock(file *os.File, command int, kind int16) error {
	return control(file, func(fd int) error {
		return os.NewSyscallError("fcntl", sys.Do("fcntl", file.Name(), func() error {
			return unix.FcntlFlock(uintptr(fd), command, &unix.Flock_t{Type: kind})
		}))
	})
}
