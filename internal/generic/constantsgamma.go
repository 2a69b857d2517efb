package generic

// ln Γ(1+x) for 9/16 < 1+x <= 9 is approximately
//
//	u·(G0 + G1·w + w²·(Q[0] + Q[1]·w + … + Q[14]·w^14)),  w = x - centre,  u = x - zero
//
// with an entry of each table for each of eight parts, which end where the bits of 1+x have the
// three bits from the 51st on change: at 13/16, 9/8, 13/8, 9/4, 13/4, 9/2, 13/2 and 9. The two
// parts in which ln Γ has a zero have it for their centre. G0 + G0Lo and G1 + G1Lo are the first two
// terms of the Taylor series of ln Γ(1+x)/u about the centre, and Q is the minimax polynomial for
// the others by Sollya's fpminimax. The bracket errs by 2^-61.4 at most.
const (
	// GammaFirst is where the first part begins: bits(9/16), which is not in it, and 1.
	GammaFirst = 0x3FE2000000000001
	// GammaLeast and GammaMost are the bounds of the parts.
	GammaLeast = 9. / 16
	GammaMost  = 9
)

// GammaCentre and GammaZero are the centre of each part and the zero of ln Γ(1+x) beside it. They
// have so few bits that w and u are exact.
var (
	GammaCentre = [8]float64{-5. / 16, 0, 3. / 8, 1, 7. / 4, 23. / 8, 9. / 2, 27. / 4}
	GammaZero   = [8]float64{0, 0, 0, 1, 1, 1, 1, 1}
)

// GammaG0 and GammaG1 are rounded to 53 bits, GammaG0Lo and GammaG1Lo what is left: the sums err by
// 2^-108 at most.
var (
	GammaG0 = [8]float64{
		-0x1.c4c1d8b83ac7fp-1, -0x1.2788cfc6fb619p-1, -0x1.418ce68827c18p-2, 0x1.b0ee6072093cep-2,
		0x1.4469c84d47203p-1, 0x1.bf01ccf378757p-1, 0x1.217c5ece7327cp+0, 0x1.654eaf7b0ef2dp+0,
	}
	GammaG0Lo = [8]float64{
		-0x1.34250e556801p-57, 0x1.6cb90701fbfabp-58, 0x1.e13dce0ca0e9fp-58, 0x1.6cb90701fbfabp-58,
		0x1.29c0622b81156p-55, -0x1.cb3077a8c32c5p-55, 0x1.2b5255caddd0dp-54, 0x1.b9fed1ece064ep-56,
	}
	GammaG1 = [8]float64{
		0x1.3078a5de80f67p+0, 0x1.a51a6625307d3p-1, 0x1.357efcbcdd35fp-1, 0x1.4a34cc4a60fa6p-2,
		0x1.f9f1226dc6813p-3, 0x1.7af32454911e7p-3, 0x1.1909ab4c9d17p-3, 0x1.a17a73d99b6bap-4,
	}
	GammaG1Lo = [8]float64{
		-0x1.f58b839d60c0bp-55, 0x1.1873d8912200cp-56, -0x1.79e1313572bfep-55, 0x1.1873d8912200cp-56,
		0x1.76336730b9d94p-57, 0x1.b7a7fa5839026p-57, 0x1.f693d5df7303cp-57, -0x1.c29cea77a2727p-58,
	}
)

