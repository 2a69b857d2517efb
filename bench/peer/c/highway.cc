// Highway's logarithm, with the longest vectors of this processor.
#define HWY_COMPILE_ONLY_STATIC
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>

namespace hn = hwy::HWY_NAMESPACE;

extern "C" void log_highway(double *out, const double *a, const double *, size_t n) {
	const hn::ScalableTag<double> d;
	size_t i = 0;
	for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d))
		hn::StoreU(hn::Log(d, hn::LoadU(d, a + i)), d, out + i);
	for (; i < n; i++)
		out[i] = __builtin_log(a[i]);
}

extern "C" void sumlog_highway(double *out, const double *a, const double *, size_t n) {
	const hn::ScalableTag<double> d;
	auto s = hn::Zero(d);
	size_t i = 0;
	for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d))
		s = hn::Add(s, hn::Log(d, hn::LoadU(d, a + i)));
	double sum = hn::GetLane(hn::SumOfLanes(d, s));
	for (; i < n; i++)
		sum += __builtin_log(a[i]);
	*out = sum;
}
