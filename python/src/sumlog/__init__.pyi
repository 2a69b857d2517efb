from collections.abc import Iterable
from typing import Any, SupportsFloat, SupportsIndex, TypeVar, overload

__all__: list[str]
__version__: str

# Arrays of NumPy and of libraries like it are of types that this package does not import: a type
# checker sees Any. Other buffers and iterables of numbers are Numbers.
_Numbers = Iterable[SupportsFloat]
_Out = TypeVar("_Out")

def isa() -> str: ...
@overload
def log(x: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def log(x: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def log(x: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def log1p(x: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def log1p(x: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def log1p(x: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def exp(x: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def exp(x: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def exp(x: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def loggamma(x: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def loggamma(x: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def loggamma(x: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def logfactorial(x: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def logfactorial(x: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def logfactorial(x: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def xlogy(x: float, y: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def xlogy(x: Any, y: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def xlogy(x: Any, y: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def rel_entr(x: float, y: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def rel_entr(x: Any, y: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def rel_entr(x: Any, y: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def kl_div(x: float, y: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def kl_div(x: Any, y: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def kl_div(x: Any, y: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def logrising(x: float, n: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def logrising(x: Any, n: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def logrising(x: Any, n: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def logbeta(a: float, b: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def logbeta(a: Any, b: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def logbeta(a: Any, b: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def logbinom(n: float, k: float, out: None = None, *, threads: SupportsIndex = 1) -> float: ...
@overload
def logbinom(n: Any, k: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def logbinom(n: Any, k: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def logmultichoose(
    r: float, y: float, out: None = None, *, threads: SupportsIndex = 1
) -> float: ...
@overload
def logmultichoose(r: Any, y: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def logmultichoose(r: Any, y: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def logaccumulate(
    x: float, terms: int, out: None = None, *, threads: SupportsIndex = 1
) -> float: ...
@overload
def logaccumulate(x: Any, terms: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def logaccumulate(x: Any, terms: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def logaccumulate_direct(
    x: float, terms: int, out: None = None, *, threads: SupportsIndex = 1
) -> float: ...
@overload
def logaccumulate_direct(x: Any, terms: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def logaccumulate_direct(
    x: Any, terms: Any, out: None = None, *, threads: SupportsIndex = 1
) -> Any: ...
@overload
def sumlog(
    x: _Numbers,
    axis: None = None,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> float: ...
@overload
def sumlog(
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = None,
    *,
    out: Any = None,
    keepdims: bool = False,
    where: Any = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def sumlog1p(
    x: _Numbers,
    axis: None = None,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> float: ...
@overload
def sumlog1p(
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = None,
    *,
    out: Any = None,
    keepdims: bool = False,
    where: Any = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def dotlog(
    w: _Numbers,
    x: _Numbers,
    axis: None = None,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> float: ...
@overload
def dotlog(
    w: Any,
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = None,
    *,
    out: Any = None,
    keepdims: bool = False,
    where: Any = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def dotlog_counts(
    counts: Iterable[SupportsIndex],
    x: _Numbers,
    axis: None = None,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> float: ...
@overload
def dotlog_counts(
    counts: Any,
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = None,
    *,
    out: Any = None,
    keepdims: bool = False,
    where: Any = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def logsumexp(
    x: _Numbers,
    axis: None = None,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> float: ...
@overload
def logsumexp(
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = None,
    *,
    out: Any = None,
    keepdims: bool = False,
    where: Any = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def entropy(
    p: _Numbers,
    axis: None = None,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> float: ...
@overload
def entropy(
    p: Any,
    axis: SupportsIndex | tuple[int, ...] | None = None,
    *,
    out: Any = None,
    keepdims: bool = False,
    where: Any = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def dotlogratio(
    w: _Numbers,
    x: _Numbers,
    y: _Numbers,
    axis: None = None,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> float: ...
@overload
def dotlogratio(
    w: Any,
    x: Any,
    y: Any,
    axis: SupportsIndex | tuple[int, ...] | None = None,
    *,
    out: Any = None,
    keepdims: bool = False,
    where: Any = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def relative_entropy(
    p: _Numbers,
    q: _Numbers,
    axis: None = None,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> float: ...
@overload
def relative_entropy(
    p: Any,
    q: Any,
    axis: SupportsIndex | tuple[int, ...] | None = None,
    *,
    out: Any = None,
    keepdims: bool = False,
    where: Any = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def sumlogabs(
    x: _Numbers, axis: None = None, *, threads: SupportsIndex = 1
) -> tuple[float, float]: ...
@overload
def sumlogabs(
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = None,
    *,
    keepdims: bool = False,
    where: Any = None,
    threads: SupportsIndex = 1,
) -> tuple[Any, Any]: ...
@overload
def softmax(
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = -1,
    *,
    out: _Out,
    threads: SupportsIndex = 1,
) -> _Out: ...
@overload
def softmax(
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = -1,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def log_softmax(
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = -1,
    *,
    out: _Out,
    threads: SupportsIndex = 1,
) -> _Out: ...
@overload
def log_softmax(
    x: Any,
    axis: SupportsIndex | tuple[int, ...] | None = -1,
    *,
    out: None = None,
    threads: SupportsIndex = 1,
) -> Any: ...
@overload
def sumlog_groups(
    x: Any, offsets: Any, out: _Out, *, threads: SupportsIndex = 1
) -> _Out: ...
@overload
def sumlog_groups(
    x: Any, offsets: Any, out: None = None, *, threads: SupportsIndex = 1
) -> Any: ...
@overload
def sumlog_columns(x: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def sumlog_columns(x: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...
@overload
def sumlog_rows(x: Any, out: _Out, *, threads: SupportsIndex = 1) -> _Out: ...
@overload
def sumlog_rows(x: Any, out: None = None, *, threads: SupportsIndex = 1) -> Any: ...

_Elements = _Numbers | SupportsFloat

class Product:
    def __init__(self, x: _Elements = ()) -> None: ...
    def add(self, x: _Elements, *, threads: SupportsIndex = 1) -> None: ...
    def add_counts(
        self, counts: Iterable[SupportsIndex], x: _Numbers, *, threads: SupportsIndex = 1
    ) -> None: ...
    def div(self, x: SupportsFloat | SupportsIndex, /) -> None: ...
    def merge(self, other: Product, /) -> None: ...
    def log(self) -> float: ...
    def frexp(self) -> tuple[float, int]: ...
    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview, /) -> Product: ...
    def __bytes__(self) -> bytes: ...
    def __mul__(self, other: Product, /) -> Product: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__ = None  # type: ignore[assignment]

class Log1pSum:
    def __init__(self, x: _Elements = ()) -> None: ...
    def add(self, x: _Elements, *, threads: SupportsIndex = 1) -> None: ...
    def merge(self, other: Log1pSum, /) -> None: ...
    def sum(self) -> float: ...
    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview, /) -> Log1pSum: ...
    def __bytes__(self) -> bytes: ...
    def __add__(self, other: Log1pSum, /) -> Log1pSum: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__ = None  # type: ignore[assignment]

class DotLogSum:
    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, w: _Elements, x: _Elements) -> None: ...
    def add(self, w: _Elements, x: _Elements, *, threads: SupportsIndex = 1) -> None: ...
    def add_ratio(
        self, w: _Elements, x: _Elements, y: _Elements, *, threads: SupportsIndex = 1
    ) -> None: ...
    def merge(self, other: DotLogSum, /) -> None: ...
    def sum(self) -> float: ...
    def magnitude(self) -> float: ...
    def cancels(self) -> bool: ...
    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview, /) -> DotLogSum: ...
    def __bytes__(self) -> bytes: ...
    def __add__(self, other: DotLogSum, /) -> DotLogSum: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__ = None  # type: ignore[assignment]

class ExpSum:
    def __init__(self, x: _Elements = ()) -> None: ...
    def add(self, x: _Elements, *, threads: SupportsIndex = 1) -> None: ...
    def merge(self, other: ExpSum, /) -> None: ...
    def log(self) -> float: ...
    def max(self) -> float: ...
    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview, /) -> ExpSum: ...
    def __bytes__(self) -> bytes: ...
    def __add__(self, other: ExpSum, /) -> ExpSum: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__ = None  # type: ignore[assignment]