// GammaQ has the coefficient of each power for the eight parts, lowest power first.
var GammaQ = [15][8]float64{
	{
		-0x1.b8a07e31980f2p-1, -0x1.9a4d55beab2d8p-2, -0x1.b04565f951706p-3, -0x1.13e001a557607p-4,
		-0x1.34a26cd901414p-5, -0x1.4b830e19a1697p-6, -0x1.5f9809e1658d7p-7, -0x1.78e0bc3ca96dep-8,
	},
	{
		0x1.b6b0d869897e9p-1, 0x1.151322ac7d812p-2, 0x1.a31d62d358e0ap-4, 0x1.51322ac7d844dp-6,
		0x1.0fdf5c64c293fp-7, 0x1.9d00a33bae62ap-9, 0x1.3533ec40f9ad7p-10, 0x1.d9303b0cfcd1fp-12,
	},
	{
		-0x1.ec06c5dd4ae63p-1, -0x1.a8b9c17aa5821p-3, -0x1.cf5c4a9bb49ep-5, -0x1.e404fc218ed1fp-8,
		-0x1.186a6dca62812p-9, -0x1.2bba200595478p-11, -0x1.3b04380c331d3p-13, -0x1.564ee1dbb6707p-15,
	},
	{
		0x1.2500650d4e6efp+0, 0x1.5b40cb10241ccp-3, 0x1.124a748b6399bp-5, 0x1.7add6eadceb7p-9,
		0x1.3b94568c4c1fcp-11, 0x1.d9fc9e72c512p-14, 0x1.5cc1f48a7aac2p-16, 0x1.0c4f7fbe43948p-18,
	},
	{
		-0x1.69c18250e7ba8p+0, -0x1.2703a1dda326p-3, -0x1.5254dfb459bdep-6, -0x1.38ac5c2cab2a4p-10,
		-0x1.770e210308e93p-13, -0x1.8bd2af8d0fb6ep-16, -0x1.97581432a3c98p-19, -0x1.bb0444171abe7p-22,
	},
	{
		0x1.c9951c5a7aeddp+0, 0x1.010b3690c89c2p-3, 0x1.acb477abf04d2p-7, 0x1.0b36af678102ap-11,
		0x1.ce6eeddc3a657p-15, 0x1.57338854941f4p-18, 0x1.edd80f3522e6cp-22, 0x1.7b48fc191cd73p-25,
	},
	{
		-0x1.26872259b4f0bp+1, -0x1.c8066fdd0900bp-4, -0x1.14c997bc0ccfp-7, -0x1.d3fd4bee7e97cp-13,
		-0x1.24a09f37cf4f7p-16, -0x1.31c6f168c018ap-20, -0x1.33a905799ad8dp-24, -0x1.4d9347f3ae6eap-28,
	},
	{
		0x1.804abc92ce5f4p+1, 0x1.9a0209be436d1p-4, 0x1.6a6fb222ef031p-8, 0x1.a127d714fb06fp-14,
		0x1.798f726954f66p-18, 0x1.160e5d7b81585p-22, 0x1.876a6408f7fdcp-27, 0x1.2b811a41c201dp-31,
	},
	{
		-0x1.fad071b2569dap+1, -0x1.748c1554e4777p-4, -0x1.dfbba13e6b558p-9, -0x1.78de3b9fe34d9p-15,
		-0x1.ee5abc5716feep-20, -0x1.00df85ac62709p-24, -0x1.fa2e2343fdee7p-30, -0x1.1159d780c222fp-34,
	},
	{
		0x1.51329a8617d2ap+2, 0x1.555e8873fa617p-4, 0x1.404b99ce92d8p-9, 0x1.58018bc3c499bp-16,
		0x1.476ec3d8b274ep-21, 0x1.e09ca6f51a0d7p-27, 0x1.4bab818c6c3c7p-32, 0x1.f9a7bfc5c9227p-38,
	},
	{
		-0x1.c3f3300645407p+2, -0x1.3b4218cfc90a9p-4, -0x1.aeaf215131e6ap-10, -0x1.3ce17652124bp-17,
		-0x1.b5b4bc8caf287p-23, -0x1.c624ab700d86ep-29, -0x1.b7491c493078ap-35, -0x1.d8ca26c911e83p-41,
	},
	{
		0x1.2ea619d3fdae1p+3, 0x1.2682a3858cbf7p-4, 0x1.213e5358960d1p-10, 0x1.278123ea6afc7p-18,
		0x1.24b6b96a529a7p-24, 0x1.aee93cc37ae4bp-31, 0x1.238393602be9fp-37, 0x1.bc5ebff21fc75p-44,
	},
	{
		-0x1.996bfa6dad0a6p+3, -0x1.07b4e8bf4cfdbp-4, -0x1.886455ebed4f7p-11, -0x1.08509efe4f08cp-19,
		-0x1.8bdd6c70b80d5p-26, -0x1.9cf65179a2506p-33, -0x1.87abbbea7ff76p-40, -0x1.a68a80de79be6p-47,
	},
	{
		0x1.3e1d3c235bbfap+4, 0x1.ce066e2aba75bp-5, 0x1.31c0d603a864cp-11, 0x1.cf2a7201543bp-21,
		0x1.339c05b3cbd0dp-27, 0x1.b8fbe3d1f1d7p-35, 0x1.2e4f50c1b9e85p-42, 0x1.beabb6870bc2ep-50,
	},
	{
		-0x1.ba396dff6f718p+4, -0x1.bff0715995bcp-4, -0x1.a97d15275caadp-12, -0x1.bfeee983d365dp-21,
		-0x1.ab37d3b62cd47p-29, -0x1.afcace159b7fbp-37, -0x1.a1d1ef7ef743p-45, -0x1.ae82dcb9d85ecp-53,
	},
}

// DigammaZero + DigammaSlope·y is the derivative of ln Γ(y), 1/2 <= y <= 9/16, to 0.0076.
const (
	DigammaZero  = -4.296875
	DigammaSlope = 4.65625
)
