package shared

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/pythontest"
)

// python returns the command of a script with numpy as np, and args as sys.argv[1:].
func python(t testing.TB, script string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(pythontest.NumPy(t), append([]string{"-c", "import sys, numpy as np\n" + script}, args...)...)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestNumPyOpensOurs has NumPy look at arrays of every type and order, and write.
func TestNumPyOpensOurs(t *testing.T) {
	t.Run("int8", testNumPyOpens[int8])
	t.Run("int16", testNumPyOpens[int16])
	t.Run("int32", testNumPyOpens[int32])
	t.Run("int64", testNumPyOpens[int64])
	t.Run("uint8", testNumPyOpens[uint8])
	t.Run("uint16", testNumPyOpens[uint16])
	t.Run("uint32", testNumPyOpens[uint32])
	t.Run("uint64", testNumPyOpens[uint64])
	t.Run("float32", testNumPyOpens[float32])
	t.Run("float64", testNumPyOpens[float64])
	t.Run("named", testNumPyOpens[celsius])
}

func testNumPyOpens[T Number](t *testing.T) {
	dir := memoryDir(t)
	row, err := Create[T](filepath.Join(dir, "row.npy"), 5, 3)
	require.NoError(t, err)
	col, err := Create[T](filepath.Join(dir, "col.npy"), 5, 3, WithOrder(ColMajor))
	require.NoError(t, err)
	vec, err := CreateVector[T](filepath.Join(dir, "vec.npy"), 5)
	require.NoError(t, err)
	empty, err := Create[T](filepath.Join(dir, "empty.npy"), 0, 3)
	require.NoError(t, err)
	arrays := []*Array[T]{row, col, vec}
	for _, a := range arrays {
		for i := range a.Rows() * a.Cols() {
			a.Set(i/a.Cols(), i%a.Cols(), T(i+1))
		}
	}
	out := finish(t, python(t, `
for name in "row", "col", "vec":
    a = np.load(sys.argv[1] + "/" + name + ".npy", mmap_mode="r+")
    f = a.flags
    print(a.dtype.name, a.dtype.isnative, a.shape, f.c_contiguous, f.f_contiguous, f.writeable, a.offset % 64, a.ravel().tolist())
    a += a
a = np.load(sys.argv[1] + "/empty.npy")
print(a.dtype.name, a.shape)
`, dir))
	name, one := element[T]().String(), "1"
	values := "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15"
	short := "2, 3, 4, 5"
	if element[T]().Kind == 'f' {
		one = "1.0"
		values = strings.ReplaceAll(values+",", ",", ".0,")
		values = values[:len(values)-1]
		short = "2.0, 3.0, 4.0, 5.0"
	}
	assert.Equal(t, fmt.Sprintf(`%[1]s True (5, 3) True False True 0 [%[2]s, %[3]s]
%[1]s True (5, 3) False True True 0 [%[2]s, %[3]s]
%[1]s True (5,) True True True 0 [%[2]s, %[4]s]
%[1]s (0, 3)
`, name, one, values, short), out)
	for _, a := range arrays {
		for i := range a.Rows() * a.Cols() {
			require.Equal(t, T(2*(i+1)), a.At(i/a.Cols(), i%a.Cols()))
		}
		shut(t, a)
	}
	shut(t, empty)
}

// TestOpensNumPys opens what NumPy wrote, in every version, type, order and shape,
// and has it see what is then written.
func TestOpensNumPys(t *testing.T) {
	dir := memoryDir(t)
	finish(t, python(t, `
from numpy.lib import format
for version in (1, 0), (2, 0), (3, 0):
    for dtype in "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64".split():
        for order in "CF":
            a = np.asarray(np.arange(1, 16).reshape(5, 3), dtype=dtype, order=order)
            with open(f"{sys.argv[1]}/{version[0]}-{dtype}-{order}", "wb") as f:
                format.write_array(f, a, version=version)
np.save(sys.argv[1] + "/vector.npy", np.arange(5.0))
np.save(sys.argv[1] + "/scalar.npy", np.array(7.5))
np.save(sys.argv[1] + "/cube.npy", np.zeros((2, 2, 2)))
np.save(sys.argv[1] + "/foreign.npy", np.zeros(3, np.dtype(float).newbyteorder()))
np.save(sys.argv[1] + "/bool.npy", np.zeros(3, bool))
np.save(sys.argv[1] + "/complex.npy", np.zeros(3, complex))
np.save(sys.argv[1] + "/record.npy", np.zeros(3, [("x", "f8"), ("y", "i4")]))
np.save(sys.argv[1] + "/object.npy", np.array([None, {}]))
np.save(sys.argv[1] + "/text.npy", np.array(["a", "bc"]))
np.save(sys.argv[1] + "/sliced.npy", np.arange(30.0).reshape(5, 6)[:, ::2])
`, dir))
	opensNumPys[int8](t, dir)
	opensNumPys[int16](t, dir)
	opensNumPys[int32](t, dir)
	opensNumPys[int64](t, dir)
	opensNumPys[uint8](t, dir)
	opensNumPys[uint16](t, dir)
	opensNumPys[uint32](t, dir)
	opensNumPys[uint64](t, dir)
	opensNumPys[float32](t, dir)
	opensNumPys[float64](t, dir)
	assert.Equal(t, "60\n", finish(t, python(t, `
from glob import glob
print(sum(np.array_equal(np.load(name), 2 * np.arange(1, 16).reshape(5, 3)) for name in glob(sys.argv[1] + "/?-*")))
`, dir)))

	v, err := Open[float64](filepath.Join(dir, "vector.npy"))
	require.NoError(t, err)
	assert.Equal(t, 1, v.Dims())
	assert.Equal(t, []float64{0, 1, 2, 3, 4}, v.Data())
	shut(t, v)
	x, err := OpenValue[float64](filepath.Join(dir, "scalar.npy"))
	require.NoError(t, err)
	assert.Equal(t, 7.5, x.Load())
	require.NoError(t, x.Close())
	s, err := Open[float64](filepath.Join(dir, "sliced.npy"))
	require.NoError(t, err)
	assert.Equal(t, []float64{6, 8, 10}, s.Data()[3:6])
	shut(t, s)
	for name, want := range map[string]error{
		"cube": ErrShape, "scalar": ErrShape, "foreign": ErrByteOrder,
		"bool": ErrElement, "complex": ErrElement, "record": ErrElement, "object": ErrElement, "text": ErrElement,
	} {
		_, err := Open[float64](filepath.Join(dir, name+".npy"))
		require.ErrorIs(t, err, want, name)
	}
}

func opensNumPys[T Number](t *testing.T, dir string) {
	t.Helper()
	for version := 1; version <= 3; version++ {
		for _, order := range []Order{RowMajor, ColMajor} {
			name := fmt.Sprintf("%d-%v-%c", version, element[T](), "CF"[order])
			a, err := Open[T](filepath.Join(dir, name))
			require.NoError(t, err, name)
			require.Equal(t, order, a.Order(), name)
			for i := range 15 {
				require.Equal(t, T(i+1), a.At(i/3, i%3), name)
				a.Set(i/3, i%3, T(2*(i+1)))
			}
			shut(t, a)
		}
	}
}

// TestNumPyAndGoTakeTurns has one array open in both at once, each waiting for what
// the other writes.
func TestNumPyAndGoTakeTurns(t *testing.T) {
	path := filepath.Join(memoryDir(t), "a.npy")
	a, err := Create[int64](path, 2, 1)
	require.NoError(t, err)
	defer shut(t, a)
	cmd := python(t, `
a = np.load(sys.argv[1], mmap_mode="r+")
print("ready", flush=True)
for line in sys.stdin:
    a[1, 0] = 3 * a[0, 0]
    print("done", flush=True)
`, path)
	lines, in := start(t, cmd, "ready")
	for i := range 100 {
		a.Set(0, 0, int64(i))
		fmt.Fprintln(in)
		require.True(t, lines.Scan())
		require.EqualValues(t, 3*i, a.At(1, 0))
	}
	require.NoError(t, in.Close())
	require.NoError(t, cmd.Wait())
}

// TestPythonLocks has Python and Go keep each other out by the lock. A lock that
// Python took before it loaded the array is lost: np.load closes a descriptor.
func TestPythonLocks(t *testing.T) {
	path := filepath.Join(memoryDir(t), "a.npy")
	a, err := Create[int64](path, 2, 1)
	require.NoError(t, err)
	defer shut(t, a)
	const lock = "f = open(sys.argv[1], 'r+b'); fcntl.lockf(f, fcntl.LOCK_EX)\n"
	const load = "a = np.load(sys.argv[1], mmap_mode='r+')\n"
	const rest = "print('locked', flush=True); sys.stdin.read()\n"
	for script, free := range map[string]bool{load + lock + rest: false, lock + load + rest: true} {
		cmd := python(t, "import fcntl\n"+script, path)
		_, in := start(t, cmd, "locked")
		ok, err := a.TryLock()
		require.NoError(t, err)
		require.Equal(t, free, ok, script)
		if ok {
			require.NoError(t, a.Unlock())
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		require.NoError(t, in.Close())
		require.NoError(t, a.Lock(ctx), "Python has ended")
		cancel()
		require.NoError(t, a.Unlock())
		require.NoError(t, cmd.Wait())
	}
	// And the other way round.
	require.NoError(t, a.Lock(t.Context()))
	defer a.Unlock()
	assert.Equal(t, "refused\n", finish(t, python(t, `
import fcntl
f = open(sys.argv[1], "r+b")
try:
    fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("refused")
`, path)))
}

// TestPythonAndGoAdd has both add to an element that only the lock protects, Python as
// the comment of Lock shows it.
func TestPythonAndGoAdd(t *testing.T) {
	path := filepath.Join(memoryDir(t), "a.npy")
	a, err := Create[int64](path, 1, 3)
	require.NoError(t, err)
	defer shut(t, a)
	const n = 2000
	cmd := python(t, `
import fcntl
path = sys.argv[1]
a = np.load(path, mmap_mode='r+')
print("loaded", flush=True)
for _ in range(int(sys.argv[2])):
    with open(path, 'r+b') as f:  # which closes f in the end, and so unlocks
        fcntl.lockf(f, fcntl.LOCK_EX)
        a[0, 2] += 1
`, path, fmt.Sprint(n))
	start(t, cmd, "loaded")
	for range n {
		require.NoError(t, a.Lock(t.Context()))
		x := a.At(0, 2)
		time.Sleep(time.Microsecond)
		a.Set(0, 2, x+1)
		require.NoError(t, a.Unlock())
	}
	require.NoError(t, cmd.Wait())
	assert.EqualValues(t, 2*n, a.At(0, 2))
}

// TestAttach uses a segment that Python has made, and has Python see the changes.
func TestAttach(t *testing.T) {
	cmd := python(t, `
from multiprocessing import shared_memory
shm = shared_memory.SharedMemory(create=True, size=12 * 8)
a = np.ndarray((4, 3), np.float64, shm.buf)
a[:] = np.arange(12).reshape(4, 3)
print(shm.name, flush=True)
sys.stdin.readline()
print(a.tolist())
del a
shm.close()
shm.unlink()
`)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	var out bytes.Buffer
	lines, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var name string
	_, err = fmt.Fscanln(lines, &name)
	require.NoError(t, err)

	for _, name := range []string{name, "/" + name} {
		a, err := Attach[float64](name, 4, 3)
		require.NoError(t, err)
		for i := range 12 {
			require.Equal(t, float64(i), a.At(i/3, i%3))
		}
		shut(t, a)
	}
	b, err := Attach[float64](name, 3, 4, WithOrder(ColMajor))
	require.NoError(t, err)
	assert.Equal(t, 5.0, b.At(2, 1))
	require.NoError(t, b.Lock(t.Context()))
	require.NoError(t, b.Unlock())
	_, err = Attach[float64](name, 13, 1)
	require.ErrorIs(t, err, ErrTruncated)
	require.EqualError(t, err, fmt.Sprintf("sumlog/shared: Attach(%q, 13, 1): 96 bytes, want 104: file is shorter than its array", name))
	_, err = Open[float64](b.Path())
	require.ErrorIs(t, err, ErrFormat)
	none, err := Attach[float64](name, 0, 3)
	require.NoError(t, err)
	require.Empty(t, none.Data())
	shut(t, none)
	require.NoError(t, b.Fill(2))
	shut(t, b)

	fmt.Fprintln(in)
	_, err = out.ReadFrom(lines)
	require.NoError(t, err)
	require.NoError(t, cmd.Wait())
	assert.Equal(t, "[[2.0, 2.0, 2.0], [2.0, 2.0, 2.0], [2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]", strings.TrimSpace(out.String()))
}

func TestAttachRefuses(t *testing.T) {
	_, err := Attach[int8]("sumlog-no-such-segment", 1, 1)
	require.ErrorIs(t, err, os.ErrNotExist)
	for _, name := range []string{"", "/", "..", "a/b", "../a", "/../a"} {
		_, err := Attach[int8](name, 1, 1)
		require.ErrorIs(t, err, os.ErrInvalid, name)
	}
	_, err = Attach[int64]("x", math.MaxInt, math.MaxInt)
	require.ErrorIs(t, err, ErrTooLarge)
	assert.Equal(t, "sumlog/shared: Attach(-1, 1): negative size", panicText(func() { _, _ = Attach[int8]("x", -1, 1) }))
}

// TestNumPySeesValue has Python read a number, and add to it under the lock.
func TestNumPySeesValue(t *testing.T) {
	path := filepath.Join(memoryDir(t), "v.npy")
	v, err := CreateValue(path, 41.5)
	require.NoError(t, err)
	defer v.Close()
	assert.Equal(t, "() 41.5\n", finish(t, python(t, `
v = np.load(sys.argv[1], mmap_mode="r+")
print(v.shape, v[()])
v[()] += 1
`, path)))
	assert.Equal(t, 42.5, v.Load())
	w, err := OpenValue[float64](path)
	require.NoError(t, err)
	w.Add(1)
	assert.Equal(t, 43.5, v.Load())
	require.NoError(t, w.Close())
	u, err := OpenValueFile[float64](v.File())
	require.NoError(t, err)
	assert.Equal(t, 43.5, u.Load())
	require.NoError(t, u.Close())
	require.NoError(t, v.Remove())
}
