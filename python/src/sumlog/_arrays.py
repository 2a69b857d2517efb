"""What the functions of sumlog do with arrays of NumPy and of libraries like it.

The C module calls these functions where it meets a type with __array_ufunc__. An ndarray needs
NumPy itself only; other types need the ufuncs, which belong to one major version of NumPy.
"""

import numpy as np

from sumlog import _sumlog

try:
    from sumlog import _ufunc as ufuncs
except ImportError:  # built for another NumPy: ndarrays do without
    ufuncs = None

_WITH_TERMS = ("logaccumulate", "logaccumulate_direct")
_SCALARS = (int, float, np.integer, np.floating)
_FEW = 1 << 16  # elements: of more, a ufunc would not let Ctrl-C through for too long


def numbers(x, threads=1, name="Product"):
    """Return x as an ndarray of a type that the C module reads; masked elements are left out."""
    a = x.compressed() if isinstance(x, np.ma.MaskedArray) else np.asarray(x)
    if a.dtype.kind not in "fiub" or a.dtype.itemsize > 8:
        raise TypeError(
            f"sumlog.{name}: x has the dtype {a.dtype}, want float64, float32 or integers"
        )
    return a if a.dtype.isnative and a.dtype != np.float16 else a.astype(np.float64)


def _is_plain(x):
    return x is None or type(x) in (np.ndarray, np.memmap)


def elementwise(name, x, second, out, threads):
    """Return the results of the function of this name; second is its y or terms, or None."""
    inputs = [x] if second is None else [x, second]
    arrays = inputs if name not in _WITH_TERMS else [x]
    for a in arrays:
        if isinstance(a, np.ndarray):
            numbers(a, name=name)
    many = name in _WITH_TERMS and np.ndim(second) > 0
    if many and isinstance(second, (np.ndarray, list, tuple)) and np.any(np.less(second, 0)):
        raise ValueError(f"sumlog.{name}: terms has negative elements")
    plain = not many and all(_is_plain(a) or isinstance(a, _SCALARS) for a in [*arrays, out])
    if ufuncs and (not plain or threads == 1 and np.size(x) < _FEW):
        return getattr(ufuncs, name)(*inputs, **({} if out is None else {"out": out}))
    if not plain:
        from sumlog import numpy  # noqa: F401: it raises the reason
    return _by_core(getattr(_sumlog, name), name, arrays, inputs[len(arrays) :], out, threads)


def _by_core(function, name, arrays, terms, out, threads):
    """Call the C module's function, which sees buffers of the same shape."""
    arrays = np.broadcast_arrays(*arrays)
    shape = arrays[0].shape
    if out is not None and out.shape != shape:
        raise ValueError(f"sumlog.{name}: out has shape {out.shape}, want {shape}")
    direct = out is not None and out.dtype == np.float64 and out.flags.carray
    target = out if direct else np.empty(shape)
    views = [memoryview(numbers(a, name=name)) for a in arrays]
    function(*views, *terms, out=memoryview(target), threads=threads)
    if out is None:
        return target[()]
    if not direct:
        np.copyto(out, target, casting="same_kind")
    return out


def _last_axis(x, threads, name):
    """Return the sums along the last axis."""
    if not isinstance(x, np.ndarray):
        from sumlog import numpy

        return numpy.sumlog_rows(x)
    if isinstance(x, np.ma.MaskedArray):
        x = x.filled(1)  # of which the logarithm is 0
    x = numbers(x, name=name)
    sums = np.empty(x.shape[:-1])
    if x.ndim == 1:
        return np.float64(_sumlog.sumlog(memoryview(x), threads=threads))
    rows = x.reshape(sums.size, x.shape[-1])
    _sumlog.sumlog_rows(memoryview(rows), memoryview(sums), threads=threads)
    return sums


def _deliver(sums, out, name):
    if out is None:
        return sums
    if np.shape(out) != np.shape(sums):
        raise ValueError(f"sumlog.{name}: out has shape {np.shape(out)}, want {np.shape(sums)}")
    np.copyto(out, sums, casting="same_kind")
    return out


def sumlog_rows(x, out, threads):
    """Return the sums along the last axis."""
    if np.ndim(x) == 0:
        raise ValueError("sumlog.sumlog_rows: x has 0 dimensions, want 1 at least")
    return _deliver(_last_axis(x, threads, "sumlog_rows"), out, "sumlog_rows")


def _axes(axis, ndim):
    if axis is None:
        return tuple(range(ndim))
    axes = tuple(a + ndim if a < 0 else a for a in (axis if type(axis) is tuple else (axis,)))
    if len(set(axes)) < len(axes) or not all(0 <= a < ndim for a in axes):
        raise ValueError(f"sumlog.sumlog: axis = {axis}, x has {ndim} dimensions")
    return axes


def sumlog(x, axis, out, keepdims, threads):
    """Return the sums over the axes, as numpy.sum does."""
    # An array of another library stays one; a pandas object, which has an index, is made one.
    if not hasattr(x, "transpose") or hasattr(x, "index"):
        x = np.asarray(x)
    if isinstance(x, np.ma.MaskedArray) and axis is None and not keepdims:
        x = x.compressed()
    axes = _axes(axis, x.ndim)
    kept = tuple(a for a in range(x.ndim) if a not in axes)
    count = 1
    for a in axes:
        count *= x.shape[a]
    if kept or x.ndim != 1:
        x_last = x.transpose(kept + axes).reshape(tuple(x.shape[a] for a in kept) + (count,))
    else:
        x_last = x
    sums = _last_axis(x_last, threads, "sumlog")
    if keepdims:
        sums = sums.reshape(tuple(1 if a in axes else n for a, n in enumerate(x.shape)))
    if out is None and isinstance(sums, np.floating):
        return float(sums)
    return _deliver(sums, out, "sumlog")
