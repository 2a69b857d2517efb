"""What the functions of sumlog do with arrays of NumPy and of libraries like it.

The C module calls these functions where it meets a type with __array_ufunc__. An ndarray needs
NumPy itself only; other types need the ufuncs, which belong to one major version of NumPy.
"""

import math

import numpy as np

from sumlog import _sumlog

try:
    from sumlog import _ufunc as ufuncs
except ImportError:  # built for another NumPy: ndarrays do without
    ufuncs = None

_WITH_TERMS = ("logaccumulate", "logaccumulate_direct")
_SCALARS = (int, float, np.integer, np.floating)
_OUTPUTS = {"sumlogabs": 2}
# What takes the place of masked elements.
_NEUTRAL = {
    "sumlog": (1,),
    "sumlog1p": (0,),
    "logsumexp": (-np.inf,),
    "sumlogabs": (1,),
    "dotlog": (0, 1),
    "dotlog_counts": (0, 1),
    "entropy": (0,),
    "dotlogratio": (0, 1, 1),
    "relative_entropy": (0, 1),
}
_FEW = 1 << 16  # elements: of more, a ufunc would not let Ctrl-C through for too long


def numbers(x, threads=1, name="Product"):
    """Return x as an ndarray of a type that the C module reads; masked elements are left out."""
    a = x.compressed() if isinstance(x, np.ma.MaskedArray) else np.asarray(x)
    if a.dtype.kind not in "fiub" or a.dtype.itemsize > 8:
        raise TypeError(
            f"sumlog.{name}: x has the dtype {a.dtype}, want float64, float32 or integers"
        )
    return a if a.dtype.isnative and a.dtype != np.float16 else a.astype(np.float64)


def _counts(x, name):
    """Return x as an ndarray of integers, of which none is negative."""
    a = np.asanyarray(x)
    if a.dtype.kind not in "iub":
        raise TypeError(f"sumlog.{name}: counts has the dtype {a.dtype}, want integers")
    if a.size and (np.min(a) < 0 or np.max(a) >= 1 << 63):
        raise ValueError(f"sumlog.{name}: counts has elements beyond 0 to 2**63-1")
    return a.astype(np.int64, copy=False)


def parts(name, inputs, counts):
    """Return inputs as ndarrays of one shape that the C module reads, without masked elements."""
    inputs = [np.asanyarray(a) for a in inputs]
    if counts:
        inputs[0] = _counts(inputs[0], name)
    if any(isinstance(a, np.ma.MaskedArray) for a in inputs):
        inputs = _without_masked(inputs, name, True, False)
    return [numbers(a, name=name) for a in np.broadcast_arrays(*inputs)]


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


def _log_rows(x, threads, name):
    """Return the sums of ln along the last axis."""
    x = numbers(x, name=name)
    sums = np.empty(x.shape[:-1])
    if x.ndim == 1:
        return np.float64(_sumlog.sumlog(memoryview(x), threads=threads))
    rows = x.reshape(sums.size, x.shape[-1])
    _sumlog.sumlog_rows(memoryview(rows), memoryview(sums), threads=threads)
    return sums


def _log_columns(x, threads, name):
    """Return the sums of ln along the first axis."""
    x = numbers(x, name=name)
    sums = np.empty(x.shape[1:])
    columns = x.reshape(x.shape[0], sums.size)
    _sumlog.sumlog_columns(memoryview(columns), memoryview(sums), threads=threads)
    return sums


def _rows(name, inputs, threads):
    """Return the results along the last axis of inputs of one shape, one for each output."""
    inputs = [numbers(a, name=name) for a in inputs]
    *kept, n = inputs[0].shape
    count = math.prod(kept)
    inputs = [a.reshape(count, n) for a in inputs]
    results = np.empty((_OUTPUTS.get(name, 1), count))
    by_row = ufuncs is None or (threads > 1 and n >= _FEW)
    step = 1 if by_row else max(1, _FEW // max(1, n))
    for r in range(0, count, step):
        part = [a[r : r + step] for a in inputs]
        if by_row:
            results[:, r] = getattr(_sumlog, name)(*map(memoryview, part), threads=threads)
        else:
            getattr(ufuncs, name)(*part, out=tuple(results[:, r : r + step]))
    return [a.reshape(kept)[()] for a in results]


def _deliver(sums, out, name):
    if out is None:
        return sums
    if np.shape(out) != np.shape(sums):
        raise ValueError(f"sumlog.{name}: out has shape {np.shape(out)}, want {np.shape(sums)}")
    np.copyto(out, sums, casting="same_kind")
    return out


def _without_masked(inputs, name, whole, mask):
    """Leave out what is masked in an input: or where not whole, replace it by what adds nothing."""
    shape = np.broadcast_shapes(*(a.shape for a in inputs))
    mask = np.broadcast_to(mask, shape)
    for a in inputs:
        mask = mask | np.ma.getmaskarray(a)
    data = [np.broadcast_to(np.ma.getdata(a), shape) for a in inputs]
    if whole:
        return [a[~mask] for a in data]
    return [np.where(mask, v, a) for a, v in zip(data, _NEUTRAL[name])]


def _filled(x, name):
    """Return x with ones in the place of masked elements."""
    if np.ndim(x) == 0:
        raise ValueError(f"sumlog.{name}: x has 0 dimensions, want 1 at least")
    return x.filled(1) if isinstance(x, np.ma.MaskedArray) else x


def sumlog_rows(x, out, threads):
    """Return the sums along the last axis."""
    x = _filled(x, "sumlog_rows")
    if isinstance(x, np.ndarray):
        sums = _log_rows(x, threads, "sumlog_rows")
    else:
        from sumlog import numpy

        sums = numpy.sumlog_rows(x)
    return _deliver(sums, out, "sumlog_rows")


def sumlog_columns(x, out, threads):
    """Return the sums along the first axis."""
    x = _filled(x, "sumlog_columns")
    return _deliver(_log_columns(x, threads, "sumlog_columns"), out, "sumlog_columns")


def sumlog_groups(x, offsets, out, threads):
    """Return the sums of the groups between the offsets."""
    x = numbers(_filled(x, "sumlog_groups"), name="sumlog_groups")
    sums = _sumlog.sumlog_groups(memoryview(x), offsets, threads=threads)
    return _deliver(np.asarray(sums), out, "sumlog_groups")


def _axes(axis, ndim, name):
    if axis is None:
        return tuple(range(ndim))
    axes = tuple(a + ndim if a < 0 else a for a in (axis if type(axis) is tuple else (axis,)))
    if len(set(axes)) < len(axes) or not all(0 <= a < ndim for a in axes):
        raise ValueError(f"sumlog.{name}: axis = {axis}, x has {ndim} dimensions")
    return axes


def _as_array(x):
    # An array of another library stays one; a pandas object, which has an index, is made one.
    return x if hasattr(x, "transpose") and not hasattr(x, "index") else np.asarray(x)


def _at_end(x, axes):
    """Return x with the axes at its end, as one."""
    if x.ndim == 1 and axes:
        return x
    kept = tuple(a for a in range(x.ndim) if a not in axes)
    shape = tuple(x.shape[a] for a in kept) + (math.prod(x.shape[a] for a in axes),)
    return x.transpose(kept + axes).reshape(shape)


def _over_axes(name, inputs, axes, threads):
    """Return the results over the axes, one for each output."""
    x = inputs[0]
    plain = all(isinstance(a, np.ndarray) for a in inputs)
    leading = axes == tuple(range(len(axes))) and 0 < len(axes) < x.ndim
    if name == "sumlog" and plain and leading and x.flags.c_contiguous:
        x = x.reshape((math.prod(x.shape[: len(axes)]), *x.shape[len(axes) :]))
        return [_log_columns(x, threads, name)]
    inputs = [_at_end(a, axes) for a in inputs]
    if not plain:
        from sumlog import numpy

        results = getattr(numpy, name)(*inputs)
        return results if type(results) is tuple else [results]
    return [_log_rows(*inputs, threads, name)] if name == "sumlog" else _rows(name, inputs, threads)


def _unselected(where, inputs, name):
    """Return a mask of what where= does not select. It must not have more elements than inputs."""
    if where is None:
        return False
    mask = ~np.asarray(where, bool)
    shape = np.broadcast_shapes(*(a.shape for a in inputs))
    try:
        return np.broadcast_to(mask, shape)
    except ValueError:
        raise ValueError(
            f"sumlog.{name}: where has shape {mask.shape}, want {shape} or what is broadcast to it"
        ) from None


def sums(name, inputs, axis, out, keepdims, where, threads):
    """Return the results over the axes, as numpy.sum does. The inputs are broadcast."""
    inputs = [_as_array(a) for a in inputs]
    if name == "dotlog_counts" and isinstance(inputs[0], np.ndarray):
        inputs[0] = _counts(inputs[0], name)
    mask = _unselected(where, inputs, name)
    if where is not None and not all(isinstance(a, np.ndarray) for a in inputs):
        inputs = [np.where(mask, v, a) for v, a in zip(_NEUTRAL[name], inputs)]
    elif where is not None or any(isinstance(a, np.ma.MaskedArray) for a in inputs):
        inputs = _without_masked(inputs, name, axis is None and not keepdims, mask)
    elif len(inputs) > 1 and all(isinstance(a, np.ndarray) for a in inputs):
        # broadcast_arrays takes longer than a short sum. It also makes subclasses, such as
        # numpy.matrix, plain arrays.
        if any(type(a) is not np.ndarray or a.shape != inputs[0].shape for a in inputs):
            inputs = np.broadcast_arrays(*inputs)
    shape = inputs[0].shape
    axes = _axes(axis, len(shape), name)
    results = _over_axes(name, inputs, axes, threads)
    if keepdims:
        kept = tuple(1 if a in axes else n for a, n in enumerate(shape))
        results = [a.reshape(kept) for a in results]
    if out is None:
        results = [float(a) if isinstance(a, np.floating) else a for a in results]
    else:
        results = [_deliver(a, out, name) for a in results]
    return results[0] if len(results) == 1 else tuple(results)


def sumlogabs(x, axis, keepdims, where, threads):
    """Return the signs and the sums over the axes."""
    return sums("sumlogabs", (x,), axis, None, keepdims, where, threads)


def _softmax_rows(name, x, out, threads):
    """Return the results along the last axis, in out where it has the place."""
    if ufuncs is None or threads > 1 or x.size >= _FEW:
        target = out if out is not None and out.flags.carray else np.empty(x.shape)
        getattr(_sumlog, name)(memoryview(x), out=memoryview(target), threads=threads)
        return target
    return getattr(ufuncs, name)(x)


def softmax(name, x, axis, out, threads):
    """Return the results along the axes, in the kind of array that x is."""
    if isinstance(x, np.ma.MaskedArray):
        result = softmax(name, x.filled(-np.inf), axis, None, threads)
        return _deliver(np.ma.array(result, mask=np.ma.getmaskarray(x)), out, name)
    a = _as_array(x)
    axes = _axes(axis, a.ndim, name)
    if not isinstance(a, np.ndarray):
        if len(axes) > 1:
            raise ValueError(f"sumlog.{name}: axis = {axis}, want one axis of a {type(a).__name__}")
        from sumlog import numpy

        return _deliver(getattr(numpy, name)(a, axis=axes[0]), out, name)
    a = numbers(a, name=name)
    last = (a.ndim - 1,)
    if axes == last:
        direct = type(out) is np.ndarray and out.dtype == np.float64 and out.shape == a.shape
        result = _softmax_rows(name, a, out if direct else None, threads)
        if result is out:
            return out
    else:
        kept = [i for i in range(a.ndim) if i not in axes]
        moved = a.transpose(*kept, *axes)
        rows = moved.reshape(*moved.shape[: len(kept)], -1) if a.size else moved.reshape(0)
        result = _softmax_rows(name, rows, None, threads).reshape(moved.shape)
        result = result.transpose(np.argsort([*kept, *axes]))
    if out is None and hasattr(x, "columns"):
        return type(x)(result, index=x.index, columns=x.columns)
    if out is None and hasattr(x, "index") and hasattr(x, "name"):
        return type(x)(result, index=x.index, name=x.name)
    return _deliver(result, out, name)
